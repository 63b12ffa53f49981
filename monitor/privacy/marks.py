"""What a piece of personal data is, where it stands, and a text on which patterns can rely."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from operator import itemgetter


class Kind(StrEnum):
    """A kind of personal data; the value stands in its place, in square brackets."""

    NIK = "NIK"
    PASSPORT = "paspor"
    BANK = "rekening"
    PHONE = "telepon"
    MAIL = "surel"
    ADDRESS = "alamat"
    HANDLE = "akun"

    @property
    def mask(self) -> str:
        """What readers see instead."""
        return f"[{self.value}]"


@dataclass(frozen=True, slots=True)
class Mark:
    """Personal data at [start, end) of a text. `instead` replaces it; empty for the mask of its kind."""

    start: int
    end: int
    kind: Kind
    instead: str = ""


LINK = re.compile(r"(?i)(?:https?://|www\.)[^\s<>\"“”]+|\b(?:x|twitter|tiktok|instagram|facebook|fb|threads|youtube"
                  r"|bsky|reddit)\.(?:com|net|app)/[^\s<>\"“”]+|\b(?:t\.me|wa\.me)/[^\s<>\"“”]+")
"""An address in running text; punctuation at its end belongs to the sentence (see `links`)."""

_BLANKS = "\u00a0\u2007\u2009\u200a\u200b\u202f\u2060\ufeff"
_PLAIN = {**{ord(c): "-" for c in "‐‑‒–—−"}, **{ord(c): " " for c in _BLANKS}, ord("＠"): "@", ord("．"): ".",
          ord("＋"): "+"}
_ENDS = ".,;:!?)]}'’*_"


@lru_cache(maxsize=64)
def flat(text: str) -> str:
    """Return the text at the same length with digits of any script as 0-9, and odd dashes and blanks as usual ones."""
    if text.isascii():
        return text
    text = text.translate(_PLAIN)
    return "".join(str(int(c)) if c.isdecimal() and not c.isascii() else c for c in text)


@lru_cache(maxsize=64)
def links(text: str) -> tuple[tuple[int, int], ...]:
    """Return where addresses stand in a text, without the punctuation that ends a sentence."""
    return tuple((found.start(), found.start() + len(found[0].rstrip(_ENDS))) for found in LINK.finditer(text))


def inside(start: int, spans: tuple[tuple[int, int], ...]) -> bool:
    """Tell whether a position lies in one of the spans, which are in order and apart."""
    at = bisect_right(spans, start, key=itemgetter(0)) - 1
    return at >= 0 and start < spans[at][1]
