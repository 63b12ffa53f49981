"""`monitor import`, run as staff run it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from monitor.storage.store import Store

DATA = Path(__file__).parents[1] / "data/imports"


def run(folder: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "MONITOR_DATABASE_URL": f"sqlite:///{folder}/uji.sqlite", "PYTHONUTF8": "1"}
    return subprocess.run([sys.executable, "-m", "monitor", "import", *map(str, arguments)], cwd=folder, env=env,
                          capture_output=True, text=True, timeout=60)


def test_a_repeated_import_stores_nothing_twice(tmp_path: Path) -> None:
    first = run(tmp_path, DATA / "lazim.csv")
    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout.splitlines()[-1] == "3 naskah baru, 0 sudah ada, 2 baris bermasalah"
    assert first.stdout.startswith("baris 8: tidak berisi judul maupun teks\nbaris 9: ")
    again = run(tmp_path, DATA / "lazim.csv")
    assert again.stdout.splitlines()[-1] == "0 naskah baru, 3 sudah ada, 2 baris bermasalah"
    with Store(f"sqlite:///{tmp_path}/uji.sqlite") as store:
        assert store.count() == 3
        assert [clip.article.outlet for clip in store.search("instruktur balai")] == ["Kabar Contoh"]


def test_columns_are_mapped_with_indonesian_field_names(tmp_path: Path) -> None:
    done = run(tmp_path, DATA / "tak_lazim.csv", "--map", "isi=Uraian", "--map", "tanggal=Kapan")
    assert (done.returncode, done.stdout) == (0, "1 naskah baru, 0 sudah ada, 0 baris bermasalah\n")


def test_a_file_of_bad_rows_only_fails(tmp_path: Path) -> None:
    (tmp_path / "buruk.csv").write_text("judul,isi\n,\n,,lebih\n")
    done = run(tmp_path, "buruk.csv")
    assert done.returncode == 1
    assert done.stdout.endswith("0 naskah baru, 0 sudah ada, 1 baris bermasalah\n")


@pytest.mark.parametrize(("arguments", "code", "words"), [
    (["tak_lazim.csv"], 1, "Galat: tak_lazim.csv tidak punya kolom"),
    (["tak_lazim.csv", "--preset", "melwater"], 2, "mungkin maksudnya 'meltwater'"),
    (["tak_lazim.csv", "--map", "warna=Uraian"], 2, "isian 'warna' tidak dikenal"),
    (["tak_lazim.csv", "--map", "isi"], 2, "harus berbentuk"),
    (["tidak-ada.csv"], 2, "tidak-ada.csv"),
])
def test_mistakes_are_explained_without_a_traceback(tmp_path: Path, arguments: list[str], code: int,
                                                    words: str) -> None:
    done = run(tmp_path, DATA / arguments[0], *arguments[1:])
    assert done.returncode == code
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_binary_file_is_refused_without_printing_it(tmp_path: Path) -> None:
    for name, body in (("acak.csv", bytes(range(256)) * 40), ("foto.xlsx", b"\x89PNG\r\n" + bytes(range(256)) * 9),
                       ("acak.jsonl", bytes(range(1, 256)) * 40), ("surat.pdf", b"%PDF-1.7\njudul,isi\n")):
        (tmp_path / name).write_bytes(body)
        done = run(tmp_path, name)
        assert done.returncode == 1
        assert done.stderr.startswith(f"Galat: {name} bukan tabel atau teks yang dapat dibaca.\n")
        assert done.stderr.isascii()


def test_an_endless_cell_is_told_in_indonesian_and_keeps_the_rows_before_it(tmp_path: Path) -> None:
    (tmp_path / "panjang.csv").write_text(f"judul,isi\nSatu,teks\nDua,{'x' * 5_000_001}\n")
    done = run(tmp_path, "panjang.csv")
    assert "baris 3: satu sel lebih panjang dari 5 juta huruf; baris ini dan sesudahnya tidak dibaca" in done.stdout
    assert done.stdout.endswith("1 naskah baru, 0 sudah ada, 1 baris bermasalah\n")
