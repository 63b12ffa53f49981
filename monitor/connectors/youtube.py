"""YouTube: search, channels, and the comments below, by Data API v3; channels without a key by their public feed.

https://developers.google.com/youtube/v3/docs : search.list has its own small bucket per day; commentThreads.list and
playlistItems.list cost one unit of 10,000. The feed obeys YouTube's robots.txt like any page.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from lxml import etree

from monitor.connectors.api import Api, Params
from monitor.connectors.harvest import Page, Question
from monitor.connectors.posts import plain, post, records, time, word
from monitor.errors import FeedError, FetchError, ThrottledError
from monitor.fetching import Answer
from monitor.models import Entry, Source

KEY = "MONITOR_YOUTUBE_KEY"
_API = "/youtube/v3"
_QUOTA = {"quotaExceeded", "dailyLimitExceeded", "rateLimitExceeded", "userRateLimitExceeded"}
_WRONG_KEY = {"badRequest", "keyInvalid", "API_KEY_INVALID", "accessNotConfigured", "ipRefererBlocked"}
_CLOSED = {"commentsDisabled", "videoNotFound", "forbidden"}
_GONE = {"Deleted video", "Private video"}
"""The titles that a playlist gives to videos taken away or closed since."""
_CHANNEL = re.compile(r"UC[\w-]{22}", re.ASCII)
_VIDEO = re.compile(r"[\w-]{1,20}", re.ASCII)
_SPACES = {"a": "http://www.w3.org/2005/Atom", "yt": "http://www.youtube.com/xml/schemas/2015",
           "media": "http://search.yahoo.com/mrss/"}
_PARSER = {"resolve_entities": False, "no_network": True, "huge_tree": False}


async def pages(api: Api, question: Question) -> AsyncIterator[Page]:
    """Yield the videos of a query or channel, newest first, before each page the comments below its videos."""
    if question.rule == "accounts" and not api.key(KEY):
        yield await _feed(api, question.words)
        return
    async for data in _listed(api, *_list_of(api, question)):
        videos = [entry for item in data if (entry := _video(api.source, item))]
        for video in videos if api.rules.comments else ():
            if not video.published or video.published.at >= question.start:
                yield await _comments(api, video)
        yield Page(tuple(videos))


def _list_of(api: Api, question: Question) -> tuple[str, dict[str, str]]:
    """Return the method and its parameters; a channel's uploads are the playlist named UU like the channel's UC."""
    if question.rule == "accounts":
        return "/playlistItems", {"part": "snippet,contentDetails", "maxResults": "50",
                                  "playlistId": f"UU{_channel(api, question.words)[2:]}"}
    after = question.start.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    preferred = {"relevanceLanguage": api.rules.languages[0]} if len(api.rules.languages) == 1 else {}
    return "/search", {"part": "snippet", "type": "video", "order": "date", "q": question.words, "maxResults": "50",
                       "regionCode": "ID", "publishedAfter": after, **preferred}


async def _listed(api: Api, path: str, params: Params) -> AsyncIterator[list[Mapping[str, Any]]]:
    """Yield the items of each page of a list method."""
    asked = dict(params)
    while True:
        data = await api.json(_API + path, asked, headers={"X-Goog-Api-Key": api.key(KEY)},
                              explain=lambda answer, data: _refused(api, answer, data))
        items = records(data, "items")
        if items is None:
            raise api.changed("items")
        yield items
        following = word(data, "nextPageToken")
        if not items or not following or following == asked.get("pageToken"):
            return
        asked["pageToken"] = following


async def _comments(api: Api, video: Entry) -> Page:
    """Return the hundred newest comments below a video; a video whose comments are closed has none."""
    number = video.url.rpartition("=")[2]
    asked = {"part": "snippet", "videoId": number, "order": "time", "maxResults": "100", "textFormat": "plainText"}
    try:
        items = await anext(_listed(api, "/commentThreads", asked))
    except _ClosedError:
        items = []
    return Page(tuple(filter(None, (_comment(api.source, number, item) for item in items))), aside=True)


class _ClosedError(FetchError):
    """Report a video whose comments are switched off or that is gone."""


def _refused(api: Api, answer: Answer, data: Any) -> FetchError | None:
    """Word YouTube's own reasons. A used-up quota opens again at midnight in California."""
    if answer.status < 400:
        return None
    reasons = {word(error, "reason") for error in (records(data, "error", "errors") or [])}
    reasons |= {word(detail, "reason") for detail in (records(data, "error", "details") or [])}
    if reasons & _QUOTA:
        what = "Jatah harian YouTube habis; terbuka lagi tengah malam waktu Pasifik."
        return ThrottledError("diminta menunggu", what, until=midnight(api.now))
    if reasons & _CLOSED:
        return _ClosedError("komentar ditutup", "Komentar video ini ditutup.")
    if answer.status in {400, 403} and reasons & _WRONG_KEY:
        return api.refusal(replace(answer, status=401), data)
    return None


def midnight(now: datetime) -> datetime:
    """Return the next midnight in California, when Google's daily quotas begin anew."""
    there = now.astimezone(ZoneInfo("America/Los_Angeles"))
    return (there + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)


def _channel(api: Api, account: str) -> str:
    if not _CHANNEL.fullmatch(account):
        raise FetchError("isian salah", f"{account!r} bukan id kanal YouTube.",
                         f"Tulis id yang diawali UC (24 huruf) di accounts sumber {api.source.id}.")
    return account


def _video(source: Source, item: Mapping[str, Any]) -> Entry | None:
    """Read a search result or an item of a channel's uploads; titles come with HTML entities."""
    number = word(item, "id", "videoId") or word(item, "contentDetails", "videoId")
    published = word(item, "contentDetails", "videoPublishedAt") or word(item, "snippet", "publishedAt")
    return _of(source, number, title=word(item, "snippet", "title"), text=word(item, "snippet", "description"),
               published=published, author=word(item, "snippet", "channelTitle"))


def _of(source: Source, number: str, *, title: str, text: str, published: str, author: str) -> Entry | None:
    heading = plain(title, markup=True) or "(tanpa judul)"
    found = post(source, url=f"https://www.youtube.com/watch?v={number}", text=heading, published=published,
                 author=plain(author, markup=True))
    if not found or heading in _GONE or not _VIDEO.fullmatch(number):
        return None
    return replace(found, body=plain(text, markup=True))


def _comment(source: Source, video: str, item: Mapping[str, Any]) -> Entry | None:
    said = item.get("snippet")
    said = said.get("topLevelComment") if isinstance(said, Mapping) else None
    text = word(said, "snippet", "textOriginal") or plain(word(said, "snippet", "textDisplay"), markup=True)
    number = word(said, "id")
    return post(source, url=f"https://www.youtube.com/watch?v={video}&lc={number}", text=text,
                published=word(said, "snippet", "publishedAt"),
                author=word(said, "snippet", "authorDisplayName")) if number else None


async def _feed(api: Api, account: str) -> Page:
    """Read a channel's public feed: its fifteen newest videos."""
    base = api.source.url.replace("https://www.googleapis.com", "https://www.youtube.com").rstrip("/")
    response = await api.fetcher.fetch(f"{base}/feeds/videos.xml?channel_id={_channel(api, account)}")
    try:
        root = etree.fromstring(response.body, etree.XMLParser(**_PARSER))
    except (etree.XMLSyntaxError, ValueError) as error:
        raise FeedError("YouTube memberi feed kanal yang rusak.", "Biasanya sementara; dicoba lagi nanti.") from error
    found = (_fed(api.source, item) for item in root.iterfind("a:entry", _SPACES))
    return Page(tuple(entry for entry in found if entry))


def _fed(source: Source, item: etree._Element) -> Entry | None:
    def text(path: str) -> str:
        return str(item.findtext(path, "", _SPACES))

    entry = _of(source, text("yt:videoId"), title=text("a:title"), text=text("media:group/media:description"),
                published=text("a:published"), author=text("a:author/a:name"))
    return replace(entry, published=time(source, text("a:published"))) if entry else None
