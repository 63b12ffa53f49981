from __future__ import annotations

import pytest

from monitor.tagging.sentences import split


def parts(text: str) -> list[str]:
    return [text[start:end] for start, end in split(text)]


def test_sentences_end_at_marks_and_line_breaks() -> None:
    text = "Satu selesai. Dua selesai!\nTiga tanpa titik"
    assert parts(text) == ["Satu selesai.", "Dua selesai!", "Tiga tanpa titik"]


@pytest.mark.parametrize("text", [
    "Kepala BP3MI Drs. H. Budi hadir di Jl. Merdeka No. 5 pada pukul 10.00 WIB.",
    "M. Fachri memaparkan biaya Rp. 5.000.000 per orang."])
def test_abbreviations_and_numbers_do_not_end_a_sentence(text: str) -> None:
    assert parts(text) == [text]


def test_closing_quotation_marks_stay_with_their_sentence() -> None:
    assert parts("“Kami bantu.” Ia pulang.") == ["“Kami bantu.”", "Ia pulang."]
