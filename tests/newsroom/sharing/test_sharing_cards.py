from __future__ import annotations

import io
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image, ImageChops

sys.path.insert(0, str(Path(__file__).parent))

from shared_pages import claim, hard_titles

from monitor.newsroom.keeping import Keeper
from monitor.newsroom.sharing.cards import card_text, notes_of, picture, pictures, svg_of
from monitor.newsroom.sharing.fitting import BOLD, FONTS, REGULAR, printable, shorten, width, wrap
from monitor.newsroom.sharing.layout import FORMATS, MARGIN, SQUARE, STORY, WIDE, CardText, Format, place

ADDRESS = "https://info.contoh.go.id/klarifikasi/bantuan-tunai/"
NOWHERE = Keeper(None)
PAPER = (244, 247, 251)


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> CardText:
    page = claim(tmp_path_factory.mktemp("kartu"))
    return card_text(page, ADDRESS, official=False, notes=notes_of(page))


def overflow(png: bytes, form: Format) -> tuple[int, int, int, int] | None:
    """Return the box of whatever is drawn outside the safe area, apart from the action bar at the top."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    assert image.size == (form.width, form.height)
    inside = (MARGIN, form.free, form.width - MARGIN, form.height - form.free)
    image.paste(PAPER, inside)
    image.paste(PAPER, (0, 0, form.width, 8))
    return ImageChops.difference(image, Image.new("RGB", image.size, PAPER)).getbbox()


@pytest.mark.parametrize("part", range(4))
def test_no_title_is_drawn_outside_the_safe_margins(words: CardText, part: int) -> None:
    titles = hard_titles()
    assert len(titles) == 200
    assert {len(title) for title in titles} >= {3, 140}
    for number, title in enumerate(titles):
        if number % 4 == part:
            form = FORMATS[number // 4 % 3]
            given = replace(words, title=title, official=number % 2 == 0)
            assert overflow(picture(given, form, NOWHERE).png, form) is None, (form.name, title)


def test_every_block_of_a_card_keeps_to_its_own_place(words: CardText) -> None:
    for title in hard_titles():
        for form in FORMATS:
            card = place(replace(words, title=title), form)
            top = form.free + round(form.label * 1.6) + form.small
            end = top + card.title.height
            code = card.boxes[-1]
            assert 1 <= len(card.title.lines) <= 4, title
            assert card.title.size >= 28, title
            assert end <= code.y, (form.name, title)
            foot = min(text.y - text.size for text in card.texts if text.size <= form.small + 2 and text.y > end)
            for line in card.title.lines:
                assert width(line, card.title.size, BOLD) <= form.width - 2 * MARGIN
            if card.fact.lines:
                edge = next(box for box in card.boxes if box.width == 8)
                assert edge.y >= end
                assert edge.y + card.fact.height <= foot
                right = MARGIN + 32 + max(width(line, card.fact.size, REGULAR) for line in card.fact.lines)
                assert right <= code.x if form.beside else edge.y + card.fact.height <= code.y


def test_a_short_title_is_large_and_a_long_one_steps_down(words: CardText) -> None:
    short = place(replace(words, title="Tidak ada bantuan tunai"), WIDE).title
    long = place(replace(words, title="Kementerian tidak pernah membagikan bantuan tunai kepada pekerja migran lewat "
                                      "pesan berantai di WhatsApp, Facebook, dan TikTok"), WIDE).title
    assert short.size == WIDE.titles[0]
    assert 28 <= long.size < short.size
    assert not long.shortened


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
def test_the_code_on_each_card_leads_to_the_canonical_page(words: CardText, form: Format) -> None:
    image = Image.open(io.BytesIO(picture(words, form, NOWHERE).png))
    assert [found.text for found in zxingcpp.read_barcodes(image)] == [ADDRESS]


def test_cards_are_the_same_bytes_each_time_and_change_with_their_words(words: CardText) -> None:
    first, second = (picture(words, WIDE, NOWHERE).png for _ in range(2))
    assert first == second
    assert picture(replace(words, title="Judul lain"), WIDE, NOWHERE).png != first


def test_a_kept_card_is_not_drawn_again(words: CardText, tmp_path: Path) -> None:
    keeper = Keeper(tmp_path / "simpanan")
    made = picture(words, WIDE, keeper)
    (kept,) = (tmp_path / "simpanan").iterdir()
    kept.write_bytes(b"dari simpanan")
    assert picture(words, WIDE, keeper).png == b"dari simpanan"
    assert picture(replace(words, title="Judul lain"), WIDE, keeper).png.startswith(made.png[:8])


def test_the_alternative_text_says_what_the_card_says(words: CardText) -> None:
    for made in pictures(words, NOWHERE):
        assert made.alt.startswith("Kartu klarifikasi. Klaim: penipuan. Tidak ada bantuan tunai. Kementerian tidak ")
        assert "Situs contoh, bukan situs resmi." in made.alt
        assert made.alt.endswith("Alamat dan kode QR: info.contoh.go.id/klarifikasi/bantuan-tunai.")
    assert "Situs contoh" not in picture(replace(words, official=True), SQUARE, NOWHERE).alt


def test_markup_in_a_title_stays_text(words: CardText) -> None:
    svg = svg_of(place(replace(words, title="<script>alert(1)</script> & \"kutip\""), STORY))
    assert "<script" not in svg
    assert "&lt;script&gt;" in svg
    assert picture(replace(words, title="a < b & c > d"), WIDE, NOWHERE).png


def test_letters_the_font_lacks_lose_their_marks_or_go() -> None:
    letters = set((FONTS / "coverage.txt").read_text("utf-8"))
    assert printable("Kabar 😀 ①  palsu\n你好") == "Kabar 1 palsu"
    assert printable("Türkiye “é”") == "Türkiye “é”"
    assert set(printable("ﬁktif ½ Ｊ")) <= letters


def test_a_word_wider_than_the_line_is_split_only_when_asked() -> None:
    assert wrap("W" * 60, 400, 40, BOLD, split=False) is None
    lines = wrap("W" * 60, 400, 40, BOLD, split=True)
    assert lines is not None
    assert "".join(line.rstrip("-") for line in lines) == "W" * 60
    assert max(width(line, 40, BOLD) for line in lines) <= 400
    assert shorten("satu dua tiga empat", 150, 40, 1, BOLD).lines[0].endswith("…")


def test_a_fact_too_long_for_any_card_is_cut_and_leaves_the_title_large(words: CardText) -> None:
    endless = replace(words, title="Judul pendek", facts=("Kalimat yang tidak berhenti " * 30,))
    card = place(endless, WIDE)
    assert card.title.size == WIDE.titles[0]
    assert len(card.fact.lines) >= 2
    assert card.fact.lines[-1].endswith("…")
    assert overflow(picture(endless, WIDE, NOWHERE).png, WIDE) is None
