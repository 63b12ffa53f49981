"""GDELT DOC 2.0: press reports of the whole world by query, newest first; the pages are then read like any feed's.

One call per five seconds (https://blog.gdeltproject.org/gdelt-doc-2-0-api-debuts/), at most 250 reports per call. There
is no cursor: the next page ends where the last one began. `seendate` is when GDELT saw the page, not when it appeared,
so only its day is kept, and the time that the page itself states wins.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from monitor.connectors.api import Api
from monitor.connectors.harvest import Page, Question
from monitor.connectors.posts import is_web, plain, records, time, word
from monitor.errors import FetchError, ThrottledError
from monitor.fetching import Answer, Call
from monitor.models import Entry, Source, TimeOrigin, Timestamp
from monitor.weeks import WIB

_LIMIT = 250
_PAUSE = 5.0
_STAMP = "%Y%m%d%H%M%S"
_LANGUAGES = {"indonesian": "id", "malay": "ms", "english": "en"}


async def pages(api: Api, question: Question) -> AsyncIterator[Page]:
    """Yield the reports that a query finds."""
    end = api.now
    while True:
        found = await _articles(api, question, end)
        entries = tuple(entry for item in found if (entry := _entry(api.source, item)))
        yield Page(entries)
        oldest = min((seen.at for item in found if (seen := time(api.source, word(item, "seendate")))), default=end)
        if len(found) < _LIMIT or oldest >= end:
            return
        end = oldest


async def _articles(api: Api, question: Question, end: datetime) -> list[Mapping[str, Any]]:
    params = {"query": question.words, "mode": "artlist", "format": "json", "sort": "datedesc",
              "maxrecords": str(_LIMIT), "startdatetime": question.start.astimezone(UTC).strftime(_STAMP),
              "enddatetime": end.astimezone(UTC).strftime(_STAMP)}
    call = Call(api.address("/api/v2/doc/doc", params), pause=api.rules.pause or _PAUSE)
    data = api.read(await api.call(call), lambda answer, data: _refused(api, answer, data))
    if data == {}:  # nothing found
        return []
    found = records(data, "articles")
    if found is None:
        raise api.changed("articles")
    return found


def _refused(api: Api, answer: Answer, data: Any) -> FetchError | None:
    """Word what GDELT says in plain text under status 200: too fast, or a query it does not understand."""
    if data is not None or answer.status >= 500 or (not 200 <= answer.status < 300 and answer.status != 429):
        return None
    said = " ".join(answer.body[:300].decode("utf-8", "replace").split())
    if answer.status == 429 or "limit requests" in said.lower():
        return ThrottledError("diminta menunggu", "GDELT meminta panggilan yang lebih jarang.",
                              until=api.now + timedelta(minutes=1))
    if said and not said.startswith(("{", "<")):
        return FetchError("pertanyaan ditolak", f"GDELT tidak menerima pertanyaannya{api.said(said)}.",
                          f"Perbaiki queries sumber {api.source.id}; kata yang terlalu pendek ditolak.")
    return None


def _entry(source: Source, item: Mapping[str, Any]) -> Entry | None:
    """Read one report; GDELT puts blanks around the punctuation of titles."""
    url, title = word(item, "url"), plain(word(item, "title"), markup=True).replace("\n", " ")
    if not is_web(url) or not title:
        return None
    for mark in ",.:;!?":
        title = title.replace(f" {mark}", mark)
    image = word(item, "socialimage")
    seen = time(source, word(item, "seendate"))
    day = seen and seen.at.astimezone(WIB).replace(hour=0, minute=0, second=0)
    return Entry(source_id=source.id, url=url, title=title, outlet=word(item, "domain"),
                 image=image if image.startswith("https://") else "",
                 published=Timestamp(day, TimeOrigin.FEED, dated_only=True) if day else None,
                 language=_LANGUAGES.get(word(item, "language").lower(), ""))
