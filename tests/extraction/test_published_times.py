"""Published times: each fallback in turn, with where the time was read and the offset it was written in, to the export.

The order is the feed, the page's JSON-LD, the page itself, the time of fetching.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from monitor.dates import parse_date
from monitor.extraction.extract import extract, from_entry
from monitor.models import Article, Entry, Source, SourceKind, TimeOrigin, Timestamp
from monitor.storage.store import Store

CASES = [json.loads(line) for line in
         (Path(__file__).parents[1] / "data/dates/cases.jsonl").read_text("utf-8").splitlines()]
INSTANTS = [case for case in CASES if case.get("at") and case["at"] <= "2026-08-21"]
SOURCE = Source(id="contoh", name="Media Contoh", url="https://media.example/feed", kind=SourceKind.FEED, tier=2)
NOW = datetime(2026, 8, 21, 9, tzinfo=UTC)
FED = Timestamp(datetime(2026, 8, 19, 7, 5, tzinfo=timezone(timedelta(hours=8))), TimeOrigin.FEED)
DATA = '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "%s"}</script>'
META = '<meta property="article:published_time" content="2026-08-19T09:05:00+09:00">'
LINE = "<div class='date'>Rabu, 19 Agustus 2026 10.05 WIB</div>"


def read(head: str = "", line: str = "", fed: Timestamp | None = None) -> Article:
    text = "".join(f"<p>Kalimat karangan nomor {n} tentang kepulangan pekerja migran ke Kota Contoh.</p>"
                   for n in range(6))
    html = f"<html><head><title>Judul</title>{head}</head><body><article><h1>Judul berita</h1>{line}{text}</article>"
    return extract(html, url="https://media.example/b/1", entry=replace(
        Entry("contoh", "https://media.example/b/1", "Judul berita"), published=fed), source=SOURCE, fetched_at=NOW)


@pytest.mark.parametrize(("head", "line", "fed", "at", "origin"), [
    (DATA % "2026-08-19T08:05:00+07:00" + META, LINE, FED, "2026-08-19T07:05:00+08:00", TimeOrigin.FEED),
    (DATA % "2026-08-19T08:05:00+07:00" + META, LINE, None, "2026-08-19T08:05:00+07:00", TimeOrigin.JSON_LD),
    (DATA % "19 Agustus 2026 09:35 WITA" + META, LINE, None, "2026-08-19T09:35:00+08:00", TimeOrigin.JSON_LD),
    (META, LINE, None, "2026-08-19T09:05:00+09:00", TimeOrigin.PAGE),
    ("", LINE, None, "2026-08-19T10:05:00+07:00", TimeOrigin.PAGE),
    (DATA % "kemarin sore", LINE, None, "2026-08-19T10:05:00+07:00", TimeOrigin.PAGE),
    (DATA % "2027-08-19T08:05:00+07:00", LINE, None, "2026-08-19T10:05:00+07:00", TimeOrigin.PAGE),
    ("", "", None, NOW.isoformat(), TimeOrigin.FETCHED),
])
def test_the_best_witness_gives_the_time_and_is_named(head: str, line: str, fed: Timestamp | None, at: str,
                                                      origin: TimeOrigin) -> None:
    published = read(head, line, fed).published
    assert (published.at.isoformat(), published.origin) == (at, origin)


def test_a_feed_entry_alone_falls_back_to_the_time_of_fetching() -> None:
    bare = from_entry(Entry("contoh", "https://media.example/b/1", "Judul"), source=SOURCE, fetched_at=NOW)
    assert bare.published == Timestamp(NOW, TimeOrigin.FETCHED)


@pytest.mark.parametrize("case", INSTANTS, ids=[case["raw"] for case in INSTANTS])
def test_every_notation_gives_the_same_instant_from_the_pages_data_as_from_a_feed(case: dict[str, str]) -> None:
    fed = parse_date(case["raw"], origin=TimeOrigin.FEED)
    published = read(DATA % case["raw"].replace("\\", "\\\\").replace('"', '\\"')).published
    assert fed is not None
    assert (published.at, published.at.utcoffset(), published.origin) == (
        fed.at, fed.at.utcoffset(), TimeOrigin.JSON_LD)


@pytest.mark.parametrize("origin", list(TimeOrigin))
@pytest.mark.parametrize("hours", [7, 8, 9, 0, -5])
def test_the_store_keeps_where_a_time_was_read_and_its_offset(tmp_path: Path, origin: TimeOrigin, hours: int) -> None:
    at = datetime(2026, 8, 19, 8, 5, tzinfo=timezone(timedelta(hours=hours)))
    article = replace(read("", LINE), published=Timestamp(at, origin))
    with Store(f"sqlite:///{tmp_path}/uji.sqlite") as store:
        store.add([article])
        (clip,) = store.clips(NOW - timedelta(days=9), NOW + timedelta(days=9), relevant=None)
    kept = clip.article.published
    assert (kept.at, kept.at.utcoffset(), kept.origin) == (at, timedelta(hours=hours), origin)
