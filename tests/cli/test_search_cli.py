"""`monitor search`, run as staff run it."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from clippings import MOMENT, article, tags

from monitor.models import TimeOrigin, Timestamp, Tone, ToneLabel
from monitor.storage.store import Store


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "MONITOR_DATABASE_URL": f"sqlite:///{folder}/uji.sqlite", "PYTHONUTF8": "1"}
    return subprocess.run([sys.executable, "-m", "monitor", "search", *arguments], cwd=folder, env=env,
                          capture_output=True, text=True, timeout=60, check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    unsure = Tone(ToneLabel.POSITIVE, {"positive": 0.4, "neutral": 0.3, "negative": 0.3}, abstained=True)
    kinds = {"baik": tags(), "buruk": tags(label=ToneLabel.NEGATIVE), "ragu": tags(tone=unsure),
             "kosong": tags(label=None), "palang": tags(relevant=False), "baru": None}
    with Store(f"sqlite:///{tmp_path}/uji.sqlite") as store:
        store.add([article(name, at=MOMENT + timedelta(hours=hour)) for hour, name in enumerate(kinds)])
        store.save_tags([(article(name).id, found) for name, found in kinds.items() if found])
    return tmp_path


def test_items_are_listed_newest_first_with_tone_in_words(folder: Path) -> None:
    done = run(folder, "pekerja", "MIGRAN")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[-1] == "6 ditemukan dari 6 naskah"
    assert [line.rpartition(" | ")[2] for line in lines[:-1:3]] == [
        "belum ditandai", "tidak relevan", "tidak dinilai", "perlu dibaca", "negatif", "positif"]
    assert lines[-4:-1] == ["19/08/2026 pukul 09.30 WIB | Kabar Contoh | positif", "  Judul baik",
                            "  https://contoh.example/baik"]


def test_limit_cuts_the_list_and_says_so(folder: Path) -> None:
    lines = run(folder, "pekerja", "--limit", "2").stdout.splitlines()
    assert lines[-1] == "2 ditemukan dari 6 naskah (mungkin ada lagi; naikkan --limit)"
    assert len(lines) == 7


def test_nothing_found_says_what_to_try(folder: Path) -> None:
    done = run(folder, "gajah terbang")
    assert done.returncode == 0
    assert done.stdout.startswith("Tidak ada yang cocok dengan 'gajah terbang'. Kurangi katanya")
    assert done.stdout.endswith("0 ditemukan dari 6 naskah\n")


@pytest.mark.parametrize("text", ["🎉", "%", '"', "' OR 1=1", "", "a* NEAR(b"])
def test_any_text_is_taken(folder: Path, text: str) -> None:
    done = run(folder, "--", text)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "0 ditemukan dari 6 naskah"


def test_an_empty_store_points_to_the_first_step(tmp_path: Path) -> None:
    done = run(tmp_path, "apa saja")
    assert done.returncode == 0
    assert "monitor collect" in done.stdout


def test_a_title_cannot_steer_the_terminal(tmp_path: Path) -> None:
    with Store(f"sqlite:///{tmp_path}/uji.sqlite") as store:
        dated = Timestamp(MOMENT, TimeOrigin.IMPORT, dated_only=True)
        store.add([article(title="jahat \x1b[2J\x07\r\n\u202e palsu", outlet="O\x1b]0;x\x07", published=dated)])
    shown = run(tmp_path, "jahat").stdout
    assert not set("\x1b\x07\r\u202e") & set(shown)
    assert shown.startswith("19/08/2026 | O ]0;x | belum ditandai\n  jahat [2J palsu\n")


def test_wrong_usage_exits_2(folder: Path) -> None:
    assert run(folder).returncode == 2
    assert run(folder, "x", "--limit", "0").returncode == 2


def test_a_broken_store_is_one_sentence_without_traceback(tmp_path: Path) -> None:
    (tmp_path / "uji.sqlite").write_text("bukan basis data sama sekali " * 50)
    done = run(tmp_path, "x")
    assert done.returncode == 1
    assert done.stderr.startswith("Galat: ")
    assert "Traceback" not in done.stderr
