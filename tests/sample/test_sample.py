"""The bundled sample fortnight is what it promises to be."""

from __future__ import annotations

import json
import re
import socket
import struct
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from difflib import SequenceMatcher
from html import unescape
from urllib.parse import urlsplit

import feedparser
import pytest
from bs4 import BeautifulSoup

from monitor.config.gate import passes_gate
from monitor.models import Source, SourceKind
from monitor.sample.items import Item, read_items, read_outlets
from monitor.sample.server import SampleServer, sources
from monitor.weeks import WIB, Week

ITEMS = read_items()
FEEDPARSER_READS = ("contoh-nusantara", "contoh-batam", "contoh-pantura", "contoh-ekonomi", "contoh-telusur")


@pytest.fixture(scope="module")
def server() -> Iterator[SampleServer]:
    with SampleServer(fixed_ports=False) as running:
        yield running


def get(url: str) -> bytes:
    with urllib.request.urlopen(url, timeout=10) as answer:
        body: bytes = answer.read()
    return body


def source(server: SampleServer, name: str) -> Source:
    return next(found for found in sources(server) if found.id == name)


def of(name: str) -> list[Item]:
    return [item for item in ITEMS if item.outlet.id == name]


def test_about_sixty_items_lie_in_two_weeks() -> None:
    weeks = Counter(str(Week.of(item.published)) for item in ITEMS)
    assert set(weeks) == {"2026-W33", "2026-W34"}
    assert 55 <= len(ITEMS) <= 75
    assert min(weeks.values()) >= 28


def test_every_outlet_is_marked_invented() -> None:
    for outlet in read_outlets():
        assert "Contoh" in outlet.name
        assert outlet.domain.endswith(".example")
    for item in ITEMS:
        assert item.source_domain.endswith(".example")
        assert "Contoh" in item.source


def test_the_mix_holds_copies_events_lookalikes_and_all_tones() -> None:
    copies = Counter(item.story for item in ITEMS)
    assert sorted(copies.values())[-1] == 5
    assert sum(1 for count in copies.values() if count >= 3) >= 5
    told = Counter(event for event in {item.story: item.event for item in ITEMS}.values())
    assert sum(1 for count in told.values() if count >= 2) >= 5
    lookalikes = [item for item in ITEMS if not item.relevant and "PMI" in item.title]
    assert len(lookalikes) >= 5
    assert len([item for item in ITEMS if not item.relevant]) - len(lookalikes) >= 5
    tones = Counter(item.tone.value for item in ITEMS if item.tone)
    assert all(tones[name] >= 8 for name in ("positive", "neutral", "negative"))
    assert any(item.page == "paywall" for item in ITEMS)
    assert any(item.language == "en" for item in ITEMS)


def test_one_theme_rises_in_the_second_week() -> None:
    about = Counter(str(Week.of(item.published)) for item in ITEMS if "kamboja" in " ".join(item.paragraphs).lower())
    assert about["2026-W33"] == 0
    assert about["2026-W34"] >= 10


def test_copies_are_near_and_not_equal() -> None:
    by_story: dict[str, list[Item]] = {}
    for item in ITEMS:
        by_story.setdefault(item.story, []).append(item)
    for story, prints in by_story.items():
        texts = ["\n".join(item.paragraphs) for item in prints]
        assert len({item.title for item in prints}) == len(prints), story
        for text in texts[1:]:
            assert SequenceMatcher(None, texts[0], text, autojunk=False).ratio() > 0.75, story


def test_weekdays_in_the_texts_agree_with_their_dates() -> None:
    days = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
    found = 0
    for item in ITEMS:
        for day, number, month, year in re.findall(rf"({'|'.join(days)}),? \((\d+)/(\d+)/(\d+)\)",
                                                   " ".join(item.paragraphs)):
            found += 1
            assert days[datetime(int(year), int(month), int(number)).weekday()] == day, item.title
    assert found > 40


@pytest.mark.parametrize("name", FEEDPARSER_READS)
def test_feedparser_reads_each_good_feed(server: SampleServer, name: str) -> None:
    parsed = feedparser.parse(get(source(server, name).url))
    assert not parsed.bozo
    assert len(parsed.entries) == len(of(name))
    assert [unescape(entry.title).removesuffix(f" - {item.source}") for entry, item in
            zip(parsed.entries, reversed(of(name)), strict=True)] == [item.title for item in reversed(of(name))]


def test_json_feed_and_listing_hold_every_item(server: SampleServer) -> None:
    feed = json.loads(get(source(server, "contoh-migran").url))
    assert [row["title"] for row in feed["items"]] == [item.title for item in reversed(of("contoh-migran"))]
    listing = source(server, "contoh-laman")
    assert listing.kind is SourceKind.LISTING
    assert listing.listing is not None
    rows = BeautifulSoup(get(listing.url), "lxml").select(listing.listing.item)
    assert len(rows) == len(of("contoh-laman"))
    date = rows[0].select_one(listing.listing.date)
    assert date is not None
    assert re.fullmatch(r"00\.08 22 August 2026 \d+", date.get_text())


def test_broken_feed_is_no_feed_and_worked_a_week_before() -> None:
    with SampleServer(datetime(2026, 8, 16, 23, tzinfo=WIB), fixed_ports=False) as server:
        url = source(server, "contoh-timur").url
        before = feedparser.parse(get(url))
        assert len(before.entries) == len(of("contoh-timur"))
        assert before.entries[-1].published == "Rab, 12 Agu 2026 09.30 WITA"
        assert len(server.visible(server.outlets[0])) < len(of("contoh-nusantara"))
        server.moment = datetime(2026, 8, 23, 23, tzinfo=WIB)
        after = get(url)
        assert not feedparser.parse(after).entries
        assert b"dalam perbaikan" in after
        assert len(server.visible(server.outlets[0])) == len(of("contoh-nusantara"))


def test_every_page_shows_its_text_its_mark_and_its_clutter(server: SampleServer) -> None:
    for item in ITEMS:
        if item.outlet.layout == "telusur":
            continue
        page = get(server.base(item.outlet) + item.path).decode()
        assert "DATA CONTOH" in page
        text = BeautifulSoup(page, "lxml").get_text(" ")
        shown = item.paragraphs if item.page == "full" else (item.summary,)
        assert all(part in text for part in shown), item.title
        if item.page == "paywall":
            assert item.paragraphs[-1] not in text
    first = of("contoh-nusantara")[0]
    nusantara = get(server.base(first.outlet) + first.path).decode()
    for clutter in ("SCROLL TO CONTINUE", "Baca juga", "figcaption", "ld+json"):
        assert clutter in nusantara


def test_feed_links_open_although_they_carry_tracking(server: SampleServer) -> None:
    entry = feedparser.parse(get(source(server, "contoh-nusantara").url)).entries[0]
    assert "utm_source" in entry.link
    assert b"<h1" in get(entry.link)


def test_unchanged_feed_answers_304_and_unknown_page_404(server: SampleServer) -> None:
    url = source(server, "contoh-batam").url
    with urllib.request.urlopen(url, timeout=10) as answer:
        etag = answer.headers["ETag"]
    with pytest.raises(urllib.error.HTTPError) as unchanged:
        urllib.request.urlopen(urllib.request.Request(url, headers={"If-None-Match": etag}), timeout=10)
    assert unchanged.value.code == 304
    with pytest.raises(urllib.error.HTTPError) as missing:
        get(url.replace("/umpan", "/tidak-ada"))
    assert missing.value.code == 404


def test_ports_fall_back_when_the_usual_ones_are_taken() -> None:
    with SampleServer() as first, SampleServer() as second:
        assert len(first.loopback | second.loopback) == 16
        assert get(sources(second)[0].url)
        assert all(found.sample for found in sources(second))


def test_gate_lets_the_right_teasers_through() -> None:
    for item in ITEMS:
        assert passes_gate(f"{item.title}. {item.summary}") == item.relevant, item.title


def test_a_reader_that_hangs_up_leaves_no_traceback(server: SampleServer, capfd: pytest.CaptureFixture[str]) -> None:
    slow = next(outlet for outlet in read_outlets() if outlet.delay)
    place = urlsplit(source(server, slow.id).url)
    with socket.create_connection((place.hostname, place.port), timeout=5) as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # close with a reset
        line.sendall(f"GET {place.path}?{place.query} HTTP/1.1\r\nHost: contoh\r\n\r\n".encode())
    time.sleep(slow.delay + 0.5)
    assert "Traceback" not in capfd.readouterr().err
