from __future__ import annotations

from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest

from monitor.newsroom.details import PageType
from monitor.newsroom.structured import Publication, script
from monitor.newsroom.theming import dial, ready_text, share_links

SITE = Publication("https://contoh.invalid", "Contoh", official=False)
PAGE = SimpleNamespace(kind=PageType.CLARIFICATION, title="Judul & <b>tebal</b>", fact="Faktanya 50% benar.",
                       summary="Ringkas.", url="klarifikasi/a/")


def test_numbers_and_addresses_become_links_and_dates_words() -> None:
    line = str(dial("Telepon 0-800-1000 atau +62 21 2924 4800, https://a.invalid/x (diperiksa 2026-03-05) <b>"))
    assert '<a href="tel:08001000">0-800-1000</a>' in line
    assert '<a href="tel:+622129244800">+62 21 2924 4800</a>' in line
    assert '<a href="https://a.invalid/x" rel="noopener noreferrer">a.invalid/x</a>' in line
    assert "diperiksa 5 Maret 2026" in line
    assert line.endswith("&lt;b&gt;")


def test_short_numbers_stay_text() -> None:
    line = "Permen 4/2025, pukul 08.00, Rp1.000.000, 14 bank"
    assert str(dial(line)) == line


def test_a_clarification_is_shared_with_its_fact() -> None:
    assert ready_text(SITE, PAGE) == ("Judul & <b>tebal</b>\n\nFaktanya 50% benar.\n\n"
                                      "Selengkapnya: https://contoh.invalid/klarifikasi/a/")


def test_share_links_carry_the_text_unbroken() -> None:
    links = dict(share_links(SITE, PAGE))
    assert list(links) == ["WhatsApp", "X", "Facebook", "Telegram"]
    assert parse_qs(urlsplit(links["WhatsApp"]).query)["text"] == [ready_text(SITE, PAGE)]
    assert parse_qs(urlsplit(links["Facebook"]).query)["u"] == ["https://contoh.invalid/klarifikasi/a/"]


def test_json_ld_cannot_close_its_element() -> None:
    text = str(script({"name": "</script><script>jahat()</script>&"}))
    assert text.count("</script>") == 1
    assert text.count("<script") == 1


def test_a_number_at_the_end_of_a_sentence_is_linked_whole() -> None:
    assert str(dial("Telepon +62 21 2924 4800.")) == 'Telepon <a href="tel:+622129244800">+62 21 2924 4800</a>.'
    assert str(dial("(0-800-1000), lalu tunggu")) == '(<a href="tel:08001000">0-800-1000</a>), lalu tunggu'


@pytest.mark.parametrize("line", ["pada 2024-2026 1234", "0812345678,5 ton", "Rp150.000.000", "kode 08a12345678"])
def test_figures_and_years_are_never_numbers_to_call(line: str) -> None:
    assert "tel:" not in str(dial(line))
