"""Write the captions of a kit, one per place where it is posted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from monitor.dates import long_date
from monitor.newsroom.details import Channel as Contact
from monitor.newsroom.details import PageType
from monitor.newsroom.sharing.links import Channel, share_address, tagged
from monitor.newsroom.sharing.page import SharedPage
from monitor.newsroom.sharing.sentences import first_sentence, fitting

X_LONGEST = 280
"""Characters in a post on X with its link written out (X itself counts a link as 23)."""
NO_PRIVATE_DATA = "Jangan menulis NIK, nomor paspor, atau nomor telepon di kolom komentar."
OWN_WORDS = "ubah dengan kata Anda sendiri"


@dataclass(frozen=True, slots=True)
class Caption:
    """A text to post: its file name in the ZIP, the label readers see, and the text with its link."""

    name: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class ShareLink:
    """A button: the channel's name and the address it leads to."""

    label: str
    address: str


def captions(page: SharedPage, address: str, unit: str, contacts: Sequence[Contact]) -> tuple[Caption, ...]:
    """Return the captions of a page for one unit."""
    def link(channel: Channel) -> str:
        return tagged(address, channel, unit)

    return (
        Caption("whatsapp", "WhatsApp", _whatsapp(page, link(Channel.WHATSAPP))),
        Caption("x-threads", "X dan Threads", short(page, link(Channel.X))),
        Caption("facebook-linkedin", "Facebook dan LinkedIn", _long(page, link(Channel.FACEBOOK), contacts)),
        Caption("instagram", "Instagram", _instagram(page, address.split("//", 1)[-1], contacts)),
    )


def share_links(page: SharedPage, address: str, unit: str) -> tuple[ShareLink, ...]:
    """Return the buttons of a kit; each link carries its own channel."""
    text = {Channel.WHATSAPP: _whatsapp(page, tagged(address, Channel.WHATSAPP, unit)),
            Channel.X: short(page, tagged(address, Channel.X, unit)), Channel.FACEBOOK: "",
            Channel.TELEGRAM: f"{page.title}\n\n{page.truth}"}
    return tuple(ShareLink(channel.label, share_address(channel, tagged(address, channel, unit), words))
                 for channel, words in text.items())


def short(page: SharedPage, link: str, *, longest: int = X_LONGEST) -> str:
    """Return a post of at most `longest` characters, its link included: the fact in whole sentences, or its start."""
    lead = "Cek fakta: " if page.kind is PageType.CLARIFICATION else ""
    text = fitting(page.truth or page.title, max(longest - len(lead) - len(link) - 1, 0))
    return f"{lead}{text} {link}" if text else link


def source_line(page: SharedPage) -> str:
    """Name the first source of a page with its checking date; empty when it has none."""
    return f"Sumber: {page.sources[0].name}, diperiksa {long_date(page.sources[0].checked)}." if page.sources else ""


def _whatsapp(page: SharedPage, link: str) -> str:
    first = page.advice[0] if page.advice else ""
    return _paragraphs(f"*{page.title.replace('*', '')}*", page.truth, first, source_line(page),
                       f"Selengkapnya: {link}")


def _long(page: SharedPage, link: str, contacts: Sequence[Contact]) -> str:
    advice = "\n".join(f"- {line}" for line in page.advice)
    claim = f"Klaim yang beredar: “{page.claim}”" if page.claim else ""
    return _paragraphs(page.title, page.truth, claim, advice, source_line(page), contact_line(contacts),
                       NO_PRIVATE_DATA, f"Selengkapnya: {link}")


def _instagram(page: SharedPage, words: str, contacts: Sequence[Contact]) -> str:
    advice = "\n".join(page.advice[:2])
    return _paragraphs(page.title, first_sentence(page.truth), advice, contact_line(contacts), NO_PRIVATE_DATA,
                       f"Selengkapnya di {words.rstrip('/')} (ketik alamat ini di peramban).")


def contact_line(contacts: Sequence[Contact]) -> str:
    """Name the telephone lines for complaints; empty when none is known."""
    lines = [f"{each.name} ({each.kind.replace('Telepon', 'telepon')})" for each in contacts]
    return f"Tempat mengadu: {'; '.join(lines)}." if lines else ""


def _paragraphs(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)
