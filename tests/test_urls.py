from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.urls import canonical, host, item_id


@pytest.mark.parametrize(("one", "other"), [
    ("https://www.bp2mi.go.id/index.php/berita-detail/kur-pmi", "http://kp2mi.go.id/berita-detail/kur-pmi"),
    ("https://m.contoh.example/a?utm_source=wa&fbclid=1", "https://contoh.example/a"),
    ("https://contoh.example/berita/1/", "https://contoh.example/berita/1"),
    ("https://contoh.example/berita/1/amp", "https://contoh.example/berita/1"),
    ("https://contoh.example/a?b=2&a=1#komentar", "https://contoh.example/a?a=1&b=2"),
])
def test_two_links_to_one_page_are_one_item(one: str, other: str) -> None:
    assert canonical(one) == canonical(other)
    assert item_id(one) == item_id(other)


def test_different_pages_stay_apart() -> None:
    assert item_id("https://contoh.example/a?id=1") != item_id("https://contoh.example/a?id=2")
    assert item_id("http://127.0.0.1:18801/a") != item_id("http://127.0.0.1:18802/a")


def test_a_host_loses_its_mobile_prefix_but_not_its_name() -> None:
    assert host("https://m.tribun.example/x") == "tribun.example"
    assert host("https://amplop.example/x") == "amplop.example"


@given(st.text())
def test_no_text_breaks_the_canonical_form(text: str) -> None:
    assert canonical(canonical(text)) == canonical(text)
    assert len(item_id(text)) == 16
