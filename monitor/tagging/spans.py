"""Turn the entity scores of the encoder into named spans of the document, and join them with those found by rule."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from monitor.models import Entity

Offsets = Sequence[tuple[int, int]]
NAMES_READ = "names read"
"""Where a document keeps the (name, label) pairs that an encoder read."""
OUTSIDE = "O"
_BARRED = -1e4
_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")
_BETWEEN = re.compile(r"[ \xa0]+|\. ?|[-/&’']|[ \xa0]&[ \xa0]")
"""What may stand between two words of one name."""


def decode(text: str, offsets: Offsets, scores: NDArray[np.float32], tags: Sequence[str], *,
           certain: float) -> list[tuple[str, str]]:
    """Return (name, label) in the order of the text; `scores` has a row of raw scores for each piece.

    A word has the tag of the piece that holds its first letter, as in training, and no name begins inside. A name is
    as certain as its least certain word, and left out below `certain`.
    """
    words = list(_words(text, offsets))
    if not words:
        return []
    chosen = scores[[piece for _, _, piece in words]]
    raised = np.exp(chosen - chosen.max(1, keepdims=True))
    shares = raised / raised.sum(1, keepdims=True)
    found: list[tuple[int, int, str, float]] = []
    for at, ((start, end, _), best) in enumerate(zip(words, best_path(np.log(shares + 1e-9), tags), strict=True)):
        if tags[best] == OUTSIDE:
            continue
        mark, _, label = tags[best].partition("-")
        share = float(shares[at, best])
        if mark == "I" and found and found[-1][2] == label and _BETWEEN.fullmatch(text, found[-1][1], start):
            first, _, _, least = found.pop()
            found.append((first, end, label, min(least, share)))
        else:
            found.append((start, end, label, share))
    return [(text[start:end], label) for start, end, label, share in found if share >= certain and end - start > 1]


def best_path(scores: NDArray[np.float32], tags: Sequence[str]) -> list[int]:
    """Return the likeliest tags of the words in which each `I-` follows its own kind (Viterbi 1967).

    `scores` are log shares (words, tags).
    """
    kinds = [tag.partition("-")[2] for tag in tags]
    inside = np.array([tag.startswith("I-") for tag in tags])
    barred = np.array([[inside[after] and kinds[before] != kinds[after] for after in range(len(tags))]
                       for before in range(len(tags))]) * _BARRED
    best, steps = scores[0] + inside * _BARRED, []
    for row in scores[1:]:
        ways = best[:, None] + barred
        steps.append(ways.argmax(0))
        best = ways.max(0) + row
    path = [int(best.argmax())]
    for step in reversed(steps):
        path.append(int(step[path[-1]]))
    return path[::-1]


def locate(text: str, names: Sequence[tuple[str, str]]) -> list[Entity]:
    """Find names, given in the order of the text, again in the whole text; one that is not there word for word is left.

    What the encoder reads is the title and chosen sentences without markup, so its offsets are not those of the text.
    """
    found, at = [], 0
    for name, label in names:
        start = _whole_word(text, name, at)
        if start >= 0:
            at = start + len(name)
            found.append(Entity(name, label, start, at))
    return found


def _whole_word(text: str, name: str, at: int) -> int:
    start = text.find(name, at)
    while start >= 0 and (text[start - 1:start].isalnum() or text[start + len(name):start + len(name) + 1].isalnum()):
        start = text.find(name, start + 1)
    return start


def join(ruled: Sequence[Entity], read: Sequence[Entity]) -> list[Entity]:
    """Return entities of both, none overlapping, in text order: rules win, as they know whom they name.

    Only a name that a rule found by its title alone, without knowing the person, gives way to a longer reading of it.
    """
    kept = list(ruled)
    for entity in read:
        clashing = [other for other in kept if other.start < entity.end and entity.start < other.end]
        if all(_gives_way(other, entity) for other in clashing):
            kept = [other for other in kept if other not in clashing] + [entity]
    return sorted(kept, key=lambda entity: entity.start)


def _gives_way(ruled: Entity, read: Entity) -> bool:
    return not ruled.link and ruled.label == read.label and read.start <= ruled.start and ruled.end <= read.end


def _words(text: str, offsets: Offsets) -> Iterator[tuple[int, int, int]]:
    """Yield the span of each word and the number of the piece that holds its first letter."""
    piece = 0
    for word in _WORD.finditer(text):
        while piece < len(offsets) and offsets[piece][1] <= word.start():
            piece += 1
        if piece == len(offsets):
            return
        yield word.start(), word.end(), piece
