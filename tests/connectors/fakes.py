"""One fake per platform that speaks its wire format: the same timeline of posts, paged, limited and broken its way.

`serve` answers as the platform does; a fault may replace the answer to any page. Post n was written n minutes after
`FIRST`; pages are newest first, `size` posts each, and name the next one as the platform names it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from loopback import Reply, Request
from platforms import NOW, SECRET, Make, Platform, as_json

from monitor.models import SourceKind

FIRST = NOW - timedelta(hours=20)
_PEM = rsa.generate_private_key(65537, 2048).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()

Fault = Callable[[int], Reply | None]
"""The reply to the n-th page asked for (from 0), or None for the platform's own."""


@dataclass(frozen=True)
class Post:
    """One post of the fake timeline; `gone` ones are what the platform still lists of a deleted post."""

    number: int
    text: str = ""
    language: str = "id"
    gone: bool = False

    @property
    def at(self) -> datetime:
        return FIRST + timedelta(minutes=self.number)

    @property
    def words(self) -> str:
        return self.text or f"Kabar pekerja migran {self.number}"


Query = Mapping[str, str]
Body = Callable[[Sequence[Mapping[str, Any]], str, str], Reply]


@dataclass(frozen=True)
class Fake:
    """How one platform pages: `before` reads the cursor of a query as a post number (0: none), `body` writes a page.

    `fits` leaves out what a query excludes by itself; `limit` is the platform's own "too many calls" and `wait` the
    seconds it names; `window` the query key that carries the start and how it writes it; `states_language` says whether
    posts come with a language.
    """

    kind: SourceKind
    rules: Mapping[str, Any]
    path: str
    item: Callable[[Post], Mapping[str, Any]]
    before: Callable[[Query], int]
    body: Body
    cursor: Callable[[Post], str]
    limit: Reply
    wait: float
    size: int = 2
    window: tuple[str, str] = ("", "")
    logins: Mapping[str, Any] = field(default_factory=dict)
    empty: Mapping[str, Any] = field(default_factory=dict)
    fits: Callable[[Post, Query], bool] = lambda _post, _query: True
    states_language: bool = False


def stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def meta_stamp(at: datetime) -> str:
    return at.strftime("%Y-%m-%dT%H:%M:%S+0000")


def start(fake: Fake, platform: Make, folder: Path, posts: list[Post], fault: Fault = lambda _: None,
          **rules: Any) -> Platform:
    """Serve a timeline; `posts` may be changed later."""
    found = platform(fake.kind, **{**fake.rules, **rules})
    if fake.kind is SourceKind.PLAY:
        file = folder / "akun.json"
        file.write_text(json.dumps({"client_email": "a@contoh.example", "private_key": _PEM}))
        found.keys = {"MONITOR_PLAY_CREDENTIALS": str(file)}
    for path, data in {**fake.logins, **fake.empty}.items():
        found.server.serve(path, as_json(data))
    asked = [0]

    def answer(request: Request) -> Reply:
        query = dict(parse_qsl(urlsplit(request.path).query))
        asked[0] += 1
        if (broken := fault(asked[0] - 1)) is not None:
            return broken
        before = fake.before(query) or 10**9
        fitting = sorted((post for post in posts if post.number < before and fake.fits(post, query)),
                         key=lambda post: -post.number)
        page = fitting[:fake.size]
        more = fake.cursor(page[-1]) if len(fitting) > len(page) else ""
        return fake.body([fake.item(post) for post in page], more, found.server.url)

    found.server.serve(fake.path, answer)
    return found


def _number(key: str) -> Callable[[Query], int]:
    return lambda query: int("".join(filter(str.isdigit, query.get(key, ""))) or 0)


def _json(make: Callable[[Sequence[Mapping[str, Any]], str], Any]) -> Body:
    return lambda items, more, _url: as_json(make(items, more))


def _graph(items: Sequence[Mapping[str, Any]], more: str) -> Any:
    paging = {"paging": {"cursors": {"before": "B", "after": more}, "next": "https://jahat.id/?access_token=x"}}
    return {"data": list(items), **(paging if more else {})}


def _mastodon(items: Sequence[Mapping[str, Any]], more: str, url: str) -> Reply:
    link = f'<{url}/api/v1/timelines/tag/pmi?limit=40&max_id={more}>; rel="next", <{url}/x?min_id=9>; rel="prev"'
    return as_json(list(items), **({"Link": link} if more else {}))


def _telegram(items: Sequence[Mapping[str, Any]], _more: str, _url: str) -> Reply:
    found = "".join(item["html"] for item in reversed(items))
    body = f'<!DOCTYPE html><body><section class="tgme_channel_history">{found}</section></body>'
    return Reply(body.encode(), headers={"Content-Type": "text/html; charset=utf-8"})


def _message(post: Post) -> Mapping[str, Any]:
    return {"html": f'<div class="tgme_widget_message" data-post="kanal/{post.number}">'
                    f'<div class="tgme_widget_message_text">{post.words}</div><a class="tgme_widget_message_date">'
                    f'<time datetime="{post.at.isoformat()}"></time></a></div>'}


def _seen(query: Query) -> int:
    """Return the first post that GDELT's window no longer holds; its last second counts."""
    end = datetime.strptime(query["enddatetime"], "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    return int((end - FIRST).total_seconds() // 60) + 1


def _graph_limit(minutes: int) -> Reply:
    usage = {"17": [{"type": "pages", "call_count": 100, "total_cputime": 20, "total_time": 20,
                     "estimated_time_to_regain_access": minutes}]}
    return as_json({"error": {"message": "(#32) Page request limit reached", "type": "OAuthException", "code": 32,
                              "fbtrace_id": "F"}}, 400, X_Business_Use_Case_Usage=json.dumps(usage))


def _google(reason: str) -> Reply:
    return as_json({"error": {"code": 403, "message": "…", "errors": [{"reason": reason, "domain": "x"}]}}, 403)


def _tweet(post: Post) -> Mapping[str, Any]:
    return {"id": str(post.number), "text": post.words, "created_at": stamp(post.at),
            "lang": {"id": "in"}.get(post.language, post.language), "edit_history_tweet_ids": [str(post.number)]}


def _thread(post: Post) -> Mapping[str, Any]:
    return {"id": str(post.number), "text": post.words, "media_type": "TEXT", "timestamp": meta_stamp(post.at),
            "permalink": f"https://www.threads.net/@w/post/p{post.number}", "username": "w"}


_MIDNIGHT = (datetime(2026, 11, 21, 8, tzinfo=UTC) - NOW).total_seconds()
_RESET = str(int((NOW + timedelta(minutes=12)).timestamp()))

FAKES: Mapping[SourceKind, Fake] = {fake.kind: fake for fake in (
    Fake(SourceKind.MASTODON, {"tags": ("pmi",)}, "/api/v1/timelines/tag/pmi", lambda post: {
        "id": str(post.number), "created_at": stamp(post.at), "edited_at": None, "visibility": "public",
        "language": post.language, "url": f"https://m.id/@a/{post.number}", "content": f"<p>{post.words}</p>",
        "spoiler_text": "", "account": {"acct": "a"}},
         _number("max_id"), _mastodon, lambda post: str(post.number),
         as_json({"error": "Too many requests"}, 429, X_RateLimit_Limit="300", X_RateLimit_Remaining="0",
                 X_RateLimit_Reset=stamp(NOW + timedelta(minutes=12))), 720,
         fits=lambda post, query: post.number > int(query.get("since_id", 0)), states_language=True),
    Fake(SourceKind.BLUESKY, {"queries": ("pmi",)}, "/xrpc/app.bsky.feed.searchPosts", lambda post: {
        "uri": f"at://did:plc:abc/app.bsky.feed.post/3l{post.number}", "author": {"handle": "a.b"},
        "record": {"text": post.words, "createdAt": stamp(post.at), "langs": [post.language]}, "indexedAt": stamp(NOW)},
         _number("cursor"), _json(lambda items, more: {"posts": items, **({"cursor": more} if more else {})}),
         lambda post: str(post.number),
         as_json({"error": "RateLimitExceeded", "message": "Rate Limit Exceeded"}, 429, RateLimit_Limit="3000",
                 RateLimit_Remaining="0", RateLimit_Reset=_RESET), 720, window=("since", "2026-11-20T09:10:00Z"),
         logins={"/xrpc/com.atproto.server.createSession": {"accessJwt": f"jwt-{SECRET}"}}, states_language=True),
    Fake(SourceKind.YOUTUBE, {"queries": ("pmi",)}, "/youtube/v3/search", lambda post: {
        "id": {"kind": "youtube#video", "videoId": f"vid{post.number}"}, "snippet": {
            "publishedAt": stamp(post.at), "title": "Deleted video" if post.gone else post.words, "description": "",
            "channelTitle": "Kanal"}}, _number("pageToken"),
         _json(lambda items, more: {"items": items, **({"nextPageToken": f"T{more}"} if more else {})}),
         lambda post: str(post.number), _google("quotaExceeded"), _MIDNIGHT,
         window=("publishedAfter", "2026-11-20T09:10:00Z")),
    Fake(SourceKind.TELEGRAM, {"accounts": ("kanal",)}, "/s/kanal", _message, _number("before"), _telegram,
         lambda post: str(post.number), Reply(b"", 429, {"Retry-After": "720"}), 720),
    Fake(SourceKind.GDELT, {"queries": ("pmi",), "pause": 0.01}, "/api/v2/doc/doc", lambda post: {
        "url": f"https://koran.id/{post.number}", "title": post.words, "domain": "koran.id",
        "seendate": post.at.strftime("%Y%m%dT%H%M%SZ"), "language": {"id": "Indonesian"}.get(post.language, "English")},
         _seen, _json(lambda items, _: {"articles": items} if items else {}), lambda post: str(post.number),
         Reply(b"Please limit requests to one every 5 seconds or contact kalev", 429), 60, size=250,
         window=("startdatetime", "20261120091000"), states_language=True),
    Fake(SourceKind.REDDIT, {"queries": ("pmi",)}, "/search", lambda post: {"kind": "t3", "data": {
        "title": "[deleted by user]" if post.gone else post.words, "selftext": "[removed]" if post.gone else "",
        "author": "[deleted]" if post.gone else "w", "created_utc": post.at.timestamp(),
        "permalink": f"/r/indonesia/comments/{post.number}/x/"}}, _number("after"),
         _json(lambda items, more: {"data": {"after": f"t_{more}" if more else None, "children": items}}),
         lambda post: str(post.number),
         as_json({"message": "Too Many Requests", "error": 429}, 429, X_Ratelimit_Remaining="0.0",
                 X_Ratelimit_Reset="720"), 720, window=("t", "day"),
         logins={"/api/v1/access_token": {"access_token": f"t-{SECRET}"}}),
    Fake(SourceKind.X, {"queries": ("pmi",), "cap": 50.0, "price": 0.005}, "/2/tweets/search/recent", _tweet,
         _number("next_token"), _json(lambda items, more: {
             "meta": {"result_count": len(items), **({"newest_id": items[0]["id"]} if items else {}),
                      **({"next_token": f"b{more}"} if more else {})}, **({"data": items} if items else {})}),
         lambda post: str(post.number),
         as_json({"title": "Too Many Requests", "detail": "Too Many Requests", "status": 429}, 429,
                 x_rate_limit_limit="450", x_rate_limit_remaining="0", x_rate_limit_reset=_RESET), 720,
         window=("start_time", "2026-11-20T09:10:00Z"), states_language=True,
         fits=lambda post, query: post.number > int(query.get("since_id", 0))),
    Fake(SourceKind.THREADS, {"queries": ("pmi",)}, "/keyword_search", _thread, _number("after"), _json(_graph),
         lambda post: f"A{post.number}", _graph_limit(12), 720,
         window=("since", str(int((FIRST + timedelta(minutes=10)).timestamp())))),
    Fake(SourceKind.FACEBOOK, {"accounts": ("1",)}, "/1/tagged", lambda post: {
        "id": f"1_{post.number}", "message": post.words, "created_time": meta_stamp(post.at),
        "permalink_url": f"https://www.facebook.com/9/posts/{post.number}"}, _number("after"), _json(_graph),
         lambda post: f"A{post.number}", _graph_limit(12), 720, empty={"/1/feed": {"data": []}}),
    Fake(SourceKind.INSTAGRAM, {"accounts": ("1",)}, "/1/tags", lambda post: {
        "id": str(post.number), "caption": post.words, "timestamp": meta_stamp(post.at), "username": "w",
        "permalink": f"https://www.instagram.com/p/p{post.number}/"}, _number("after"), _json(_graph),
         lambda post: f"A{post.number}", _graph_limit(12), 720, empty={"/1/media": {"data": []}}),
    Fake(SourceKind.PLAY, {"accounts": ("id.go.contoh",)}, "/androidpublisher/v3/applications/id.go.contoh/reviews",
         lambda post: {"reviewId": f"r{post.number}", "authorName": "W", "comments": [{"userComment": {
             "text": f"\t{post.words}", "reviewerLanguage": post.language,
             "lastModified": {"seconds": str(int(post.at.timestamp())), "nanos": 0}}}]}, _number("token"),
         _json(lambda items, more: {**({"reviews": items} if items else {}),
                                    **({"tokenPagination": {"nextPageToken": f"n{more}"}} if more else {})}),
         lambda post: str(post.number), _google("quotaExceeded"), _MIDNIGHT,
         logins={"/token": {"access_token": f"t-{SECRET}"}}, states_language=True),
)}
