"""Collect: visit every enabled source at once and politely, and store each visit in one transaction."""

from __future__ import annotations

import asyncio
import logging
import os
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import TypeVar

from monitor.config.connectors import unset
from monitor.config.loading import nearest
from monitor.config.settings import Settings
from monitor.config.sources import read_sources
from monitor.connectors.api import Spend
from monitor.errors import MonitorError, StoreError
from monitor.fetching import Fetcher
from monitor.models import Source, SourceResult, SourceState, SourceStatus
from monitor.storage.store import Store
from monitor.workflows.parsing import parsing
from monitor.workflows.shielding import shield
from monitor.workflows.visit import Visit, Visitor, waits_until

T = TypeVar("T")
Progress = Callable[[SourceResult], None]

_log = logging.getLogger(__name__)


def _utc_now() -> datetime:
    return datetime.now(UTC)


class UnknownSourceError(MonitorError):
    """Report a source id that is not configured, with the nearest one that is."""

    exit_code = 2


def collect(settings: Settings, *, only: Collection[str] = (), since: datetime | None = None,
            loopback: frozenset[tuple[str, int]] = frozenset(), sources: Sequence[Source] | None = None,
            now: Callable[[], datetime] = _utc_now, environ: Mapping[str, str] = os.environ,
            on_progress: Progress = lambda _: None) -> list[SourceResult]:
    """Visit the enabled sources (or `only` these ids), store what is new, and return one result per source in order.

    `since` leaves out older entries. A source that fails never stops the others. What is stored by the time of an
    interruption stays, and the next run continues with the same result. `only` also retries sources that are
    switched off or were once gone (410). A platform whose key was never set in `environ` is no source of this run.
    Raise ConfigError, UnknownSourceError or StoreError.

    Fetching and storing have a thread each; parsing has worker processes of its own, so that no body holds up the rest.
    """
    chosen = choose(read_sources(settings.sources) if sources is None else sources, only)
    with _one_thread(settings, chosen) as (store, writer), parsing(len(chosen)) as worker:
        run = _Run(settings, store, writer, worker, on_progress, environ)
        return asyncio.run(run.all(chosen, since=since, loopback=loopback, now=now, retry=bool(only)))


def choose(sources: Sequence[Source], only: Collection[str]) -> list[Source]:
    """Return the enabled sources, or the named ones. Raise UnknownSourceError."""
    ids = [source.id for source in sources]
    for name in only:
        if name not in ids:
            raise UnknownSourceError(f"Tidak ada sumber {name!r}{nearest(name, ids)}.",
                                     "Lihat semua id dengan `monitor sources list`.")
    return [source for source in sources if (source.id in only if only else source.enabled)]


@contextmanager
def _one_thread(settings: Settings, sources: Sequence[Source]) -> Iterator[tuple[Store, ThreadPoolExecutor]]:
    """Open the store and the single thread that uses it, so that writes queue up instead of stalling the fetching."""
    with Store(settings.storage.database_url, shield=shield(settings, sources)) as store:
        writer = ThreadPoolExecutor(1)
        try:
            yield store, writer
        finally:
            writer.shutdown(wait=True, cancel_futures=True)


class _Run:
    """One collection run."""

    def __init__(self, settings: Settings, store: Store, writer: ThreadPoolExecutor, worker: Executor,
                 on_progress: Progress, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self._settings = settings
        self._store = store
        self._writer = writer
        self._worker = worker
        self._on_progress = on_progress

    async def all(self, sources: Sequence[Source], *, since: datetime | None, loopback: frozenset[tuple[str, int]],
                  now: Callable[[], datetime], retry: bool) -> list[SourceResult]:
        """Visit all sources, at most `fetching.concurrency` at a time."""
        states = await self._stored(self._store.states)
        run_id = await self._stored(partial(self._store.begin_run, now()))
        slots = asyncio.Semaphore(self._settings.fetching.concurrency)
        results: dict[str, SourceResult] = {}
        unready = {source.id: words for source in sources
                   if source.id not in states and (words := unset(source, self._environ))}
        async with Fetcher(self._settings.fetching, loopback=loopback) as fetcher:
            for source in sources:
                self._hold(fetcher, source, states.get(source.id), now())
            visitor = Visitor(fetcher, self._worker, self._known, now, since, retry, self._environ, self._spend)

            async def one(source: Source) -> SourceResult:
                if source.id in unready:
                    return SourceResult(source.id, source.name, SourceStatus.SKIPPED, cause=unready[source.id])
                async with slots:
                    visit = await self._guarded(visitor, source, states.get(source.id))
                    return await self._keep(run_id, visit, now())

            tasks = [asyncio.create_task(one(source)) for source in sources]
            try:
                for finished in asyncio.as_completed(tasks):
                    result = await finished
                    results[result.source_id] = result
                    self._on_progress(result)
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
        await self._stored(partial(self._store.finish_run, run_id, now()))
        return [results[source.id] for source in sources if retry or source.id not in unready]

    def _hold(self, fetcher: Fetcher, source: Source, state: SourceState | None, at: datetime) -> None:
        """Extend a wait that one source was asked for to the other sources of its host."""
        until = waits_until(state, at) if state and state.url in {"", source.url} else None
        if until and state and self._settings.fetching.throttle_scope == "host":
            fetcher.hold(state.address or source.url, until)

    async def _guarded(self, visitor: Visitor, source: Source, state: SourceState | None) -> Visit:
        """Visit in a task of its own, so that a defect met in one source's content is logged and stays there."""
        task = asyncio.create_task(visitor.visit(source, state))
        try:
            await asyncio.wait([task])
        except asyncio.CancelledError:
            task.cancel()
            await asyncio.wait([task])
            raise
        error = task.exception()
        if error is None:
            return task.result()
        if isinstance(error, StoreError):
            raise error
        _log.error("sumber %s", source.id, exc_info=error)
        cause = f"galat program: isi {source.name} tidak dapat diolah ({type(error).__name__}); laporkan ke pengembang."
        return Visit(SourceResult(source.id, source.name, SourceStatus.FAILED, cause=cause))

    async def _keep(self, run_id: int, visit: Visit, at: datetime) -> SourceResult:
        new = await self._stored(partial(self._store.keep, run_id, visit.result, visit.articles, visit.state, at))
        unchanged = visit.result.status is SourceStatus.NEW and not new
        return replace(visit.result, new=new, status=SourceStatus.UNCHANGED if unchanged else visit.result.status)

    def _spend(self, platform: str) -> Spend:
        """Return the booking of one platform's money, in the store before it is spent."""
        async def book(month: str, micros: int, cap: int) -> bool:
            return await self._stored(partial(self._store.book, platform, month, micros, cap=cap))
        return book

    async def _known(self, ids: Collection[str]) -> set[str]:
        return await self._stored(partial(self._store.known, ids))

    async def _stored(self, job: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._writer, job)
