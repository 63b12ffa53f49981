"""Spelling rules find slips and words run together, not names, abbreviations or rare words."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from monitor.newsroom.checks.model import Draft
from monitor.newsroom.checks.spelling import RULES

RELEASES = Path(__file__).parents[2] / "data" / "releases"


def found(body: str) -> list[tuple[str, str, str | None]]:
    """Return (rule name, text found, fix) of every hit in a body."""
    draft = Draft(path="x.md", title="", summary="", body=body)
    return [(rule.name, body[hit.start : hit.end], hit.fix) for rule in RULES for hit in rule.check(draft)]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Petugas melayani setipa orang.", "setipa"),
        ("Pelindungan secara keselurahan dibahas.", "keselurahan"),
        ("Menteri menginstrusikan pendataan.", "menginstrusikan"),
        ("Mereka tiba di Kalimatan Barat.", "Kalimatan"),
        ("Rapat digelar di Cianjut.", "Cianjut"),
        ("Kantor Kenenterian Dalam Negeri.", "Kenenterian"),
        ("Nama Pekerja Mingran Indonesia dipasang.", "Mingran"),
        ("Pemulangan PMI Nonprosuderal dicegah.", "Nonprosuderal"),
        ("Tiga orang pulang dari pelabuahn itu.", "pelabuahn"),
        ("Balai memfasilitsi kepulangan.", "memfasilitsi"),
    ],
)
def test_slips_are_found_without_a_fix(text: str, wrong: str) -> None:
    assert found(text) == [("typo", wrong, None)]


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        ("Calon pekerja tidakmudah percaya.", "tidakmudah", "tidak mudah"),
        ("Ia selanjutnyamenyoroti data.", "selanjutnyamenyoroti", "selanjutnya menyoroti"),
        ("Petugas jugamemberikan buku.", "jugamemberikan", "juga memberikan"),
    ],
)
def test_words_run_together_are_found(text: str, wrong: str, right: str) -> None:
    assert found(text) == [("missing_space", wrong, right)]


@pytest.mark.parametrize(
    "text",
    [
        "Suwarsih Lestariningrum tiba di Maumere.",
        "PT Cahaya Abdinusa diperiksa.",
        "Surel humas@kp2mi.go.id dan www.kp2mi.go.id.",
        "Peserta menandatangani nota kesepahaman.",
        "Pelatihan *caregiving* dibuka.",
        "Mereka mempertanggungjawabkan anggaran.",
        "Bimtek diikuti perwakilan disnakertrans dan pemkab.",
        "Pekerja nonprosedural dideportasi.",
        "Tautan #MigranAman diunggah.",
    ],
)
def test_names_addresses_and_long_forms_are_silent(text: str) -> None:
    assert found(text) == []


def test_a_slip_in_a_quotation_is_shown_but_not_replaced() -> None:
    assert found("“Kami tidakmudah percaya,” ujar Kepala Balai.") == [("missing_space", "tidakmudah", None)]


def test_a_long_sentence_is_found_where_it_begins() -> None:
    long = "Petugas " + "dan petugas " * 25 + "hadir."
    assert found("Acara dibuka. " + long) == [("readability", long, None)]
    assert found("Acara dibuka. Petugas hadir. " * 20) == []


@pytest.mark.parametrize("path", sorted(RELEASES.glob("words-*.txt")), ids=lambda path: path.stem)
def test_correct_releases_are_silent_and_fast(path: Path) -> None:
    text = path.read_text("utf-8")
    assert found(text) == []
    started = time.perf_counter()
    found(text)
    assert time.perf_counter() - started < 0.3
