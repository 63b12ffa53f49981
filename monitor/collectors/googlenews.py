"""Read Google News search feeds, where the outlet stands in <source> and again behind the title."""

from __future__ import annotations

from dataclasses import replace

from monitor.collectors.document import Document
from monitor.collectors.feed import read_feed
from monitor.models import Entry, Source


def read_google_news(source: Source, document: Document) -> list[Entry]:
    """Return the entries with their real outlet and its name cut from the title. Raise FeedError.

    The description only repeats title and outlet as a link list, so it is no summary. Links lead through Google.
    """
    return [_with_outlet(entry) for entry in read_feed(source, document)]


def _with_outlet(entry: Entry) -> Entry:
    _, dash, last = entry.title.rpartition(" - ")
    outlet = entry.outlet or (last if dash else "")
    title = entry.title.removesuffix(f" - {outlet}").strip() or entry.title
    return replace(entry, title=title, outlet=outlet, summary="", body="", image="")
