"""Hand out share kits: write the ZIPs, keep the register, and say which kits are out of date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path

from monitor.config.loading import nearest
from monitor.config.settings import Site
from monitor.config.units import GENERAL, read_units
from monitor.dates import short_date
from monitor.errors import SiteError
from monitor.newsroom.content import check_content, refuse
from monitor.newsroom.details import PageType
from monitor.newsroom.sharing.archive import pack
from monitor.newsroom.sharing.generator import maker_for
from monitor.newsroom.sharing.kit import KitMaker, valid_until
from monitor.newsroom.sharing.page import SharedPage, complaint_lines, official_channels, published_pages
from monitor.newsroom.sharing.register import Entry, read_register, record, write_register
from monitor.newsroom.sharing.version import Version, differences, version_of
from monitor.weeks import WIB

OUT = Path("keluaran/bagikan")


class Standing(StrEnum):
    """How a kit stands; the value is what staff read."""

    CURRENT = "berlaku"
    NEW = "belum dicatat"
    CHANGED = "halaman berubah"
    EXPIRED = "masa berlaku lewat"
    WITHDRAWN = "halaman tidak terbit"


@dataclass(frozen=True, slots=True)
class KitStatus:
    """One kit: its page, how it stands, what changed, when it was handed out last and until when it holds."""

    slug: str
    kind: PageType
    title: str
    standing: Standing
    changes: tuple[str, ...] = ()
    issued: date | None = None
    until: date | None = None

    @property
    def stale(self) -> bool:
        """Tell whether what was handed out must not be passed on as it is."""
        return self.standing in {Standing.CHANGED, Standing.EXPIRED, Standing.WITHDRAWN}


@dataclass(frozen=True, slots=True)
class Issued:
    """What `build` did: the ZIPs it wrote, and the standing of every kit before."""

    archives: tuple[Path, ...]
    before: tuple[KitStatus, ...]


def statuses(site: Site, *, now: datetime) -> tuple[KitStatus, ...]:
    """Return every kit that exists or was handed out, published pages first. Raise SiteError."""
    register = read_register(_content(site))
    contacts = complaint_lines(official_channels(site.content))
    pages = _pages(site, now)
    today = now.astimezone(WIB).date()
    found = [_status(page, version_of(page, contacts), register.get(page.slug), today) for page in pages]
    shown = {page.slug for page in pages}
    return (*found, *(_withdrawn(entry) for slug, entry in sorted(register.items()) if slug not in shown))


def build(site: Site, *, unit: str = GENERAL, slugs: Sequence[str] = (), out: Path | None = None,
          now: datetime) -> Issued:
    """Write the ZIP of every kit (or of `slugs`) for a unit, and put the current versions into the register.

    The ZIPs of pages that are gone are removed. Raise SiteError for content that stops a build, an unknown unit or
    an unknown page.
    """
    if unit not in read_units():
        raise SiteError(f"Kode unit {unit!r} tidak dikenal{nearest(unit, list(read_units()))}.",
                        "Jalankan `monitor share units` untuk melihat kodenya.")
    refuse(check_content(_content(site)))
    before = statuses(site, now=now)
    pages = _pages(site, now)
    chosen = [page for page in pages if not slugs or page.slug in slugs]
    for slug in slugs:
        if slug not in {page.slug for page in pages}:
            raise SiteError(f"Tidak ada penjelasan atau klarifikasi terbit dengan slug {slug!r}"
                            f"{nearest(slug, [page.slug for page in pages])}.",
                            "Jalankan `monitor share list` untuk melihat daftarnya.")
    maker, folder = _maker(site, unit), (out or OUT) / unit
    archives = tuple(_write(maker, page, folder) for page in chosen)
    for status in before:
        if status.standing is Standing.WITHDRAWN:
            (folder / f"{status.slug}.zip").unlink(missing_ok=True)
    _record(site, maker, pages, chosen, now)
    return Issued(archives, before)


def _record(site: Site, maker: KitMaker, pages: Sequence[SharedPage], chosen: Sequence[SharedPage],
            now: datetime) -> None:
    """Put the versions that were handed out into the register; the other pages keep theirs."""
    register = read_register(site.content)
    names = {page.slug for page in chosen}
    kept = [(entry.slug, entry.kind, entry.last.version) for page in pages
            if page.slug not in names and (entry := register.get(page.slug))]
    shown = [(page.slug, page.kind, maker.version(page)) for page in chosen]
    write_register(site.content, record(register, [*shown, *kept], now.astimezone(WIB).date()))


def _write(maker: KitMaker, page: SharedPage, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{page.slug}.zip"
    fresh = folder / f".{page.slug}.baru"
    fresh.write_bytes(pack(maker.make(page)))
    fresh.replace(path)
    return path


def _status(page: SharedPage, version: Version, entry: Entry | None, today: date) -> KitStatus:
    until = valid_until(page)
    issued = entry.last.issued if entry else None
    changes = differences(entry.last.version, version) if entry else ()
    standing = Standing.NEW
    if entry:
        standing = Standing.CHANGED if changes or entry.withdrawn else Standing.CURRENT
    if standing is not Standing.CHANGED and today > until:
        standing, changes = Standing.EXPIRED, (f"Faktanya terakhir diperiksa {short_date(page.checked)}.",)
    return KitStatus(page.slug, page.kind, page.title, standing, changes, issued, until)


def _withdrawn(entry: Entry) -> KitStatus:
    since = (f"Tidak terbit sejak {short_date(entry.withdrawn)}.",) if entry.withdrawn else ()
    return KitStatus(entry.slug, entry.kind, entry.last.version.title, Standing.WITHDRAWN, since, entry.last.issued)


def _content(site: Site) -> Path:
    if not site.content.is_dir():
        raise SiteError(f"Folder isi situs {site.content} tidak ditemukan.",
                        "Jalankan dari folder proyek, atau isi [site] content di monitor.toml.")
    return site.content


def _pages(site: Site, now: datetime) -> tuple[SharedPage, ...]:
    """Return the pages that may be shared; a file that cannot be read is named by `monitor site build`."""
    try:
        return published_pages(site.content, now)
    except ValueError as error:
        refuse(check_content(site.content))
        raise SiteError(f"Isi situs tidak terbaca ({error}).", "Jalankan: monitor site build") from error


def _maker(site: Site, unit: str) -> KitMaker:
    """Return the maker of kits with the address and the clearance from the site's settings."""
    from pelican.settings import get_settings_from_file

    if not site.settings.is_file():
        raise SiteError(f"{site.settings} tidak ditemukan.",
                        "Jalankan dari folder proyek, atau isi [site] settings di monitor.toml.")
    try:
        settings = get_settings_from_file(str(site.settings))
    except (SyntaxError, ValueError, NameError) as error:
        raise SiteError(f"{site.settings} tidak bisa dibaca ({type(error).__name__}: {error}).",
                        "Betulkan berkas itu, lalu jalankan lagi.") from error
    return maker_for(settings, site.content, official_channels(site.content), unit=unit)
