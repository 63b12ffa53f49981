"""Tell two states of a page apart, and say in words what changed between them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from monitor.newsroom.details import Channel, PageType
from monitor.newsroom.sharing.page import SharedPage
from monitor.newsroom.sharing.sentences import first_sentence

_LENGTH = 12
_CHECKED = re.compile(r"diperiksa (?:\d{1,2} [A-Z][a-z]+ \d{4}|\d{4}-\d{2}-\d{2})")


@dataclass(frozen=True, slots=True)
class Version:
    """One state of a page: the hash of its text, the day of that text, and the hash of each of its parts by name."""

    hash: str
    changed: date
    title: str
    fact: str
    parts: tuple[tuple[str, str], ...]


def version_of(page: SharedPage, channels: Sequence[Channel]) -> Version:
    """Return the state of a page; a new checking date alone makes no new state."""
    parts = tuple((name, digest(text)) for name, text in _parts(page, channels))
    return Version(hash=digest(page.title, *(f"{name} {value}" for name, value in parts)),
                   changed=page.changed.date(), title=page.title, fact=first_sentence(page.truth), parts=parts)


def differences(old: Version, new: Version) -> tuple[str, ...]:
    """Say in Indonesian what changed from one state to the next, the most important first."""
    said = []
    if old.title != new.title:
        said.append(f"Judul. Dahulu: “{old.title}” Sekarang: “{new.title}”")
    before, after = dict(old.parts), dict(new.parts)
    if old.fact != new.fact:
        said.append(f"Fakta. Dahulu: “{old.fact}” Sekarang: “{new.fact}”")
        before.pop(_TRUTH, None)
        after.pop(_TRUTH, None)
    said += [f"{name}: diperbarui." for name in after if name in before and before[name] != after[name]]
    said += [f"{name}: ditambahkan." for name in after if name not in before]
    said += [f"{name}: dihapus." for name in before if name not in after]
    return tuple(said)


def digest(*texts: str) -> str:
    """Return a short hash of texts; spaces and checking dates make no difference."""
    plain = "\x1f".join(_CHECKED.sub("diperiksa", " ".join(text.split())) for text in texts)
    return hashlib.sha256(plain.encode()).hexdigest()[:_LENGTH]


_TRUTH = "Jawaban singkat atau fakta"


def _parts(page: SharedPage, channels: Sequence[Channel]) -> list[tuple[str, str]]:
    """List every part of a page that a kit is made of, with the names that readers see."""
    named = [(_TRUTH, page.truth)]
    if page.kind is PageType.CLARIFICATION:
        named += [("Klaim", page.claim), ("Putusan atas klaim", page.verdict), ("Saran", "\n".join(page.advice))]
    named += [("Siapa yang bisa membantu", "\n".join(f"{each.who}|{each.contact}|{each.when}"
                                                     for each in page.helpers)),
              ("Dasar hukum", "\n".join(page.legal)),
              ("Sumber", "\n".join(f"{each.name}|{each.url}" for each in page.sources)),
              ("Tempat mengadu", "\n".join(f"{each.kind}|{each.name}" for each in channels))]
    bodies: dict[str, list[str]] = {}
    for heading, text in page.sections:
        bodies.setdefault(f"Bagian “{heading}”" if heading else "Isi", []).append(text)
    named += [(name, "\n".join(texts)) for name, texts in bodies.items()]
    return [(name, text) for name, text in named if text.strip()]
