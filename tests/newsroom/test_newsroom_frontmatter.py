from __future__ import annotations

from pathlib import Path

import pytest
from markdown import Markdown

from monitor.newsroom.frontmatter import parse_document

CASES = {
    "plain": "Title: Satu\nSlug: satu\n\nIsi.",
    "wrapped": "Title: Satu\n    lanjutan\nSources: a | b | c\n    d | e | f\n\nIsi: bukan kunci\n",
    "fenced": "---\nTitle: Satu\n---\nIsi.",
    "no blank line": "Title: Satu\nIsi langsung.\n",
    "crlf": "Title: Satu\r\nSlug: satu\r\n\r\nIsi.",
    "repeated": "Title: Satu\nTitle: Dua\n\nIsi.",
}


@pytest.mark.parametrize("source", CASES.values(), ids=CASES.keys())
def test_front_matter_is_read_as_python_markdown_reads_it(source: str) -> None:
    reference = Markdown(extensions=["markdown.extensions.meta"])
    reference.convert(source)
    document = parse_document(Path("x.md"), source)
    repeated = {entry.name.lower() for entry in document.repeated}
    for key, values in reference.Meta.items():  # type: ignore[attr-defined]
        if key not in repeated:
            assert list(document.fields[key].values) == [value for value in values if value]
    assert set(document.fields) == set(reference.Meta)  # type: ignore[attr-defined]


def test_lines_and_body_are_numbered_from_one() -> None:
    document = parse_document(Path("x.md"), "Title: Satu\nSources: a\n    b\nSlug: s\n\nIsi.")
    assert [entry.line for entry in document.fields.values()] == [1, 2, 4]
    assert (document.body, document.body_line) == ("Isi.", 6)
    assert document.fields["sources"].values == ("a", "b")


def test_a_key_written_twice_is_kept_apart() -> None:
    document = parse_document(Path("x.md"), CASES["repeated"])
    assert document.text("title") == "Satu"
    assert [(entry.text, entry.line) for entry in document.repeated] == [("Dua", 2)]
