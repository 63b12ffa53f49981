"""HTML listing pages: read by rules, and the failing rule named."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.collectors.registry import read
from monitor.errors import FeedError
from monitor.models import Entry, ListingRules, Source, SourceKind

DATA = Path(__file__).parents[1] / "data/feeds"
RULES = ListingRules(item="div.kartu", link="a[href]", title="h4", date="small", summary="p")
PAGE = (DATA / "daftar_kementerian.html").read_bytes()


def read_page(rules: ListingRules | None = RULES, body: bytes = PAGE) -> list[Entry]:
    url = "https://kementerian.example/news"
    source = Source(id="kementerian", name="Kementerian", url=url, kind=SourceKind.LISTING, tier=0, listing=rules)
    return read(source, body, url=url, content_type="text/html", fetched_at=datetime(2026, 8, 22, tzinfo=UTC))


def test_each_item_is_read_by_its_rules() -> None:
    first, second = read_page()
    assert (first.url, first.title) == ("https://kementerian.example/berita-detail/pelatihan-contoh",
                                        "Pelatihan contoh bagi calon pekerja")
    assert (first.summary, first.image) == ("Ringkasan pelatihan.", "https://kementerian.example/foto/1.jpg")
    assert second.url == "https://lain.example/berita-detail/kunjungan"


def test_the_month_that_the_ministry_prints_as_a_time_is_no_time() -> None:
    first, second = read_page()
    assert first.published is not None
    assert second.published is not None
    assert (first.published.dated_only, first.published.at.isoformat()) == (True, "2026-08-19T00:00:00+07:00")
    assert (second.published.dated_only, second.published.at.isoformat()) == (False, "2026-08-20T08:15:00+07:00")


def test_without_a_title_rule_the_link_or_its_picture_names_the_item() -> None:
    assert read_page(replace(RULES, title=""))[0].title == "Pelatihan contoh"
    assert read_page(replace(RULES, title="", link="h4 a"))[0].title == "Pelatihan contoh bagi calon pekerja"


def test_items_may_be_the_links_themselves() -> None:
    titles = [entry.title for entry in read_page(ListingRules(item="h4 a"))]
    assert titles == ["Pelatihan contoh bagi calon pekerja", "Kunjungan ke balai"]


def test_an_item_without_a_date_has_no_time() -> None:
    assert read_page(replace(RULES, date=".tidak-ada"))[0].published is None


@pytest.mark.parametrize(("rules", "words"), [
    (replace(RULES, item="li.berita"), "li.berita"), (replace(RULES, link="a.baca"), "a.baca"),
    (replace(RULES, item="div["), "tidak sah"), (None, "tidak punya aturan"),
])
def test_a_rule_that_finds_nothing_is_named(rules: ListingRules | None, words: str) -> None:
    with pytest.raises(FeedError, match=words):
        read_page(rules)


@pytest.mark.parametrize("body", [b"", b"\0\1\2", b"%PDF-1.7", b"<div class=kartu>" * 5000])
def test_a_page_without_news_is_an_error(body: bytes) -> None:
    with pytest.raises(FeedError):
        read_page(body=body)
