from __future__ import annotations

import pytest

from monitor.newsroom.cleaning import clean, headings, open_as_file


@pytest.mark.parametrize("attack", [
    "<script>jahat()</script>", "<ScRiPt src=//x.invalid/a.js></sCrIpT>", "<img src=x onerror=jahat()>",
    '<a href="javascript:jahat()">klik</a>', '<a href="java&#10;script:jahat()">klik</a>', "<iframe src=//x></iframe>",
    '<p style="background:url(//x.invalid)">a</p>', "<svg onload=jahat()>", "<form action=//x><input></form>",
    '<img src="https://x.invalid/pelacak.gif" alt="">', '<img src="//x.invalid/pelacak.gif" alt="">',
    '<a href="data:text/html,<script>jahat()</script>">klik</a>', "<style>*{display:none}</style>",
])
def test_nothing_that_runs_or_loads_survives(attack: str) -> None:
    left = clean(f"<p>awal</p>{attack}<p>akhir</p>").lower()
    for word in ("jahat", "script", "x.invalid", "iframe", "style", "onerror", "onload", "<form", "data:"):
        assert word not in left
    assert "<p>awal</p>" in left
    assert "<p>akhir</p>" in left


def test_internal_links_survive_until_pelican_resolves_them() -> None:
    html = '<a href="{filename}../penjelasan/a.md#b-x">a</a><img src="{static}/images/a.jpg" alt="foto">'
    left = clean(html)
    assert 'href="{filename}../penjelasan/a.md#b-x"' in left
    assert 'src="{static}/images/a.jpg"' in left


def test_tables_get_a_frame_and_column_heads() -> None:
    left = clean("<table><thead><tr><th>Hari</th></tr></thead><tbody><tr><td>Senin</td></tr></tbody></table>")
    assert left.startswith('<section class="scroll" tabindex="0" aria-label="Tabel">')
    assert '<th scope="col">Hari</th>' in left


def test_headings_carry_the_text_below_them() -> None:
    first, second = headings('<h2 id="b-a">Apa &amp; siapa?</h2><p>Satu <b>dua</b>.</p><h2 id="b-b">B</h2><p>tiga</p>')
    assert (first.id, first.text, first.below) == ("b-a", "Apa & siapa?", "Satu dua.")
    assert second.below == "tiga"
    assert headings("<p>tanpa judul</p>") == ()


def test_only_relative_folder_links_get_a_file_name() -> None:
    html = ('<a href="../a/"></a><a href="../a/#b"></a><a href="https://x.invalid/"></a>'
            '<a href="#b"></a><a href="a.md"></a>')
    assert str(open_as_file(html)) == (
        '<a href="../a/index.html"></a><a href="../a/index.html#b"></a><a href="https://x.invalid/"></a>'
        '<a href="#b"></a><a href="a.md"></a>')
