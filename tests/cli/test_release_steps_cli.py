from __future__ import annotations

import os
import pty
import select
import shutil
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

from monitor.weeks import WIB

ROOT = Path(__file__).parents[2]
TODAY = datetime.now(WIB)
TEXT = (f"Title: Kelas bahasa dibuka di Solo\nSlug: kelas-solo\nDate: {TODAY:%Y-%m-%d} 00:01\nType: siaran-pers\n"
        "Status: draft\nSummary: Kelas bahasa dibuka di Solo.\nTopics: kerja-sama-negara-tujuan\nCity: Solo\n"
        f"Contact: Humas, 021 1234 5678\nChecked: 2026-03-05\n\nSolo, KemenP2MI ({TODAY:%d/%m/%Y}) – Kelas bahasa "
        "dibuka di Solo.\n\n** (Humas/KemenP2MI)\n")
NAME = "kelas-solo"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project folder with the small test site and one draft."""
    shutil.copytree(ROOT / "tests/data/site/content", tmp_path / "content")
    shutil.copy(ROOT / "pelicanconf.py", tmp_path)
    (tmp_path / "themes").symlink_to(ROOT / "themes")
    (tmp_path / f"content/siaran-pers/{NAME}.md").write_text(TEXT, "utf-8")
    return tmp_path


def monitor(project: Path, *words: str, path: str | None = None, given: str = "") -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "HOME": str(project), "GIT_CONFIG_GLOBAL": str(project / ".gitconfig"),
               "GIT_CEILING_DIRECTORIES": str(project.parent), "USER": "petugas", "LOGNAME": "petugas"}
    if path is not None:
        environ["PATH"] = path
    return subprocess.run([sys.executable, "-m", "monitor", *words], cwd=project, env=environ, input=given,
                          capture_output=True, text=True, encoding="utf-8", check=False)


def step(project: Path, *words: str) -> str:
    done = monitor(project, "release", *words)
    assert done.returncode == 0, done.stderr
    return done.stdout


def git(project: Path, *words: str) -> None:
    subprocess.run(["git", "-c", "user.name=Sari Dewi", "-c", "user.email=sari@contoh.invalid", *words], cwd=project,
                   check=True, capture_output=True)


def commit(project: Path, message: str) -> None:
    git(project, "add", "content")
    git(project, "commit", "-q", "-m", message)


def test_the_log_tells_who_did_what_from_git_and_the_file(project: Path) -> None:
    git(project, "init", "-q")
    commit(project, "Tulis naskah kelas")
    step(project, "ready", NAME, "--as", "Sari Dewi")
    commit(project, "Siapkan kelas")
    step(project, "approve", NAME, "--as", "Budi")
    step(project, "publish", NAME, "--as", "Sari Dewi")
    commit(project, "Terbitkan kelas")
    git(project, "mv", f"content/siaran-pers/{NAME}.md", "content/siaran-pers/kelas.md")
    commit(project, "Ganti nama berkas")
    done = monitor(project, "release", "log", NAME)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    for said in ("git  Sari Dewi: Tulis naskah kelas", "git  Sari Dewi: Siapkan kelas (draf → siap disetujui)",
                 "berkas  Budi: menyetujui", "git  Sari Dewi: Terbitkan kelas (siap disetujui → terbit)",
                 "berkas  Sari Dewi: menerbitkan", "git  Sari Dewi: Ganti nama berkas"):
        assert any(said in line for line in lines), (said, done.stdout)
    assert lines[-2].endswith("kelas.md: terbit, naskah sama dengan yang disetujui")
    assert lines[-1] == "1 naskah, 7 catatan"
    path = project / "content/siaran-pers/kelas.md"
    path.write_text(path.read_text("utf-8").replace("Kelas bahasa dibuka di Solo.\n\n**", "Batal.\n\n**"), "utf-8")
    said = monitor(project, "release", "log", NAME).stdout
    assert "naskah BERUBAH sejak disetujui, ada perubahan yang belum disimpan di git" in said


def test_without_git_the_log_says_so_and_uses_the_file(project: Path) -> None:
    step(project, "ready", NAME, "--as", "Sari")
    empty = project / "kosong"
    empty.mkdir()
    done = monitor(project, "release", "log", NAME, path=str(empty))
    assert done.returncode == 0, done.stderr
    assert "git tidak ada" in done.stderr
    assert "berkas  Sari: menandai siap disetujui" in done.stdout
    everything = monitor(project, "release", "log", path=str(empty))
    assert everything.stdout.splitlines()[-1] == "3 naskah, 1 catatan"


def test_the_name_comes_from_git_or_the_account(project: Path) -> None:
    (project / ".gitconfig").write_text("[user]\nname = Ani Lestari\n", "utf-8")
    step(project, "ready", NAME)
    assert "| Ani Lestari" in (project / f"content/siaran-pers/{NAME}.md").read_text("utf-8")
    (project / ".gitconfig").unlink()
    step(project, "ready", NAME)
    assert "| petugas" in (project / f"content/siaran-pers/{NAME}.md").read_text("utf-8")


def test_a_release_is_corrected_and_withdrawn_on_the_built_site(project: Path) -> None:
    for each, by in (("ready", "Sari"), ("approve", "Budi"), ("publish", "Sari")):
        step(project, each, NAME, "--as", by)
    path = project / f"content/siaran-pers/{NAME}.md"
    path.write_text(path.read_text("utf-8").replace("dibuka di Solo.\n\n**", "ditutup di Solo.\n\n**"), "utf-8")
    refused = monitor(project, "site", "build")
    assert refused.returncode == 1
    assert f"{NAME}.md:13: Naskah berubah sesudah disetujui Budi" in refused.stderr
    step(project, "correct", NAME, "--note", "Kelas ditutup, bukan dibuka.", "--as", "Budi")
    assert monitor(project, "site", "build").returncode == 0
    page = project / f"keluaran/situs/siaran-pers/{NAME}/index.html"
    assert "Kelas ditutup, bukan dibuka." in page.read_text("utf-8")
    step(project, "withdraw", NAME, "--reason", "Kelasnya tidak ada.", "--as", "Budi")
    assert monitor(project, "site", "build").returncode == 0
    assert "Kelasnya tidak ada." in page.read_text("utf-8")
    assert "ditutup di Solo" not in page.read_text("utf-8")


@pytest.mark.parametrize(("words", "code", "said"), [
    (("new",), 2, "--title"), (("new", "--title", "A", "--date", "31/02/2026"), 2, "bukan tanggal yang ada"),
    (("new", "--title", "A", "--slug", "../../jahat"), 1, "tidak bisa dipakai sebagai alamat"),
    (("new", "--title", "A", "--topics", "entah"), 1, "Topik entah tidak dikenal"),
    (("new", "--title", "A", "--embargo", "25/11/2026"), 2, "10.00 WITA"),
    (("new", "--title", "A", "--date", "24/11/2026", "--embargo", "25/11/2026 10.00 WIT"), 2, "hari yang berbeda"),
    (("publish", NAME, "--at", "31/02/2026 10.00 WIB"), 2, "bukan waktu yang ada"),
    (("publish", NAME, "--at", "25/11/2026 10.00 GMT"), 2, "bukan waktu yang ada"),
    (("publish", NAME), 1, "belum disetujui"), (("approve", NAME), 2, "--as"), (("approve", NAME, "--as", ""), 1, ""),
    (("approve", "/etc/passwd", "--as", "A"), 1, "bukan siaran pers"), (("ready", "tiada"), 1, "tidak ditemukan"),
    (("correct", NAME, "--as", "A"), 2, "--note"), (("withdraw", NAME, "--as", "A"), 2, "--reason"),
    (("import", "tiada.docx"), 1, "tidak ditemukan"), (("photo", NAME, "tiada.jpg"), 1, "tidak ditemukan"),
    (("preview", "pelicanconf.py"), 1, "tidak ada di folder isi"), (("log", "tiada"), 1, "tidak ditemukan"),
])
def test_wrong_use_is_one_sentence_and_changes_nothing(project: Path, words: tuple[str, ...], code: int,
                                                       said: str) -> None:
    def files() -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in (project / "content").rglob("*") if path.is_file()}

    before = files()
    done = monitor(project, "release", *words)
    assert done.returncode == code, done.stderr
    assert "Galat: " in done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert files() == before


def test_new_takes_an_embargo_in_its_zone(project: Path) -> None:
    done = step(project, "new", "--title", "Posko dibuka", "--city", "Makassar", "--embargo", "25/11/2099 10.00 WITA")
    path = project / "content/siaran-pers/posko-dibuka.md"
    assert "Date: 2099-11-25 10:00 WITA\n" in path.read_text("utf-8")
    assert "Makassar, KemenP2MI (25/11/2099) – " in path.read_text("utf-8")
    assert done.splitlines()[-1].endswith("bagian belum diisi")


def test_new_asks_for_what_it_needs_and_asks_again(project: Path) -> None:
    """On a terminal; the second answer to the topics mends the first."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(project)
        os.execv(sys.executable, [sys.executable, "-m", "monitor", "release", "new"])
    said, answers = "", [("Judul:", "Loket dibuka"), ("Kota [Jakarta]:", "Kupang"), ("Ringkasan", ""),
                         ("Topik (slug", "aduan-layann"), ("mungkin maksudnya 'aduan-layanan'", "aduan-layanan"),
                         ("Kontak Humas", "Humas, 021 1234 5678")]
    while select.select([terminal], [], [], 60)[0]:
        try:
            heard = os.read(terminal, 4096)
        except OSError:  # the terminal is gone with the command
            break
        said += heard.decode("utf-8", "ignore")
        if answers and answers[0][0] in said and said.rstrip(" ").endswith((":", "]:")):
            os.write(terminal, f"{answers.pop(0)[1]}\n".encode())
            said = ""
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0, said
    text = (project / "content/siaran-pers/loket-dibuka.md").read_text("utf-8")
    assert "Topics: aduan-layanan\nCity: Kupang\nContact: Humas, 021 1234 5678\n" in text
