"""Read the rows of one sheet of an Excel workbook (XLSX), as its reader saw it when it was saved."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.utils.exceptions import InvalidFileException

from monitor.collectors.rows import MOST_BYTES, Raw, Score, Table, with_header
from monitor.config.loading import nearest
from monitor.errors import ImportFileError

# What openpyxl, zipfile and the parsers below them let through on damaged files.
_DAMAGED = (InvalidFileException, zipfile.BadZipFile, zlib.error, struct.error, LookupError, ValueError, TypeError,
            AttributeError, AssertionError, ArithmeticError, RuntimeError, SyntaxError, OSError, EOFError)

_PEEKED = 32
_VISIBLE = "visible"


def read_sheet(path: Path, score: Score, name: str = "") -> Table:
    """Open the sheet `name`, or of the visible ones that with the best header row. Raise ImportFileError."""
    with _readable(path):
        with zipfile.ZipFile(path) as archive:
            size = sum(member.file_size for member in archive.infolist())
        if size > MOST_BYTES:
            raise ImportFileError(f"Isi {path.name} lebih besar dari {MOST_BYTES // 1_000_000} MB.",
                                  "Bagi menjadi beberapa berkas, lalu impor satu per satu.")
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        sheets = {sheet.title: sheet for sheet in book.worksheets}
        scores = {title: _rated(sheet, score) for title, sheet in sheets.items() if sheet.sheet_state == _VISIBLE}
        chosen = _named(path, name, sheets) if name else max(scores, key=scores.__getitem__, default="")
        if not chosen:
            return Table((), iter(()))
        table = with_header(_cells(path, sheets[chosen]), score)
    others = tuple(title for title, (known, _) in scores.items() if known and title != chosen)
    return replace(table, sheet=chosen, others=others, since_1904=book.epoch == CALENDAR_MAC_1904)


def _named(path: Path, name: str, sheets: Mapping[str, Any]) -> str:
    found = next((title for title in sheets if title.strip().casefold() == name.strip().casefold()), "")
    if not found:
        raise ImportFileError(f"Lembar {name!r} tidak ada di {path.name}{nearest(name, list(sheets))}.",
                              f"Lembar yang ada: {', '.join(sheets)}.")
    return found


def _rated(sheet: Any, score: Score) -> tuple[int, int]:
    """Rate a sheet by its best header row, then by whether rows follow."""
    sheet.reset_dimensions()
    rows = [[word(value) for value in row] for row in islice(sheet.iter_rows(values_only=True), _PEEKED)]
    return max(map(score, rows), default=0), len(rows)


def _cells(path: Path, sheet: Any) -> Iterator[Raw]:
    with _readable(path):
        sheet.reset_dimensions()  # exporters state wrong ones
        for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
            yield number, [word(value) for value in row]


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """Turn what openpyxl lets through on damaged files into ImportFileError."""
    try:
        yield
    except _DAMAGED as error:
        raise ImportFileError(f"{path.name} bukan berkas XLSX yang bisa dibaca ({type(error).__name__}).",
                              "Buka di Excel atau LibreOffice, simpan ulang sebagai .xlsx, lalu impor lagi.") from error


def word(value: object) -> str:
    """Write a cell or JSON value as text; a date without a time stays a date."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, datetime):
        return value.isoformat(" ") if value.time().isoformat() != "00:00:00" else value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (list, tuple)):
        return ", ".join(filter(None, map(word, value)))
    return "" if isinstance(value, dict) else str(value)
