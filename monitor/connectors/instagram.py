"""Instagram: the comments below our own professional account's media, and the media in which it is tagged.

Graph API: /{account}/media with its comments, and /{account}/tags. Our own captions are not kept: they are no echo.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Any

from monitor.connectors.api import Api
from monitor.connectors.facebook import number
from monitor.connectors.harvest import Page, Question
from monitor.connectors.meta import listed, recent
from monitor.connectors.posts import post, records, word
from monitor.models import Entry, Source

TOKEN = "MONITOR_INSTAGRAM_TOKEN"
_COMMENTS = "comments.limit(50){id,text,timestamp,username}"


async def pages(api: Api, question: Question) -> AsyncIterator[Page]:
    """Yield the comments of the media in the time of interest, then the media that tag us, newest first."""
    account = number(api, question.words)
    asked = {"fields": f"id,permalink,timestamp,{_COMMENTS}", "limit": "25"}
    async for found in recent(api, f"/{account}/media", asked, TOKEN, start=question.start, stated="timestamp"):
        yield Page(tuple(entry for item in found for entry in _comments(api.source, item)), aside=True)
    async for found in listed(api, f"/{account}/tags", {
            "fields": "id,caption,permalink,timestamp,username", "limit": "50"}, TOKEN):
        tagged = (_entry(api.source, item, word(item, "permalink"), "caption") for item in found)
        yield Page(tuple(filter(None, tagged)))


def _comments(source: Source, item: Mapping[str, Any]) -> list[Entry]:
    below = word(item, "permalink").rstrip("/")
    return [entry for comment in records(item, "comments", "data") or ()
            if (entry := _entry(source, comment, f"{below}/c/{word(comment, 'id')}/" if below else "", "text"))]


def _entry(source: Source, item: Mapping[str, Any], url: str, text: str) -> Entry | None:
    return post(source, url=url, text=word(item, text), published=word(item, "timestamp"),
                author=word(item, "username"))
