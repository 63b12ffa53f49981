"""Propose pairs of texts that may be copies: MinHash of their telling words, cut into bands.

rensa draws the sketches; texts with an equal band stand in one bucket. The bands are compared in numpy because a
bucket may hold thousands of versions of one press release: pairs inside a story that is already known are never made.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rensa import RMinHash, RMinHashLSH

from monitor.stories.wording import COMMON, Wording, numbers

Numbers = NDArray[np.int64]

LONG = 40
"""Texts of this many words are compared in order, shorter ones (and headlines) as bags of words."""
TEASER = 12
OPENING = 30

_PERMUTATIONS, _THRESHOLD, _SEED = 120, 0.5, 42
_EAGER, _SPARING = 40, 30
"""Bands. 40 of 3 propose a pair with half of its words in common with probability .995, 30 of 4 with .86 (with .7
both nearly always), but many more unrelated pairs: cheap to refuse for a headline, not for a whole text."""
_MIXERS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5], dtype=np.uint64)
"""Odd 64-bit constants (of splitmix64 and xxHash) that fold the three or four hashes of a band into one key."""
_AT_ONCE = 8_192

REACH = 32
"""In a bucket a text is compared with at most this many of the next texts in time, counting each known story once or a
few times: with more than that in one bucket, what they share tells them nothing."""
_CROWDED, _OF_EACH = 64, 8


def _title(said: Wording) -> Iterable[str]:
    """Mark each word with the title's numbers: thousands of headlines that differ in a number are then no pairs."""
    marked = " ".join(sorted(numbers(said.title)))
    return [f"{word} {marked}" for word in telling(said.title)]


def telling(words: Sequence[str]) -> set[str]:
    """Return the different words without function words, or all when there are no others."""
    found = set(words)
    return found - COMMON or found


_VIEWS: tuple[tuple[int, Callable[[Wording], Iterable[str]]], ...] = (
    (_EAGER, _title),
    (_EAGER, lambda said: telling(said.body[:OPENING]) if len(said.body) >= TEASER else ()),
    (_SPARING, lambda said: telling(said.body) if len(said.body) >= LONG else ()),
)
"""What is sketched: the title, the opening (a teaser against a full text), and the whole text; in how many bands."""


class Buckets:
    """The buckets of every band of every view that hold two texts or more, each in time order."""

    def __init__(self, said: Sequence[Wording]) -> None:
        self._bands = [band for bands, view in _VIEWS for band in _banded(said, bands, view)]

    def neighbours(self) -> Numbers:
        """Return pairs of texts that follow one another in a bucket, as two rows of numbers, each pair once."""
        return _unique([_at_distance(members, buckets, 1) for members, buckets in self._bands])

    def others(self, roots: Numbers, fits: Callable[[Numbers, Numbers], NDArray[np.bool_]],
               ready: int) -> Iterator[Numbers]:
        """Yield the pairs of each bucket that are in different stories and `fits` lets pass, about `ready` at a time.

        `roots` gives each text's story and is read again for every band, so the caller may update it in place.
        """
        found, count = [], 0
        for members, buckets in self._bands:
            for pairs in _across(members, buckets, roots):
                pairs = pairs[:, fits(pairs[0], pairs[1])]
                found.append(pairs)
                count += pairs.shape[1]
            if count >= ready:
                yield _unique(found)
                found, count = [], 0
        if count:
            yield _unique(found)


def _banded(said: Sequence[Wording], bands: int,
            view: Callable[[Wording], Iterable[str]]) -> Iterator[tuple[Numbers, Numbers]]:
    """Yield for each band the texts that share a bucket, and their bucket; by bucket, then in time order."""
    rows, sketches = _sketches(said, bands, view)
    if not len(rows):
        return
    for band in sketches.reshape(len(rows), bands, -1).transpose(1, 0, 2):
        keys = (band * _MIXERS[:band.shape[1]]).sum(axis=1, dtype=np.uint64)
        order = np.argsort(keys, kind="stable")
        ordered = keys[order]
        equal = ordered[1:] == ordered[:-1]
        kept = np.append(equal, False) | np.append(False, equal)
        if kept.any():
            yield rows[order[kept]], np.cumsum(np.append(False, ~equal), dtype=np.int64)[kept]


def _sketches(said: Sequence[Wording], bands: int,
              view: Callable[[Wording], Iterable[str]]) -> tuple[Numbers, NDArray[np.uint64]]:
    """Return the numbers of the texts that share a band with another, and their sketches, one row each.

    rensa gives a sketch to Python as a list: it first says which texts have company, and only those are read.
    """
    sets = [(number, list(words)) for number, words in enumerate(map(view, said)) if words]
    matrix = _matrix([words for _, words in sets])
    company = RMinHashLSH(_THRESHOLD, _PERMUTATIONS, bands).query_duplicate_flags_matrix_one_shot(matrix)
    kept = [one for one, flag in zip(sets, company, strict=True) if flag]
    sketches = np.empty((len(kept), _PERMUTATIONS), dtype=np.uint64)
    rest = iter(kept)
    for start in range(0, len(kept), _AT_ONCE):
        sketches[start:start + _AT_ONCE] = _matrix([words for _, words in islice(rest, _AT_ONCE)]).to_rows()
    return np.array([number for number, _ in kept], dtype=np.int64), sketches


def _matrix(sets: Sequence[Sequence[str]]) -> Any:
    return RMinHash.digest_matrix_from_token_sets(sets, _PERMUTATIONS, _SEED)


def _at_distance(members: Numbers, buckets: Numbers, distance: int) -> Numbers:
    at = np.flatnonzero(buckets[distance:] == buckets[:-distance])
    return np.stack((members[at], members[at + distance]))


def _across(members: Numbers, buckets: Numbers, roots: Numbers) -> Iterator[Numbers]:
    """Yield pairs of one bucket and two stories, nearest first; of crowded buckets not every member of a story."""
    story = roots[members]
    starts = np.flatnonzero(np.append(True, buckets[1:] != buckets[:-1]))
    sizes = np.diff(np.append(starts, len(members)))
    mixed = np.maximum.reduceat(story, starts) != np.minimum.reduceat(story, starts)
    kept = np.repeat(mixed, sizes)
    if (sizes[mixed] > _CROWDED).any():
        kept &= _few_of_each(buckets, story) | np.repeat(sizes <= _CROWDED, sizes)
    members, buckets, story = members[kept], buckets[kept], story[kept]
    at = np.arange(len(members))
    for distance in range(1, REACH + 1):
        at = at[at + distance < len(members)]
        at = at[buckets[at] == buckets[at + distance]]
        if not len(at):
            return
        far = at[story[at] != story[at + distance]]
        yield np.stack((members[far], members[far + distance]))


def _few_of_each(buckets: Numbers, story: Numbers) -> NDArray[np.bool_]:
    """Mark the first few members of each story in each bucket."""
    order = np.lexsort((story, buckets))
    fresh = np.append(True, (np.diff(buckets[order]) != 0) | (np.diff(story[order]) != 0))
    starts = np.flatnonzero(fresh)
    place = np.arange(len(order)) - np.repeat(starts, np.diff(np.append(starts, len(order))))
    marked = np.empty(len(order), dtype=np.bool_)
    marked[order] = place < _OF_EACH
    return marked


def _unique(pairs: Sequence[Numbers]) -> Numbers:
    """Return each pair once, in order of the first text, then of the second."""
    if not pairs:
        return np.empty((2, 0), dtype=np.int64)
    codes = np.concatenate([first << 32 | second for first, second in pairs])
    codes.sort()
    codes = codes[np.append(True, codes[1:] != codes[:-1])] if len(codes) else codes
    return np.stack((codes >> 32, codes & 0xFFFFFFFF))
