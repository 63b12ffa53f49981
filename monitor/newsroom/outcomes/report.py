"""Tell the outcomes: as text, as JSON, and as tables for a spreadsheet."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from monitor.config.units import read_units
from monitor.dates import date_range
from monitor.newsroom.outcomes.counting import ANY, SMALLEST, Outcomes, Row
from monitor.newsroom.outcomes.visits import NO_CODE, OTHER_PAGE, UNKNOWN
from monitor.newsroom.sharing.links import Channel

HEADS = ("unit", "nama_unit", "halaman", "kanal", "kunjungan")
RULE = (f"Angka di bawah {SMALLEST} digabung dengan angka kecil lain. Yang tetap kecil tidak ditampilkan dan tidak "
        "masuk jumlah mana pun.")
MEANING = "Satu kunjungan adalah satu halaman yang dibuka; satu orang bisa terhitung beberapa kali."


def as_text(found: Outcomes) -> str:
    """Return the report for the screen; the last line counts."""
    return "\n".join(_lines(found)) + "\n"


def as_json(found: Outcomes) -> str:
    """Return the report for programs: codes, not names."""
    data = {
        "from": found.first.isoformat() if found.first else None, "to": found.last.isoformat() if found.last else None,
        "smallest_shown": SMALLEST, "shown": found.shown, "robots": found.robots, "bad_lines": found.bad,
        "rows": [{"unit": row.unit, "page": row.page, "channel": row.channel, "visits": row.visits}
                 for row in found.rows],
        **{name: [{"name": key, "visits": visits} for key, visits in sums] for name, _, sums in tables(found)},
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def tables(found: Outcomes) -> Iterator[tuple[str, str, list[tuple[str, int]]]]:
    """Yield the sums of the shown rows: key in JSON, heading, (code, visits) pairs."""
    yield "by_unit", "Unit", found.by(lambda row: row.unit)
    yield "by_page", "Halaman", found.by(lambda row: row.page)
    yield "by_channel", "Kanal", found.by(lambda row: row.channel)


def cells(row: Row) -> tuple[str, str, str, str, int]:
    """Return a row for a table, in the order of HEADS."""
    return (row.unit, unit_name(row.unit), page_name(row.page), channel_name(row.channel), row.visits)


def unit_name(code: str) -> str:
    """Return what readers call a unit."""
    return {ANY: "beberapa unit", NO_CODE: "tanpa kode unit", UNKNOWN: "kode unit tidak dikenal",
            **read_units()}.get(code, code)


def page_name(page: str) -> str:
    """Return what readers call a page: its address, or words for several."""
    return {ANY: "beberapa halaman", OTHER_PAGE: "halaman lain", "/": "beranda"}.get(page, page)


def channel_name(channel: str) -> str:
    """Return what readers call a channel."""
    known = {each.value: each.label for each in Channel}
    return {ANY: "beberapa kanal", NO_CODE: "tanpa kode kanal", UNKNOWN: "kode kanal tidak dikenal",
            **known}.get(channel, channel)


def _lines(found: Outcomes) -> Iterator[str]:
    if found.first and found.last:
        yield f"Kunjungan {date_range(found.first, found.last)} (WIB)"
        yield ""
        yield from _table([("Unit", "Halaman", "Kanal", "Kunjungan"),
                           *((name, page, channel, str(visits)) for _, name, page, channel, visits
                             in map(cells, found.rows))])
        names = {"by_unit": unit_name, "by_page": page_name, "by_channel": channel_name}
        for key, heading, sums in tables(found):
            yield ""
            yield from _table([(f"Menurut {heading.lower()}", "Kunjungan"),
                               *((names[key](code), str(visits)) for code, visits in sums)])
    else:
        yield "Tidak ada kunjungan yang cukup banyak untuk ditampilkan."
    yield ""
    yield f"{MEANING} {RULE}"
    yield (f"{_number(found.shown)} kunjungan ditampilkan, {_number(found.robots)} dari perayap tidak dihitung, "
           f"{_number(found.bad)} baris rusak")


def _table(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """Yield rows in columns, the last one to the right."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        left = "  ".join(cell.ljust(width) for cell, width in zip(row[:-1], widths, strict=False))
        yield f"{left}  {row[-1].rjust(widths[-1])}"


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")
