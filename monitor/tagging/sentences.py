"""Split Indonesian news text and posts into sentences by their end marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

_END = re.compile(r"[.!?…\n](?:(?<=\n)\n*|(?<!\n)[.!?…]*[\"”’')\]]*(?=\s+[\"“‘'(\[]?[A-Z0-9@#]))")
"""End marks before a capital, or line ends; written with one set of first characters, which `re` looks for quickly."""
_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Z]|Drs|Dra|Ir|Dr|dr|Prof|H|Hj|KH|Tn|Ny|Sdr|St|No|Jl|Gg|Kav|Rp|dll|dsb|tsb|hlm|Kab|Kec|Kel|Pol|Kompol|"
    r"Muh|Moch|Moh|Abd|Bpk|Ph|S|M|Sos|Tbk|PT|CV|art|a\.n|u\.p))\.$")


def split(text: str) -> Iterator[tuple[int, int]]:
    """Yield the character span [start, end) of each sentence, without surrounding space."""
    start = 0
    for match in _END.finditer(text):
        end = match.end()
        if not match[0].startswith("\n") and _ABBREVIATION.search(text, max(start, end - 12), end):
            continue
        yield from _trimmed(text, start, end)
        start = end
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    stripped = piece.strip()
    if stripped:
        offset = start + len(piece) - len(piece.lstrip())
        yield offset, offset + len(stripped)
