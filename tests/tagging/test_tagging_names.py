from __future__ import annotations

import pytest

from monitor.config.phrases import tokens
from monitor.models import Entity
from monitor.tagging.names import find_entities
from monitor.tagging.places import find_places, places
from monitor.tagging.quotes import find_quotes


def entities(text: str) -> list[Entity]:
    words = tokens(text)
    return find_entities(text, words, find_places(words))


def triples(text: str) -> list[tuple[str, str, str]]:
    return [(entity.text, entity.label, entity.link) for entity in entities(text)]


def regions(text: str) -> tuple[str, ...]:
    return places(find_places(tokens(text)), foreign=False)


def test_offsets_point_at_the_words_as_written() -> None:
    text = "Di Kupang, Menteri P2MI Mukhtarudin menemui KJRI Johor Bahru dan BP3MI NTT."
    found = entities(text)
    assert found
    assert all(text[entity.start:entity.end] == entity.text for entity in found)


def test_officials_bodies_offices_and_places_are_linked() -> None:
    found = triples("Di Kupang, Menteri P2MI Mukhtarudin menemui KJRI Hong Kong dan BP3MI NTT.")
    assert ("Mukhtarudin", "PER", "mukhtarudin") in found
    assert ("KJRI Hong Kong", "ORG", "HK") in found
    assert ("BP3MI NTT", "ORG", "ntt") in found
    assert ("Kupang", "LOC", "ntt") in found


def test_a_typo_of_a_name_links_to_the_same_person() -> None:
    assert ("Muktharudin", "PER", "mukhtarudin") in triples("Menteri Muktharudin membuka acara itu kemarin.")


def test_a_common_name_is_linked_only_beside_a_title() -> None:
    assert ("Rinardi", "PER", "rinardi") in triples("Direktur Jenderal Pelindungan Rinardi hadir di lokasi.")
    assert "rinardi" not in {link for _, _, link in triples("Tetangga korban bernama Rinardi ikut mencari.")}


def test_a_title_introduces_an_unknown_name() -> None:
    found = triples("Penyidik yang dipimpin Kombes Pol Wisnu Wardana memeriksa saksi.")
    assert ("Wisnu Wardana", "PER", "") in found


def test_part_of_a_name_links_to_the_person_named_in_full() -> None:
    text = "Wakil Menteri P2MI Christina Aryani hadir. “Kami akan bantu mereka semua,” kata Christina."
    assert find_quotes(text, entities(text))[0].link == "christina-aryani"


@pytest.mark.parametrize(("text", "wanted"), [
    ("BP3MI Sulawesi Tengah dan BP3MI Sulteng di Palu", ("sulteng",)),
    ("Kepulauan Riau", ("kepri",)), ("Riau", ("riau",)),
    ("PMI asal Malang dipulangkan", ("jatim",)), ("nasib malang menimpa pekerja", ()),
    ("Rapat di Jakarta", ()), ("BP3MI DKI Jakarta", ("dki",))])
def test_spellings_lead_to_one_office_and_ordinary_words_to_none(text: str, wanted: tuple[str, ...]) -> None:
    assert regions(text) == wanted


def test_north_korea_is_not_a_destination() -> None:
    assert places(find_places(tokens("Korea Utara menembakkan rudal")), foreign=True) == ()
    assert places(find_places(tokens("PMI di Korea Selatan dan Hongkong")), foreign=True) == ("KR", "HK")


@pytest.mark.parametrize(("text", "speaker"), [
    ("“Kami pulangkan semuanya besok,” ujar Menteri P2MI Mukhtarudin di Jakarta.", "Mukhtarudin"),
    ("Direktur Eksekutif Migrant CARE Wahyu Susilo mengatakan, “Negara belum hadir di sana.”", "Wahyu Susilo"),
    ("Kepala Dinas, Budi Hartono, menjelaskan: \"Anggaran tahun ini sudah habis.\"", "Budi Hartono"),
    ("“Kami pulangkan semuanya besok,” katanya.", ""),
    ("Spanduk bertuliskan “Pulangkan kami ke kampung halaman” terbentang.", "")])
def test_speakers_are_named_only_when_the_text_names_them(text: str, speaker: str) -> None:
    quotes = find_quotes(text, entities(text))
    assert [quote.speaker for quote in quotes] == [speaker]


def test_a_pronoun_points_back_to_who_spoke_last() -> None:
    text = ("“Kami pulangkan semuanya besok,” kata Mukhtarudin. Rapat lalu ditutup. "
            "“Biayanya ditanggung negara sepenuhnya,” ujarnya.")
    assert [quote.link for quote in find_quotes(text, entities(text))] == ["mukhtarudin", "mukhtarudin"]


def test_short_words_in_marks_are_no_quotation() -> None:
    assert find_quotes("Program “Desa Migran EMAS” diluncurkan.", []) == ()
