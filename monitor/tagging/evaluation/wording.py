"""Indonesian names, numbers and sentences of the report, shared by the text and the page."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.tagging.evaluation.measures import ClassScore, Figure, Point
from monitor.tagging.evaluation.report import BUDGET, Abstention, Report

LABELS = {"positive": "positif", "neutral": "netral", "negative": "negatif"}
KINDS = {"headline": "judul", "post": "unggahan", "page": "halaman", "": "tanpa jenis"}
REFUSED = "tidak dinilai"
NONE = "–"
WARNING = ("Bila berkas ini dipakai melatih, angka ini terlalu bagus: nilailah pada baris yang belum pernah dilihat "
           "model.")
HOW_TO_READ = (
    "Selang 95 % berasal dari 1.000 tarikan ulang baris (bootstrap). F1 makro adalah rata-rata F1 tiap kelas.",
    "Nada dinilai pada baris yang berlabel positif, netral, atau negatif. Tebakan yang ditandai “perlu dibaca” tetap "
    "dihitung; baris yang ditolak model (“tidak dinilai”) terhitung salah.",
    "Peristiwa dan topik dinilai pada baris di dalam topik. Topik pada topics_optional tidak pernah dihitung salah.",
)


def decimal(value: float | None, digits: int = 3) -> str:
    """Write `0,765`; a dash when undefined."""
    return NONE if value is None else f"{value:.{digits}f}".replace(".", ",")


def percent(share: float | None) -> str:
    """Write `9,2 %`."""
    return NONE if share is None else f"{decimal(share * 100, 1)} %"


def count(number: int) -> str:
    """Write `1.234`."""
    return f"{number:,}".replace(",", ".")


def interval(figure: Figure) -> str:
    """Write `0,731–0,798`."""
    return NONE if figure.low is None else f"{decimal(figure.low)}–{decimal(figure.high)}"


def kind_name(kind: str) -> str:
    """Return what staff call a kind of text."""
    return KINDS.get(kind, kind[:24])


def score_cells(score: ClassScore, name: str) -> list[str]:
    """Return one table row: name, precision, recall, F1, rows."""
    return [name, decimal(score.precision), decimal(score.recall), decimal(score.f1), count(score.support)]


def head(report: Report) -> list[str]:
    """Say what was measured on what."""
    failed = f", {count(report.failed)} baris tidak terbaca" if report.failed else ""
    return [f"{report.file}: {count(report.rows)} baris dinilai{failed}", f"Model: {report.model}"]


def abstention_sentences(found: Abstention) -> list[str]:
    """Say how much is left open at the bar in use, and at the budget."""
    used, best = found.in_use, found.within_budget
    asked = used.withheld - found.refused
    sentences = [f"Batas {decimal(used.threshold, 2)} (dipakai): {percent(asked)} perlu dibaca, "
                 f"{percent(found.refused)} tidak dinilai; ketepatan sisanya {percent(used.accuracy)}."]
    if best.withheld <= BUDGET:
        return [*sentences, f"Bila paling banyak {percent(BUDGET)} tanpa putusan: batas {decimal(best.threshold, 2)}, "
                            f"ketepatan sisanya {percent(best.accuracy)}."]
    return [*sentences, f"Yang tidak dinilai saja sudah lebih dari {percent(BUDGET)}."]


def point_cells(one: Point) -> list[str]:
    """Return one row of the abstention table."""
    return [decimal(one.threshold, 2), percent(one.withheld), count(one.rows), percent(one.accuracy)]


def confusion_rows(names: Sequence[str], cells: Sequence[Sequence[int]]) -> list[list[str]]:
    """Return the confusion matrix as table rows, each led by the name of its label."""
    return [[name, *(count(cell) for cell in row)] for name, row in zip(names, cells, strict=True)]
