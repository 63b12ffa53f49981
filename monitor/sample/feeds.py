"""Write the sample feeds, each in another format, with the habits that real ones have."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from email.utils import format_datetime
from html import escape

from monitor.sample.items import Item, Outlet

MARK = "DATA CONTOH: semua isi rekaan."
_DAYS = ("Sen", "Sel", "Rab", "Kam", "Jum'at", "Sab", "Min")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")
_ENGLISH_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ENGLISH_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                   "November", "December")
_OFFICES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}

Feed = tuple[str, str]
"""Content type and text."""


def write(outlet: Outlet, items: Sequence[Item], base: str) -> Feed:
    """Return the feed of one outlet, newest first. `base` is its address without a final slash."""
    return _WRITERS[outlet.format](outlet, items, base)


def maintenance(outlet: Outlet) -> Feed:
    """Return the page that a broken outlet answers instead of its feed."""
    return "text/html; charset=utf-8", (f"<!doctype html><html lang=id><title>{escape(outlet.name)}</title>"
                                        "<h1>Situs contoh sedang dalam perbaikan</h1><p>Silakan kembali besok.")


def english_date(at: datetime) -> str:
    """Return `Friday, 21 August 2026` in any locale."""
    return f"{_ENGLISH_DAYS[at.weekday()]}, {at.day:02d} {_ENGLISH_MONTHS[at.month - 1]} {at.year}"


def false_time(item: Item) -> str:
    """Return `00.08 21 August 2026 153`: the month where minutes belong, the date, a view count."""
    at = item.local
    return f"00.{at:%m} {at.day:02d} {_ENGLISH_MONTHS[at.month - 1]} {at.year} {100 + item.number % 97}"


def _rss_date(item: Item) -> str:
    """Write an English date whose zone is WIB, as many Indonesian feeds do."""
    return f"{format_datetime(item.local).rsplit(' ', 1)[0]} {_OFFICES[item.outlet.timezone]}"


def _gmt_date(item: Item) -> str:
    return format_datetime(item.published.astimezone(UTC), usegmt=True)


def _local_date(item: Item) -> str:
    """Write Indonesian day and month names, a dot time and WITA."""
    at = item.local
    day = f"{_DAYS[at.weekday()]}, {at.day:02d} {_MONTHS[at.month - 1]} {at.year}"
    return f"{day} {at:%H.%M} {_OFFICES[item.outlet.timezone]}"


def _tracked(item: Item, base: str) -> str:
    """Return the link as a feed prints it, with the tracking that must not make a second item."""
    return f"{base}{item.path}{'&' if '?' in item.path else '?'}utm_source=rss&utm_medium=feed"


def _rss(outlet: Outlet, items: Sequence[Item], base: str, *, date: Callable[[Item], str] = _rss_date,
         body: bool = False) -> Feed:
    rows = "".join(_rss_item(item, base, date(item), body=body) for item in items)
    return "application/rss+xml; charset=utf-8", (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>{escape(outlet.name)}</title><link>{base}/</link><description>{MARK}</description>"
        f"<language>id</language>{rows}</channel></rss>")


def _rss_item(item: Item, base: str, date: str, *, body: bool) -> str:
    full = "".join(f"<p>{escape(text)}</p>" for text in item.paragraphs)
    content = f"<content:encoded><![CDATA[{full}]]></content:encoded>" if body and item.page == "full" else ""
    teaser = f'<![CDATA[<img src="{base}/foto/{item.number}.jpg" alt=""> {escape(item.summary)}]]>'
    return (f"<item><title>{escape(item.title)}</title><link>{escape(_tracked(item, base))}</link>"
            f'<guid isPermaLink="false">{item.outlet.id}-{item.number}</guid><pubDate>{date}</pubDate>'
            f"<dc:creator>{escape(item.author)}</dc:creator><description>{teaser}</description>{content}</item>")


def _atom(outlet: Outlet, items: Sequence[Item], base: str) -> Feed:
    rows = "".join(
        f'<entry><title type="html">{escape(item.title)}</title><id>tag:{outlet.domain},2026:{item.number}</id>'
        f'<link rel="alternate" href="{escape(base + item.path)}"/><published>{item.local.isoformat()}</published>'
        f"<updated>{item.local.isoformat()}</updated><author><name>{escape(item.author)}</name></author>"
        f'<summary type="html">{escape(f"<p>{escape(item.summary)}</p>")}</summary></entry>' for item in items)
    return "application/atom+xml; charset=utf-8", (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="id">'
        f'<title>{escape(outlet.name)}</title><subtitle>{MARK}</subtitle><id>tag:{outlet.domain},2026:umpan</id>'
        f'<link href="{base}/"/><updated>{_newest(items).isoformat()}</updated>{rows}</feed>')


def _json(outlet: Outlet, items: Sequence[Item], base: str) -> Feed:
    rows = [{"id": f"{outlet.id}-{item.number}", "url": base + item.path, "title": item.title,
             "summary": item.summary, "content_html": f"<p>{escape(item.summary)}</p>", "language": item.language,
             "date_published": item.local.isoformat(), "authors": [{"name": item.author}]} for item in items]
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": outlet.name, "description": MARK,
            "home_page_url": f"{base}/", "language": "id", "items": rows}
    return "application/feed+json", json.dumps(feed, ensure_ascii=False, indent=1)


def _rdf(outlet: Outlet, items: Sequence[Item], base: str) -> Feed:
    listed = "".join(f'<rdf:li rdf:resource="{escape(base + item.path)}"/>' for item in items)
    rows = "".join(
        f'<item rdf:about="{escape(base + item.path)}"><title>{escape(item.title)}</title>'
        f"<link>{escape(base + item.path)}</link><description>{escape(item.summary)}</description>"
        f"<dc:date>{item.local.isoformat()}</dc:date><dc:creator>{escape(item.author)}</dc:creator></item>"
        for item in items)
    return "application/rdf+xml; charset=utf-8", (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<channel rdf:about="{base}/"><title>{escape(outlet.name)}</title><link>{base}/</link>'
        f"<description>{MARK}</description><items><rdf:Seq>{listed}</rdf:Seq></items></channel>{rows}</rdf:RDF>")


def _search(outlet: Outlet, items: Sequence[Item], base: str) -> Feed:
    """Write a search feed: redirect links, the outlet at the end of the title and in <source>."""
    rows = "".join(
        f"<item><title>{escape(item.title)} - {escape(item.source)}</title><link>{escape(base + item.path)}</link>"
        f'<guid isPermaLink="false">CONTOH{item.number}</guid><pubDate>{_gmt_date(item)}</pubDate>'
        f'<description>{escape(f"<a href={chr(34)}{base}{item.path}{chr(34)}>{item.title}</a>")}</description>'
        f'<source url="https://{item.source_domain}">{escape(item.source)}</source></item>' for item in items)
    return "application/xml; charset=utf-8", (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"><channel>'
        f"<title>&quot;pekerja migran&quot; - {escape(outlet.name)}</title><link>{base}/</link>"
        f"<description>{MARK}</description>{rows}</channel></rss>")


def _listing(outlet: Outlet, items: Sequence[Item], base: str) -> Feed:
    """Write a page without a feed; `00.08` is the month where minutes belong, not a time."""
    rows = "".join(
        f'<article class="berita-item"><a href="{escape(item.path)}"><h3>{escape(item.title)}</h3></a>'
        f'<div class="meta">{false_time(item)}</div>'
        f'<p class="cuplikan">{escape(item.summary)}</p></article>' for item in items)
    return "text/html; charset=utf-8", (
        '<!doctype html><html lang="id"><head><meta charset="utf-8">'
        f"<title>Berita - {escape(outlet.name)}</title></head>"
        f'<body><header><a href="/">logo</a> <span>{english_date(_newest(items))}</span></header><p>{MARK}</p>'
        '<nav><a href="/profil">Profil</a> <a href="/layanan">Layanan</a></nav>'
        f"<main><h2>Berita Utama</h2>{rows}</main>"
        '<footer><a href="/berita?page=2">Halaman berikutnya</a></footer></body></html>')


def _newest(items: Sequence[Item]) -> datetime:
    return items[0].local if items else datetime(2026, 8, 10, tzinfo=UTC)


_WRITERS: dict[str, Callable[[Outlet, Sequence[Item], str], Feed]] = {
    "rss": _rss,
    "rss-full": lambda outlet, items, base: _rss(outlet, items, base, date=_gmt_date, body=True),
    "rss-lokal": lambda outlet, items, base: _rss(outlet, items, base, date=_local_date),
    "atom": _atom, "json": _json, "rdf": _rdf, "search": _search, "listing": _listing,
}
