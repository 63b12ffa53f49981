"""Which states the tagger of names reads: those of the last layer forgot much of a word that the others still know."""

from __future__ import annotations


def named_levels(layers: int) -> list[int]:
    """Return the layers, 0 being the embedding, at a third, two thirds and the end of the way: 4, 8 and 12 of 12."""
    return [layers * third // 3 for third in (1, 2, 3)]
