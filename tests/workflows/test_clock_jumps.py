"""A computer's clock that jumps ahead or back: every source is still read, nothing is stored twice, nothing is lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from loopback import Loopback, Reply, Request

from monitor.config.settings import Fetching, Settings, Storage
from monitor.models import Source, SourceKind, SourceResult, SourceStatus
from monitor.storage.store import Store
from monitor.workflows.clock import clock_doubt
from monitor.workflows.collect import collect

NOW = datetime(2026, 8, 20, 3, tzinfo=UTC)
JUMPS = (timedelta(0), timedelta(days=400), timedelta(days=-3), timedelta(hours=1), timedelta(days=-4000),
         timedelta(hours=2))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(storage=Storage(database_url=f"sqlite:///{tmp_path}/uji.sqlite"),
                    fetching=Fetching(connect_seconds=5, read_seconds=5, total_seconds=10))


def feed(items: int) -> bytes:
    entries = "".join(f"<item><title>Berita contoh {number}</title><link>https://contoh.example/{number}</link></item>"
                      for number in range(items))
    return f"<rss version='2.0'><channel><title>Contoh</title>{entries}</channel></rss>".encode()


def run(settings: Settings, server: Loopback, at: datetime, names: Sequence[str] = ("uji",)) -> list[SourceResult]:
    sources = [Source(name, f"Kabar {name}", f"{server.url}/{name}", SourceKind.FEED, 2, full_text=False)
               for name in names]
    return collect(settings, sources=sources, loopback=server.seam, now=lambda: at, environ={})


def test_every_item_is_stored_once_whatever_the_clock_says(settings: Settings, server: Loopback) -> None:
    visits = iter(range(1, len(JUMPS) + 1))

    def growing(_: Request) -> Reply:
        number = next(visits)
        return Reply(feed(3 * number), headers={"ETag": f'"{number}"', "Content-Type": "application/rss+xml"})
    server.serve("/uji", growing)
    for jump in JUMPS:
        result, = run(settings, server, NOW + jump)
        assert (result.status, result.new) == (SourceStatus.NEW, 3), jump
    with Store(settings.storage.database_url) as store:
        assert store.count() == 3 * len(JUMPS)


def test_a_wait_noted_under_a_clock_that_ran_ahead_holds_nobody_for_years(
        settings: Settings, server: Loopback) -> None:
    server.serve("/uji", feed(3))
    server.serve("/lain", feed(3))
    ahead = NOW + timedelta(days=1500)
    run(settings, server, NOW)
    with Store(settings.storage.database_url) as store:
        state = replace(store.states()["uji"], wait_until=ahead, etag="")
        store.keep(store.begin_run(NOW), SourceResult("uji", "Kabar uji", SourceStatus.SKIPPED), (), state, NOW)
    results = run(settings, server, NOW + timedelta(hours=1), ("uji", "lain"))
    assert [result.status for result in results] == [SourceStatus.UNCHANGED, SourceStatus.UNCHANGED]
    with Store(settings.storage.database_url) as store:
        assert store.states()["uji"].wait_until is None


def test_an_honest_wait_is_still_kept(settings: Settings, server: Loopback) -> None:
    server.serve("/uji", Reply(status=429, headers={"Retry-After": "7200"}))
    real = datetime.now(UTC)
    run(settings, server, real)
    waiting, = run(settings, server, real + timedelta(hours=1))
    assert waiting.status is SourceStatus.SKIPPED
    over, = run(settings, server, real + timedelta(hours=3))
    assert over.status is SourceStatus.FAILED


def test_a_clock_that_runs_ahead_deletes_nothing_for_its_age(settings: Settings, server: Loopback) -> None:
    assert clock_doubt(settings, now=NOW) == ""
    dated = feed(1).replace(b"</link>", b"</link><pubDate>Thu, 20 Aug 2026 08:00:00 +0700</pubDate>")
    server.serve("/uji", dated)
    run(settings, server, NOW)
    assert clock_doubt(settings, now=NOW + timedelta(days=10)) == ""
    ahead = NOW + timedelta(days=800)
    server.serve("/tanpa", feed(2).replace(b"example/", b"example/tanpa-"))
    run(settings, server, ahead, ("tanpa",))
    doubt = clock_doubt(settings, now=ahead)
    assert "naskah bertanggal yang terbaru terbit 20 Agustus 2026" in doubt
    assert "Periksa jam komputer" in doubt
