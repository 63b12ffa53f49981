"""X: recent search of API v2 (seven days), pay per post read, under a monthly cap that is booked before each call.

https://docs.x.com/x-api/posts/recent-search . Every call books the most that it can cost; what it did not cost is given
back after the answer, or when the call was certainly never sent. A crash in between leaves the booking in place, so the
cap can be reached early, never passed. Authors are not asked for: reading them may cost extra, and what is said can be
heard without.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta
from math import ceil, floor
from typing import Any

from monitor.config.connectors import guide
from monitor.connectors.api import Api
from monitor.connectors.harvest import Page, Question
from monitor.connectors.posts import post, records, word
from monitor.errors import FetchError
from monitor.fetching import Answer, Call
from monitor.fetching.failures import never_sent
from monitor.models import Entry, Source

TOKEN = "MONITOR_X_TOKEN"
_PATH = "/2/tweets/search/recent"
_SIZES = (100, 50, 20, 10)
"""Posts asked for per call, tried in this order when little money is left; the API takes 10 to 100."""
_WINDOW = timedelta(days=7)
_TWITTER_EPOCH = 1_288_834_974_657


async def pages(api: Api, question: Question) -> AsyncIterator[Page]:
    """Yield the posts found by a query, newest first."""
    params = {"query": question.words, "sort_order": "recency", "tweet.fields": "created_at,lang,note_tweet",
              **_from(question, api.now)}
    while True:
        data = await _search(api, params)
        found = records(data, "data")
        if found is None and word(data, "meta", "result_count") != "0":
            raise api.changed("data")
        yield Page(tuple(filter(None, (_entry(api.source, item) for item in found or []))),
                   newest=word(data, "meta", "newest_id"))
        following = word(data, "meta", "next_token")
        if not following or following == params.get("next_token"):
            return
        params["next_token"] = following


def _from(question: Question, now: datetime) -> Mapping[str, str]:
    """Start after the newest post read before, as long as the API still knows that id; else at the oldest it keeps."""
    oldest = now - _WINDOW + timedelta(minutes=1)
    mark = question.mark
    if mark.isascii() and mark.isdigit() and len(mark) < 20 \
            and datetime.fromtimestamp(((int(mark) >> 22) + _TWITTER_EPOCH) / 1000, UTC) > oldest:
        return {"since_id": mark}
    return {"start_time": max(question.start, oldest).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}


async def _search(api: Api, params: Mapping[str, str]) -> Any:
    """Make one paid call. Raise FetchError when the cap leaves no room for the smallest one."""
    price, cap = ceil(api.rules.price * 1_000_000), floor(api.rules.cap * 1_000_000)
    month = api.now.astimezone(UTC).strftime("%Y-%m")
    size = await _affordable(api, month, price, cap)
    call = Call(api.address(_PATH, {**params, "max_results": str(size)}), pause=api.rules.pause,
                headers={"Authorization": f"Bearer {api.key(TOKEN)}"})
    try:
        answer = await api.call(call)
    except FetchError as error:
        if never_sent(error):
            await api.spend(month, -size * price, cap)
        raise
    if not 200 <= answer.status < 300:
        await api.spend(month, -size * price, cap)
    data = api.read(answer, lambda got, _: _out_of_credit(api, got))
    read = len(records(data, "data") or ())
    if read < size:
        await api.spend(month, -(size - read) * price, cap)
    elif read > size:
        await api.spend(month, (read - size) * price, 10**15)  # read is read: what was not asked for is counted too
    return data


async def _affordable(api: Api, month: str, price: int, cap: int) -> int:
    for size in _SIZES:
        if await api.spend(month, size * price, cap):
            return size
    limit = f"{api.rules.cap:.2f}".replace(".", ",")
    raise FetchError("batas biaya", f"Batas biaya X bulan ini ({limit} dolar) tercapai; pencarian berhenti.",
                     f"Lanjut sendiri awal bulan depan, atau naikkan cap sumber {api.source.id} di sources.toml.")


def _out_of_credit(api: Api, answer: Answer) -> FetchError | None:
    if answer.status != 402:
        return None
    return FetchError("saldo habis", "Saldo akun X untuk API habis (402).",
                      f"Isi saldo menurut {guide(api.source.kind)}.")


def _entry(source: Source, item: Mapping[str, Any]) -> Entry | None:
    """Read one post; its address needs no account name."""
    number, language = word(item, "id"), word(item, "lang")
    if not (number.isascii() and number.isdigit()):
        return None
    return post(source, url=f"https://x.com/i/web/status/{number}",
                text=word(item, "note_tweet", "text") or word(item, "text"), published=word(item, "created_at"),
                language={"in": "id", "und": "", "qme": "", "qht": ""}.get(language, language))
