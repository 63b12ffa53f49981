from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path
from urllib.error import HTTPError

import pytest

ROOT = Path(__file__).parents[2]
CONTENT = ROOT / "tests/data/site/content"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with a monitor.toml that points to this project's site settings and a copy of the test content."""
    content = shutil.copytree(CONTENT, tmp_path / "content")
    (tmp_path / "monitor.toml").write_text(f'''[site]
settings = "{ROOT / "pelicanconf.py"}"
content = "{content}"
out = "{tmp_path / "situs"}"
''', "utf-8")
    return tmp_path


def monitor(folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    environ = {name: value for name, value in os.environ.items() if name != "SITEURL"}
    return subprocess.run([sys.executable, "-m", "monitor", *args], cwd=folder, env=environ, capture_output=True,
                          text=True, encoding="utf-8", check=False)


def test_build_says_where_the_site_is_and_counts_its_pages(project: Path) -> None:
    done = monitor(project, "site", "build")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [f"Halaman depan: {project / 'situs/index.html'}",
                                        "1 siaran pers, 1 penjelasan, 1 klarifikasi, 2 halaman"]
    assert "Peringatan:" in done.stderr
    assert "layanan-pindah.md:16" in done.stderr
    assert (project / "situs/index.html").is_file()


def test_build_gives_the_same_site_as_plain_pelican(project: Path) -> None:
    assert monitor(project, "site", "build").returncode == 0
    done = subprocess.run([sys.executable, "-m", "pelican", str(project / "content"), "-o", str(project / "polos")],
                          cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0
    trees = [{file.relative_to(folder): file.read_bytes() for file in folder.rglob("*")
              if file.is_file() and "pagefind" not in file.parts}
             for folder in (project / "situs", project / "polos")]
    assert trees[0] == trees[1]


def test_bad_content_ends_with_one_clear_message(project: Path) -> None:
    path = project / "content/penjelasan/cek-izin.md"
    path.write_text(path.read_text("utf-8").replace("Date: 2025-09-10 09:00", "Date: 31/02/2026"), "utf-8")
    done = monitor(project, "site", "build")
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("Galat: Situs tidak dibangun, 1 masalah pada berkas isi:\n")
    assert "cek-izin.md:3: Date '31/02/2026' bukan tanggal yang sah." in done.stderr
    assert "Tulis seperti: Date: 2025-09-17 10:00" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (project / "situs").exists()


def test_a_broken_link_is_named_with_its_file(project: Path) -> None:
    path = project / "content/siaran-pers/layanan-pindah.md"
    path.write_text(path.read_text("utf-8").replace("cek-izin.md", "hilang.md"), "utf-8")
    done = monitor(project, "site", "build")
    assert done.returncode == 1
    assert done.stderr.splitlines()[:2] == [
        "Galat: Situs tidak dibangun, 1 tautan tidak berfungsi:",
        "  - siaran-pers/layanan-pindah.md: halaman '/penjelasan/hilang.md' tidak ada. "
        "Tulis seperti: {filename}/penjelasan/nama-berkas.md"]
    assert "Traceback" not in done.stderr
    assert done.stderr.count("Situs yang lama tidak berubah") == 1


def test_a_link_to_an_embargoed_page_stops_the_build(project: Path) -> None:
    path = project / "content/siaran-pers/layanan-pindah.md"
    path.write_text(path.read_text("utf-8").replace("/penjelasan/cek-izin.md#b-langkah", "embargo.md"), "utf-8")
    done = monitor(project, "site", "build")
    assert done.returncode == 1
    assert "halaman 'embargo.md' belum terbit" in done.stderr


def test_a_fault_in_the_theme_is_reported_without_a_traceback(project: Path) -> None:
    theme = shutil.copytree(ROOT / "themes", project / "themes") / "p2mi/templates/page.html"
    theme.write_text(theme.read_text("utf-8") + "{% endfor %}", "utf-8")
    settings = (ROOT / "pelicanconf.py").read_text("utf-8")
    (project / "pelicanconf.py").write_text(settings, "utf-8")
    (project / "monitor.toml").unlink()
    done = monitor(project, "site", "build")
    assert done.returncode == 1
    assert done.stderr.startswith("Galat: Situs tidak dibangun karena galat pada tema atau pengaturan: ")
    assert "endfor" in done.stderr
    assert "Traceback" not in done.stderr
    assert [path.name for path in (project / "keluaran").iterdir() if path.name != "simpanan"] == []


def test_other_files_are_never_overwritten(project: Path) -> None:
    (project / "arsip").mkdir()
    (project / "arsip/naskah.txt").write_text("penting", "utf-8")
    done = monitor(project, "site", "build", "--out", "arsip")
    assert done.returncode == 1
    assert "tidak akan ditimpa" in done.stderr
    assert "Traceback" not in done.stderr
    assert (project / "arsip/naskah.txt").read_text("utf-8") == "penting"


def test_outside_the_project_the_missing_file_is_named(tmp_path: Path) -> None:
    done = monitor(tmp_path, "site", "build")
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "Galat: pelicanconf.py tidak ditemukan.",
        "Jalankan dari folder proyek, atau isi [site] settings di monitor.toml."]


def test_serve_shows_the_site_until_interrupted(project: Path) -> None:
    process = subprocess.Popen([sys.executable, "-m", "monitor", "site", "serve", "--port", "0"], cwd=project,
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8",
                               env={**os.environ, "PYTHONUNBUFFERED": "1"})
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "1 siaran pers, 1 penjelasan, 1 klarifikasi, 2 halaman\n"
        found = re.fullmatch(r"Buka (http://127\.0\.0\.1:\d+/) \(Ctrl-C untuk berhenti\)\n", process.stdout.readline())
        assert found
        with urllib.request.urlopen(found[1]) as answer:
            assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
            assert "Informasi pelindungan pekerja migran" in answer.read().decode()
        for wrong in ("tidak/ada", "%2e%2e/monitor.toml", "theme/"):
            with pytest.raises(HTTPError) as error:
                urllib.request.urlopen(found[1] + wrong)
            assert error.value.code == 404
            assert "Halaman tidak ditemukan" in error.value.read().decode()
        second = monitor(project, "site", "serve", "--port", found[1].rsplit(":", 1)[1].rstrip("/"))
        assert second.returncode == 1
        assert "tidak bisa dipakai" in second.stderr
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 0
        assert process.stdout.read() == f"Panduan petugas: {found[1]}panduan/\nBerhenti.\n"
    finally:
        process.kill()
        process.wait()


def test_a_folder_that_cannot_be_made_is_told_in_indonesian(project: Path) -> None:
    done = monitor(project, "site", "build", "--out", "/proc/situs")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-2].startswith("Galat: Situs tidak dapat ditulis ke /proc/situs (")
    assert done.stderr.splitlines()[-1].startswith("Situs lama tidak berubah.")
    assert "Errno" not in done.stderr
