"""Decide whether two texts are copies of one another, for many pairs at once.

`copies` is the rule, for one pair. `Judge` reaches the same verdict for arrays of pairs: every word becomes one
character, rapidfuzz compares the resulting strings in C, and only pairs that hang on an inflected word go to `copies`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq
from rapidfuzz.process import cpdist

from monitor.stories.sketches import LONG, OPENING, TEASER, Numbers
from monitor.stories.texts import WINDOW, Text
from monitor.stories.wording import COMMON, numbers

Mask = NDArray[np.bool_]

_HEADLINE = 5
_HELD, _HELD_OF_LONG = 0.8, 0.75
"""Of the shorter long text, this share must be found in the longer one, in order (or this share of the longer) ..."""
_HALF = 0.5
"""... and must make up this share of the longer one, so that a round-up is no copy of what it quotes."""
_OTHER_NUMBERS = 0.3
"""Of the numbers of the shorter one, more than this share missing means a template that was filled in again."""
_INFLECTED = 80
"""`pulangkan`/`memulangkan` score 90 (rapidfuzz ratio), `Kaltara`/`Kalbar` 77."""
_SHORT = 2 * LONG
_FORMS = 3
"""Words of a short text that may be inflected."""
_ADDED = 0.2
"""Share of a short text that may be an addition: one word of eight, two of ten."""


def copies(a: Text, b: Text) -> bool:
    """Decide whether two texts are copies of one another.

    Long texts are when one holds nearly all of the other in the same order; agencies' texts are cut and extended
    freely. Short ones are only when nothing but inflection or an addition sets them apart: headlines of two different
    rescues often differ in one number or one place.
    """
    if a.first - b.last > WINDOW or b.first - a.last > WINDOW or _elsewhere(a, b):
        return False
    one, two = sorted((a.wording, b.wording), key=lambda said: len(said.body))
    if len(one.body) >= LONG:
        return _same_long(one.body, two.body)
    if len(one.title) < _HEADLINE or len(two.title) < _HEADLINE:
        return _same_short(one.title, two.title, shortest=1) and _same_short(one.body, two.body, shortest=0)
    return (_same_short(one.title, two.title, shortest=_HEADLINE) or _same_short(one.body, two.body, shortest=TEASER)
            or (len(two.body) >= LONG and _opens(one.body, two.body)))


def _elsewhere(a: Text, b: Text) -> bool:
    return bool(a.regions and b.regions and not a.regions & b.regions)


def _same_long(short: Sequence[str], long: Sequence[str]) -> bool:
    shared = LCSseq.similarity(short, long)
    return _enough(shared, len(short), len(long)) and _numbers_kept(tuple(short), tuple(long))


def _enough(shared: Any, short: Any, long: Any) -> Any:
    return ((shared >= _HELD * short) | (shared >= _HELD_OF_LONG * long)) & (shared >= _HALF * long)


def _numbers_kept(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    told = numbers(short)
    return len(told - numbers(long)) <= _OTHER_NUMBERS * len(told)


def _same_short(a: Sequence[str], b: Sequence[str], *, shortest: int) -> bool:
    """Tell whether one short text is the other with words inflected, or a few added on one side only."""
    if min(len(a), len(b)) < shortest or max(len(a), len(b)) > _SHORT or numbers(tuple(a)) != numbers(tuple(b)):
        return False
    if a == b:
        return True
    only_a, only_b = _unmatched(a, b)
    return not (only_a and only_b) and len(only_a) + len(only_b) <= _ADDED * max(len(a), len(b))


def _opens(teaser: Sequence[str], text: Sequence[str]) -> bool:
    """Tell whether a teaser is the opening of a full text, its last word perhaps cut."""
    if len(teaser) < TEASER:
        return False
    missing, _ = _unmatched(teaser[:-1], text[:len(teaser) + OPENING])
    return not missing


def _unmatched(a: Iterable[str], b: Iterable[str]) -> tuple[list[str], list[str]]:
    """Return the words of each that have no equal and no inflected form left in the other; function words aside.

    With more inflected words than a touched-up text has, none counts as inflected.
    """
    left, only_a = [word for word in b if word not in COMMON], list[str]()
    for word in a:
        if word in left:
            left.remove(word)
        elif word not in COMMON:
            only_a.append(word)
    if min(len(only_a), len(left)) > _FORMS and len(only_a) > _FORMS:
        return only_a, left
    for word in list(only_a):
        close = next((other for other in left if _inflected(word, other)), None)
        if close is not None:
            only_a.remove(word)
            left.remove(close)
    return only_a, left


@lru_cache(maxsize=100_000)
def _inflected(word: str, other: str) -> bool:
    return fuzz.ratio(word, other) >= _INFLECTED and not any(c.isdigit() for c in word + other)


class Judge:
    """Apply `copies` to pairs of these texts, given by their numbers."""

    def __init__(self, texts: Sequence[Text]) -> None:
        self._texts = texts
        said = [text.wording for text in texts]
        self._body_length = np.array([len(one.body) for one in said], dtype=np.int64)
        self._title_length = np.array([len(one.title) for one in said], dtype=np.int64)
        alphabet = _Alphabet()
        self._bodies = [alphabet.spell(one.body) if len(one.body) >= LONG else "" for one in said]
        self._said = said
        self._titles = _Bags([one.title for one in said])
        self._teasers = _Bags([one.body[:_SHORT + 1] for one in said])
        self._first = np.array([text.first.timestamp() for text in texts])
        self._last = np.array([text.last.timestamp() for text in texts])
        self._fresh = np.array([text.fresh for text in texts], dtype=np.bool_)

    @cached_property
    def _starts(self) -> _Bags:
        """Teasers without their last word, perhaps cut, and the openings of long texts."""
        return _Bags([one.body[:-1] if len(one.body) < LONG else one.body[:LONG + OPENING] for one in self._said])

    def fits(self, a: Numbers, b: Numbers) -> Mask:
        """Mark the pairs that hold something to place and lie within a window."""
        week = WINDOW.total_seconds()
        near: Mask = (self._first[b] - self._last[a] <= week) & (self._first[a] - self._last[b] <= week)
        return near & (self._fresh[a] | self._fresh[b])

    def copies(self, a: Numbers, b: Numbers) -> Mask:
        """Mark the pairs that are copies."""
        swap = self._body_length[a] > self._body_length[b]
        a, b = np.where(swap, b, a), np.where(swap, a, b)
        long = self._body_length[a] >= LONG
        verdict = np.zeros(len(a), dtype=np.bool_)
        verdict[long] = self._long(a[long], b[long])
        verdict[~long] = self._short(a[~long], b[~long])
        for at in np.flatnonzero(verdict):
            verdict[at] = not _elsewhere(self._texts[a[at]], self._texts[b[at]])
        return verdict

    def _long(self, short: Numbers, long: Numbers) -> Mask:
        found = self._body_length[short] >= _HALF * self._body_length[long]
        short, long = short[found], long[found]
        shared = cpdist(_taken(self._bodies, short), _taken(self._bodies, long), scorer=LCSseq.similarity,
                        dtype=np.uint32)
        enough = _enough(shared.astype(np.int64), self._body_length[short], self._body_length[long])
        for at in np.flatnonzero(enough):
            one, two = self._texts[short[at]].wording.body, self._texts[long[at]].wording.body
            enough[at] = _numbers_kept(one, two)
        found[found] = enough
        return found

    def _short(self, a: Numbers, b: Numbers) -> Mask:
        """Mark the pairs whose shorter text is short: by their headlines, their teasers, or a teaser and a text."""
        headed = np.minimum(self._title_length[a], self._title_length[b]) >= _HEADLINE
        same = self._titles.same(a, b, shortest=1)
        left = np.flatnonzero(same != headed)  # headlines differ, or are equal but too short to tell
        by_text = self._teasers.same(a[left], b[left], shortest=TEASER)
        same[left] = np.where(headed[left], by_text, self._teasers.same(a[left], b[left], shortest=0))
        left = np.flatnonzero(~same & headed & (self._body_length[a] >= TEASER) & (self._body_length[b] >= LONG))
        if len(left):
            left = left[self._starts.missing(a[left], b[left]) <= _FORMS]
        for at in left:
            same[at] = _opens(self._texts[a[at]].wording.body, self._texts[b[at]].wording.body)
        return same


class _Alphabet:
    """Give every word a character of its own; beyond the million that Unicode has, words share them."""

    def __init__(self, silent: Iterable[str] = ()) -> None:
        self._known = dict.fromkeys(silent, "")
        self._words: dict[str, str] = {}

    def spell(self, words: Iterable[str]) -> str:
        """Return one character per word; silent words have none."""
        known = self._known
        try:
            return "".join([known[word] for word in words])
        except KeyError:
            for word in words:
                if word not in known:
                    number = 1 + len(known) % 1_100_000
                    known[word] = chr(number if number < 0xD800 else number + 0x800)
            return "".join([known[word] for word in words])

    def word(self, character: str) -> str:
        """Return the word of a character."""
        if not self._words:
            self._words = {character: word for word, character in self._known.items()}
        return self._words[character]


class _Bags:
    """Short texts as sorted strings of their telling words: what two share in order is what they share at all."""

    def __init__(self, said: Sequence[tuple[str, ...]]) -> None:
        self._said, self._alphabet = said, _Alphabet(COMMON)
        self._spelled = ["".join(sorted(self._alphabet.spell(words))) for words in said]
        self._telling = np.array(list(map(len, self._spelled)), dtype=np.int64)
        self._lengths = np.array(list(map(len, said)), dtype=np.int64)
        self._masks = _masks(self._spelled)
        known: dict[frozenset[str], int] = {}
        self._numbers = np.array([known.setdefault(numbers(words), len(known)) for words in said], dtype=np.int64)

    def missing(self, a: Numbers, b: Numbers) -> Numbers:
        """Count the telling words of `a` that `b` does not have."""
        return self._telling[a] - self._shared(a, b)

    def same(self, a: Numbers, b: Numbers, *, shortest: int) -> Mask:
        """Mark the pairs that `_same_short` takes for the same."""
        lengths = self._lengths[a], self._lengths[b]
        same: Mask = ((self._numbers[a] == self._numbers[b]) & (np.minimum(*lengths) >= shortest)
                      & (np.maximum(*lengths) <= _SHORT))
        slack = _ADDED * np.maximum(*lengths)
        at = np.flatnonzero(same & self._near(a, b, slack))
        same[:] = False
        a, b, slack = a[at], b[at], slack[at]
        shared = self._shared(a, b)
        only_a, only_b = self._telling[a] - shared, self._telling[b] - shared
        fewer, added = np.minimum(only_a, only_b), np.abs(only_a - only_b) <= slack
        same[at] = added & (fewer == 0)
        for one in np.flatnonzero(added & (fewer > 0) & (fewer <= _FORMS)):
            same[at[one]] = self._inflected(int(a[one]), int(b[one]), shortest)
        return same

    def _near(self, a: Numbers, b: Numbers, slack: NDArray[np.float64]) -> Mask:
        """Mark the pairs that may be the same: each has few bits that the other has not. Most others end here."""
        one, two = self._masks[a], self._masks[b]
        only_a, only_b = np.bitwise_count(one & ~two), np.bitwise_count(two & ~one)
        near: Mask = (np.minimum(only_a, only_b) <= _FORMS) & (np.maximum(only_a, only_b) <= slack + _FORMS)
        return near

    def _inflected(self, a: int, b: int, shortest: int) -> bool:
        """Tell whether inflection sets them apart; refuse quickly when a word has no inflected form in the other."""
        one, two = self._spelled[a], self._spelled[b]
        fewer, more = set(one), set(two)
        if len(fewer) == len(one) and len(more) == len(two):
            fewer, more = fewer - more, more - fewer
            if len(fewer) > len(more):
                fewer, more = more, fewer
            word = self._alphabet.word
            if not all(any(_inflected(word(lost), word(found)) for found in more) for lost in fewer):
                return False
        return _same_short(self._said[a], self._said[b], shortest=shortest)

    def _shared(self, a: Numbers, b: Numbers) -> Numbers:
        found = cpdist(_taken(self._spelled, a), _taken(self._spelled, b), scorer=LCSseq.similarity, dtype=np.uint32)
        return np.asarray(found, dtype=np.int64)


def _masks(strings: Sequence[str]) -> NDArray[np.uint64]:
    """Return 64 bits for each string, one of them set for each of its characters."""
    sizes = np.array(list(map(len, strings)), dtype=np.int64)
    letters = np.frombuffer("".join(strings).encode("utf-32-le"), dtype=np.uint32)
    bits = np.left_shift(np.uint64(1), letters.astype(np.uint64) % np.uint64(64))
    masks = np.zeros(len(strings), dtype=np.uint64)
    filled = sizes > 0
    if filled.any():
        masks[filled] = np.bitwise_or.reduceat(bits, (np.cumsum(sizes) - sizes)[filled])
    return masks


def _taken(strings: Sequence[str], at: Numbers) -> list[str]:
    return [strings[number] for number in at.tolist()]
