"""Write a syndication set: agencies' texts, the copies that outlets make of them, and look-alikes that are no copies.

Everything is drawn from one seed. Words come from the Indonesian spelling list of the house rules by Zipf's law, half
of them from the few hundred words of one of forty topics, so that unrelated texts of a topic share words as real ones
do. Which text is a copy of which is known because it was made so, never because a method said so.

A copy: dateline, outlet name and credits added; one or two words of the headline inflected, added, dropped or
capitalised; in long texts also another headline altogether, lines such as "Baca juga" put in, paragraphs cut or added,
words touched up; of a teaser its end cut. A look-alike: the same headline with another number or place; the same
long text with most of its numbers and all of its places replaced; a new text that takes over a third of an old one.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path

from monitor.models import Article, Clip, ItemKind, TextKind, TimeOrigin, Timestamp
from monitor.stories.wording import COMMON

KINDS = ("short", "long", "mixed")

_START = datetime(2026, 8, 1, tzinfo=UTC)
_WORDS = Path(__file__).parents[1] / "monitor/newsroom/checks/dictionary/id.txt"
_PLACES = ("Riau", "Aceh", "Batam", "Nunukan", "Medan", "Mataram", "Kupang", "Serang", "Lampung", "Pontianak",
           "Cilacap", "Malang", "Indramayu", "Manado", "Dumai", "Tarakan")
_OUTLETS = ("Kabar Satu", "Warta Dua", "Lensa Tiga", "Suara Empat", "Harian Lima", "Portal Enam", "Berita Tujuh")
_OPENINGS = ("{city}, {outlet} - ", "{city} ({agency}) - ", "{outlet}.com, {city} – ", "", "",
             "{city}, 20 Agustus 2026 — ")
_ENDINGS = ("", "", "\nPewarta: Sari\nEditor: Budi\nCopyright © 2026", "\n(sumber: kantor berita)", "\nEditor: Tono")
_ASIDES = ("Simak berita lain di saluran WhatsApp kami.", "Gulir untuk melanjutkan membaca.",
           "Ikuti kami di Google News untuk kabar terbaru.", "Foto: dokumentasi kantor berita.")
_COUNTED = {2: "dua", 3: "tiga", 4: "empat", 5: "lima", 6: "enam", 7: "tujuh", 8: "delapan", 9: "sembilan"}

Words = list[str]


@dataclass(frozen=True, slots=True)
class Told:
    """A headline with a number in front and a place at its end, and the paragraphs below it (none, one or several)."""

    title: Words
    paragraphs: tuple[Words, ...]

    @property
    def length(self) -> int:
        """Words of the text."""
        return sum(map(len, self.paragraphs))


def generate(count: int, kind: str, seed: int = 7) -> tuple[list[Clip], dict[str, int]]:
    """Return at least `count` clips and the true cluster of each id.

    `short`: headlines, half of them with a teaser. `long`: texts of 80 to 400 words. `mixed`: both, and teasers of
    long texts. One cluster of a hundred has 20 to 60 copies, the others up to eight.
    """
    room, clips, truth, cluster = Newsroom(seed), list[Clip](), dict[str, int](), 0
    while len(clips) < count:
        start = _START + timedelta(hours=room.chance.uniform(0, 24 * 28))
        first = room.original(kind)
        copies = room.chance.randint(20, 60) if room.chance.random() < 0.01 else room.chance.randint(0, 8)
        told = [(first, cluster, 0.0)]
        told += [(room.copy(first, kind), cluster, room.chance.uniform(0, 48)) for _ in range(copies)]
        if room.chance.random() < 0.3:
            cluster += 1
            told.append((room.lookalike(first), cluster, room.chance.uniform(0, 48)))
        cluster += 1
        for text, true, hours in told:
            clip = room.clip(len(clips), text, start + timedelta(hours=hours))
            clips.append(clip)
            truth[clip.article.id] = true
    room.chance.shuffle(clips)
    return clips, truth


def press_release(count: int, seed: int = 7) -> tuple[list[Clip], dict[str, int]]:
    """Return one long text in `count` edited versions within a day, all of one cluster."""
    room = Newsroom(seed)
    first = room.original("long")
    clips = [room.clip(n, room.copy(first, "long"), _START + timedelta(minutes=n % 1440)) for n in range(count)]
    return clips, dict.fromkeys((clip.article.id for clip in clips), 0)


def one_template(count: int, seed: int = 7) -> tuple[list[Clip], dict[str, int]]:
    """Return `count` headlines that differ in one word, a village, each a story of its own."""
    room = Newsroom(seed)
    title = room.original("short").title[1:]
    villages = room.chance.sample(room.vocabulary[len(COMMON):], count)
    clips = [room.clip(n, Told([*title, "Desa", village], ()), _START + timedelta(minutes=n % 1440))
             for n, village in enumerate(villages)]
    return clips, {clip.article.id: n for n, clip in enumerate(clips)}


class Newsroom:
    """Write originals, copies and look-alikes from one seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        known = [word for word in _WORDS.read_text("utf-8").split() if word.isalpha() and word not in COMMON]
        self.chance.shuffle(known)
        self.vocabulary = [*sorted(COMMON), *known]
        self.weights = list(accumulate(1 / (rank + 10) for rank in range(len(self.vocabulary))))
        self.topics = [self.chance.sample(known[:8000], 300) for _ in range(40)]
        self.topic = self.topics[0]

    def headline(self) -> Words:
        """Draw seven words with few function words among them, as headlines have."""
        telling = [word for word in self.words(24) if word not in COMMON]
        return [*telling[:6], *self.words(1)]

    def words(self, count: int) -> Words:
        """Draw words as text has them: function words often, half of the others from the topic."""
        general = self.chance.choices(self.vocabulary, cum_weights=self.weights, k=count)
        return [word if word in COMMON or self.chance.random() < 0.5 else
                self.topic[int(len(self.topic) * self.chance.random() ** 2)] for word in general]

    def number(self) -> str:
        """Draw a number; every other one is small."""
        return str(self.chance.randint(2, 12) if self.chance.random() < 0.5 else self.chance.randint(13, 900))

    def original(self, kind: str) -> Told:
        """Return a headline of nine words, and a text as the kind has it."""
        self.topic = self.chance.choice(self.topics)
        title = [self.number(), *self.headline(), self.chance.choice(_PLACES)]
        if kind == "short" or (kind == "mixed" and self.chance.random() < 0.5):
            lead = self.words(self.chance.randint(14, 34)) if self.chance.random() < 0.5 else []
            return Told(title, (lead,) if lead else ())
        return Told(title, tuple(self.paragraph() for _ in range(self.chance.randint(3, 12))))

    def paragraph(self) -> Words:
        """Return 25 to 40 words with a number and mostly a place among them."""
        words = self.words(self.chance.randint(25, 40))
        words.insert(self.chance.randrange(len(words)), self.number())
        if self.chance.random() < 0.7:
            words.insert(self.chance.randrange(len(words)), self.chance.choice(_PLACES))
        return words

    def copy(self, first: Told, kind: str) -> Told:
        """Edit a text as an outlet does: the headline by a word or two, a long text also in other ways."""
        title = list(first.title)
        for _ in range(2 if self.chance.random() < 0.15 else 1):
            self.edit(title)
        if len(first.paragraphs) < 2:
            return Told(title, tuple(map(self.teaser, first.paragraphs)))
        if kind == "mixed" and self.chance.random() < 0.15:
            return Told(title, (first.paragraphs[0][:self.chance.randint(16, 24)],))
        if self.chance.random() < 0.3:
            title = [*self.headline(), self.chance.choice(_PLACES)]
        paragraphs = list(map(list, first.paragraphs))
        for change in self.chance.sample((self.cut, self.drop, self.add, self.touch, self.put_aside), 2):
            change(paragraphs)
        return Told(title, tuple(paragraphs))

    def edit(self, title: Words) -> None:
        """Inflect, add, drop or capitalise a word of a headline, write out its number, or leave it."""
        match self.chance.randrange(6):
            case 0:
                title[1] = "me" + title[1]
            case 1:
                title.insert(self.chance.randrange(len(title)), self.words(1)[0])
            case 2:
                del title[self.chance.randrange(1, len(title) - 1)]
            case 3:
                title[:] = [word.upper() for word in title]
            case 4 if title[0].isdigit():
                title[0] = _COUNTED.get(int(title[0]), title[0])

    def teaser(self, words: Words) -> Words:
        """Return a teaser as it is, or with its end cut."""
        return words if self.chance.random() < 0.6 else words[:max(12, int(len(words) * 0.85))]

    def cut(self, paragraphs: list[Words]) -> None:
        """Cut the last paragraphs, at most four of ten."""
        del paragraphs[max(2, int(len(paragraphs) * self.chance.uniform(0.6, 1))):]

    def drop(self, paragraphs: list[Words]) -> None:
        """Leave out a paragraph in the middle of a longer text."""
        if len(paragraphs) > 4:
            del paragraphs[self.chance.randrange(1, len(paragraphs))]

    def add(self, paragraphs: list[Words]) -> None:
        """Add background of the outlet's own: a paragraph to every four."""
        paragraphs.extend(self.paragraph() for _ in range(max(1, len(paragraphs) // 4)))

    def touch(self, paragraphs: list[Words]) -> None:
        """Replace one word of thirty."""
        for words in paragraphs:
            for _ in range(len(words) // 30):
                at = self.chance.randrange(len(words))
                if not words[at].isdigit():
                    words[at] = self.words(1)[0]

    def put_aside(self, paragraphs: list[Words]) -> None:
        """Put lines of the outlet's own between the paragraphs."""
        for aside in self.chance.sample(_ASIDES, 2):
            paragraphs.insert(self.chance.randrange(1, len(paragraphs) + 1), aside.split())
        paragraphs.insert(1, ["Baca", "juga:", *self.words(8)])

    def lookalike(self, first: Told) -> Told:
        """Return another event told in the same words, or another text that takes over a third of this one."""
        if first.length > 60:
            return self.chance.choice((self.refill, self.background))(first)
        title = list(first.title)
        if self.chance.random() < 0.5:
            title[0] = str(int(title[0]) + self.chance.randint(1, 50))
        else:
            title[-1] = self.elsewhere(title[-1])
        return Told(title, ())

    def refill(self, first: Told) -> Told:
        """Keep a text and replace all of its places and seven of ten numbers."""
        def other(word: str) -> str:
            if word in _PLACES:
                return self.elsewhere(word)
            changed = word.isdigit() and self.chance.random() < 0.7
            return str(int(word) + self.chance.randint(1, 50)) if changed else word
        title = [str(int(first.title[0]) + self.chance.randint(1, 50)), *map(other, first.title[1:])]
        return Told(title, tuple([other(word) for word in words] for words in first.paragraphs))

    def background(self, first: Told) -> Told:
        """Write a text of the same length that ends with the opening of this one."""
        kept = max(1, len(first.paragraphs) // 3)
        fresh = (self.paragraph() for _ in range(len(first.paragraphs) - kept))
        return Told([self.number(), *self.headline(), self.chance.choice(_PLACES)], (*fresh, *first.paragraphs[:kept]))

    def elsewhere(self, place: str) -> str:
        """Return another place."""
        return self.chance.choice([other for other in _PLACES if other != place])

    def clip(self, number: int, told: Told, at: datetime) -> Clip:
        """Dress words as an outlet publishes them."""
        outlet, paragraphs = self.chance.choice(_OUTLETS), [" ".join(words) for words in told.paragraphs]
        opening = self.chance.choice(_OPENINGS).format(city=self.chance.choice(_PLACES), outlet=outlet, agency="ANTARA")
        long = len(paragraphs) > 1
        body = opening + "\n".join(paragraphs) + (self.chance.choice(_ENDINGS) if long else "") if paragraphs else ""
        article = Article(
            id=f"{number * 2654435761 % 2**64:016x}", url=f"https://contoh.example/{number}",
            title=" ".join(told.title) + (f" - {outlet}" if self.chance.random() < 0.3 else ""), text=body,
            text_kind=TextKind.FULL if long else TextKind.SUMMARY, kind=ItemKind.NEWS, source_id="bench",
            outlet=outlet, tier=2, published=Timestamp(at, TimeOrigin.FEED), fetched_at=at)
        return Clip(article)

