from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from monitor.config.regions import read_regions
from monitor.newsroom.checks import zones
from monitor.newsroom.checks.model import Draft

RELEASES = Path(__file__).parents[2] / "data/releases"


def found(body: str, city: str = "") -> list[tuple[str, str]]:
    draft = Draft(path="x.md", title="", summary="", body=body, city=city, published=date(2026, 3, 12))
    return [(body[hit.start : hit.end], hit.message) for hit in zones.RULES[0].check(draft)]


@pytest.mark.parametrize(
    ("city", "zone"),
    [
        ("Pontianak", "WIB"),
        ("Palangka Raya", "WIB"),
        ("Banjarmasin", "WITA"),
        ("Samarinda", "WITA"),
        ("Tarakan", "WITA"),
        ("Mataram", "WITA"),
        ("Kupang", "WITA"),
        ("Denpasar", "WITA"),
        ("Palu", "WITA"),
        ("Gorontalo", "WITA"),
        ("Ambon", "WIT"),
        ("Ternate", "WIT"),
        ("Jayapura", "WIT"),
        ("Sorong", "WIT"),
        ("Banda Aceh", "WIB"),
        ("Jakarta", "WIB"),
        ("Papua Barat", "WIT"),
        ("Antah Berantah", ""),
    ],
)
def test_zone_of_a_place(city: str, zone: str) -> None:
    assert zones.zone(city) == zone


def test_every_office_has_a_zone() -> None:
    assert [office.id for office in read_regions().offices if not zones.zone(office.province)] == []


@pytest.mark.parametrize(
    ("city", "text", "right"),
    [
        ("Kupang", "Acara dimulai pukul 09.00 WIB.", "WITA"),
        ("Pontianak", "Kapal sandar pukul 14.00 WITA.", "WIB"),
        ("Jayapura", "Rapat dimulai pukul 10.00 WITA.", "WIT"),
        ("Jakarta", "Rombongan tiba di Denpasar pukul 10.15 WIB.", "WITA"),
        ("Nunukan", "Kapal dari Tawau sandar pukul 15.30 WIB.", "WITA"),
        ("", "Ternate, KemenP2MI (12/03/2026) – Acara dimulai pukul 10 WIB.", "WIT"),
        ("Medan", "Acara dimulai jam 09:00 wita.", "WIB"),
    ],
)
def test_wrong_zone_is_found(city: str, text: str, right: str) -> None:
    ((word, message),) = found(text, city)
    assert word.upper() in ("WIB", "WITA", "WIT")
    assert f"memakai {right} " in message


@pytest.mark.parametrize(
    ("city", "text"),
    [
        ("Jakarta", "Acara dimulai pukul 09.00 WIB."),
        ("Jakarta", "Pesawat berangkat dari Surabaya pukul 08.00 WIB dan mendarat di Makassar pukul 11.00 WITA."),
        ("Jakarta", "Kepala BP3MI Bali membuka rapat pukul 08.00 WIB."),
        ("Makassar", "Konferensi daring dimulai pukul 10.00 WIB."),
        ("Makassar", "Jenazah diberangkatkan dari bandara di Hong Kong pukul 10.00 WIB."),
        ("Jakarta", "“Datang pukul 09.00 WITA,” katanya."),
        ("Jakarta", "Peresmian digelar di Ambon.\n\nDi Ambon, acara meriah. Puncaknya pukul 19.00 WIT."),
        ("", "Acara dimulai pukul 09.00 WITA."),
        ("Antah Berantah", "Acara dimulai pukul 09.00 WIT."),
    ],
)
def test_zone_that_can_stand_is_silent(city: str, text: str) -> None:
    assert found(text, city) == []


@pytest.mark.parametrize("name", ["dates-kepulangan-lewat-tarakan.md", "figures-pelatihan-di-cirebon.md"])
def test_correct_release_has_no_finding(name: str) -> None:
    assert found((RELEASES / name).read_text("utf-8")) == []
