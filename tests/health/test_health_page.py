"""The page and the tables of source health: hostile names, the browser, and files that spreadsheets open."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl
import pytest

from monitor.errors import MonitorError
from monitor.health.compile import compile_report
from monitor.health.model import Health, Report
from monitor.health.render_table import COLUMNS, render_text
from monitor.models import Source, SourceDay, SourceKind, SourceRecord, SourceResult, SourceStatus
from monitor.workflows.health import write_report

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NOW = datetime(2026, 11, 22, 5, 30, tzinfo=UTC)
HOSTILE = '<script>alert(1)</script>"\'& =1+1'


def source(key: str, **changes: object) -> Source:
    return replace(Source(key, f"Sumber Contoh {key}", f"https://{key}.example/feed", SourceKind.FEED, 2),
                   **changes)  # type: ignore[arg-type]


def record(name: str, news: Sequence[int | None]) -> SourceRecord:
    days = [SourceDay((NOW - timedelta(days=back)).date(), 2, 0 if new is None else 2, 2 if new is None else 0,
                      new or 0, 0 if new is None else 20)
            for back, new in zip(range(len(news), 0, -1), news, strict=True)]
    return SourceRecord(name, tuple(days), NOW - timedelta(days=2), 6 if news[-1] is None else 0)


def made() -> Report:
    down = SourceResult("putus", "x", SourceStatus.FAILED, cause=f"status 403: Server {HOSTILE} menolak.")
    read = SourceResult("a", "a", SourceStatus.NEW)
    long = "Nama panjang-sekali/tanpa_spasi_" + "x" * 120
    rows = [Health(source("putus", name=HOSTILE), down, NOW), Health(source("panjang", name=long), read, NOW),
            Health(source("diam"), read, NOW), Health(source("baru")), Health(source("mati", enabled=False)),
            Health(source("x", kind=SourceKind.X), unset="belum disetel: isi MONITOR_X_TOKEN, panduan di docs/x.md",
                   cost="biaya bulan ini 0,66 dari 1,00 dolar")]
    rows += [Health(source(f"s{number}"), read, NOW) for number in range(12)]
    records = {"putus": record("putus", [*[4] * 30, None, None]), "panjang": record("panjang", [7, 3] * 17),
               "diam": record("diam", [*[12] * 30, 0, 0, 0])}
    records |= {f"s{number}": record(f"s{number}", [number, 2 * number + 1] * 17) for number in range(12)}
    return compile_report(rows, records, NOW)


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sumber") / "sumber.html"
    write_report(made(), path)
    return path


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 360, 1280])
def test_the_page_fits_and_asks_for_nothing(browser: Browser, page_file: Path, width: int, scheme: str) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    complaints: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(page_file.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.fonts.check('700 16px \"Plus Jakarta Sans\"')")
    assert complaints == []
    assert [url for url in asked if not url.startswith(("data:", "file:"))] == []
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_has_no_accessibility_fault(browser: Browser, page_file: Path, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = browser.new_page(color_scheme=scheme, bypass_csp=True)  # type: ignore[arg-type]
    page.goto(page_file.as_uri())
    found = Axe().run(page).response["violations"]
    assert [(one["id"], [node["html"][:80] for node in one["nodes"]][:3]) for one in found] == []
    page.close()


def test_words_of_strangers_stay_words(page_file: Path) -> None:
    text = page_file.read_text("utf-8")
    assert "<script" not in text
    assert "alert(1)" in text
    assert "default-src &#39;none&#39;; style-src &#39;sha256-" in text
    assert "style=" not in text.partition("</style>")[2]
    assert 'aria-label="Sumber Contoh diam, naskah baru per hari 18/10/2026 sampai 22/11/2026' in text


def test_the_summary_never_calls_an_outage_good_news(page_file: Path) -> None:
    text = page_file.read_text("utf-8")
    assert "2 dari 16 sumber putus atau diam." in text
    assert "turunnya kritik belum tentu nyata" in text


def test_tables_hold_every_source_and_no_formula(tmp_path: Path) -> None:
    report = made()
    report = replace(report, sources=(replace(report.sources[0], name="=1+1"), *report.sources[1:]))
    for name in ("a.csv", "a.xlsx", "a.json"):
        write_report(report, tmp_path / name)
    with (tmp_path / "a.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["keadaan"] for row in rows[:2]] == ["putus", "diam"]
    assert rows[0]["nama"] == "'=1+1"
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert sheet is not None
    cells = list(sheet.iter_rows(values_only=True))
    assert cells[0] == COLUMNS
    assert len(cells) == len(rows) + 1 == len(report.sources) + 1
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    data = json.loads((tmp_path / "a.json").read_text("utf-8"))
    assert data["jumlah"]["putus"] == 1
    assert data["sumber"][0]["hari"][-2] == {"tanggal": "2026-11-21", "naskah_baru": None, "putus": True}


def test_a_file_that_cannot_be_written_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "berkas").write_text("x")
    with pytest.raises(MonitorError, match="tidak dapat ditulis"):
        write_report(made(), tmp_path / "berkas" / "a.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["berkas"]


def test_the_table_ends_with_the_count_and_hides_what_is_switched_off() -> None:
    shown = render_text(made())
    assert not any(line.startswith("nonaktif") for line in shown.splitlines())
    assert shown.splitlines()[-1].startswith("17 sumber aktif: 1 putus, 1 diam, ")
    assert any(line.split()[:2] == ["nonaktif", "mati"] for line in render_text(made(), everything=True).splitlines())


def test_a_source_that_was_never_read_does_not_stand_among_the_healthy(page_file: Path) -> None:
    page = page_file.read_text("utf-8")
    healthy = page[page.index('id="sehat"'):page.index('id="tunggu"')]
    assert "Sumber Contoh s1" in healthy
    assert "Sumber Contoh baru" not in healthy
    assert "Sumber Contoh baru" in page[page.index('id="tunggu"'):page.index('id="belum"')]
