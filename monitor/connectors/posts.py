"""From a platform's fields to a post: safe reading of JSON that may hold anything, and plain text."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any

import nh3

from monitor.config.connectors import PLATFORMS
from monitor.dates import parse_date
from monitor.models import Entry, ItemKind, Source, TimeOrigin, Timestamp

_BREAK = re.compile(r"(?i)<(?=/?(?:p|div|li|blockquote)\b|br\b)")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufeff]")
_GAPS = re.compile(r"[^\S\n]+")
_LINES = re.compile(r" ?\n\s*")
_LONGEST_TITLE = 200
_CUT = 160


def word(data: Any, *path: str) -> str:
    """Return the text or number at a path of keys as text; empty when there is none.

    Half a surrogate pair, which JSON can hold and no address or database takes, becomes a question mark.
    """
    for key in path:
        data = data.get(key) if isinstance(data, Mapping) else None
    if isinstance(data, bool) or not isinstance(data, (str, int, float)):
        return ""
    return str(data).encode("utf-8", "replace").decode("utf-8")


def records(data: Any, *path: str) -> list[Mapping[str, Any]] | None:
    """Return the objects of the list at a path of keys; None when there is no list."""
    for key in path:
        data = data.get(key) if isinstance(data, Mapping) else None
    return [item for item in data if isinstance(item, Mapping)] if isinstance(data, list) else None


def plain(text: str, *, markup: bool = False) -> str:
    """Return readable text, one line per paragraph; with `markup`, tags are stripped and entities decoded once."""
    if markup and ("<" in text or "&" in text):
        text = html.unescape(nh3.clean(_BREAK.sub("\n<", text), tags=set(), clean_content_tags={"script", "style"}))
    return _LINES.sub("\n", _GAPS.sub(" ", _CONTROL.sub("", text))).strip()


def is_web(url: str) -> bool:
    """Say whether an address is one of the web, on one line and without blanks."""
    return url.startswith(("https://", "http://")) and url.isprintable() and " " not in url


def time(source: Source, raw: str) -> Timestamp | None:
    """Return a stated time with its offset."""
    return parse_date(raw, timezone=source.timezone, origin=TimeOrigin.FEED)


def post(source: Source, *, url: str, text: str, published: str, author: str = "", language: str = "",
         image: str = "") -> Entry | None:
    """Make the entry of a post from its plain text; None when it has no text or no web address.

    A short first line is the title and what follows the text; a long one is cut for the title and kept whole as text.
    """
    text = plain(text)
    if not text or not is_web(url):
        return None
    first, _, rest = text.partition("\n")
    title, body = (first, rest) if len(first) <= _LONGEST_TITLE else (first[:_CUT].rsplit(" ", 1)[0] + " …", text)
    return Entry(
        source_id=source.id, url=url, title=title, body=body, published=time(source, published),
        author=plain(author).replace("\n", " ")[:100], outlet=PLATFORMS[source.kind].name,
        image=image if image.startswith("https://") else "", kind=ItemKind.POST,
        language=language.partition("-")[0].lower()[:3])
