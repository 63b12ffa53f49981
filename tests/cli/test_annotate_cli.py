"""`monitor annotate`, run as staff run it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

FIELDS = {"id", "relevant", "relevance_reason", "tone", "event", "topics", "regions", "destinations", "entities",
          "quotes", "evidence", "model"}


def run(folder: Path, given: str = "", *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "monitor", "annotate", *arguments], cwd=folder, input=given, text=True,
                          env={**os.environ, "PYTHONUTF8": "1", **env}, capture_output=True, timeout=120, check=False)


def lines(*rows: dict[str, object]) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


def test_each_line_gets_every_field_in_order(tmp_path: Path) -> None:
    done = run(tmp_path, lines({"id": "a", "title": "BP3MI Bali pulangkan 2 PMI", "text": "", "kind": "headline"},
                               {"id": "b", "title": "Harga cabai naik", "text": "Di pasar.", "kind": "page"}))
    assert done.returncode == 0, done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [row["id"] for row in found] == ["a", "b"]
    assert all(set(row) == FIELDS for row in found)
    assert set(found[0]["tone"]) == {"label", "scores", "abstained", "reason"}
    assert found[0]["relevant"]
    assert not found[1]["relevant"]
    assert done.stderr.splitlines()[-1] == "2 baris ditandai, 0 gagal"
    assert not list(tmp_path.iterdir())


def test_a_bad_line_is_reported_by_number_and_the_rest_goes_on(tmp_path: Path) -> None:
    good = {"id": 7, "title": "KP2MI buka posko", "text": ""}
    file = tmp_path / "masuk.jsonl"
    file.write_text("{rusak\n" + lines(good) + "\n[1]\n" + lines({"id": "x"}, {"id": "y", "title": 3}, good), "utf-8")
    done = run(tmp_path, "", str(file))
    assert done.returncode == 1
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["7", "7"]
    reported = [line.split(":")[0] for line in done.stderr.splitlines()[:-1]]
    assert reported == ["Baris 1", "Baris 4", "Baris 5", "Baris 6"]
    assert done.stderr.splitlines()[-1] == "2 baris ditandai, 4 gagal"


def test_a_lone_surrogate_and_a_date_are_accepted(tmp_path: Path) -> None:
    done = run(tmp_path, '{"id":"a","title":"Karding \\ud800 hadir","text":"","date":"2026-04-27"}\n')
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["relevant"] is False


def test_a_missing_model_is_one_sentence_and_a_way_out(tmp_path: Path) -> None:
    done = run(tmp_path, "", MONITOR_MODEL=str(tmp_path / "tidak-ada"))
    assert done.returncode == 1
    assert done.stderr.startswith("Galat: Berkas model")
    assert "Traceback" not in done.stderr
