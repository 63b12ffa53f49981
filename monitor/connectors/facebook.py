"""Facebook: the comments below our own Page's posts, and the public posts that mention it.

Graph API: /{page}/feed with its comments, and /{page}/tagged. The Page's own posts are not kept: they are no echo.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Any

from monitor.connectors.api import Api
from monitor.connectors.harvest import Page, Question
from monitor.connectors.meta import listed, recent
from monitor.connectors.posts import post, records, word
from monitor.errors import FetchError
from monitor.models import Entry, Source

TOKEN = "MONITOR_FACEBOOK_TOKEN"
_COMMENTS = "comments.order(reverse_chronological).limit(100){id,message,created_time,permalink_url}"


async def pages(api: Api, question: Question) -> AsyncIterator[Page]:
    """Yield the comments of the posts in the time of interest, then the mentions, newest first."""
    account = number(api, question.words)
    asked = {"fields": f"id,created_time,permalink_url,{_COMMENTS}", "limit": "25"}
    async for found in recent(api, f"/{account}/feed", asked, TOKEN, start=question.start, stated="created_time"):
        yield Page(tuple(entry for item in found for entry in _comments(api.source, item)), aside=True)
    async for found in listed(api, f"/{account}/tagged", {
            "fields": "id,message,created_time,permalink_url", "limit": "50"}, TOKEN):
        yield Page(tuple(filter(None, (_entry(api.source, item) for item in found))))


def number(api: Api, account: str) -> str:
    """Return an account's number as it is. Raise FetchError for anything else, which could name another address."""
    if not (account.isascii() and account.isdigit()):
        raise FetchError("isian salah", f"{account!r} bukan nomor akun {api.name}.",
                         f"Tulis nomornya (angka saja) di accounts sumber {api.source.id}.")
    return account


def _comments(source: Source, item: Mapping[str, Any]) -> list[Entry]:
    below = word(item, "permalink_url")
    return [entry for comment in records(item, "comments", "data") or ()
            if (entry := _entry(source, comment, f"{below}?comment_id={word(comment, 'id')}" if below else ""))]


def _entry(source: Source, item: Mapping[str, Any], otherwise: str = "") -> Entry | None:
    return post(source, url=word(item, "permalink_url") or otherwise, text=word(item, "message"),
                published=word(item, "created_time"))
