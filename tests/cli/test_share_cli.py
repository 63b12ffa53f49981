"""`monitor share` as staff use it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[2]
CLAIM = "content/klarifikasi/bantuan-tunai.md"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "tests/data/site/content", tmp_path / "content")
    shutil.copy(ROOT / "pelicanconf.py", tmp_path)
    (tmp_path / "keluaran").mkdir()
    return tmp_path


def share(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "monitor", "share", *arguments], cwd=project, capture_output=True,
                          text=True, encoding="utf-8", check=False)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def test_kits_are_built_recorded_and_found_stale_when_their_page_changes(project: Path) -> None:
    built = share(project, "build", "--unit", "bp3mi-ntt")
    assert built.returncode == 0, built.stderr
    assert built.stdout.splitlines() == [
        "keluaran/bagikan/bp3mi-ntt/bantuan-tunai.zip", "keluaran/bagikan/bp3mi-ntt/cek-izin.zip",
        "2 kit ditulis, 2 belum pernah dicatat, 0 sebelumnya tidak sesuai lagi"]
    assert "Peringatan: masa berlaku kit cek-izin sudah lewat." in built.stderr
    with ZipFile(BytesIO((project / "keluaran/bagikan/bp3mi-ntt/cek-izin.zip").read_bytes())) as archive:
        assert "utm_campaign=bp3mi-ntt" in archive.read("cek-izin/takarir-whatsapp.txt").decode()
    register = json.loads((project / "content/bagikan.json").read_text("utf-8"))
    assert list(register["kit"]) == ["bantuan-tunai", "cek-izin"]

    edit(project / CLAIM, "Claim: Setiap pekerja", "Claim: Semua pekerja")
    edit(project / "content/penjelasan/cek-izin.md", "Date: 2025-09-10 09:00", "Date: 2025-09-10 09:00\nStatus: draft")
    found = share(project, "stale")
    assert found.returncode == 0
    lines = found.stdout.splitlines()
    assert lines[0].split("  ")[0] == "bantuan-tunai"
    assert "halaman berubah" in lines[0]
    assert lines[1] == "    Klaim: diperbarui."
    assert lines[2].startswith("cek-izin")
    assert "halaman tidak terbit" in lines[2]
    assert lines[-1] == "2 kit tidak sesuai lagi"

    again = share(project, "build", "--unit", "bp3mi-ntt")
    assert again.stdout.splitlines()[-1] == (
        "1 kit ditulis, 0 belum pernah dicatat, 2 sebelumnya tidak sesuai lagi")
    assert [file.name for file in (project / "keluaran/bagikan/bp3mi-ntt").iterdir()] == ["bantuan-tunai.zip"]
    register = json.loads((project / "content/bagikan.json").read_text("utf-8"))["kit"]
    assert [len(register[slug]["issues"]) for slug in ("bantuan-tunai", "cek-izin")] == [2, 1]
    assert "withdrawn" in register["cek-izin"]


def test_an_expired_kit_is_stale_and_one_slug_can_be_built_alone(project: Path) -> None:
    assert share(project, "build", "cek-izin", "--out", "zip").returncode == 0
    assert [file.name for file in (project / "zip/umum").iterdir()] == ["cek-izin.zip"]
    listed = share(project, "list").stdout.splitlines()
    assert "masa berlaku lewat" in listed[0]
    assert "sampai 03/06/2026" in listed[0]
    assert listed[-1] == "2 kit, 2 tidak sesuai lagi"
    assert "    Faktanya terakhir diperiksa 05/03/2026." in share(project, "stale").stdout


@pytest.mark.parametrize(("arguments", "said"), [
    (("build", "--unit", "budi-santoso"), "Kode unit 'budi-santoso' tidak dikenal"),
    (("build", "--unit", "bp3mi-jabr"), "mungkin maksudnya 'bp3mi-jabar'"),
    (("build", "../rahasia"), "Tidak ada penjelasan atau klarifikasi terbit dengan slug '../rahasia'"),
])
def test_a_wrong_name_is_told_with_the_way_to_the_right_one(project: Path, arguments: tuple[str, ...],
                                                            said: str) -> None:
    done = share(project, *arguments)
    assert done.returncode == 1
    assert done.stderr.startswith("Galat: ")
    assert said in done.stderr
    assert "Jalankan `monitor share" in done.stderr
    assert not (project / "content/bagikan.json").exists()


def test_bad_content_stops_the_kits_as_it_stops_the_site(project: Path) -> None:
    edit(project / CLAIM, "Checked: 2026-03-05", "Checked: 31/02/2026")
    for command in ("build", "list", "stale"):
        done = share(project, command)
        assert done.returncode == 1, command
        assert "bantuan-tunai.md" in done.stderr
        assert "bukan tanggal yang sah" in done.stderr
    assert not (project / "keluaran/bagikan").exists()


def test_outside_the_project_the_missing_folder_is_named(tmp_path: Path) -> None:
    done = share(tmp_path, "list")
    assert done.returncode == 1
    assert done.stderr.splitlines()[0] == "Galat: Folder isi situs content tidak ditemukan."


def test_units_are_offices_and_never_people(project: Path) -> None:
    lines = share(project, "units").stdout.splitlines()
    assert sum(line.startswith("bp3mi-") for line in lines) == 23
    assert lines[-1] == "31 unit"
