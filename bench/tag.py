"""Measure tagging speed of the fast size on one core: rules, entities, quotes, evidence and tone together.

Two rows: articles of about 300 words, and headlines of about 12 words with a lead of about 25, the latter beside a
randomly initialised BERT-base on the same texts and the same core (bench/bert_base.py says how to have it measured).
Two words of each item are hardly in any other; of real items, 1.1 to 1.7 words are new after the first few thousand.
The accurate size is measured by bench/encoder.py.

Usage: python bench/tag.py [ARTICLES [ITEMS [FILE.jsonl]]]      prints one JSON object per row
FILE.jsonl has rows with title and text of your own; those as long as a headline with a lead are a third row.
"""

from __future__ import annotations

import json
import os
import random
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from bert_base import PYTHON, measure

from monitor.models import TextKind

Item = tuple[str, str, TextKind, None]
BERT_ITEMS, WARMING = 128, 1000
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
    """Measure the rows on one core and print each."""
    articles, items = (int(sys.argv[at]) if len(sys.argv) > at else least for at, least in ((1, 1000), (2, 5000)))
    for name in THREADS:  # read when the numeric libraries are first imported, below
        os.environ[name] = "1"
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    start = time.perf_counter()
    from monitor.config.settings import Tagging
    from monitor.tagging import load

    tagger = load(Tagging(model="cepat"))
    loaded = {"load_seconds": round(time.perf_counter() - start, 2), "model": tagger.model}
    show("articles", _speed(tagger, list(_articles(articles + 200)), warming=200) | loaded)
    texts = list(_items(items + WARMING))
    ours = _speed(tagger, texts, warming=WARMING)
    show("headlines with a lead", ours | loaded | _beside_bert(texts[:BERT_ITEMS], ours))
    if len(sys.argv) > 3:
        texts = list(_short_rows(Path(sys.argv[3])))
        show("headlines with a lead, given", _speed(tagger, texts, warming=len(texts) // 2))


def show(row: str, figures: dict[str, Any]) -> None:
    """Print one row."""
    peak = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    print(json.dumps({"bench": "tag", "row": row, **figures, "peak_memory_mb": peak}), flush=True)


def _speed(tagger: Any, texts: Sequence[Item], *, warming: int) -> dict[str, Any]:
    for _ in tagger.tag_texts(texts[:warming]):
        pass
    texts = texts[warming:]
    wall, cpu = time.perf_counter(), time.process_time()
    relevant = sum(tags.relevant for tags in tagger.tag_texts(texts))
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    words = sum(len(title.split()) + len(text.split()) for title, text, _, _ in texts) / len(texts)
    return {"texts": len(texts), "words_each": round(words), "relevant": relevant,
            "per_second": round(len(texts) / wall, 1), "per_cpu_second": round(len(texts) / cpu, 1)}


def _beside_bert(texts: Sequence[Item], ours: dict[str, Any]) -> dict[str, Any]:
    found = measure([f"{title}. {text}" for title, text, _, _ in texts], cores=1)
    if found is None:
        return {"bert_base": f"not measured: {PYTHON} names no interpreter with PyTorch"}
    return {"bert_base": found, "times_bert_base": round(ours["per_second"] / found["items_per_second"]),
            "times_bert_base_cpu": round(ours["per_cpu_second"] / found["items_per_cpu_second"])}


def _articles(count: int) -> Iterator[Item]:
    dice = random.Random(11)
    for number in range(count):
        sentences = [_sentence(dice) for _ in range(22)]
        extra = " ".join(f"kata{dice.randint(0, 20_000)}" for _ in range(8))
        yield f"Berita {number}: {sentences[0]}", "\n".join([*sentences, extra]), TextKind.FULL, None


def _items(count: int) -> Iterator[Item]:
    dice = random.Random(17)
    for _ in range(count):
        title = _sentence(dice).strip(".“”").split()
        lead = f"{_sentence(dice)} {_sentence(dice)}".split()
        title[11:], lead[24:] = [], lead[-1:]
        for words in (title, lead):
            words.insert(dice.randint(1, len(words) - 1), _rare_word(dice))
        yield " ".join(title), " ".join(lead), TextKind.FULL, None


def _sentence(dice: random.Random) -> str:
    return dice.choice(SENTENCES).format(person=dice.choice(PEOPLE), place=dice.choice(PLACES),
                                         n=dice.randint(2, 900), day=dice.choice(DAYS))


def _rare_word(dice: random.Random) -> str:
    """Return a word that looks Indonesian and is one of four million."""
    syllables = "".join(dice.choice("bcdghjklmnprstw") + dice.choice("aiueo") + dice.choice(" rng").strip()
                        for _ in range(dice.randint(2, 3)))
    first, last = dice.choice(("", "ber", "di", "ke", "me", "pe", "ter")), dice.choice(("", "an", "i", "kan", "nya"))
    return f"{first}{syllables}{last}"


def _short_rows(path: Path) -> Iterator[Item]:
    for row in map(json.loads, path.read_text("utf-8").splitlines()):
        if 5 <= len(row["title"].split()) <= 20 and 15 <= len(row["text"].split()) <= 60:
            yield row["title"], row["text"], TextKind.FULL, None


if __name__ == "__main__":
    main()
