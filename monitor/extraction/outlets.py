"""Rules of single outlets: where title, text, author and time stand on their pages. The rules are data (outlets.toml).

A rule is a shortcut, never a gate: when its selectors find too little, the general extractor reads the page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from bs4 import BeautifulSoup, NavigableString, Tag
from lxml.html import HtmlElement, tostring
from pydantic import Field

from monitor import urls
from monitor.config.loading import Strict, read
from monitor.extraction.boilerplate import plain
from monitor.extraction.metadata import clean_author

_BLOCKS = frozenset({"p", "div", "li", "ul", "ol", "table", "tr", "blockquote", "section", "article", "h1", "h2", "h3",
                     "h4", "h5", "h6", "dl", "dd", "dt", "figure", "header", "footer", "main", "body", "center", "pre"})
_BREAK = "\x0b"
_DOUBLE_BREAK = re.compile(r"\x0b(?:\s*\x0b)+")
_SENTENCE_BREAK = re.compile(r"([.!?:;)\"”’*])[^\S\x0b\n]*\x0b")


class Outlet(Strict):
    """One outlet: its name, its hosts (sub-domains included) and CSS selectors, the best first.

    `whole` is the query that shows an article of several pages on one.
    """

    name: str
    hosts: tuple[str, ...] = Field(min_length=1)
    body: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    whole: str = Field("", pattern=r"^(?:[a-z]+=[a-z0-9]+)?$")
    ministry: bool = False


class _Outlets(Strict):
    outlet: tuple[Outlet, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What an outlet's rule found on a page; every field may be empty. `text` has one paragraph per line."""

    title: str = ""
    text: str = ""
    author: str = ""
    date: str = ""


@lru_cache(maxsize=1)
def read_outlets() -> dict[str, Outlet]:
    """Return the packaged rules by host. Raise ConfigError when the file is not valid."""
    path = Path(str(resources.files("monitor.extraction").joinpath("outlets.toml")))
    return {host: outlet for outlet in read(path, _Outlets).outlet for host in outlet.hosts}


def outlet_of(url: str) -> Outlet | None:
    """Return the rule for an address: its host's, or that of the closest parent domain."""
    parts = urls.host(url).split(".")
    known = read_outlets()
    return next((known[name] for start in range(len(parts) - 1) if (name := ".".join(parts[start:])) in known), None)


def whole_page(url: str) -> str:
    """Return the address under which an outlet shows the whole of an article; `url` itself where none is known."""
    outlet = outlet_of(url)
    if not outlet or not outlet.whole:
        return url
    parts = urlsplit(url)
    if parts.query or not parts.path.strip("/"):
        return url
    return urlunsplit(parts._replace(query=outlet.whole, fragment=""))


def apply(outlet: Outlet, tree: HtmlElement) -> Reading:
    """Read a page by its outlet's selectors; what they do not find stays empty."""
    soup = BeautifulSoup(tostring(tree, encoding="unicode"), "lxml")
    title, author, date = (_one(soup, selectors) for selectors in (outlet.title, outlet.author, outlet.date))
    for selector in outlet.remove:
        for element in soup.select(selector):
            element.extract()
    return Reading(title, _body(soup, outlet.body), clean_author(author), date)


def _one(soup: BeautifulSoup, selectors: tuple[str, ...]) -> str:
    for selector in selectors:
        for element in soup.select(selector, limit=3):
            said = element.get("content") or element.get("datetime") or element.get_text(" ")
            if text := plain(str(said)):
                return text
    return ""


def _body(soup: BeautifulSoup, selectors: tuple[str, ...]) -> str:
    """Return the text of the first selector that finds any; several matches (pages of one article) are joined."""
    for selector in selectors:
        found = soup.select(selector)
        chosen = set(map(id, found))
        outer = [element for element in found if not any(id(parent) in chosen for parent in element.parents)]
        if text := "\n".join(filter(None, map(lines_of, outer))):
            return text
    return ""


def lines_of(element: Tag) -> str:
    """Return an element's text, one line per block element, double line break, or line break after a sentence."""
    pieces: list[str] = []
    last: Tag | None = None
    for node in element.descendants:
        if isinstance(node, Tag):
            if node.name in ("br", "hr"):
                pieces.append(_BREAK)
        elif type(node) is NavigableString:
            block = next((parent for parent in node.parents if parent.name in _BLOCKS), None)
            if block is not last:
                pieces.append("\n")
                last = block
            pieces.append(re.sub(r"\s+", " ", node))
    text = _DOUBLE_BREAK.sub("\n", "".join(pieces))
    text = _SENTENCE_BREAK.sub(r"\1\n", text).replace(_BREAK, " ")
    return "\n".join(line for raw in text.split("\n") if (line := " ".join(raw.split())))
