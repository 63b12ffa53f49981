"""Rules R045 to R047 find wrong citations, odd requirements and changed roles."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.config.legal import read_legal
from monitor.errors import ConfigError
from monitor.newsroom.checks import legal
from monitor.newsroom.checks.model import Draft


def found(body: str, title: str = "Judul") -> list[tuple[str, str]]:
    draft = Draft("uji.md", title, "", body)
    return [(rule.code, draft.text(hit.part)[hit.start:hit.end]) for rule in legal.RULES for hit in rule.check(draft)]


@pytest.mark.parametrize(("body", "where"), [
    ("Dasarnya PP No. 164/165 Tahun 2024.", "PP No. 164/165 Tahun 2024"),
    ("PP Nomor 166 Tahun 2024 mengatur badan.", "PP Nomor 166 Tahun 2024"),
    ("Perpres 164/2024 tentang Kementerian Pelindungan Pekerja Migran Indonesia berlaku.", "Perpres 164/2024"),
    ("Perpres 166/2024 tentang Kementerian Pelindungan Pekerja Migran Indonesia berlaku.", "Perpres 166/2024"),
    ("UU Nomor 17 Tahun 2018 tentang Pelindungan Pekerja Migran Indonesia berlaku.", "UU Nomor 17 Tahun 2018"),
    ("Undang-Undang Nomor 18 Tahun 2007 tentang Pelindungan Pekerja Migran Indonesia.",
     "Undang-Undang Nomor 18 Tahun 2007"),
    ("PP 18/2017 tentang Pelindungan Pekerja Migran Indonesia berlaku.", "PP 18/2017"),
    ("UU 18/2017 tentang Ketenagakerjaan berlaku.", "UU 18/2017"),
    ("Menteri dilantik dengan Keppres 86B/2025.", "Keppres 86B/2025"),
    ("Menteri dilantik dengan Perpres 86P Tahun 2025.", "Perpres 86P Tahun 2025"),
    ("Perpres 59/2021 mengatur pelaksanaan pelindungan pekerja migran.", "Perpres 59/2021"),
    ("UU Nomor 27 Tahun 2021 tentang Pelindungan Data Pribadi berlaku.", "UU Nomor 27 Tahun 2021"),
    ("UU 18/2017 tentang Perlindungan Pekerja Migran Indonesia berlaku.", "Perlindungan"),
    ("UU 81/2017 mengatur pelindungan pekerja migran.", "UU 81/2017"),
    ("Perpres 156 Tahun 2024 tentang Kementerian P2MI berlaku.", "Perpres 156 Tahun 2024"),
    ("UU Perlindungan Pekerja Migran Indonesia berlaku.", "Perlindungan"),
])
def test_wrong_citation_is_found(body: str, where: str) -> None:
    assert found(body) == [("R045", where)]


@pytest.mark.parametrize("body", [
    "Perpres 165 dan 166 Tahun 2024 membentuk kementerian dan badan.",
    "Keppres 86/P Tahun 2025 mengangkat menteri.",
    "UU No. 18 Tahun 2017 dan PP 59/2021 mengatur pekerja migran.",
    "PP 18/2017 tentang hak keuangan anggota DPRD dibahas.",
    "UU Nomor 23 Tahun 2002 tentang Perlindungan Anak berlaku.",
    "UU 61 Tahun 2024 tentang Perubahan atas Undang-Undang Nomor 39 Tahun 2008 tentang Kementerian Negara.",
    "UU 18/2014 tentang Kesehatan Jiwa bagi pekerja migran.",
    "UU 39/2004 tentang Penempatan dan Perlindungan Tenaga Kerja Indonesia di Luar Negeri dicabut.",
    "“Dasarnya PP 165 Tahun 2024,” kata warga.",
])
def test_right_citation_is_left_alone(body: str) -> None:
    assert found(body) == []


def test_number_of_civil_servants_as_a_requirement_is_found() -> None:
    assert found("Calon peminjam wajib memiliki NIP dan kartu keluarga.") == [("R046", "NIP")]
    assert found("Syarat bagi calon pekerja migran: paspor dan visa turis.") == [("R046", "visa turis")]
    assert found("Pegawai yang melayani calon pekerja migran wajib menunjukkan NIP.") == []
    assert found("Calon pekerja migran jangan memakai visa turis.") == []


def test_count_that_changes_role_between_headline_and_body_is_found() -> None:
    body = "Sebanyak 11 orang melaporkan kekerasan kepada petugas."
    assert found(body, "Kabar: 11 WNI ditangkap") == [("R047", "11 WNI")]
    assert found(body, "Kabar: 11 WNI melapor") == []
    assert found(body, "Kabar: 12 WNI ditangkap") == []


def test_every_rule_finds_its_own_wrong_example_and_not_its_right_one() -> None:
    for rule in legal.RULES[:2]:
        assert list(rule.check(Draft("uji.md", "Judul", "", rule.wrong))), rule.name
        assert not list(rule.check(Draft("uji.md", "Judul", "", rule.right))), rule.name


def test_instrument_written_twice_is_refused(tmp_path: Path) -> None:
    one = ('[[instrument]]\nkind = "uu"\nnumber = 1\nyear = 2020\nsubject = "uji"\nkeys = ["uji"]\n'
           'source = "https://contoh.invalid/"\nchecked_on = 2026-01-01\n')
    (tmp_path / "legal.toml").write_text(one + one, "utf-8")
    with pytest.raises(ConfigError, match="lebih dari sekali"):
        read_legal(tmp_path / "legal.toml")
