"""Visit one source: fetch it, read its entries, make articles of the new ones. Storing is left to the caller."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from time import monotonic
from typing import TypeVar
from zoneinfo import ZoneInfo

from monitor.collectors import registry
from monitor.config.gate import passes_gate
from monitor.dates import clock, short_date
from monitor.errors import FeedError, FetchError, GoneError, MonitorError, ThrottledError
from monitor.extraction.extract import extract, from_entry
from monitor.fetching import Fetcher, Response
from monitor.models import Article, Entry, Source, SourceResult, SourceState, SourceStatus
from monitor.urls import canonical, item_id

SOURCE_SECONDS = 300.0
"""Longest time for one source, waiting for its host included; articles not opened by then keep the feed's own words."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Visit:
    """How a visit ended: its result, the new articles, and what was learnt (None = nothing new)."""

    result: SourceResult
    articles: tuple[Article, ...] = ()
    state: SourceState | None = None


@dataclass(frozen=True, slots=True)
class Visitor:
    """What every visit of one run shares. `known` says which item ids are stored; `retry` ignores a past 410."""

    fetcher: Fetcher
    workers: Executor
    known: Callable[[Collection[str]], Awaitable[set[str]]]
    now: Callable[[], datetime]
    since: datetime | None = None
    retry: bool = False

    async def visit(self, source: Source, remembered: SourceState | None) -> Visit:
        """Visit one source. Failures of the source end in the result; StoreError and bugs pass through."""
        state, started = lessons(source, remembered), monotonic()
        if cause := self._reason_to_skip(state):
            return Visit(_result(source, SourceStatus.SKIPPED, started, cause=cause))
        deadline = asyncio.get_running_loop().time() + SOURCE_SECONDS
        try:
            async with asyncio.timeout_at(deadline):
                response = await self.fetcher.fetch(
                    state.moved_to or source.url, etag=state.etag, last_modified=state.last_modified)
                entries = await self.entries(source, response)
        except (FetchError, FeedError) as error:
            return Visit(_result(source, SourceStatus.FAILED, started, cause=cause_of(error)), (), _after(error, state))
        except TimeoutError:
            cause = f"waktu habis: {source.name} belum selesai dalam {SOURCE_SECONDS / 60:.0f} menit."
            return Visit(_result(source, SourceStatus.FAILED, started, cause=cause))
        articles = await self._articles(source, entries, deadline)
        status = SourceStatus.NEW if articles else SourceStatus.UNCHANGED
        learnt = replace(state, etag=response.etag, last_modified=response.last_modified, disabled_reason="",
                         moved_to=response.moved_to or state.moved_to, wait_until=None)
        return Visit(_result(source, status, started, seen=len(entries)), tuple(articles), learnt)

    async def entries(self, source: Source, response: Response) -> list[Entry]:
        """Read the entries of a fetched feed or listing. Raise FeedError."""
        if response.not_modified:
            return []
        charset = f"; charset={response.charset}" if response.charset else ""
        return await self._work(partial(registry.read, source, response.body, url=response.url,
                                        content_type=response.content_type + charset, fetched_at=self.now()))

    def _reason_to_skip(self, state: SourceState) -> str:
        if state.disabled_reason and not self.retry:
            return state.disabled_reason
        if state.wait_until and state.wait_until > self.now():
            return f"diminta menunggu: servernya meminta kita menunggu sampai {_moment(state.wait_until)}."
        return ""

    async def _articles(self, source: Source, entries: Sequence[Entry], deadline: float) -> list[Article]:
        """Make an article of every entry that is not stored yet, opening the pages of those that pass the gate."""
        recent = [entry for entry in entries if not self._too_old(entry)]
        by_id = {item_id(entry.url): entry for entry in reversed(recent)}
        stored = await self.known(list(by_id))
        fresh = [entry for key, entry in reversed(by_id.items()) if key not in stored]
        to_open, plain = await self._work(partial(_sort_out, source, fresh))
        made = await self._work(partial(_from_entries, plain, source, self.now()))
        opened = [await self._opened(source, entry, deadline) for entry in to_open]
        elsewhere = {article.id for article, entry in zip(opened, to_open, strict=True)
                     if article.id != item_id(entry.url)}
        doubles = await self.known(elsewhere) if elsewhere else set()
        return made + [_under_feed_address(article, entry) for article, entry in zip(opened, to_open, strict=True)
                       if article.id not in doubles]

    async def _opened(self, source: Source, entry: Entry, deadline: float) -> Article:
        """Open an entry's page; when that fails the item is kept with what the feed says of it."""
        try:
            async with asyncio.timeout_at(deadline):
                page = await self.fetcher.fetch(entry.url)
                return await self._work(partial(extract, page.body, url=page.url, entry=entry, source=source,
                                                fetched_at=self.now()))
        except (FetchError, TimeoutError):
            return from_entry(entry, source=source, fetched_at=self.now())

    def _too_old(self, entry: Entry) -> bool:
        return bool(self.since and entry.published and entry.published.at < self.since)

    async def _work(self, job: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self.workers, job)


def lessons(source: Source, remembered: SourceState | None) -> SourceState:
    """Return what is known of a source, forgetting what was learnt at another configured address."""
    if remembered is None or remembered.url not in {"", source.url}:
        return SourceState(source.id, url=source.url)
    return replace(remembered, url=source.url)


def cause_of(error: MonitorError) -> str:
    """Return `short cause: what happened and what to do`; the part before the colon is stable and fits a table."""
    return f"{error.cause if isinstance(error, FetchError) else 'bukan feed'}: {error}"


def _after(error: MonitorError, state: SourceState) -> SourceState | None:
    """Return what a failure teaches: an end, a wait, or that a remembered new address no longer works."""
    match error:
        case GoneError():
            return replace(state, disabled_reason=f"{cause_of(error)} Sampai saat itu sumber ini dilewati.")
        case ThrottledError():
            return replace(state, wait_until=error.until) if error.until else None
        case _ if state.moved_to:
            return replace(state, moved_to="", etag="", last_modified="")
        case _:
            return None


def _sort_out(source: Source, entries: Sequence[Entry]) -> tuple[list[Entry], list[Entry]]:
    """Split entries into those whose page is opened and those kept as the feed gives them."""
    to_open = [entry for entry in entries if source.full_text and entry.url.startswith(("http://", "https://"))
               and passes_gate(f"{entry.title}\n{entry.summary}")]
    chosen = set(map(id, to_open))
    return to_open, [entry for entry in entries if id(entry) not in chosen]


def _from_entries(entries: Sequence[Entry], source: Source, at: datetime) -> list[Article]:
    return [from_entry(entry, source=source, fetched_at=at) for entry in entries]


def _under_feed_address(article: Article, entry: Entry) -> Article:
    """Store an article under the address its feed gives, so that the next visit knows it without opening the page."""
    return replace(article, id=item_id(entry.url), url=canonical(entry.url))


def _result(source: Source, status: SourceStatus, started: float, *, seen: int = 0, cause: str = "") -> SourceResult:
    return SourceResult(source.id, source.name, status, seen=seen, cause=cause, seconds=monotonic() - started)


def _moment(at: datetime) -> str:
    local = at.astimezone(ZoneInfo("Asia/Jakarta"))
    return f"{short_date(local)} {clock(local)}"
