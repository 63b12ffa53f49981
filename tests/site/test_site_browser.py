"""The site in a real browser: Debian's Chromium, as `make test` installs it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest
from built_site import Built

from monitor.newsroom.serving import _Handler

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PAGES = ["", "penjelasan/", "penjelasan/cek-izin/", "klarifikasi/bantuan-tunai/", "siaran-pers/layanan-pindah/",
         "kanal-resmi/", "topik/", "bagikan/", "bagikan/bantuan-tunai/", "tidak/ada/"]

OUR_FONT = "[...document.fonts].filter(font => !font.family.includes('Stand-in')).map(font => font.status)"


@pytest.fixture(scope="module")
def address(sample_site: Built) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Handler, directory=str(sample_site.path))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def open_page(browser: Browser, url: str, *, width: int = 360, scheme: str = "light", scripts: bool = True) -> Page:
    context = browser.new_context(viewport={"width": width, "height": 740}, color_scheme=scheme,  # type: ignore[arg-type]
                                  java_script_enabled=scripts)
    page = context.new_page()
    page.goto(url)
    return page


@pytest.mark.parametrize("width", [320, 360, 1280])
def test_no_page_overflows_its_width(browser: Browser, address: str, width: int) -> None:
    page = open_page(browser, address, width=width)
    for path in PAGES:
        page.goto(address + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_nothing_is_refused_and_nothing_comes_from_elsewhere(browser: Browser, address: str) -> None:
    page = open_page(browser, address)
    complaints: list[str] = []
    requests: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("requestfailed", lambda request: complaints.append(f"{request.url} {request.failure}"))
    page.on("request", lambda request: requests.append(request.url))
    for path in PAGES[:-1]:
        page.goto(address + path, wait_until="networkidle")
        page.evaluate("document.fonts.ready")
        assert page.evaluate(OUR_FONT) == ["loaded"], path
    left_early = "net::ERR_ABORTED"  # the icon, when the next page was opened before it arrived
    assert [line for line in complaints if left_early not in line] == []
    assert {url for url in requests if not url.startswith(address)} == set()


def test_the_first_tab_leads_past_the_menu(browser: Browser, address: str) -> None:
    page = open_page(browser, address + "penjelasan/cek-izin/", width=1280)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Langsung ke isi"
    box = page.locator(".skip").bounding_box()
    assert box is not None
    assert box["y"] >= 0
    assert page.evaluate("getComputedStyle(document.activeElement).outlineWidth") == "3px"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "isi"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_the_menu_opens_without_scripts(browser: Browser, address: str) -> None:
    page = open_page(browser, address, scripts=False)
    link = page.locator(".menu-narrow a", has_text="Klarifikasi")
    assert not link.is_visible()
    page.locator(".menu-narrow summary").click()
    link.click()
    assert page.url == f"{address}klarifikasi/index.html"
    assert page.locator("h1").inner_text() == "Klarifikasi"


def test_only_one_menu_is_there_at_each_width(browser: Browser, address: str) -> None:
    for width, shown, hidden in ((360, ".menu-narrow", ".menu-wide"), (1280, ".menu-wide", ".menu-narrow")):
        page = open_page(browser, address, width=width)
        assert page.locator(shown).is_visible()
        assert not page.locator(hidden).is_visible()


def test_targets_are_large_enough_for_a_thumb(browser: Browser, address: str) -> None:
    page = open_page(browser, address + "klarifikasi/bantuan-tunai/")
    for selector in (".menu-narrow summary", ".buttons a", ".tags a"):
        for target in page.locator(selector).all():
            box = target.bounding_box()
            assert box is not None
            assert box["height"] >= 40, selector


def test_a_wrong_address_shows_our_page_styled_at_any_depth(browser: Browser, address: str) -> None:
    page = open_page(browser, address + "tidak/ada/sama/sekali.html")
    assert page.locator("h1").inner_text() == "Halaman tidak ditemukan"
    assert "Plus Jakarta Sans" in page.evaluate("getComputedStyle(document.body).fontFamily")
    page.locator("main a", has_text="Beranda").click()
    assert page.locator("h1").inner_text() == "Informasi pelindungan pekerja migran Indonesia"


def test_pages_work_straight_from_the_folder(browser: Browser, sample_site: Built) -> None:
    page = open_page(browser, (sample_site.path / "index.html").as_uri())
    page.evaluate("document.fonts.ready")
    assert page.evaluate(OUR_FONT) == ["loaded"]
    page.locator("main a", has_text="Bagaimana memeriksa izin").click()
    assert page.locator("h1").inner_text() == "Bagaimana memeriksa izin perusahaan penempatan?"
    page.locator(".contents a", has_text="Sumber").click()
    assert page.url.endswith("/penjelasan/cek-izin/index.html#sumber")


CONTRAST = """() => {
  const luminance = color => {
    const [r, g, b] = color.match(/[\\d.]+/g).slice(0, 3).map(part => {
      const value = part / 255;
      return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = element => {
    for (let at = element; at; at = at.parentElement) {
      const color = getComputedStyle(at).backgroundColor;
      if (!/, 0\\)$/.test(color) && color !== "transparent") return color;
    }
    return "rgb(255, 255, 255)";
  };
  const poor = [];
  for (const element of document.querySelectorAll("body *")) {
    const own = [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim());
    if (!own || element.closest("svg, script") || !element.checkVisibility()) continue;
    const [a, b] = [luminance(getComputedStyle(element).color), luminance(behind(element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) poor.push([element.outerHTML.slice(0, 80), ratio]);
  }
  return poor;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_has_enough_contrast(browser: Browser, address: str, scheme: str) -> None:
    page = open_page(browser, address, width=1280, scheme=scheme)
    for path in PAGES:
        page.goto(address + path)
        assert page.evaluate(CONTRAST) == [], path


def test_printing_leaves_out_what_only_screens_need(browser: Browser, address: str) -> None:
    page = open_page(browser, address + "klarifikasi/bantuan-tunai/", width=794)
    page.emulate_media(media="print")
    for selector in ("header.site nav", ".share", ".breadcrumb", ".skip"):
        assert not page.locator(selector).first.is_visible(), selector
    for selector in ("h1", ".fact", ".claim", ".sources", ".banner"):
        assert page.locator(selector).first.is_visible(), selector
