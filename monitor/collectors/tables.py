"""Read the rows of CSV, XLSX and JSON files as they come from exports, whatever their encoding and delimiter."""

from __future__ import annotations

import codecs
import csv
import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from monitor.collectors.cells import original
from monitor.errors import ImportFileError

_LOOKED_AT = 30
"""Lines in which the header row is looked for; exports put a few lines of their own before it."""
_MOST_BYTES = 500_000_000
_LONGEST_FIELD = 5_000_000

# What openpyxl, zipfile and the parsers below them let through on damaged files.
_DAMAGED = (InvalidFileException, zipfile.BadZipFile, zlib.error, struct.error, LookupError, ValueError, TypeError,
            AttributeError, AssertionError, ArithmeticError, RuntimeError, SyntaxError, OSError, EOFError)

Score = Callable[[Sequence[str]], int]
"""Says how many cells of a row are known column names."""


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong with one line of a file; `line` counts from 1 as editors and Excel do."""

    line: int
    what: str


@dataclass(frozen=True, slots=True)
class Row:
    """One data row: its line, and its cells by column name as written."""

    line: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A file's columns in order, its rows, and the lines that could not be split into cells."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    problems: tuple[RowProblem, ...]


def read_table(path: Path, score: Score) -> Table:
    """Read a whole file by what it is (XLSX, JSON, JSON Lines, else CSV). Raise ImportFileError."""
    if path.stat().st_size > _MOST_BYTES:
        raise ImportFileError(f"{path.name} lebih besar dari {_MOST_BYTES // 1_000_000} MB.",
                              "Bagi menjadi beberapa berkas, lalu impor satu per satu.")
    body = path.read_bytes()
    if not body.strip():
        raise ImportFileError(f"{path.name} kosong.", "Ekspor ulang berkasnya, lalu coba lagi.")
    if body.startswith(b"PK"):
        return _sheet(path, score)
    if body.startswith(b"\xd0\xcf\x11\xe0"):
        raise ImportFileError(f"{path.name} berformat Excel lama (.xls).",
                              "Buka di Excel atau LibreOffice, simpan sebagai .xlsx, lalu impor lagi.")
    text = decoded(body)
    if _is_binary(text):
        raise ImportFileError(f"{path.name} bukan tabel atau teks yang dapat dibaca.",
                              "Pakai berkas CSV, XLSX, JSON Lines, atau .txt; dari Word atau PDF, salin dulu isinya.")
    if path.suffix.lower() in {".json", ".jsonl", ".ndjson"} or text.lstrip()[:2] in {'{"', "[{"}:
        return _json(path.name, text)
    return _delimited(text, score)


def decoded(body: bytes) -> str:
    """Decode UTF-8 and UTF-16 with or without mark, else the Windows encoding of older Excel exports (cp1252)."""
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return body.decode("utf-16", "replace")
    head = body[:1000]
    if head.count(0) > len(head) // 4:
        return body.decode("utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be", "replace")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")


def _is_binary(text: str) -> bool:
    """Tell a picture, PDF or program from text: more than one in fifty of its first characters are control codes."""
    head = text[:4000]
    return text.startswith("%PDF") or 50 * sum(c < " " and c not in "\t\n\r\f\v\x1a" for c in head) > len(head)


def _delimited(text: str, score: Score) -> Table:
    lines = list(io.StringIO(text, newline=""))
    csv.field_size_limit(_LONGEST_FIELD)
    delimiter = max(",;\t|", key=lambda mark: _fit(lines, mark, score))
    numbered: list[tuple[int, list[str]]] = []
    problems: list[RowProblem] = []
    reader = csv.reader(lines, delimiter=delimiter)
    start = 1
    try:
        for row in reader:
            numbered.append((start, row))
            start = reader.line_num + 1
    except csv.Error as error:
        problems.append(RowProblem(start, f"{_csv_fault(error)}; baris ini dan sesudahnya tidak dibaca"))
    if numbered and "".join(lines[numbered[-1][0] - 1:reader.line_num]).count('"') % 2:
        start, _ = numbered.pop()
        problems.append(RowProblem(start, "tanda kutip tidak ditutup; dari baris ini sampai akhir tidak terbaca"))
    return _with_header(numbered, score, problems)


def _csv_fault(error: csv.Error) -> str:
    if "field limit" in str(error):
        return f"satu sel lebih panjang dari {_LONGEST_FIELD // 1_000_000} juta huruf"
    return "tidak bisa dipecah menjadi kolom"


def _fit(lines: Sequence[str], delimiter: str, score: Score) -> tuple[int, int]:
    """Rate a delimiter by the best header row and the widest row that it gives."""
    try:
        rows = list(islice(csv.reader(lines, delimiter=delimiter), _LOOKED_AT))
    except csv.Error:
        return 0, 0
    return max(map(score, rows), default=0), max(map(len, rows), default=0)


def _sheet(path: Path, score: Score) -> Table:
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(member.file_size for member in archive.infolist())
        if size > _MOST_BYTES:
            raise ImportFileError(f"Isi {path.name} lebih besar dari {_MOST_BYTES // 1_000_000} MB.",
                                  "Bagi menjadi beberapa berkas, lalu impor satu per satu.")
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
        tables = [_with_header(list(_cells(sheet)), score, []) for sheet in book.worksheets]
        book.close()
    except _DAMAGED as error:
        raise ImportFileError(f"{path.name} bukan berkas XLSX yang bisa dibaca ({type(error).__name__}).",
                              "Buka di Excel atau LibreOffice, simpan ulang sebagai .xlsx, lalu impor lagi.") from error
    empty = Table((), (), ())
    return max(tables, key=lambda table: (score(table.columns), len(table.rows)), default=empty)


def _cells(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    sheet.reset_dimensions()  # exporters state wrong ones
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        yield number, [_word(value) for value in row]


def _word(value: object) -> str:
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
        return ", ".join(filter(None, map(_word, value)))
    return "" if isinstance(value, dict) else str(value)


def _with_header(numbered: Sequence[tuple[int, list[str]]], score: Score, problems: list[RowProblem]) -> Table:
    """Take the row with most known column names among the first ones as header."""
    filled = [(line, row) for line, row in numbered if any(cell.strip() for cell in row)]
    if not filled:
        return Table((), (), tuple(problems))
    head = max(range(min(_LOOKED_AT, len(filled))), key=lambda i: (score(filled[i][1]), len(filled[i][1]) > 1, -i))
    columns = [name.strip() for name in filled[head][1]]
    rows = []
    for line, cells in filled[head + 1:]:
        if any(cell.strip() for cell in cells[len(columns):]):
            problems.append(RowProblem(line, f"berisi {len(cells)} kolom, padahal judul kolom hanya {len(columns)}; "
                                             "periksa tanda pemisah di dalam teks"))
            continue
        rows.append(Row(line, {name: original(cell) for name, cell in zip(columns, cells, strict=False) if name}))
    return Table(tuple(filter(None, columns)), tuple(rows), tuple(problems))


def _json(name: str, text: str) -> Table:
    """Read one JSON value per line, or one list (possibly inside an object) for the whole file."""
    try:
        whole = json.loads(text)
    except RecursionError as error:
        raise ImportFileError(f"JSON di {name} bersarang terlalu dalam.", "Ekspor ulang berkasnya.") from error
    except ValueError:
        return _json_table(*_json_lines(text))
    if isinstance(whole, dict):
        whole = _inner_records(whole, 3) or [whole]
    return _json_table(list(enumerate(whole if isinstance(whole, list) else [whole], start=1)), [])


def _inner_records(whole: Mapping[str, Any], depth: int) -> list[Any]:
    """Return the first list of objects inside an object, nearest first; API answers wrap it once or twice."""
    if found := next((value for value in whole.values() if _is_records(value)), None):
        return list(found)
    inner = (_inner_records(value, depth - 1) for value in whole.values() if depth and isinstance(value, dict))
    return next(filter(None, inner), [])


def _is_records(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)


def _json_lines(text: str) -> tuple[list[tuple[int, object]], list[RowProblem]]:
    found: list[tuple[int, object]] = []
    problems = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            found.append((number, json.loads(line)))
        except (ValueError, RecursionError):
            problems.append(RowProblem(number, "bukan JSON yang sah"))
    return found, problems


def _json_table(values: Sequence[tuple[int, object]], problems: list[RowProblem]) -> Table:
    rows = []
    for line, value in values:
        if isinstance(value, dict):
            only = next(iter(value.values())) if len(value) == 1 else None
            rows.append(Row(line, dict(_flat(only if isinstance(only, dict) else value))))
        else:
            problems.append(RowProblem(line, "bukan objek JSON dengan nama kolom"))
    columns = tuple(dict.fromkeys(name for row in rows for name in row.cells))
    return Table(columns, tuple(rows), tuple(problems))


def _flat(value: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the cells of a record; those one level down are named `outer.inner`."""
    for name, cell in value.items():
        if isinstance(cell, dict):
            yield from ((f"{name}.{inner}", _word(deep)) for inner, deep in cell.items())
        else:
            yield name, _word(cell)
