"""Fuzz the readers: whatever comes in, out comes a result that keeps its promises, or the error that is ours."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))

from mutating import FUZZING, TOKENS, for_a_while, seeds, spoilt, within_time

from monitor.collectors.imports import read_items
from monitor.collectors.registry import read
from monitor.dates import clock, long_date, parse_date, short_date
from monitor.errors import FeedError, ImportFileError
from monitor.extraction.extract import from_entry
from monitor.models import Article, Entry, ListingRules, Source, SourceKind, TimeOrigin
from monitor.storage.rows import article_row
from monitor.urls import canonical, item_id

NOW = datetime(2026, 8, 22, tzinfo=UTC)
URL = "https://kabar.example/rss/terkini.xml"
CODES = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
FEEDS = seeds("*.xml", "*.rss", "*.atom", "*.json")
PAGES = seeds("*.html")
DATES = [line.encode() for file in seeds("*.jsonl") for line in re.findall(r'"raw": "([^"]*)"', file.decode())] + [
    b"Sat, 21 Nov 2026 10:00:00 WIB", b"Jum'at, 21 Agustus 2026 - 08.05 WIB", b"2026-11-21T10:00:00+07:00",
    b"1795230000",
    b"05/06/2026 10:00", b"21 Nopember 2026 pukul 10 pagi WITA", b"2026/6/29 15:07:41", b"20261121T100000Z"]
TABLES = [
    *seeds("*.csv", "*.jsonl", "*.txt", most=20_000),
    "judul;isi;tanggal;media\nSatu;Dua;21/08/2026;Kabar\n".encode("utf-16"), b"title,text\n\"a\nb\",c\n",
    b'[{"title": "a", "text": "b", "date": 1795230000}]', "Judul\tIsi\nÉ\t–\n".encode("cp1252")]
RULES = [ListingRules(item="li"), ListingRules(item="article, div", link="a", title="h2, h3", date="time, .date"),
         ListingRules(item="a")]


def storable(article: Article) -> None:
    """Check that a database takes every column."""
    for value in article_row(article).values():
        assert not isinstance(value, str) or value.encode("utf-8").decode() == value


def check(entries: list[Entry]) -> None:
    """Check what every reader promises of an entry, and that it can be stored."""
    for entry in entries:
        assert entry.url.startswith(("https://", "http://", "entri:"))
        assert entry.image == "" or entry.image.startswith(("https://", "http://"))
        for text in (entry.title, entry.summary, entry.body, entry.author, entry.outlet):
            assert not CODES.search(text), ascii(text)[:200]
        assert "\n" not in entry.title + entry.author + entry.outlet
        assert canonical(canonical(entry.url)) == canonical(entry.url)
        assert len(item_id(entry.url)) == 16
        if entry.published:
            assert entry.published.at.tzinfo is not None
        source = Source("a", "A", URL, SourceKind.FEED, 2)
        storable(from_entry(entry, source=source, fetched_at=NOW))


def test_any_feed_gives_honest_entries_or_a_feed_error() -> None:
    @FUZZING
    @given(spoilt(FEEDS), st.sampled_from(["", "text/xml", "text/html; charset=utf-16",
    "application/xml; charset=cp037"]),
           st.sampled_from([SourceKind.FEED, SourceKind.GOOGLE_NEWS]))
    def target(body: bytes, content_type: str, kind: SourceKind) -> None:
        with within_time():
            try:
                entries = read(Source("a", "A", URL, kind, 2), body, url=URL, content_type=content_type, fetched_at=NOW)
            except FeedError:
                return
        check(entries)
        assert all(not entry.published or entry.published.at <= NOW + timedelta(days=1) for entry in entries)
    for_a_while(target)


def test_any_listing_gives_honest_entries_or_a_feed_error() -> None:
    @FUZZING
    @given(spoilt(PAGES), st.sampled_from(RULES), st.sampled_from(["", "text/html; charset=utf-16", "text/html"]))
    def target(body: bytes, rules: ListingRules, content_type: str) -> None:
        source = Source("a", "A", URL, SourceKind.LISTING, 2, listing=rules)
        with within_time():
            try:
                entries = read(source, body, url=URL, content_type=content_type, fetched_at=NOW)
            except FeedError:
                return
        check(entries)
    for_a_while(target)


def test_any_date_is_a_moment_or_none() -> None:
    words = [b"WIB", b"WITA", b"Jumat", b"Agu", b"pukul", b"-", b"/", b".", b":", b"T", b"Z", b"+07:00", b"GMT+7",
    b"24:00",
             b"0000", b"9999", b"29 Feb", b"am", b"pm", b"malam", b"\xef\xbc\x91", b"\xd9\xa1", b" ", *TOKENS[:20]]

    @FUZZING
    @given(spoilt(DATES, words), st.sampled_from(["Asia/Jakarta", "Asia/Jayapura", "UTC", "America/St_Johns"]),
           st.booleans())
    def target(raw: bytes, timezone: str, month_first: bool) -> None:
        text = raw.decode("utf-8", "surrogateescape")
        with within_time():
            found = parse_date(text, timezone=timezone, origin=TimeOrigin.FEED, month_first=month_first)
        if found is not None:
            assert found.at.tzinfo is not None
            assert 1979 <= found.at.year <= 2101
            assert all((long_date(found.at), short_date(found.at), clock(found.at)))
    for_a_while(target)


def workbook() -> bytes:
    """Write a small workbook with a date, a number, a formula and a second sheet."""
    book, out = openpyxl.Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for row in (["judul", "isi", "tanggal"], ["Satu", "Isi", NOW.replace(tzinfo=None)], ["=1+1", 3.5, None]):
        sheet.append(row)
    book.create_sheet("lain").append(["x"])
    book.save(out)
    return out.getvalue()


BOOK = workbook()
with zipfile.ZipFile(io.BytesIO(BOOK)) as _parts:
    PARTS = {name: _parts.read(name) for name in _parts.namelist()}


@st.composite
def spoilt_workbooks(draw: st.DrawFn) -> bytes:
    """Draw a workbook spoilt as a whole, or one with a spoilt part."""
    if draw(st.booleans()):
        return draw(spoilt([BOOK]))
    spoil, out = draw(st.sampled_from(sorted(PARTS))), io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, body in PARTS.items():
            archive.writestr(name, draw(spoilt([body])) if name == spoil else body)
    return out.getvalue()


def test_any_import_gives_articles_or_an_import_error(tmp_path: Path) -> None:
    @FUZZING
    @given(st.one_of(spoilt(TABLES).map(lambda body: (body, "")), spoilt_workbooks().map(lambda body: (body, ".xlsx"))),
           st.sampled_from([".csv", ".jsonl", ".json", ".txt", ".xlsx"]))
    def target(drawn: tuple[bytes, str], ending: str) -> None:
        file = tmp_path / f"masuk{drawn[1] or ending}"
        file.write_bytes(drawn[0])
        with within_time():
            try:
                result = read_items(file, fetched_at=NOW)
            except ImportFileError:
                return
        assert all(problem.line > 0 and problem.what for problem in result.problems)
        for article in result.articles:
            assert not CODES.search(article.title)
            assert article.url.startswith(("https://", "http://", "import:"))
            storable(article)
    for_a_while(target)


@pytest.mark.parametrize("found", [FEEDS, PAGES, DATES, TABLES])
def test_there_are_seeds(found: list[bytes]) -> None:
    assert len(found) >= 3
