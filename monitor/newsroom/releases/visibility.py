"""Decide which content files readers may see at a moment; every other part of the build asks here."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from monitor.newsroom.details import PageType, parse_moment
from monitor.newsroom.frontmatter import Document, read_document
from monitor.newsroom.releases.ledger import Entry, entry
from monitor.newsroom.releases.state import State, read_release


class Visibility(StrEnum):
    """What a build does with a file: write it, write nothing of it, or write that it was withdrawn."""

    PUBLIC = "public"
    HELD = "held"
    WITHDRAWN = "withdrawn"


def visibility(document: Document, kind: PageType, *, official: bool, now: datetime) -> Visibility:
    """Return what to do with an article at `now` (aware); whatever cannot be read is held.

    On an official site a release needs an approval. That its text is still the approved one is checked before the
    build (`state.faults`), which stops for it.
    """
    try:
        if kind is not PageType.RELEASE:
            waiting = document.text("status").lower() == "draft" or parse_moment(document.text("date")) > now
            return Visibility.HELD if waiting else Visibility.PUBLIC
        release = read_release(document)
    except ValueError:
        return Visibility.HELD
    if release.date is None or release.date > now:
        return Visibility.HELD
    if release.state is State.WITHDRAWN:
        return Visibility.WITHDRAWN
    if release.state is not State.PUBLISHED or needs_approval(document, official=official):
        return Visibility.HELD
    return Visibility.PUBLIC


def needs_approval(document: Document, *, official: bool) -> bool:
    """Tell whether a release is kept back only because nobody approved it."""
    return official and not (document.text("approved") and document.text("approved-hash"))


@dataclass(frozen=True, slots=True)
class Survey:
    """The visibility of every article by its `key_of`, the releases that only lack an approval, those out."""

    seen: dict[str, Visibility]
    unapproved: tuple[Path, ...]
    entries: tuple[Entry, ...]


def survey(content: Path, *, official: bool, now: datetime) -> Survey:
    """Decide for every article below a content folder."""
    found: dict[str, Visibility] = {}
    unapproved: list[Path] = []
    entries: list[Entry] = []
    for document, kind in _articles(content):
        seen = visibility(document, kind, official=official, now=now)
        found[key_of(document.path)] = seen
        waits = official and kind is PageType.RELEASE and seen is Visibility.HELD
        if waits and visibility(document, kind, official=False, now=now) is Visibility.PUBLIC:
            unapproved.append(document.path)
        if kind is PageType.RELEASE and seen is not Visibility.HELD and (out := entry(document)):
            entries.append(out)
    return Survey(found, tuple(unapproved), tuple(entries))


def key_of(path: Path) -> str:
    """Return the name under which a survey keeps a file, the same however its folder was written."""
    return f"{_folder(path.parent)}/{path.name}"


@lru_cache(maxsize=4096)
def _folder(folder: Path) -> str:
    return str(folder.resolve())


def _articles(content: Path) -> Iterator[tuple[Document, PageType]]:
    """Yield every Markdown file that says which type of article it is, translations in folders of their own too."""
    for path in sorted(content.rglob("*.md")):
        try:
            document = read_document(path)
            yield document, PageType(document.text("type"))
        except ValueError:
            continue
