from __future__ import annotations

import json
import re
from pathlib import Path

import pikepdf
import pytest
from openpyxl import load_workbook

from monitor.config.settings import DigestSettings, Settings, Storage
from monitor.models import SourceStatus
from monitor.storage.store import Store
from monitor.workflows.demo import WEEKS, DemoResult, demo
from monitor.workflows.digest import digest


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> DemoResult:
    return demo(tmp_path_factory.mktemp("demo"), on_step=lambda _: None)


def test_every_item_of_the_sample_is_collected_and_the_broken_source_is_named(made: DemoResult) -> None:
    first, second = made.collected
    assert {result.status for result in first} == {SourceStatus.NEW}
    failed = [result for result in second if result.status is SourceStatus.FAILED]
    assert [result.source_id for result in failed] == ["contoh-timur"]
    assert failed[0].cause
    with Store(f"sqlite:///{made.database}") as store:
        assert store.count() == sum(result.new for results in made.collected for result in results)
        clips = store.clips(WEEKS[0].start, WEEKS[1].end, relevant=None)
    assert len(clips) == store_count(made)
    assert all(clip.tags and clip.article.sample for clip in clips)
    relevant = [clip for clip in clips if clip.tags and clip.tags.relevant]
    assert 40 <= len(relevant) < len(clips)
    assert len({clip.grouping.story_id for clip in relevant if clip.grouping}) < len(relevant)


def store_count(made: DemoResult) -> int:
    with Store(f"sqlite:///{made.database}") as store:
        return store.count()


def test_the_digest_is_one_tagged_page_marked_contoh(made: DemoResult) -> None:
    files = made.digests[-1]
    with pikepdf.open(files.pdf) as pdf:
        assert len(pdf.pages) == 1
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang).lower().startswith("id")
    assert "CONTOH" in files.html.read_text("utf-8")
    assert "CONTOH" in files.text.read_text("utf-8").splitlines()[0]
    assert json.loads(files.json.read_text("utf-8"))["sample"] is True
    book = load_workbook(files.evidence, read_only=True)
    assert any("CONTOH" in str(cell.value) for sheet in book for row in sheet.iter_rows(max_row=3) for cell in row)


def test_the_outage_is_said_beside_the_figures(made: DemoResult) -> None:
    text = made.digests[-1].text.read_text("utf-8")
    assert re.search(r"7 dari 8 sumber", text)
    assert re.search(r"sumber gagal", text)


def test_the_same_store_gives_the_same_bytes(made: DemoResult, tmp_path: Path) -> None:
    settings = Settings(storage=Storage(database_url=f"sqlite:///{made.database}"), digest=DigestSettings(out=tmp_path))
    again = digest(settings, week=WEEKS[-1])
    before = made.digests[-1]
    for old, new in ((before.pdf, again.pdf), (before.html, again.html), (before.text, again.text),
                     (before.evidence, again.evidence), (before.json, again.json)):
        assert old.read_bytes() == new.read_bytes(), old.name


def test_every_story_link_of_the_workbook_is_in_the_store(made: DemoResult) -> None:
    book = load_workbook(made.digests[-1].evidence, read_only=True)
    cells = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value}
    with Store(f"sqlite:///{made.database}") as store:
        clips = store.clips(WEEKS[1].start, WEEKS[1].end)
    assert clips
    assert {clip.article.url for clip in clips} <= cells


def test_the_site_is_built_beside_it(made: DemoResult) -> None:
    assert made.site.index.is_file()
    assert "naskah contoh" in (made.site.index.parent / "siaran-pers" / "index.html").read_text("utf-8").lower()


def test_bylines_and_invitations_stay_out_of_the_stored_texts(made: DemoResult) -> None:
    with Store(f"sqlite:///{made.database}") as store:
        texts = [clip.article.text for clip in store.clips(WEEKS[0].start, WEEKS[1].end, relevant=None)]
    lines = [line for text in texts for line in text.split("\n")]
    assert [line for line in lines if re.search(r"^(Senin|Selasa|Rabu|Kamis|Jumat|Sabtu|Minggu), .* WIB", line)] == []
    assert [line for line in lines if re.search(r"^Baca juga|SCROLL|^Berlangganan", line)] == []


def test_the_first_week_ever_is_not_compared_with_a_week_before_the_toolkit_ran(made: DemoResult) -> None:
    first = json.loads(made.digests[0].json.read_text("utf-8"))
    assert {figure["change"]["previous"] for figure in first["figures"]} == {None}
    assert "data pekan lalu tidak ada" in first["conclusion"][0]
    assert first["coverage"]["previous_expected"] == 0
    assert "(pekan lalu tidak ada data)" in made.digests[0].text.read_text("utf-8")
