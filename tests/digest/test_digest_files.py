from __future__ import annotations

import base64
import errno
import hashlib
import io
import json
import re
import stat
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pikepdf
import pytest
import typst
from bs4 import BeautifulSoup
from digest_weeks import EXPLAINERS, NAMES, WEEK, make_clips, make_history, make_outcomes
from fontTools.ttLib import TTFont
from openpyxl import load_workbook

from monitor.digest import writing
from monitor.digest.charts import FONTS
from monitor.digest.compile import compile_digest
from monitor.digest.model import Digest
from monitor.digest.render_html import render_html
from monitor.digest.render_pdf import TEMPLATE, document_data, render_pdf
from monitor.digest.render_txt import LIMIT, render_txt
from monitor.digest.render_xlsx import render_xlsx
from monitor.digest.writing import write_digest
from monitor.errors import DigestError
from monitor.models import ItemKind, SourceOutcome
from monitor.weeks import WIB

NAMES_OF_FILES = ("digest.html", "digest.json", "digest.pdf", "digest.txt", "evidence.xlsx")
LONG = "Judul yang sangat panjang tentang pekerja migran yang dipulangkan bersama keluarganya dari negara tujuan " * 6
HOSTILE = '=HYPERLINK("http://jahat.example";"klik") <script>alert(1)</script> *tebal* 香港 🎉 \u202eterbalik'


def make(*, items: int = 60, failed: int = 2, title: str = "", sample: bool = False, url: str = "") -> Digest:
    clips = make_clips(items=items, title=title, sample=sample, kinds=(ItemKind.NEWS, ItemKind.POST))
    if url:
        clips = [replace(clip, article=replace(clip.article, url=url)) for clip in clips]
    return compile_digest(
        WEEK, clips=clips, previous=make_clips(WEEK.back(1), seed=2) if items else [],
        history=make_history() if items else [], outcomes=make_outcomes(working=60, failed=failed) if items else [],
        cutoff=datetime(2026, 8, 24, 6, 10, tzinfo=WIB) if items else None, explainers=EXPLAINERS, names=NAMES)


HARD = {"empty": {"items": 0}, "one": {"items": 1, "failed": 0}, "usual": {"items": 200},
        "crowded": {"items": 3000, "failed": 40, "title": LONG, "sample": True}, "hostile": {"title": HOSTILE}}


@pytest.fixture(scope="module", params=HARD, ids=HARD)
def digest(request: pytest.FixtureRequest) -> Digest:
    return make(**HARD[request.param])


def test_the_pdf_is_one_tagged_a4_page_with_title_and_language(digest: Digest) -> None:
    with pikepdf.open(io.BytesIO(render_pdf(digest))) as pdf:
        assert len(pdf.pages) == 1
        width, height = (float(side) for side in pdf.pages[0].MediaBox[2:])
        assert (round(width), round(height)) == (595, 842)
        assert pdf.Root.MarkInfo.Marked
        assert "/StructTreeRoot" in pdf.Root
        assert str(pdf.Root.Lang).startswith("id")
        with pdf.open_metadata() as facts:
            assert facts["dc:title"] == "Digest Media KemenP2MI Pekan 34, 2026"
            assert facts["pdfuaid:part"] == "1"


def test_nothing_is_cut_off_at_the_foot_of_the_page(digest: Digest) -> None:
    coverage = digest.coverage
    worst = replace(coverage, warning=coverage.warning + " Pekan belum lengkap: data terakhir 20 Agustus 2026. " * 2,
                    failed=tuple(replace(each, source_name=LONG, last_cause=LONG) for each in coverage.failed))
    crowded = replace(digest, coverage=worst, models=(LONG, LONG),
                      speakers=tuple(replace(each, name=LONG) for each in digest.speakers),
                      gaps=tuple(replace(each, label=LONG[:60]) for each in digest.gaps))
    for each in (digest, crowded):
        found = json.loads(typst.query(str(TEMPLATE), "<fit>", field="value", one=True, root=str(TEMPLATE.parent),
                                       font_paths=[str(FONTS)], ignore_system_fonts=True,
                                       sys_inputs={"data": document_data(each)}))
        assert found["needed"] <= found["room"]


def test_the_message_fits_whatsapp_and_ends_with_the_way_to_the_rest(digest: Digest) -> None:
    text = render_txt(digest)
    assert len(text) <= LIMIT
    assert text.rstrip().splitlines()[-1].startswith("Digest lengkap: 2026-W34/digest.pdf")
    assert text.count("*") % 2 == 0
    first = text.splitlines()[0]
    assert first.startswith("*CONTOH") if digest.sample else first == "*DIGEST MEDIA KemenP2MI*"


def test_the_page_runs_nothing_and_asks_for_nothing(digest: Digest) -> None:
    page = BeautifulSoup(render_html(digest), "lxml")
    assert page.html
    assert page.html["lang"] == "id"
    assert not page.find_all(["script", "link", "img", "iframe", "object", "form"])
    assert not page.find_all(style=True)
    assert not [name for tag in page.find_all(True) for name in tag.attrs if name.startswith("on")]
    assert all(link["href"].startswith(("https://", "http://", "#")) for link in page.find_all("a"))
    assert page.style
    assert not re.search(r"url\((?!data:)", str(page.style.string))
    policy = page.find("meta", {"http-equiv": "Content-Security-Policy"})
    assert policy
    digested = base64.b64encode(hashlib.sha256(str(page.style.string).encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digested}'" in policy["content"]
    assert bool(page.find(class_="sample")) == digest.sample


def test_every_number_of_the_page_opens_to_its_items() -> None:
    digest = make(items=200)
    page = BeautifulSoup(render_html(digest), "lxml")
    tiles = {tile.contents[0].strip(): tile for tile in page.find_all(class_="tile")}
    for figure in digest.figures:
        listed = tiles[figure.label].select("ol.evidence > li")
        stories = digest.figure("berita").value
        assert len(listed) == (stories if figure.key == "peristiwa" else figure.value)
    for row in page.select(".rows > li"):
        count = int(row.select_one(".count").get_text())
        assert count == 0 or row.select("ol.evidence > li"), row.get_text()[:80]
    assert len(page.select(".tones ol.evidence > li")) == digest.tone.total


def test_a_crowded_week_keeps_the_page_small_and_points_to_the_workbook() -> None:
    text = render_html(make(items=3000))
    assert len(text) < 4_000_000
    assert "lainnya: evidence.xlsx, lembar Naskah" in text


def test_addresses_that_are_not_web_addresses_never_become_links() -> None:
    digest = make(items=5, url="javascript:alert(1)")
    assert "href=\"javascript" not in render_html(digest)
    book = load_workbook(io.BytesIO(render_xlsx(digest)))
    assert not any(cell.hyperlink for row in book["Naskah"].iter_rows() for cell in row)
    assert b"javascript" not in render_pdf(digest)


def test_the_workbook_holds_every_item_and_no_formula(digest: Digest) -> None:
    book = load_workbook(io.BytesIO(render_xlsx(digest)))
    assert book.sheetnames == ["Naskah", "Angka", "Sumber", "Berita"]
    head = 2 if digest.sample else 1
    assert book["Naskah"].max_row - head == len(digest.items)
    assert book["Berita"].max_row - head == len(digest.stories)
    assert book["Angka"].max_row - head == len(digest.numbers) + 1
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}
    for sheet in book:
        assert str(sheet.cell(1, 1).value).startswith("CONTOH") == digest.sample


def test_numbers_in_the_workbook_can_be_filtered_from_its_items() -> None:
    digest = make(items=200)
    book = load_workbook(io.BytesIO(render_xlsx(digest)))
    items = list(book["Naskah"].iter_rows(min_row=2, values_only=True))
    checked = 0
    for row in book["Angka"].iter_rows(min_row=3, values_only=True):
        keys = re.findall(r"\[[^\]]+\]", str(row[3]))
        assert keys
        behind = [item for item in items if all(key in str(item[13]) for key in keys)]
        if re.match(r"(nada|hari|topik|wilayah|negara)", str(row[9])):
            assert row[1] == len({item[1] for item in behind}), row
            checked += 1
    assert checked > 40


def test_failed_sources_are_named_with_their_cause_in_every_file() -> None:
    digest = make(items=30, failed=2)
    book = load_workbook(io.BytesIO(render_xlsx(digest)))
    sources = {row[0]: row for row in book["Sumber"].iter_rows(values_only=True)}
    for text in (render_html(digest), render_txt(digest), json.dumps(json.loads(rendered_json(digest)))):
        for name in ("Sumber Gagal Contoh 0", "Sumber Gagal Contoh 1"):
            assert name in text
        assert "HTTP 503" in text
    assert sources["Sumber Gagal Contoh 1"][4:6] == ("gagal", "HTTP 503")


def rendered_json(digest: Digest) -> str:
    return writing._RENDERERS["digest.json"](digest).decode()


def test_the_json_is_the_whole_digest(digest: Digest) -> None:
    found = json.loads(rendered_json(digest))
    assert found["week"] == "2026-W34"
    assert found["sample"] is digest.sample
    assert found["notice"].startswith("CONTOH") == digest.sample
    assert len(found["items"]) == len(digest.items)
    assert found["tone"]["total"] == digest.tone.total


def test_an_empty_week_still_makes_five_files_without_bare_zeros(tmp_path: Path) -> None:
    files = write_digest(make(items=0), tmp_path)
    assert sorted(path.name for path in files.folder.iterdir()) == list(NAMES_OF_FILES)
    page = BeautifulSoup(files.html.read_text(), "lxml")
    assert {value.get_text() for value in page.select(".tile .value")} == {"–"}
    assert "tidak ada pengumpulan tercatat" in files.text.read_text()


def test_the_same_digest_gives_the_same_bytes(tmp_path: Path) -> None:
    folders = [write_digest(make(items=80), tmp_path / name).folder for name in ("a", "b")]
    for name in NAMES_OF_FILES:
        assert (folders[0] / name).read_bytes() == (folders[1] / name).read_bytes(), name


def test_writing_again_replaces_the_digest_and_keeps_other_files(tmp_path: Path) -> None:
    first = write_digest(make(items=20), tmp_path)
    (first.folder / "catatan.md").write_text("disetujui")
    (first.folder / "lampiran").mkdir()
    before = first.text.read_bytes()
    second = write_digest(make(items=40), tmp_path)
    assert second.text.read_bytes() != before
    assert (second.folder / "catatan.md").read_text() == "disetujui"
    assert (second.folder / "lampiran").is_dir()
    assert [path.name for path in tmp_path.iterdir()] == ["2026-W34"]
    assert stat.S_IMODE(second.folder.stat().st_mode) & 0o055 == 0o055


def test_a_full_disk_leaves_the_old_digest_untouched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = write_digest(make(items=20), tmp_path)
    before = {path.name: path.read_bytes() for path in first.folder.iterdir()}
    write = Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        if path.name == "evidence.xlsx":
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        return write(path, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(DigestError, match="Disk penuh"):
        write_digest(make(items=40), tmp_path)
    assert {path.name: path.read_bytes() for path in first.folder.iterdir()} == before
    assert [path.name for path in tmp_path.iterdir()] == ["2026-W34"]


def test_a_file_in_the_way_of_the_folder_is_explained(tmp_path: Path) -> None:
    (tmp_path / "keluaran").write_text("berkas")
    with pytest.raises(DigestError, match="bukan folder"):
        write_digest(make(items=1), tmp_path / "keluaran")


def test_the_coverage_list_matches_the_fonts() -> None:
    listed = set((FONTS / "coverage.txt").read_text(encoding="utf-8").rstrip("\n"))
    assert set("▲▼●◇▨□→↗↘–—“”…·−\u00a0") - {"\u00a0"} <= listed
    for path in sorted(FONTS.glob("*.ttf")):
        assert {ord(each) for each in listed} <= set(TTFont(path).getBestCmap()), path.name


def test_a_source_name_with_markup_stays_plain_text() -> None:
    digest = make(items=10)
    bad = SourceOutcome("x", "<b>Sumber</b> *tebal* #typst[$x$]", 3, 0, "<i>sebab</i>")
    digest = replace(digest, coverage=replace(digest.coverage, failed=(bad,), outcomes=(bad,)))
    assert "<b>Sumber" not in render_html(digest)
    assert render_txt(digest).count("*") % 2 == 0
    assert render_pdf(digest).startswith(b"%PDF")
