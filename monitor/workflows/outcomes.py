"""Count visits in web-server logs, and write the result to a file."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from monitor.collectors.cells import inert
from monitor.errors import ImportFileError
from monitor.newsroom.outcomes.accesslog import read_log
from monitor.newsroom.outcomes.counting import Outcomes, Tally
from monitor.newsroom.outcomes.report import HEADS, MEANING, RULE, as_json, cells, tables

if TYPE_CHECKING:
    from xlsxwriter import Workbook


def outcomes(logs: Sequence[Path]) -> Outcomes:
    """Return what may be shown of some logs together; the same file named twice counts once.

    Raise ImportFileError when a file cannot be read or is no access log.
    """
    tally = Tally()
    for path in dict.fromkeys(path.resolve() for path in logs):
        before = tally.read, tally.bad
        for request in read_log(path):
            tally.add(request)
        if tally.bad > before[1] and tally.read == before[0]:
            raise ImportFileError(f"{path} bukan catatan akses peladen web: tidak ada satu baris pun yang terbaca.",
                                  "Bentuk yang dibaca: common, combined, atau JSON dari Caddy; boleh .gz.")
    return tally.outcomes()


def write(found: Outcomes, file: Path) -> None:
    """Write the outcomes as CSV, XLSX or JSON, by the ending of the name; an old file is replaced when all is done."""
    fresh = file.with_name(f".{file.name}.baru")
    {".csv": _csv, ".xlsx": _xlsx, ".json": _json}[file.suffix.lower()](found, fresh)
    fresh.replace(file)


def _csv(found: Outcomes, file: Path) -> None:
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(HEADS)
        writer.writerows(_inert(cells(row)) for row in found.rows)


def _json(found: Outcomes, file: Path) -> None:
    file.write_text(as_json(found), "utf-8")


def _xlsx(found: Outcomes, file: Path) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(str(file), {"strings_to_formulas": False, "strings_to_urls": False})
    _sheet(book, "Rincian", HEADS, map(cells, found.rows))
    for _, heading, sums in tables(found):
        _sheet(book, heading, (heading.lower(), "kunjungan"), sums)
    _sheet(book, "Keterangan", ("keterangan", "nilai"), [
        ("Masa", f"{found.first} sampai {found.last}" if found.first else "-"), ("Kunjungan ditampilkan", found.shown),
        ("Dari perayap, tidak dihitung", found.robots), ("Baris rusak", found.bad), (MEANING, ""), (RULE, "")])
    book.close()


def _sheet(book: Workbook, name: str, heads: Sequence[str], rows: Iterable[Sequence[str | int]]) -> None:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, heads, book.add_format({"bold": True}))
    for number, row in enumerate(rows, 1):
        sheet.write_row(number, 0, _inert(row))
    sheet.autofit()


def _inert(row: Sequence[str | int]) -> list[str | int]:
    return [inert(value) if isinstance(value, str) else value for value in row]
