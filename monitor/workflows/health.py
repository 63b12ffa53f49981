"""Report how the sources are: read the store, judge, and write the files that were asked for."""

from __future__ import annotations

import csv
import os
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.collectors.cells import inert
from monitor.config.settings import Settings
from monitor.digest.charts import FONTS
from monitor.errors import MonitorError, reason
from monitor.health.compile import compile_report
from monitor.health.model import Report
from monitor.health.render_html import render_html
from monitor.health.render_table import COLUMNS, Cell, cells, render_json
from monitor.storage.store import Store
from monitor.workflows.sources import health

LOOKBACK = timedelta(days=90)
"""How far back visits are read; half-hourly visits to 100 sources take a second of processor time."""



def sources_report(settings: Settings, *, now: datetime | None = None,
                   environ: Mapping[str, str] = os.environ) -> Report:
    """Return the health of every configured source. Raise ConfigError or StoreError."""
    moment = now or datetime.now(UTC)
    sources = health(settings, environ, now=moment)
    with Store(settings.storage.database_url) as store:
        records = store.source_records(moment - LOOKBACK, moment + timedelta(days=1))
    return compile_report(sources, records, moment)


def write_report(report: Report, file: Path) -> None:
    """Write the report as .html, .json, .csv or .xlsx, by the ending of the name.

    An older file is replaced once the new one is complete. Raise MonitorError when the file cannot be written.
    """
    fresh = file.with_name(f".{file.name}.{os.getpid()}.belum-selesai")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        try:
            _FORMATS[file.suffix.lower()](report, fresh)
            fresh.replace(file)
        finally:
            fresh.unlink(missing_ok=True)
    except OSError as error:
        raise MonitorError(f"{file} tidak dapat ditulis ({reason(error)}).",
                           "Pilih nama atau folder lain, atau kosongkan ruang; berkas lama tidak berubah.") from error


def _html(report: Report, file: Path) -> None:
    file.write_text(render_html(report, FONTS), "utf-8")


def _json(report: Report, file: Path) -> None:
    file.write_text(render_json(report), "utf-8")


def _csv(report: Report, file: Path) -> None:
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(COLUMNS)
        writer.writerows([_inert(cell) for cell in cells(one)] for one in report.sources)


def _xlsx(report: Report, file: Path) -> None:
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    book = xlsxwriter.Workbook(str(file), {"strings_to_formulas": False, "strings_to_urls": False,
                                           "strings_to_numbers": False})
    sheet = book.add_worksheet("Sumber")
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, COLUMNS, book.add_format({"bold": True}))
    for number, one in enumerate(report.sources, 1):
        sheet.write_row(number, 0, [_inert(cell) for cell in cells(one)])
    sheet.autofilter(0, 0, len(report.sources), len(COLUMNS) - 1)
    sheet.autofit()
    try:
        book.close()
    except FileCreateError as error:
        raise OSError(*getattr(error.args[0], "args", (None, str(error)))) from error


def _inert(cell: Cell) -> Cell:
    return inert(cell) if isinstance(cell, str) else cell


_FORMATS: Mapping[str, Callable[[Report, Path], None]] = {".html": _html, ".json": _json, ".csv": _csv, ".xlsx": _xlsx}
