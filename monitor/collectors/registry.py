"""Find the reader for a source: the one entrance to all kinds of feeds and listings."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from monitor.collectors.document import Document
from monitor.collectors.feed import read_feed
from monitor.collectors.googlenews import read_google_news
from monitor.collectors.jsonfeed import read_json_feed
from monitor.collectors.listing import read_listing
from monitor.models import Entry, Source, SourceKind

Reader = Callable[[Source, Document], list[Entry]]


def _read_any_feed(source: Source, document: Document) -> list[Entry]:
    return read_json_feed(source, document) if document.is_json() else read_feed(source, document)


READERS: Mapping[SourceKind, Reader] = {
    SourceKind.FEED: _read_any_feed,
    SourceKind.GOOGLE_NEWS: read_google_news,
    SourceKind.LISTING: read_listing,
}


def read(source: Source, body: bytes, *, url: str, content_type: str, fetched_at: datetime) -> list[Entry]:
    """Return the entries of one fetched body, as the source's kind demands. Raise FeedError.

    `url` is the final address (relative links resolve against it), `content_type` the header with its charset.
    """
    return READERS[source.kind](source, Document(body, url, content_type, fetched_at))
