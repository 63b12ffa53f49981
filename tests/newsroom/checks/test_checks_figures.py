from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from monitor.config.facts import read_facts
from monitor.errors import ConfigError
from monitor.newsroom.checks import figures, targets
from monitor.newsroom.checks.model import Draft
from monitor.newsroom.checks.numerals import counts, words_value

RELEASES = Path(__file__).parents[2] / "data/releases"
RULES = {rule.code: rule for rule in (*figures.RULES, *targets.RULES)}
PUBLISHED = date(2026, 3, 12)


def found(code: str, body: str, title: str = "", published: date | None = PUBLISHED) -> list[str]:
    draft = Draft(path="x.md", title=title, summary="", body=body, city="Jakarta", published=published)
    return [draft.text(hit.part)[hit.start : hit.end] for hit in RULES[code].check(draft)]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("tiga ratus satu", 301),
        ("dua puluh lima", 25),
        ("sebelas", 11),
        ("lima belas", 15),
        ("seratus dua", 102),
        ("seribu dua ratus", 1200),
        ("enam ribu", 6000),
        ("satu dua", -1),
        ("belas", -1),
    ],
)
def test_number_words_have_values(words: str, value: int) -> None:
    assert words_value(words) == value


def test_dates_clocks_laws_and_years_are_no_counts() -> None:
    text = (
        "UU No. 18 Tahun 2017, pukul 08.05 WIB, tahun 2025, Pasal 5, Rp1,5 miliar, 1.035 pekerja, 6 persen, 12 Maret."
    )
    assert [(count.value, count.noun) for count in counts(text)] == [(1.5e9, "rp"), (1035, "pekerja"), (6, "persen")]


@pytest.mark.parametrize(
    "text",
    [
        "Petugas memulangkan 554 WNI, 499 laki-laki dan 105 perempuan.",
        "Sebanyak 499 laki-laki dan 105 perempuan dipulangkan, total 554 orang.",
        "Balai menerima 10 orang. Mereka berasal dari Jawa Timur 3 orang, NTB 3 orang, dan Aceh 1 orang.",
        "Balai menerima 10 orang yang berasal dari Jawa Timur (3), NTB (3), dan Aceh (1).",
        "Sebanyak 16 PMI tiba, terdiri dari 7 orang asal Medan, 1 orang asal Aceh, 4 orang asal Blitar, "
        "2 asal Bogor, dan 1 asal Metro.",
        "Sebanyak 551 orang dipulangkan, yaitu 5 jenazah, 13 orang sakit, 169 orang "
        "repatriasi, dan 373 orang deportasi.",
        "Rombongan berjumlah 12 orang, yakni 8 orang dari Sumba dan masing-masing 1 orang dari Bima, Dompu, dan Ende.",
        "Ada empat korban, masing-masing satu orang dari Bima, Dompu, Ende, Alor, dan Sikka.",
        "Dari 25 pekerja, 10 orang berasal dari Blitar, 8 orang dari Klaten, dan sisanya 6 orang dari Metro.",
        "Anggaran Rp210 miliar terdiri atas Rp100 miliar untuk pelatihan dan Rp95 miliar untuk penempatan.",
        "Anggaran Rp1,2 triliun terdiri atas Rp700 miliar untuk pelatihan dan Rp400 miliar untuk penempatan.",
        "Komposisi peserta terdiri dari 55 persen perempuan dan 40 persen laki-laki.",
        "Sebanyak lima belas orang pulang, terdiri dari sembilan laki-laki dan tujuh perempuan.",
        "Total 30 PMI (12 laki-laki dan 17 perempuan) didata.",
        "Kegiatan diikuti 45 desa, terdiri atas 20 desa di Lampung dan 24 desa di Banten.",
        "Peserta berjumlah 80 orang: 30 mahasiswa, 25 perangkat desa, dan 20 pelaku usaha.",
        "Balai memulangkan 12 jenazah, 6 dari Malaysia, 3 dari Taiwan, dan 2 dari Hong Kong.",
        "Sebanyak 71 orang pulang dengan rincian laki-laki 45 orang, perempuan 18 orang, dan anak-anak 9 orang.",
    ],
)
def test_parts_that_miss_their_total_are_found(text: str) -> None:
    assert len(found("R020", text)) == 1


def test_each_list_of_one_paragraph_is_compared_with_the_same_total() -> None:
    text = (
        "Sebanyak 209 orang dideportasi. Penyebabnya: 150 orang tanpa dokumen, 40 orang "
        "narkoba, dan 20 orang pidana lain. "
        "Daerah asal mereka Bone 100 orang, Sikka 80 orang, dan Bima 24 orang."
    )
    assert len(found("R020", text)) == 2
    assert found("R020", text.replace("40 orang", "39 orang").replace("24 orang", "29 orang")) == []


@pytest.mark.parametrize(
    "text",
    [
        "Sebanyak 327 PMI dideportasi lewat Entikong, terdiri dari 273 laki-laki dan 54 "
        "perempuan. Menurut kasusnya, 249 orang "
        "tanpa paspor, 73 orang tanpa izin kerja, 2 orang narkoba, 2 orang sakit, dan 1 orang ikut keluarga.",
        "Sebanyak 120 PMI tiba di Kualanamu, terdiri dari 39 laki-laki, 59 perempuan, dan 22 anak-anak.",
        "Dari 140 PMI di Tai Po, 9 orang meninggal, nol orang luka berat, 89 orang "
        "selamat, dan 42 orang belum dihubungi.",
        "Sebanyak 136 orang dideportasi: 104 laki-laki dan 32 perempuan. Dari 104 laki-laki "
        "itu, 100 orang dewasa dan 4 anak.",
        "Mereka berasal dari berbagai daerah, di antaranya 20 orang dari Blitar dan 15 orang dari Bima.",
        "Sebanyak 43 PMI tiba di Dumai, 30 laki-laki dan 13 perempuan, termasuk 2 balita.",
        "Sebanyak 45 PMI tiba, antara lain 20 orang dari Bone dan 10 orang dari Sikka.",
        "Empat orang itu masing-masing 1 orang dari Aceh, Jambi, Riau, dan Banten.",
        "Sebanyak 94 pekerja pulang, terdiri atas 60 laki-laki, 24 perempuan, dan 10 anak "
        "(6 laki-laki dan 4 perempuan).",
        "Iuran Rp332.500 untuk 24 bulan, yakni Rp13.500 per bulan dan Rp8.500 untuk materai.",
        "Dua anak, yakni Andi (9) dan Gilang (7), dijemput keluarga.",
        "Sekitar 300 orang hadir, terdiri dari 120 laki-laki dan 170 perempuan.",
        "Sebanyak 300 orang ikut tes, 180 orang lulus, dan 110 orang mengulang tahun depan.",
        "Komposisi peserta terdiri dari 33,3 persen dewasa, 33,3 persen remaja, dan 33,3 persen lansia.",
        "Rombongan 40 orang berangkat dengan 2 bus dan 1 ambulans, lalu menempuh 3 jam perjalanan.",
        "Penempatan naik dari 40 persen menjadi 75 persen, terdiri dari dua gelombang.",
    ],
)
def test_parts_that_fit_or_are_not_all_are_silent(text: str) -> None:
    assert found("R020", text) == []


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Balai pulangkan 12 pekerja migran", "Balai Lampung memulangkan 13 pekerja migran dari Taiwan."),
        ("", "Balai menjemput tujuh (8) orang di pelabuhan."),
        ("", "Balai menjemput 25 pekerja di pelabuhan. Ke-27 pekerja itu sehat."),
        ("", "Balai menjemput 25 pekerja di pelabuhan. Sebanyak 28 pekerja tersebut sehat."),
        ("", "Kebakaran pabrik terjadi malam itu. Warga menyebut kebakaran pabrik terjadi pukul 14.51 waktu setempat."),
        (
            "",
            "Balai Lampung menjemput 25 pekerja di pelabuhan Bakauheni\n\nBalai Lampung "
            "menjemput 26 pekerja di pelabuhan "
            "Bakauheni bersama dinas kesehatan.",
        ),
    ],
)
def test_one_figure_with_two_values_is_found(title: str, text: str) -> None:
    assert len(found("R021", text, title)) == 1


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Balai pulangkan 13 pekerja migran", "Balai Lampung memulangkan 13 pekerja migran dari Taiwan."),
        ("Balai pulangkan 20 pekerja migran", "Balai memulangkan 13 pekerja dari Taiwan dan 7 pekerja dari Korea."),
        ("", "Balai menjemput tujuh (7) orang di pelabuhan."),
        ("", "Balai menjemput 25 pekerja dan 2 anak. Ke-27 orang itu sehat."),
        (
            "",
            "Balai Lampung menempatkan 25 pekerja ke Jepang pada 2024. Balai Lampung menempatkan "
            "40 pekerja ke Jepang pada 2025.",
        ),
        ("", "Kebakaran pabrik terjadi siang itu. Warga menyebut kebakaran pabrik terjadi pukul 14.51 waktu setempat."),
    ],
)
def test_figures_that_agree_are_silent(title: str, text: str) -> None:
    assert found("R021", text, title) == []


@pytest.mark.parametrize(
    "text",
    [
        "Kementerian memiliki 25 BP3MI di seluruh Indonesia.",
        "KUR Penempatan PMI diberikan paling banyak Rp150 juta per orang.",
        "Bunga KUR Penempatan ditetapkan 9 persen.",
        "Remitansi pekerja migran pada 2024 mencapai Rp262,3 triliun.",
    ],
)
def test_figure_off_the_fact_sheet_is_found(text: str) -> None:
    assert len(found("R022", text)) == 1


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("Kementerian memiliki 23 BP3MI di seluruh Indonesia.", PUBLISHED),
        ("Kementerian memiliki 22 BP3MI di seluruh Indonesia.", date(2023, 1, 1)),
        ("KUR Penempatan PMI diberikan paling banyak Rp100 juta dengan bunga 6 persen.", PUBLISHED),
        ("KUR disalurkan 20 bank.", PUBLISHED),
        ("Remitansi pekerja migran pada 2024 mencapai Rp253,3 triliun.", PUBLISHED),
        ("Remitansi pekerja migran pada 2025 mencapai Rp288 triliun.", PUBLISHED),
    ],
)
def test_figure_on_the_sheet_or_of_another_time_is_silent(text: str, published: date) -> None:
    assert found("R022", text, published=published) == []


def test_target_without_a_time_is_found() -> None:
    assert found("R023", "Balai menargetkan 200 desa ikut program.") == ["200"]
    assert found("R023", "Balai menargetkan 200 desa ikut program sampai akhir tahun.") == []


def test_long_number_in_words_in_the_title_is_found() -> None:
    assert found("R024", "", "Balai pulangkan Tiga Ratus Satu pekerja") == ["Tiga Ratus Satu"]
    assert found("R024", "", "Balai pulangkan dua puluh pekerja") == []


def test_fact_sheet_is_dated_and_sourced() -> None:
    facts = read_facts()
    assert all(
        item.source.startswith("http") and item.checked_on >= date(2026, 11, 22)
        for item in (*facts.facts, *facts.events)
    )
    assert all(fact.until is None or fact.until >= fact.as_of for fact in facts.facts)


def test_broken_fact_sheet_is_explained(tmp_path: Path) -> None:
    path = tmp_path / "facts.toml"
    path.write_text(
        '[[fact]]\nid = "a"\nname = "A"\npattern = "("\nvalues = [1]\nunit = "orang"\nas_of = 2026-01-01\n'
        'source = "https://x.id"\nchecked_on = 2026-01-01\n',
        "utf-8",
    )
    with pytest.raises(ConfigError, match="ekspresi reguler"):
        read_facts(path)


@pytest.mark.parametrize("name", ["dates-kepulangan-lewat-tarakan.md", "figures-pelatihan-di-cirebon.md"])
def test_correct_release_has_no_finding(name: str) -> None:
    head, _, body = (RELEASES / name).read_text("utf-8").partition("\n\n")
    meta = dict(line.split(": ", 1) for line in head.splitlines())
    draft = Draft(
        path=name,
        title=meta["Title"],
        summary=meta["Summary"],
        body=body,
        city=meta["City"],
        published=date.fromisoformat(meta["Date"][:10]),
    )
    assert [(rule.code, hit.message) for rule in RULES.values() for hit in rule.check(draft)] == []


@pytest.mark.parametrize(
    "text", ["", "((1, 2, 3", "1 " * 800, "masing-masing " * 300, "1 orang, " * 400, "9" * 400, "seratus " * 3000]
)
def test_odd_text_is_survived(text: str) -> None:
    for rule in RULES.values():
        list(rule.check(Draft(path="x.md", title=text, summary=text, body=text)))
