"""Telegram: public channels that show a preview at t.me/s/<channel>, read page by page like any web page.

The preview is HTML for browsers, no API: robots.txt is obeyed, groups are never joined, nobody logs in.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag

from monitor.connectors.api import Api
from monitor.connectors.harvest import Page, Question
from monitor.connectors.posts import post
from monitor.errors import FeedError, FetchError
from monitor.models import Entry, Source

_CHANNEL = re.compile(r"[A-Za-z]\w{3,31}", re.ASCII)
_POST = re.compile(r"[A-Za-z]\w{3,31}/(\d{1,12})", re.ASCII)
_MOST = 200


@dataclass(frozen=True, slots=True)
class _Preview:
    entries: tuple[Entry, ...]
    oldest: int
    is_preview: bool


async def pages(api: Api, question: Question) -> AsyncIterator[Page]:
    """Yield a channel's messages, newest page first."""
    channel = question.words.lstrip("@").lower()  # t.me does not tell capitals apart; one post is one address
    if not _CHANNEL.fullmatch(channel):
        raise FetchError("isian salah", f"{question.words!r} bukan nama kanal Telegram.",
                         f"Tulis nama sesudah t.me/ di accounts sumber {api.source.id}.")
    before = 0
    while True:
        response = await api.fetcher.fetch(api.address(f"/s/{channel}", {"before": str(before)} if before else None))
        job = partial(_read, api.source, response.body, channel)
        preview = await asyncio.get_running_loop().run_in_executor(api.worker, job)
        if not preview.is_preview or not urlsplit(response.url).path.startswith("/s/"):
            raise FeedError(f"Kanal Telegram {channel} tidak ada atau tidak membuka pratinjau untuk umum.",
                            f"Periksa t.me/s/{channel} di peramban; bila kosong, hapus dari accounts.")
        yield Page(preview.entries)
        if preview.oldest <= 1 or (before and preview.oldest >= before):
            return
        before = preview.oldest
        await asyncio.sleep(max(api.rules.pause, 0.0))


def _read(source: Source, body: bytes, channel: str) -> _Preview:
    """Read one preview page; it lists the oldest message first."""
    page = BeautifulSoup(body, "lxml")
    found, numbers = [], []
    for message in page.select("[data-post]", limit=_MOST):
        named = _POST.fullmatch(str(message.get("data-post", "")))
        if named:
            numbers.append(int(named[1]))
            found.append(_entry(source, message, f"https://t.me/{channel}/{named[1]}"))
    is_preview = bool(numbers) or page.select_one(".tgme_channel_history, .tgme_channel_info") is not None
    return _Preview(tuple(filter(None, found[::-1])), min(numbers, default=0), is_preview)


def _entry(source: Source, message: Tag, url: str) -> Entry | None:
    """Read one message; a reply quotes another message before its own text, so the last text is its own."""
    texts = message.select(".tgme_widget_message_text")
    stamp = message.select_one("a.tgme_widget_message_date time[datetime]") or message.select_one("time[datetime]")
    owner = message.select_one(".tgme_widget_message_owner_name")
    for line in (texts[-1].find_all("br") if texts else ()):
        line.replace_with("\n")
    return post(source, url=url, text=texts[-1].get_text() if texts else "",
                published=str(stamp["datetime"]) if stamp else "", author=owner.get_text(" ") if owner else "")
