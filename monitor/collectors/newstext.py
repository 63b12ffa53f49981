"""Read one news text that somebody copied from a page into a .txt file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from monitor.collectors.delimited import decoded
from monitor.collectors.markup import plain
from monitor.dates import parse_date
from monitor.errors import ImportFileError
from monitor.models import TimeOrigin

_HEAD = 12
"""Lines after the title in which a line of its own may state the date."""
_SHORT = 80
_DATELINE = re.compile(r"[A-Z][\w .]{2,30},\s+([A-Z][\w.]{1,20})\s*(?:\([\d/.]+\)\s*)?[-–—]\s")
_DAY_IN_TEXT = re.compile(r"\((\d{1,2}/\d{1,2}/\d{4})\)")


@dataclass(frozen=True, slots=True)
class NewsText:
    """The parts of one text; `outlet` and `date` are as written, empty when the text does not say."""

    title: str
    text: str
    outlet: str
    date: str


def read_news_text(name: str, body: bytes) -> NewsText:
    """Split a copied page into its parts. Raise ImportFileError when it holds no text.

    The title is the first line of four words or more that is no date (before it stand page header and menu). The date
    is a line of its own after the title, else the day in brackets that Indonesian reports give (`Rabu (9/10/2025)`),
    else a line before the title, which may be the day on which the page was opened.
    """
    lines = [line for line in plain(decoded(body), markup=False).splitlines() if line.strip(" -–—")]
    if not lines:
        raise ImportFileError(f"{name} tidak berisi teks.", "Salin ulang teks beritanya, lalu coba lagi.")
    at = next((i for i, line in enumerate(lines) if len(line.split()) >= 4 and not _is_date(line)), 0)
    title, rest = lines[at], lines[at + 1:]
    kept = [line for i, line in enumerate(rest)
            if line != title and line not in rest[max(0, i - 1):i] and not (i < _HEAD and _is_date(line))]
    text = "\n".join(kept[_first_paragraph(kept):])
    dateline = next(filter(None, map(_DATELINE.match, kept[:_HEAD])), None)
    return NewsText(title, text, dateline[1] if dateline else "", _date(lines[:at], rest, text))


def _first_paragraph(lines: Sequence[str]) -> int:
    """Return where the report starts: after bylines and other short lines at the top."""
    return next((i for i, line in enumerate(lines[:_HEAD]) if len(line) >= _SHORT), 0)


def _date(before: Sequence[str], after: Sequence[str], text: str) -> str:
    stated = [line for line in after[:_HEAD] if _is_date(line)]
    if not stated and (found := _DAY_IN_TEXT.search(text)):
        stated = [found[1]]
    return next(iter(stated or [line for line in before if _is_date(line)]), "")


def _is_date(line: str) -> bool:
    """Say whether a short line that is no sentence states a day."""
    return len(line) <= _SHORT and not line.endswith(".") and parse_date(line, origin=TimeOrigin.IMPORT) is not None
