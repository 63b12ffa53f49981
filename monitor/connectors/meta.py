"""What Threads, Facebook and Instagram share: the Graph API's lists by cursor, and its errors by code.

The `paging.next` address is never followed, since it can carry the key; only its cursor is.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from monitor.connectors.api import Api, Params
from monitor.connectors.posts import records, time, word
from monitor.errors import FetchError, ThrottledError
from monitor.fetching import Answer
from monitor.fetching.failures import bounded

_LIMITS = {"4", "17", "32", "613", "80001", "80002"}
_KEY = {"102", "190"}
_ALLOWED = {"10", "3"}


async def listed(api: Api, path: str, params: Params, key: str) -> AsyncIterator[list[Mapping[str, Any]]]:
    """Yield the objects of each page of a list; `key` names the environment variable that opens it."""
    asked = dict(params)
    while True:
        data = await api.json(path, asked, headers={"Authorization": f"Bearer {api.key(key)}"},
                              explain=lambda answer, data: _refused(api, answer, data))
        found = records(data, "data")
        if found is None:
            raise api.changed("data")
        yield found
        after = word(data, "paging", "cursors", "after")
        if not found or not after or after == asked.get("after"):
            return
        asked["after"] = after


async def recent(api: Api, path: str, params: Params, key: str, *, start: datetime,
                 stated: str) -> AsyncIterator[list[Mapping[str, Any]]]:
    """Yield the pages of a list, newest first, until one is older than `start` or enough were read.

    `stated` is the field with an object's time.
    """
    left = api.rules.pages
    async for found in listed(api, path, params, key):
        yield found
        times = [when.at for item in found if (when := time(api.source, word(item, stated)))]
        left -= 1
        if not left or (times and max(times) < start):
            return


def _refused(api: Api, answer: Answer, data: Any) -> FetchError | None:
    """Word the Graph API's error codes, which mostly come with status 400.

    A limit is over within the hour, unless the answer says when.
    """
    code = word(data, "error", "code")
    if not code:
        return None
    if code in _LIMITS:
        return ThrottledError("diminta menunggu", f"Jatah panggilan {api.name} habis (kode {code}).",
                              until=bounded(api.now + (_regained(answer) or timedelta(hours=1)), api.now))
    if code in _KEY:
        return api.refusal(replace(answer, status=401), data)
    if code in _ALLOWED or (len(code) == 3 and code.startswith("2")):
        return api.refusal(replace(answer, status=403), data)
    return api.refusal(answer if answer.status >= 400 else replace(answer, status=400), data)


def _regained(answer: Answer) -> timedelta | None:
    """Return the longest wait that X-Business-Use-Case-Usage names, in minutes per kind of call; None when it does not.

    https://developers.facebook.com/docs/graph-api/overview/rate-limiting#headers-2
    """
    try:
        usage = json.loads(answer.headers.get("X-Business-Use-Case-Usage", ""))
    except (ValueError, RecursionError):
        return None
    kinds = [kind for account in usage for kind in records(usage, account) or ()] if isinstance(usage, dict) else []
    minutes = [int(said) for kind in kinds if (said := word(kind, "estimated_time_to_regain_access")).isdecimal()
               and said.isascii() and len(said) < 6]
    return timedelta(minutes=max(minutes)) if any(minutes) else None
