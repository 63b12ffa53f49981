"""Rules R030 to R036 find wrong names and leave right ones, other bodies' names and quotations alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.newsroom.checks import legal, names, titles
from monitor.newsroom.checks.draft import read_manuscript
from monitor.newsroom.checks.model import Draft

RELEASES = Path(__file__).parents[2] / "data/releases"
OWN = ("names_palu.md", "titles_serah_terima.md", "legal_hak_pekerja.md")


def found(body: str, title: str = "Judul") -> list[tuple[str, str]]:
    draft = Draft("uji.md", title, "", body)
    return [(rule.code, draft.text(hit.part)[hit.start:hit.end]) for rule in names.RULES for hit in rule.check(draft)]


@pytest.mark.parametrize(("body", "code", "where"), [
    ("Kementerian Perlindungan Pekerja Migran Indonesia membuka loket.", "R030", "Perlindungan"),
    ("Wakil Menteri Perlindungan Pekerja Migran Indonesia (P2MI) datang.", "R030", "Perlindungan"),
    ("Petugas Balai Pelayanan Perlindungan Pekerja Migran Indonesia (BP3MI) datang.", "R030", "Perlindungan"),
    ("Pos Pelayanan Pelindungan Pekerja Migram Indonesia (P4MI) Dumai buka.", "R030", "Migram"),
    ("Kementrian Pelindungan Pekerja Migran Indonesia membuka loket.", "R030", "Kementrian"),
    ("Badan Perlindungan Pekerja Migran Indonesia (BP2MI) menjawab.", "R030", "Perlindungan"),
    ("Kementerian Pemberdayaan Pekerja Migran menjawab.", "R030", "Kementerian Pemberdayaan Pekerja Migran"),
    ("Menteri Pelindungan dan Penempatan Pekerja Migran Indonesia hadir.", "R030",
     "Menteri Pelindungan dan Penempatan Pekerja Migran Indonesia"),
    ("Laporan dikirim ke Kementerian PPMI.", "R030", "Kementerian PPMI"),
    ("Kepala BP2MI Jawa Timur menyambut warga.", "R030", "BP2MI"),
    ("Ditjen Perlindungan, Ditjen Penempatan, dan inspektorat hadir.", "R030", "Perlindungan"),
    ("Balai Pelindungan Pekerja Migran Indonesia (BP3MI) Riau buka.", "R031",
     "Balai Pelindungan Pekerja Migran Indonesia"),
    ("Balai Pelayanan Penempatan dan Pelindungan Pekerja Migran Indonesia Riau buka.", "R031",
     "Balai Pelayanan Penempatan dan Pelindungan Pekerja Migran Indonesia"),
    ("Badan Pelindungan Pekerja Migran Indonesia (BP3MI) Riau buka.", "R031",
     "Badan Pelindungan Pekerja Migran Indonesia"),
    ("Desa Migran Ekonomi, Maju, Aman, dan Sejahtera diresmikan.", "R031", "Ekonomi, Maju, Aman, dan Sejahtera"),
    ("Desa Migran EMAS (Elok, Maju, Aman, dan Sejahtera) diresmikan.", "R031", "Elok, Maju, Aman, dan Sejahtera"),
    ("Menteri Perlindungan PMI hadir.", "R030", "Perlindungan"),
    ("Kementrian P2MI membuka loket.", "R030", "Kementrian"),
    ("EMAS adalah singkatan dari Edukatif, Mapan, Aman, dan Sejahtera pada program desa.", "R031",
     "Edukatif, Mapan, Aman, dan Sejahtera"),
    ("Tindak Pidana Penjualan Orang (TPPO) dibahas.", "R031", "Tindak Pidana Penjualan Orang"),
    ("Layanan Terpadu Satu Pintu (LTSA) dibuka.", "R031", "Layanan Terpadu Satu Pintu"),
    ("Sistem Komputerisasi Penempatan Pekerja Migran Indonesia (SISKOP2MI) dipakai.", "R031",
     "Sistem Komputerisasi Penempatan Pekerja Migran Indonesia"),
    ("Menteri Pelindungan Pekerja Migran Indonesia (KP2MI) hadir.", "R032", "KP2MI"),
    ("Menteri Pelindungan Pekerja Migran Indonesia (KemenP2MI) hadir.", "R032", "KemenP2MI"),
    ("Wamen KP2MI Christina Aryani hadir.", "R032", "KP2MI"),
    ("Layanan pelindungan meluas, tetapi perlindungan bagi keluarga belum.", "R033", "perlindungan"),
    ("KemenP2MI membuka loket. Kantor KP2MI buka pukul 08.00 WIB.", "R034", "KP2MI"),
    ("Undangan dikirim ke BP3MI Surabaya, Bali, Medan, dan Lampung.", "R035",
     "BP3MI Surabaya, Bali, Medan, dan Lampung"),
    ("Staf KBRI di Hong Kong menjemput.", "R036", "KBRI"),
    ("Konsulat Jenderal Republik Indonesia (KJRI) Kuala Lumpur menjemput.", "R036",
     "Konsulat Jenderal Republik Indonesia"),
])
def test_wrong_name_is_found_where_it_stands(body: str, code: str, where: str) -> None:
    assert found(body) == [(code, where)]


@pytest.mark.parametrize("body", [
    "Komnas Perlindungan Anak membahas pelindungan pekerja.",
    "Lembaga Perlindungan Saksi dan Korban (LPSK) membahas pelindungan saksi.",
    "Badan Nasional Penempatan dan Perlindungan Tenaga Kerja Indonesia (BNP2TKI) sudah bubar.",
    "Kementerian Pemberdayaan Perempuan dan Perlindungan Anak membahas pelindungan.",
    "“Kementerian Perlindungan Pekerja Migran Indonesia selalu hadir,” kata warga tentang pelindungan.",
    "Menteri Mukhtarudin Lepas Pekerja Migran Indonesia ke Jepang.",
    "Calon Pekerja Migran Indonesia (CPMI) dan calon PMI (CPMI) datang.",
    "Ia korban perdagangan orang (TPPO).",
    "Layanan ini untuk perusahaan penempatan pekerja migran (P3MI).",
    "Program Desa Migran Edukatif, Maju, Aman dan Sejahtera (EMAS) berjalan.",
    "Empat pilar Desa Migran EMAS: Edukatif, Maju, Aman, Sejahtera.",
    "Desa Migran Sleman, Bantul, Cianjur dan Garut diresmikan.",
    "Menteri Pelindungan Pekerja Migran Indonesia/Kepala Badan Pelindungan Pekerja Migran Indonesia (BP2MI) hadir.",
    "Inspektur Jenderal KP2MI memeriksa laporan.",
    "Surat keputusan KP2MI/BP2MI dikirim oleh KemenP2MI; lihat kp2mi.go.id.",
    "Mereka berasal dari Medan, Sumatera Utara, dan Jawa Timur.",
    "Mereka berasal dari Cianjur, Indramayu, dan Cirebon.",
    "KJRI Hong Kong, KBRI Phnom Penh, dan KDEI Taipei menjawab.",
    "Perlindungan anak dan perlindungan konsumen melengkapi pelindungan pekerja.",
])
def test_right_name_is_left_alone(body: str) -> None:
    assert found(body) == []


def test_title_in_another_spelling_than_the_body_is_a_hint() -> None:
    title = "Petugas Perkuat Perlindungan di Pelabuhan"
    assert found("Layanan pelindungan dibuka.", title) == [("R033", "Perlindungan")]


def test_fix_gives_a_text_without_the_finding() -> None:
    short = "(BP3MI)"
    body = f"Balai Pelayanan Penempatan dan Pelindungan Pekerja Migran Indonesia {short} dan Menteri P2MI hadir."
    rule = next(one for one in names.RULES if one.code == "R031")
    hit = next(rule.check(Draft("uji.md", "Judul", "", body)))
    assert hit.fix is not None
    fixed = body[:hit.start] + hit.fix + body[hit.end:]
    assert "Balai Pelayanan Pelindungan Pekerja Migran Indonesia (BP3MI)" in fixed
    assert found(fixed) == []


def test_every_rule_finds_its_own_wrong_example_and_not_its_right_one() -> None:
    for rule in names.RULES:
        assert list(rule.check(Draft("uji.md", "Judul", "", rule.wrong))), rule.name
        assert not list(rule.check(Draft("uji.md", "Judul", "", rule.right))), rule.name


@pytest.mark.parametrize("name", OWN)
def test_correct_release_is_silent(name: str) -> None:
    draft = read_manuscript(RELEASES / name).draft
    said = [(rule.code, hit.message) for module in (names, titles, legal) for rule in module.RULES
            for hit in rule.check(draft)]
    assert said == []
