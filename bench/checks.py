"""Measure the release checker: releases of 600 words, all rules, read from files as `monitor release check` does.

Usage: python bench/checks.py [RELEASES]      prints one JSON object
"""

from __future__ import annotations

import json
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

WORDS = 600
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
PLACES = ("Nunukan", "Batam", "Kupang", "Mataram", "Cilacap", "Indramayu", "Sambas", "Dumai", "Blitar", "Ende", "Lebak")
LANDS = ("Malaysia", "Taiwan", "Hong Kong", "Jepang", "Korea Selatan", "Arab Saudi", "Brunei Darussalam", "Polandia")
FIRST = ("Ratna", "Bayu", "Gunawan", "Marselina", "Yosef", "Halimah", "Darsono", "Nengah", "Tigor", "Fadlan")
LAST = ("Widuri", "Hartono", "Simbolon", "Tefa", "Lewar", "Prasodjo", "Mahendra", "Siregar", "Wirya", "Abdullah")
SENTENCES = (
    "Sebanyak {total} orang pulang dari {land}, terdiri atas {men} laki-laki dan {women} perempuan.",
    "Mereka tiba di {place} pada {weekday} ({day}) setelah menempuh perjalanan laut selama {n} jam.",
    "Kepala Dinas Tenaga Kerja {place}, {person}, mengatakan layanan dibuka setiap hari kerja di kantor kabupaten.",
    "“Kami mencatat setiap aduan dan menjawabnya dalam {n} hari,” kata {person} kepada peserta.",
    "Balai Pelayanan Pelindungan Pekerja Migran Indonesia (BP3MI) setempat menyiapkan makanan, obat, dan angkutan.",
    "Ketentuan itu tercantum dalam Undang-Undang Nomor 18 Tahun 2017 tentang Pelindungan Pekerja Migran Indonesia.",
    "Menteri P2MI Mukhtarudin meminta balai mempercepat pendataan keluarga di {place} dan sekitarnya.",
    "Peserta dari {place} mengikuti kelas bahasa selama {n} minggu, lalu menempuh ujian di {place2}.",
    "Petugas memeriksa kontrak, paspor, dan jaminan sosial sebelum rombongan berangkat ke {land}.",
    "Biaya pelatihan Rp{n} juta ditanggung pemerintah daerah sehingga peserta tidak dipungut apa pun.",
    "Perwakilan Indonesia di {land} membantu mengurus dokumen perjalanan bagi {n} pekerja yang paspornya hilang.",
    "Warga dapat menyampaikan pertanyaan melalui WhatsApp 0811-8080-141 atau datang ke kantor P4MI {place}.",
    "Menurut {person}, kerja sama dengan kampus dan pemerintah desa memperluas jangkauan penyuluhan.",
    "Petugas melayani setipa warga yang datang ke kantor, termasuk pada hari libur, tanpa himbauan tertulis.",
)


def main() -> None:
    """Write the releases, check one after loading, then all, and print the figures."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    start = time.perf_counter()
    from monitor.newsroom.checks.check import check, check_files, choose
    from monitor.newsroom.checks.draft import read_manuscript

    chosen = choose()
    with tempfile.TemporaryDirectory() as folder:
        files = [_write(Path(folder), number) for number in range(count + 21)]
        check(read_manuscript(files[-1]), chosen)
        loaded = time.perf_counter() - start
        single = [_timed(lambda path=path: check(read_manuscript(path), chosen)) for path in files[count:-1]]
        wall, cpu = time.perf_counter(), _cpu()
        found = sum(len(inside) for _, inside in check_files(files[:count], chosen))
        wall, cpu = time.perf_counter() - wall, _cpu() - cpu
    print(json.dumps({
        "bench": "checks", "releases": count, "words_each": WORDS, "rules": len(chosen), "findings": found,
        "load_seconds": round(loaded, 2), "one_release_seconds": round(sorted(single)[len(single) // 2], 3),
        "one_release_slowest_seconds": round(max(single), 3), "all_seconds": round(wall, 1),
        "all_cpu_seconds": round(cpu, 1),
        "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)}))


def _cpu() -> float:
    """Return the processor seconds of this process and of those it started."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(each.ru_utime + each.ru_stime for each in used)


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _write(folder: Path, number: int) -> Path:
    """Write one release of 600 words with front matter; every fifteenth sentence holds a slip."""
    dice = random.Random(number)
    on = date(2026, 1, 1) + timedelta(days=number % 300)
    city = dice.choice(PLACES)
    paragraphs: list[str] = []
    while sum(len(each.split()) for each in paragraphs) < WORDS:
        paragraphs.append(" ".join(_sentence(dice, on) for _ in range(3)))
    path = folder / f"rilis-{number:04}.md"
    path.write_text(
        f"Title: Layanan pekerja migran di {city} dibuka setiap hari kerja\nSlug: layanan-{number}\nDate: {on} 10:00\n"
        "Type: siaran-pers\nSummary: Balai membuka layanan tambahan bagi keluarga pekerja.\nTopics: layanan\n"
        f"City: {city}\nContact: Humas, telepon kantor\n\n{city}, KemenP2MI ({on:%d/%m/%Y}) – "
        + "\n\n".join(paragraphs) + "\n\n** (Humas/KemenP2MI)\n", "utf-8")
    return path


def _sentence(dice: random.Random, on: date) -> str:
    day = on - timedelta(days=dice.randint(0, 20))
    men, women = dice.randint(2, 400), dice.randint(2, 400)
    return dice.choice(SENTENCES).format(
        total=men + women, men=men, women=women, n=dice.randint(2, 90), place=dice.choice(PLACES),
        place2=dice.choice(PLACES), land=dice.choice(LANDS), weekday=DAYS[day.weekday()], day=f"{day:%d/%m/%Y}",
        person=f"{dice.choice(FIRST)} {dice.choice(LAST)}")


if __name__ == "__main__":
    main()
