"""Rules R040 and R041 find misspelt officials and posts not held on the day, and leave other people alone."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.newsroom.checks import titles
from monitor.newsroom.checks.model import Draft

NOVEMBER = date(2025, 11, 24)


def found(body: str, title: str = "Judul", slug: str = "", day: date | None = NOVEMBER) -> list[tuple[str, str]]:
    draft = Draft("uji.md", title, "", body, slug=slug, published=day)
    return [(rule.code, draft.text(hit.part)[hit.start:hit.end]) for rule in titles.RULES for hit in rule.check(draft)]


@pytest.mark.parametrize(("body", "where"), [
    ("Menteri P2MI Muchtarudin membuka loket.", "Muchtarudin"),
    ("Menteri Pelindungan Pekerja Migran Indonesia (P2MI) Mukhtaruddin hadir.", "Mukhtaruddin"),
    ("Menteri Mukhatrudin menyapa warga.", "Mukhatrudin"),
    ("Menteri P2MI Mukhtarudin hadir. Menurut Mukhtaridin, loket gratis.", "Mukhtaridin"),
    ("Pengumuman KemenP2MI. Muktarudin meminta warga menunggu.", "Muktarudin"),
    ("Wakil Menteri P2MI Cristina Aryani hadir.", "Cristina"),
    ("Wamen P2MI Christina Ariani hadir.", "Ariani"),
    ("Wamen Dzulfiqar hadir.", "Dzulfiqar"),
    ("Kepala BP3MI Sulawesi Tengah, Mustakim, menjelaskan.", "Mustakim"),
    ("Sekretaris Jenderal KemenP2MI Komjen Pol. Dwiyano hadir.", "Dwiyano"),
    ("Inspektur Jenderal KemenP2MI Komjen Pol. I Ketut Suwardana hadir.", "Suwardana"),
])
def test_misspelt_official_is_found(body: str, where: str) -> None:
    assert found(body) == [("R040", where)]


@pytest.mark.parametrize("body", [
    "Menteri P2MI Mukhtarudin hadir. Kepala Desa Muktarudin menyambutnya.",
    "Bupati Muhtarudin Siregar menyambut Menteri P2MI Mukhtarudin. Muhtarudin Siregar lalu pulang.",
    "Ketua RT Mukhtaruddin (45) bertemu Menteri P2MI Mukhtarudin.",
    "Menteri Agama Nasaruddin Umar dan Menteri Luar Negeri Sugiono hadir.",
    "Kepala BP3MI Bali, Ahmad Fauzi, menjelaskan.",
    "Menteri P2MI Mukhtarudin, Wamen P2MI Christina Aryani, dan Wamen Dzulfikar hadir.",
    "“Pak Muktarudin datang,” kata warga kepada Menteri P2MI Mukhtarudin.",
])
def test_other_people_and_right_names_are_left_alone(body: str) -> None:
    assert found(body) == []


@pytest.mark.parametrize(("body", "where"), [
    ("Menteri P2MI Abdul Kadir Karding hadir, Senin (24/11/2025).", "Menteri P2MI Abdul Kadir Karding"),
    ("“Baik,” kata Menteri Karding, Kamis (26/2/2026).", "Menteri Karding"),
    ("Rapat digelar Senin (17/2/2025). “Baik,” ujar Menteri P2MI Abdul Kadir Karding, Kamis (26/2/2026).",
     "Menteri P2MI Abdul Kadir Karding"),
    ("Abdul Kadir Karding selaku Menteri P2MI membuka loket.", "Abdul Kadir Karding selaku Menteri P2MI"),
    ("Menteri P2MI Mukhtarudin hadir, Senin (11/8/2025).", "Menteri P2MI Mukhtarudin"),
    ("Menaker Mukhtarudin hadir.", "Menaker Mukhtarudin"),
    ("Menteri P2MI Christina Aryani hadir.", "Menteri P2MI Christina Aryani"),
    ("Wakil Menteri P2MI Mukhtarudin hadir.", "Wakil Menteri P2MI Mukhtarudin"),
    ("Kepala BP2MI Benny Rhamdani hadir, Senin (24/11/2025).", "Kepala BP2MI Benny Rhamdani"),
])
def test_post_not_held_on_the_day_is_found(body: str, where: str) -> None:
    assert found(body) == [("R041", where)]


@pytest.mark.parametrize("body", [
    "Mantan Menteri P2MI Abdul Kadir Karding hadir, Senin (24/11/2025).",
    "Abdul Kadir Karding, Menteri P2MI saat itu, meresmikannya.",
    "Menteri P2MI Abdul Kadir Karding meluncurkannya pada 29 Agustus 2025.",
    "Menteri P2MI Mukhtarudin menggantikan Abdul Kadir Karding.",
    "Menteri P2MI Mukhtarudin menargetkan hal itu selesai pada 31 Desember 2027.",
])
def test_former_holder_named_as_such_is_left_alone(body: str) -> None:
    assert found(body) == []


def test_holder_of_the_day_is_judged_by_the_release_date() -> None:
    body = "Menteri P2MI Abdul Kadir Karding membuka loket."
    assert found(body, day=date(2025, 9, 8)) == []
    assert found(body, day=date(2025, 9, 9)) == [("R041", "Menteri P2MI Abdul Kadir Karding")]


def test_headline_or_address_that_says_menaker_is_found() -> None:
    body = "Menteri P2MI Abdul Kadir Karding mengimbau calon pekerja."
    april = date(2025, 4, 2)
    assert found(body, "Menaker imbau calon pekerja", day=april) == [("R041", "Menaker")]
    assert found(body, "Imbauan menteri", "menaker-imbau-calon", day=april) == [("R041", "Imbauan menteri")]
    assert found(body + " Menaker Yassierli hadir.", "Menaker hadir", day=april) == []
