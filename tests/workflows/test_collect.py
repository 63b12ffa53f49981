"""Collecting from real loopback servers into a real store: nothing lost, nothing twice, every source accounted for."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from loopback import Loopback, Reply, Request

from monitor.config.settings import Fetching, Settings, Storage
from monitor.errors import StoreError
from monitor.models import ListingRules, Source, SourceKind, SourceResult, SourceState, SourceStatus, TextKind
from monitor.storage.store import Store
from monitor.workflows.collect import UnknownSourceError, collect
from monitor.workflows.parsing import MANY
from monitor.workflows.visit import Visitor

DATA = Path(__file__).parents[1] / "data/collect"
PAGE = (DATA / "page.html").read_bytes()
NOW = datetime(2026, 8, 20, 3, tzinfo=UTC)
START, END = NOW - timedelta(days=60), NOW + timedelta(days=60)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(storage=Storage(database_url=f"sqlite:///{tmp_path}/uji.sqlite"),
                    fetching=Fetching(connect_seconds=2, read_seconds=1, total_seconds=2, max_bytes=1_000_000))


def feed(server: Loopback) -> bytes:
    return (DATA / "feed.xml").read_bytes().replace(b"BASE", server.url.encode())


def source(url: str, name: str = "uji", **changes: object) -> Source:
    return replace(Source(name, f"Kabar {name}", url, SourceKind.FEED, 2), **changes)  # type: ignore[arg-type]


def run(settings: Settings, server: Loopback, *sources: Source, only: tuple[str, ...] = (),
        since: datetime | None = None, at: datetime = NOW) -> dict[str, SourceResult]:
    results = collect(settings, sources=sources, loopback=server.seam, only=only, since=since, now=lambda: at)
    return {result.source_id: result for result in results}


def stored(settings: Settings) -> dict[str, tuple[str, TextKind]]:
    with Store(settings.storage.database_url) as store:
        clips = store.clips(START, END, relevant=None)
    return {clip.article.url.rpartition("/")[2]: (clip.article.title, clip.article.text_kind) for clip in clips}


def test_new_items_are_stored_and_relevant_pages_are_read(settings: Settings, server: Loopback) -> None:
    url = server.serve("/feed", feed(server))
    server.serve("/berita/pulang", PAGE, Content_Type="text/html; charset=utf-8")
    result = run(settings, server, source(url))["uji"]
    assert (result.status, result.seen, result.new) == (SourceStatus.NEW, 3, 3)
    kept = stored(settings)
    assert kept["pulang"][1] is TextKind.FULL
    assert kept["posko"][1] is TextKind.SUMMARY
    assert kept["cabai"][1] is TextKind.SUMMARY
    assert server.paths() == ["/feed", "/berita/pulang", "/berita/posko"]


def test_a_repeated_run_adds_nothing_and_opens_no_page_again(settings: Settings, server: Loopback) -> None:
    url = server.serve("/feed", feed(server))
    server.serve("/berita/pulang", PAGE.replace(b"<title>", b'<link rel="canonical" href="/berita/lain"><title>'))
    run(settings, server, source(url))
    before = stored(settings)
    server.requests.clear()
    result = run(settings, server, source(url))["uji"]
    assert (result.status, result.seen, result.new) == (SourceStatus.UNCHANGED, 3, 0)
    assert server.paths() == ["/feed"]
    assert stored(settings) == before


def test_an_unchanged_feed_answers_304(settings: Settings, server: Loopback) -> None:
    def page(request: Request) -> Reply:
        if request.headers.get("if-none-match") == '"v1"':
            return Reply(status=304)
        return Reply(feed(server), headers={"ETag": '"v1"'})
    url = server.serve("/feed", page)
    run(settings, server, source(url))
    result = run(settings, server, source(url))["uji"]
    assert (result.status, result.seen, result.cause) == (SourceStatus.UNCHANGED, 0, "")
    server.requests.clear()
    run(settings, server, source(url))
    assert "if-none-match" in server.requests[-1].headers


def test_full_text_false_opens_no_page(settings: Settings, server: Loopback) -> None:
    url = server.serve("/feed", feed(server))
    run(settings, server, source(url, full_text=False))
    assert server.paths() == ["/feed"]
    assert len(stored(settings)) == 3


def test_since_leaves_older_entries_out(settings: Settings, server: Loopback) -> None:
    url = server.serve("/feed", feed(server))
    run(settings, server, source(url), since=datetime(2026, 8, 18, tzinfo=UTC))
    assert set(stored(settings)) == {"pulang", "posko"}


def test_a_listing_page_is_read_by_its_rules(settings: Settings, server: Loopback) -> None:
    url = server.serve("/berita", '<ul><li><a href="/berita/pulang">PMI pulang dari Johor</a></li></ul>')
    rules = ListingRules(item="li")
    assert run(settings, server, source(url, kind=SourceKind.LISTING, listing=rules))["uji"].new == 1


BAD: dict[str, tuple[Reply | Callable[[Request], Reply], str]] = {
    "html": (Reply(b"<!doctype html><html><body>Selamat datang</body></html>"), "bukan feed"),
    "kosong": (Reply(b""), "bukan feed"),
    "potong": (Reply(raw=[b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n400\r\n<rss>"]), "terpotong"),
    "besar": (Reply(b"x" * 50_000_000), "terlalu besar"),
    "bohong": (Reply(raw=[b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n<rss/>"]), "terpotong"),
    "diam": (Reply(b"x", delay=1.5), "waktu habis"),
    "tetes": (lambda _: Reply(raw=[b"HTTP/1.1 200 OK\r\n\r\n", *[b"."] * 40], pause=0.1), "waktu habis"),
    "putar": (Reply(status=302, headers={"Location": "/putar"}), "alihan"),
    "dalam": (Reply(status=302, headers={"Location": "http://169.254.169.254/"}), "alamat ditolak"),
    "berkas": (Reply(status=302, headers={"Location": "file:///etc/passwd"}), "alamat ditolak"),
    "nama": (Reply(status=302, headers={"Location": "http://localhost:1/"}), "alamat ditolak"),
    "galat": (Reply(status=500), "status 500"),
    "acak": (Reply(os.urandom(20_000)), "bukan feed"),
}


def test_every_bad_source_is_named_and_the_good_one_still_comes_in(settings: Settings) -> None:
    with Loopback() as good, Loopback("127.0.0.2") as bad:
        sources = [source(bad.serve(f"/{name}", reply), name) for name, (reply, _) in BAD.items()]
        sources.append(source(good.serve("/feed", feed(good)), "baik"))
        results = collect(settings, sources=sources, loopback=good.seam | bad.seam, now=lambda: NOW)
    assert [result.source_id for result in results] == [*BAD, "baik"]
    assert {result.source_id: result.cause.partition(":")[0] for result in results[:-1]} == {
        name: cause for name, (_, cause) in BAD.items()}
    assert all(result.status is SourceStatus.FAILED for result in results[:-1])
    assert results[-1].new == 3
    with Store(settings.storage.database_url) as store:
        assert len(store.source_outcomes(START, END)) == len(results)


def test_a_page_that_fails_keeps_the_item_with_the_feeds_words(settings: Settings, server: Loopback) -> None:
    url = server.serve("/feed", feed(server))
    server.serve("/berita/pulang", Reply(raw=[b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n<p>"]))
    server.serve("/berita/posko", Reply(status=302, headers={"Location": "http://10.0.0.1/"}))
    assert run(settings, server, source(url))["uji"].new == 3
    assert {kind for _, kind in stored(settings).values()} == {TextKind.SUMMARY}


def test_a_permanent_move_is_remembered_and_a_temporary_one_is_not(settings: Settings, server: Loopback) -> None:
    server.serve("/baru", feed(server))
    tetap = server.serve("/tetap", Reply(status=301, headers={"Location": "/baru"}))
    sementara = server.serve("/sementara", Reply(status=302, headers={"Location": "/baru"}))
    for day in range(3):
        run(settings, server, source(tetap, "tetap", full_text=False),
            source(sementara, "sementara", full_text=False), at=NOW + timedelta(days=day))
    assert server.paths().count("/tetap") == 2
    assert server.paths().count("/sementara") == 3


def test_a_remembered_address_that_stops_working_is_forgotten(settings: Settings, server: Loopback) -> None:
    server.serve("/baru", feed(server))
    url = server.serve("/tetap", Reply(status=301, headers={"Location": "/baru"}))
    for day in (2, 1):
        run(settings, server, source(url), at=NOW - timedelta(days=day))
    server.pages.pop("/baru")
    server.serve("/tetap", feed(server))
    assert run(settings, server, source(url))["uji"].status is SourceStatus.FAILED
    assert run(settings, server, source(url))["uji"].status is SourceStatus.UNCHANGED


def test_410_switches_a_source_off_until_its_address_changes_or_it_is_named(
        settings: Settings, server: Loopback) -> None:
    url = server.serve("/feed", Reply(status=410))
    first = run(settings, server, source(url))["uji"]
    assert (first.status, first.cause.partition(":")[0]) == (SourceStatus.FAILED, "berakhir")
    again = run(settings, server, source(url))["uji"]
    assert again.status is SourceStatus.SKIPPED
    assert "dilewati" in again.cause
    assert server.paths() == ["/feed"]
    assert run(settings, server, source(server.serve("/lain", feed(server))))["uji"].new == 3
    assert run(settings, server, source(url), only=("uji",))["uji"].status is SourceStatus.FAILED


def test_a_server_that_asks_us_to_wait_is_left_alone_until_then(settings: Settings, server: Loopback) -> None:
    url = server.serve("/feed", Reply(status=429, headers={"Retry-After": "3600"}))
    real = datetime.now(UTC)
    assert run(settings, server, source(url), at=real)["uji"].cause.startswith("diminta menunggu")
    server.serve("/feed", feed(server))
    waiting = run(settings, server, source(url), at=real + timedelta(minutes=50))["uji"]
    assert waiting.status is SourceStatus.SKIPPED
    assert " WIB" in waiting.cause
    assert server.paths() == ["/feed"]
    assert run(settings, server, source(url), at=real + timedelta(minutes=70))["uji"].new == 3


def test_one_item_in_two_feeds_is_stored_once(settings: Settings, server: Loopback) -> None:
    sources = [source(server.serve(f"/{name}", feed(server)), name, full_text=False) for name in ("a", "b")]
    results = run(settings, server, *sources)
    assert sum(result.new for result in results.values()) == 3
    assert len(stored(settings)) == 3


def test_a_defect_met_in_one_source_does_not_stop_the_others(
        settings: Settings, server: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    reason = Visitor._reason_to_skip

    def defective(visitor: Visitor, state: SourceState) -> str:
        if state.source_id == "rusak":
            raise RecursionError
        return reason(visitor, state)
    monkeypatch.setattr(Visitor, "_reason_to_skip", defective)
    url = server.serve("/feed", feed(server))
    results = run(settings, server, source(url, "rusak"), source(url, "baik", full_text=False))
    assert results["rusak"].cause.startswith("galat program:")
    assert results["baik"].new == 3


def test_named_sources_only_and_unknown_names_are_refused(settings: Settings, server: Loopback) -> None:
    url = server.serve("/feed", feed(server))
    sources = source(url, "detik"), source(url, "tempo"), source(url, "mati", enabled=False)
    assert set(run(settings, server, *sources)) == {"detik", "tempo"}
    assert set(run(settings, server, *sources, only=("mati",))) == {"mati"}
    with pytest.raises(UnknownSourceError, match="mungkin maksudnya 'detik'"):
        run(settings, server, *sources, only=("detk",))


def test_an_unusable_store_stops_the_run_with_its_reason(settings: Settings, server: Loopback, tmp_path: Path) -> None:
    (tmp_path / "uji.sqlite").write_text("bukan basis data " * 99)
    with pytest.raises(StoreError):
        run(settings, server, source(server.serve("/feed", feed(server))))


SCRIPT = """
import sys
from monitor.config.settings import Fetching, Settings, Storage
from monitor.models import Source, SourceKind
from monitor.workflows.collect import collect
from monitor.workflows.parsing import MANY
url, host, port, *names = sys.argv[1:]
sources = [Source(n, n, f"http://{host}:{port}/{n}", SourceKind.FEED, 2, full_text=False) for n in names]
collect(Settings(storage=Storage(database_url=url), fetching=Fetching(robots=False)), sources=sources,
        loopback=frozenset({(host, int(port))}), on_progress=lambda r: print(r.source_id, flush=True))
"""


def test_an_interrupted_run_keeps_what_it_stored_and_the_next_one_completes_it(
        settings: Settings, server: Loopback) -> None:
    quick, slow = ["a", "b"], ["lambat"]
    for name in quick + slow:
        body = feed(server).replace(b"/berita/", f"/{name}/".encode())
        server.serve(f"/{name}", Reply(body, delay=30 if name in slow else 0))
    arguments = [settings.storage.database_url, server.host, str(server.port), *quick, *slow]
    process = subprocess.Popen([sys.executable, "-c", SCRIPT, *arguments], stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, text=True, cwd=Path(__file__).parents[2])
    assert process.stdout is not None
    done = {process.stdout.readline().strip() for _ in quick}
    assert done == set(quick)
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    killer = threading.Timer(20, process.kill)
    killer.start()
    _, errors = process.communicate()
    killer.cancel()
    assert process.returncode != 0
    assert "KeyboardInterrupt" in errors
    with Store(settings.storage.database_url) as store:
        assert store.count() == 6
    server.serve("/lambat", feed(server).replace(b"/berita/", b"/lambat/"))
    urls = [source(f"{server.url}/{name}", name, full_text=False) for name in quick + slow]
    results = run(settings, server, *urls, at=datetime.now(UTC))
    assert {name: result.new for name, result in results.items()} == {"a": 0, "b": 0, "lambat": 3}


def test_many_sources_are_read_in_workers_with_the_same_result(settings: Settings, server: Loopback) -> None:
    url = server.serve("/feed", feed(server))
    broken = server.serve("/rusak", b"<html><body>tidak ada</body></html>")
    many = [source(url, f"s{number}", full_text=False) for number in range(MANY)]
    results = run(settings, server, *many, source(broken, "rusak"))
    assert results["rusak"].cause.startswith("bukan feed: Alamat http://")
    assert " memberi halaman HTML, bukan feed. Periksa " in results["rusak"].cause
    assert sum(result.new for result in results.values()) == 3
    assert all(result.seen == 3 for name, result in results.items() if name != "rusak")
