"""Read from the front matter where a release stands: who readied, approved, published, corrected, withdrew it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from monitor.newsroom.details import parse_moment, zone_name
from monitor.newsroom.frontmatter import Document, Field
from monitor.newsroom.releases.fingerprint import fingerprint
from monitor.weeks import WIB

KEYS = ("ready", "approved", "approved-hash", "published", "corrections", "withdrawn")
"""Front-matter keys that the commands write and people do not."""

_HASH = re.compile(r"[0-9a-f]{64}")
_TO_FILL = re.compile(r"\[Isi:[^\]\n]*\]")


class State(StrEnum):
    """The steps of a release in their order; the value is what `Status` holds."""

    DRAFT = "draft"
    READY = "ready"
    APPROVED = "approved"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """The Indonesian word staff read."""
        return {"draft": "draf", "ready": "siap disetujui", "approved": "disetujui", "published": "terbit",
                "withdrawn": "ditarik"}[self.value]


UNPUBLISHED = frozenset({State.DRAFT, State.READY, State.APPROVED})
"""States in which nothing of a release may be built."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who took a step and when."""

    at: datetime
    by: str

    def __str__(self) -> str:
        return f"{written(self.at)} | {self.by}"


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence for the public with its moment: a correction or the reason of a withdrawal; `by` is not shown."""

    at: datetime
    text: str
    by: str

    def __str__(self) -> str:
        return f"{written(self.at)} | {self.text} | {self.by}"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with the state: its line, what, what to do; `always` stops the build even for a draft."""

    line: int
    what: str
    todo: str
    always: bool = False


@dataclass(frozen=True, slots=True)
class Release:
    """Where one release stands. `date` is its public moment in the zone that was written."""

    document: Document
    state: State
    date: datetime | None
    ready: Stamp | None
    approved: Stamp | None
    approved_hash: str
    published: Stamp | None
    corrections: tuple[Remark, ...]
    withdrawn: Remark | None

    @property
    def agreed(self) -> Stamp | None:
        """Who last stood for the text as it is, and when: whoever corrected it last, else whoever approved it."""
        last = self.corrections[-1] if self.corrections else None
        return Stamp(last.at, last.by) if self.approved and last else self.approved

    def unchanged(self, content: Path) -> bool:
        """Tell whether the text is the one that was approved."""
        return bool(self.approved_hash) and self.approved_hash == fingerprint(self.document, content)

    def is_out(self, now: datetime) -> bool:
        """Tell whether readers could have seen it: published, and its moment has come."""
        return self.state is State.PUBLISHED and self.date is not None and self.date <= now


def written(moment: datetime) -> str:
    """Write a moment as the front matter holds it: `2026-11-22 09:30 WIB`."""
    return f"{moment:%Y-%m-%d %H:%M} {zone_name(moment)}"


def stamp(moment: datetime, by: str) -> Stamp:
    """Make a stamp in WIB, to the minute."""
    return Stamp(moment.astimezone(WIB).replace(second=0, microsecond=0), by)


def parse_stamp(line: str) -> Stamp:
    """Read `2026-11-22 09:30 WIB | Nama`. Raise ValueError."""
    at, by = _parts(line, 2)
    return Stamp(parse_moment(at), by)


def parse_remark(line: str) -> Remark:
    """Read `2026-11-22 09:30 WIB | kalimat untuk publik | Nama`. Raise ValueError."""
    at, text, by = _parts(line, 3)
    return Remark(parse_moment(at), text, by)


def state_of(document: Document) -> State:
    """Return the state; a file without `Status` counts as published. Raise ValueError for an unknown word."""
    return State(document.text("status").lower() or State.PUBLISHED)


def is_unpublished(document: Document) -> bool:
    """Tell whether the file says that it is not to be published yet; an unknown word does not say so."""
    return document.text("status").lower() in UNPUBLISHED


def is_withdrawn(document: Document) -> bool:
    """Tell whether the file says that it was withdrawn."""
    return document.text("status").lower() == State.WITHDRAWN


def read_release(document: Document) -> Release:
    """Read the state of a release. Raise ValueError when a line of it cannot be read (see `faults`)."""
    written_date, withdrawn = document.text("date"), document.text("withdrawn")
    corrections = document.fields.get("corrections")
    return Release(
        document, state_of(document), parse_moment(written_date) if written_date else None,
        _stamp(document, "ready"), _stamp(document, "approved"), document.text("approved-hash"),
        _stamp(document, "published"),
        tuple(parse_remark(line) for line in corrections.values) if corrections else (),
        parse_remark(withdrawn) if withdrawn else None)


def faults(document: Document, content: Path) -> Iterator[Fault]:
    """Yield what is wrong with the state of a release: unreadable lines, missing steps, a text changed since."""
    broken = list(_unreadable(document))
    yield from broken
    status = document.fields.get("status")
    try:
        release = read_release(document)
    except ValueError:
        return
    if broken:
        return
    line = status.line if status else 1
    if release.published and release.state in UNPUBLISHED:
        yield Fault(line, f"Rilis ini sudah diterbitkan {release.published.by}, jadi tidak bisa kembali menjadi "
                    f"{release.state.label} tanpa jejak.",
                    "Kembalikan Status: published; untuk menariknya jalankan: monitor release withdraw", always=True)
    elif release.published and not release.approved:
        yield Fault(line, f"Rilis ini sudah diterbitkan {release.published.by}, tetapi baris persetujuannya hilang.",
                    "Kembalikan baris Approved dan Approved-Hash, misalnya dari git.", always=True)
    if release.state is State.WITHDRAWN and not release.withdrawn:
        yield Fault(line, "Rilis ditarik tanpa alasan.", "Jalankan: monitor release withdraw, yang menulis alasannya.",
                    always=True)
    if release.state is State.APPROVED and not release.approved:
        yield Fault(line, "Status approved tanpa baris Approved.", "Jalankan: monitor release approve")
    if bool(release.approved) != bool(release.approved_hash):
        yield Fault(line, "Approved dan Approved-Hash harus ada bersama.", "Jalankan: monitor release approve")
    yield from _changed(release, content)


def to_fill(source: str) -> Iterator[tuple[int, str]]:
    """Yield (line, words) of every place that a command left for the writer to fill: `[Isi: …]`."""
    for number, line in enumerate(source.splitlines(), 1):
        for found in _TO_FILL.finditer(line):
            yield number, found[0]


def _changed(release: Release, content: Path) -> Iterator[Fault]:
    """Yield a fault when an approved text is not what was approved."""
    entry = release.document.fields.get("approved-hash")
    at = release.agreed
    if entry is None or at is None or release.state is State.WITHDRAWN or release.unchanged(content):
        return
    cure = "Kembalikan naskahnya, atau setujui lagi: monitor release approve"
    if release.state is State.PUBLISHED:
        cure = ("Bila sudah terbit, jalankan: monitor release correct (menulis catatan koreksi); bila masih "
                "berembargo, setujui lagi: monitor release approve")
    yield Fault(entry.line, f"Naskah berubah sesudah disetujui {at.by} ({written(at.at)}).", cure)


def _unreadable(document: Document) -> Iterator[Fault]:
    readers: dict[str, Callable[[str], object]] = {
        "ready": parse_stamp, "approved": parse_stamp, "published": parse_stamp, "withdrawn": parse_remark,
        "corrections": parse_remark, "approved-hash": _parse_hash}
    for key, read in readers.items():
        entry = document.fields.get(key)
        if entry is None:
            continue
        lines = entry.values if key == "corrections" else (entry.text,)
        for number, value in enumerate(lines):
            try:
                read(value)
            except ValueError:
                yield Fault(entry.line + number, f"{entry.name} {value!r} tidak terbaca.", _example(entry))


def _example(entry: Field) -> str:
    if entry.name.lower() == "approved-hash":
        return "Baris ini ditulis monitor release approve; hapus, lalu setujui lagi."
    middle = " | kalimat untuk publik" if entry.name.lower() in {"corrections", "withdrawn"} else ""
    return f"Tulis seperti: {entry.name}: 2026-11-22 09:30 WIB{middle} | Nama"


def _parse_hash(text: str) -> str:
    if not _HASH.fullmatch(text):
        raise ValueError(text)
    return text


def _stamp(document: Document, key: str) -> Stamp | None:
    text = document.text(key)
    return parse_stamp(text) if text else None


def _parts(line: str, count: int) -> list[str]:
    parts = [part.strip() for part in line.split("|")]
    if len(parts) != count or not all(parts):
        raise ValueError(line)
    return parts
