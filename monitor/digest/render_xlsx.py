"""Write evidence.xlsx: every item behind every number, in cells that are never formulas."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

from monitor.dates import short_date
from monitor.digest.model import Digest, Item, Story
from monitor.digest.phrases import incomplete, web_link
from monitor.digest.wording import SAMPLE, period_name, shorten, sources_line
from monitor.models import ItemKind
from monitor.weeks import WIB

_CELL = 32_000
_URL = 2_000
_KINDS = {"full": "naskah penuh", "summary": "ringkasan", "stub": "isi tidak terbaca"}
_ORIGINS = {"feed": "umpan berita", "json-ld": "data halaman (JSON-LD)", "page": "halaman berita",
            "import": "berkas impor", "fetched": "waktu pengambilan"}
_ZONES = {7: "WIB", 8: "WITA", 9: "WIT"}

Cell = str | int | float | datetime | None


@dataclass(frozen=True, slots=True)
class Link:
    """A cell that opens a web address."""

    url: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: column headings with widths in characters, and its rows."""

    name: str
    columns: Sequence[tuple[str, int]]
    rows: Iterable[Sequence[Cell | Link]]


def render_xlsx(digest: Digest) -> bytes:
    """Return the workbook as bytes; its created date is the end of the week, so equal digests give equal bytes."""
    import xlsxwriter

    target = BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False,
                                        "strings_to_urls": False, "max_url_length": _URL + 79})
    book.set_properties({"title": f"Bukti Digest Media KemenP2MI {period_name(digest)}", "author": "KemenP2MI",
                         "comments": SAMPLE if digest.sample else "",
                         "created": digest.week.end.replace(tzinfo=None)})
    formats = {"head": book.add_format({"bold": True, "bg_color": "#F4F7FB", "bottom": 1, "text_wrap": True,
                                        "valign": "top"}),
               "sample": book.add_format({"bold": True, "bg_color": "#FFB000"}),
               "text": book.add_format({"valign": "top", "text_wrap": True}),
               "time": book.add_format({"valign": "top", "num_format": "dd/mm/yyyy hh:mm", "align": "left"}),
               "date": book.add_format({"valign": "top", "num_format": "dd/mm/yyyy", "align": "left"}),
               "link": book.add_format({"valign": "top", "font_color": "#0A489F", "underline": 1})}
    for sheet in _sheets(digest):
        _write(book, formats, sheet, digest.sample)
    book.close()
    return target.getvalue()


_ITEMS = (("No", 6), ("ID berita", 18), ("ID peristiwa", 18), ("Jenis", 10), ("Judul", 60), ("Media", 24),
          ("Waktu WIB", 17), ("Sumber waktu", 16), ("Nada", 14), ("Sebab tidak dinilai", 22), ("Kalimat bukti", 60),
          ("Isi", 16), ("Tautan", 50), ("Dihitung dalam", 70), ("ID naskah", 18))
_NUMBERS = (("Angka", 40), ("Nilai", 9), ("Cara menghitung", 60), ("Cara menyaring", 60), ("Pekan lalu", 11),
            ("Perubahan", 18), ("Catatan", 44), ("Median", 9), ("Median dari (pekan)", 12), ("Kunci", 34))
_SOURCES = (("Sumber", 40), ("ID", 24), ("Kunjungan", 11), ("Berhasil", 11), ("Keadaan", 18),
            ("Sebab gagal terakhir", 44), ("Berhasil terakhir (WIB)", 20), ("Hari tanpa hasil", 40))
_STORIES = (("ID berita", 18), ("ID peristiwa", 18), ("Judul", 60), ("Nada", 14), ("Naskah", 8), ("Salinan", 8),
            ("Media", 8), ("Hari", 12), ("Kalimat bukti", 60), ("Topik", 40), ("Wilayah", 24), ("Negara tujuan", 24),
            ("Narasumber", 40), ("No naskah utama", 10))


def _sheets(digest: Digest) -> Iterable[Sheet]:
    yield Sheet("Naskah", _ITEMS, (_item(item) for item in digest.items))
    yield Sheet("Angka", _NUMBERS, _numbers(digest))
    yield Sheet("Sumber", _SOURCES, _sources(digest))
    yield Sheet("Berita", _STORIES, (_story(digest, story) for story in digest.stories))


def _item(item: Item) -> Sequence[Cell | Link]:
    kind = "unggahan" if item.kind is ItemKind.POST else "berita"
    return (item.number, item.story_id, item.event_id, "salinan" if item.copy else kind, item.title, item.outlet,
            _local(item), _origin(item), f"{item.shade.sign} {item.shade.label}",
            item.reason, item.evidence, _KINDS[item.text_kind.value], Link(item.url),
            " ".join(f"[{key}]" for key in item.counted_in), item.id)


def _origin(item: Item) -> str:
    """Return where the time was read, and in which zone it is shown."""
    minutes = round((item.published.utcoffset() or timedelta()).total_seconds() / 60)
    hours, rest = divmod(abs(minutes), 60)
    stated = f"UTC{'-' if minutes < 0 else '+'}{hours}{f':{rest:02}' if rest else ''}"
    return f"{_ORIGINS[item.time_origin]}, {_ZONES.get(minutes // 60, stated) if not rest else stated}"


def _local(item: Item) -> Cell:
    """Return the local time without its zone (Excel knows none); a date without a time stays a text."""
    return f"{item.published:%d/%m/%Y}" if item.dated_only else item.published.replace(tzinfo=None, microsecond=0)


def _numbers(digest: Digest) -> Iterable[Sequence[Cell]]:
    figures = {figure.key: figure for figure in digest.figures}
    changes = {figure.key: figure.change for figure in digest.figures}
    changes |= {f"topik:{row.slug}": row.change for row in digest.topics} | {"nada:negative": digest.negative_change}
    coverage = digest.coverage
    note = f"bisa lebih tinggi: {reason}" if (reason := incomplete(digest)) else ""
    yield ("Sumber bekerja", coverage.working,
           "sumber yang terbaca pada pekan ini dan tidak terputus lebih dari dua hari",
           "lembar Sumber, kolom Keadaan dimulai dengan bekerja",
           coverage.previous_working, "", sources_line(digest), None, None, "sumber")
    for one in digest.numbers:
        change, figure = changes.get(one.key), figures.get(one.key)
        yield (one.label, one.value, one.formula, one.filter, change.previous if change else None,
               change.text if change else "", (change.doubt if change else "") or note,
               figure.median if figure else None, figure.weeks if figure else None, one.key)


def _sources(digest: Digest) -> Iterable[Sequence[Cell]]:
    failed = set(digest.coverage.failed)
    for one in digest.coverage.outcomes:
        state = ("diam" if one.silent else "terputus" if one.successes else "gagal") if one in failed else "bekerja"
        if state == "bekerja" and one.successes < one.visits:
            state = "bekerja, sebagian gagal"
        last = one.last_success
        yield (one.source_name, one.source_id, one.visits, one.successes, state, one.last_cause,
               _wib(last) if last else "belum pernah pada pekan ini", ", ".join(map(short_date, one.out_days)))
    if not digest.coverage.outcomes:
        yield ("tidak ada pengumpulan tercatat",)


def _wib(moment: datetime) -> datetime:
    return moment.astimezone(WIB).replace(tzinfo=None, microsecond=0)


def _story(digest: Digest, story: Story) -> Sequence[Cell]:
    lead = digest.items[story.lead - 1]
    return (story.id, story.event_id, lead.title, f"{story.shade.sign} {story.shade.label}", len(story.items),
            story.copies, story.outlets, f"{story.day:%d/%m/%Y}", lead.evidence, ", ".join(lead.topics),
            ", ".join(lead.regions), ", ".join(lead.destinations), ", ".join(lead.speakers), lead.number)


def _write(book: Any, formats: dict[str, Any], sheet: Sheet, sample: bool) -> None:
    page = book.add_worksheet(sheet.name)
    top = 0
    if sample:
        page.write_string(0, 0, SAMPLE, formats["sample"])
        page.set_header(f"&C{SAMPLE}")
        top = 1
    for column, (name, width) in enumerate(sheet.columns):
        page.set_column(column, column, width)
        page.write_string(top, column, name, formats["head"])
    row = top
    for row, cells in enumerate(sheet.rows, start=top + 1):
        for column, cell in enumerate(cells):
            _cell(page, row, column, cell, formats)
    page.freeze_panes(top + 1, 0)
    page.autofilter(top, 0, max(row, top + 1), len(sheet.columns) - 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(top)


def _cell(page: Any, row: int, column: int, cell: Cell | Link, formats: dict[str, Any]) -> None:
    match cell:
        case None | "":
            return
        case Link(url=url):
            address = web_link(url)
            if address and len(address) <= _URL and " " not in address:
                page.write_url(row, column, address, formats["link"], string=shorten(address, 250))
            else:
                page.write_string(row, column, url[:_CELL], formats["text"])
        case datetime():
            page.write_datetime(row, column, cell, formats["time"])
        case str():
            page.write_string(row, column, cell[:_CELL], formats["text"])
        case _:
            page.write_number(row, column, cell, formats["text"])
