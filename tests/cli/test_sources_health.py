"""`monitor sources health` as staff call it, after real visits to loopback servers."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from loopback import Loopback, Reply
from test_sources_command import TABLE, feed, monitor, settings

from monitor.health.model import State
from monitor.workflows.collect import collect
from monitor.workflows.health import sources_report

X = ('[[source]]\nid = "x"\nname = "X"\nurl = "https://api.x.com"\nkind = "x"\ntier = 6\n'
     '[source.search]\nqueries = ["pmi"]\ncap = 1\nprice = 0.005\n')


def test_before_the_first_run_nothing_is_called_healthy(tmp_path: Path) -> None:
    settings(tmp_path, TABLE.format("a", "A", "https://a.example/feed"), X)
    (tmp_path / "monitor.toml").write_text('sources = "sumber.toml"\n', "utf-8")
    shown = monitor(tmp_path, "sources", "health", "--html", "--json", "a.json", "--csv", "a.csv", "--xlsx", "a.xlsx")
    assert shown.returncode == 0
    assert shown.stdout.startswith("Belum pernah ada pengumpulan. Jalankan `monitor collect`.\n")
    assert shown.stdout.splitlines()[-1] == "2 sumber aktif: 1 belum disetel, 1 belum dikunjungi"
    assert (tmp_path / "keluaran/sumber.html").exists()
    assert json.loads((tmp_path / "a.json").read_text("utf-8"))["jumlah"]["sehat"] == 0
    assert {path.name for path in tmp_path.glob("a.*")} == {"a.json", "a.csv", "a.xlsx"}


def test_visits_become_states_with_their_causes(tmp_path: Path, server: Loopback) -> None:
    pages = {"baik": feed(server), "tolak": Reply(status=403), "habis": Reply(status=410),
             "halaman": b"<!doctype html><p>Selamat datang</p>", "rusak": Reply(status=500)}
    start = datetime.now(UTC)
    with Loopback("127.0.0.2") as busy:
        wait = busy.serve("/tunggu", Reply(status=429, headers={"Retry-After": "9000"}))
        urls = {name: server.serve(f"/{name}", page) for name, page in pages.items()} | {"tunggu": wait}
        configured = settings(tmp_path, *(TABLE.format(name, name, url) for name, url in urls.items()))
        for hours in range(3):
            collect(configured, loopback=server.seam | busy.seam, now=partial(_after, start, hours))
    report = sources_report(configured, now=_after(start, 2), environ={})
    assert {one.id: (one.state, one.cause) for one in report.sources} == {
        "baik": (State.HEALTHY, ""), "tolak": (State.DOWN, "situs menolak"),
        "habis": (State.PAUSED, "sudah ditutup (410)"), "halaman": (State.DOWN, "bukan feed lagi"),
        "rusak": (State.DOWN, "situs bermasalah (500)"), "tunggu": (State.PAUSED, "diminta menunggu")}


def _after(start: datetime, hours: int) -> datetime:
    return start + timedelta(hours=hours)


def test_a_wrong_ending_and_an_unknown_folder_are_usage_errors(tmp_path: Path) -> None:
    assert monitor(tmp_path, "sources", "health", "--csv", "a.txt").returncode == 2
    assert "harus berakhiran .csv" in monitor(tmp_path, "sources", "health", "--csv", "a.txt").stderr
