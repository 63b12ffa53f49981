"""Ask one platform: calls with its keys, answers as JSON, and its refusals in words for staff."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar
from urllib.parse import urlencode

from monitor.config.connectors import PLATFORMS, guide
from monitor.errors import FeedError, FetchError, ThrottledError
from monitor.fetching import Answer, Call, Fetcher
from monitor.fetching.api import reopens
from monitor.models import SearchRules, Source

T = TypeVar("T")
Params = Mapping[str, str]
Explain = Callable[[Answer, Any], FetchError | None]
Spend = Callable[[str, int, int], Awaitable[bool]]
"""Books an amount (micro-dollars) under a month, unless the total would pass the cap; says whether it was booked."""

_SAID = ("message", "detail", "error_description", "title", "error")
_LONGEST_SAID = 160
_KEY_NAMES = tuple({name for platform in PLATFORMS.values() for names in (platform.tokens or {}).values()
                    for name in names})
_LATER = "Biasanya sementara; dicoba lagi pada pengumpulan berikutnya."


@dataclass(frozen=True, slots=True)
class Api:
    """What a connector may use. `environ` holds the keys; `worker` parses what is heavy; `now` is one moment per run.

    `spend` books money before it is spent, in the store. `sessions` holds what a platform opened for this visit.
    """

    fetcher: Fetcher
    source: Source
    environ: Mapping[str, str] = field(repr=False)
    worker: Executor = field(repr=False)
    now: datetime
    spend: Spend
    sessions: dict[str, str] = field(default_factory=dict, repr=False)

    @property
    def name(self) -> str:
        """The platform's name."""
        return PLATFORMS[self.source.kind].name

    @property
    def rules(self) -> SearchRules:
        """What the source asks for."""
        return self.source.search or SearchRules()

    def key(self, name: str) -> str:
        """Return a key from the environment, without the blanks that copying adds; empty when unset.

        Raise FetchError when it holds a line break or another letter that no key has.
        """
        value = self.environ.get(name, "").strip()
        if not value.isprintable():
            raise FetchError("kunci ditolak", f"Isi {name} rusak: memuat ganti baris atau huruf yang tidak sah.",
                             f"Salin ulang kuncinya dalam satu baris menurut {guide(self.source.kind)}.")
        return value

    def address(self, path: str, params: Params | None = None) -> str:
        """Return an address below the source's own."""
        query = f"?{urlencode(params)}" if params else ""
        return f"{self.source.url.rstrip('/')}{path}{query}"

    async def session(self, name: str, opened: Callable[[Api], Awaitable[str]]) -> str:
        """Return the token of a session, opened once for all questions: platforms count the logins of a day."""
        if name not in self.sessions:
            self.sessions[name] = await opened(self)
        return self.sessions[name]

    async def json(self, path: str, params: Params | None = None, *, headers: Mapping[str, str] | None = None,
                   explain: Explain | None = None) -> Any:
        """GET a path below the source's address and return its JSON. Raise FetchError or FeedError."""
        call = Call(self.address(path, params), headers=headers or {}, pause=self.rules.pause)
        return self.read(await self.call(call), explain)

    async def call(self, call: Call) -> Answer:
        """Make a call that accepts JSON. Raise FetchError."""
        headers = {"Accept": "application/json", **call.headers}
        return await self.fetcher.call(Call(call.url, call.method, headers, call.body, call.pause))

    def read(self, answer: Answer, explain: Explain | None = None) -> Any:
        """Return the JSON of a good answer; `explain` words the refusals that only this platform makes.

        Raise ThrottledError, FetchError (refused) or FeedError (no JSON).
        """
        data = _parsed(answer.body)
        if explain and (error := explain(answer, data)):
            raise error
        if not 200 <= answer.status < 300:
            raise self.refusal(answer, data)
        if data is None:
            raise self.unreadable(answer)
        return data

    def unreadable(self, answer: Answer) -> FeedError:
        """Return the error for a good status without JSON below it: a page for browsers, or a broken answer."""
        if answer.body[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
            return FeedError(f"{self.name} memberi halaman HTML, bukan data: mungkin halaman masuk, atau jaringan "
                             "kantor mencegat sambungannya.", "Dicoba lagi pada pengumpulan berikutnya; bila "
                             "terus begini, periksa url sumber itu dan jaringan kantor.")
        return FeedError(f"{self.name} memberi jawaban yang bukan JSON yang utuh.", _LATER)

    def refusal(self, answer: Answer, data: Any = None) -> FetchError:
        """Return the error for an answer that is not 2xx, with what the platform itself said, keys blotted out."""
        status, said = answer.status, self.said(data)
        match status:
            case 429:
                return ThrottledError("diminta menunggu", f"Jatah panggilan ke {self.name} habis (429).",
                                      until=reopens(answer, self.now))
            case 401:
                return FetchError("kunci ditolak", f"{self.name} menolak kunci akses (401{said}).",
                                  f"Periksa atau buat lagi kuncinya menurut {guide(self.source.kind)}.")
            case 403:
                return FetchError("tidak diizinkan", f"{self.name} tidak mengizinkan permintaan ini (403{said}).",
                                  f"Periksa izin dan paketnya menurut {guide(self.source.kind)}.")
            case 404:
                return FetchError("status 404", f"{self.name} tidak mengenal yang diminta (404{said}).",
                                  f"Periksa isian [source.search] sumber {self.source.id} di sources.toml.")
            case _ if status >= 500:
                return FetchError(f"status {status}", f"{self.name} sedang bermasalah ({status}).", _LATER)
            case _:
                return FetchError(f"status {status}", f"{self.name} menolak permintaan ({status}{said}).",
                                  f"Periksa sumber {self.source.id} di sources.toml menurut {guide(self.source.kind)}.")

    def said(self, data: Any) -> str:
        """Return `: what the platform said`, short, on one line and without our keys; empty when it said nothing."""
        words = _first_words(data)
        keys = (self.environ.get(name, "").strip() for name in _KEY_NAMES)
        for value in sorted(filter(None, (*keys, *self.sessions.values())), key=len, reverse=True):
            words = words.replace(value, "***")
        words = " ".join("".join(letter if letter.isprintable() else " " for letter in words).split())
        return f": {words[:_LONGEST_SAID]}" if words else ""

    def changed(self, what: str) -> FeedError:
        """Return the error for an answer of another shape than documented."""
        return FeedError(f"Jawaban {self.name} tidak memuat {what}; bentuknya mungkin berubah.",
                         "Laporkan kepada pengembang; sumber lain tidak terganggu.")


def _parsed(body: bytes) -> Any:
    """Return parsed JSON; None when it is none (no platform answers a bare null)."""
    try:
        return json.loads(body.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        return None


def _first_words(data: Any, depth: int = 3) -> str:
    if isinstance(data, str):
        return data
    if isinstance(data, Mapping) and depth:
        return next(filter(None, (_first_words(data.get(key), depth - 1) for key in _SAID)), "")
    return ""
