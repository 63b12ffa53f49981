"""Read the objects of JSON Lines, and of JSON files with one list of them, possibly inside an object."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from itertools import chain, islice
from pathlib import Path
from typing import Any

from monitor.collectors.rows import Row, RowProblem, Table
from monitor.collectors.sheets import word
from monitor.errors import ImportFileError

_PEEKED = 200
"""Objects whose names are listed as columns; later ones may have others."""


def read_records(path: Path, encoding: str) -> Table:
    """Open a file with one JSON value per line, or one for the whole file. Raise ImportFileError."""
    values = _lines(path, encoding)
    first, second = next(values, None), next(values, None)
    if second is None or not isinstance(first, tuple) or (first[0] == 1 and isinstance(first[1], list)):
        whole = _whole(path, encoding)
        values = whole if whole is not None else _lines(path, encoding)
    else:
        values = chain((first, second), values)
    rows = (value if isinstance(value, RowProblem) else _row(*value) for value in values)
    head = list(islice(rows, _PEEKED))
    columns = tuple(dict.fromkeys(name for row in head if isinstance(row, Row) for name in row.cells))
    return Table(columns, chain(head, rows))


def _lines(path: Path, encoding: str) -> Iterator[tuple[int, object] | RowProblem]:
    with path.open(encoding=encoding, errors="replace", newline="\n") as text:
        for number, line in enumerate(text, start=1):
            if not line.strip():
                continue
            try:
                yield number, json.loads(line)
            except (ValueError, RecursionError):
                yield RowProblem(number, "bukan JSON yang sah")


def _whole(path: Path, encoding: str) -> Iterator[tuple[int, object] | RowProblem] | None:
    """Return the objects of a file that is one JSON value, counted from 1; None when it is none."""
    try:
        whole = json.loads(path.read_text(encoding, "replace"))
    except RecursionError as error:
        raise ImportFileError(f"JSON di {path.name} bersarang terlalu dalam.", "Ekspor ulang berkasnya.") from error
    except ValueError:
        return None
    if isinstance(whole, dict):
        whole = _inner_records(whole, 3) or [whole]
    return iter(enumerate(whole if isinstance(whole, list) else [whole], start=1))


def _inner_records(whole: Mapping[str, Any], depth: int) -> list[Any]:
    """Return the first list of objects inside an object, nearest first; API answers wrap it once or twice."""
    if found := next((value for value in whole.values() if _is_records(value)), None):
        return list(found)
    inner = (_inner_records(value, depth - 1) for value in whole.values() if depth and isinstance(value, dict))
    return next(filter(None, inner), [])


def _is_records(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)


def _row(line: int, value: object) -> Row | RowProblem:
    if not isinstance(value, dict):
        return RowProblem(line, "bukan objek JSON dengan nama kolom")
    only = next(iter(value.values())) if len(value) == 1 else None
    return Row(line, dict(_flat(only if isinstance(only, dict) else value)))


def _flat(value: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the cells of a record; those one level down are named `outer.inner`."""
    for name, cell in value.items():
        if isinstance(cell, dict):
            yield from ((f"{name}.{inner}", word(deep)) for inner, deep in cell.items())
        else:
            yield name, word(cell)
