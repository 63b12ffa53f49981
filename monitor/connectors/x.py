"""X: recent search of API v2 (seven days), pay per post read, under a monthly cap that is booked before each call.

https://docs.x.com/x-api/posts/recent-search . Every call books the most that it can cost; what it did not cost is given
back after the answer, or when the call was certainly never sent. A crash in between leaves the booking in place, so the
cap can be reached early, never passed. Around the turn of a month a call counts in both months, since X's clock decides
to which it belongs. Authors are not asked for: reading them may cost extra, and what is said can be
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
_TURN = timedelta(minutes=10)
"""How far a call's time at X may be from the start of our visit: the longest visit, and clocks that differ."""
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
    size = await _affordable(api)
    call = Call(api.address(_PATH, {**params, "max_results": str(size)}), pause=api.rules.pause,
                headers={"Authorization": f"Bearer {api.key(TOKEN)}"})
    try:
        answer = await api.call(call)
    except FetchError as error:
        if never_sent(error):
            await _book(api, -size)
        raise
    if not 200 <= answer.status < 300:  # X charges per post returned
        await _book(api, -size)
    data = api.read(answer, lambda got, _: _out_of_credit(api, got))
    read = len(records(data, "data") or ())
    if read != size:
        await _book(api, read - size, capped=False)
    return data


async def _affordable(api: Api) -> int:
    """Book the largest call that the cap has room for and return its size."""
    for size in _SIZES:
        if await _book(api, size):
            return size
    limit = f"{api.rules.cap:.2f}".replace(".", ",")
    raise FetchError("batas biaya", f"Batas biaya X bulan ini ({limit} dolar) tercapai; pencarian berhenti.",
                     f"Lanjut sendiri awal bulan depan, atau naikkan cap sumber {api.source.id} di sources.toml.")


async def _book(api: Api, posts: int, *, capped: bool = True) -> bool:
    """Book the price of posts (fewer than none: give it back) in every month they may count in; say whether it fits.

    What was read is read: `capped` False counts it whatever the cap.
    """
    price = ceil(api.rules.price * 1_000_000)
    cap = floor(api.rules.cap * 1_000_000) if capped else 10**15
    booked: list[str] = []
    for month in sorted({f"{(api.now + apart).astimezone(UTC):%Y-%m}" for apart in (-_TURN, _TURN)}):
        if not await api.spend(month, posts * price, cap):
            for earlier in booked:
                await api.spend(earlier, -posts * price, cap)
            return False
        booked.append(month)
    return True


def _out_of_credit(api: Api, answer: Answer) -> FetchError | None:
    if answer.status != 402:
        return None
    return FetchError("saldo habis", "Saldo akun X untuk API habis (402).",
                      f"Isi saldo menurut {guide(api.source.kind)}.")


def _entry(source: Source, item: Mapping[str, Any]) -> Entry | None:
    """Read one post; its address needs no account name. An edited one has a new id, and is the post that it was."""
    number, language = word(item, "id"), word(item, "lang")
    versions = item.get("edit_history_tweet_ids")
    if isinstance(versions, list) and versions and all(isinstance(each, str) and each.isdecimal() for each in versions):
        number = min(versions, key=int)
    if not (number.isascii() and number.isdigit()):
        return None
    return post(source, url=f"https://x.com/i/web/status/{number}",
                text=word(item, "note_tweet", "text") or word(item, "text"), published=word(item, "created_at"),
                language={"in": "id", "und": "", "qme": "", "qht": ""}.get(language, language))
