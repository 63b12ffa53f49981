"""Visit one source: fetch it, read its entries, make articles of the new ones. Storing is left to the caller."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from time import monotonic
from typing import TypeVar
from zoneinfo import ZoneInfo

from monitor.collectors import registry
from monitor.config.connectors import unset
from monitor.config.gate import passes_gate
from monitor.connectors.api import Api, Spend
from monitor.connectors.harvest import harvest, written
from monitor.connectors.registry import CONNECTORS
from monitor.dates import clock, short_date
from monitor.errors import BlockedError, FeedError, FetchError, GoneError, MonitorError, ThrottledError
from monitor.extraction.extract import extract, from_entry
from monitor.extraction.outlets import whole_page
from monitor.fetching import Fetcher, Response
from monitor.models import Article, Entry, ItemKind, Source, SourceResult, SourceState, SourceStatus
from monitor.urls import canonical, item_id
from monitor.weeks import WIB

SOURCE_SECONDS = 300.0
"""Longest time for one source, waiting for its host included; articles not opened by then keep the feed's own words."""

LONGEST_WAIT = timedelta(hours=25)
"""A wait is a day at most (see monitor.fetching.failures.bounded), and an hour is left for clocks that differ."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Visit:
    """How a visit ended: its result, the new articles, and what was learnt (None = nothing new)."""

    result: SourceResult
    articles: tuple[Article, ...] = ()
    state: SourceState | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a feed held: entries seen, and by item id those whose page is to be opened and articles of the others.

    `whole` is False when entries were left out for their age; the feed is then not remembered as read.
    """

    seen: int = 0
    to_open: Mapping[str, Entry] = field(default_factory=dict)
    articles: Mapping[str, Article] = field(default_factory=dict)
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Visitor:
    """What every visit of one run shares.

    `worker` parses, in a thread or another process; `known` says which item ids are stored; `retry` ignores a past 410.
    `environ` holds the keys of platforms; `spend` books what a paid one costs, by platform, as its sources share one.
    """

    fetcher: Fetcher
    worker: Executor
    known: Callable[[Collection[str]], Awaitable[set[str]]]
    now: Callable[[], datetime]
    since: datetime | None = None
    retry: bool = False
    environ: Mapping[str, str] = field(default_factory=dict, repr=False)
    spend: Callable[[str], Spend] = lambda _: no_money

    async def visit(self, source: Source, remembered: SourceState | None) -> Visit:
        """Visit one source. Failures of the source end in the result; StoreError and bugs pass through."""
        state, started = lessons(source, remembered), monotonic()
        if cause := self._reason_to_skip(state):
            return Visit(_result(source, SourceStatus.SKIPPED, started, cause=cause))
        if source.kind in CONNECTORS:
            return await self._listen(source, state, started)
        deadline = asyncio.get_running_loop().time() + SOURCE_SECONDS
        try:
            async with asyncio.timeout_at(deadline):
                response = await self.fetcher.fetch(state.address, etag=state.etag, last_modified=state.last_modified)
                reading = await self._read(source, response)
        except (FetchError, FeedError) as error:
            return Visit(_result(source, SourceStatus.FAILED, started, cause=cause_of(error)), (), _after(error, state))
        except TimeoutError:
            cause = f"waktu habis: {source.name} belum selesai dalam {SOURCE_SECONDS / 60:.0f} menit."
            return Visit(_result(source, SourceStatus.FAILED, started, cause=cause))
        articles = (*reading.articles.values(), *await self._opened(source, reading.to_open, deadline))
        status = SourceStatus.NEW if articles else SourceStatus.UNCHANGED
        learnt = replace(moved(state, response.moved_to, self.now()), disabled_reason="", wait_until=None,
                         etag=response.etag if reading.whole else "",
                         last_modified=response.last_modified if reading.whole else "")
        return Visit(_result(source, status, started, seen=reading.seen), articles, learnt)

    async def _listen(self, source: Source, state: SourceState, started: float) -> Visit:
        """Ask a platform; what was read before a failure is kept, and the failure is named."""
        if words := unset(source, self.environ):
            cause = f"kunci hilang: dulu terbaca, sekarang {words.partition(': ')[2]}."
            return Visit(_result(source, SourceStatus.FAILED, started, cause=cause))
        deadline = asyncio.get_running_loop().time() + SOURCE_SECONDS
        api = Api(self.fetcher, source, self.environ, self.worker, self.now(), self.spend(source.kind.value))
        found = await harvest(api, CONNECTORS[source.kind], marks=state.etag, known=self.known, since=self.since,
                              seconds=SOURCE_SECONDS)
        to_open = {key: entry for key, entry in found.entries.items() if _opens_page(source, entry)}
        others = [entry for key, entry in found.entries.items() if key not in to_open]
        made = await self._work(partial(_articles, source, others, self.now())) if others else []
        articles = (*made, *await self._opened(source, to_open, deadline))
        waits = [error.until for error in found.errors if isinstance(error, ThrottledError) and error.until]
        learnt = replace(state, etag=written(found.marks), disabled_reason="", wait_until=max(waits, default=None))
        status = SourceStatus.NEW if articles else SourceStatus.UNCHANGED
        cause = " ".join(dict.fromkeys(map(cause_of, found.errors))) or found.note
        return Visit(_result(source, SourceStatus.FAILED if found.errors else status, started, seen=found.seen,
                             cause=cause), articles, learnt)

    def _reason_to_skip(self, state: SourceState) -> str:
        if state.disabled_reason and not self.retry:
            return state.disabled_reason
        if until := waits_until(state, self.now()):
            return f"diminta menunggu: servernya meminta kita menunggu sampai {_moment(until)}."
        return ""

    async def _read(self, source: Source, response: Response) -> Reading:
        """Read the entries that are recent enough and not stored yet. Raise FeedError."""
        if response.not_modified:
            return Reading()
        reading = await self._work(partial(read_recent, source, response, self.now(), self.since))
        ids = {*reading.to_open, *reading.articles}
        stored = await self.known(ids) if ids else set()
        return replace(reading, to_open={key: each for key, each in reading.to_open.items() if key not in stored},
                       articles={key: each for key, each in reading.articles.items() if key not in stored})

    async def _opened(self, source: Source, entries: Mapping[str, Entry], deadline: float) -> list[Article]:
        """Open the pages of entries one by one, leaving out those that turn out to be stored under another address."""
        made = [(key, entry, await self._page(source, entry, deadline)) for key, entry in entries.items()]
        elsewhere = {article.id for key, _, article in made if article.id != key}
        doubles = await self.known(elsewhere) if elsewhere else set()
        return [replace(article, id=key, url=canonical(entry.url)) for key, entry, article in made
                if article.id not in doubles]

    async def _page(self, source: Source, entry: Entry, deadline: float) -> Article:
        """Open an entry's page; when that fails the item is kept with what the feed says of it."""
        try:
            async with asyncio.timeout_at(deadline):
                page = await self._whole(entry.url)
                return await self._work(partial(extract, page.body, url=page.url, entry=entry, source=source,
                                                fetched_at=self.now()))
        except (FetchError, FeedError, TimeoutError):
            return from_entry(entry, source=source, fetched_at=self.now())

    async def _whole(self, url: str) -> Response:
        """Fetch an article with all its pages on one where its outlet offers that, else as it is linked."""
        whole = whole_page(url)
        if whole != url:
            try:
                return await self.fetcher.fetch_page(whole)
            except FetchError as error:  # robots.txt may close this form alone
                if not isinstance(error, BlockedError) and not error.cause.startswith("status "):
                    raise
        return await self.fetcher.fetch_page(url)

    async def _work(self, job: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self.worker, job)


def read_recent(source: Source, response: Response, at: datetime, since: datetime | None) -> Reading:
    """Read a fetched feed: entries to open and articles of the others, those before `since` left out.

    Needs nothing but its arguments, so that it can run in another process. Raise FeedError.
    """
    entries = read_entries(source, response, at)
    recent = {key: entry for key, entry in entries.items()
              if not (since and entry.published and entry.published.at < since)}
    to_open = {key: entry for key, entry in recent.items() if _opens_page(source, entry)}
    made = {key: from_entry(entry, source=source, fetched_at=at) for key, entry in recent.items()
            if key not in to_open}
    return Reading(len(entries), to_open, made, whole=len(recent) == len(entries))


def _articles(source: Source, entries: Sequence[Entry], at: datetime) -> list[Article]:
    return [from_entry(entry, source=source, fetched_at=at) for entry in entries]


async def no_money(_month: str, _micros: int, _cap: int) -> bool:
    """Book nothing: a check without a store may not spend."""
    return False


def read_entries(source: Source, response: Response, at: datetime) -> dict[str, Entry]:
    """Read the entries of a fetched feed or listing by item id, in its order, each once. Raise FeedError."""
    charset = f"; charset={response.charset}" if response.charset else ""
    found: dict[str, Entry] = {}
    for entry in registry.read(source, response.body, url=response.url, content_type=response.content_type + charset,
                               fetched_at=at):
        found.setdefault(item_id(entry.url), entry)
    return found


def lessons(source: Source, remembered: SourceState | None) -> SourceState:
    """Return what is known of a source, forgetting what was learnt at another configured address."""
    if remembered is None or remembered.url not in {"", source.url}:
        return SourceState(source.id, url=source.url)
    return replace(remembered, url=source.url)


def moved(state: SourceState, target: str, at: datetime) -> SourceState:
    """Return what a permanent redirect to `target` (empty: none) teaches at the time `at`.

    The new address is taken over once two days have named it (WIB): one wrong afternoon of a server, or of the
    network between, moves no source.
    """
    if state.moved_to and not state.moving_since:
        return replace(state, moved_to=target) if target else state
    if not target:
        return replace(state, moved_to="", moving_since=None)
    if target != state.moved_to or state.moving_since is None:
        return replace(state, moved_to=target, moving_since=at)
    again = at.astimezone(WIB).date() > state.moving_since.astimezone(WIB).date()
    return replace(state, moving_since=None) if again else state


def waits_until(state: SourceState, now: datetime) -> datetime | None:
    """Return until when a source asked us to wait, if that is still to come.

    Fetching notes no wait of more than a day, so a moment further away was noted under a clock that ran ahead.
    """
    until = state.wait_until
    return until if until and now < until <= now + LONGEST_WAIT else None


def cause_of(error: MonitorError) -> str:
    """Return `short cause: what happened and what to do`; the part before the colon is stable and fits a table."""
    return f"{error.cause if isinstance(error, FetchError | FeedError) else 'bukan feed'}: {error}"


def _after(error: MonitorError, state: SourceState) -> SourceState | None:
    """Return what a failure teaches: an end, a wait, or that a remembered new address no longer works."""
    match error:
        case GoneError():
            return replace(state, disabled_reason=f"{cause_of(error)} Sampai saat itu sumber ini dilewati.")
        case ThrottledError():
            return replace(state, wait_until=error.until) if error.until else None
        case _ if state.moved_to and not state.moving_since:
            return replace(state, moved_to="", moving_since=None, etag="", last_modified="")
        case _:
            return None


def _opens_page(source: Source, entry: Entry) -> bool:
    """Say whether an entry's own page is worth a request: it may be about our subject, and the source allows it."""
    return (source.full_text and entry.kind is ItemKind.NEWS and entry.url.startswith(("http://", "https://"))
            and passes_gate(f"{entry.title}\n{entry.summary}"))


def _result(source: Source, status: SourceStatus, started: float, *, seen: int = 0, cause: str = "") -> SourceResult:
    return SourceResult(source.id, source.name, status, seen=seen, cause=cause, seconds=monotonic() - started)


def _moment(at: datetime) -> str:
    local = at.astimezone(ZoneInfo("Asia/Jakarta"))
    return f"{short_date(local)} {clock(local)}"
