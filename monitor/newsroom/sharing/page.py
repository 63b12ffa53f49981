"""Read the explainers and clarifications that may be shared, straight from the content files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from markdown import Markdown

from monitor.dates import long_date
from monitor.newsroom.cleaning import plain
from monitor.newsroom.details import (
    Channel,
    Helper,
    PageType,
    Reference,
    parse_channel,
    parse_day,
    parse_helper,
    parse_moment,
    parse_reference,
)
from monitor.newsroom.frontmatter import Document, read_document
from monitor.newsroom.releases.visibility import Visibility, visibility

KINDS = (PageType.EXPLAINER, PageType.CLARIFICATION)
CHANNELS = "kanal-resmi"
_COMPLAINT_KINDS = ("telepon", "whatsapp")
_BLOCK_END = re.compile(r"</(?:p|li|h3|h4|tr|dt|dd|blockquote)>")
_ISO = re.compile(r"\b\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])\b")


@dataclass(frozen=True, slots=True)
class SharedPage:
    """One page that employees pass on. `truth` is the short answer or the fact; `sections` are (heading, Markdown)."""

    slug: str
    kind: PageType
    title: str
    truth: str
    claim: str
    verdict: str
    advice: tuple[str, ...]
    helpers: tuple[Helper, ...]
    legal: tuple[str, ...]
    sources: tuple[Reference, ...]
    sections: tuple[tuple[str, str], ...]
    published: datetime
    changed: datetime
    checked: date

    @property
    def path(self) -> str:
        """The address below the site."""
        return f"{self.kind}/{self.slug}/"


def read_page(path: Path) -> SharedPage:
    """Read one content file that passed the content checks. Raise ValueError or OSError otherwise."""
    document = read_document(path)
    kind = PageType(document.text("type"))
    published = parse_moment(document.text("date"))
    return SharedPage(
        slug=document.text("slug"), kind=kind, title=document.text("title"),
        truth=document.text("fact" if kind is PageType.CLARIFICATION else "answer"),
        claim=document.text("claim"), verdict=document.text("verdict"),
        advice=tuple(map(in_words, _lines(document, "advice"))),
        helpers=tuple(parse_helper(in_words(line)) for line in _lines(document, "helpers")),
        legal=tuple(map(in_words, _lines(document, "legal"))),
        sources=tuple(map(parse_reference, _lines(document, "sources"))), sections=tuple(_sections(document.body)),
        published=published, checked=parse_day(document.text("checked")),
        changed=parse_moment(document.text("modified")) if document.text("modified") else published)


def published_pages(content: Path, now: datetime) -> tuple[SharedPage, ...]:
    """Return the explainers and clarifications that are out by `now`, newest first; drafts and embargoes are not."""
    found = []
    for kind in KINDS:
        for path in sorted((content / kind).rglob("*.md")):
            document = read_document(path)
            indonesian = document.text("lang").lower() in {"", "id"}
            if indonesian and visibility(document, kind, official=True, now=now) is Visibility.PUBLIC:
                found.append(read_page(path))
    return tuple(sorted(found, key=lambda page: (-page.published.timestamp(), page.slug)))


def official_channels(content: Path) -> tuple[Channel, ...]:
    """Return the channels listed on the page on official channels; none when there is no such page."""
    for path in sorted((content / "pages").rglob("*.md")):
        document = read_document(path)
        if document.text("slug") == CHANNELS:
            return tuple(map(parse_channel, _lines(document, "channels")))
    return ()


def complaint_lines(channels: Iterable[Channel]) -> tuple[Channel, ...]:
    """Return the telephone and WhatsApp lines among some channels."""
    return tuple(each for each in channels if each.kind.lower().startswith(_COMPLAINT_KINDS))


def section_blocks(source: str) -> tuple[str, ...]:
    """Return a section's Markdown as plain text, one entry per paragraph or list item."""
    html = Markdown(extensions=["extra", "sane_lists"], output_format="html").convert(source)
    return tuple(text for part in _BLOCK_END.split(html) if (text := plain(part)))


def in_words(text: str) -> str:
    """Return the text with ISO dates written out: 2026-11-21 becomes 21 November 2026."""
    return _ISO.sub(_written, text)


def _written(found: re.Match[str]) -> str:
    try:
        return long_date(date.fromisoformat(found[0]))
    except ValueError:  # 2026-02-30
        return found[0]


def _lines(document: Document, key: str) -> tuple[str, ...]:
    found = document.fields.get(key)
    return found.values if found else ()


def _sections(body: str) -> Iterator[tuple[str, str]]:
    """Split the body at its second-level headings; text before the first one has an empty heading."""
    heading, lines = "", list[str]()
    for line in body.splitlines():
        if line.startswith("## "):
            if heading or any(part.strip() for part in lines):
                yield heading, "\n".join(lines).strip()
            heading, lines = line.removeprefix("## ").strip().rstrip("#").strip(), []
        else:
            lines.append(line)
    if heading or any(part.strip() for part in lines):
        yield heading, "\n".join(lines).strip()
