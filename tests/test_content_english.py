"""The English explainers say what the Indonesian ones say: the same figures, sources, steps and dates."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from monitor.newsroom.frontmatter import Document, read_document

EXPLAINERS = Path(__file__).parents[1] / "content" / "penjelasan"
ENGLISH = sorted(EXPLAINERS.glob("*.en.md"))
SHAPES = {"headings": r"^## ", "steps": r"^\d+\. ", "points": r"^- ", "rows": r"^\|"}
LINK = re.compile(r"\{filename\}/(\w+)/([\w-]+)(\.en)?\.md")
INDONESIAN = re.compile(r"\b(yang|tidak|untuk|dengan|atau|bila|anda|sebelum|diperiksa)\b", re.I)


@pytest.fixture(params=ENGLISH, ids=lambda path: path.name)
def pair(request: pytest.FixtureRequest) -> tuple[Document, Document]:
    path: Path = request.param
    return read_document(path), read_document(path.with_name(path.name.replace(".en.md", ".md")))


def told(found: Document) -> str:
    """What a reader sees, without the sources and the addresses of links."""
    names = ("title", "summary", "answer", "helpers", "legal")
    fields = [text for name in names if name in found.fields for text in found.fields[name].values]
    return re.sub(r"\]\([^)]*\)", "]", "\n".join([*fields, found.body]))


def figures(text: str) -> list[str]:
    return sorted(re.findall(r"\d+", re.sub(r"(?<=\d)[.,](?=\d)", "", text)))


def test_every_explainer_can_be_read_in_english() -> None:
    indonesian = {path.stem for path in EXPLAINERS.glob("*.md")} - {path.stem for path in ENGLISH}
    assert {path.name.removesuffix(".en.md") for path in ENGLISH} == indonesian
    assert len(ENGLISH) >= 12


def test_it_is_marked_as_english_and_keeps_slug_topics_and_day_of_check(pair: tuple[Document, Document]) -> None:
    english, indonesian = pair
    assert english.text("lang") == "en"
    for name in ("slug", "type", "topics", "destinations", "checked"):
        assert english.text(name) == indonesian.text(name), name


def test_no_figure_is_lost_or_added(pair: tuple[Document, Document]) -> None:
    english, indonesian = pair
    assert figures(told(english)) == figures(told(indonesian))


def test_sources_are_the_same_in_the_same_order(pair: tuple[Document, Document]) -> None:
    english, indonesian = ([line.split("|")[1:] for line in each.fields["sources"].values] for each in pair)
    assert [[part.strip() for part in line] for line in english] == [[part.strip() for part in line]
                                                                    for line in indonesian]


def test_steps_points_helpers_and_legal_basis_are_all_there(pair: tuple[Document, Document]) -> None:
    english, indonesian = pair
    for name, pattern in SHAPES.items():
        assert len(re.findall(pattern, english.body, re.M)) == len(re.findall(pattern, indonesian.body, re.M)), name
    for name in ("helpers", "legal"):
        counts = [len(each.fields[name].values) if name in each.fields else 0 for each in pair]
        assert counts[0] == counts[1], name


def test_it_is_short_plain_english(pair: tuple[Document, Document]) -> None:
    english, _ = pair
    assert len(english.text("title")) <= 65
    assert english.text("title").endswith("?")
    assert len(english.text("summary")) <= 160
    assert not INDONESIAN.search(told(english))
    prose = [english.text("answer"), *(line for line in english.body.splitlines() if not line.startswith(("|", "#")))]
    for sentence in (each for line in prose for each in re.split(r"(?<=[.?:;])\s+", line)):
        assert len(sentence.split()) < 28, sentence


def test_links_lead_to_the_english_version_of_an_explainer(pair: tuple[Document, Document]) -> None:
    english, indonesian = pair
    links, theirs = (LINK.findall(each.body) for each in (english, indonesian))
    assert [link[:2] for link in links] == [link[:2] for link in theirs]
    assert all(mark for kind, _, mark in links if kind == "penjelasan")
