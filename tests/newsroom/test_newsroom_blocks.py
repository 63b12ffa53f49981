from __future__ import annotations

import pytest

from monitor.newsroom.blocks import blocks


def test_words_and_links_keep_their_spaces() -> None:
    link = {"k": "a", "href": "/x/", "c": ["halaman ", {"k": "strong", "c": ["ini"]}]}
    assert blocks('<p>Lihat <a href="/x/">halaman <strong>ini</strong></a>, ya.</p>') == [
        {"k": "p", "c": ["Lihat ", link, ", ya."]}]


def test_lists_hold_blocks_and_keep_their_first_number() -> None:
    (found,) = blocks('<ol start="3"><li>Satu<ul><li>dalam</li></ul></li><li><p>Dua</p></li></ol>')
    assert (found["k"], found["start"]) == ("ol", 3)
    assert found["items"] == [
        [{"k": "p", "c": ["Satu"]}, {"k": "ul", "start": 1, "items": [[{"k": "p", "c": ["dalam"]}]]}],
        [{"k": "p", "c": ["Dua"]}]]


def test_a_table_has_a_head_and_rows_of_words() -> None:
    source = ('<div class="scroll"><table><thead><tr><th scope="col">A</th><th>B</th></tr></thead><tbody><tr><td>1</td>'
              "<td><em>2</em></td></tr></tbody></table></div>")
    assert blocks(source) == [{"k": "table", "head": [["A"], ["B"]], "columns": 2,
                               "rows": [[["1"], [{"k": "em", "c": ["2"]}]]]}]


def test_a_figure_has_its_caption_and_a_picture_in_words_stands_apart() -> None:
    assert blocks('<figure><img src="a.webp" alt="Foto"><figcaption>Ket.</figcaption></figure>') == [
        {"k": "figure", "src": "a.webp", "alt": "Foto", "c": ["Ket."]}]
    assert [node["k"] for node in blocks('<p>Teks <img src="b.png" alt="B"> lagi</p>')] == ["figure", "p"]


@pytest.mark.parametrize("source", ["", "   ", "<p></p>", "<p> <br></p>"])
def test_nothing_gives_nothing_that_shows(source: str) -> None:
    assert [node for node in blocks(source) if any(isinstance(word, str) and word.strip() for word in node["c"])] == []
