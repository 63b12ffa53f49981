"""`monitor stories`, run as staff run it."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from clippings import MOMENT, article, tags

from monitor.storage.store import Store
from monitor.workflows.stories import place

TITLE = "=Petugas balai jemput puluhan pekerja sakit di pelabuhan seberang"
WEEK = ("--week", "2026-W34")


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "MONITOR_DATABASE_URL": f"sqlite:///{folder}/uji.sqlite", "PYTHONUTF8": "1"}
    return subprocess.run([sys.executable, "-m", "monitor", "stories", *arguments], cwd=folder, env=env,
                          capture_output=True, text=True, timeout=60, check=False)


def last(done: subprocess.CompletedProcess[str]) -> str:
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()[-1]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Store(f"sqlite:///{tmp_path}/uji.sqlite") as store:
        items = [article(name, at=MOMENT + timedelta(hours=hour), title=TITLE, text="", outlet=f"Kabar {name}")
                 for hour, name in enumerate("abc")]
        store.add(items)
        store.save_tags([(one.id, tags()) for one in items])
        place(store)
    return tmp_path


@pytest.mark.parametrize("event", [(), ("--event",)])
def test_a_list_names_what_show_then_opens(folder: Path, event: tuple[str, ...]) -> None:
    rows = json.loads(run(folder, "list", *WEEK, *event, "--format", "json").stdout)
    assert [(row["naskah"], row["media"], row["judul"]) for row in rows] == [(3, 3, TITLE)]
    shown = run(folder, "show", rows[0]["nomor"], *event, "--format", "csv").stdout
    assert [row["media"] for row in csv.DictReader(io.StringIO(shown))] == ["Kabar a", "Kabar b", "Kabar c"]
    assert "\n=" not in shown
    assert ",=" not in shown


def test_what_is_split_is_listed_and_can_be_undone(folder: Path) -> None:
    name = article("a").id
    assert last(run(folder, "split", name, article("b").url)).startswith("Pemisahan nomor 1 disimpan: 1 naskah")
    assert last(run(folder, "show", name)) == "2 naskah dihitung sebagai satu berita"
    assert last(run(folder, "splits")) == "1 pemisahan"
    assert last(run(folder, "undo", "1")) == "Pemisahan nomor 1 dibatalkan; 1 naskah dikelompokkan lagi"
    assert last(run(folder, "show", name)) == "3 naskah dihitung sebagai satu berita"


def test_a_story_below_the_least_is_not_listed(folder: Path) -> None:
    assert last(run(folder, "list", *WEEK, "--least", "4")) == "0 berita dengan sedikitnya 4 naskah"


@pytest.mark.parametrize(("arguments", "code", "told"), [
    (("show", "tidakada"), 1, "Tidak ada berita dengan nomor 'tidakada'."),
    (("undo", "7"), 1, "Tidak ada pemisahan nomor 7."),
    (("list", "--week", "minggu lalu"), 2, "'minggu lalu' bukan pekan"),
])
def test_what_does_not_exist_is_told_with_the_way_out(folder: Path, arguments: tuple[str, ...], code: int,
                                                      told: str) -> None:
    done = run(folder, *arguments)
    assert done.returncode == code
    assert told in done.stderr
