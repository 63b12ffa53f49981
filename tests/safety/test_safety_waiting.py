"""Group 8: how long, and for whom, a server may send us away."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Literal

import pytest
from attacking import QUICK, at_home, gather, item, rss, source
from loopback import Loopback, Reply

from monitor.models import SourceStatus
from monitor.storage.store import Store

pytestmark = pytest.mark.attack(8)


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize(("asked", "seconds"), [
    ("120", 120), ("0", 60), ("1", 60), ("316224000", 86400), (f"{10**300}", 86400),
    (timedelta(hours=2), 7200), (timedelta(days=3660), 86400), (-timedelta(days=3), 60),
    ("-600", 900), ("1e9", 900), ("besok", 900), ("nan", 900), ("²", 900),
    ("Mon, 99 Foo 2026 99:99:99 GMT", 900), ("600; 700", 900),
])
def test_the_wait_lies_between_a_minute_and_a_day(tmp_path: Path, server: Loopback, status: int,
                                                  asked: str | timedelta, seconds: int) -> None:
    asked = asked if isinstance(asked, str) else format_datetime(datetime.now(UTC) + asked, usegmt=True)
    raw = f"HTTP/1.1 {status} X\r\nRetry-After: {asked}\r\nContent-Length: 0\r\n\r\n".encode()
    url = server.serve("/feed", Reply(raw=[raw]))
    before = datetime.now(UTC)
    result = gather(at_home(tmp_path), server.seam, source(url), at=before)["uji"]
    assert result.cause.startswith("diminta menunggu")
    with Store(at_home(tmp_path).storage.database_url) as store:
        until = store.states()["uji"].wait_until
    assert until is not None
    assert seconds - 5 <= (until - before).total_seconds() <= seconds + 5


@pytest.mark.parametrize(("scope", "later"), [("host", SourceStatus.FAILED), ("source", SourceStatus.UNCHANGED)])
def test_one_feed_of_a_shared_host_holds_back_the_host_or_itself_alone(
        tmp_path: Path, server: Loopback, scope: Literal["host", "source"], later: SourceStatus) -> None:
    settings = at_home(tmp_path, QUICK.model_copy(update={"throttle_scope": scope}))
    other = source(server.serve("/lain", rss(item())), "lain")
    full = source(server.serve("/penuh", Reply(status=429, headers={"Retry-After": "3600"})), "penuh")
    now = datetime.now(UTC)
    assert gather(settings, server.seam, other, at=now)["lain"].new == 1
    gather(settings, server.seam, full, at=now)
    with Loopback("127.0.0.2") as elsewhere:
        far = source(elsewhere.serve("/jauh", rss(item("B", "https://contoh.example/b"))), "jauh")
        results = gather(settings, server.seam | elsewhere.seam, full, other, far, at=now + timedelta(minutes=5))
    assert results["penuh"].status is SourceStatus.SKIPPED
    assert results["lain"].status is later
    assert results["jauh"].new == 1
    assert server.paths() == ["/lain", "/penuh"] + ["/lain"] * (scope == "source")
    again = gather(settings, server.seam, other, at=now + timedelta(minutes=61))
    assert again["lain"].status is SourceStatus.UNCHANGED
