"""Measure story grouping on a generated syndication set: clusters found, pairs right, texts per second.

Run: `python bench/stories.py [--items 10000] [--kind short|long|mixed] [--peer]`. Each original gets one to eight
copies, edited the way portals edit agency copy: dateline and outlet name added, a word inflected or added, case
changed, paragraphs cut or appended, credits at the end. Between them stand look-alikes that are no copies: the same
headline with another number or another place. `--peer` also runs datasketch when it is installed.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from itertools import accumulate

from monitor.models import Article, Clip, ItemKind, TextKind, TimeOrigin, Timestamp
from monitor.stories import group
from monitor.stories.wording import COMMON, wording

_START = datetime(2026, 8, 1, tzinfo=UTC)
_PLACES = ("Riau", "Aceh", "Batam", "Nunukan", "Medan", "Mataram", "Kupang", "Serang", "Lampung", "Pontianak")
_OUTLETS = ("Kabar Satu", "Warta Dua", "Lensa Tiga", "Suara Empat", "Harian Lima", "Portal Enam", "Berita Tujuh")
_OPENINGS = ("{city}, {outlet} - ", "{city} ({agency}) - ", "{outlet}.com, {city} – ", "", "",
             "{city}, 20 Agustus 2026 — ")
_ENDINGS = ("", "", "\nPewarta: Sari\nEditor: Budi\nCopyright © 2026", "\n(sumber: kantor berita)", "\nEditor: Tono")


class Newsroom:
    """Write originals, copies and look-alikes from one seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        roots = ["".join(self.chance.choice("bcdghjklmnprstw") + self.chance.choice("aiueo")
                         for _ in range(self.chance.choice((2, 2, 3, 3, 4)))) for _ in range(20_000)]
        self.vocabulary = [*sorted(COMMON), *dict.fromkeys(roots)]
        self.weights = list(accumulate(1 / (rank + 10) for rank in range(len(self.vocabulary))))

    def words(self, count: int) -> list[str]:
        """Draw words as text has them: function words often, others by Zipf's law."""
        return self.chance.choices(self.vocabulary, cum_weights=self.weights, k=count)

    def original(self, length: int) -> tuple[list[str], list[str]]:
        """Return the words of a headline with a number and a place, and of a text of `length` words."""
        title = [str(self.chance.randint(2, 400)), *self.words(7), self.chance.choice(_PLACES)]
        return title, [*self.words(length), str(self.chance.randint(2, 400)), *self.words(length // 4)]

    def copy(self, title: list[str], text: list[str]) -> tuple[list[str], list[str]]:
        """Edit a headline by a word (two in one copy of seven), and cut, extend or touch up the text."""
        title, text = list(title), list(text)
        for _ in range(2 if self.chance.random() < 0.15 else 1):
            self.edit(title)
        if len(text) > 100:
            match self.chance.randrange(4):
                case 0:
                    text = text[:int(len(text) * self.chance.uniform(0.6, 0.95))]
                case 1:
                    text += self.words(len(text) // 4)
                case 2:
                    for _ in range(len(text) // 30):
                        text[self.chance.randrange(len(text))] = self.words(1)[0]
        return title, text

    def edit(self, title: list[str]) -> None:
        """Inflect, add, drop or capitalise a word of a headline, or leave it."""
        match self.chance.randrange(5):
            case 0:
                title[1] = "me" + title[1]
            case 1:
                title.insert(self.chance.randrange(len(title)), self.words(1)[0])
            case 2:
                del title[self.chance.randrange(1, len(title) - 1)]
            case 3:
                title[:] = [word.upper() for word in title]

    def lookalike(self, title: list[str]) -> list[str]:
        """Return the headline of another event that is told in the same words."""
        if self.chance.random() < 0.5:
            return [str(int(title[0]) + self.chance.randint(1, 50)), *title[1:]]
        return [*title[:-1], self.chance.choice([place for place in _PLACES if place != title[-1]])]

    def clip(self, number: int, title: list[str], text: list[str], at: datetime) -> Clip:
        """Dress words as an outlet publishes them."""
        outlet = self.chance.choice(_OUTLETS)
        opening = self.chance.choice(_OPENINGS).format(city=self.chance.choice(_PLACES), outlet=outlet, agency="ANTARA")
        body = opening + " ".join(text) + self.chance.choice(_ENDINGS) if text else ""
        head = " ".join(title) + (f" - {outlet}" if self.chance.random() < 0.3 else "")
        article = Article(
            id=f"{number * 2654435761 % 2**64:016x}", url=f"https://contoh.example/{number}", title=head, text=body,
            text_kind=TextKind.FULL, kind=ItemKind.NEWS, source_id="bench", outlet=outlet, tier=2,
            published=Timestamp(at, TimeOrigin.FEED), fetched_at=at)
        return Clip(article)


def generate(count: int, kind: str, seed: int = 7) -> tuple[list[Clip], dict[str, int]]:
    """Return `count` clips and the true cluster of each id."""
    room, clips, truth = Newsroom(seed), [], {}
    cluster = 0
    while len(clips) < count:
        length = 0 if kind == "short" or (kind == "mixed" and room.chance.random() < 0.5) else 200
        title, text = room.original(length) if length else (room.original(0)[0], [])
        start = _START + timedelta(hours=room.chance.uniform(0, 24 * 28))
        told = [(title, text, cluster)] + [(*room.copy(title, text), cluster) for _ in range(room.chance.randint(0, 8))]
        if room.chance.random() < 0.3:
            cluster += 1
            told.append((room.lookalike(title), room.original(length)[1] if length else [], cluster))
        cluster += 1
        for words, body, true in told:
            clip = room.clip(len(clips), words, body, start + timedelta(hours=room.chance.uniform(0, 48)))
            clips.append(clip)
            truth[clip.article.id] = true
    room.chance.shuffle(clips)
    return clips, truth


def score(found: Mapping[str, object], truth: Mapping[str, int]) -> tuple[float, float]:
    """Return pairwise precision and recall of clusters."""
    both = _pairs(Counter((found[item], truth[item]) for item in truth).values())
    return (both / max(1, _pairs(Counter(found[item] for item in truth).values())),
            both / max(1, _pairs(Counter(truth.values()).values())))


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


def datasketch_groups(clips: list[Clip]) -> dict[str, object]:
    """Cluster by datasketch alone: MinHash of the same words, LSH at 0.5, connected components."""
    from datasketch import MinHash, MinHashLSH  # type: ignore[import-not-found,unused-ignore]

    lsh, parent = MinHashLSH(threshold=0.5, num_perm=128), {}

    def root(item: str) -> str:
        while parent[item] != item:
            item = parent[item]
        return item

    for clip in clips:
        said = wording(clip.article)
        sketch = MinHash(num_perm=128)
        sketch.update_batch([word.encode() for word in set(said.title + said.body) - COMMON])
        item = parent[clip.article.id] = clip.article.id
        for other in lsh.query(sketch):
            parent[root(other)] = root(item)
        lsh.insert(item, sketch)
    return {item: root(item) for item in parent}


def main() -> None:
    """Print one line per method."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--items", type=int, default=10_000)
    options.add_argument("--kind", choices=("short", "long", "mixed"), default="mixed")
    options.add_argument("--peer", action="store_true")
    given = options.parse_args()
    clips, truth = generate(given.items, given.kind)
    methods = {"monitor.stories.group": lambda: {g.item_id: g.story_id for g in group(clips)}}
    if given.peer:
        methods["datasketch MinHashLSH"] = lambda: datasketch_groups(clips)
    for name, method in methods.items():
        started, worked = time.perf_counter(), time.process_time()
        found = method()
        seconds, busy = time.perf_counter() - started, time.process_time() - worked
        precision, recall = score(found, truth)
        print(f"{name}: {len(clips):,} teks {given.kind}, presisi {precision:.4f}, recall {recall:.4f}, "
              f"{seconds:.1f} detik ({len(clips) / seconds:,.0f}/detik; {len(clips) / busy:,.0f} per detik CPU)")


if __name__ == "__main__":
    main()
