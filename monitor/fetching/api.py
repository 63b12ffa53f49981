"""One call to a platform's documented API and its answer; when an answer tells us to wait, until when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from yarl import URL

from monitor.errors import BlockedError
from monitor.fetching.failures import bounded, wait_until
from monitor.fetching.guard import Seam

_LIMITS = (("x-ratelimit-remaining", "x-ratelimit-reset"), ("x-rate-limit-remaining", "x-rate-limit-reset"),
           ("ratelimit-remaining", "ratelimit-reset"))
_EPOCH = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Call:
    """A request as the platform wants it. `headers` and `body` may hold keys, so neither is ever shown.

    `pause` is the seconds to leave since the last call to the same host.
    """

    url: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes = field(default=b"", repr=False)
    pause: float = 0.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What the platform said. `headers` find names in any case."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


def check_secret(url: URL, call: Call, loopback: Seam) -> None:
    """Refuse to send a key over plain http, the loopback seam excepted. Raise BlockedError."""
    secret = any(name.lower() in {"authorization", "x-goog-api-key"} for name in call.headers) or bool(call.body)
    if secret and url.scheme != "https" and (url.host or "", url.port or 0) not in loopback:
        raise BlockedError("alamat ditolak", f"Kunci akses tidak dikirim ke {url.host} lewat http yang tidak aman.",
                           "Tulis url sumber itu dengan https:// di sources.toml.")


def reopens(answer: Answer, now: datetime) -> datetime | None:
    """Return until when a platform takes no more calls, None when it takes them.

    Read from Retry-After on 429 and 503, else from the reset beside a used-up limit: an epoch (X, Bluesky), seconds
    from now (Reddit) or an ISO time (Mastodon). Without either a 429 means 15 minutes, the window of X and Reddit.
    """
    asked = answer.status in {429, 503}
    if asked and (until := wait_until(answer.headers.get("Retry-After", ""), now)):
        return until
    for remaining, reset in _LIMITS:
        if (reset in answer.headers and (answer.status == 429 or _spent(answer.headers.get(remaining, "")))
                and (until := _moment(answer.headers[reset], now))):
            return until
    return now + timedelta(minutes=15) if answer.status == 429 else None


def _spent(remaining: str) -> bool:
    try:
        return float(remaining) < 1
    except ValueError:
        return False


def _moment(reset: str, now: datetime) -> datetime | None:
    try:
        seconds = float(reset)
        moment = datetime.fromtimestamp(seconds, UTC) if seconds > _EPOCH else now + timedelta(seconds=seconds)
    except (ValueError, OverflowError, OSError):
        try:
            moment = datetime.fromisoformat(reset)
        except ValueError:
            return None
    return bounded(moment if moment.tzinfo else moment.replace(tzinfo=UTC), now)
