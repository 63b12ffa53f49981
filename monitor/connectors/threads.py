"""Threads: keyword search, newest first (https://developers.facebook.com/docs/threads/keyword-search).

Without approval of threads_keyword_search it finds only one's own posts, and sensitive words find nothing.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Any

from monitor.connectors.api import Api
from monitor.connectors.harvest import Page, Question
from monitor.connectors.meta import listed
from monitor.connectors.posts import post, word
from monitor.models import Entry, Source

TOKEN = "MONITOR_THREADS_TOKEN"
_FIELDS = "id,text,media_type,permalink,timestamp,username"


async def pages(api: Api, question: Question) -> AsyncIterator[Page]:
    """Yield the posts found by a query."""
    params = {"q": question.words, "search_type": "RECENT", "fields": _FIELDS, "limit": "100",
              "since": str(int(question.start.timestamp()))}
    async for found in listed(api, "/keyword_search", params, TOKEN):
        yield Page(tuple(filter(None, (_entry(api.source, item) for item in found))))


def _entry(source: Source, item: Mapping[str, Any]) -> Entry | None:
    url = word(item, "permalink").replace("://www.threads.com/", "://www.threads.net/", 1)  # it answers to both names
    return post(source, url=url, text=word(item, "text"), published=word(item, "timestamp"),
                author=word(item, "username"))
