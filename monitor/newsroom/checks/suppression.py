"""Let a person overrule a finding, in the file and with a reason that stays beside the line."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

_COMMENT = re.compile(r"(?:<!--[ \t]*|(?<!\S)#[ \t]*)periksa:[ \t]*abaikan\b[ \t:]*(?P<rest>[^\n]*?)"
                      r"(?:[ \t]*-->|(?=\n)|$)", re.M)
_CODES = re.compile(r"(?:R\d{3}\b[ \t,;]*(?:dan\b)?[ \t]*)+")


@dataclass(frozen=True, slots=True)
class Suppression:
    """One `periksa: abaikan R012 alasan`: characters [start, end) of the source, its line, codes and reason."""

    start: int
    end: int
    line: int
    codes: frozenset[str]
    reason: str

    def fault(self, known: Collection[str]) -> str:
        """Say what is wrong with this comment, empty when nothing is."""
        if not self.codes:
            return "Tulis kode aturan yang diabaikan, misalnya “periksa: abaikan R012 alasan”."
        if unknown := sorted(self.codes - set(known)):
            return f"Kode {', '.join(unknown)} tidak ada; lihat daftar di docs/aturan."
        if len(self.reason.split()) < 2:
            return "Pengabaian tanpa alasan tidak berlaku; tulis alasannya sesudah kode, paling sedikit dua kata."
        return ""


def read_suppressions(source: str) -> tuple[Suppression, ...]:
    """Find the suppressions of a text, as `# periksa: …` or `<!-- periksa: … -->`."""
    found = []
    for match in _COMMENT.finditer(source):
        codes = _CODES.match(match["rest"])
        reason = match["rest"][codes.end():] if codes else match["rest"]
        names = frozenset(re.findall(r"R\d{3}", codes[0])) if codes else frozenset[str]()
        line = source.count("\n", 0, match.start()) + 1
        found.append(Suppression(match.start(), match.end(), line, names, reason.strip(" -–—:\t")))
    return tuple(found)


def covered_lines(source: str, each: Suppression, body_line: int) -> tuple[int, ...]:
    """Return the 1-based lines that a suppression covers.

    Its own line; the next line with text when it stands alone; and the whole front matter when it stands alone before
    the first line of the body, because a comment cannot stand in the front matter.
    """
    lines = source.split("\n")
    own = lines[each.line - 1]
    if own.strip() != source[each.start:each.end].strip():
        return (each.line,)
    below = next((number for number in range(each.line + 1, len(lines) + 1)
                  if lines[number - 1].strip() and not _COMMENT.fullmatch(lines[number - 1].strip())), each.line)
    before = "".join(_COMMENT.sub("", line) for line in lines[body_line - 1:each.line - 1]).strip()
    return (*(range(1, body_line) if not before else ()), each.line, below)
