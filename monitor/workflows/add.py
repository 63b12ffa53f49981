"""Add one page by hand: fetched and read like any other, or as staff copied it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from monitor.collectors.imports import IMPORT_TIER, kind_of
from monitor.config.connectors import PLATFORMS
from monitor.config.settings import Settings
from monitor.config.sources import read_sources
from monitor.dates import parse_date
from monitor.errors import FetchError, MonitorError
from monitor.extraction.extract import extract, from_entry
from monitor.fetching import Fetcher, Response
from monitor.models import Article, Entry, ItemKind, Source, SourceKind, TextKind, TimeOrigin, Timestamp
from monitor.storage.store import Store
from monitor.urls import canonical, host, item_id, shown
from monitor.workflows.shielding import shield

BY_HAND = "tambah"
"""Source id of what was added by hand from a place that is none of our sources."""
_COPY = ('Buka di peramban, lalu tambahkan salinannya: monitor add ALAMAT --title "Judul" --text "Isi" '
         '--date "21/08/2026 10.30 WIB"')
_PASTE = ('Buka di peramban, salin kata-katanya, lalu: monitor add ALAMAT --text "kata-kata unggahan" '
          '--date "21/08/2026 10.30 WIB"')
_FORUMS = {"kaskus.co.id"}
"""Social places whose pages are open to be read like those of the press."""


class UnreadableDateError(MonitorError):
    """Report a date that staff gave and that cannot be read."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Copied:
    """What staff typed themselves; empty fields are read from the page, and with `text` the page is not opened."""

    title: str = ""
    text: str = ""
    date: str = ""
    outlet: str = ""


@dataclass(frozen=True, slots=True)
class Added:
    """The item as it is stored, and whether it was new to the store; `forgotten` ones are not taken again."""

    article: Article
    new: bool
    forgotten: bool = False


def add(settings: Settings, url: str, copied: Copied | None = None, *, now: datetime | None = None,
        loopback: frozenset[tuple[str, int]] = frozenset()) -> Added:
    """Store the page at an address; one that is stored already stays as it is.

    Raise FetchError (also when the page holds no article), UnreadableDateError, ConfigError or StoreError.
    """
    at, copied = now or datetime.now(UTC), copied or Copied()
    url = url if "://" in url else f"https://{url}"
    source = _source(settings, url)
    entry = Entry(source.id, url, copied.title.strip(), body=copied.text.strip(), outlet=copied.outlet.strip(),
                  published=_date(copied.date, source), kind=kind_of(url))
    typed = _typed(entry, source, at) if copied.text.strip() else None
    with Store(settings.storage.database_url, shield=shield(settings)) as store:
        if store.known([item_id(url)]):
            return Added(from_entry(entry, source=source, fetched_at=at), new=False)
        article, ids = (typed, {typed.id}) if typed else _read(settings, entry, source, at, loopback)
        if store.known(ids):
            return Added(article, new=False)
        new = bool(store.add([article]))
        return Added(store.personal.shield.protect(article).article, new=new, forgotten=not new)


def _typed(entry: Entry, source: Source, at: datetime) -> Article:
    """Make the article of a copied text; without a title its first line is one."""
    first, _, rest = entry.body.partition("\n")
    if not entry.title:
        entry = replace(entry, title=first[:200], body=rest.strip() or (entry.body if len(first) > 200 else ""))
    article = from_entry(entry, source=source, fetched_at=at)
    return replace(article, text=entry.body, text_kind=TextKind.FULL)


def _read(settings: Settings, entry: Entry, source: Source, at: datetime,
          loopback: frozenset[tuple[str, int]]) -> tuple[Article, set[str]]:
    """Open a page; return its article, and the ids under which it may be stored already. Raise FetchError."""
    _refuse_post(entry)
    try:
        page = asyncio.run(_fetch(settings, entry.url, loopback))
    except FetchError as error:
        raise FetchError(error.cause, error.what, _COPY) from error
    if page.content_type == "application/pdf" or page.body.startswith(b"%PDF"):
        raise FetchError("berkas PDF", f"Di {shown(entry.url)} ada berkas PDF, bukan halaman.", _COPY)
    if host(page.url) != host(entry.url):  # a short link stands for the page behind it
        source = _source(settings, page.url)
        entry = replace(entry, source_id=source.id, url=page.url, kind=kind_of(page.url))
        _refuse_post(entry)
    article = extract(page.body, url=page.url, entry=entry, source=source, fetched_at=at)
    if not article.title or not (article.text or entry.title):
        raise FetchError("bukan berita", f"Di {shown(entry.url)} tidak ditemukan judul dan isi.", _COPY)
    if article.text_kind is TextKind.STUB and not entry.title:
        raise FetchError("isi tertutup", f"Halaman {shown(entry.url)} tidak memperlihatkan isinya; mungkin hanya untuk "
                         "pelanggan.", _COPY)
    elsewhere = {article.id, item_id(page.url)}
    if entry.title:
        article = replace(article, title=entry.title)
    if entry.published:
        article = replace(article, published=entry.published)
    own = item_id(entry.url)
    return replace(article, kind=entry.kind, id=own, url=canonical(entry.url)), elsewhere | {own}


def _refuse_post(entry: Entry) -> None:
    """Raise FetchError for a post, whose page holds a program or asks to log in."""
    if entry.kind is ItemKind.POST and host(entry.url) not in _FORUMS:
        raise FetchError("unggahan", f"Unggahan di {host(entry.url)} tidak dapat dibaca dari halamannya: halaman itu "
                         "hanya berisi program atau meminta masuk.", _PASTE)


async def _fetch(settings: Settings, url: str, loopback: frozenset[tuple[str, int]]) -> Response:
    async with Fetcher(settings.fetching, loopback=loopback) as fetcher:
        return await fetcher.fetch_page(url)


def _source(settings: Settings, url: str) -> Source:
    """Return our own source of that host (the best tier), or one that stands for what was added by hand."""
    there = [source for source in read_sources(settings.sources) if host(source.url) == host(url)
             and source.kind is not SourceKind.GOOGLE_NEWS and source.kind not in PLATFORMS]
    if there:
        return min(there, key=lambda source: source.tier)
    kind = kind_of(url)
    return Source(BY_HAND, host(url) or url, url, SourceKind.LISTING, IMPORT_TIER if kind is ItemKind.NEWS else 6)


def _date(raw: str, source: Source) -> Timestamp | None:
    """Read the date that staff gave. Raise UnreadableDateError."""
    if not raw.strip():
        return None
    found = parse_date(raw, timezone=source.timezone, origin=TimeOrigin.IMPORT)
    if found is None:
        raise UnreadableDateError(f"Tanggal {raw[:60]!r} tidak terbaca.",
                                  "Tulis seperti 21/08/2026 atau '21 Agustus 2026 pukul 10.30 WIB'.")
    return found
