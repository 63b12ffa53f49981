"""Find many phrases in a text at once, on whole words, in one pass over its tokens.

Case, Unicode form and the mark between two words (space, "-", "/" or nothing) make no difference; a trailing `*` in a
phrase stands for any ending. The rules come from taxonomy.toml.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Generic, NamedTuple, TypeVar

P = TypeVar("P")

_WORD = re.compile(r"\w+")
_LONGEST_TO_JOIN = 4


class _Folding(dict[int, str]):
    """Map a code point to its folded character, always of length one, so that offsets stay true."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = unicodedata.normalize("NFKC", char).lower()
        self[code] = folded if len(folded) == 1 else char.lower() if len(char.lower()) == 1 else char
        return self[code]


_FOLDING = _Folding()


class Token(NamedTuple):
    """One word, folded, with its offsets in the text as given."""

    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hit(Generic[P]):
    """One phrase found: characters [start, end) of the text, and what the phrase stands for."""

    start: int
    end: int
    payload: P


@dataclass(slots=True)
class _Node(Generic[P]):
    next: dict[str, _Node[P]] = field(default_factory=dict)
    prefixes: list[tuple[str, P]] = field(default_factory=list)
    payloads: list[P] = field(default_factory=list)


def fold(text: str) -> str:
    """Lower-case and NFKC-fold a text without changing its length."""
    return text.lower() if text.isascii() else text.translate(_FOLDING)


def tokens(text: str) -> list[Token]:
    """Split a text into folded words; "-", "/" and punctuation separate."""
    return [Token(match[0], match.start(), match.end()) for match in _WORD.finditer(fold(text))]


class Phrasebook(Generic[P]):
    """A word trie of phrases; each phrase carries a payload and may be added with several."""

    def __init__(self, phrases: Iterable[tuple[str, P]]) -> None:
        self._root: _Node[P] = _Node()
        for phrase, payload in phrases:
            self._add(phrase, payload)

    def find(self, text: str | Sequence[Token]) -> Iterator[Hit[P]]:
        """Yield every phrase found, also overlapping ones, ordered by start."""
        words = tokens(text) if isinstance(text, str) else text
        first = self._root.next
        open_ended = bool(self._root.prefixes)
        for index, token in enumerate(words):
            if token.word in first or open_ended:
                yield from self._walk(words, index)

    def _walk(self, words: Sequence[Token], index: int) -> Iterator[Hit[P]]:
        start, node = words[index].start, self._root
        for token in words[index:index + 12]:
            for prefix, payload in node.prefixes:
                if token.word.startswith(prefix):
                    yield Hit(start, token.end, payload)
            following = node.next.get(token.word)
            if following is None:
                return
            node = following
            for payload in node.payloads:
                yield Hit(start, token.end, payload)

    def _add(self, phrase: str, payload: P) -> None:
        open_ended = phrase.endswith("*")
        words = [token.word for token in tokens(phrase)]
        if not words:
            raise ValueError(f"frasa {phrase!r} tidak memuat kata")
        for variant in set(_joinings(words)):
            node = self._root
            for word in variant[:-1]:
                node = node.next.setdefault(word, _Node())
            if open_ended:
                node.prefixes.append((variant[-1], payload))
            else:
                node.next.setdefault(variant[-1], _Node()).payloads.append(payload)


def longest(hits: Iterable[Hit[P]]) -> list[Hit[P]]:
    """Keep the longest of overlapping hits, earlier first on a tie; ordered by start."""
    kept: list[Hit[P]] = []
    for hit in sorted(hits, key=lambda h: (h.start, h.start - h.end)):
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
        elif hit.end - hit.start > kept[-1].end - kept[-1].start:
            kept[-1] = hit
    return kept


def _joinings(words: list[str]) -> Iterator[tuple[str, ...]]:
    """Yield the words with every choice of gaps closed: (non, prosedural) and (nonprosedural,)."""
    if len(words) > _LONGEST_TO_JOIN or any(len(word) < 2 for word in words):
        yield tuple(words)
        return
    for gaps in product((True, False), repeat=len(words) - 1):
        variant = [words[0]]
        for gap, word in zip(gaps, words[1:], strict=True):
            if gap:
                variant.append(word)
            else:
                variant[-1] += word
        yield tuple(variant)
