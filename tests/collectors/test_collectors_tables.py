"""Files as offices and tools really write them: workbooks, headers of two rows, chats, and long tables."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from monitor.collectors.imports import ImportResult, Items, Options, open_items, read_items
from monitor.config.imports import Preset, find_preset
from monitor.errors import ImportFileError
from monitor.models import Article, ItemKind

NOW = datetime(2026, 8, 25, 3, 0, tzinfo=UTC)
LRM, NARROW = chr(0x200E), chr(0x202F)


def read(path: Path, preset: str = "") -> ImportResult:
    return read_items(path, find_preset(preset) if preset else None, fetched_at=NOW)


def opened(path: Path, preset: Preset | None = None, **options: object) -> tuple[Items, list[Article]]:
    items = open_items(path, preset, Options(**options), fetched_at=NOW)  # type: ignore[arg-type]
    return items, [found for found in items.found if isinstance(found, Article)]


def write(folder: Path, name: str, body: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(body if isinstance(body, bytes) else body.encode())
    return path


def book(folder: Path, **sheets: list[list[object]]) -> Path:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    path = folder / "data.xlsx"
    made.save(path)
    return path


def test_merged_titles_and_a_header_of_two_rows_are_one_header(tmp_path: Path) -> None:
    made = openpyxl.Workbook()
    sheet = made.active
    for row in (["REKAP MEDIA", None, None, None, None], [None] * 5, ["No", "Tanggal", "Media", "Berita", None],
                [None, None, None, "Judul", "Isi"], [1, date(2026, 8, 21), "Kabar Contoh", "Judul satu", "Isi satu"]):
        sheet.append(row)
    for merged in ("A1:E1", "A3:A4", "B3:B4", "C3:C4", "D3:E3"):
        sheet.merge_cells(merged)
    made.save(tmp_path / "dua.xlsx")
    (article,) = read(tmp_path / "dua.xlsx").articles
    assert (article.title, article.text, article.outlet) == ("Judul satu", "Isi satu", "Kabar Contoh")
    assert article.published.at.isoformat() == "2026-08-21T00:00:00+07:00"


def test_a_first_row_of_data_is_not_taken_for_a_second_header(tmp_path: Path) -> None:
    found = read(write(tmp_path, "a.csv", "judul,isi\nMedia,Tanggal\nDua,Isi dua\n"))
    assert [article.title for article in found.articles] == ["Media", "Dua"]


def test_hidden_sheets_are_left_alone_unless_named(tmp_path: Path) -> None:
    rows: list[list[object]] = [["Judul", "Isi", "Tanggal", "Link", "Media"], ["Lama", "Isi", None, None, "Kabar"]]
    path = book(tmp_path, Arsip=rows, Data=[["Judul", "Isi"], ["Baru", "Isi"]])
    made = openpyxl.load_workbook(path)
    made["Arsip"].sheet_state = "hidden"
    made.save(path)
    items, articles = opened(path)
    assert (items.sheet, items.others, [article.title for article in articles]) == ("Data", (), ["Baru"])
    items, articles = opened(path, sheet="arsip")
    assert (items.sheet, [article.title for article in articles]) == ("Arsip", ["Lama"])


def test_other_sheets_with_tables_are_named_and_can_be_chosen(tmp_path: Path) -> None:
    head: list[object] = ["Judul", "Isi"]
    path = book(tmp_path, Catatan=[["bukan tabel"]], Juli=[head, ["Satu", "a"]], Agustus=[head, ["Dua", "b"]])
    items, articles = opened(path)
    assert (items.sheet, items.others, [article.title for article in articles]) == ("Juli", ("Agustus",), ["Satu"])
    assert [article.title for article in opened(path, sheet="Agustus")[1]] == ["Dua"]
    with pytest.raises(ImportFileError, match=r"Lembar 'Agustu' tidak ada di data\.xlsx, mungkin maksudnya 'Agustus'"):
        opened(path, sheet="Agustu")
    with pytest.raises(ImportFileError, match="bukan buku kerja Excel"):
        opened(write(tmp_path, "a.csv", "judul\nSatu\n"), sheet="Juli")


@pytest.mark.parametrize("as_number", [False, True])
def test_workbooks_that_count_from_1904_keep_their_days(tmp_path: Path, as_number: bool) -> None:
    made = openpyxl.Workbook()
    made.epoch = CALENDAR_MAC_1904
    made.active.append(["Judul", "Tanggal"])
    made.active.append(["Satu", 46_255 - 1_462 if as_number else date(2026, 8, 21)])
    made.save(tmp_path / "mac.xlsx")
    (article,) = read(tmp_path / "mac.xlsx").articles
    assert article.published.at.isoformat() == "2026-08-21T00:00:00+07:00"


@pytest.mark.parametrize(("cell", "expected"), [
    ("46.255,4375", "2026-08-21T10:30:00+07:00"), ("46.255", "2026-08-21T00:00:00+07:00"),
    ("21 Agt 2026 pukul 10.30 WITA", "2026-08-21T10:30:00+08:00"), ("Jum'at, 21/08/2026", "2026-08-21T00:00:00+07:00"),
    ("21-08-26 10:30", "2026-08-21T10:30:00+07:00"), ("1787281200", "2026-08-21T03:00:00+00:00"),
])
def test_dates_as_people_and_spreadsheets_write_them(tmp_path: Path, cell: str, expected: str) -> None:
    (article,) = read(write(tmp_path, "d.csv", f"judul;tanggal;jangkauan\nJudul;{cell};1.234,56\n")).articles
    assert article.published.at.isoformat() == expected


def test_cells_that_a_formula_could_not_fill_count_as_empty(tmp_path: Path) -> None:
    found = read(write(tmp_path, "r.csv", "judul,isi,link\n#REF!,Isi satu,#N/A\n#NAME?,#VALUE!,\n"))
    assert [article.title for article in found.articles] == ["Isi satu"]
    assert found.articles[0].url.startswith("import:")
    assert [problem.line for problem in found.problems] == [3]


IPHONE = f"""{LRM}[17/09/25 08.05.11] Posko: {LRM}Pesan dan panggilan dienkripsi secara end-to-end.
[17/09/25 08.06.00] Siti Contoh: Mohon bantuan, gaji saya di Taiwan tidak dibayar
sudah tiga bulan.
[17/09/25 08.07.00] Siti Contoh: {LRM}gambar tidak disertakan
[17/09/25 08.08.00] Posko: Terima kasih, laporan diterima.
[17/09/25 21.09.00] +62 812-0000-0000: Benar @{chr(0x2068)}Budi Contoh{chr(0x2069)}, paspor ditahan <Pesan ini diedit>
"""
ANDROID = f"""17/09/25 08.05 - Pesan dan panggilan dienkripsi secara end-to-end. Ketuk untuk info.
17/09/25 08.06 - Siti Contoh: Mohon bantuan, gaji saya di Taiwan tidak dibayar
sudah tiga bulan.
17/09/25 08.07 - Siti Contoh: <Media tidak disertakan>
17/09/25 08.07 - Siti Contoh: Pesan ini telah dihapus
17/09/25 08.08 - Posko: Terima kasih, laporan diterima.
17/09/25{NARROW}21.09 - +62 812-0000-0000: Benar @6281200000001, paspor ditahan
"""
ENGLISH = """9/17/25, 8:06 AM - Siti Contoh: Mohon bantuan, gaji saya di Taiwan tidak dibayar
sudah tiga bulan.
9/17/25, 9:09 PM - Budi Contoh: Benar @6281200000001, paspor ditahan
"""


@pytest.mark.parametrize("chat", [IPHONE, ANDROID, ENGLISH, IPHONE.replace("\n", "\r\n")])
def test_a_whatsapp_chat_gives_what_was_said_and_no_sender(tmp_path: Path, chat: str) -> None:
    path = write(tmp_path, "Chat WhatsApp.txt", chat)
    first, second = opened(path, own=("posko",))[1]
    assert (first.title, first.text, first.kind, first.outlet, first.author) == (
        "Mohon bantuan, gaji saya di Taiwan tidak dibayar", "sudah tiga bulan.", ItemKind.POST, "WhatsApp", "")
    assert first.published.at.isoformat() == "2025-09-17T08:06:00+07:00"
    assert (second.title, second.published.at.isoformat()) == (
        "Benar @…, paspor ditahan", "2025-09-17T21:09:00+07:00")
    everything = repr((first, second))
    assert all(name not in everything for name in ("Siti", "Budi", "0812", "6281", "+62"))
    assert [article.id for article in opened(path, own=("posko",))[1]] == [first.id, second.id]


def test_a_text_that_is_no_chat_is_told_when_a_chat_was_meant(tmp_path: Path) -> None:
    with pytest.raises(ImportFileError, match="bukan ekspor percakapan WhatsApp"):
        opened(write(tmp_path, "a.txt", "Berita biasa saja\n"), find_preset("whatsapp"))


def test_a_thread_of_a_forum_and_a_video_are_posts_by_any_preset(tmp_path: Path) -> None:
    rows = "judul,isi,url,tanggal\nCurhat TKI,Isi,https://www.kaskus.co.id/thread/abc,21/08/2026\n"
    (thread,) = read(write(tmp_path, "kaskus.csv", rows), "anything").articles
    assert (thread.kind, thread.outlet) == (ItemKind.POST, "kaskus.co.id")


LONG = """
import resource, sys
from datetime import UTC, datetime
from pathlib import Path
from monitor.collectors.imports import open_items

if __name__ == "__main__":
    counts = []
    for name in sys.argv[1:]:
        found = open_items(Path(name), fetched_at=datetime(2026, 8, 25, tzinfo=UTC)).found
        counts.append(sum(1 for _ in found))
        counts.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
    print(*counts)
"""


@pytest.mark.parametrize("kind", ["csv", "jsonl", "xlsx"])
def test_a_long_file_takes_no_more_memory_than_a_short_one(tmp_path: Path, kind: str) -> None:
    files = []
    for rows in (200, 20_000):
        path = tmp_path / f"{rows}.{kind}"
        lines = [(f"Judul {n}", "Isi yang berulang " * 20, f"https://kabar.example/{n}") for n in range(rows)]
        if kind == "xlsx":
            made = openpyxl.Workbook(write_only=True)
            sheet = made.create_sheet("Data")
            for line in (("Judul", "Isi", "Link"), *lines):
                sheet.append(line)
            made.save(path)
        elif kind == "csv":
            path.write_text("\n".join(["judul;isi;link", *map(";".join, lines)]))
        else:
            path.write_text("\n".join(f'{{"judul": "{a}", "isi": "{b}", "link": "{c}"}}' for a, b, c in lines))
        files.append(str(path))
    done = subprocess.run([sys.executable, "-c", LONG, *files], cwd=Path(__file__).parents[2], capture_output=True,
                          text=True, check=True, timeout=120)
    short, before, long, after = map(int, done.stdout.split())
    assert (short, long) == (200, 20_000)
    assert after - before < 25
