"""Find syndicated copies: MinHash proposes pairs, an aligned comparison of their words confirms them.

Long texts (40 words and more) are copies when one holds nearly all of the other in the same order; agencies' texts
are cut and extended freely. Short texts are copies only when nothing but inflection or an addition sets them apart:
headlines of two different rescues often differ in one number or one place. Items more than seven days apart are
never copies.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq
from rensa import RMinHash, RMinHashLSH

from monitor.models import Clip
from monitor.stories.wording import COMMON, Wording, numbers, wording

WINDOW = timedelta(days=7)

_LONG = 40
_TEASER = 12
_HEADLINE = 5
_OPENING = 30
_HELD = 0.9
"""Of the shorter long text, this share must be found in the longer one, in order ..."""
_HALF = 0.5
"""... and must make up this share of the longer one, so that a round-up is no copy of what it quotes."""
_OTHER_NUMBERS = 0.34
_INFLECTED = 80
"""`pulangkan`/`memulangkan` score 90 (rapidfuzz ratio), `Kaltara`/`Kalbar` 77."""
_ADDED = 0.2
"""Share of a short text that may be an addition: one word of eight, two of ten."""

_PERMUTATIONS, _THRESHOLD, _SEED = 120, 0.5, 42
_EAGER, _SPARING = 40, 30
"""Bands. 40 of 3 propose a pair with half of its words in common with probability .995, 30 of 4 with .86 (with .7
both nearly always), but many more unrelated pairs: cheap to refuse for a headline, not for a whole text."""


@dataclass(slots=True)
class Text:
    """One wording, the items that say exactly this within a window, and when."""

    wording: Wording
    first: datetime
    last: datetime
    regions: frozenset[str]
    clips: list[Clip] = field(default_factory=list)


def stories(clips: Sequence[Clip]) -> list[list[Clip]]:
    """Return the clips in lists of copies, each in time order, the lists by their first clip.

    `clips` must be in time order (published, then id).
    """
    texts = _texts(clips)
    joined = _Joined(len(texts))
    for a, b in _proposed(texts):
        if not joined.same(a, b) and copies(texts[a], texts[b]):
            joined.join(a, b)
    found: dict[int, list[Clip]] = {}
    for number, text in enumerate(texts):
        found.setdefault(joined.root(number), []).extend(text.clips)
    ordered = (sorted(story, key=when) for story in found.values())
    return sorted(ordered, key=lambda story: when(story[0]))


def when(clip: Clip) -> tuple[datetime, str]:
    """Return what puts clips in order: published time, then id."""
    return clip.article.published.at, clip.article.id


def copies(a: Text, b: Text) -> bool:
    """Decide whether two texts are copies of one another."""
    if a.first - b.last > WINDOW or b.first - a.last > WINDOW:
        return False
    if a.regions and b.regions and not a.regions & b.regions:
        return False
    one, two = sorted((a.wording, b.wording), key=lambda said: len(said.body))
    if len(one.body) >= _LONG:
        return _same_long(one.body, two.body)
    if len(one.title) < _HEADLINE or len(two.title) < _HEADLINE:
        return _same_short(one.title, two.title, shortest=1) and _same_short(one.body, two.body, shortest=0)
    return (_same_short(one.title, two.title, shortest=_HEADLINE) or _same_short(one.body, two.body, shortest=_TEASER)
            or (len(two.body) >= _LONG and _opens(one.body, two.body)))


def _same_long(short: Sequence[str], long: Sequence[str]) -> bool:
    shared = LCSseq.similarity(short, long)
    if (shared < _HELD * len(short) and shared < 0.75 * len(long)) or shared < _HALF * len(long):
        return False
    told = numbers(tuple(short))
    return len(told - numbers(tuple(long))) <= _OTHER_NUMBERS * len(told)


def _same_short(a: Sequence[str], b: Sequence[str], *, shortest: int) -> bool:
    """Tell whether one short text is the other with words inflected, or a few added on one side only."""
    if min(len(a), len(b)) < shortest or numbers(tuple(a)) != numbers(tuple(b)):
        return False
    if a == b:
        return True
    only_a, only_b = _unmatched(a, b)
    return not (only_a and only_b) and len(only_a) + len(only_b) <= _ADDED * max(len(a), len(b))


def _opens(teaser: Sequence[str], text: Sequence[str]) -> bool:
    """Tell whether a teaser is the opening of a full text, its last word perhaps cut."""
    if len(teaser) < _TEASER:
        return False
    missing, _ = _unmatched(teaser[:-1], text[:len(teaser) + _OPENING])
    return not missing


def _unmatched(a: Sequence[str], b: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return the words of each that have no equal and no inflected form left in the other; function words aside."""
    only_a = [word for word in (Counter(a) - Counter(b)).elements() if word not in COMMON]
    only_b = [word for word in (Counter(b) - Counter(a)).elements() if word not in COMMON]
    for word in list(only_a):
        close = next((other for other in only_b if fuzz.ratio(word, other) >= _INFLECTED), None)
        if close is not None and not any(c.isdigit() for c in word + close):
            only_a.remove(word)
            only_b.remove(close)
    return only_a, only_b


def _texts(clips: Sequence[Clip]) -> list[Text]:
    """Collapse equal wordings, so that a text copied a thousand times is compared once."""
    texts: list[Text] = []
    latest: dict[tuple[Wording, frozenset[str]], Text] = {}
    for clip in clips:
        said, regions = wording(clip.article), frozenset(clip.tags.regions if clip.tags else ())
        at = clip.article.published.at
        text = latest.get((said, regions))
        if text is None or at - text.last > WINDOW or not (said.title or said.body):
            text = latest[said, regions] = Text(said, at, at, regions)
            texts.append(text)
        text.last = at
        text.clips.append(clip)
    return texts


def _title(said: Wording) -> Iterable[str]:
    """Mark each word with the title's numbers: thousands of headlines that differ in a number are then no pairs."""
    marked = " ".join(sorted(numbers(said.title)))
    return (f"{word} {marked}" for word in _telling(said.title))


def _telling(words: Sequence[str]) -> set[str]:
    return {word for word in words if word not in COMMON} or set(words)


_VIEWS: tuple[tuple[int, Callable[[Wording], Iterable[str]]], ...] = (
    (_EAGER, _title),
    (_EAGER, lambda said: _telling(said.body[:_OPENING]) if len(said.body) >= _TEASER else ()),
    (_SPARING, lambda said: _telling(said.body) if len(said.body) >= _LONG else ()),
)
"""What is sketched: the title, the opening (a teaser against a full text), and the whole text; in how many bands."""


def _proposed(texts: Sequence[Text]) -> Iterator[tuple[int, int]]:
    """Yield pairs (earlier, later) that probably share half of their telling words."""
    for bands, view in _VIEWS:
        lsh = RMinHashLSH(_THRESHOLD, _PERMUTATIONS, bands)
        for number, text in enumerate(texts):
            words = sorted(view(text.wording))
            if not words:
                continue
            sketch = RMinHash(_PERMUTATIONS, _SEED)
            sketch.update(words)
            for earlier in sorted(lsh.query(sketch)):
                yield earlier, number
            lsh.insert(number, sketch)


class _Joined:
    """Disjoint sets of numbers; the smallest is the root."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def root(self, number: int) -> int:
        while self._parent[number] != number:
            self._parent[number] = self._parent[self._parent[number]]
            number = self._parent[number]
        return number

    def same(self, a: int, b: int) -> bool:
        return self.root(a) == self.root(b)

    def join(self, a: int, b: int) -> None:
        first, second = sorted((self.root(a), self.root(b)))
        self._parent[second] = first
