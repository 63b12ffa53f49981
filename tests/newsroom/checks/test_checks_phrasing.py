from __future__ import annotations

import pytest

from monitor.newsroom.checks.model import Draft, Hit, Part
from monitor.newsroom.checks.phrasing import RULES

BY_NAME = {rule.name: rule for rule in RULES}


def hits(name: str, body: str, title: str = "") -> list[Hit]:
    return list(BY_NAME[name].check(Draft("naskah.md", title, "", body)))


@pytest.mark.parametrize(("body", "wrong", "right"), [
    ("Posko adalah merupakan pintu pertama.", "adalah merupakan", "adalah"),
    ("Agar supaya cepat, loket ditambah.", "Agar supaya", "Agar"),
    ("Loket dibuka demi  untuk keluarga.", "demi  untuk", "demi"),
    ("Keterlambatan itu disebabkan karena cuaca.", "disebabkan karena", "disebabkan oleh"),
    ("Kepala desa menyapa para hadirin.", "para hadirin", "hadirin"),
    ("Para perawat-perawat berbaris.", "Para perawat-perawat", "Para perawat"),
    ("Antreannya sangat panjang sekali.", "sangat panjang sekali", "sangat panjang"),
    ("Petugas hanya dua orang saja.", "hanya dua orang saja", "hanya dua orang"),
])
def test_words_that_say_one_thing_twice_are_found_and_shortened(body: str, wrong: str, right: str) -> None:
    found = hits("redundancy", body)
    assert [(body[hit.start:hit.end], hit.fix) for hit in found] == [(wrong, right)]


@pytest.mark.parametrize("body", [
    "Ini kelas yang paling terbaik tahun ini.",
    "Bawalah antara lain paspor, ijazah, dan lain-lain.",
    "Meskipun hujan turun deras, namun peserta tetap datang.",
    "Menurut Ratna Widuri mengatakan kelas sudah penuh.",
    "Warga saling bantu-membantu membawa barang.",
])
def test_doubling_without_one_certain_cure_is_found_without_a_fix(body: str) -> None:
    assert [hit.fix for hit in hits("redundancy", body)] in ([None], ["bantu-membantu"])


def test_doubling_inside_a_quotation_is_told_and_never_fixed() -> None:
    found = hits("redundancy", "“Desa adalah merupakan rumah kita,” kata Ratna.")
    assert [hit.fix for hit in found] == [None]
    assert "pembicara" in found[0].message


def test_doubling_in_a_title_is_placed_there() -> None:
    assert [hit.part for hit in hits("redundancy", "", "Kelas Dibuka Demi Untuk Warga")] == [Part.TITLE]


@pytest.mark.parametrize("body", [
    "Balai adalah rumah kedua. Kelas itu merupakan yang pertama.",
    "Peserta terdiri atas laki-laki dan perempuan. Para anak-anak buah kapal pulang.",
    "Tidak hanya perawat saja, tetapi juga pengasuh dapat mendaftar.",
    "Undang-undang itu berlaku sejak 2017. Semua mata-mata tertuju kepadanya.",
    "Meskipun hujan turun deras, peserta tetap datang.",
    "Menurut Ratna, kelas sudah penuh; ia mengatakan hal itu kemarin.",
    "Yang paling terlambat pun diterima.",
])
def test_ordinary_phrases_are_no_doubling(body: str) -> None:
    assert hits("redundancy", body) == []


@pytest.mark.parametrize(("body", "start"), [
    ("Peserta kelas datang sejak pagi hari ini. menekankan pentingnya belajar bahasa.", "menekankan"),
    ("Kelas dibuka. Mengingatkan warga tentang bahaya calo.", "Mengingatkan"),
    ("Petugas membagikan buku. Serta memberikan nomor aduan kepada keluarga.", "Serta"),
    ("Kelas penuh. Karena banyak warga mendaftar pada hari terakhir.", "Karena"),
    ("Balai membuka posko. Sehingga keluarga mudah bertanya kepada petugas.", "Sehingga"),
])
def test_sentence_without_subject_or_main_clause_is_found(body: str, start: str) -> None:
    found = hits("sentence_fragment", body)
    assert [body[hit.start:].split()[0] for hit in found] == [start]


@pytest.mark.parametrize("body", [
    "Menurut petugas kelas sudah penuh sejak pagi.",
    "Menanggapi hal itu, Ratna berjanji menambah kelas.",
    "Membangun kepercayaan bukan pekerjaan satu hari.",
    "Karena itu balai menambah loket pada hari Sabtu.",
    "Karena banyak warga mendaftar, kelas ditambah.",
    "Mereka belajar bahasa selama tiga bulan.",
    "“Menjaga nama baik desa kita bersama.”",
    "- Menyiapkan dokumen perjalanan peserta.",
    "Kepala balai. menyambut para peserta di aula.",
])
def test_whole_sentences_are_no_fragments(body: str) -> None:
    assert hits("sentence_fragment", body) == []
