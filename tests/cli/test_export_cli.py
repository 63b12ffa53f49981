"""`monitor export`, run as staff run it, its files read back by the libraries that others will use."""

from __future__ import annotations

import csv
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from clippings import MOMENT, article, tags
from pyarrow import parquet

from monitor.models import Grouping
from monitor.storage.store import Store
from monitor.workflows.tables import COLUMNS, inert

EXTENSIONS = ("csv", "xlsx", "jsonl", "parquet")


def run(folder: Path, *arguments: str, before: Callable[[], None] | None = None) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "MONITOR_DATABASE_URL": f"sqlite:///{folder}/uji.sqlite", "PYTHONUTF8": "1"}
    return subprocess.run([sys.executable, "-m", "monitor", "export", *arguments], cwd=folder, env=env, check=False,
                          capture_output=True, text=True, timeout=60, preexec_fn=before)


def rows(file: Path) -> list[dict[str, Any]]:
    match file.suffix:
        case ".csv":
            with file.open(encoding="utf-8-sig", newline="") as lines:
                return list(csv.DictReader(lines))
        case ".xlsx":
            header, *cells = openpyxl.load_workbook(file).active.values  # type: ignore[union-attr]
            return [dict(zip(header, row, strict=True)) for row in cells]
        case ".jsonl":
            return [json.loads(line) for line in file.read_text("utf-8").splitlines()]
        case _:
            return parquet.read_table(file).to_pylist()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with Store(f"sqlite:///{tmp_path}/uji.sqlite") as store:
        store.add([article("satu", title='Judul "dikutip", koma; dan\nbaris 🎉'),
                   article("dua", at=MOMENT + timedelta(days=40)),
                   article("lama", at=MOMENT - timedelta(days=400)), article("palang"), article("baru")])
        store.save_tags([(article(name).id, tags()) for name in ("satu", "dua", "lama")]
                        + [(article("palang").id, tags(relevant=False))])
        store.save_groupings([Grouping(article("satu").id, article("satu").id, article("lama").id)])
    return tmp_path


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_every_format_holds_the_relevant_items_oldest_first(folder: Path, extension: str) -> None:
    done = run(folder, f"hasil.{extension}")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"3 naskah ditulis ke hasil.{extension}\n"
    found = rows(folder / f"hasil.{extension}")
    assert [row["id"] for row in found] == [article(name).id for name in ("lama", "satu", "dua")]
    one = found[1]
    assert list(one) == list(COLUMNS)
    assert one["title"] == 'Judul "dikutip", koma; dan\nbaris 🎉'
    assert one["published"] == "2026-08-19T10:30:00+08:00"
    assert one["story_id"] == article("satu").id
    assert one["event_id"] == article("lama").id
    assert float(one["tone_positive"]) == pytest.approx(0.3, abs=1e-15)
    assert (one["tone"], one["event"], one["model"]) == ("positive", "negative", "uji-1")
    assert one["topics"] == (["penempatan", "tppo"] if extension in {"jsonl", "parquet"} else "penempatan; tppo")
    assert sorted(path.name for path in folder.iterdir() if "hasil" in path.name) == [f"hasil.{extension}"]


@pytest.mark.parametrize(("options", "names"), [
    (["--week", "2026-W34"], ["satu"]),
    (["--from", "2026-08-19", "--to", "19/08/2026"], ["satu"]),
    (["--from", "2026-08-20"], ["dua"]),
    (["--to", "2026-08-18"], ["lama"]),
    (["--week", "2026-W34", "--all"], ["baru", "palang", "satu"]),
    (["--from", "0001-01-01", "--to", "9999-12-31"], ["dua", "lama", "satu"]),
])
def test_the_period_counts_whole_days_in_wib(folder: Path, options: list[str], names: list[str]) -> None:
    assert run(folder, "hasil.jsonl", *options).returncode == 0
    assert sorted(row["url"].rpartition("/")[2] for row in rows(folder / "hasil.jsonl")) == names


def test_all_says_how_many_are_untagged_or_not_relevant(folder: Path) -> None:
    done = run(folder, "hasil.csv", "--all")
    assert done.stdout == "5 naskah ditulis ke hasil.csv (1 tidak relevan, 1 belum ditandai)\n"


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_an_empty_period_is_said_and_still_a_readable_file(folder: Path, extension: str) -> None:
    done = run(folder, f"hasil.{extension}", "--week", "2020-W01")
    assert done.returncode == 0
    assert done.stdout.startswith("Tidak ada naskah pada masa itu")
    assert done.stdout.endswith(f"0 naskah ditulis ke hasil.{extension}\n")
    assert rows(folder / f"hasil.{extension}") == []
    if extension != "jsonl":
        assert (folder / f"hasil.{extension}").stat().st_size > 0


@pytest.mark.parametrize("arguments", [
    ["hasil.pdf"], ["hasil"], ["hasil.csv", "--week", "2026-W99"], ["hasil.csv", "--week", "Agustus"],
    ["hasil.csv", "--week", "2026-W34", "--from", "2026-08-01"],
    ["hasil.csv", "--from", "2026-08-02", "--to", "2026-08-01"],
    ["tiada/hasil.csv"], ["."], [], ["hasil.csv", "--from", "kemarin"],
])
def test_wrong_usage_exits_2_and_writes_nothing(folder: Path, arguments: list[str]) -> None:
    before = sorted(folder.iterdir())
    done = run(folder, *arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert [path for path in sorted(folder.iterdir()) if path not in before] == []


def test_an_unknown_extension_names_the_four(folder: Path) -> None:
    assert ".csv, .xlsx, .jsonl, .parquet" in run(folder, "hasil.pdf").stderr


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r", " =", "\n=", "＝"])
@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_no_cell_is_a_formula(tmp_path: Path, extension: str, start: str) -> None:
    evil = f'{start}HYPERLINK("http://x.example","klik")'
    with Store(f"sqlite:///{tmp_path}/uji.sqlite") as store:
        store.add([article(title=evil, text=evil, author=evil, outlet=evil, url=evil, source_id=evil)])
        store.save_tags([(article().id, tags(evidence=evil, topics=(evil,), model=evil))])
    assert run(tmp_path, f"hasil.{extension}").returncode == 0
    [row] = rows(tmp_path / f"hasil.{extension}")
    for column in ("title", "text", "outlet", "url", "source", "evidence", "topics", "model"):
        assert row[column].startswith("'"), column
    if extension == "xlsx":
        sheet = openpyxl.load_workbook(tmp_path / "hasil.xlsx").active
        assert {cell.data_type for line in sheet.iter_rows(min_row=2) for cell in line} <= {"s", "n", "b"}  # type: ignore[union-attr]


def test_ordinary_text_is_left_alone() -> None:
    for text in ("Menteri = teladan", "a-b", "Rp1.000", "'kutip'", "", "10%", "baris\ndua"):
        assert inert(text) == text


def test_a_text_longer_than_an_excel_cell_is_cut_and_says_so(tmp_path: Path) -> None:
    with Store(f"sqlite:///{tmp_path}/uji.sqlite") as store:
        store.add([article(text="kata " * 10_000)])
        store.save_tags([(article().id, tags())])
    run(tmp_path, "hasil.xlsx")
    [row] = rows(tmp_path / "hasil.xlsx")
    assert len(row["text"]) == 32_767
    assert row["text"].endswith("[dipotong: batas sel Excel]")


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_a_full_disk_leaves_the_old_file_and_nothing_else(tmp_path: Path, extension: str) -> None:
    with Store(f"sqlite:///{tmp_path}/uji.sqlite") as store:
        store.add([article(str(n), text=os.urandom(3000).hex()) for n in range(400)])
        store.save_tags([(article(str(n)).id, tags()) for n in range(400)])
    old = tmp_path / f"hasil.{extension}"
    old.write_text("yang lama")
    before = sorted(path.name for path in tmp_path.iterdir())

    def small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
    done = run(tmp_path, old.name, before=small_files)
    assert done.returncode == 1, done.stdout
    assert done.stderr.startswith("Galat: ")
    assert "Traceback" not in done.stderr
    assert "belum-selesai" not in done.stderr
    assert old.read_text() == "yang lama"
    assert [name for name in sorted(path.name for path in tmp_path.iterdir()) if "uji.sqlite" not in name] == [
        name for name in before if "uji.sqlite" not in name]
