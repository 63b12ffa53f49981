"""Feeds: what is read from real and broken ones, and what is refused."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import feedparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.collectors.registry import read
from monitor.errors import FeedError
from monitor.models import Entry, Source, SourceKind, TimeOrigin

DATA = Path(__file__).parents[1] / "data/feeds"
SHARED = Path(__file__).parents[2] / "../shared/fixtures/feeds"
NOW = datetime(2026, 8, 22, tzinfo=UTC)
URL = "https://kabar.example/rss/terkini.xml"


def read_bytes(body: bytes, *, kind: SourceKind = SourceKind.FEED, content_type: str = "") -> list[Entry]:
    source = Source(id="contoh", name="Contoh", url=URL, kind=kind, tier=1)
    return read(source, body, url=URL, content_type=content_type, fetched_at=NOW)


def read_file(name: str, *, kind: SourceKind = SourceKind.FEED, content_type: str = "") -> list[Entry]:
    return read_bytes((DATA / name).read_bytes(), kind=kind, content_type=content_type)


def when(entry: Entry) -> str:
    assert entry.published is not None
    return entry.published.at.isoformat()


def test_an_rss_item_is_read_whole() -> None:
    first = read_file("berita_rss.xml")[0]
    assert first.title == 'Upah & kontrak: "5 < 6" kata petugas'
    assert first.url == "https://kabar.example/2026/08/upah?a=1&b=2"
    assert first.summary == "Petugas menjelaskan kontrak kerja.\nBaris kedua & terakhir."
    assert first.body.startswith("Paragraf satu.\nParagraf dua")
    assert first.author == "Sari Contoh"
    assert first.image == "https://kabar.example/gambar/upah.jpg"
    assert (when(first), first.published and first.published.origin) == ("2026-08-21T10:00:00+07:00", TimeOrigin.FEED)


def test_indonesian_times_keep_their_zone() -> None:
    assert when(read_file("berita_rss.xml")[1]) == "2026-05-05T10:00:00+08:00"


def test_impossible_and_absurd_dates_are_left_out() -> None:
    entries = read_file("berita_rss.xml")
    assert entries[2].published is None
    assert entries[4].published is None


def test_only_web_addresses_are_links() -> None:
    entries = read_file("berita_rss.xml")
    assert entries[1].url == "https://kabar.example/pelatihan"
    assert entries[1].summary == "Teks dengan baris\nbaru"
    assert entries[1].image == "https://kabar.example/g/latih.png"
    assert entries[2].url.startswith("entri:")


def test_an_item_without_address_or_title_is_kept_under_a_stable_name() -> None:
    once, again = read_file("berita_rss.xml"), read_file("berita_rss.xml")
    assert once == again
    assert once[3].title == "Hanya ringkasan, tanpa judul."
    assert len({entry.url for entry in once}) == len(once)


def test_an_atom_entry_is_read_whole() -> None:
    (entry,) = read_file("berita_atom.xml")
    assert entry.title == "Jika 3 < 5 & b>"
    assert entry.url == "https://atom.example/berita/satu.html"
    assert (entry.author, entry.summary, when(entry)) == ("Budi Contoh", "Ringkas", "2026-08-21T10:00:00+08:00")
    assert entry.image.endswith("satu.png")


def test_an_rdf_item_is_read() -> None:
    (entry,) = read_file("berita_rdf.xml")
    assert (entry.url, when(entry)) == ("https://rdf.example/1", "2026-08-21T10:00:00+07:00")


def test_a_json_feed_is_read() -> None:
    first, second, third = read_file("berita.json")
    assert (first.url, first.body, first.author) == ("https://kabar.example/satu", "Isi & satu.\nDua.", "Ani, Budi")
    assert (first.language, first.image) == ("id", "https://kabar.example/g.jpg")
    assert (second.url, second.title, second.published) == ("https://json.example/dua", "Judul dari teks", None)
    assert third.url.startswith("entri:")


def test_google_news_gives_the_real_outlet() -> None:
    first, second = read_file("google_news.xml", kind=SourceKind.GOOGLE_NEWS)
    assert (first.title, first.outlet, first.summary) == ("Petugas - dan keluarga - pulang", "Harian Contoh.id", "")
    assert (second.title, second.outlet) == ("Tanpa sumber", "Kabar Contoh")


@pytest.mark.parametrize(("charset", "header"), [("utf-8", "text/xml"), ("iso-8859-1", "text/xml; charset=ISO-8859-1"),
                                                 ("utf-8", "application/rss+xml; charset=iso-8859-1"),
                                                 ("utf-16", "application/xml"), ("utf-8", "text/html; charset=ngawur")])
def test_letters_survive_what_servers_say_of_the_encoding(charset: str, header: str) -> None:
    feed = "<rss version='2.0'><channel><item><title>Café “Émigré”</title></item></channel></rss>"
    feed = feed.replace("“", "«").replace("”", "»") if charset == "iso-8859-1" else feed
    (entry,) = read_bytes(feed.encode(charset), content_type=header)
    assert entry.title.strip("»”").endswith("Émigré")


@pytest.mark.parametrize(("body", "words"), [
    (b"", "halaman kosong"), (b" \n ", "halaman kosong"), (b"%PDF-1.7", "berkas PDF"),
    (b'{"a": 1}', "data JSON"), (b'{"items": [', "rusak"), (b"<urlset><url/></urlset>", "XML <urlset>"),
    (b"Forbidden", "isi yang tidak dikenal"), (b"<rss>" + b"<a>" * 500_000, "terlalu rumit"),
])
def test_what_is_no_feed_is_named(body: bytes, words: str) -> None:
    with pytest.raises(FeedError, match=words):
        read_bytes(body)


def test_an_html_page_is_refused_with_the_feed_it_names() -> None:
    with pytest.raises(FeedError, match="halaman HTML, bukan feed") as caught:
        read_file("bukan_feed.html", content_type="application/rss+xml")
    assert "https://kabar.example/feed/" in caught.value.todo


def test_an_empty_feed_is_a_feed() -> None:
    assert read_bytes(b"<rss version='2.0'><channel><title>x</title></channel></rss>") == []


def test_a_truncated_feed_gives_what_it_holds() -> None:
    body = (DATA / "berita_rss.xml").read_bytes()
    assert [entry.title for entry in read_bytes(body[:-300])][:2] == [entry.title for entry in read_bytes(body)][:2]


def test_local_files_are_never_opened(tmp_path: Path) -> None:
    secret = tmp_path / "rahasia.xml"
    secret.write_text("<rss version='2.0'><channel><item><title>rahasia</title></item></channel></rss>")
    with pytest.raises(FeedError):
        read_bytes(str(secret).encode())
    entity = (f"<!DOCTYPE r [<!ENTITY x SYSTEM 'file://{secret}'>]>"
              "<rss><channel><item><title>a&x;</title></item></channel></rss>")
    assert "rahasia" not in read_bytes(entity.encode())[0].title


@settings(deadline=None, max_examples=60)
@given(st.binary(max_size=300), st.integers(0, 2500))
def test_bytes_that_nobody_expected_raise_only_feed_errors(noise: bytes, where: int) -> None:
    body = (DATA / "berita_rss.xml").read_bytes()
    try:
        entries = read_bytes(body[:where] + noise + body[where:])
    except FeedError:
        return
    assert all(entry.url for entry in entries)


def test_every_shared_feed_gives_the_entries_that_feedparser_gives() -> None:
    if not SHARED.exists():
        pytest.skip(f"../shared tidak ada: {SHARED}")
    files = [file for file in sorted(SHARED.rglob("*"))
             if file.is_file() and file.suffix not in {".md", ".txt", ".json", ".jsonl"}]
    entries, wrong = 0, []
    for file in files:
        body = file.read_bytes()
        headers = {"content-type": "application/xml", "content-location": URL}
        expected = feedparser.parse(BytesIO(body), response_headers=headers).entries
        start = time.perf_counter()
        try:
            found = read_bytes(body)
        except FeedError:
            found = []
        if time.perf_counter() - start > 1:
            wrong.append(f"{file.name}: lambat")
        if len(found) != len(expected):
            wrong.append(f"{file.name}: {len(found)} bukan {len(expected)}")
        links = [item.get("link", "") for item in expected]
        wrong += [f"{file.name}: {entry.url} bukan {link}" for entry, link in zip(found, links, strict=False)
                  if link.startswith(("http://", "https://")) and entry.url != link]
        entries += len(found)
    assert not wrong
    assert entries > 2000
