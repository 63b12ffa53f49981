"""Personal data of workers, victims and children is found; officials, initials and hotlines are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.newsroom.checks.model import Draft, Severity
from monitor.newsroom.checks.people import RULES

RELEASES = Path(__file__).parents[2] / "data" / "releases"


def found(body: str) -> list[tuple[str, str]]:
    """Return (rule name, text found) of every hit in a body."""
    draft = Draft(path="x.md", title="", summary="", body=body)
    return [(rule.name, body[hit.start : hit.end]) for rule in RULES for hit in rule.check(draft)]


@pytest.mark.parametrize(
    ("text", "name", "person"),
    [
        ("Jenazah atas nama Rohmat Hidayatullah tiba. Almarhum didiagnosis stroke.", "health", "Rohmat Hidayatullah"),
        ("Balai memulangkan pekerja migran sakit, Ni Luh Sukreni, dari Seoul.", "health", "Ni Luh Sukreni"),
        ("Petugas menjemput Karsinah binti Tarjo (43) yang menderita kanker.", "health", "Karsinah binti Tarjo"),
        ("PMI asal Lampung Sutrisno (29) dirawat di RSUD.", "health", "Sutrisno"),
        ("Korban TPPO, Dewi Lestariningsih, disekap tiga bulan.", "victim", "Dewi Lestariningsih"),
        ("Slamet Riyanto meninggal dunia di Taiwan.", "victim", "Slamet Riyanto"),
        ("SITI AMINAH, 34 tahun, meninggal dunia di Hong Kong.", "victim", "SITI AMINAH"),
        ("Ia pulang bersama anaknya, Rafka Pratama (6), ke Kupang.", "child", "Rafka Pratama"),
        ("Seorang bayi bernama Zahira lahir di kapal.", "child", "Zahira"),
    ],
)
def test_named_private_people_are_found(text: str, name: str, person: str) -> None:
    assert (f"personal_data_{name}", person) in found(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("NIK 3203014507890002 tercatat.", "3203014507890002"),
        ("Nomor 32.03.01.450789.0002 tercatat.", "32.03.01.450789.0002"),
        ("Paspor C1234567 ditahan majikan.", "C1234567"),
        ("Keluarga dapat dihubungi di 0813-4455-6677.", "0813-4455-6677"),
        ("Kirim ke siti.rahma@gmail.com.", "siti.rahma@gmail.com"),
        ("Ia tinggal di Jalan Melati No. 12, Sukamaju.", "Jalan Melati No. 12"),
        ("Warga RT 03/RW 05 itu pulang.", "RT 03/RW 05"),
    ],
)
def test_numbers_and_addresses_of_people_are_found(text: str, number: str) -> None:
    assert found(text) == [("personal_data_id", number)]


@pytest.mark.parametrize(
    "text",
    [
        "Jenazah S.N. (34), asal Kabupaten Belu, tiba di Kupang. Almarhumah bekerja sejak 2021.",
        "Jenazah Pekerja Migran Indonesia asal Nusa Tenggara Timur diserahkan kepada keluarga.",
        "Kepala BP3MI NTT Suratmi Hamida menyerahkan jenazah. Suratmi mengalami penundaan penerbangan.",
        "Menteri Mukhtarudin menjenguk pekerja migran yang sakit di Rumah Sakit Polri.",
        "Bupati Belu, Willybrodus Lay, mengatakan korban TPPO sudah didampingi.",
        "Direktur Migrant CARE Wahyu Susilo menyebut banyak korban eksploitasi.",
        "Seorang perempuan berinisial M (29), pekerja migran asal Lampung Timur, dirawat.",
        "Hubungi WhatsApp 0811-8080-141 atau humas@kp2mi.go.id.",
        "Kantor BP3MI beralamat di Jalan MT Haryono No. 52.",
        "Humas: 0812-3344-5566.",
        "PMI Korea Selatan yang menjadi korban dipulangkan.",
        "Nomor NIK 3203********0002 disamarkan.",
    ],
)
def test_officials_initials_and_hotlines_are_silent(text: str) -> None:
    assert found(text) == []


def test_personal_data_stops_publishing() -> None:
    assert {rule.severity for rule in RULES} == {Severity.BLOCKS}


@pytest.mark.parametrize("path", sorted(RELEASES.glob("words-*.txt")), ids=lambda path: path.stem)
def test_correct_releases_are_silent(path: Path) -> None:
    assert found(path.read_text("utf-8")) == []
