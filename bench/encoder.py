"""Measure the accurate size on headlines with a lead, beside a randomly initialised BERT-base on the same texts.

Both read the same texts in the same run, one after the other in processes of their own, on as many cores. Load time
counts from the first import to the first text tagged; peak memory is of the tagging process.

Usage: python bench/encoder.py [ITEMS] [CORES] [MODEL]      prints one JSON object; BENCH_TORCH_PYTHON names an
interpreter with PyTorch for BERT, which is not measured without it
"""

from __future__ import annotations

import json
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

from bert_base import PYTHON, measure
from tag import DAYS, PEOPLE, PLACES, SENTENCES, THREADS

BERT_ITEMS = 200


def main() -> None:
    """Measure ours in a process of its own, then BERT, and print both with their ratio."""
    if sys.argv[1:2] == ["--ours"]:
        print(json.dumps(ours(*sys.argv[2:])))
        return
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    cores = int(sys.argv[2]) if len(sys.argv) > 2 else min(2, os.cpu_count() or 1)
    model = sys.argv[3] if len(sys.argv) > 3 else "akurat"
    done = subprocess.run([sys.executable, __file__, "--ours", str(count), str(cores), model], stdout=subprocess.PIPE,
                          env=os.environ | dict.fromkeys(THREADS, "1"), text=True, check=True)
    figures: dict[str, Any] = {"bench": "encoder", "cores": cores, **json.loads(done.stdout)}
    found = measure([f"{title}. {lead}" for title, lead in items(BERT_ITEMS)], cores=cores)
    if found is None:
        figures["bert_base"] = f"not measured: {PYTHON} names no interpreter with PyTorch"
    else:
        figures["bert_base"] = found
        figures["times_bert_base"] = round(figures["items_per_second"] / found["items_per_second"], 1)
        figures["times_bert_base_cpu"] = round(figures["items_per_cpu_second"] / found["items_per_cpu_second"], 1)
    print(json.dumps(figures))


def ours(count: str, cores: str, model: str) -> dict[str, Any]:
    """Load, tag once to warm up and once to measure."""
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:int(cores)])
    wall, cpu = time.perf_counter(), time.process_time()
    from monitor.config.settings import Tagging
    from monitor.models import TextKind
    from monitor.tagging import load

    tagger = load(Tagging(model=model))
    tagger.tag_text("Pekerja migran tiba di Nunukan", "")
    loaded, loaded_cpu = time.perf_counter() - wall, time.process_time() - cpu
    texts = [(title, lead, TextKind.FULL, None) for title, lead in items(int(count))]
    for _ in tagger.tag_texts(texts[:50]):
        pass
    wall, cpu = time.perf_counter(), time.process_time()
    relevant = sum(tags.relevant for tags in tagger.tag_texts(texts))
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return {"items": len(texts), "words_each": round(sum(len(f"{title} {lead}".split()) for title, lead, _, _ in texts)
                                                     / len(texts)), "relevant": relevant,
            "items_per_second": round(len(texts) / wall, 1), "items_per_cpu_second": round(len(texts) / cpu, 1),
            "load_seconds": round(loaded, 2), "load_cpu_seconds": round(loaded_cpu, 2),
            "peak_memory_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024), "model": tagger.model}


def items(count: int) -> Iterator[tuple[str, str]]:
    """Yield invented headlines, each with a lead of two sentences."""
    dice = random.Random(13)
    for _ in range(count):
        said = [dice.choice(SENTENCES).format(person=dice.choice(PEOPLE), place=dice.choice(PLACES),
                                              n=dice.randint(2, 900), day=dice.choice(DAYS)) for _ in range(3)]
        yield " ".join(said[0].rstrip(".").split()[:10]), " ".join(said[1:])


if __name__ == "__main__":
    main()
