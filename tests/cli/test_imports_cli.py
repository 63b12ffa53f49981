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


def test_a_check_shows_columns_and_items_and_stores_nothing(tmp_path: Path) -> None:
    done = run(tmp_path, DATA / "lazim.csv", "--check")
    assert done.returncode == 0
    lines = done.stdout.splitlines()
    assert "  text: Isi Berita" in lines
    assert "  1. Petugas latih 40 calon pekerja" in lines
    assert "     berita, Kabar Contoh, 21 Agustus 2026 pukul 10.05 WIB" in lines
    assert lines[-2:] == ["3 naskah baru, 0 sudah ada, 2 baris bermasalah",
                          "Tidak ada yang disimpan. Bila sudah benar, jalankan lagi tanpa --check."]
    with Store(f"sqlite:///{tmp_path}/uji.sqlite") as store:
        assert store.count() == 0


def test_a_checked_chat_shows_masked_words_and_no_sender(tmp_path: Path) -> None:
    (tmp_path / "chat.txt").write_text("17/09/25 08.06 - Siti Contoh: Tolong hubungi 0812-3456-7890 segera\n"
                                       "17/09/25 08.08 - Posko: Baik\n")
    done = run(tmp_path, "chat.txt", "--check", "--own", "Posko")
    assert "unggahan, WhatsApp, 17 September 2025 pukul 08.06 WIB" in done.stdout
    assert "Siti" not in done.stdout
    assert "3456" not in done.stdout
    assert "1 naskah baru" in done.stdout


def test_bad_lines_of_one_reason_are_told_together(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("judul,link\nSatu,\n,b\n,c\n,d\nDua,\n,e\n")
    done = run(tmp_path, "a.csv")
    assert done.stdout == ("baris 3-5, 7: tidak berisi judul maupun teks\n"
                           "2 naskah tanpa tanggal terbit yang terbaca; dicatat pada waktu impor ini, atau pada akhir "
                           "tahun yang disebut.\n2 naskah baru, 0 sudah ada, 4 baris bermasalah\n")
