"""Clean rendered Markdown to the few elements the theme knows, and list its headings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from html import unescape

import nh3
from markupsafe import Markup

TAGS = {
    "p", "br", "hr", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "a", "blockquote", "cite", "q", "abbr", "s",
    "code", "pre", "sup", "sub", "table", "thead", "tbody", "tr", "th", "td", "caption", "figure", "figcaption", "img",
    "dl", "dt", "dd",
}
ATTRIBUTES = {
    "a": {"href", "title"}, "img": {"src", "alt", "width", "height", "loading"}, "abbr": {"title"},
    "h2": {"id"}, "h3": {"id"}, "ol": {"start"}, "th": {"scope"},
}
_HEADING = re.compile(r"<h2 id=\"([^\"]+)\">(.*?)</h2>", re.S)
_TABLE = re.compile(r"<table>.*?</table>", re.S)


@dataclass(frozen=True, slots=True)
class Heading:
    """A second-level heading of a page: its fragment, its words, and the plain text below it."""

    id: str
    text: str
    below: str


def clean(html: str) -> str:
    """Return the HTML with everything outside the allowed elements removed, scripts with their text.

    Wide tables get a frame of their own to scroll in; table heads are marked as column heads.
    """
    safe = _cleaner().clean(html).replace("<th>", '<th scope="col">')
    frame = '<section class="scroll" tabindex="0" aria-label="Tabel">{}</section>'
    return _TABLE.sub(lambda found: frame.format(found[0]), safe)


def plain(html: str) -> str:
    """Return the text of an HTML fragment on one line."""
    return " ".join(unescape(_stripper().clean(html)).split())


def headings(html: str) -> tuple[Heading, ...]:
    """List the second-level headings of cleaned HTML in order."""
    marks = list(_HEADING.finditer(html))
    ends = [*(mark.start() for mark in marks), len(html)][1:]
    return tuple(Heading(mark[1], plain(mark[2]), plain(html[mark.end():end]))
                 for mark, end in zip(marks, ends, strict=True))


def heading_id(value: str, separator: str) -> str:
    """Make the fragment of a heading; the prefix keeps it apart from the theme's own ids."""
    words = re.sub(r"[^a-z0-9]+", separator, value.lower()).strip(separator)
    return f"b{separator}{words}"


def open_as_file(html: str) -> Markup:
    """Add `index.html` to relative links that end in a slash, so that pages work straight from a folder."""
    return Markup(re.sub(r'(href=")((?![a-z]+:|#|/)[^"#?]*/)(["#])', r"\1\2index.html\3", html))


@cache
def _cleaner() -> nh3.Cleaner:
    return nh3.Cleaner(tags=TAGS, attributes=ATTRIBUTES, url_schemes={"http", "https", "mailto", "tel"},
                       attribute_filter=_keep, link_rel="noopener noreferrer")


@cache
def _stripper() -> nh3.Cleaner:
    return nh3.Cleaner(tags=set())


def _keep(tag: str, attribute: str, value: str) -> str | None:
    if tag == "img" and attribute == "src" and re.match(r"[a-z]+:|//", value, re.I):
        return None
    return value
