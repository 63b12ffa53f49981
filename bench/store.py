"""Measure the store: items/s in with full-text index, and a week's reads from a large store.

Run: `python bench/store.py [--items 100000] [--url sqlite:///path]`. The texts are generated (about 300 words each,
Zipf-distributed over 30,000 made-up words, so that the index is as large as real text makes it).
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path

from monitor.models import (
    Article,
    Grouping,
    ItemKind,
    Polarity,
    SourceResult,
    SourceState,
    SourceStatus,
    Tags,
    TextKind,
    TimeOrigin,
    Timestamp,
    Tone,
    ToneLabel,
)
from monitor.storage.store import Store
from monitor.weeks import Week

_START = datetime(2025, 1, 6, tzinfo=UTC)
_WEEKS = 52
_PER_VISIT = 20
_TAGS = Tags(True, "menyebut PMI", Tone(ToneLabel.NEUTRAL, {"positive": 0.2, "neutral": 0.5, "negative": 0.3}),
             Polarity.NEGATIVE, ("tppo",), ("bp3mi-riau",), ("my",), evidence="Kalimat penentu.", model="bench")


def main() -> None:
    """Print what was measured, one line each."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--items", type=int, default=100_000)
    options.add_argument("--words", type=int, default=300)
    options.add_argument("--url", default="")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        with Store(given.url or f"sqlite:///{folder}/bench.sqlite") as store:
            _measure(store, _articles(given.items, given.words))
        if not given.url:
            print(f"ukuran berkas: {sum(file.stat().st_size for file in Path(folder).iterdir()) / 1e6:,.0f} MB")


def _measure(store: Store, articles: list[Article]) -> None:
    first, rest = articles[:len(articles) // 10], articles[len(articles) // 10:]
    _rate("keep(), satu transaksi per 20 butir", len(first), lambda: _keep(store, first))
    _rate("add(), 5.000 butir per panggilan", len(rest),
          lambda: [store.add(rest[at:at + 5000]) for at in range(0, len(rest), 5000)])
    _rate("ulangan: add() butir yang sudah ada", len(first), lambda: store.add(first))
    relevant = [(article.id, _TAGS) for article in articles]
    _rate("save_tags()", len(relevant),
          lambda: [store.save_tags(relevant[at:at + 500]) for at in range(0, len(relevant), 500)])
    groups = [Grouping(article.id, article.id, article.id) for article in articles]
    _rate("save_groupings()", len(groups), lambda: store.save_groupings(groups))
    _rate("untagged(None): baca semua", len(articles), lambda: sum(map(len, store.untagged(None))))
    week = Week.of(_START + timedelta(weeks=30))
    for label, call in (("clips() satu minggu", lambda: store.clips(week.start, week.end)),
                        ("week_counts() sembilan minggu", lambda: store.week_counts([week.back(n) for n in range(9)])),
                        ("search() kata umum", lambda: store.search("kata0")),
                        ("search() kata langka", lambda: store.search("kata29000 kata3")),
                        ("relevant_span()", store.relevant_span), ("count()", store.count),
                        ("source_outcomes()", lambda: store.source_outcomes(week.start, week.end))):
        started, worked = time.perf_counter(), time.process_time()
        found = call()
        print(f"{label}: {(time.perf_counter() - started) * 1000:,.0f} ms, "
              f"CPU {(time.process_time() - worked) * 1000:,.0f} ms"
              + (f" ({len(found):,} hasil)" if isinstance(found, list) else ""))


def _keep(store: Store, articles: list[Article]) -> None:
    run = store.begin_run(_START)
    for at in range(0, len(articles), _PER_VISIT):
        name = f"sumber-{at % 99}"
        visit = SourceResult(name, name, SourceStatus.NEW)
        store.keep(run, visit, articles[at:at + _PER_VISIT], SourceState(name), _START)


def _rate(label: str, count: int, work: Callable[[], object]) -> None:
    started, worked = time.perf_counter(), time.process_time()
    work()
    seconds, busy = time.perf_counter() - started, time.process_time() - worked
    print(f"{label}: {count / seconds:,.0f} butir/detik, {count / busy:,.0f} per detik CPU "
          f"({count:,} dalam {seconds:.1f} detik)", flush=True)


def _articles(count: int, words: int) -> list[Article]:
    chance = random.Random(1)
    vocabulary = [f"kata{number}" for number in range(30_000)]
    weights = list(accumulate(1 / (rank + 2) for rank in range(len(vocabulary))))
    return [_article(number, count, chance.choices(vocabulary, cum_weights=weights, k=words))
            for number in range(count)]


def _article(number: int, count: int, words: list[str]) -> Article:
    at = _START + timedelta(weeks=_WEEKS) * number / count
    return Article(
        id=f"{number * 2654435761 % 2**64:016x}", url=f"https://media{number % 99}.example/{number}",
        title=" ".join(words[:10]), text=" ".join(words), text_kind=TextKind.FULL, kind=ItemKind.NEWS,
        source_id=f"sumber-{number % 99}", outlet=f"Media {number % 99}", tier=1,
        published=Timestamp(at, TimeOrigin.FEED), fetched_at=at,
    )


if __name__ == "__main__":
    main()
