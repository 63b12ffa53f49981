"""Put together the kit of one page: fact, captions, cards, replies, and how long it holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO

import segno

from monitor.config.units import GENERAL
from monitor.newsroom.details import Channel
from monitor.newsroom.keeping import Keeper
from monitor.newsroom.sharing.captions import Caption, ShareLink, captions, share_links, source_line
from monitor.newsroom.sharing.cards import Picture, card_text, notes_of, pictures
from monitor.newsroom.sharing.layout import INK
from monitor.newsroom.sharing.page import SharedPage
from monitor.newsroom.sharing.replies import Reply, replies
from monitor.newsroom.sharing.sentences import first_sentence
from monitor.newsroom.sharing.version import Version, version_of

VALID_DAYS = 90
"""A kit may be shared for so long after its facts were checked; then they must be checked anew."""
FOLDER = "bagikan"
RULES = (
    "Ubah takarir dengan kata Anda sendiri. Jangan mengubah fakta, angka, dan tanggalnya.",
    "Jangan minta NIK di kolom komentar. Jangan pula meminta nomor paspor, nomor telepon, atau foto dokumen. "
    "Arahkan orangnya ke tempat mengadu.",
    "Jangan berdebat. Jawab satu kali dengan sumber, lalu beri tautannya.",
    "Pakai kode unit saja pada tautan. Jangan menambah nama Anda atau nama orang lain.",
)


@dataclass(frozen=True, slots=True)
class Kit:
    """Everything an employee needs to pass on one page; `unit` is the code in its links."""

    page: SharedPage
    version: Version
    address: str
    unit: str
    contacts: tuple[Channel, ...]
    captions: tuple[Caption, ...]
    links: tuple[ShareLink, ...]
    replies: tuple[Reply, ...]
    pictures: tuple[Picture, ...]
    official: bool

    @property
    def archive(self) -> str:
        """The address of the ZIP below the site."""
        return f"{self.folder}{self.slug}.zip"

    @property
    def slug(self) -> str:
        """The slug of the page, and the folder of its kit."""
        return self.page.slug

    @property
    def fact(self) -> str:
        """The fact in one sentence."""
        return first_sentence(self.page.truth)

    @property
    def source(self) -> str:
        """Where the fact was read, and when."""
        return source_line(self.page)

    @property
    def valid_until(self) -> date:
        """The last day on which the kit may be shared."""
        return valid_until(self.page)

    @property
    def folder(self) -> str:
        """The address of the kit below the site."""
        return f"{FOLDER}/{self.slug}/"

    @property
    def code(self) -> str:
        """The QR code of the canonical link as an SVG file."""
        return qr_svg(self.address)


@dataclass(frozen=True)
class KitMaker:
    """Make the kits of one site: its address, whether it is official, its complaint lines, and where cards are kept."""

    siteurl: str
    official: bool
    contacts: tuple[Channel, ...]
    keeper: Keeper
    unit: str = GENERAL

    def make(self, page: SharedPage) -> Kit:
        """Return the kit of a page."""
        address = f"{self.siteurl}/{page.path}"
        words = card_text(page, address, official=self.official, notes=notes_of(page))
        return Kit(page=page, version=self.version(page), address=address, unit=self.unit, contacts=self.contacts,
                   captions=captions(page, address, self.unit, self.contacts),
                   links=share_links(page, address, self.unit), replies=replies(page),
                   pictures=pictures(words, self.keeper), official=self.official)

    def version(self, page: SharedPage) -> Version:
        """Return the state of a page without making its kit."""
        return version_of(page, self.contacts)


def valid_until(page: SharedPage) -> date:
    """Return the last day on which a page's kit may be shared."""
    return page.checked + timedelta(days=VALID_DAYS)


def qr_svg(address: str) -> str:
    """Return the QR code of an address as an SVG file with its quiet zone."""
    out = BytesIO()
    _code(address).save(out, kind="svg", border=4, dark=INK, light="#ffffff", omitsize=True, xmldecl=False)
    return out.getvalue().decode()


def qr_png(address: str, *, scale: int = 12) -> bytes:
    """Return the QR code of an address as a PNG with its quiet zone."""
    out = BytesIO()
    _code(address).save(out, kind="png", border=4, dark=INK, scale=scale)
    return out.getvalue()


def _code(address: str) -> segno.QRCode:
    return segno.make_qr(address, error="m")
