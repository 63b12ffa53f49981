"""One row per item, as CSV, XLSX, JSON Lines or Parquet.

Column names and values are those of the code (English), so that scripts can rely on them. In CSV and XLSX, lists are
joined by `; ` and a cell that a spreadsheet could read as a formula gets an apostrophe in front, which an import takes
off again: the texts come from strangers.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from monitor.collectors.cells import inert
from monitor.errors import MonitorError
from monitor.models import Clip, ToneLabel

Cell = str | int | float | bool | list[str] | None
Row = dict[str, Cell]

COLUMNS: dict[str, str] = {
    "id": "text", "published": "text", "dated_only": "bool", "time_origin": "text",
    "outlet": "text", "title": "text", "url": "text", "kind": "text", "text_kind": "text",
    "relevant": "bool", "tone": "text", "tone_positive": "number",
    "tone_neutral": "number", "tone_negative": "number", "tone_abstained": "bool", "event": "text", "topics": "list",
    "regions": "list", "destinations": "list", "evidence": "text", "story_id": "text", "event_id": "text",
    "text": "text", "source": "text", "model": "text", "sample": "bool",
}
"""Column -> text, number, bool or list; any cell may be empty. `event` is the polarity, `event_id` the group."""

_EXCEL_ROWS = 1_048_575
_EXCEL_CHARACTERS = 32_767
_CUT = " … [dipotong: batas sel Excel]"
_BATCH = 2_000


def row(clip: Clip) -> Row:
    """Return the cells of one item, in the order of COLUMNS."""
    article, tags, grouping = clip.article, clip.tags, clip.grouping
    tone = tags.tone if tags else None
    scores = dict(tone.scores) if tone else {}
    return {
        "id": article.id, "published": article.published.at.isoformat(), "dated_only": article.published.dated_only,
        "time_origin": article.published.origin.value, "outlet": article.outlet, "title": article.title,
        "url": article.url, "kind": article.kind.value, "text_kind": article.text_kind.value,
        "relevant": tags.relevant if tags else None,
        "tone": tone.label.value if tone and tone.label else None,
        **{f"tone_{label.value}": scores.get(label.value) for label in ToneLabel},
        "tone_abstained": tone.abstained if tone else None, "event": tags.event.value if tags else None,
        "topics": list(tags.topics) if tags else [], "regions": list(tags.regions) if tags else [],
        "destinations": list(tags.destinations) if tags else [], "evidence": tags.evidence if tags else None,
        "story_id": grouping.story_id if grouping else None, "event_id": grouping.event_id if grouping else None,
        "text": article.text, "source": article.source_id, "model": tags.model if tags else None,
        "sample": article.sample,
    }


def write_csv(file: Path, clips: Iterator[Clip]) -> None:
    """Write CSV that Excel opens with its letters right (UTF-8 with signature)."""
    with file.open("x", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(COLUMNS)
        for clip in clips:
            writer.writerow([_flat(cell) for cell in row(clip).values()])


def write_jsonl(file: Path, clips: Iterator[Clip]) -> None:
    """Write one JSON object per line; lists stay lists, missing values are null."""
    with file.open("x", encoding="utf-8") as out:
        for clip in clips:
            out.write(json.dumps(row(clip), ensure_ascii=False) + "\n")


def write_xlsx(file: Path, clips: Iterator[Clip]) -> None:
    """Write a workbook with a frozen, filterable header. Raise MonitorError beyond Excel's rows."""
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
               "strings_to_numbers": False, "nan_inf_to_errors": True}
    book = xlsxwriter.Workbook(str(file), options)
    sheet = book.add_worksheet("Naskah")
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, list(COLUMNS), book.add_format({"bold": True}))
    last = 0
    for last, clip in enumerate(clips, 1):
        if last > _EXCEL_ROWS:
            raise MonitorError(f"Lebih dari {_EXCEL_ROWS:,} naskah tidak muat di satu lembar Excel.".replace(",", "."),
                               "Persempit dengan --from/--to, atau ekspor ke .csv atau .parquet.")
        for column, cell in enumerate(row(clip).values()):
            if (value := _flat(cell)) not in {None, ""}:
                sheet.write(last, column, _fitting(value))
    sheet.autofilter(0, 0, last, len(COLUMNS) - 1)
    try:
        book.close()
    except FileCreateError as error:
        raise OSError(*getattr(error.args[0], "args", (None, str(error)))) from error


def write_parquet(file: Path, clips: Iterator[Clip]) -> None:
    """Write typed columns, lists as lists, compressed, in batches."""
    import pyarrow as pa
    from pyarrow import parquet

    types: dict[str, Any] = {"text": pa.string(), "number": pa.float64(), "bool": pa.bool_(),
                             "list": pa.list_(pa.string())}
    schema = pa.schema([(name, types[kind]) for name, kind in COLUMNS.items()])
    with parquet.ParquetWriter(str(file), schema, compression="zstd") as writer:
        while batch := [row(clip) for clip in islice(clips, _BATCH)]:
            writer.write_table(pa.Table.from_pylist(batch, schema=schema))


FORMATS: dict[str, Callable[[Path, Iterator[Clip]], None]] = {
    ".csv": write_csv, ".xlsx": write_xlsx, ".jsonl": write_jsonl, ".parquet": write_parquet,
}
"""Extension -> writer; a writer creates the file and raises OSError when it cannot."""


def _flat(cell: Cell) -> str | int | float | bool | None:
    """Return what a spreadsheet cell holds."""
    if isinstance(cell, list):
        cell = "; ".join(cell)
    return inert(cell) if isinstance(cell, str) else cell


def _fitting(value: str | int | float | bool) -> str | int | float | bool:
    if isinstance(value, str) and len(value) > _EXCEL_CHARACTERS:
        return value[:_EXCEL_CHARACTERS - len(_CUT)] + _CUT
    return value
