"""Markup, links, feeds and weight of every kind of page, without a browser where none is needed."""

from __future__ import annotations

import gzip
import io
import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

import feedparser
import html5lib
import pytest
from built_site import Built

from monitor.newsroom.serving import _Handler

if TYPE_CHECKING:
    from playwright.sync_api import Browser

RELEASE = "siaran-pers/loket-batam/index.html"
HEAVIEST, MOST_REQUESTS = 100_000, 6


def test_every_page_is_valid_to_a_strict_parser(every_kind_site: Built) -> None:
    for name, page in every_kind_site.pages.items():
        parser = html5lib.HTMLParser()
        parser.parse(page.source)
        assert [(line, code) for (line, _), code, _ in parser.errors] == [], name


def test_ids_are_unique_and_everything_named_exists(every_kind_site: Built) -> None:
    for name, page in every_kind_site.pages.items():
        ids = page.all("//@id")
        assert len(ids) == len(set(ids)), name
        named = page.all("//@aria-labelledby | //@aria-describedby | //@aria-controls | //label/@for")
        assert {each for value in named for each in value.split()} <= set(ids), name


def test_every_picture_has_words_and_a_size(every_kind_site: Built) -> None:
    seen = 0
    for name, page in every_kind_site.pages.items():
        for picture in page.all("//img"):
            seen += 1
            assert picture.get("alt"), name
            assert int(picture.get("width")) > 0 < int(picture.get("height")), name
    assert seen > 3


def test_every_link_and_anchor_leads_somewhere(every_kind_site: Built) -> None:
    checked = 0
    for name, page in every_kind_site.pages.items():
        for link in page.all("//@href | //@src"):
            parts = urlsplit(link)
            if parts.scheme or name == "404.html":
                continue
            checked += 1
            target = page.target(link)
            assert target.is_file(), (name, link)
            if parts.fragment:
                there = every_kind_site.pages[str(target.relative_to(every_kind_site.path.resolve()))]
                assert there.all(f"//*[@id='{unquote(parts.fragment)}']"), (name, link)
    assert checked > 500


def test_every_feed_parses(every_kind_site: Built) -> None:
    feeds = sorted((every_kind_site.path).rglob("*.xml"))
    feeds = [path for path in feeds if path.name != "sitemap.xml"]
    assert len(feeds) > 8
    for path in feeds:
        parsed = feedparser.parse(path.read_bytes())
        assert not parsed.bozo, (path, parsed.get("bozo_exception"))
        assert parsed.entries, path
        assert all(entry.link and entry.id and entry.title for entry in parsed.entries), path


def test_structured_data_is_json_with_types(every_kind_site: Built) -> None:
    for name, page in every_kind_site.pages.items():
        for text in page.all("//script[@type='application/ld+json']/text()"):
            data = json.loads(text)
            assert data["@context"] == "https://schema.org", name
            assert all(node["@type"] for node in data["@graph"]), name


class _Packed(_Handler):
    """Send text compressed, as every web server named in our header files does."""

    def send_head(self) -> Any:
        path = Path(self.translate_path(self.path))
        file = path / "index.html" if path.is_dir() else path
        if not file.is_file() or file.suffix not in {".html", ".css", ".js", ".svg", ".xml", ".txt"}:
            return super().send_head()
        body = gzip.compress(file.read_bytes(), 6)
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(file)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return io.BytesIO(body)


@pytest.fixture
def packed_address(every_kind_site: Built) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Packed, directory=str(every_kind_site.path))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_a_release_with_a_photo_is_light_on_the_first_visit(browser: Browser, packed_address: str,
                                                            every_kind_site: Built) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    meter = context.new_cdp_session(page)
    sizes: dict[str, float] = {}
    addresses: dict[str, str] = {}
    meter.on("Network.requestWillBeSent", lambda event: addresses.update({event["requestId"]: event["request"]["url"]}))
    meter.on("Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}))
    meter.send("Network.enable")
    page.goto(packed_address + RELEASE, wait_until="networkidle")
    page.locator("footer").scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    assert page.evaluate("[...document.images].every(image => image.complete && image.naturalWidth > 0)")
    loaded = {urlsplit(address).path for address in addresses.values()}
    icon = "/theme/img/icon.svg"  # a browser without a window does not ask for it
    spare = 0 if icon in loaded else (every_kind_site.path / icon.lstrip("/")).stat().st_size
    assert any(path.endswith((".jpg", ".webp")) for path in loaded), loaded
    assert len(loaded | {icon}) <= MOST_REQUESTS, loaded
    assert sum(sizes.values()) + spare <= HEAVIEST, {addresses[each]: size for each, size in sizes.items()}
    assert {urlsplit(address).netloc for address in addresses.values()} == {urlsplit(packed_address).netloc}
