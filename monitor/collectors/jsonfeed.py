"""Read JSON Feed 1.0 and 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from monitor.collectors.document import Document
from monitor.collectors.feed import not_a_feed, published
from monitor.collectors.markup import absolute, first_image, one_line, plain, without_address
from monitor.errors import FeedError
from monitor.models import Entry, Source
from monitor.urls import shown

_DATES = {"published": "date_published", "updated": "date_modified"}


def read_json_feed(source: Source, document: Document) -> list[Entry]:
    """Return the items as entries, in feed order. Raise FeedError when the JSON is damaged or no JSON Feed."""
    try:
        data = json.loads(document.body.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError) as error:
        raise FeedError(f"Feed JSON {shown(document.url)} rusak atau terpotong.",
                        "Coba lagi nanti; bila tetap rusak, beri tahu medianya.") from error
    items = data.get("items") if isinstance(data, dict) else None
    if not isinstance(items, list):
        raise not_a_feed(document)
    return [_entry(item, source, document) for item in items if isinstance(item, dict)]


def _entry(item: Mapping[str, Any], source: Source, document: Document) -> Entry:
    markup = _string(item, "content_html")
    body = plain(_string(item, "content_text"), markup=False) or plain(markup, markup=True)
    summary = plain(_string(item, "summary"), markup=False)
    title = one_line(_string(item, "title")) or (summary or body).partition("\n")[0][:160]
    links = (absolute(_string(item, key), base) for key, base in
             (("url", document.url), ("external_url", document.url), ("id", "")))
    images = (absolute(_string(item, key), document.url) for key in ("image", "banner_image"))
    dates = {key: _string(item, name) for key, name in _DATES.items()}
    return Entry(
        source_id=source.id,
        url=next(filter(None, links), "") or without_address("entri", source.id, str(item.get("id", title + body))),
        title=title, summary=summary, body=body,
        published=published(dates, source, document),
        author=_author(item),
        image=next(filter(None, images), "") or first_image(markup, document.url),
        language=_string(item, "language").partition("-")[0].lower(),
    )


def _author(item: Mapping[str, Any]) -> str:
    authors = item.get("authors")
    people = authors if isinstance(authors, list) else [item.get("author")]
    names = (one_line(_string(person, "name")) for person in people if isinstance(person, Mapping))
    return ", ".join(filter(None, names))


def _string(item: Mapping[str, Any], key: str) -> str:
    value = item.get(key)
    return value if isinstance(value, str) else ""
