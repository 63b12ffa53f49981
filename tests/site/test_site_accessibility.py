"""Every kind of page for people who use a keyboard, a screen reader, a narrow phone, or no JavaScript."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from built_site import Built
from every_kind import kinds

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EXPECTED = {"", "404.html", "bagikan/", "bagikan/*", "bp3mi/", "bp3mi/*", "cari/", "en/", "en/*", "kanal-resmi/",
            "klarifikasi/", "klarifikasi/*", "penjelasan/", "penjelasan/*", "siaran-pers/", "siaran-pers/*", "tentang/",
            "topik/", "topik/*"}
FOCUSED = """() => {
  const at = document.activeElement, style = getComputedStyle(at), box = at.getBoundingClientRect();
  const place = [...document.querySelectorAll('*')].indexOf(at);
  return {tag: at.tagName, place, outline: parseFloat(style.outlineWidth), style: style.outlineStyle,
          seen: box.width > 0 && box.bottom > 0 && box.top < innerHeight};
}"""


def open_tab(browser: Browser, *, width: int, scheme: str = "light", scripts: bool = True) -> Page:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme,  # type: ignore[arg-type]
                                  java_script_enabled=scripts)
    return context.new_page()


def test_the_site_has_every_kind_of_page(every_kind_site: Built) -> None:
    assert kinds(every_kind_site).keys() >= EXPECTED


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_and_no_page_overflows(browser: Browser, every_kind_address: str, every_kind_site: Built,
                                                 scheme: str, width: int) -> None:
    page = open_tab(browser, width=width, scheme=scheme)
    found = []
    for name in kinds(every_kind_site).values():
        page.goto(every_kind_address + name)
        answer = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}}).response
        assert len(answer["passes"]) > 20, name  # axe did look at the page
        found += [(name, each["id"], node["target"]) for each in answer["violations"] for node in each["nodes"]]
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
            found.append((name, "overflow", wide))
    assert found == []


def test_every_stop_of_the_tab_key_is_seen_and_in_reading_order(browser: Browser, every_kind_address: str,
                                                                every_kind_site: Built) -> None:
    page = open_tab(browser, width=1280)
    for name in kinds(every_kind_site).values():
        page.goto(every_kind_address + name)
        places: list[int] = []
        for _ in range(200):
            page.keyboard.press("Tab")
            stop = page.evaluate(FOCUSED)
            if stop["tag"] == "BODY" or stop["place"] in places[:1]:  # some builds of Chromium start again at once
                break
            assert stop["seen"], (name, stop)
            assert (stop["style"], stop["outline"] >= 3) == ("solid", True), (name, stop)
            places.append(stop["place"])
        else:
            pytest.fail(f"{name}: the Tab key never leaves the page")
        assert places == sorted(set(places)), name
        assert len(places) > 15, name


def test_the_menu_works_from_the_keyboard_on_a_phone(browser: Browser, every_kind_address: str) -> None:
    page = open_tab(browser, width=320)
    page.goto(every_kind_address + "penjelasan/lama-layanan/index.html")
    page.locator(".menu-narrow summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Penjelasan"
    assert page.evaluate("document.activeElement.checkVisibility()")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/siaran-pers/**")
    assert page.locator("h1").inner_text() == "Siaran pers"


def test_every_word_is_there_without_scripts(browser: Browser, every_kind_address: str, every_kind_site: Built) -> None:
    with_scripts, without = open_tab(browser, width=360), open_tab(browser, width=360, scripts=False)
    for name in kinds(every_kind_site).values():
        if name.startswith("cari/"):
            continue
        for page in (with_scripts, without):
            page.goto(every_kind_address + name)
        assert without.locator("main").inner_text() == with_scripts.locator("main").inner_text(), name
        assert len(without.locator("main").inner_text()) > 80, name


def test_the_search_page_is_a_plain_list_without_scripts(browser: Browser, every_kind_address: str) -> None:
    page = open_tab(browser, width=360, scripts=False)
    page.goto(every_kind_address + "cari/index.html")
    assert not page.locator("form").is_visible()
    assert page.locator("main a").count() > 5
    page.locator("main a", has_text="Penjelasan").first.click()
    assert page.locator("h1").inner_text() == "Penjelasan"


def test_twice_the_letter_spacing_hides_nothing(browser: Browser, every_kind_address: str,
                                                every_kind_site: Built) -> None:
    """The distances of WCAG 2.2, 1.4.12: lines 1.5, paragraphs 2, letters 0.12 and words 0.16 of the letter size."""
    context = browser.new_context(viewport={"width": 320, "height": 800}, bypass_csp=True)
    page = context.new_page()
    for name in kinds(every_kind_site).values():
        page.goto(every_kind_address + name)
        page.add_style_tag(content="* {line-height: 1.5 !important; letter-spacing: .12em !important; "
                                   "word-spacing: .16em !important} p {margin-bottom: 2em !important}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, name
