"""The lines of a release text: paragraphs with their positions, and what of them is prose."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

BLANK = "\u2060"
"""Stands for every character that readers do not see as text: addresses, pictures, comments, code."""

_HIDDEN = re.compile(
    r"<!--.*?-->|!\[[^\]\n]*\]\([^)\n]*\)|(?<=\])\([^)\s]+\)|`[^`\n]+`|https?://[^\s)>\]]+|(?<!\w)www\.[^\s)>\]]+"
    r"|[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+|(?m:^#\s*periksa:[^\n]*$)", re.S)
_MARKUP = re.compile(r"\s{0,3}(?:#{1,6}\s|[-*+•]\s|\d{1,2}[.)]\s|[a-z][.)]\s|>|\||!\[|<|\[|:::|---|===)")
_SIGN_OFF = re.compile(r"\*{0,3}\s*\((?:Biro\s+)?(?:Humas|humas|HUMAS)\b[^)\n]*\)?|\*{2,3}\s*(?:Biro\s+)?Humas\b[^\n]*")
_FURNITURE = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? \d{1,2} \w+ \d{4}|logo|Berita|Berita Utama|-{1,2}"
    r"|0?0[.:]\d\d +\d{1,2} \w+ \d{4}(?: +\d+)?|Diperbarui .*|Topik:|Tag(?:s)?:", re.I)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of a body: characters [start, end) without the spaces around it."""

    start: int
    end: int
    text: str

    @property
    def prose(self) -> bool:
        """Whether it is running text rather than a heading, a list item, a table row or page furniture."""
        return not _MARKUP.match(self.text) and not is_furniture(self.text)


@lru_cache(maxsize=32)
def visible(text: str) -> str:
    """Return the text at the same length with every hidden part replaced by BLANK; line ends stay."""
    return _HIDDEN.sub(lambda found: re.sub(r"[^\n]", BLANK, found[0]), text)


@lru_cache(maxsize=32)
def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """Split a body into paragraphs.

    Blank lines part them. Texts pasted from the ministry's pages hold one paragraph per line; a body with a line
    beyond 200 characters is therefore also split at line ends.
    """
    one_per_line = any(len(line) > 200 for line in text.splitlines())
    pattern = r"[^\n]+" if one_per_line else r"[^\n]+(?:\n(?![ \t]*\n|#|[-*+] |\d{1,2}\. |<!--)[^\n]+)*"
    found = []
    for match in re.finditer(pattern, text):
        stripped = match[0].strip()
        if stripped:
            start = match.start() + match[0].index(stripped)
            found.append(Paragraph(start, start + len(stripped), stripped))
    return tuple(found)


def is_furniture(line: str) -> bool:
    """Tell whether a line belongs to the page it was copied from: a date header, a logo, a section name."""
    return bool(_FURNITURE.fullmatch(line.strip()))


def sign_off(text: str) -> re.Match[str] | None:
    """Return the last sign-off of a text such as `** (Humas/BP3MI Bali)`."""
    return max(_SIGN_OFF.finditer(text), key=lambda found: found.start(), default=None)
