"""Words of a draft outside quotations and addresses, and how far two spellings are apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from monitor.newsroom.checks.model import Draft, Part
from monitor.newsroom.checks.spans import quotations

_ADDRESS = re.compile(
    r"<!--.*?-->|\]\([^)\s]*\)|\b(?:https?://|www\.)\S+|[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+|@\w+|#\w+"
    r"|\b[\w-]+(?:\.[\w-]+)*\.(?:id|com|org|net|go)\b(?:/\S*)?", re.DOTALL)
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Word:
    """One word and where it stands, [start, end)."""

    text: str
    start: int
    end: int

    @property
    def capital(self) -> bool:
        """Tell whether the word begins with a capital letter."""
        return self.text[0].isupper()


@lru_cache(maxsize=64)
def own_words(text: str) -> str:
    """Return a text of the same length in which quotations and web addresses are spaces."""
    chars = list(text)
    spans = [*quotations(text), *(found.span() for found in _ADDRESS.finditer(text))]
    for start, end in spans:
        chars[start:end] = (" " if char != "\n" else char for char in text[start:end])
    return "".join(chars)


def parts(draft: Draft) -> Iterator[tuple[Part, str]]:
    """Yield every part with its own words."""
    for part in Part:
        if draft.text(part):
            yield part, own_words(draft.text(part))


@lru_cache(maxsize=64)
def words(text: str) -> tuple[Word, ...]:
    """Return the words of a text in order."""
    return tuple(Word(found.group(), *found.span()) for found in _WORD.finditer(text))


@lru_cache(maxsize=8192)
def distance(first: str, second: str) -> int:
    """Count the letters to add, drop, change or swap with a neighbour to get from one word to the other."""
    before: list[int] = []
    row = list(range(len(second) + 1))
    for i, letter in enumerate(first, 1):
        before, last, row = row, before, [i]
        for j, other in enumerate(second, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == second[j - 2] and first[i - 2] == other:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]


def close(first: str, second: str) -> bool:
    """Tell whether two different words, letters' case aside, are probably one word misspelt."""
    one, two = first.casefold(), second.casefold()
    limit = 1 if len(two) <= 5 else 2
    return one != two and abs(len(one) - len(two)) <= limit and distance(one, two) <= limit
