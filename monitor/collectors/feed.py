"""Read RSS, RDF and Atom feeds through feedparser, which gets bytes only: a string could open a local file.

feedparser's own sanitiser and link rewriting are off (nh3 strips all markup here, faster), and so are its dates: it
reads WIB as UTC and knows no Agu, Mei or Okt, so the written strings go to `monitor.dates`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from io import BytesIO
from typing import Any
from xml.sax import SAXException

import feedparser

from monitor.collectors.ampersands import escaped
from monitor.collectors.document import Document
from monitor.collectors.markup import absolute, first_image, has_markup, one_line, plain, without_address
from monitor.dates import parse_date
from monitor.errors import FeedError, OverrunError
from monitor.models import Entry, Source, TimeOrigin, Timestamp
from monitor.urls import shown

_HTML_TYPES = {"text/html", "application/xhtml+xml"}
_FEED_ROOT = re.compile(rb"<(?:rss|(?:\w+:)?RDF|(?:\w+:)?feed|channel)\b", re.I)
_EMAIL = re.compile(r"[(<]?\b[^\s@()<>]{1,64}@[^\s@()<>]{1,255}[)>]?")
_MOST_TAGS = 400_000
"""About ten times what a real feed of 8 MB holds; reading that many costs seconds, more would block the run."""
_LONG_TAG = re.compile(rb"<[A-Za-z][^<>]{20000,}")
_MOST_ATTRIBUTES = 1_000
"""feedparser takes a minute over one tag with 80,000 attributes, since it looks each up among all the others."""
_FUTURE = timedelta(days=1)
# What feedparser, its sgmllib and the codecs below it can raise on hostile bytes.
_BROKEN = (ValueError, LookupError, AttributeError, TypeError, AssertionError, RecursionError, OverflowError,
           SAXException)


def read_feed(source: Source, document: Document) -> list[Entry]:
    """Return every entry that feedparser finds, in feed order. Raise FeedError when the body is no feed.

    An entry without an http(s) address gets a stand-in `entri:…` address; one without a title gets the first line of
    its text.
    """
    if not document.body.strip():
        raise not_a_feed(document)
    document = document.narrow()
    parsed = _parse(document)
    raw: Sequence[Mapping[str, Any]] = parsed["entries"]
    if not raw and not parsed.get("version") and not _FEED_ROOT.search(document.body[:4000].replace(b"\0", b"")):
        raise not_a_feed(document)
    atom = str(parsed.get("version", "")).startswith("atom")
    return [_entry(item, source, document, atom=atom) for item in raw]


def not_a_feed(document: Document) -> FeedError:
    """Word the error for a body that is no feed, naming what it looks like and the feed it points to."""
    what = f"Alamat {shown(document.url)} memberi {document.looks_like()}, bukan feed."
    if document.is_html() and (better := document.advertised_feed()):
        return FeedError(what, f"Halaman itu menyebut feed di {better}; pakai alamat itu di daftar sumber.")
    return FeedError(what, "Periksa alamat feed di situs media itu, lalu perbaiki daftar sumber.")


def _parse(document: Document) -> Mapping[str, Any]:
    if document.body.count(b"<") > _MOST_TAGS or _crowded(document.body):
        raise OverrunError(f"Isi {shown(document.url)} terlalu rumit untuk sebuah feed.",
                           "Periksa alamatnya; bila benar, minta feed yang lebih pendek kepada medianya.")
    charset = f"; charset={document.charset}" if document.charset else ""
    headers = {"content-type": f"application/xml{charset}"}  # no base: links are made absolute below, 200 times fewer
    try:
        parsed: Mapping[str, Any] = feedparser.parse(
            BytesIO(escaped(document.body)), response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    except _BROKEN as error:
        raise FeedError(f"Feed {shown(document.url)} rusak dan tidak bisa dibaca ({type(error).__name__}).",
                        "Coba lagi nanti; bila tetap rusak, beri tahu medianya atau ganti alamatnya.") from error
    return parsed


def _crowded(body: bytes) -> bool:
    """Say whether one tag of the body has more attributes than any honest one."""
    return any(found[0].count(b"=") > _MOST_ATTRIBUTES for found in _LONG_TAG.finditer(body))


def _entry(item: Mapping[str, Any], source: Source, document: Document, *, atom: bool) -> Entry:
    summary_raw = _string(item, "summary")
    summary = _text(item, "summary", atom=atom)
    contents = [part for part in item.get("content", ()) if isinstance(part, Mapping)]
    content = max(contents, key=lambda part: len(_string(part, "value")), default={})
    body = _as_text(_string(content, "value"), str(content.get("type", "")), atom=atom)
    if body == summary:
        summary = ""
    first_line = (summary or body).partition("\n")[0][:160]
    title = _text(item, "title", atom=atom).replace("\n", " ") or first_line
    url = absolute(_string(item, "link"), document.url) or absolute(_string(item, "id"), "")
    return Entry(
        source_id=source.id,
        url=url or without_address("entri", source.id, _string(item, "id") or f"{title}\n{summary}\n{body}"),
        title=title, summary=summary, body=body,
        published=published(item, source, document),
        author=_author(item),
        outlet=_outlet(item),
        image=_image(item, document.url) or first_image(summary_raw + _string(content, "value"), document.url),
    )


def published(item: Mapping[str, Any], source: Source, document: Document) -> Timestamp | None:
    """Return the first readable of the stated times that is not more than a day ahead of the fetch.

    Without one the item gets the time of the fetch, marked as such (TimeOrigin.FETCHED).
    """
    for key in ("published", "created", "updated"):
        stated = parse_date(_string(item, key), timezone=source.timezone, origin=TimeOrigin.FEED)
        if stated and stated.at - document.fetched_at < _FUTURE:
            return stated
    return None


def _string(item: Mapping[str, Any], key: str) -> str:
    value = item[key] if key in item else None  # noqa: SIM401 - feedparser's get("updated") falls back and warns
    return value if isinstance(value, str) else ""


def _text(item: Mapping[str, Any], key: str, *, atom: bool) -> str:
    detail = item.get(f"{key}_detail")
    kind = str(detail.get("type", "")) if isinstance(detail, Mapping) else ""
    return _as_text(_string(item, key), kind, atom=atom)


def _as_text(value: str, kind: str, *, atom: bool) -> str:
    """Strip markup where the feed declares it, and in RSS, which declares nothing, wherever tags are seen."""
    return plain(value, markup=kind in _HTML_TYPES or (not atom and has_markup(value)))


def _author(item: Mapping[str, Any]) -> str:
    """Return the author's name without the e-mail address that RSS puts there."""
    return _EMAIL.sub(" ", one_line(_string(item, "author"), markup=True)).strip(" ()")


def _outlet(item: Mapping[str, Any]) -> str:
    """Return the publication that an aggregator names in <source>."""
    source = item.get("source")
    return one_line(_string(source, "title"), markup=True) if isinstance(source, Mapping) else ""


def _image(item: Mapping[str, Any], base: str) -> str:
    """Return the picture that the feed gives an entry: thumbnail, media content, enclosure, in this order."""
    candidates = [*_mappings(item, "media_thumbnail")]
    candidates += [part for part in (*_mappings(item, "media_content"), *_mappings(item, "links"))
                   if _string(part, "type").startswith("image/") or _string(part, "medium") == "image"]
    image = item.get("image")
    candidates += [image] if isinstance(image, Mapping) else []
    links = (absolute(_string(part, "url") or _string(part, "href"), base) for part in candidates)
    return next(filter(None, links), "")


def _mappings(item: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    value = item.get(key)
    return [part for part in value if isinstance(part, Mapping)] if isinstance(value, list) else []
