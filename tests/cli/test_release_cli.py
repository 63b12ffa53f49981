from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

RELEASES = Path(__file__).parents[1] / "data/releases"
WRONG = ("Kelas bahasa dibuka\n\nSolo, KemenP2MI (12/05/2026) – Ratna hadir,, Rabu (12/05/2026).\n\n"
         "** (Humas/BP3MI Bali)\n")


def release(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "monitor", "release", *words], cwd=cwd, capture_output=True, text=True,
                          encoding="utf-8", check=False)


def test_a_blocking_finding_ends_with_one_and_editors_can_jump_to_it(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(WRONG, "utf-8")
    done = release("check", "a.txt", cwd=tmp_path)
    lines = done.stdout.splitlines()
    assert done.returncode == 1, done.stderr
    assert any(line.startswith("a.txt:3:46: R001 [blokir] ") for line in lines)
    assert any(line.startswith("a.txt:3:43: R057 [peringatan] ") for line in lines)
    assert lines[-1].startswith("1 naskah, 1 blokir, ")


def test_correct_releases_end_with_zero(tmp_path: Path) -> None:
    done = release("check", str(RELEASES / "form_perawat.md"), str(RELEASES / "form_kapal.txt"), cwd=tmp_path)
    assert done.returncode == 0, done.stdout
    assert done.stdout.splitlines()[-1].startswith("2 naskah, 0 blokir")


def test_json_is_a_list_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(WRONG, "utf-8")
    done = release("check", "a.txt", "--format", "json", "--select", "R001", cwd=tmp_path)
    (finding,) = json.loads(done.stdout)
    assert list(finding) == ["path", "line", "column", "code", "name", "severity", "message", "snippet", "fix"]
    assert (finding["line"], finding["column"], finding["name"]) == (3, 46, "weekday_mismatch")


def test_html_stands_alone(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(WRONG, "utf-8")
    done = release("check", "a.txt", "--format", "html", cwd=tmp_path)
    assert done.stdout.startswith("<!doctype html>")
    assert done.stdout.rstrip().endswith("</html>")
    assert "src=" not in done.stdout
    assert "R001" in done.stdout


def test_fix_writes_the_file_and_says_what_it_did(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(WRONG, "utf-8")
    done = release("check", "a.txt", "--fix", "--select", "R057", cwd=tmp_path)
    assert path.read_text("utf-8") == WRONG.replace(",,", ",")
    assert "a.txt:3: R057 ',,' menjadi ','" in done.stderr
    assert done.stdout.splitlines() == ["1 naskah, 0 blokir, 0 peringatan, 1 dibetulkan"]
    assert done.returncode == 0


def test_title_date_and_city_supply_what_a_bare_text_lacks(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Kelas dibuka.\n", "utf-8")
    done = release("check", "a.txt", "--title", "x" * 70, "--date", "12 Mei 2026", "--city", "Solo", "--select",
                   "R050,R052", cwd=tmp_path)
    assert "R050" in done.stdout
    assert "Solo, KemenP2MI (12/05/2026) – " in done.stdout


@pytest.mark.parametrize(("words", "said"), [
    (["check"], "BERKAS"), (["check", "tiada.md"], "tidak ditemukan"), (["check", "a.txt", "--date", "31/02/2026"],
                                                                      "bukan tanggal yang ada"),
    (["check", "a.txt", "--select", "R777"], "R777"), (["check", "b.docm"], "makro"),
    (["check", "a.txt", "b.docm"], "makro"),
])
def test_wrong_usage_ends_with_two_and_one_sentence(tmp_path: Path, words: list[str], said: str) -> None:
    (tmp_path / "a.txt").write_text("Judul\n\nIsi.\n", "utf-8")
    (tmp_path / "b.docm").write_bytes(b"PK")
    done = release(*words, cwd=tmp_path)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
