"""Positions that several rules need: where quotations are, and which sentence or paragraph holds a position."""

from __future__ import annotations

import re
from functools import lru_cache

_QUOTED = re.compile(r"“[^“”]{1,1500}”|\"[^\"\n]{1,1500}\"|‘[^‘’\n]{20,800}’")


@lru_cache(maxsize=64)
def quotations(text: str) -> tuple[tuple[int, int], ...]:
    """Return the [start, end) of every quotation, marks included."""
    return tuple(found.span() for found in _QUOTED.finditer(text))


def is_quoted(text: str, position: int) -> bool:
    """Tell whether a position is inside a quotation: words there are the speaker's and are never corrected."""
    return any(start <= position < end for start, end in quotations(text))
