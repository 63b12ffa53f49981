"""Bluesky: search by a session that an app password opens.

com.atproto.server.createSession, then app.bsky.feed.searchPosts on the same server; the public AppView answers
searches without a session with 403 (bluesky-social/atproto issues 3423 and 3891).
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from datetime import UTC
from typing import Any

from monitor.config.connectors import guide
from monitor.connectors.api import Api
from monitor.connectors.harvest import Page, Question
from monitor.connectors.posts import post, records, word
from monitor.errors import FetchError
from monitor.fetching import Answer, Call
from monitor.models import Entry, Source

HANDLE, PASSWORD = "MONITOR_BLUESKY_HANDLE", "MONITOR_BLUESKY_APP_PASSWORD"
_LIMIT = 100


async def pages(api: Api, question: Question) -> AsyncIterator[Page]:
    """Yield the posts found by a query, newest first."""
    headers = {"Authorization": f"Bearer {await api.session(HANDLE, _session)}"}
    params = {"q": question.words, "sort": "latest", "limit": str(_LIMIT),
              "since": question.start.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}
    if len(api.rules.languages) == 1:
        params["lang"] = api.rules.languages[0]
    while True:
        data = await api.json("/xrpc/app.bsky.feed.searchPosts", params, headers=headers)
        found = records(data, "posts")
        if found is None:
            raise api.changed("posts")
        yield Page(tuple(filter(None, (_entry(api.source, item) for item in found))))
        cursor = word(data, "cursor")
        if not found or not cursor or cursor == params.get("cursor"):
            return
        params["cursor"] = cursor


async def _session(api: Api) -> str:
    """Open a session; its token outlives a visit by far. Raise FetchError."""
    named = {"identifier": api.key(HANDLE).lstrip("@"), "password": api.key(PASSWORD)}
    answer = await api.call(Call(api.address("/xrpc/com.atproto.server.createSession"), "POST",
                                 {"Content-Type": "application/json"}, json.dumps(named).encode(), api.rules.pause))
    token = word(api.read(answer, lambda got, data: _refused(api, got, data)), "accessJwt")
    if not token or not token.isprintable():
        raise api.changed("accessJwt")
    return token


def _refused(api: Api, answer: Answer, data: Any) -> FetchError | None:
    if answer.status not in {400, 401}:
        return None
    said = f"{answer.status}{api.said(data)}"
    return FetchError("kunci ditolak", f"Bluesky menolak nama akun atau sandi aplikasi ({said}).",
                      f"Buat sandi aplikasi baru menurut {guide(api.source.kind)}; jangan pakai sandi utama akun.")


def _entry(source: Source, item: Mapping[str, Any]) -> Entry | None:
    """Read one post; its address names the account by its lasting DID, since handles change."""
    did, _, key = word(item, "uri").removeprefix("at://").partition("/app.bsky.feed.post/")
    languages = item["record"].get("langs") if isinstance(item.get("record"), Mapping) else None
    language = languages[0] if isinstance(languages, list) and languages and isinstance(languages[0], str) else ""
    url = f"https://bsky.app/profile/{did}/post/{key}" if did.startswith("did:") and key.isalnum() else ""
    return post(source, url=url, text=word(item, "record", "text"),
                published=word(item, "record", "createdAt") or word(item, "indexedAt"),
                author=word(item, "author", "handle"), language=language)
