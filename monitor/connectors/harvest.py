"""Ask a platform every question of a source, page by page, and keep what was read when something fails midway."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from monitor.connectors.api import Api
from monitor.errors import FeedError, FetchError, ThrottledError
from monitor.models import Entry
from monitor.urls import item_id

Known = Callable[[Collection[str]], Awaitable[set[str]]]


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask: `rule` is queries, tags or accounts, `words` the query, tag or account itself.

    `start` is the oldest time of interest; `mark` what the last whole reading left here, empty when there was none;
    `read` when that reading began. `interrupted`: a later one broke off, so there may be a gap behind what is stored.
    """

    rule: str
    words: str
    start: datetime
    mark: str = ""
    read: datetime | None = None
    interrupted: bool = False

    @property
    def key(self) -> str:
        """The name under which its mark is kept."""
        return f"{self.rule}:{self.words}"


@dataclass(frozen=True, slots=True)
class Page:
    """One page of an answer, newest first. `newest` is the mark for the next visit, where the platform has one.

    A page `aside` (comments below what a page lists) neither counts nor ends the reading; it comes before that page.
    """

    entries: tuple[Entry, ...]
    newest: str = ""
    aside: bool = False


Pages = Callable[[Api, Question], AsyncIterator[Page]]
"""A connector: yields the pages of one question, newest first, until there are no more."""


@dataclass(slots=True)
class Harvest:
    """What a visit to a platform gave. `errors` are the questions that failed; the entries read before are kept.

    `marks` say per question how far it was read, and under `@` and the same name when (empty: the last reading broke
    off); only whole readings move them, so that what an interruption left unread is read the next time. `note` says
    what was left out.
    """

    entries: dict[str, Entry] = field(default_factory=dict)
    seen: int = 0
    marks: dict[str, str] = field(default_factory=dict)
    errors: list[FetchError | FeedError] = field(default_factory=list)
    note: str = ""


async def harvest(api: Api, pages: Pages, *, marks: str, known: Known, since: datetime | None = None,
                  seconds: float = 300.0) -> Harvest:
    """Ask everything within `seconds`; a question that fails never stops the others, a limit that is used up does.

    `marks` is what `written` gave after the last visit; `known` tells which item ids are stored, so that reading ends
    at the first page that is stored already and older than the last whole reading. Entries older than `since`, and
    those in none of the languages that the source asks for, are left out.
    """
    found = Harvest(marks=_marks(marks))
    try:
        async with asyncio.timeout(seconds):
            for question in _questions(api, found.marks, since):
                try:
                    await _ask(api, pages, question, found, known)
                except ThrottledError as error:
                    found.errors.append(error)
                    break
                except (FetchError, FeedError) as error:
                    found.errors.append(error)
    except TimeoutError:
        minutes = f"{seconds / 60:.0f} menit"
        found.errors.append(FetchError("waktu habis", f"{api.name} belum selesai dibaca dalam {minutes}.",
                                       "Yang sudah terbaca disimpan; sisanya dibaca pada pengumpulan berikutnya."))
    found.entries = {key: each for key, each in found.entries.items() if _wanted(each, api.rules.languages, since)}
    return found


def written(marks: Mapping[str, str]) -> str:
    """Return marks as one string for the store."""
    return json.dumps(marks, ensure_ascii=False, sort_keys=True)


def _questions(api: Api, marks: Mapping[str, str], since: datetime | None) -> list[Question]:
    start = since or api.now - timedelta(days=api.rules.days)
    asked = [(rule, words) for rule in ("tags", "queries", "accounts") for words in getattr(api.rules, rule)]
    if since:
        return [Question(rule, words, start) for rule, words in asked]
    return [_resumed(Question(rule, words, start), marks) for rule, words in asked]


def _resumed(question: Question, marks: Mapping[str, str]) -> Question:
    when = marks.get(f"@{question.key}")
    return replace(question, mark=marks.get(question.key, ""), read=_moment(when or ""), interrupted=when == "")


async def _ask(api: Api, pages: Pages, question: Question, found: Harvest, known: Known) -> None:
    newest, number = "", 0
    found.marks[f"@{question.key}"] = ""
    async for page in pages(api, question):
        newest = newest or page.newest
        ids = {item_id(entry.url): entry for entry in page.entries}
        stored = await known(ids) if ids else set()
        found.seen += len(ids)
        for key, entry in ids.items():
            if key not in stored:
                found.entries.setdefault(key, entry)
        if page.aside:
            continue
        number += 1
        if _is_old(page, question.start) or (ids and len(stored) == len(ids) and _was_read(page, question)):
            break
        if number >= api.rules.pages:
            found.note = f"hanya {number} halaman terbaru yang dibaca; naikkan pages di sources.toml bila perlu"
            break
    found.marks |= {question.key: newest or question.mark or "dibaca", f"@{question.key}": api.now.isoformat()}


def _is_old(page: Page, start: datetime) -> bool:
    times = [entry.published.at for entry in page.entries if entry.published]
    return bool(times) and len(times) == len(page.entries) and max(times) < start


def _was_read(page: Page, question: Question) -> bool:
    """Say whether a page that is stored already was part of the last whole reading, so that nothing is behind it.

    A newer page can be stored too: by a reading that broke off after it, or by another question's finds.
    """
    if not question.mark or question.interrupted:
        return False
    times = [entry.published.at for entry in page.entries if entry.published and not entry.published.dated_only]
    return question.read is None or max(times, default=question.read) <= question.read


def _wanted(entry: Entry, languages: Collection[str], since: datetime | None) -> bool:
    """Say whether an entry is recent enough and in a wanted language; one that states no language may be in any."""
    too_old = since and entry.published and entry.published.at < since
    return not too_old and (not languages or not entry.language or entry.language in languages)


def _moment(stated: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(stated)
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _marks(stored: str) -> dict[str, str]:
    """Read what `written` wrote; anything else (an ETag of the days when this source was a feed) is nothing."""
    try:
        found = json.loads(stored)
    except ValueError:
        return {}
    return {key: value for key, value in found.items() if isinstance(value, str)} if isinstance(found, dict) else {}
