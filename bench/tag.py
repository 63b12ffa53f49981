"""Measure tagging speed on one core: articles of about 300 words, rules, entities, quotes and tone together.

Usage: python bench/tag.py [ARTICLES]      prints one JSON object
"""

from __future__ import annotations

import json
import os
import random
import resource
import sys
import time
from collections.abc import Iterator

from monitor.models import TextKind

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS", "BLIS_NUM_THREADS")
PLACES = ("Nunukan", "Batam", "Kupang", "Mataram", "Cilacap", "Indramayu", "Malaysia", "Taiwan", "Hong Kong", "Kamboja")
PEOPLE = ("Menteri P2MI Mukhtarudin", "Wakil Menteri P2MI Christina Aryani", "Kepala BP3MI Riau Budi Hartawan",
          "Direktur Migrant CARE Wahyu Susilo", "Bupati Sri Lestari", "Kombes Pol Andi Prakoso")
SENTENCES = (
    "{person} menyampaikan bahwa {n} pekerja migran asal {place} telah tiba di pelabuhan pada {day} pagi.",
    "“Kami meminta semua pihak menjaga hak para pekerja dan keluarganya di {place},” kata {person}.",
    "Para pekerja itu dipulangkan dari {place} setelah menjalani pemeriksaan dokumen selama {n} hari.",
    "Keluarga korban menilai penanganan pengaduan lambat dan tidak ada kabar dari petugas selama {n} minggu.",
    "BP3MI menyiapkan ambulans, makanan, dan biaya perjalanan sampai ke rumah masing-masing di {place}.",
    "Polisi menangkap {n} orang yang diduga menjadi calo keberangkatan nonprosedural ke {place}.",
    "Pelatihan bahasa dan sertifikasi perawat dibuka untuk {n} peserta dari {place} mulai {day}.",
    "Anggota DPR mendesak pemerintah menertibkan perusahaan penempatan yang memungut biaya berlebih.",
)
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat")


def main() -> None:
    """Generate articles, tag them once to warm up and once to measure, and print the figures."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    for name in THREADS:  # read when the numeric libraries are first imported, below
        os.environ[name] = "1"
    start = time.perf_counter()
    from monitor.tagging import load

    tagger = load()
    loaded = time.perf_counter() - start
    articles = list(_articles(count))
    for _ in tagger.tag_texts(articles[:200]):
        pass
    wall, cpu = time.perf_counter(), time.process_time()
    relevant = sum(tags.relevant for tags in tagger.tag_texts(articles))
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    words = sum(len(text.split()) for _, text, _, _ in articles) / count
    print(json.dumps({
        "bench": "tag", "articles": count, "words_each": round(words), "relevant": relevant,
        "articles_per_second": round(count / wall, 1), "articles_per_cpu_second": round(count / cpu, 1),
        "load_seconds": round(loaded, 2),
        "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
        "model": tagger.model}))


def _articles(count: int) -> Iterator[tuple[str, str, TextKind, None]]:
    dice = random.Random(11)
    for number in range(count):
        sentences = [dice.choice(SENTENCES).format(person=dice.choice(PEOPLE), place=dice.choice(PLACES),
                                                   n=dice.randint(2, 900), day=dice.choice(DAYS)) for _ in range(22)]
        extra = " ".join(f"kata{dice.randint(0, 20_000)}" for _ in range(8))
        yield f"Berita {number}: {sentences[0]}", "\n".join([*sentences, extra]), TextKind.FULL, None


if __name__ == "__main__":
    main()
