"""One fetched page, decoded and parsed once, with its limits.

Nothing here fetches anything; a page that is empty, binary, too large or nested too deeply is simply not readable.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from bs4.dammit import EncodingDetector
from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring

MAX_BYTES = 8_000_000
MAX_ELEMENTS = 30_000
MAX_DEPTH = 250

# what lxml and the libraries on top of it raise on hostile markup
PARSE_ERRORS = (etree.LxmlError, ValueError, TypeError, AttributeError, LookupError, AssertionError, RecursionError,
                MemoryError, ArithmeticError)

_SILENT = ("script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed", "canvas", "video",
           "audio", "button", "select", "textarea", "input", "dialog", "amp-ad", "amp-embed", "amp-social-share",
           "amp-analytics", "amp-sidebar", "amp-iframe", "amp-video", "amp-youtube", "amp-sticky-ad")
_BINARY = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"PK\x03\x04", b"\x1f\x8b", b"RIFF", b"\x00\x00\x00")
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_WEB_NAMES = {"iso-8859-1": "windows-1252", "latin-1": "windows-1252", "latin1": "windows-1252",
              "us-ascii": "windows-1252", "ascii": "windows-1252"}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>", re.I)
_STATE = etree.XPath("string(//script[@id='__NEXT_DATA__'])")
_SCRIPTS = etree.XPath("//script[contains(translate(@type, 'LDJSON+', 'ldjson+'), 'ld+json')]")


@dataclass(frozen=True, slots=True)
class Page:
    """A parsed page: `tree` without scripts and styles, `linked_data` the raw JSON-LD texts that were in it.

    `state` is the raw JSON from which Next.js draws the page in the browser; empty on other pages.
    """

    tree: HtmlElement
    linked_data: tuple[str, ...]
    state: str = ""


def open_page(html: bytes | str) -> Page | None:
    """Decode, parse and slim a page; None when it is empty, binary, or beyond the limits of size and depth."""
    text = html if isinstance(html, str) else decode(html)
    text = _DECLARATION.sub("", _CONTROL.sub("", text[:MAX_BYTES]), count=1)
    if "<" not in text:
        return None
    try:
        parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False)
        tree = document_fromstring(text.encode("utf-8"), parser=parser)
        linked = tuple(str(script.text) for script in _SCRIPTS(tree) if script.text)
        state = str(_STATE(tree))
        etree.strip_elements(tree, *_SILENT, with_tail=False)
    except PARSE_ERRORS:
        return None
    return Page(tree, linked, state) if _within_limits(tree) else None


def decode(body: bytes) -> str:
    """Decode bytes by byte-order mark, strict UTF-8, declared charset, then windows-1252; never raises.

    Strict UTF-8 comes before the declared charset because pages that declare it wrongly are common and text in
    another encoding practically never happens to be valid UTF-8.
    """
    body = body[:MAX_BYTES]
    if not body.strip() or body.lstrip()[:8].startswith(_BINARY):
        return ""
    for mark, charset in _MARKS:
        if body.startswith(mark):
            return body[len(mark):].decode(charset, errors="replace")
    if guess := _bare_utf16(body):
        return body.decode(guess, errors="replace")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_legacy(body)


def _decode_legacy(body: bytes) -> str:
    """Decode what is not valid UTF-8: by its declared charset, as damaged UTF-8, or as windows-1252."""
    declared = (EncodingDetector.find_declared_encoding(body, is_html=True) or "").lower()
    charset = _WEB_NAMES.get(declared, declared)
    if charset and not charset.startswith("utf"):
        try:
            return body.decode(charset)
        except (LookupError, UnicodeDecodeError):
            charset = ""
    damaged = body.decode("utf-8", errors="replace")
    if damaged.count("\ufffd") * 4 < sum(char > "\x7f" for char in damaged):
        return damaged
    return body.decode("windows-1252", errors="replace")


def _bare_utf16(body: bytes) -> str:
    """Name the UTF-16 flavour of a page that carries no byte-order mark, or return an empty string."""
    start = body[:200]
    zeros = start.count(0)
    if zeros < len(start) * 0.3:
        return ""
    return "utf-16-be" if start[::2].count(0) > start[1::2].count(0) else "utf-16-le"


def _within_limits(tree: HtmlElement) -> bool:
    level, depth, total = [tree], 0, 1
    while level:
        level = [child for element in level for child in element]
        depth, total = depth + 1, total + len(level)
        if depth > MAX_DEPTH or total > MAX_ELEMENTS:
            return False
    return True
