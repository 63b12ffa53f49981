"""Find many phrases in a text at once, on whole words, in one pass over its tokens.

Case, Unicode form and the mark between two words (space, "-", "/" or nothing) make no difference; a trailing `*` in a
phrase stands for any ending. The rules come from taxonomy.toml.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, compress, count, product
from operator import add
from typing import Generic, NamedTuple, TypeVar, overload

P = TypeVar("P")

_LONGEST_TO_JOIN = 4
_MOST_WORDS = 12
_MOST_KNOWN = 200_000
"""Words whose first step is kept; beyond that the memory starts anew."""
_TYPOGRAPHIC = (("“", '"'), ("”", '"'), ("’", "'"), ("‘", "'"), ("–", "-"), ("—", "-"), ("…", "."), ("\xa0", " "))
"""Common marks beyond ASCII: no part of a word, and replaced first, since ASCII text is split many times faster."""


class _Folding(dict[int, str]):
    """Map a code point to its folded character, always of length one, so that offsets stay true."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = unicodedata.normalize("NFKC", char).lower()
        self[code] = folded if len(folded) == 1 else char.lower() if len(char.lower()) == 1 else char
        return self[code]


class _Spacing(dict[int, str]):
    """Map a code point to its folded character where that is part of a word, else to a space."""

    def __missing__(self, code: int) -> str:
        folded = _FOLDING[code]
        self[code] = folded if folded.isalnum() or folded == "_" else " "
        return self[code]


_FOLDING = _Folding()
_SPACING = _Spacing()
_ASCII_SPACING = {code: _SPACING[code] for code in range(128)}


class Token(NamedTuple):
    """One word, folded, with its offsets in the text as given."""

    word: str
    start: int
    end: int


class Tokens(Sequence[Token]):
    """The folded words of a text; their offsets are counted when they are first asked for."""

    __slots__ = ("_spaced", "_starts", "words")

    def __init__(self, spaced: str) -> None:
        self._spaced = spaced
        self._starts: list[int] | None = None
        self.words = spaced.split()

    @property
    def starts(self) -> list[int]:
        """Return the offset of the first character of each word."""
        if self._starts is None:
            parts = self._spaced.split(" ")
            self._starts = list(compress(map(add, accumulate(map(len, parts), initial=0), count()), parts))
        return self._starts

    def __len__(self) -> int:
        return len(self.words)

    @overload
    def __getitem__(self, at: int) -> Token: ...
    @overload
    def __getitem__(self, at: slice) -> list[Token]: ...
    def __getitem__(self, at: int | slice) -> Token | list[Token]:
        if isinstance(at, slice):
            return [self[index] for index in range(*at.indices(len(self.words)))]
        word, start = self.words[at], self.starts[at]
        return Token(word, start, start + len(word))


class Hit(NamedTuple, Generic[P]):
    """One phrase found: characters [start, end) of the text, what it stands for, and the number of its first word."""

    start: int
    end: int
    payload: P
    word: int


@dataclass(slots=True)
class _Node(Generic[P]):
    next: dict[str, _Node[P]] = field(default_factory=dict)
    prefixes: list[tuple[str, P]] = field(default_factory=list)
    payloads: list[P] = field(default_factory=list)

    def ending(self, word: str) -> list[P]:
        """Return what stands for phrases whose last word is an open beginning of the given one."""
        return [payload for prefix, payload in self.prefixes if word.startswith(prefix)] if self.prefixes else []


def fold(text: str) -> str:
    """Lower-case and NFKC-fold a text without changing its length."""
    return text.lower() if text.isascii() else text.translate(_FOLDING)


def tokens(text: str) -> Tokens:
    """Split a text into folded words; "-", "/" and punctuation separate."""
    if not text.isascii():
        for mark, plain in _TYPOGRAPHIC:
            text = text.replace(mark, plain)
    return Tokens(text.translate(_ASCII_SPACING if text.isascii() else _SPACING))


class _Beginnings(dict[str, "_Node[P] | None"], Generic[P]):
    """What the first word of a phrase leads to, kept for each word that was asked for; None where none begins so."""

    def __init__(self, root: _Node[P]) -> None:
        super().__init__()
        self._root = root

    def __missing__(self, word: str) -> _Node[P] | None:
        if len(self) >= _MOST_KNOWN:
            self.clear()
        found, following = self._root.ending(word), self._root.next.get(word)
        if following:
            node: _Node[P] | None = _Node(following.next, following.prefixes, [*found, *following.payloads])
        else:
            node = _Node(payloads=found) if found else None
        self[word] = node
        return node


class Phrasebook(Generic[P]):
    """A word trie of phrases; each phrase carries a payload and may be added with several."""

    def __init__(self, phrases: Iterable[tuple[str, P]]) -> None:
        self._root: _Node[P] = _Node()
        for phrase, payload in phrases:
            self._add(phrase, payload)
        open_ended = bool(self._root.prefixes)  # else there is nothing to keep of a word that begins no phrase
        self._begin = _Beginnings(self._root).__getitem__ if open_ended else self._root.next.get

    def find(self, text: str | Tokens) -> list[Hit[P]]:
        """Return every phrase found, also overlapping ones, ordered by start."""
        found = tokens(text) if isinstance(text, str) else text
        begun = [(index, node) for index, node in enumerate(map(self._begin, found.words)) if node]
        hits: list[Hit[P]] = []
        for index, node in begun:
            start, word = found.starts[index], found.words[index]
            for payload in node.payloads:
                hits.append(Hit(start, start + len(word), payload, index))
            if node.next or node.prefixes:
                self._walk(found, index, node, hits)
        return hits

    @staticmethod
    def _walk(found: Tokens, first: int, node: _Node[P], hits: list[Hit[P]]) -> None:
        """Follow the words after the first one of a phrase, and add what ends on the way."""
        starts = found.starts
        for number, word in enumerate(found.words[first + 1:first + _MOST_WORDS], start=first + 1):
            following = node.next.get(word)
            for payload in (*node.ending(word), *(following.payloads if following else ())):
                hits.append(Hit(starts[first], starts[number] + len(word), payload, first))
            if following is None:
                return
            node = following

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
    hits = list(hits)
    if len(hits) < 2:
        return hits
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
