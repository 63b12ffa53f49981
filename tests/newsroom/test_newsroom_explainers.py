from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from monitor.newsroom.explainers import read_explainers


def test_explainers_and_clarifications_are_listed_newest_first(content: Path) -> None:
    found = read_explainers(content)
    assert [(page.slug, page.kind) for page in found] == [("bantuan-tunai", "klarifikasi"), ("cek-izin", "penjelasan")]
    assert found[1].topics == ("biaya-penempatan", "p3mi-pengawasan")
    assert found[1].title == "Bagaimana memeriksa izin perusahaan penempatan?"
    assert found[1].url == "/penjelasan/cek-izin/"


def test_drafts_and_embargoed_pages_are_left_out(content: Path) -> None:
    assert read_explainers(content, now=datetime(2025, 9, 10, 1, 59, tzinfo=UTC)) == ()
    assert [page.slug for page in read_explainers(content, now=datetime(2025, 9, 10, 2, 0, tzinfo=UTC))] == ["cek-izin"]


def test_an_unreadable_file_hides_no_other(content: Path) -> None:
    (content / "penjelasan/rusak.md").write_bytes(b"\xff\xfe\x00")
    (content / "klarifikasi/tanpa-tanggal.md").write_text("Title: x\nSlug: x\n", "utf-8")
    assert len(read_explainers(content)) == 2


def test_a_missing_folder_gives_none(tmp_path: Path) -> None:
    assert read_explainers(tmp_path / "tidak-ada") == ()


def test_the_site_address_is_put_in_front(content: Path) -> None:
    assert read_explainers(content, siteurl="https://a.invalid/")[0].url == "https://a.invalid/klarifikasi/bantuan-tunai/"


def test_a_page_may_name_the_countries_it_is_about(content: Path) -> None:
    page = next((content / "penjelasan").rglob("*.md"))
    page.write_text(page.read_text("utf-8").replace("Topics:", "Destinations: KR, TW\nTopics:", 1), "utf-8")
    assert read_explainers(content)[1].destinations == ("KR", "TW")
