"""`monitor evaluate`, run as staff run it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

GOLD = Path(__file__).parents[1] / "data/tagging/gold.jsonl"
GOOD = '{"id": "a", "kind": "headline", "title": "BP3MI Bali pulangkan 2 PMI", "text": "", "tone": "positive"}\n'


def run(folder: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "monitor", "evaluate", *arguments], cwd=folder, text=True,
                          env={**os.environ, "PYTHONUTF8": "1", **env}, capture_output=True, timeout=120, check=False)


def given(folder: Path, content: str) -> str:
    (folder / "uji.jsonl").write_text(content, "utf-8")
    return "uji.jsonl"


def test_a_labelled_file_gives_text_json_and_page(tmp_path: Path) -> None:
    done = run(tmp_path, str(GOLD), "--json", "hasil.json", "--html", "hasil.html")
    assert done.returncode == 0, done.stderr
    for part in ("NADA", "RELEVANSI", "PERISTIWA", "TOPIK", "ECE", "tidak dinilai", "angka ini terlalu bagus"):
        assert part in done.stdout
    found = json.loads((tmp_path / "hasil.json").read_text("utf-8"))
    assert found["rows"] == 42
    assert found["file"] == "gold.jsonl"
    assert (tmp_path / "hasil.html").read_text("utf-8").startswith("<!doctype html>")
    assert done.stderr.splitlines()[-1] == "42 baris dinilai, 0 gagal"


def test_the_same_file_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("satu", "dua"):
        assert run(tmp_path, str(GOLD), "--json", f"{name}.json", "--html", f"{name}.html").returncode == 0
    for ending in ("json", "html"):
        assert (tmp_path / f"satu.{ending}").read_bytes() == (tmp_path / f"dua.{ending}").read_bytes()


def test_bad_lines_are_numbered_and_the_rest_is_scored(tmp_path: Path) -> None:
    done = run(tmp_path, given(tmp_path, f"{GOOD}?\n\n{GOOD}" + '{"title": "x", "tone": "bagus"}\n'))
    assert done.returncode == 0, done.stderr
    assert [line.split(":")[0] for line in done.stderr.splitlines()[:-1]] == ["Baris 2", "Baris 5"]
    assert done.stderr.splitlines()[-1] == "2 baris dinilai, 2 gagal"
    assert "2 baris tidak terbaca" in done.stdout


@pytest.mark.parametrize("content", ["", "\n\n", "bukan json\n" * 30, '{"title": "tanpa label"}\n', "\x00\x01\x02"])
def test_nothing_to_score_is_one_sentence_and_code_1(tmp_path: Path, content: str) -> None:
    done = run(tmp_path, given(tmp_path, content), "--json", "hasil.json")
    assert done.returncode == 1
    assert "Galat: Tidak ada baris di uji.jsonl yang dapat dinilai" in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) < 25
    assert not (tmp_path / "hasil.json").exists()


def test_one_row_one_class_and_a_long_text_are_scored(tmp_path: Path) -> None:
    long = json.dumps({"title": "PMI dipulangkan", "text": "Pekerja migran tiba. " * 50_000, "tone": "neutral"})
    for content in (GOOD, GOOD * 30, f"{long}\n"):
        done = run(tmp_path, given(tmp_path, content), "--html", "hasil.html", "--json", "hasil.json")
        assert done.returncode == 0, done.stderr
        assert "F1 makro" in done.stdout


@pytest.mark.parametrize("arguments", [
    (), ("tidak-ada.jsonl",), (".",), ("uji.jsonl", "--html", "uji.jsonl"),
    ("uji.jsonl", "--json", "a", "--html", "a"), ("uji.jsonl", "--json", ".")])
def test_wrong_usage_is_code_2_and_leaves_the_file_alone(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    given(tmp_path, GOOD)
    done = run(tmp_path, *arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert (tmp_path / "uji.jsonl").read_text("utf-8") == GOOD


def test_a_report_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    done = run(tmp_path, given(tmp_path, GOOD), "--html", "tak/ada/hasil.html")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("Galat: tak/ada/hasil.html tidak ditemukan")


def test_the_chosen_model_is_the_one_that_is_scored(tmp_path: Path) -> None:
    done = run(tmp_path, given(tmp_path, GOOD), MONITOR_MODEL=str(tmp_path / "tidak-ada"))
    assert done.returncode == 1
    assert done.stderr.startswith("Galat: Berkas model")
