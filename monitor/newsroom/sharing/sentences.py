"""Cut texts at their sentences, so that nothing is shared that stops in the middle of a thought."""

from __future__ import annotations

import re

FEWEST_WORDS = 5
"""A first sentence of fewer words ("Tidak.") says nothing alone and takes the next one with it."""
_END = re.compile(r"(?<=[.!?])[”\"’)]?\s+(?=[“\"‘(]?[A-Z0-9])")
_ABBREVIATED = re.compile(r"\b(?:No|Jl|Kav|Kab|Kec|Prov|dr|Dr|Prof|Hj?|Ir|Drs|a\.n|s\.d|[A-Z])\.$")


def sentences(text: str) -> tuple[str, ...]:
    """Split a text into its sentences; full stops of abbreviations and numbers do not count."""
    found: list[str] = []
    start = 0
    for end in _END.finditer(text):
        piece = text[start:end.end()].strip()
        if not _ABBREVIATED.search(piece):
            found.append(piece)
            start = end.end()
    rest = text[start:].strip()
    return (*found, rest) if rest else tuple(found)


def first_sentence(text: str) -> str:
    """Return the first sentence that says something by itself."""
    parts = sentences(text)
    for count in range(1, len(parts) + 1):
        head = " ".join(parts[:count])
        if len(head.split()) >= FEWEST_WORDS:
            return head
    return text.strip()


def fitting(text: str, longest: int) -> str:
    """Return as many whole sentences as fit in `longest` characters; a first one that is longer is cut at a word."""
    kept = ""
    for sentence in sentences(text):
        longer = f"{kept} {sentence}".strip()
        if len(longer) > longest:
            break
        kept = longer
    return kept or cut(text, longest)


def cut(text: str, longest: int) -> str:
    """Return the text, or its first words and an ellipsis, in at most `longest` characters."""
    if len(text) <= longest:
        return text
    head = text[:max(longest - 1, 0)]
    if " " in head and not text[len(head):len(head) + 1].isspace():
        head = head.rsplit(" ", 1)[0]
    return head.rstrip(" ,;:.–-") + "…" if longest else ""
