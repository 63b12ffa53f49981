"""`monitor sources` as staff call it, and the workflow below it against loopback."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from loopback import Loopback, Reply

from monitor.cli.sources import _json_lines
from monitor.config.settings import Fetching, Settings, Storage
from monitor.config.sources import read_sources
from monitor.errors import BlockedError, FeedError
from monitor.models import SearchRules, Source, SourceKind, SourceStatus
from monitor.storage.store import Store
from monitor.workflows.collect import collect
from monitor.workflows.sources import check, health, try_url

DATA = Path(__file__).parents[1] / "data/collect"
TABLE = '[[source]]\nid = "{}"\nname = "Kabar {}"\nurl = "{}"\nkind = "feed"\ntier = 2\n'


def monitor(folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "monitor", *args], capture_output=True, text=True, cwd=folder,
                          check=False)


def settings(folder: Path, *tables: str) -> Settings:
    (folder / "sumber.toml").write_text("".join(tables), "utf-8")
    return Settings(storage=Storage(database_url=f"sqlite:///{folder}/uji.sqlite"), sources=folder / "sumber.toml",
                    fetching=Fetching(connect_seconds=2, read_seconds=1, total_seconds=2))


def feed(server: Loopback) -> bytes:
    return (DATA / "feed.xml").read_bytes().replace(b"BASE", server.url.encode())


def test_the_list_shows_every_source_before_the_first_run(tmp_path: Path) -> None:
    shown = monitor(tmp_path, "sources", "list")
    assert shown.returncode == 0
    lines = shown.stdout.splitlines()
    assert lines[0].split() == ["ID", "NAMA", "JENIS", "AKTIF", "KUNJUNGAN", "TERAKHIR", "HASIL"]
    every = read_sources()
    active = sum(source.enabled for source in every)
    assert len(lines) == len(every) + 2
    assert lines[-1].startswith(f"{len(every)} sumber: {active} aktif, {len(every) - active} tidak aktif, 0 gagal ")
    assert all("belum pernah" in line for line in lines[1:-1])


def test_health_tells_the_latest_visit_and_why_a_source_is_left_alone(tmp_path: Path, server: Loopback) -> None:
    good, gone = server.serve("/feed", feed(server)), server.serve("/habis", Reply(status=410))
    configured = settings(tmp_path, TABLE.format("a", "A", good), TABLE.format("b", "B", gone),
                          TABLE.format("c", "C", "https://c.id/feed"))
    collect(configured, only=("a", "b"), loopback=server.seam)
    one, two, three = health(configured)
    assert one.last is not None
    assert two.last is not None
    assert (one.last.status, one.last.new, one.paused) == (SourceStatus.NEW, 3, "")
    assert (two.last.status, two.paused.partition(":")[0]) == (SourceStatus.FAILED, "berakhir")
    assert (three.last, three.visited) == (None, None)


def test_a_check_reads_every_source_and_stores_nothing(tmp_path: Path, server: Loopback) -> None:
    configured = settings(tmp_path)
    server.serve("/feed", feed(server))
    sources = [Source(name, name, server.url + path, SourceKind.FEED, 2) for name, path in
               {"baik": "/feed", "pindah": "/lama", "rusak": "/html", "mati": "/404"}.items()]
    server.serve("/lama", Reply(status=301, headers={"Location": "/feed"}))
    server.serve("/html", "<!doctype html><p>Selamat datang</p>")
    results = {result.source_id: result for result in check(configured, sources=sources, loopback=server.seam)}
    assert results["baik"].seen == 3
    assert "pindah ke " in results["pindah"].cause
    assert {name for name, result in results.items() if result.status is SourceStatus.FAILED} == {"rusak", "mati"}
    assert not (tmp_path / "uji.sqlite").exists()


def test_check_exits_1_when_a_source_fails(tmp_path: Path) -> None:
    settings(tmp_path, TABLE.format("a", "A", "http://127.0.0.1:9/"))
    (tmp_path / "monitor.toml").write_text('sources = "sumber.toml"\n', "utf-8")
    shown = monitor(tmp_path, "sources", "check")
    assert shown.returncode == 1
    assert "GAGAL  a: alamat ditolak" in shown.stdout
    assert shown.stdout.splitlines()[-1] == "0 sehat, 1 gagal"


def test_try_guesses_feed_and_listing(tmp_path: Path, server: Loopback) -> None:
    configured = settings(tmp_path)
    server.serve("/feed", feed(server), Content_Type="text/html")
    server.serve("/berita", "<!doctype html><body><article><h2><a href='/a/1'>PMI pulang</a></h2></article>",
                 Content_Type="text/html")
    assert len(try_url(configured, server.url + "/feed", loopback=server.seam)) == 3
    entry, = try_url(configured, server.url + "/berita", loopback=server.seam)
    assert (entry.title, entry.url) == ("PMI pulang", server.url + "/a/1")
    with pytest.raises(FeedError):
        try_url(configured, server.url + "/berita", kind=SourceKind.FEED, loopback=server.seam)


def test_tried_entries_are_json_lines_with_dates(tmp_path: Path, server: Loopback) -> None:
    entries = try_url(settings(tmp_path), server.serve("/feed", feed(server)), loopback=server.seam)
    first = json.loads(next(iter(_json_lines(entries))))
    assert first["published"] == "2026-08-19T08:05:00+07:00"
    assert first["url"] == server.url + "/berita/pulang"
    assert "source_id" not in first


def test_a_private_address_is_refused_on_trial(tmp_path: Path, server: Loopback) -> None:
    with pytest.raises(BlockedError):
        try_url(settings(tmp_path), server.serve("/feed", feed(server)))
    assert server.requests == []
    shown = monitor(tmp_path, "sources", "try", server.url + "/feed")
    assert shown.returncode == 1
    assert shown.stderr.startswith("Galat: 127.0.0.1 bukan alamat internet umum")


def test_an_unknown_kind_is_a_usage_error(tmp_path: Path) -> None:
    assert monitor(tmp_path, "sources", "try", "https://a.id", "--kind", "rss").returncode == 2


def test_a_platform_without_its_key_is_listed_with_its_guide_and_skipped_by_a_check(tmp_path: Path) -> None:
    table = ('[[source]]\nid = "x"\nname = "X"\nurl = "https://api.x.com"\nkind = "x"\ntier = 6\n'
             '[source.search]\nqueries = ["pmi"]\ncap = 1\nprice = 0.005\n')
    configured = settings(tmp_path, table)
    row, = health(configured, environ={})
    assert row.unset == "belum disetel: isi MONITOR_X_TOKEN, panduan di docs/sumber/x.md"
    with Store(configured.storage.database_url) as store:
        store.book("x", f"{datetime.now(UTC):%Y-%m}", 660_000, cap=1_000_000)
    row, = health(configured, environ={"MONITOR_X_TOKEN": "t"})
    assert (row.unset, row.cost) == ("", "biaya bulan ini 0,66 dari 1,00 dolar")
    for environ, cause in (({}, "belum disetel"), ({"MONITOR_X_TOKEN": "t"}, "berbayar")):
        result, = check(configured, environ=environ)
        assert (result.status, result.cause.partition(":")[0]) == (SourceStatus.SKIPPED, cause)


def test_a_check_asks_each_platform_for_one_page(tmp_path: Path, server: Loopback) -> None:
    server.serve("/api/v1/timelines/tag/pmi", Reply(b"[]"))
    configured = settings(tmp_path)
    source = Source("m", "M", server.url, SourceKind.MASTODON, 6, search=SearchRules(tags=("pmi",)))
    result, = check(configured, sources=[source], loopback=server.seam, environ={})
    assert (result.status, result.cause) == (SourceStatus.UNCHANGED, "")
    server.serve("/api/v1/timelines/tag/pmi", Reply(b"oops", 500))
    result, = check(configured, sources=[source], loopback=server.seam, environ={})
    assert (result.status, result.cause.partition(":")[0]) == (SourceStatus.FAILED, "status 500")
