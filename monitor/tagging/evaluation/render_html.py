"""Render the report as one self-contained page: no script, no request, charts as inline SVG."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from monitor.tagging.evaluation.drawings import Bar, draw_bars, draw_curve, draw_reliability
from monitor.tagging.evaluation.measures import ClassScore, Figure
from monitor.tagging.evaluation.report import Labelling, Report, ToneReport, TopicReport
from monitor.tagging.evaluation.wording import (
    HOW_TO_READ,
    LABELS,
    NONE,
    REFUSED,
    WARNING,
    abstention_sentences,
    count,
    decimal,
    head,
    interval,
    kind_name,
    percent,
    point_cells,
    score_cells,
)

TEMPLATES = Path(__file__).with_name("templates")
SIGNS = {"positive": "▲", "neutral": "●", "negative": "▼"}
_DEPTHS = 5
"""Shades of a confusion cell, by its share of the row."""


def render_html(report: Report) -> str:
    """Return the page; a part without labels is left out."""
    import jinja2

    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True,
                                     lstrip_blocks=True, undefined=jinja2.StrictUndefined)
    style = (TEMPLATES / "report.css").read_text("utf-8")
    digested = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digested}'; base-uri 'none'; form-action 'none'"
    page = environment.get_template("report.html").render(
        style=style, policy=policy, head=head(report), notes=report.notes, tiles=_tiles(report), how=HOW_TO_READ,
        warning=WARNING, tone=_tone(report.tone) if report.tone else None,
        event=_labelling(report.event, "Peristiwa") if report.event else None,
        relevance=_relevance(report), topics=_topics(report.topics) if report.topics else None)
    return page.strip() + "\n"


def _tiles(report: Report) -> list[tuple[str, str, str]]:
    """Return (name, value, small print) of the headline figures."""
    tiles = []
    if report.tone:
        tiles += [_tile("Nada, F1 makro", report.tone.overall.macro_f1),
                  ("Nada negatif, F1", decimal(report.tone.overall.classes[-1].f1),
                   f"{count(report.tone.overall.classes[-1].support)} baris"),
                  ("Kalibrasi, ECE", decimal(report.tone.calibration_error), "0 berarti tepat")]
    if report.relevance:
        tiles.append(_tile("Relevansi, F1", report.relevance.f1))
    if report.event:
        tiles.append(_tile("Peristiwa, F1 makro", report.event.macro_f1))
    if report.topics:
        tiles.append(_tile("Topik, F1 mikro", report.topics.micro_f1))
    return tiles


def _tile(name: str, figure: Figure) -> tuple[str, str, str]:
    return name, decimal(figure.value), f"selang {interval(figure)}"


def _tone(tone: ToneReport) -> dict[str, Any]:
    kinds = [("semua", tone.overall), *((kind_name(kind), found) for kind, found in tone.kinds)]
    return {
        **_labelling(tone.overall, "Nada"),
        "kinds": draw_bars([_figure_bar(f"{name} · {count(found.rows)} baris", found.macro_f1)
                            for name, found in kinds], "F1 makro menurut jenis"),
        "kind_rows": [[name, decimal(found.macro_f1.value), percent(found.accuracy.value),
                       decimal(found.classes[-1].f1), count(found.rows)] for name, found in kinds],
        "abstention": abstention_sentences(tone.abstention),
        "curve": draw_curve(tone.abstention.curve, tone.abstention.in_use),
        "curve_rows": [point_cells(one) for one in tone.abstention.curve],
        "calibration": decimal(tone.calibration_error),
        "reliability": draw_reliability(tone.bins),
        "bins": [[f"{decimal(one.low, 2)}–{decimal(one.high, 2)}", percent(one.certainty), percent(one.accuracy),
                  count(one.rows)] for one in tone.bins if one.rows],
        "mistakes": [{"where": f"baris {one.line}" + (f" · {one.id[:40]}" if one.id else ""), "title": one.title[:200],
                      "kind": kind_name(one.kind), "gold": LABELS[one.gold], "guess": LABELS[one.guess],
                      "certainty": percent(one.certainty)} for one in tone.mistakes],
    }


def _labelling(found: Labelling, what: str) -> dict[str, Any]:
    """Return what the page shows of tone and event alike."""
    names = [f"{SIGNS[score.label]} {LABELS[score.label]}" for score in found.classes]
    columns = [*names, REFUSED] if found.refused else names
    return {
        "rows": count(found.rows), "macro": decimal(found.macro_f1.value), "interval": interval(found.macro_f1),
        "accuracy": percent(found.accuracy.value), "judged": decimal(found.judged_f1.value),
        "refused": count(found.refused) if found.refused else "",
        "chart": draw_bars([Bar(name, score.f1, decimal(score.f1), score.label)
                            for name, score in zip(names, found.classes, strict=True)], f"{what}, F1 per kelas"),
        "scores": [score_cells(score, name) for name, score in zip(names, found.classes, strict=True)],
        "columns": columns,
        "confusion": [(name, [_cell(cell, sum(row)) for cell in row[:len(columns)]])
                      for name, row in zip(names, found.confusion, strict=True)],
    }


def _cell(cell: int, total: int) -> tuple[str, int]:
    """Return the count and how deep its cell is shaded."""
    return count(cell), round(_DEPTHS * cell / total) if total else 0


def _relevance(report: Report) -> dict[str, Any] | None:
    found = report.relevance
    if found is None:
        return None
    return {"rows": count(found.rows), "offtopic": count(found.offtopic), "f1": decimal(found.f1.value),
            "interval": interval(found.f1), "scores": [score_cells(found.relevant, "relevan")]}


def _topics(found: TopicReport) -> dict[str, Any]:
    shown = [score for score in found.each if score.f1 is not None]
    return {"rows": count(found.rows), "micro": decimal(found.micro_f1.value), "interval": interval(found.micro_f1),
            "macro": decimal(found.macro_f1),
            "chart": draw_bars([_topic_bar(score) for score in shown], "F1 per topik") if shown else "",
            "scores": _topic_rows([found.micro, *found.each])}


def _topic_bar(score: ClassScore) -> Bar:
    return Bar(f"{score.label[:32]} · {count(score.support)}", score.f1, decimal(score.f1))


def _topic_rows(scores: Sequence[ClassScore]) -> list[list[str]]:
    return [score_cells(score, "semua" if place == 0 else score.label[:40]) for place, score in enumerate(scores)]


def _figure_bar(name: str, figure: Figure) -> Bar:
    words = NONE if figure.value is None else f"{decimal(figure.value)} ({interval(figure)})"
    return Bar(name, figure.value, words, "plain", figure.low, figure.high)
