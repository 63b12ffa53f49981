"""The rows of a table, whatever file they come from, and the header row among the first lines of it.

Rows come one by one, so that a file of any length takes little memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from monitor.collectors.cells import original

LOOKED_AT = 30
"""Lines in which the header row is looked for; exports put a few lines of their own before it."""
MOST_BYTES = 500_000_000

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


Raw = tuple[int, list[str]] | RowProblem
"""A line split into cells, or what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Table:
    """A file's columns in order, and its rows and bad lines to be read once.

    Of a workbook: the `sheet` that is read, the `others` that look like tables too, and whether it counts days from
    1904 (`since_1904`).
    """

    columns: tuple[str, ...]
    rows: Iterator[Row | RowProblem]
    sheet: str = ""
    others: tuple[str, ...] = ()
    since_1904: bool = False


def with_header(numbered: Iterator[Raw], score: Score) -> Table:
    """Take the row with most known column names among the first ones as header, with the row below if both are one."""
    head: list[tuple[int, list[str]]] = []
    problems: list[RowProblem] = []
    for raw in numbered:
        if isinstance(raw, RowProblem):
            problems.append(raw)
        elif any(cell.strip() for cell in raw[1]):
            head.append(raw)
        if len(head) > LOOKED_AT:
            break
    if not head:
        return Table((), iter(problems))
    at = max(range(min(LOOKED_AT, len(head))), key=lambda i: (score(head[i][1]), len(head[i][1]) > 1, -i))
    columns, after = [name.strip() for name in head[at][1]], at + 1
    for first in (at - 1, at):
        if first >= 0 and first + 1 < len(head):
            both = _joined(head[first][1], head[first + 1][1])
            if score(both) > score(columns):
                columns, after = both, first + 2
    rows = _rows(columns, chain(head[after:], numbered))
    return Table(tuple(filter(None, columns)), chain(problems, rows))


def _joined(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """Return the names of a header of two rows: the lower cell, or the upper one where cells are merged."""
    width = max(len(upper), len(lower))
    above, below = ([cell.strip() for cell in row] + [""] * (width - len(row)) for row in (upper, lower))
    return [low or high for high, low in zip(above, below, strict=True)]


def _rows(columns: Sequence[str], numbered: Iterator[Raw]) -> Iterator[Row | RowProblem]:
    for raw in numbered:
        if isinstance(raw, RowProblem):
            yield raw
            continue
        line, cells = raw
        if not any(cell.strip() for cell in cells):
            continue
        if any(cell.strip() for cell in cells[len(columns):]):
            yield RowProblem(line, f"berisi {len(cells)} kolom, padahal judul kolom hanya {len(columns)}; "
                                   "periksa tanda pemisah di dalam teks")
            continue
        yield Row(line, {name: original(cell) for name, cell in zip(columns, cells, strict=False) if name})
