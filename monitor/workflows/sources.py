"""Look at sources without storing anything: their health in the store, a check of all, one address on trial."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial

from monitor.config.connectors import PLATFORMS, unset
from monitor.config.settings import Settings
from monitor.config.sources import read_sources
from monitor.connectors.api import Api
from monitor.connectors.harvest import harvest
from monitor.connectors.registry import CONNECTORS
from monitor.errors import FeedError, FetchError
from monitor.fetching import Fetcher
from monitor.health.model import Health
from monitor.models import Entry, ListingRules, Source, SourceKind, SourceResult, SourceState, SourceStatus
from monitor.storage.store import Store
from monitor.urls import canonical, host
from monitor.workflows.parsing import parsing
from monitor.workflows.visit import cause_of, lessons, no_money, read_entries, waits_until

ANY_LINK = ListingRules(item="article, li, h2, h3, .card")
"""Rules for an unknown listing page: whatever usually wraps a headline with its link."""


def health(settings: Settings, environ: Mapping[str, str] = os.environ, *,
           now: datetime | None = None) -> list[Health]:
    """Return every configured source with its last visit, in the order of sources.toml.

    monitor.workflows.health judges from this how the sources are. Raise ConfigError or StoreError.
    """
    moment = now or datetime.now(UTC)
    with Store(settings.storage.database_url) as store:
        visits, states = store.last_results(), store.states()
        return [replace(_health(source, visits.get(source.id), states.get(source.id), moment),
                        unset=unset(source, environ), cost=_cost(source, store, moment))
                for source in read_sources(settings.sources)]


def check(settings: Settings, *, sources: Sequence[Source] | None = None,
          loopback: frozenset[tuple[str, int]] = frozenset(), environ: Mapping[str, str] = os.environ,
          on_progress: Callable[[SourceResult], None] = lambda _: None) -> list[SourceResult]:
    """Fetch and read every enabled source once, storing nothing. Raise ConfigError.

    UNCHANGED means healthy; SKIPPED a platform whose key is not set in `environ`, or one where every call costs money.
    """
    enabled = [source for source in (read_sources(settings.sources) if sources is None else sources) if source.enabled]

    async def run() -> list[SourceResult]:
        slots = asyncio.Semaphore(settings.fetching.concurrency)
        async with Fetcher(settings.fetching, loopback=loopback) as fetcher:
            async def one(source: Source) -> SourceResult:
                async with slots:
                    result = await (_ask(fetcher, source, workers, environ) if source.kind in PLATFORMS
                                    else _probe(fetcher, source, workers))
                on_progress(result)
                return result
            return await asyncio.gather(*map(one, enabled))

    with parsing(len(enabled)) as workers:
        return asyncio.run(run())


def try_url(settings: Settings, url: str, *, kind: SourceKind | None = None,
            loopback: frozenset[tuple[str, int]] = frozenset()) -> list[Entry]:
    """Fetch one address and return its entries, storing nothing. Raise FetchError or FeedError.

    A configured source's own address is read by its own rules. Otherwise, without `kind`, HTML is read as a listing
    page with general rules and anything else as a feed.
    """
    async def run() -> list[Entry]:
        async with Fetcher(settings.fetching, loopback=loopback) as fetcher:
            response = await fetcher.fetch(url)
        source = _known_source(settings, url, kind) or _trial(url, kind or _guess(response.content_type, response.body))
        read = partial(read_entries, source, response, datetime.now(UTC))
        return list((await asyncio.get_running_loop().run_in_executor(workers, read)).values())

    with parsing(1) as workers:
        return asyncio.run(run())


def _health(source: Source, visit: tuple[SourceResult, datetime] | None, state: SourceState | None,
            now: datetime) -> Health:
    known = lessons(source, state)
    paused = known.disabled_reason or ("servernya meminta kita menunggu" if waits_until(known, now) else "")
    last, visited = visit or (None, None)
    return Health(source, last, visited, paused, remembered=known)


async def _probe(fetcher: Fetcher, source: Source, workers: Executor) -> SourceResult:
    loop = asyncio.get_running_loop()
    started = loop.time()
    try:
        response = await fetcher.fetch(source.url)
        entries = await loop.run_in_executor(workers, partial(read_entries, source, response, datetime.now(UTC)))
    except (FetchError, FeedError) as error:
        failed = SourceResult(source.id, source.name, SourceStatus.FAILED, cause=cause_of(error))
        return replace(failed, seconds=loop.time() - started)
    moved = f"pindah ke {response.moved_to}; perbarui url di sources.toml" if response.moved_to else ""
    return SourceResult(source.id, source.name, SourceStatus.UNCHANGED, seen=len(entries), cause=moved,
                        seconds=loop.time() - started)


async def _ask(fetcher: Fetcher, source: Source, workers: Executor,
               environ: Mapping[str, str]) -> SourceResult:
    """Read one page of every question to a platform."""
    skipped = unset(source, environ) or ("berbayar: tidak diperiksa supaya tidak memakan biaya"
                                         if PLATFORMS[source.kind].paid else "")
    if skipped or source.search is None:
        return SourceResult(source.id, source.name, SourceStatus.SKIPPED, cause=skipped)
    loop = asyncio.get_running_loop()
    started = loop.time()
    api = Api(fetcher, replace(source, search=replace(source.search, pages=1)), environ, workers, datetime.now(UTC),
              no_money)
    found = await harvest(api, CONNECTORS[source.kind], marks="", known=_none_known)
    status = SourceStatus.FAILED if found.errors else SourceStatus.UNCHANGED
    return SourceResult(source.id, source.name, status, seen=found.seen, seconds=loop.time() - started,
                        cause=" ".join(dict.fromkeys(map(cause_of, found.errors))))


def _cost(source: Source, store: Store, moment: datetime) -> str:
    """Say what a paid platform has cost this month (UTC) out of its cap; empty for free ones."""
    if source.search is None or not source.search.cap:
        return ""
    spent = store.spent(source.kind.value, f"{moment.astimezone(UTC):%Y-%m}") / 1_000_000
    return f"biaya bulan ini {spent:.2f} dari {source.search.cap:.2f} dolar".replace(".", ",")


async def _none_known(_ids: Collection[str]) -> set[str]:
    return set()


def _known_source(settings: Settings, url: str, kind: SourceKind | None) -> Source | None:
    wanted = canonical(url)
    found = (source for source in read_sources(settings.sources) if canonical(source.url) == wanted)
    return next((source for source in found if kind in {None, source.kind}), None)


def _trial(url: str, kind: SourceKind) -> Source:
    rules = ANY_LINK if kind is SourceKind.LISTING else None
    return Source(id="coba", name=host(url) or url, url=url, kind=kind, tier=2, listing=rules)


def _guess(content_type: str, body: bytes) -> SourceKind:
    """Tell a feed from a listing page by its first characters, or else by its media type."""
    start = body[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    html = start.startswith((b"<!doctype html", b"<html")) or (content_type == "text/html" and b"<rss" not in start
                                                               and b"<feed" not in start and b"<rdf" not in start)
    return SourceKind.LISTING if html else SourceKind.FEED
