"""Count visits, and hide every number so small that it could point at one person.

A cell is a unit, a page and a channel. Cells below 5 are joined with other small cells: first over the channels of a
page, then over the pages of a unit, then over all units. A join is shown only when it reaches 5, has at least two
cells, and its sum leaves every cell open (neither all ones nor all fours). What is still small is not shown. Every
total is a sum of shown rows, so no hidden number can be worked out from any of them (complementary suppression by
roll-up; see Hundepool et al., Statistical Disclosure Control, 2012, ch. 4).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from monitor.newsroom.outcomes.accesslog import Request
from monitor.newsroom.outcomes.visits import Visit, is_robot, page_of, visit_of

SMALLEST = 5
ANY = "*"
"""In a row: several units, pages or channels together."""
Cell = tuple[str, str, str]
_ROLL_UP: tuple[Callable[[Cell], Cell], ...] = (
    lambda cell: (cell[0], cell[1], ANY), lambda cell: (cell[0], ANY, ANY), lambda cell: (ANY, ANY, ANY))


@dataclass(frozen=True, slots=True)
class Row:
    """One shown number: unit code, page, channel, visits."""

    unit: str
    page: str
    channel: str
    visits: int


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What may be shown of some logs. `robots` are page openings by crawlers, `bad` lines that could not be read."""

    rows: tuple[Row, ...]
    first: date | None
    last: date | None
    robots: int
    bad: int

    @property
    def shown(self) -> int:
        """The sum of the shown rows; hidden visits are not in it."""
        return sum(row.visits for row in self.rows)

    def by(self, part: Callable[[Row], str]) -> list[tuple[str, int]]:
        """Return the sums of the shown rows by one of their parts, the largest first."""
        sums: Counter[str] = Counter()
        for row in self.rows:
            sums[part(row)] += row.visits
        return sorted(sums.items(), key=lambda pair: (-pair[1], pair[0]))


@dataclass
class Tally:
    """Counts while logs are read; nothing about single visits is kept."""

    cells: Counter[Cell] = field(default_factory=Counter)
    robots: int = 0
    bad: int = 0
    read: int = 0
    first: date | None = None
    last: date | None = None

    def add(self, request: Request | None) -> None:
        """Count one line of a log."""
        if request is None:
            self.bad += 1
            return
        self.read += 1
        page = page_of(request)
        if page and is_robot(request.agent):
            self.robots += 1
        elif page:
            self._count(visit_of(request, page))

    def _count(self, visit: Visit) -> None:
        self.cells[visit.unit, visit.page, visit.channel] += 1
        self.first = min(self.first or visit.day, visit.day)
        self.last = max(self.last or visit.day, visit.day)

    def outcomes(self) -> Outcomes:
        """Return what may be shown."""
        rows = protect(self.cells)
        return Outcomes(rows, self.first if rows else None, self.last if rows else None, self.robots, self.bad)


def protect(cells: Mapping[Cell, int]) -> tuple[Row, ...]:
    """Return the rows that may be shown, the largest first, rows of several cells last."""
    shown = {cell: visits for cell, visits in cells.items() if visits >= SMALLEST}
    small = {cell: visits for cell, visits in cells.items() if 0 < visits < SMALLEST}
    for roll_up in _ROLL_UP:
        for name, members in _grouped(small, roll_up).items():
            if _safe([small[cell] for cell in members]):
                shown[name] = sum(small.pop(cell) for cell in members)
    rows = [Row(*cell, visits) for cell, visits in shown.items()]
    return tuple(sorted(rows, key=lambda row: ((row.unit, row.page, row.channel).count(ANY), -row.visits, row.unit,
                                               row.page, row.channel)))


def _safe(counts: list[int]) -> bool:
    """Tell whether the sum of some small cells may be shown without giving one of them away."""
    total = sum(counts)
    return total >= SMALLEST and len(counts) < total < (SMALLEST - 1) * len(counts)


def _grouped(cells: Iterable[Cell], roll_up: Callable[[Cell], Cell]) -> dict[Cell, list[Cell]]:
    found: dict[Cell, list[Cell]] = {}
    for cell in cells:
        found.setdefault(roll_up(cell), []).append(cell)
    return found
