"""Draw the digest's charts as SVG: Altair describes, vl-convert renders; the same digest gives the same bytes.

Every bar carries its count, every tone its shape and word; "tidak dinilai" is hatched. Charts are drawn at the size
they are shown at (CSS pixels on the page, points in the PDF), so that their letters match the text around them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from monitor.digest.model import Digest, HistoryPoint, Shade, ToneCount, TopicRow
from monitor.digest.phrases import empty_day, has_trend, is_shaky
from monitor.digest.wording import SHORT_DAYS, TOP, number, portion, shorten

FONTS = Path(__file__).with_name("fonts")
FONT = "Plus Jakarta Sans"
INK, MUTED, LINE, ACTION = "#10223a", "#51617a", "#d9e1ec", "#0a489f"
COLOURS = {Shade.POSITIVE: "#0b7a75", Shade.NEUTRAL: "#8a94a6", Shade.NEGATIVE: "#b3401a", Shade.UNSURE: "#6b5bb5",
           Shade.UNSCORED: "#c7cfdb"}
_ON = {Shade.POSITIVE: "#ffffff", Shade.NEUTRAL: "#0d1b2e", Shade.NEGATIVE: "#ffffff", Shade.UNSURE: "#ffffff",
       Shade.UNSCORED: INK}
_UPWARD = (Shade.NEGATIVE, Shade.NEUTRAL, Shade.POSITIVE, Shade.UNSURE, Shade.UNSCORED)
"""Upright bars have the criticism on the ground line, where days compare best; lying bars follow the legend."""
_STYLE = re.compile(r' style="[^"]*"')


@dataclass(frozen=True, slots=True)
class Size:
    """How wide a chart is and how large its letters are, in the same unit."""

    width: int
    letters: float
    height: int = 0


@dataclass(frozen=True, slots=True)
class Charts:
    """The four drawings as SVG texts; one that has nothing to show is empty."""

    tone: str
    days: str
    topics: str
    trend: str


def draw(digest: Digest, *, tone: Size, days: Size, topics: Size, trend: Size) -> Charts:
    """Draw all charts of a digest at the given sizes."""
    heard = digest.topics[:TOP]
    return Charts(
        tone=_svg(_tone(digest.tone, tone), "t") if digest.tone.total else "",
        days=_svg(_days(digest, days), "d") if digest.tone.total else "",
        topics=_svg(_topics(heard, topics), "p") if heard else "",
        trend=_svg(_trend(digest.history, trend), "h") if has_trend(digest) else "")


def _segments(tone: ToneCount, order: Iterable[Shade] = Shade) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    start = 0
    for shade in order:
        count = tone.of(shade)
        if count:
            rows.append({"shade": shade.value, "count": count, "start": start, "end": start + count,
                         "middle": start + count / 2, "percent": portion(tone, shade),
                         "sign": "" if shade is Shade.UNSCORED else f"{shade.sign} "})
        start += count
    return rows


def _colour(alt: Any, colours: Mapping[Shade, str]) -> Any:
    return alt.Color("shade:N", legend=None, scale=alt.Scale(domain=[shade.value for shade in Shade],
                                                           range=[colours[shade] for shade in Shade]))


def _tone(tone: ToneCount, size: Size) -> Any:
    """One bar for the whole week, shares written where they fit."""
    import altair as alt

    rows = _segments(tone)
    for row in rows:
        wide = row["count"] / tone.total * size.width
        full = f"{row['sign']}{row['percent']}"
        row["text"] = full if wide > len(full) * size.letters * 0.68 else row["sign"].strip()
        row["text"] *= wide > size.letters
    base = alt.Chart(alt.InlineData(values=rows))
    x = alt.X("start:Q", axis=None, scale=alt.Scale(domain=[0, tone.total], nice=False))
    bars = base.mark_bar(stroke="white", strokeWidth=0.6).encode(x=x, x2="end:Q", color=_colour(alt, COLOURS))
    words = base.mark_text(fontSize=size.letters, fontWeight=600).encode(
        x=alt.X("middle:Q", axis=None), text="text:N", color=alt.Color(
            "shade:N", legend=None, scale=alt.Scale(domain=[s.value for s in Shade], range=[_ON[s] for s in Shade])))
    return _frame(alt.layer(bars, words).resolve_scale(color="independent"), size, height=size.height)


def _days(digest: Digest, size: Size) -> Any:
    """Seven stacked bars, Monday first, with the count of each tone and the total above."""
    import altair as alt

    highest = max(day.tone.total for day in digest.days)
    room = size.height / (highest * 1.18)
    rows: list[dict[str, Any]] = []
    totals: list[dict[str, Any]] = []
    for day in digest.days:
        name = f"{SHORT_DAYS[day.day.weekday()]} {day.day.day}"
        for row in _segments(day.tone, _UPWARD):
            tall = row["count"] * room >= size.letters * 1.25
            rows.append({**row, "day": name, "text": f"{row['sign']}{row['count']}" if tall else ""})
        totals.append({"day": name, "total": day.tone.total,
                       "text": number(day.tone.total) + "?" * digest.coverage.shaky_day(day.day) if day.tone.total
                       else empty_day(digest, day.day)})
    order = [str(total["day"]) for total in totals]
    x = alt.X("day:N", sort=order, title=None, axis=alt.Axis(labelAngle=0, ticks=False, domainColor=LINE,
                                                           labelFontSize=size.letters, labelColor=MUTED,
                                                           labelPadding=4, labelOverlap=False))
    y = alt.Y("start:Q", axis=None, scale=alt.Scale(domain=[0, highest * 1.18], nice=False))
    base = alt.Chart(alt.InlineData(values=rows))
    bars = base.mark_bar(stroke="white", strokeWidth=0.6).encode(
        x=x, y=y, y2="end:Q", color=_colour(alt, COLOURS))
    words = base.mark_text(fontSize=size.letters * 0.92, fontWeight=600, baseline="middle").encode(
        x=alt.X("day:N", sort=order), y="middle:Q", text="text:N", color=alt.Color(
            "shade:N", legend=None, scale=alt.Scale(domain=[s.value for s in Shade], range=[_ON[s] for s in Shade])))
    sums = alt.Chart(alt.InlineData(values=totals)).mark_text(
        fontSize=size.letters, fontWeight=700, dy=-size.letters * 0.75, color=INK).encode(
        x=alt.X("day:N", sort=order), y="total:Q", text="text:N")
    return _frame(alt.layer(bars, words, sums).resolve_scale(color="independent"), size, height=size.height)


def _topics(rows: Sequence[TopicRow], size: Size) -> Any:
    """One line of words and one bar per topic; the words hold the total and the change against last week."""
    import altair as alt

    step = size.height / len(rows) if size.height else size.letters * 3.1
    step = min(step, size.letters * 3.1)
    highest = max(row.tone.total for row in rows)
    bar = step * 0.46
    segments, words = [], []
    for index, row in enumerate(rows):
        top = index * step
        for segment in _segments(row.tone):
            wide = segment["count"] / highest * size.width
            full = f"{segment['sign']}{segment['count']}"
            room = len(full) * bar * (0.62 if segment["sign"] else 3)
            text = full if wide > room else ""
            segments.append({**segment, "text": text, "top": top + step * 0.46, "bottom": top + step * 0.46 + bar,
                             "centre": top + step * 0.46 + bar / 2})
        change = _short_change(row)
        room = int((size.width - len(change) * size.letters * 0.5) / (size.letters * 0.56))
        words.append({"label": shorten(row.label, max(room, 12)), "change": change, "line": top + step * 0.23,
                      "zero": 0, "full": highest})
    y = alt.Y("top:Q", axis=None, scale=alt.Scale(domain=[0, step * len(rows)], reverse=True, nice=False))
    x = alt.X("start:Q", axis=None, scale=alt.Scale(domain=[0, highest], nice=False))
    drawn = alt.Chart(alt.InlineData(values=segments))
    bars = drawn.mark_rect(stroke="white", strokeWidth=0.6).encode(
        x=x, x2="end:Q", y=y, y2="bottom:Q", color=_colour(alt, COLOURS))
    counts = drawn.mark_text(fontSize=min(bar * 0.86, size.letters), fontWeight=600).encode(
        x="middle:Q", y="centre:Q", text="text:N", color=alt.Color(
            "shade:N", legend=None, scale=alt.Scale(domain=[s.value for s in Shade], range=[_ON[s] for s in Shade])))
    lines = alt.Chart(alt.InlineData(values=words))
    labels = lines.mark_text(align="left", fontSize=size.letters, fontWeight=600, color=INK).encode(
        x="zero:Q", y="line:Q", text="label:N")
    changes = lines.mark_text(align="right", fontSize=size.letters * 0.92, color=MUTED).encode(
        x="full:Q", y="line:Q", text="change:N")
    return _frame(alt.layer(bars, counts, labels, changes).resolve_scale(color="independent"), size,
                  height=int(step * len(rows)))


def _short_change(row: TopicRow) -> str:
    """Say the total and the change in a few words; a change that may not be real says so."""
    total = number(row.tone.total)
    previous = row.change.previous
    if previous is None:
        return f"{total} · pekan lalu tak ada data"
    gap = row.tone.total - previous
    moved = f"↗ +{number(gap)}" if gap > 0 else f"↘ −{number(-gap)}" if gap < 0 else "→ tetap"
    doubtful = row.change.verdict.startswith("belum tentu")
    return f"{total} · {moved}{', belum tentu' if doubtful else ''}"


def _trend(history: Sequence[HistoryPoint], size: Size) -> Any:
    """Stories per week as small bars, this week dark; a week without data is a gap marked with a dash."""
    import altair as alt

    values: list[dict[str, Any]] = [
        {"week": str(index), "stories": point.stories or 0, "this": index == len(history) - 1,
         "text": "–" if point.stories is None else number(point.stories) + "?" * is_shaky(point),
         "name": f"P{int(point.week[-2:])}"}
        for index, point in enumerate(history)]
    highest = max([1, *(value["stories"] for value in values)])
    order = [str(value["week"]) for value in values]
    base = alt.Chart(alt.InlineData(values=values))
    x = alt.X("week:N", sort=order, axis=None, scale=alt.Scale(paddingInner=0.28, paddingOuter=0.05))
    y = alt.Y("stories:Q", axis=None, scale=alt.Scale(domain=[-0.3 * highest, highest * 1.3], nice=False))
    dark = alt.condition("datum.this", alt.value(ACTION), alt.value(LINE))
    bars = base.mark_bar().encode(x=x, y=y, y2=alt.datum(0), color=dark)
    ink = alt.condition("datum.this", alt.value(INK), alt.value(MUTED))
    texts = base.mark_text(fontSize=size.letters, dy=-size.letters * 0.75, fontWeight=600).encode(
        x=x, y="stories:Q", text="text:N", color=ink)
    weeks = base.mark_text(fontSize=size.letters * 0.92, dy=size.letters * 0.8).encode(
        x=x, y=alt.datum(0), text="name:N", color=ink)
    return _frame(alt.layer(bars, texts, weeks), size, height=size.height)


def _frame(chart: Any, size: Size, *, height: int) -> Any:
    return (chart.properties(width=size.width, height=height, padding=0, background="transparent")
            .configure(font=FONT, aria=False).configure_view(stroke=None))


def _svg(chart: Any, prefix: str) -> str:
    """Render through vl-convert, without style attributes (the page's CSP forbids them) and with the hatch."""
    import vl_convert as vlc

    vlc.register_font_directory(str(FONTS))
    svg = str(vlc.vegalite_to_svg(json.dumps(chart.to_dict(validate=False)), vl_version="6.4"))
    svg = _STYLE.sub("", svg)
    hatch = (f'<defs><pattern id="{prefix}-hatch" width="4" height="4" patternUnits="userSpaceOnUse" '
             f'patternTransform="rotate(45)"><rect width="4" height="4" fill="#f4f7fb"/>'
             f'<rect width="1" height="4" fill="{COLOURS[Shade.NEUTRAL]}"/></pattern></defs>')
    svg = svg.replace(f'fill="{COLOURS[Shade.UNSCORED]}"', f'fill="url(#{prefix}-hatch)"')
    return re.sub(r"(<svg[^>]*>)", lambda found: found[1] + hatch, svg, count=1)
