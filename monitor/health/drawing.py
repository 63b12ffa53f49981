"""Draw new items per day as a small bar chart: plain SVG without style attributes, coloured by the page's classes."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import quoteattr

from monitor.dates import short_date
from monitor.health.model import Day
from monitor.health.wording import number

_STEP, _BAR, _HEIGHT = 8, 6, 40
_FOOT = 4


def draw_days(days: Sequence[Day], usual: float | None, name: str) -> str:
    """Return the chart: a bar per day, a cross for an outage, a gap without a visit, a dashed line for the median."""
    highest = max([each.new or 0 for each in days] + [usual or 0, 1])
    width = _STEP * len(days)
    marks = "".join(_mark(place * _STEP, each, highest) for place, each in enumerate(days))
    if usual:
        level = _y(usual, highest)
        marks += f'<line class="usual" x1="0" x2="{width}" y1="{level}" y2="{level}"/>'
    words = quoteattr(_words(days, usual, name))
    return (f'<svg role="img" viewBox="0 0 {width} {_HEIGHT + _FOOT}" aria-label={words}>'
            f'<line class="ground" x1="0" x2="{width}" y1="{_HEIGHT}" y2="{_HEIGHT}"/>{marks}</svg>')


def _mark(x: int, each: Day, highest: float) -> str:
    if each.out:
        middle, top, low = x + _BAR / 2, _HEIGHT - 9, _HEIGHT - 3
        return (f'<rect class="band" x="{x - 1}" y="0" width="{_STEP}" height="{_HEIGHT}"/>'
                f'<path class="out" d="M{middle - 3} {top}L{middle + 3} {low}M{middle + 3} {top}L{middle - 3} {low}"/>')
    if each.new is None:
        return ""
    if not each.new:
        return f'<rect class="zero" x="{x}" y="{_HEIGHT - 1}" width="{_BAR}" height="2"/>'
    head = _y(each.new, highest)
    return f'<rect class="bar" x="{x}" y="{head}" width="{_BAR}" height="{round(_HEIGHT - head, 1)}"/>'


def _y(value: float, highest: float) -> float:
    return round(_HEIGHT - max(value / highest * (_HEIGHT - 2), 1), 1)


def _words(days: Sequence[Day], usual: float | None, name: str) -> str:
    """Say what the chart shows, for those who cannot see it."""
    out = sum(each.out for each in days)
    unseen = sum(each.new is None and not each.out for each in days)
    last = ", ".join("putus" if each.out else "tanpa kunjungan" if each.new is None else number(each.new)
                     for each in days[-7:])
    parts = [f"{name}, naskah baru per hari {short_date(days[0].day)} sampai {short_date(days[-1].day)}",
             f"tujuh hari terakhir: {last}", f"biasanya {number(usual)}" if usual else "",
             f"{number(out)} hari putus" if out else "", f"{number(unseen)} hari tanpa kunjungan" if unseen else ""]
    return "; ".join(filter(None, parts)) + "."
