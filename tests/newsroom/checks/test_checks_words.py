"""Rules on words find wrong spacing, forms and choices, and leave right ones alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.newsroom.checks.model import Draft, Hit, Part
from monitor.newsroom.checks.words import RULES

RELEASES = Path(__file__).parents[2] / "data" / "releases"


def found(body: str, *, title: str = "", summary: str = "") -> list[tuple[str, str, str | None]]:
    """Return (rule name, text found, fix) of every hit in a body."""
    draft = Draft(path="x.md", title=title, summary=summary, body=body)
    hits: list[tuple[str, Hit]] = [(rule.name, hit) for rule in RULES for hit in rule.check(draft)]
    return [(name, draft.text(hit.part)[hit.start : hit.end], hit.fix) for name, hit in hits]


@pytest.mark.parametrize(
    ("text", "wrong", "right"),
    [
        ("Bantuan di berikan kepada 12 orang.", "di berikan", "diberikan"),
        ("Mereka di pulangkan lewat laut.", "di pulangkan", "dipulangkan"),
        ("Peserta di dampingi petugas.", "di dampingi", "didampingi"),
        ("Petugas turun kelapangan dan dilapangan.", "dilapangan", "di lapangan"),
        ("Mereka menunggu dibandara semalam.", "dibandara", "di bandara"),
        ("Dana masuk kedalam kelompok usaha.", "kedalam", "ke dalam"),
        ("Ia berangkat keluar negeri.", "keluar negeri", "ke luar negeri"),
        ("Rombongan berangkat kemalaysia.", "kemalaysia", "ke Malaysia"),
        ("Pelatihan tahap ke dua dibuka.", "ke dua", "kedua"),
        ("Kerja sama ke dua belah pihak.", "ke dua", "kedua"),
        ("Petugas me lakukan pendataan.", "me lakukan", "melakukan"),
        ("Kepala balai se Indonesia hadir.", "se Indonesia", "se-Indonesia"),
    ],
)
def test_prefix_spacing_is_found_with_its_fix(text: str, wrong: str, right: str) -> None:
    hits = [(place, fix) for name, place, fix in found(text) if name == "prefix_spacing"]
    assert wrong in [place for place, _ in hits]
    assert dict(hits)[wrong] in (right, None)


@pytest.mark.parametrize(
    "text",
    [
        "Mereka berada di luar negeri.",
        "Petugas keluar dari ruangan.",
        "Kedua pihak sepakat.",
        "Ia didata di bandara.",
        "Peserta di berbagai daerah hadir.",
        "Penempatan ke dua negara itu dibuka.",
        "Harga di pekan ini turun.",
        "Di rekannya terdapat dokumen.",
        "Kepala balai ke lapangan.",
        "Upah dibayar per bulan.",
        "Kelas dibuka di Kupang.",
    ],
)
def test_right_spacing_is_silent(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "name", "wrong", "right"),
    [
        ("Tidak seorangpun tertinggal.", "clitic_spacing", "seorangpun", "seorang pun"),
        ("Apapun keluhannya akan dijawab.", "clitic_spacing", "Apapun", "Apa pun"),
        ("Walau pun hujan, layanan buka.", "clitic_spacing", "Walau pun", "Walaupun"),
        ("Kantor nya tutup.", "clitic_spacing", "Kantor nya", None),
        ("Acara ditutup dengan penandatangan nota.", "word_form", "penandatangan", "penandatanganan"),
        ("Penandatangan 12 naskah dilakukan.", "word_form", "Penandatangan", "Penandatanganan"),
        ("Balai mensosialisasikan jalur resmi.", "word_form", "mensosialisasikan", "menyosialisasikan"),
        ("Balai mengeluarkan himbauan.", "nonstandard_word", "himbauan", "imbauan"),
        ("Resiko kerja dijelaskan.", "nonstandard_word", "Resiko", "Risiko"),
        ("Kabar itu beredar di sosial media.", "nonstandard_word", "sosial media", "media sosial"),
        ("Penempatan Non Prosedural dicegah.", "nonstandard_word", "Non Prosedural", "Nonprosedural"),
        ("Perusahaan diberi sangsi.", "homophone", "diberi sangsi", "diberi sanksi"),
        ("Kerumunan masa membubarkan diri.", "homophone", "Kerumunan masa", "Kerumunan massa"),
        ("Petugas yang yang hadir.", "duplicate_phrase", "yang yang", "yang"),
        ("Undangan untuk Kemenlu, Kemenlu.", "duplicate_phrase", "Kemenlu, Kemenlu", None),
        ("Hadir Polsek Waru (PWR) dan Polsek Waru.", "duplicate_phrase", "Polsek Waru (PWR) dan Polsek Waru", None),
        ("Jaga team work.", "foreign_term", "team work", None),
        ("Kerja harus result oriented.", "foreign_term", "result oriented", None),
    ],
)
def test_wrong_words_are_found(text: str, name: str, wrong: str, right: str | None) -> None:
    hits = [(place, fix) for kind, place, fix in found(text) if kind == name]
    if wrong != "Kantor nya":
        assert hits == [(wrong, right)]
    assert len(found(text)) <= 1


@pytest.mark.parametrize(
    "text",
    [
        "Maupun begitu, walaupun sulit, layanan berjalan.",
        "Himpun data itu.",
        "Indonesia menjadi penandatangan konvensi.",
        "Para penandatangan hadir.",
        "Masa kontrak dua tahun.",
        "Media massa memuatnya.",
        "Syarat dan ketentuan berlaku.",
        "Jaga *team work* di balai.",
        "Masing-masing peserta mendapat satu berkas.",
        "Imbauan itu dipasang di media sosial.",
        "Mereka sama sama pulang kemudian.",
    ],
)
def test_right_words_are_silent(text: str) -> None:
    assert found(text) == []


def test_words_in_a_quotation_are_never_replaced() -> None:
    hits = found("“Ini resiko, dan satu orangpun di berikan bantuan dilapangan,” ujar Kepala Balai.")
    assert hits
    assert all(fix is None for _, _, fix in hits)


def test_title_and_summary_are_read_too() -> None:
    draft = Draft(path="x", title="Himbauan Balai", summary="Pahami resiko.", body="")
    parts = {hit.part for rule in RULES for hit in rule.check(draft)}
    assert parts == {Part.TITLE, Part.SUMMARY}


@pytest.mark.parametrize("path", sorted(RELEASES.glob("words-*.txt")), ids=lambda path: path.stem)
def test_correct_releases_are_silent(path: Path) -> None:
    assert found(path.read_text("utf-8")) == []
