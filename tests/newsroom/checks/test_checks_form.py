from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from monitor.newsroom.checks.check import check, choose
from monitor.newsroom.checks.draft import Given, Manuscript, parse_manuscript, read_manuscript
from monitor.newsroom.checks.model import Finding

RELEASES = Path(__file__).parents[2] / "data/releases"
SIGNED = "\n\n** (Humas/BP3MI Jawa Tengah)\n"
OPENING = "Solo, KemenP2MI (12/05/2026) – "
FORM = ("R013", "R014", *(f"R05{digit}" for digit in range(9)), *(f"R09{digit}" for digit in range(8)))


def bare(body: str, title: str = "Kelas bahasa dibuka", published: date | None = None) -> Manuscript:
    return parse_manuscript("naskah.txt", f"{title}\n\n{body}", Given(published=published))


def with_meta(title: str, slug: str, body: str, **meta: str) -> Manuscript:
    lines = "".join(f"{key.capitalize()}: {value}\n" for key, value in meta.items())
    return parse_manuscript("naskah.md", f"Title: {title}\nSlug: {slug}\nDate: 2026-05-12 10:00\nType: siaran-pers\n"
                                         f"Contact: Humas\n{lines}\n{body}")


def found(manuscript: Manuscript, code: str) -> list[Finding]:
    return list(check(manuscript, choose([code])))


def at(manuscript: Manuscript, code: str) -> list[tuple[int, int]]:
    return [(each.line, each.column) for each in found(manuscript, code)]


@pytest.mark.parametrize("dateline", [
    "Solo, KemenP2MI (12/5) – ", "Solo, KemenP2MI (12/05) – ", "Solo, KemenP2MI (12/05/2026) — ",
    "Solo, KemenP2MI (12/05/2026) - ", "Solo, KemenP2MI (12/5/2026) – ", "Solo, KemenP2MI (12/5/) – ",
    "Solo, KP2MI, (12/5) — ", "SOLO - ", "Solo, KP2MI (12/05/2026) – ", "Tanjung Pinang, BP2MI (12/05/2026) – ",
    "Solo – ", "**Solo, KemenP2MI (12/05/2026)** – ", "Solo, KemenP2MI – ",
])
def test_a_dateline_of_another_form_is_found_at_its_start(dateline: str) -> None:
    assert at(bare(f"{dateline}Kelas dibuka untuk 42 calon perawat.{SIGNED}"), "R052") == [(3, 1)]


@pytest.mark.parametrize("city", ["Solo", "Tanjung Pinang", "Jakarta", "Banda Aceh", "Batam", "Pangkal Pinang",
                                  "Yogyakarta"])
def test_a_proper_dateline_is_silent(city: str) -> None:
    assert at(bare(f"{city}, KemenP2MI (12/05/2026) – Kelas dibuka untuk 42 orang.{SIGNED}"), "R052") == []


@pytest.mark.parametrize("province", ["Aceh", "Bali", "Riau", "Jawa Timur", "Sulawesi Tengah"])
def test_a_province_in_the_dateline_is_named(province: str) -> None:
    (finding,) = found(bare(f"{province}, KemenP2MI (12/05/2026) – Kelas dibuka.{SIGNED}"), "R052")
    assert "provinsi" in finding.message


def test_a_release_without_dateline_is_told_what_to_begin_with() -> None:
    (finding,) = found(with_meta("Kelas", "kelas", f"Kelas dibuka untuk perawat.{SIGNED}", city="Solo"), "R052")
    assert "Solo, KemenP2MI (12/05/2026) – " in finding.message


def test_the_dateline_fix_takes_the_year_only_from_the_release_date() -> None:
    body = f"Solo, KP2MI (12/5) - Kelas dibuka.{SIGNED}"
    assert [each.fix for each in found(bare(body, published=date(2026, 5, 12)), "R052")] == [OPENING]
    assert [each.fix for each in found(bare(body, published=date(2026, 5, 14)), "R052")] == [None]


@pytest.mark.parametrize(("code", "body", "place"), [
    ("R056", f"{OPENING}Kelas dibuka pada Selasa 12 Mei 2026{SIGNED}", (3, 67)),
    ("R056", f"{OPENING}Kelas dibuka di balai latihan kota,\n\nLalu pulang.{SIGNED}", (3, 66)),
    ("R056", f"{OPENING}Isi.\n\n“Kami siap,” ucap Ratna{SIGNED}", (5, 23)),
    ("R056", "Kepala dinas menyapa peserta kelas bahasa di Solo, Selasa (12/05/2026)\n\nIsi.", (3, 70)),
    ("R057", "Kepala balai. menyambut semua peserta.", (3, 13)),
    ("R057", "Ratna , pengajar kelas, hadir.", (3, 6)),
    ("R057", "Ratna hadir,, lalu pulang.", (3, 12)),
    ("R057", "Ratna hadir.. Lalu pulang.", (3, 12)),
    ("R057", "Ratna hadir,lalu pulang.", (3, 12)),
    ("R057", "Bantuan dari Pemprov. diterima dengan baik oleh semua calon pekerja di sana.", (3, 21)),
    ("R057", "Ratna ( pengajar) hadir.", (3, 8)),
    ("R058", "Kelas dibuka Selasa (12/05/2026 di Solo.", (3, 21)),
    ("R058", "Kelas bahasa (Jepang, Korea) dan hitung) dibuka.", (3, 40)),
    ("R094", "Kelas bahasa berlangsung dua bulan tanpa biaya. menegaskan pentingnya belajar.", (3, 49)),
    ("R097", "Kelas  bahasa dibuka.", (3, 6)),
    ("R013", "Kelas bahasa dibuka. \n\nLalu pulang.", (3, 21)),
    ("R092", "KELAS BAHASA DIBUKA DI SOLO\n\nIsi.", (3, 1)),
    ("R093", "Peserta tidak membayar biaya apa pun. Ratna hadir. Peserta tidak membayar biaya apa pun.", (3, 52)),
    ("R093", "“Jaga nama baik keluarga di kampung. Jaga nama baik keluarga di kampung,” kata Ratna.", (3, 38)),
    ("R095", "Warga mendaftar di LTSA Klaten.", (3, 20)),
    ("R095", "Ia menemui Dirjen P3LN di Solo.", (3, 19)),
    ("R096", "00.05 12 Mei 2026 97\n\nIsi.", (3, 1)),
    ("R096", "00:11 7 November 2025\n\nIsi.", (3, 1)),
    ("R014", "Tuesday, 12 May 2026\n\nIsi.", (3, 1)),
    ("R055", "Isi.\n\n![](kelas.jpg)", (5, 1)),
    ("R055", 'Isi <img src="kelas.jpg"> itu.', (3, 5)),
])
def test_a_fault_of_form_is_found_at_its_place(code: str, body: str, place: tuple[int, int]) -> None:
    assert at(bare(body, title="Kelas bahasa dibuka di Solo"), code) == [place]


@pytest.mark.parametrize("body", [
    "Ratna hadir, lalu pulang pukul 08.00 WIB.", "Biaya Rp1.250.000,00 ditanggung.", "Kelas (bahasa) dibuka.",
    "Syaratnya: a) paspor; b) ijazah; c) foto.", "Alamat surel humas@contoh.invalid dan laman https://a.invalid/x,y.",
    "“Kami siap ,, sungguh. kami siap,” kata Ratna.", "Turut hadir Kombes Pol. purnawirawan Budi.",
    "Ia lahir di Jl. mawar No. 5, Solo.", "Kelas dihadiri Drs. H. Budi, S.H., M.M., dan Ratna.",
    "Tiba pukul 00.05 WIB 12 orang.", "Warga mendaftar di Layanan Terpadu Satu Atap (LTSA). LTSA buka setiap hari.",
    "Kelas di SMK, dibantu DPRD, TNI, dan BPJS.",
    "Sebanyak 12 orang dari Klaten pulang. Sebanyak 9 orang dari Sragen pulang.",
    "- satu\n- dua\n- tiga", "## Tanya jawab seputar kelas\n\nIsi singkat.", "Ia tinggal di sana... lalu pulang.",
    "| Hari | Jam |\n| --- | --- |\n| Senin | 08.00 |", "Petugas menunggu di Gate 2 sampai pagi.",
])
def test_correct_writing_is_silent(body: str) -> None:
    quiet = choose(FORM, ["R052", "R053"])
    assert check(bare(body, title="Sapa"), quiet) == ()


@pytest.mark.parametrize("ending", ["** (Humas/BP3MI Bali)", "**(Humas/BP3MISumateraUtara)", "(Humas/BP3MI Riau)",
                                    "**(Humas/MSA/BJG)"])
def test_a_sign_off_of_any_known_form_counts(ending: str) -> None:
    assert at(bare(f"{OPENING}Kelas dibuka. {ending}"), "R053") == []
    assert at(bare(f"{OPENING}Kelas dibuka."), "R053") == [(3, 44)]


def test_lengths_are_measured_at_the_limit() -> None:
    assert at(with_meta("a" * 65, "a", "Isi.", summary="b" * 160), "R050") == []
    assert at(with_meta("a" * 66, "a", "Isi.", summary="b" * 161), "R050") == [(1, 73)]
    assert at(with_meta("a" * 66, "a", "Isi.", summary="b" * 161), "R051") == [(6, 170)]


@pytest.mark.parametrize(("slug", "title", "wrong"), [
    ("12-perawat-berangkat-7-di-antaranya-anak", "Dua belas perawat berangkat", True),
    ("menteri-lama-lantik-pejabat", "Perawat berangkat ke Jepang", True),
    ("perawat-berangkat-ke-jepang", "Sebanyak 12 perawat berangkat ke Jepang", False),
    ("12-perawat-diberangkatkan", "Sebanyak 12 perawat diberangkatkan ke Jepang", False),
])
def test_an_address_that_says_something_else_is_found(slug: str, title: str, wrong: bool) -> None:
    manuscript = with_meta(title, slug, f"{OPENING}Perawat pergi ke Jepang hari Selasa (12/05/2026).")
    assert at(manuscript, "R090") == ([(1, 8)] if wrong else [])


@pytest.mark.parametrize(("title", "wrong"), [
    ("Sebanyak 45 perawat berangkat", True), ("Sebanyak 54 perawat berangkat", False),
    ("Lebih dari 50 perawat berangkat", False),
    ("Tiga dari 8 kelas selesai", False), ("Perawat berangkat pada 2026", False), ("Biaya Rp2 juta ditanggung", False),
])
def test_a_number_of_the_headline_must_be_in_the_text(title: str, wrong: bool) -> None:
    body = f"{OPENING}Sebanyak 54 perawat berangkat sesudah delapan kelas selesai dengan biaya Rp2.000.000.{SIGNED}"
    assert bool(at(bare(body, title=title), "R091")) is wrong


def test_only_a_file_with_front_matter_is_asked_for_a_contact() -> None:
    text = "Title: Kelas\nSlug: kelas\nDate: 2026-05-12 10:00\nType: siaran-pers\n\nKelas dibuka."
    assert at(parse_manuscript("naskah.md", text), "R054") == [(1, 8)]
    assert at(parse_manuscript("naskah.md", text + " Telepon 021-555-0101."), "R054") == []
    assert at(bare("Kelas dibuka."), "R054") == []


def test_rules_of_releases_leave_explainers_alone() -> None:
    text = "Title: Cara mendaftar\nSlug: cara-mendaftar\nType: penjelasan\n\nDatang ke kantor."
    assert [each.code for each in check(parse_manuscript("a.md", text), choose(FORM))] == []


@pytest.mark.parametrize("path", sorted(RELEASES.glob("form_*")), ids=lambda path: path.name)
def test_correct_releases_raise_no_false_alarm_of_form(path: Path) -> None:
    assert check(read_manuscript(path), choose(FORM)) == ()
