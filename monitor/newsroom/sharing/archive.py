"""Pack a kit into a ZIP whose bytes depend on the kit alone."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from monitor.dates import long_date
from monitor.newsroom.sharing.captions import OWN_WORDS
from monitor.newsroom.sharing.kit import RULES, Kit, qr_png
from monitor.newsroom.sharing.layout import SAMPLE

_EPOCH = (1980, 1, 1, 0, 0, 0)
_LINE = "\r\n"
"""Notepad on older office computers shows nothing else as a new line."""


def pack(kit: Kit) -> bytes:
    """Return the ZIP of a kit: texts, cards, QR code. Nothing in it names a person, a machine or the hour."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_STORED) as archive:
        for name, body in _files(kit):
            entry = ZipInfo(f"{kit.slug}/{name}", _EPOCH)
            entry.create_system, entry.external_attr = 3, 0o100644 << 16
            archive.writestr(entry, body)
    return out.getvalue()


def _files(kit: Kit) -> Iterator[tuple[str, bytes]]:
    yield "BACA-DULU.txt", _text(*_cover(kit))
    for caption in kit.captions:
        yield f"takarir-{caption.name}.txt", _text(caption.text)
    yield "tanya-jawab.txt", _text(*(f"T: {reply.question}\nJ: {reply.answer}" for reply in kit.replies))
    yield "teks-alternatif.txt", _text(*(f"{each.file}\n{each.alt}" for each in kit.pictures))
    for picture in kit.pictures:
        yield picture.file, picture.png
    yield "qr.png", qr_png(kit.address)
    yield "qr.svg", kit.code.encode()


def _cover(kit: Kit) -> Iterator[str]:
    if not kit.official:
        yield f"{SAMPLE.upper()} KEMENP2MI. Kit ini untuk peragaan."
    yield f"KIT BERBAGI: {kit.page.title}"
    yield f"Fakta: {kit.fact}\n{kit.source}".strip()
    yield f"Tautan: {kit.address}"
    yield (f"Berlaku sampai {long_date(kit.valid_until)}. Sebelum membagikan, buka tautan kit dan pastikan kodenya "
           f"masih {kit.version.hash}.")
    yield f"Tautan kit: {kit.address.removesuffix(kit.page.path)}{kit.folder}"
    yield f"Kode unit pada tautan: {kit.unit}"
    yield "Sebelum membagikan:\n" + "\n".join(f"- {rule}" for rule in RULES)
    yield f"Takarir ada di berkas takarir-*.txt; {OWN_WORDS}."
    if kit.contacts:
        lines = (f"- {each.kind}: {each.name} (diperiksa {long_date(each.checked)})" for each in kit.contacts)
        yield "Tempat mengadu:\n" + "\n".join(lines)


def _text(*paragraphs: str) -> bytes:
    return (_LINE.join("\n\n".join(paragraphs).splitlines()) + _LINE).encode()
