"""Write the report as aligned tables for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from monitor.tagging.evaluation.report import Labelling, RelevanceReport, Report, ToneReport, TopicReport
from monitor.tagging.evaluation.wording import (
    HOW_TO_READ,
    LABELS,
    REFUSED,
    WARNING,
    abstention_sentences,
    confusion_rows,
    count,
    decimal,
    head,
    interval,
    kind_name,
    percent,
    point_cells,
    score_cells,
)

SCORES = ("", "presisi", "recall", "F1", "baris")


def render_text(report: Report) -> str:
    """Return the whole report; a part without labels is left out."""
    lines = [*head(report), *(f"Catatan: {note}" for note in report.notes)]
    if report.tone:
        lines += _tone(report.tone)
    if report.relevance:
        lines += _relevance(report.relevance)
    if report.event:
        lines += ["", f"PERISTIWA ({count(report.event.rows)} baris di dalam topik)", *_labelling(report.event)]
    if report.topics:
        lines += _topics(report.topics)
    return "\n".join([*lines, "", *HOW_TO_READ, WARNING]) + "\n"


def _tone(tone: ToneReport) -> Iterator[str]:
    yield from ("", f"NADA terhadap kementerian ({count(tone.overall.rows)} baris)")
    yield from _labelling(tone.overall)
    yield ""
    yield from _table(("menurut jenis", "F1 makro", "selang 95 %", "ketepatan", "F1 negatif", "baris"), [
        [kind_name(kind), decimal(found.macro_f1.value), interval(found.macro_f1), percent(found.accuracy.value),
         decimal(found.classes[-1].f1), count(found.rows)] for kind, found in tone.kinds])
    yield ""
    yield from abstention_sentences(tone.abstention)
    yield from _table(("batas", "tanpa putusan", "sisa baris", "ketepatan"),
                      [point_cells(one) for one in tone.abstention.curve])
    yield from ("", f"Kalibrasi: galat (ECE, 15 kelompok) {decimal(tone.calibration_error)}")
    yield from _table(("keyakinan", "rata-rata", "benar", "baris"), [
        [f"{decimal(one.low, 2)}–{decimal(one.high, 2)}", percent(one.certainty), percent(one.accuracy),
         count(one.rows)] for one in tone.bins if one.rows])


def _labelling(found: Labelling) -> Iterator[str]:
    yield f"F1 makro {decimal(found.macro_f1.value)} (selang 95 % {interval(found.macro_f1)}); " \
          f"ketepatan {percent(found.accuracy.value)}; {REFUSED} {count(found.refused)}"
    if found.refused:
        yield f"F1 makro tanpa baris yang tidak dinilai: {decimal(found.judged_f1.value)}"
    yield from _table(SCORES, [score_cells(score, LABELS[score.label]) for score in found.classes])
    names = [LABELS[score.label] for score in found.classes]
    yield ""
    last = [REFUSED] if found.refused else []
    cells = [row[:len(names) + len(last)] for row in found.confusion]
    yield from _table(("label ↓ tebakan →", *names, *last), confusion_rows(names, cells))


def _relevance(found: RelevanceReport) -> Iterator[str]:
    yield from ("", f"RELEVANSI ({count(found.rows)} baris, {count(found.offtopic)} di luar topik)",
                f"F1 {decimal(found.f1.value)} (selang 95 % {interval(found.f1)})")
    yield from _table(SCORES, [score_cells(found.relevant, "relevan")])


def _topics(found: TopicReport) -> Iterator[str]:
    yield from ("", f"TOPIK ({count(found.rows)} baris di dalam topik)",
                f"F1 mikro {decimal(found.micro_f1.value)} (selang 95 % {interval(found.micro_f1)}); "
                f"F1 makro {decimal(found.macro_f1)}")
    yield from _table(SCORES, [score_cells(found.micro, "semua"),
                               *(score_cells(score, score.label[:40]) for score in found.each)])


def _table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Align a table: the first column left, the others right."""
    widths = [max(len(row[place]) for row in (header, *rows)) for place in range(len(header))]
    for row in (header, *rows):
        cells = [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))]
        yield f"  {'  '.join(cells)}".rstrip()
