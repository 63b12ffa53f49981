"""Read HTML listing pages that have no feed, by the CSS rules of their source."""

from __future__ import annotations

from collections.abc import Sequence

from bs4 import BeautifulSoup, ParserRejectedMarkup, Tag
from soupsieve import SelectorSyntaxError

from monitor.collectors.document import Document
from monitor.collectors.markup import absolute, one_line, plain
from monitor.dates import parse_date
from monitor.errors import FeedError
from monitor.models import Entry, ListingRules, Source, TimeOrigin
from monitor.urls import shown

_MOST_ITEMS = 500
# What lxml and BeautifulSoup let through on hostile bytes, such as an encoding whose name is none.
_BROKEN = (ParserRejectedMarkup, ValueError, LookupError, TypeError, AttributeError, AssertionError, RecursionError)
_TODO = "Tata letak situs mungkin berubah; perbaiki aturan [source.listing] sumber ini, lalu uji dengan " \
        "`monitor sources try`."


def read_listing(source: Source, document: Document) -> list[Entry]:
    """Return one entry per linked item of the page, each address once.

    Raise FeedError naming the selector that finds nothing or is no CSS.
    """
    rules = source.listing
    if rules is None:
        raise FeedError(f"Sumber {source.id} berjenis listing tetapi tidak punya aturan.", _TODO)
    if not document.body.strip():
        raise FeedError(f"Alamat {shown(document.url)} memberi halaman kosong.", _TODO)
    page = _parsed(document)
    try:
        items = _outermost(page.select(rules.item, limit=_MOST_ITEMS))
        found = [entry for item in items if (entry := _entry(item, rules, source, document))]
    except SelectorSyntaxError as error:
        raise FeedError(f"Aturan CSS sumber {source.id} tidak sah ({str(error).splitlines()[0]}).", _TODO) from error
    if not items:
        raise FeedError(f"Di {shown(document.url)}, selektor item {rules.item!r} tidak menemukan apa pun.", _TODO)
    if not found:
        raise FeedError(f"Di {shown(document.url)}, selektor link {rules.link!r} tidak menemukan tautan berita dalam "
                        f"{len(items)} item ({rules.item!r}).", _TODO)
    return list({entry.url: entry for entry in reversed(found)}.values())[::-1]


def _parsed(document: Document) -> BeautifulSoup:
    try:
        return BeautifulSoup(document.body, "lxml", from_encoding=document.charset or None)
    except _BROKEN as error:
        raise FeedError(f"Halaman {shown(document.url)} rusak dan tidak bisa dibaca ({type(error).__name__}).",
                        "Coba lagi nanti; bila tetap rusak, beri tahu medianya atau ganti alamatnya.") from error


def _outermost(items: Sequence[Tag]) -> list[Tag]:
    """Drop items inside other items, so that a page of nested boxes is walked once, not once per box."""
    kept: dict[int, Tag] = {}
    for item in items:
        if not any(id(parent) in kept for parent in item.parents):
            kept[id(item)] = item
    return list(kept.values())


def _entry(item: Tag, rules: ListingRules, source: Source, document: Document) -> Entry | None:
    """Read one item; None when it links to no page."""
    link = item.select_one(rules.link) or (item if item.name == "a" else None)
    url = absolute(_attribute(link, "href"), document.url) if link else ""
    if not link or not url or url.partition("#")[0] == document.url.partition("#")[0]:
        return None
    title = _text(item, rules.title) or _words(link) or _attribute(link, "title") or _attribute(_image(item), "alt")
    picture = _image(item)
    return Entry(
        source_id=source.id, url=url, title=one_line(title), summary=_text(item, rules.summary),
        published=parse_date(_date(item, rules.date), timezone=source.timezone, origin=TimeOrigin.PAGE),
        image=absolute(_attribute(picture, "data-src") or _attribute(picture, "src"), document.url),
    )


def _date(item: Tag, selector: str) -> str:
    """Return the date as the page writes it, from <time datetime> where there is one."""
    found = item.select_one(selector or "time")
    if found is None:
        return ""
    stamped = found if found.has_attr("datetime") else found.select_one("[datetime]")
    return _attribute(stamped, "datetime") or _words(found)


def _text(item: Tag, selector: str) -> str:
    found = item.select_one(selector) if selector else None
    return _words(found) if found else ""


def _words(tag: Tag) -> str:
    return plain(tag.get_text(" "), markup=False).replace("\n", " ")


def _image(item: Tag) -> Tag | None:
    return item.select_one("img")


def _attribute(tag: Tag | None, name: str) -> str:
    value = tag.get(name) if tag else None
    return value if isinstance(value, str) else ""
