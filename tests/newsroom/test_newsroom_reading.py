"""The reader for the whole site renders as a new Python-Markdown would."""

from __future__ import annotations

from pathlib import Path

import pytest
from markdown import Markdown
from pelican.settings import read_settings

from monitor.newsroom.reading import OneParserReader

_SETTINGS = Path(__file__).parents[2] / "pelicanconf.py"


@pytest.fixture(scope="module")
def reader() -> OneParserReader:
    """Return the reader with the settings we ship."""
    return OneParserReader(read_settings(str(_SETTINGS)))


@pytest.mark.parametrize("text", [
    "kata biasa", "**tebal** dan *miring* dan __tebal__ dan _miring_", "`kode`", r"\*bukan miring\*",
    "[tautan](https://contoh.invalid)", "![gambar](a.png)", "<https://contoh.invalid>", "<a@contoh.invalid>",
    "baris  \nberikut", "<b>lama</b>", "A &amp; B & C", "catatan[^1]\n\n[^1]: isi catatan",
    "[rujukan]\n\n[rujukan]: https://contoh.invalid", "- butir\n- **butir**", "## Judul *miring* {#tanda}",
    "BP3MI ada\n\n*[BP3MI]: balai", "| a | b |\n|---|---|\n| kata | `d` |",
])
def test_every_mark_is_rendered_as_by_a_new_parser(reader: OneParserReader, tmp_path: Path, text: str) -> None:
    path = tmp_path / "naskah.md"
    path.write_text(f"Title: Judul\n\n{text}\n", "utf-8")
    body, _ = reader.read(str(path))
    assert body == Markdown(**reader.settings["MARKDOWN"]).convert(f"Title: Judul\n\n{text}\n")
