"""Quotation rules find marks without a partner, missing speakers and risky lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.newsroom.checks.model import Draft
from monitor.newsroom.checks.quotes import RULES

RELEASES = Path(__file__).parents[2] / "data" / "releases"


def found(body: str, kind: str = "siaran-pers") -> list[tuple[str, str, str | None]]:
    """Return (rule name, text found, fix) of every hit in a body."""
    draft = Draft(path="x.md", title="", summary="", body=body, kind=kind)
    return [(rule.name, body[hit.start : hit.end], hit.fix) for rule in RULES for hit in rule.check(draft)]


@pytest.mark.parametrize(
    ("text", "mark", "fix"),
    [
        ('“Kami siap," ujar Kepala Balai.', '"', "”"),
        ("”Kami siap,” ujar Kepala Balai.", "”", "“"),
        ("“Kami siap, ujar Kepala Balai.", "“", None),
        ('"Kami siap, ujar Kepala Balai.', '"', None),
        ('"Kami siap,” ujar Kepala Balai.', '"', "“"),
        ("Kami siap,” ujar Kepala Balai.", "”", None),
    ],
)
def test_marks_without_their_partner_are_found(text: str, mark: str, fix: str | None) -> None:
    assert ("quote_mismatch", mark, fix) in found(text)


def test_two_kinds_of_marks_in_one_text_are_found_once() -> None:
    hits = found('“Kami siap,” ujar Budi.\n\n"Kami hadir," kata Sari.\n\n"Kami ada," kata Sari.')
    assert [name for name, _, _ in hits].count("quote_mismatch") == 1


@pytest.mark.parametrize(
    "text",
    [
        "“Kami siap,” ujar Kepala Balai.",
        '"Kami siap," ujar Kepala Balai.',
        "“Tema ‘Pulang Selamat’ kami pilih,” kata Ahnas.",
        "Kepala Balai berkata, “Paragraf pertama kutipan ini belum selesai.\n\n“Paragraf kedua menutupnya.”",
    ],
)
def test_paired_marks_are_silent(text: str) -> None:
    assert [hit for hit in found(text) if hit[0] == "quote_mismatch"] == []


def test_a_quotation_without_a_speaker_is_found_in_releases_only() -> None:
    text = "Rapat dibuka pagi hari.\n\n“Kami melayani semua orang tanpa biaya apa pun.”\n\nRapat ditutup."
    assert [name for name, _, _ in found(text)] == ["quote_without_speaker"]
    assert found(text, kind="klarifikasi") == []


@pytest.mark.parametrize(
    "text",
    [
        "Menurut Ahnas, “Kami melayani semua orang tanpa biaya apa pun.”",
        "Acara bertema “Bersama Menjaga Pekerja Migran Indonesia di Mana Pun” dibuka.",
        "Ahnas menegaskan:\n\n“Kami melayani semua orang tanpa biaya apa pun.”",
        "“Kami melayani semua orang tanpa biaya apa pun,” ujarnya.",
    ],
)
def test_a_named_speaker_is_silent(text: str) -> None:
    assert [hit for hit in found(text) if hit[0] == "quote_without_speaker"] == []


@pytest.mark.parametrize(
    "line",
    [
        "Awalnya saya sedih ditempatkan di balai ini.",
        "Bekerja di sini itu ladang pahala bagi kita.",
        "Jujur, sosialisasi kita masih kurang di desa.",
        "Saya yang melobi supaya ada tambahan anggaran tahun depan.",
        "Ada pegawai yang malas dan suka bolos di sana.",
        "Pelayanan kami memang lambat selama ini.",
    ],
)
def test_lines_that_read_badly_alone_are_found(line: str) -> None:
    assert "quote_risk" in [name for name, _, _ in found(f"“{line}” ujar Kepala Balai.")]


@pytest.mark.parametrize(
    "line",
    [
        "Kami akan menambah jadwal penyuluhan di 12 desa.",
        "Petugas kami siap mendampingi sampai selesai.",
        "Anggaran tahun ini dipakai untuk pelatihan bahasa.",
        "Masyarakat dapat melapor kapan saja kepada petugas.",
    ],
)
def test_plain_lines_are_silent(line: str) -> None:
    assert found(f"“{line[:-1]},” ujar Kepala Balai.") == []


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("“Kami siap.” ujar Budi.", ",” ujar"),
        ("“Kami siap”, kata Budi.", ",” kata"),
        ("“Kami siap” tegas Budi.", ",” tegas"),
    ],
)
def test_the_mark_before_the_verb_is_corrected_to_a_comma(text: str, fix: str) -> None:
    assert [hit[2] for hit in found(text) if hit[0] == "quote_punct"] == [fix]


def test_two_quotations_of_one_speaker_in_a_row_are_found() -> None:
    first, second = (
        "“Kami membuka tiga jalur baru tahun ini,” kata Ahnas.",
        "“Semoga langkah ini membawa hasil baik,” ujarnya.",
    )
    assert [name for name, _, _ in found(f"{first}\n\n{second}")] == ["quote_stacking"]
    assert found(f"{first}\n\nIa lalu menutup rapat.\n\n{second}") == []
    assert found(f"{first}\n\n“Kami mendukung penuh rencana itu bersama,” kata Rinardi.") == []


@pytest.mark.parametrize("path", sorted(RELEASES.glob("words-*.txt")), ids=lambda path: path.stem)
def test_correct_releases_are_silent(path: Path) -> None:
    assert found(path.read_text("utf-8")) == []
