"""Reddit: search in named communities or everywhere, with an approved application's key (client credentials).

https://github.com/reddit-archive/reddit/wiki/OAuth2 ; new applications need approval since November 2025. Limits come
as x-ratelimit-remaining and x-ratelimit-reset (seconds).
"""

from __future__ import annotations

import base64
import re
from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from typing import Any

from monitor.connectors.api import Api
from monitor.connectors.harvest import Page, Question
from monitor.connectors.posts import plain, post, records, word
from monitor.errors import FetchError
from monitor.fetching import Call
from monitor.models import Entry, Source

CLIENT, SECRET = "MONITOR_REDDIT_CLIENT_ID", "MONITOR_REDDIT_CLIENT_SECRET"
_LIMIT = 100
_SPANS = (("day", 1), ("week", 7), ("month", 28), ("year", 365))
_GONE = {"[deleted]", "[removed]", "[deleted by user]", "[ Removed by Reddit ]"}
"""What stands in the place of a title or text that its author or a moderator took away."""
_WITHIN = re.compile(r"r/(\w{2,21}):\s*(\S.*)", re.ASCII)


async def pages(api: Api, question: Question) -> AsyncIterator[Page]:
    """Yield the posts found by a query, newest first; `r/indonesia: pekerja migran` searches one community."""
    headers = {"Authorization": f"Bearer {await api.session(CLIENT, _token)}"}
    within = _WITHIN.fullmatch(question.words)
    path = f"/r/{within[1]}/search" if within else "/search"
    params = {"q": within[2] if within else question.words, "sort": "new", "type": "link",
              "t": _span(api.now - question.start), "limit": str(_LIMIT), "raw_json": "1",
              **({"restrict_sr": "1"} if within else {})}
    while True:
        data = await api.json(path, params, headers=headers)
        found = records(data, "data", "children")
        if found is None:
            raise api.changed("data.children")
        yield Page(tuple(filter(None, (_entry(api.source, item) for item in found))))
        after = word(data, "data", "after")
        if not found or not after or after == params.get("after"):
            return
        params["after"] = after


def _span(age: timedelta) -> str:
    """Return the shortest span that the search knows and that holds all of `age`."""
    return next((name for name, days in _SPANS if age <= timedelta(days=days)), "all")


async def _token(api: Api) -> str:
    """Ask for a token that lasts an hour. Raise FetchError."""
    pair = base64.b64encode(f"{api.key(CLIENT)}:{api.key(SECRET)}".encode()).decode()
    base = api.source.url.replace("https://oauth.reddit.com", "https://www.reddit.com").rstrip("/")
    headers = {"Authorization": f"Basic {pair}", "Content-Type": "application/x-www-form-urlencoded"}
    answer = await api.call(Call(f"{base}/api/v1/access_token", "POST", headers, b"grant_type=client_credentials",
                                 api.rules.pause))
    data = api.read(answer)
    token = word(data, "access_token")
    if not token or not token.isprintable():
        raise FetchError("kunci ditolak", f"Reddit tidak memberi izin masuk{api.said(data)}.",
                         "Periksa persetujuan aplikasinya menurut docs/sumber/reddit.md.")
    return token


def _entry(source: Source, item: Mapping[str, Any]) -> Entry | None:
    """Read one post: its title, and its own text when it has one; nothing of one that was taken away."""
    data = item.get("data")
    path, title, body = word(data, "permalink"), plain(word(data, "title")), plain(word(data, "selftext"))
    if not path.startswith("/r/") or _GONE & {title, body} or word(data, "removed_by_category"):
        return None
    text = f"{title}\n{body}"
    return post(source, url=f"https://www.reddit.com{path}", text=text, published=word(data, "created_utc"),
                author=word(data, "author"))
