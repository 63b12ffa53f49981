"""Search in Chromium, behind a server that sends the policies of `_headers`."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from built_site import Built

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


class Served(SimpleHTTPRequestHandler):
    """A folder with the headers that its `_headers` file asks for, as Netlify would send them."""

    def end_headers(self) -> None:
        path = self.path.partition("?")[0]
        applies = False
        for line in (Path(self.directory) / "_headers").read_text("utf-8").splitlines():
            if not line.startswith(" "):
                applies = fnmatchcase(path, line)
            elif applies and not line.strip().startswith("Strict-Transport"):
                self.send_header(*line.strip().split(": ", 1))
        super().end_headers()

    def log_message(self, *arguments: object) -> None:
        """Say nothing: the test is silent."""


@pytest.fixture(scope="module")
def address(official_site: Built) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Served, directory=str(official_site.path)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    with browser.new_context(viewport={"width": 360, "height": 800}) as context:
        complaints: list[str] = []
        elsewhere: list[str] = []
        opened = context.new_page()
        opened.on("console", lambda message: complaints.append(message.text))
        opened.on("pageerror", lambda error: complaints.append(str(error)))
        opened.on("request", lambda request: request.url.startswith(address) or elsewhere.append(request.url))
        yield opened
        assert (complaints, elsewhere) == ([], [])


def found(page: Page) -> list[str]:
    """Wait for the answer and return the titles found."""
    page.locator("#jumlah", has_text="halaman").wait_for()
    if page.locator("#jumlah").inner_text().startswith("Tidak ada"):
        return []
    page.locator("#hasil h3").first.wait_for()
    return page.locator("#hasil h3").all_inner_texts()


def ask(page: Page, address: str, words: str) -> list[str]:
    page.goto(f"{address}/cari/?q={words}")
    return found(page)


@pytest.mark.parametrize("forms", [("cocokkan", "mencocokkan"), ("perusahaan", "usaha"), ("tunai", "tunainya"),
                                   ("pelindungan", "perlindungan", "melindungi"), ("penipuan", "tertipu", "menipu"),
                                   ("periksa", "memeriksa", "pemeriksaan")])
def test_forms_of_one_root_find_the_same_pages(page: Page, address: str, forms: tuple[str, ...]) -> None:
    answers = [set(ask(page, address, form)) for form in forms]
    assert answers[0]
    assert all(answer == answers[0] for answer in answers), dict(zip(forms, answers, strict=True))


def test_filters_narrow_the_answer_and_stand_in_the_address(page: Page, address: str) -> None:
    ask(page, address, "izin")
    page.select_option("#pilih-jenis", "Penjelasan")
    page.wait_for_url("**/cari/?q=izin&jenis=Penjelasan")
    assert found(page) == ["Bagaimana memeriksa izin perusahaan penempatan?"]
    page.goto(f"{address}/cari/?jenis=Klarifikasi")
    assert found(page) == ["Tidak ada bantuan tunai lewat pesan berantai"]
    assert page.locator("#pilih-jenis").input_value() == "Klarifikasi"


def test_search_works_by_keyboard_from_the_front_page_to_the_page_found(page: Page, address: str) -> None:
    page.goto(address)
    page.locator("#kata").focus()
    page.keyboard.type("izin perusahaan")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cari/?q=izin+perusahaan")
    assert found(page)[0] == "Bagaimana memeriksa izin perusahaan penempatan?"
    page.locator("#hasil a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/penjelasan/cek-izin/")


def test_a_whole_question_finds_the_page_that_answers_it(page: Page, address: str) -> None:
    assert ask(page, address, "bagaimana cara saya mengecek izin perusahaan kalau takut tertipu calo?")[0] == (
        "Bagaimana memeriksa izin perusahaan penempatan?")
    assert "sebagian tidak memuat semua kata" in page.locator("#jumlah").inner_text()


def test_no_answer_says_what_to_do(page: Page, address: str) -> None:
    assert ask(page, address, "zzzqqq") == []
    assert "pakai daftar di bawah" in page.locator("#jumlah").inner_text()
    assert page.evaluate("document.documentElement.scrollWidth") == 360


def test_words_that_look_like_code_stay_words(page: Page, address: str) -> None:
    assert ask(page, address, "%3Cimg src=x onerror=alert(1)%3E zzzqqq") == []
    assert page.locator("#jumlah img").count() == 0


def test_without_scripts_the_page_is_plain_lists(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{address}/cari/")
        assert not page.locator("form").is_visible()
        assert page.get_by_text("Pencarian memerlukan JavaScript").is_visible()
        assert page.locator("main ul a").count() > 25


def test_the_search_program_is_fetched_only_on_the_search_page(page: Page, address: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in ("/", "/penjelasan/cek-izin/", "/bp3mi/sulteng/"):
        page.goto(address + path)
    assert not [url for url in asked if "pagefind" in url or url.endswith(".js")]
