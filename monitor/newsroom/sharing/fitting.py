"""Measure words in the card's font and lay them out in lines, so that nothing runs over."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import ImageFont

FONTS = Path(__file__).with_name("fonts")
FAMILY = "Plus Jakarta Sans"
BOLD, SEMIBOLD, REGULAR = 700, 600, 400
FILES = {BOLD: FONTS / "PlusJakartaSans-Bold.ttf", SEMIBOLD: FONTS / "PlusJakartaSans-SemiBold.ttf",
         REGULAR: FONTS / "PlusJakartaSans-Regular.ttf"}
LEADING = 1.26
"""Distance of baselines, in sizes of type."""
_EM = 200
_SLACK = 1.01
"""Room for what two text engines measure differently (kerning, rounding)."""
_HYPHENS = "-/–"


@dataclass(frozen=True, slots=True)
class Lines:
    """Text laid out: its lines, the size of type in pixels, and whether it had to be shortened."""

    lines: tuple[str, ...]
    size: int
    shortened: bool = False

    @property
    def height(self) -> int:
        """Pixels from the top of the first line to the foot of the last."""
        return round(len(self.lines) * self.size * LEADING)


def width(text: str, size: float, weight: int) -> float:
    """Return the width of a text in pixels."""
    return _font(weight).getlength(text) * size / _EM * _SLACK


def printable(text: str) -> str:
    """Return the text on one line with only the letters that the font has; others lose their marks or go."""
    known = _letters()
    kept = []
    for letter in unicodedata.normalize("NFC", text):
        if letter in known:
            kept.append(letter)
        elif letter.isspace():
            kept.append(" ")
        else:
            kept.append("".join(part for part in unicodedata.normalize("NFKD", letter) if part in known))
    return " ".join("".join(kept).split())


def set_title(text: str, room: float, sizes: Sequence[int], most: int, weight: int = BOLD) -> Lines:
    """Return the text in the largest of `sizes` that needs at most `most` lines of `room` pixels.

    Words that are wider than a line are split only when no size helps; what still does not fit ends in an ellipsis.
    """
    for split in (False, True):
        for size in sizes:
            lines = wrap(text, room, size, weight, split=split)
            if lines is not None and len(lines) <= most:
                return Lines(lines, size)
    return shorten(text, room, sizes[-1], most, weight)


def shorten(text: str, room: float, size: int, most: int, weight: int) -> Lines:
    """Return the first lines of a text, the last one ending in an ellipsis when words are left out."""
    lines = wrap(text, room, size, weight, split=True) or ()
    if len(lines) <= most:
        return Lines(lines, size)
    last = lines[most - 1]
    while last and width(f"{last}…", size, weight) > room:
        last = last[:-1]
    return Lines((*lines[:most - 1], f"{last.rstrip(' ,;:.–-')}…"), size, shortened=True)


def wrap(text: str, room: float, size: int, weight: int, *, split: bool) -> tuple[str, ...] | None:
    """Break a text into lines of at most `room` pixels; None when a word does not fit and must not be split."""
    lines: list[str] = []
    for word in text.split():
        tried = f"{lines[-1]} {word}" if lines else word
        if width(tried, size, weight) <= room:
            lines[-1:] = [tried]
        elif width(word, size, weight) <= room:
            lines.append(word)
        else:
            pieces = list(_pieces(word, room, size, weight))
            if len(pieces) > 1 and not split and not any(mark in word[1:-1] for mark in _HYPHENS):
                return None
            lines += pieces
    return tuple(lines)


def _pieces(word: str, room: float, size: int, weight: int) -> Iterator[str]:
    """Cut a word that is wider than a line, after a hyphen or slash where there is one."""
    while width(word, size, weight) > room:
        end = next(at for at in range(len(word) - 1, 0, -1)
                   if at == 1 or width(f"{word[:at]}-", size, weight) <= room)
        hyphen = max(word.rfind(mark, 1, end) for mark in _HYPHENS)
        if hyphen > end // 2:
            yield word[:hyphen + 1]
            word = word[hyphen + 1:]
        else:
            yield f"{word[:end]}-"
            word = word[end:]
    yield word


@cache
def _font(weight: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FILES[weight]), _EM)


@cache
def _letters() -> frozenset[str]:
    return frozenset((FONTS / "coverage.txt").read_text("utf-8").replace("\n", ""))
