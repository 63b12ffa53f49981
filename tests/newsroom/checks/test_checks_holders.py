from __future__ import annotations

from datetime import date

import pytest

from monitor.config.officials import read_officials
from monitor.newsroom.checks.holders import wrong_holders
from monitor.newsroom.checks.model import Part

DAY = date(2026, 3, 12)


def found(text: str, day: date = DAY) -> list[str]:
    return [text[hit.start:hit.end] for hit in wrong_holders(Part.BODY, text, day)]


@pytest.mark.parametrize(("text", "wrong"), [
    ("Presiden Joko Widodo meminta layanan dipercepat.", "Presiden Joko Widodo"),
    ("Ia masuk kabinet Presiden Jokowi pada September 2025.", "kabinet Presiden Jokowi"),
    ("Menurut Presiden RI Jokowi, desa perlu dibantu.", "Presiden RI Jokowi"),
    ("Kepala BP3MI Jawa Barat, Mulia Nugraha, membuka kelas.", "Kepala BP3MI Jawa Barat, Mulia Nugraha"),
])
def test_post_that_somebody_else_holds_by_then_is_found(text: str, wrong: str) -> None:
    assert found(text) == [wrong]


@pytest.mark.parametrize("text", [
    "Presiden Prabowo Subianto meminta layanan dipercepat.",
    "Mantan Presiden Joko Widodo hadir.",
    "Pada 2019, Presiden Joko Widodo menandatangani peraturan itu.",
    "Presiden Joko Widodo menandatanganinya pada 17 Oktober 2022.",
    "Kepala BP3MI Jawa Barat, Singgih Hermawan, membuka kelas.",
    "Kepala BP3MI Jawa Barat saat itu, Mulia Nugraha, membuka kelas.",
    "Kepala BP3MI Banten, Budi Novijanto, membuka kelas.",
])
def test_right_or_past_holder_is_silent(text: str) -> None:
    assert found(text) == []


def test_text_of_the_time_is_silent() -> None:
    assert found("Presiden Joko Widodo meminta layanan dipercepat.", date(2022, 10, 20)) == []
    assert found("Kepala BP3MI Jawa Barat, Mulia Nugraha, membuka kelas.", date(2025, 9, 1)) == []


def test_holders_of_other_bodies_have_a_source_and_are_not_linked_by_the_tagger() -> None:
    officials = read_officials()
    assert {one.name for one in officials.holders} == {"Prabowo Subianto", "Joko Widodo"}
    assert not {one.id for one in officials.holders} & {one.id for one in officials.records()}
    assert all(one.source.startswith("https://") for one in officials.holders)
