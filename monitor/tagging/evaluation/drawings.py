"""Draw the page's charts as inline SVG.

Colours and letters come from the page's style sheet by class, so that the drawings follow light and dark; no drawing
carries a style attribute, which the page's content policy forbids.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from monitor.tagging.evaluation.measures import Bin, Point
from monitor.tagging.evaluation.wording import percent

WIDTH = 320
LEFT, RIGHT, TOP, BOTTOM, PLOT = 46, 14, 30, 40, 180
STEP = 36


@dataclass(frozen=True, slots=True)
class Bar:
    """One score of 0-1 with what stands beside it; `shade` is a class of the style sheet."""

    name: str
    value: float | None
    words: str
    shade: str = "plain"
    low: float | None = None
    high: float | None = None


def draw_bars(bars: Sequence[Bar], what: str) -> str:
    """Draw lying bars from 0 to 1: name and score above each, a whisker for its interval."""
    parts = []
    for place, bar in enumerate(bars):
        top = place * STEP
        parts += [f'<text class="name" x="0" y="{top + 13}">{escape(bar.name)}</text>',
                  f'<text class="value" x="{WIDTH}" y="{top + 13}" text-anchor="end">{escape(bar.words)}</text>',
                  f'<rect class="track" x="0" y="{top + 18}" width="{WIDTH}" height="9"/>']
        if bar.value is not None:
            parts.append(f'<rect class="{bar.shade}" x="0" y="{top + 18}" width="{bar.value * WIDTH:.1f}" height="9"/>')
        if bar.low is not None and bar.high is not None:
            low, high, middle = bar.low * (WIDTH - 2) + 1, bar.high * (WIDTH - 2) + 1, top + 22.5
            parts.append(f'<path class="whisker" d="M{low:.1f} {middle}H{high:.1f}M{low:.1f} {top + 16}v13'
                         f'M{high:.1f} {top + 16}v13"/>')
    spoken = "; ".join(f"{bar.name} {bar.words}" for bar in bars)
    return _svg(parts, STEP * len(bars), f"{what}: {spoken}")


def draw_curve(points: Sequence[Point], in_use: Point) -> str:
    """Draw the accuracy of what is left against the share without a verdict; a diamond marks the bar in use."""
    known = [(one.withheld, one.accuracy) for one in points if one.accuracy is not None]
    if not known:
        return ""
    used = [(in_use.withheld, in_use.accuracy)] if in_use.accuracy is not None else []
    floor = max(0.0, min(0.9, int(min(right for _, right in known + used) * 10) / 10))
    spots = [(_x(withheld), _y((right - floor) / (1 - floor))) for withheld, right in known]
    line = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in sorted(set(spots)))
    parts = [*_axes("tanpa putusan", "ketepatan sisanya", floor), f'<path class="line" d="{line}"/>']
    parts += [f'<circle class="dot" cx="{x:.1f}" cy="{y:.1f}" r="2.5"/>' for x, y in spots]
    for withheld, right in used:
        x, y = _x(withheld), _y((right - floor) / (1 - floor))
        parts.append(f'<path class="mark" d="M{x:.1f} {y - 6:.1f}l6 6l-6 6l-6-6z"/>')
    return _svg(parts, TOP + PLOT + BOTTOM,
                f"Batas yang dipakai: {percent(in_use.withheld)} tanpa putusan, ketepatan {percent(in_use.accuracy)}")


def draw_reliability(bins: Sequence[Bin]) -> str:
    """Draw the share that was right against mean certainty; larger dots stand for more rows, the line is perfection."""
    most = max((one.rows for one in bins), default=0)
    if not most:
        return ""
    parts = [*_axes("keyakinan", "benar", 0.0), f'<path class="ideal" d="M{_x(0)} {_y(0)}L{_x(1)} {_y(1)}"/>']
    for one in bins:
        if one.certainty is not None and one.accuracy is not None:
            size = 2.5 + 7 * (one.rows / most) ** 0.5
            parts.append(f'<circle class="bubble" cx="{_x(one.certainty):.1f}" cy="{_y(one.accuracy):.1f}" '
                         f'r="{size:.1f}"/>')
    return _svg(parts, TOP + PLOT + BOTTOM, "Keyakinan dibandingkan dengan bagian yang benar; rinciannya di tabel")


def _axes(across: str, upward: str, floor: float) -> list[str]:
    parts = []
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        x, y = _x(share), _y(share)
        parts += [f'<path class="grid" d="M{_x(0)} {y}H{_x(1)}"/>',
                  f'<text class="tick" x="{LEFT - 5}" y="{y + 4}" text-anchor="end">'
                  f'{_ticked(floor + share * (1 - floor))}</text>',
                  f'<text class="tick" x="{x}" y="{TOP + PLOT + 16}" text-anchor="middle">{share * 100:.0f}</text>']
    return [*parts, f'<text class="axis" x="{_x(1)}" y="{TOP + PLOT + 33}" text-anchor="end">{across} (%) →</text>',
            f'<text class="axis" x="0" y="12">↑ {upward} (%)</text>']


def _ticked(share: float) -> str:
    return f"{share * 100:.1f}".removesuffix(".0").replace(".", ",")


def _x(share: float) -> float:
    return LEFT + share * (WIDTH - LEFT - RIGHT)


def _y(share: float) -> float:
    return TOP + (1 - share) * PLOT


def _svg(parts: Sequence[str], height: float, spoken: str) -> str:
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
            f'aria-label="{escape(spoken)}">{"".join(parts)}</svg>')
