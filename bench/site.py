"""Measure a cold build of the site beside Pelican's `simple` theme on the same files, in the same run.

Run: `python bench/site.py [--articles 1000 ...] [--rounds 3] [--checker]`. The files are invented: half releases, four
in ten explainers, one in ten clarifications, each of about 350 words with headings, lists and links, two topics and
three sources. Every build is a process of its own that starts with an empty output folder. `simple` runs with
Pelican's defaults and no plugin; ours with the settings we ship, less the search index, share kits and PDFs. Releases
are checked once beforehand and their findings kept, as between two builds at work; `--checker` times that check apart.
The bar is 1.4 times `simple`.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from shutil import rmtree
from statistics import median

ROOT = Path(__file__).parents[1]
BAR = 1.4
_FIRST = datetime(2016, 1, 4, 9)
_SIMPLE = """PATH = "content"
TIMEZONE = "Asia/Jakarta"
LOCALE = ["C.UTF-8"]
DEFAULT_LANG = "id"
SITENAME = "Pembanding"
PLUGINS = []
READERS = {"rst": None}
"""
_TOPICS = ("biaya-penempatan", "p3mi-pengawasan", "hoaks-lowongan-palsu", "aduan-layanan", "vokasi-kapasitas")
_PLACES = ("Surabaya", "Semarang", "Serang", "Bandung", "Medan")
_SUBJECTS = ("Petugas layanan", "Keluarga pekerja", "Calon pekerja", "Pegawai dinas", "Kepala desa", "Relawan",
             "Peserta latihan", "Penerjemah bahasa", "Pengantar kerja", "Ibu rumah tangga", "Mahasiswa magang",
             "Pemandu latihan")
_DEEDS = ("membaca daftar dokumen", "mencatat nomor antrean", "menyimpan bukti pembayaran", "memotret halaman paspor",
          "mengisi formulir aduan", "mengikuti latihan bahasa", "membandingkan isi kontrak", "menanyakan izin",
          "menghitung ongkos perjalanan", "memeriksa jadwal wawancara", "menulis alamat majikan",
          "menyiapkan surat keterangan")
_PLACED = ("di loket", "di kantor desa", "di balai latihan", "di rumah warga", "di ruang tunggu", "di aula dinas",
           "di perpustakaan", "di terminal", "di lapangan", "di sekolah")
_TIMES = ("sebelum berangkat", "setelah mendaftar", "ketika kontrak dibacakan", "selama masa tunggu", "saat hujan",
          "sesudah wawancara", "pada hari kerja", "menjelang siang", "sejak pagi", "hingga sore")

@dataclass(frozen=True, slots=True)
class Build:
    """One build: wall seconds, processor seconds, peak memory in MB."""

    seconds: float
    cpu: float
    peak: float


def main() -> None:
    """Write the content, then time both builders in turn."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--articles", type=int, nargs="+", default=[1000])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--checker", action="store_true", help="also time the first check of all releases")
    options = parser.parse_args()
    for articles in options.articles:
        with tempfile.TemporaryDirectory() as name:
            print(json.dumps(measure(Path(name), articles, options.rounds, checker=options.checker), indent=2))


def measure(folder: Path, articles: int, rounds: int, *, checker: bool) -> dict[str, object]:
    """Return the medians of both builders over some rounds, taken in turn."""
    write_content(folder / "content", articles)
    (folder / "simple.py").write_text(_SIMPLE, "utf-8")
    (folder / "keluaran").mkdir()  # where the findings of the release checker are kept
    first = build_ours(folder)
    ours, simple = [], []
    for _ in range(rounds):
        simple.append(build_simple(folder))
        ours.append(build_ours(folder))
    middle, peer = (median(each.seconds for each in builds) for builds in (ours, simple))
    found: dict[str, object] = {
        "articles": articles, "rounds": rounds, "ours_seconds": round(middle, 2), "simple_seconds": round(peer, 2),
        "ratio": round(middle / peer, 2), "bar": BAR,
        "ours_cpu_seconds": round(median(each.cpu for each in ours), 2),
        "simple_cpu_seconds": round(median(each.cpu for each in simple), 2),
        "ours_peak_mb": round(max(each.peak for each in ours)),
        "ours_files": count(folder / "ours"), "simple_files": count(folder / "simple"),
    }
    if checker:
        found["first_check_of_releases_seconds"] = round(first.seconds - middle, 1)
    return found


def build_ours(folder: Path) -> Build:
    """Build with our settings, theme and plugin."""
    return build(folder / "ours", str(folder / "content"), "--settings", str(ROOT / "pelicanconf.py"),
                 "--extra-settings", "PENCARIAN=false", "PDF=false", "KIT_BAGIKAN=false")


def build_simple(folder: Path) -> Build:
    """Build with the theme `simple` and Pelican's defaults."""
    return build(folder / "simple", str(folder / "content"), "--settings", str(folder / "simple.py"),
                 "--theme-path", "simple")


def build(out: Path, *arguments: str) -> Build:
    """Run Pelican into an empty folder; what it says is shown only when it fails."""
    rmtree(out, ignore_errors=True)
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run([sys.executable, "-m", "pelican", *arguments, "--output", str(out)], cwd=ROOT,
                          env={**os.environ, "SITEURL": "https://contoh.invalid"}, capture_output=True, text=True,
                          check=False)
    seconds, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(done.stdout + done.stderr)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Build(seconds, cpu, after.ru_maxrss / 1024)


def count(folder: Path) -> int:
    """Count the files of a site."""
    return sum(path.is_file() for path in folder.rglob("*"))


def write_content(folder: Path, articles: int) -> None:
    """Write the files: the pages we ship, and `articles` invented articles from one seed."""
    chance = random.Random(4)
    (folder / "pages").mkdir(parents=True)
    for page in (ROOT / "content/pages").glob("*.md"):
        text = page.read_text("utf-8")
        (folder / "pages" / page.name).write_text(text.replace("{filename}/penjelasan/", "https://contoh.invalid/"))
    for number in range(articles):
        kind = ("siaran-pers", "penjelasan", "siaran-pers", "penjelasan", "klarifikasi", "siaran-pers", "penjelasan",
                "siaran-pers", "penjelasan", "siaran-pers")[number % 10]
        path = folder / kind / f"naskah-{number}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(article(chance, kind, number), "utf-8")


def article(chance: random.Random, kind: str, number: int) -> str:
    """Write one article as staff would: front matter, paragraphs, lists, headings, a link to another page."""
    moment = _FIRST + timedelta(hours=13 * number)
    place = chance.choice(_PLACES)
    head = [f"Title: {sentence(chance).rstrip('.')[:50]} ke-{number}", f"Slug: naskah-{number}",
            f"Date: {moment:%Y-%m-%d %H:%M}", f"Type: {kind}", f"Summary: {sentence(chance)}",
            f"Topics: {', '.join(chance.sample(_TOPICS, 2))}", "Checked: 2026-03-05", _sources(number)]
    opening = sentence(chance)
    if kind == "siaran-pers":
        head += [f"City: {place}", "Contact: Pusat panggilan 0-800-1000"]
        opening = f"{place}, KemenP2MI ({moment:%d/%m/%Y}) – {opening}"
    elif kind == "penjelasan":
        head += [f"Answer: {sentence(chance)} {sentence(chance)}", "Helpers: Balai | 0-800-1000 | pada jam kerja",
                 "    Dinas tenaga kerja | datang ke kantor | pada jam kerja", "Legal: UU 18/2017: pelindungan pekerja"]
    else:
        head += [f"Fact: {sentence(chance)}", f"Claim: {sentence(chance)}", "Verdict: SALAH",
                 "Seen: Grup pesan warga", f"Advice: {sentence(chance)}", f"    {sentence(chance)}"]
    closing = "\n\n** (Humas/KemenP2MI)" if kind == "siaran-pers" else ""
    return "\n".join(head) + "\n\n" + opening + "\n\n" + body(chance, number) + closing + "\n"


def _sources(number: int) -> str:
    names = ("Harian Satu", "Warta Dua", "Kabar Tiga")
    lines = [f"{name} | https://contoh.invalid/{number}/{at} | diperiksa 2026-03-05" for at, name in enumerate(names)]
    return "Sources: " + "\n    ".join(lines)


def body(chance: random.Random, number: int) -> str:
    """Write about 300 words: three parts of two paragraphs, the second with steps, the third with a link."""
    parts = [paragraph(chance), paragraph(chance), "## Langkah pertama", paragraph(chance),
             "\n".join(f"{step}. {sentence(chance)}" for step in range(1, 5)), "## Yang perlu **diingat**",
             paragraph(chance), "\n".join(f"- {sentence(chance)}" for _ in range(3)),
             paragraph(chance) + f" Lihat [naskah lain](https://contoh.invalid/{number}/)."]
    return "\n\n".join(parts)


def paragraph(chance: random.Random) -> str:
    """Write five sentences."""
    return " ".join(sentence(chance) for _ in range(5))


def sentence(chance: random.Random) -> str:
    """Write one plain sentence of about nine words."""
    return f"{chance.choice(_SUBJECTS)} {chance.choice(_DEEDS)} {chance.choice(_PLACED)} {chance.choice(_TIMES)}."


if __name__ == "__main__":
    main()
