"""Write numbers, days and times of the health report as staff read them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from monitor.dates import clock, short_date
from monitor.health.model import Day, Report, State

NEVER = "belum pernah"
_BARS = "▁▂▃▄▅▆▇█"


def number(value: float) -> str:
    """Write `1.234`, or `0,4` with one decimal when it is not whole."""
    rounded = round(value, 1)
    text = f"{int(rounded):,}" if rounded == int(rounded) else f"{rounded:,.1f}"
    return text.translate(str.maketrans(",.", ".,"))


def amount(value: float | None) -> str:
    """Write items per day; a dash when there are too few days to say."""
    return "–" if value is None else number(value)


def day_words(count: int) -> str:
    """Write `3 hari`."""
    return f"{number(count)} hari"


def moment(at: datetime | None, *, never: str = NEVER) -> str:
    """Write `21/11/2026 pukul 08.05 WIB`."""
    return f"{short_date(at)} {clock(at)}" if at else never


def bars(days: Sequence[Day], width: int = 14) -> str:
    """Draw the last days as letters: a bar per day, `×` for an outage, `·` for a day without a visit."""
    shown = days[-width:]
    highest = max((each.new or 0 for each in days), default=0) or 1
    return "".join("×" if each.out else "·" if each.new is None else
                   _BARS[min(7, round(7 * each.new / highest))] for each in shown)


def counted(report: Report) -> str:
    """Count the sources by state: `45 sumber aktif: 2 putus, 1 diam, 42 sehat; 3 nonaktif`."""
    counts = report.counts
    active = len(report.sources) - counts.get(State.OFF, 0)
    listening = [state for state in State if counts.get(state) and state is not State.OFF]
    parts = [f"{number(counts[state])} {state.value}" for state in listening]
    off = f"; {number(counts[State.OFF])} nonaktif" if counts.get(State.OFF) else ""
    return f"{number(active)} sumber aktif{': ' if parts else ''}{', '.join(parts)}{off}"
