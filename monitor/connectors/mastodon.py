"""Mastodon: hashtag timelines (open on most servers) and search (with a key that has read:search).

https://docs.joinmastodon.org/methods/timelines/#tag and /methods/search/ ; pages are named by the Link header.
"""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from monitor.config.connectors import guide
from monitor.connectors.api import Api
from monitor.connectors.harvest import Page, Question
from monitor.connectors.posts import plain, post, records, word
from monitor.errors import FetchError
from monitor.fetching import Answer, Call
from monitor.models import Entry, Source
from monitor.urls import host

TOKEN = "MONITOR_MASTODON_TOKEN"
_LIMIT = 40
_NEXT = re.compile(r'<([^<>]+)>\s*;\s*rel="?next"?')


async def pages(api: Api, question: Question) -> AsyncIterator[Page]:
    """Yield the statuses under a tag or found by a query, newest first."""
    if question.rule == "tags":
        async for page in _tag(api, question):
            yield page
    else:
        async for page in _search(api, question):
            yield page


async def _tag(api: Api, question: Question) -> AsyncIterator[Page]:
    path = f"/api/v1/timelines/tag/{quote(question.words.lstrip('#'), safe='')}"
    params = {"limit": str(_LIMIT), **({"since_id": question.mark} if question.mark.isdigit() else {})}
    while True:
        answer = await api.call(Call(api.address(path, params), headers=_headers(api), pause=api.rules.pause))
        statuses = records(api.read(answer, lambda got, _: _closed(api, got)))
        if statuses is None:
            raise api.changed("daftar unggahan")
        yield Page(_entries(api.source, statuses), newest=word(statuses[0], "id") if statuses else "")
        following = _NEXT.search(answer.headers.get("Link", ""))
        oldest = parse_qs(urlsplit(following[1]).query).get("max_id", [""])[0] if following else ""
        if not statuses or not oldest or oldest == params.get("max_id"):
            return
        params["max_id"] = oldest


async def _search(api: Api, question: Question) -> AsyncIterator[Page]:
    offset = 0
    while True:
        data = await api.json("/api/v2/search", {"q": question.words, "type": "statuses", "limit": str(_LIMIT),
                                                 "offset": str(offset)}, headers=_headers(api))
        statuses = records(data, "statuses")
        if statuses is None:
            raise api.changed("statuses")
        yield Page(_entries(api.source, statuses))
        if len(statuses) < _LIMIT:
            return
        offset += len(statuses)


def _headers(api: Api) -> Mapping[str, str]:
    token = api.key(TOKEN)
    return {"Authorization": f"Bearer {token}"} if token else {}


def _closed(api: Api, answer: Answer) -> FetchError | None:
    """Word the refusal of a server that shows its timelines to its own members only."""
    if answer.status not in {401, 403, 422} or api.key(TOKEN):
        return None
    return FetchError("kunci diminta", f"Server Mastodon ini hanya menjawab dengan kunci akses ({answer.status}).",
                      f"Isi {TOKEN} menurut {guide(api.source.kind)}, atau pilih server lain.")


def _entries(source: Source, statuses: Sequence[Mapping[str, Any]]) -> tuple[Entry, ...]:
    return tuple(filter(None, (_entry(source, status) for status in statuses)))


def _entry(source: Source, status: Mapping[str, Any]) -> Entry | None:
    if word(status, "visibility") not in {"public", ""}:
        return None
    account = word(status, "account", "acct")
    handle = account if "@" in account or not account else f"{account}@{host(source.url)}"
    text = "\n".join(filter(None, (plain(word(status, "spoiler_text")), plain(word(status, "content"), markup=True))))
    return post(source, url=word(status, "url") or word(status, "uri"), text=text, published=word(status, "created_at"),
                author=handle, language=word(status, "language"))
