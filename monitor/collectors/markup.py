"""Turn what strangers wrote as markup and links into plain text and safe addresses."""

from __future__ import annotations

import hashlib
import html
import re
from urllib.parse import urljoin, urlsplit

import nh3

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]")
"""Characters no text needs: codes that steer a terminal, overrides that turn reading order round, half characters."""

LONGEST_ADDRESS = 4_000
"""Longer links are no addresses; the longest of Google News have about 1,000 characters."""

_BREAK = re.compile(r"(?i)<(?=/?(?:p|div|li|h[1-6]|tr|blockquote|ul|ol|section|figure)\b|br\b)")
_TAG = re.compile(r"(?i)</?(?:p|br|hr|div|span|a|b|i|u|em|strong|font|img|ul|ol|li|h[1-6]|table|figure|iframe|script|"
                  r"style|blockquote)(?:\s[^<>]*)?/?>")
_IMAGE = re.compile(r"""(?i)<img\s[^>]{0,2000}?\bsrc\s*=\s*["']([^"'<>]{1,2000})["']""")
_GAPS = re.compile(r"[^\S\n]+")
_LINES = re.compile(r" ?\n\s*")


def has_markup(text: str) -> bool:
    """Say whether a text that is nominally plain carries HTML tags."""
    return _TAG.search(text) is not None


def plain(text: str, *, markup: bool) -> str:
    """Return readable text: tags stripped when `markup`, entities decoded once, one line per paragraph."""
    if markup and ("<" in text or "&" in text):
        text = html.unescape(nh3.clean(_BREAK.sub("\n<", text), tags=set(),
                                       clean_content_tags={"script", "style", "iframe", "noscript"}))
    return _LINES.sub("\n", _GAPS.sub(" ", _CONTROL.sub("", text))).strip()


def one_line(text: str, *, markup: bool = False) -> str:
    """Return a text such as a title on one line."""
    return plain(text, markup=markup).replace("\n", " ")


def first_image(markup: str, base: str) -> str:
    """Return the address of the first picture in a markup text, or an empty string."""
    found = _IMAGE.search(markup)
    return absolute(html.unescape(found[1]), base) if found else ""


def absolute(link: str, base: str) -> str:
    """Return an absolute http(s) address, or an empty string for every other scheme and for nonsense."""
    link = _CONTROL.sub("", link).strip()
    if not link or len(link) > LONGEST_ADDRESS:
        return ""
    try:
        url = urljoin(base, link)
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return ""
    return url if usable else ""


def without_address(namespace: str, *facts: str) -> str:
    """Return a stable stand-in address, `<namespace>:<16 hex digits>`, for an item that has no page of its own.

    The same facts give the same address, so that a repeated run stores nothing twice. It is never fetched.
    """
    digest = hashlib.sha256("\x1f".join(facts).encode("utf-8", "replace")).hexdigest()
    return f"{namespace}:{digest[:16]}"
