"""`monitor privacy` as staff run it: plain words, exit codes, nothing deleted without --yes."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

POST = {"text": "Gaji saya di Hong Kong belum dibayar, WA 0812-3344-5566", "author": "siti_hk92",
        "url": "https://www.tiktok.com/@siti_hk92/video/7345678901234567890", "date": "2026-11-20T10:00:00+07:00"}


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "MONITOR_DATABASE_URL": f"sqlite:///{folder}/uji.sqlite"}
    return subprocess.run([sys.executable, "-m", "monitor", *arguments], cwd=folder, env=environ, text=True,
                          capture_output=True, check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.jsonl").write_text(json.dumps(POST) + "\n")
    assert run(tmp_path, "import", "a.jsonl").returncode == 0
    return tmp_path


def test_a_request_is_shown_then_done_then_remembered(folder: Path) -> None:
    shown = run(folder, "privacy", "forget", "@siti_hk92")
    assert (shown.returncode, "1 unggahan dan 0 penyebutan akan dihapus" in shown.stdout) == (0, True)
    assert "--yes" in shown.stdout
    assert "Penulis unggahan: 1 bersidik" in run(folder, "privacy", "report").stdout
    done = run(folder, "privacy", "forget", "@siti_hk92", "--yes")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.rstrip().endswith("1 unggahan dihapus, 0 naskah lain disamarkan, akun tidak dikumpulkan lagi")
    assert run(folder, "import", "a.jsonl").stdout.startswith("0 naskah baru")
    again = run(folder, "add", POST["url"], "--text", "disalin lagi")
    assert "pernah dihapus atas permintaan" in again.stdout


def test_the_report_is_written_for_people_and_programs(folder: Path) -> None:
    for name in ("r.json", "r.csv"):
        assert run(folder, "privacy", "report", "--out", name).returncode == 0
    report = json.loads((folder / "r.json").read_text())
    assert (report["items"][0]["count"], report["posts"]["masked"]["telepon"]) == (1, 1)
    rows = list(csv.reader((folder / "r.csv").read_text("utf-8-sig").splitlines()))
    assert ["posts_author", "hashed", "1", "", "", ""] in rows
    assert "siti_hk92" not in (folder / "r.json").read_text() + (folder / "r.csv").read_text()


def test_wrong_and_empty_requests_are_explained(tmp_path: Path) -> None:
    for arguments, code, said in (
            (("forget",), 1, "Sebutkan satu saja"), (("forget", "a/b"), 1, "bukan nama akun"),
            (("forget", "--hash", "zzz"), 1, "bukan sidik akun"), (("forget", "@tiada"), 0, "Tidak ada unggahan"),
            (("report", "--out", "r.docx"), 2, ".json, .csv"), (("expire",), 0, "0 naskah lewat waktu"),
            (("newkey",), 0, "Belum ada yang diganti"), (("lupakan",), 2, "")):
        done = run(tmp_path, "privacy", *arguments)
        assert (done.returncode, said in done.stdout + done.stderr) == (code, True), done.stdout + done.stderr
        assert "Traceback" not in done.stderr


def test_a_lost_key_is_named_and_can_be_replaced(folder: Path) -> None:
    (folder / "uji.sqlite.kunci").unlink()
    refused = run(folder, "privacy", "forget", "@siti_hk92", "--yes")
    assert (refused.returncode, "bukan kunci basis data ini" in refused.stderr) == (1, True)
    assert "privacy newkey" in refused.stderr
    assert run(folder, "privacy", "newkey", "--yes").stdout.startswith("Kunci baru dipakai. 0 sidik")
    assert run(folder, "privacy", "forget", "@siti_hk92", "--yes").returncode == 0
