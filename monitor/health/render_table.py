"""Render the report for a terminal, as rows for a spreadsheet, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from textwrap import wrap

from monitor.health.model import Report, SourceHealth, State
from monitor.health.wording import NEVER, amount, bars, counted, moment, number
from monitor.weeks import WIB

_HEAD = ("KEADAAN", "ID", "TERAKHIR TERBACA", "SEHARI", "BIASANYA", "GAGAL", "14 HARI", "SEBAB")
_RIGHT = {3, 4, 5}
COLUMNS = ("keadaan", "id", "nama", "jenis", "sebab", "keterangan", "langkah", "terakhir_terbaca",
           "terakhir_dikunjungi", "gagal_beruntun", "naskah_sehari_7_hari", "naskah_sehari_biasanya",
           "hari_tanpa_naskah", "naskah_baru_terakhir", "biaya")
"""Columns of the spreadsheet; times are local (WIB)."""
SCHEMA = 1
_KEY = ("SEHARI: naskah baru sehari dalam 7 hari terakhir. BIASANYA: median 28 hari sebelumnya. GAGAL: gagal "
        "berturut-turut.",
        "14 HARI (sampai kemarin): × hari tanpa satu pun kunjungan berhasil, · hari tanpa kunjungan.")

Cell = str | int | float | None


def render_text(report: Report, *, everything: bool = False) -> str:
    """Return the table and what has to be done, the count last; sources that are switched off only on request."""
    shown = [each for each in report.sources if everything or each.state is not State.OFF]
    lines = [report.warning, ""] if report.warning else []
    lines += _aligned([_HEAD, *map(_line, shown)])
    for one in shown:
        if one.state.urgent:
            lines += ["", f"{one.id} ({one.state.value}, {one.cause}):",
                      *_paragraph(one.detail), *_paragraph(one.todo)]
    return "\n".join([*lines, "", *_KEY, counted(report)]) + "\n"


def cells(one: SourceHealth) -> Sequence[Cell]:
    """Return the row of one source in the order of COLUMNS."""
    pulse = one.pulse
    return (one.state.value, one.id, one.name, one.kind, one.cause, one.detail, one.todo, _local(one.last_success),
            _local(one.visited), one.streak, _rounded(pulse.recent), pulse.usual, pulse.silent_days,
            pulse.last_new.isoformat() if pulse.last_new else None, one.cost)


def render_json(report: Report) -> str:
    """Return the report for programs: the cells of each source under their column names, and its days."""
    sources = [dict(zip(COLUMNS, cells(one), strict=True)) | {"hari": [
        {"tanggal": each.day.isoformat(), "naskah_baru": each.new, "putus": each.out} for each in one.days]}
        for one in report.sources]
    return json.dumps({"schema": SCHEMA, "dibuat": report.at.astimezone(WIB).isoformat(timespec="seconds"),
                       "pengumpulan_terakhir": _local(report.last_visit), "peringatan": report.warning,
                       "jumlah": {state.value: report.counts.get(state, 0) for state in State}, "sumber": sources},
                      ensure_ascii=False, indent=1) + "\n"


def _line(one: SourceHealth) -> tuple[str, ...]:
    return (one.state.value, one.id, moment(one.last_success, never="-" if one.state is State.OFF else NEVER),
            amount(one.pulse.recent), amount(one.pulse.usual), number(one.streak) if one.streak else "-",
            bars(one.days[:-1]), one.cause or "-")


def _aligned(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(cell.rjust(width) if place in _RIGHT else cell.ljust(width)
                        for place, (cell, width) in enumerate(zip(row, widths, strict=True))).rstrip()


def _paragraph(text: str) -> list[str]:
    return wrap(text, 110, initial_indent="  ", subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)


def _local(at: datetime | None) -> str | None:
    return at.astimezone(WIB).isoformat(sep=" ", timespec="minutes")[:16] if at else None


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
