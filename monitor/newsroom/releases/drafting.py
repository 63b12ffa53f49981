"""Write the first version of a release: complete front matter, and marks where the writer still has to write."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from monitor.errors import ReleaseError
from monitor.newsroom.content import SUMMARY_MAX, is_slug
from monitor.newsroom.details import PageType
from monitor.newsroom.frontmatter import read_document
from monitor.newsroom.releases.state import State, written

SLUG_WORDS = 8
SIGN_OFF = "** (Humas/KemenP2MI)"
_LOOSE = {"di", "ke", "dan", "dari", "untuk", "yang", "pada", "dengan", "oleh", "bagi", "atau"}
_SENTENCE = re.compile(r".+?[.!?](?=\s|$)", re.S)


@dataclass(frozen=True, slots=True)
class Beginning:
    """What is known of a new release; empty words become marks to fill. `date` is aware, in its own zone."""

    title: str
    date: datetime
    city: str = ""
    slug: str = ""
    summary: str = ""
    topics: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    contact: str = ""
    officials: tuple[str, ...] = ()


def make_slug(title: str) -> str:
    """Return the address made of the first words of a title: `Kelas bahasa dibuka` gives `kelas-bahasa-dibuka`."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)
    kept = words[:SLUG_WORDS]
    while len(words) > len(kept) > 1 and kept[-1] in _LOOSE:
        kept.pop()
    return "-".join(kept)[:80].strip("-")


def start(content: Path, begin: Beginning, body: str = "") -> tuple[Path, str]:
    """Return the path and text of a new draft. Raise ReleaseError for a slug that is taken or no address."""
    slug = begin.slug or make_slug(begin.title)
    if not is_slug(slug):
        raise ReleaseError(f"Slug {slug!r} tidak bisa dipakai sebagai alamat.",
                           "Beri dengan --slug: huruf kecil, angka, dan tanda hubung saja, misalnya kelas-bahasa.")
    path = content / PageType.RELEASE / f"{slug}.md"
    if path.exists() or slug in taken(content):
        raise ReleaseError(f"Slug {slug!r} sudah dipakai.", f"Beri slug lain, misalnya: --slug {slug}-{begin.date:%Y}")
    return path, compose(begin, slug, body or skeleton(begin))


def taken(content: Path) -> Collection[str]:
    """Return every slug of the articles below a content folder, drafts included."""
    found = set()
    for kind in PageType:
        for path in sorted((content / kind).rglob("*.md")):
            try:
                found.add(read_document(path).text("slug"))
            except UnicodeDecodeError:
                continue
    return found


def compose(begin: Beginning, slug: str, body: str) -> str:
    """Return the whole file: front matter of a draft, then the body."""
    keys = {
        "Title": _line(begin.title), "Slug": slug, "Date": written(begin.date), "Type": PageType.RELEASE.value,
        "Status": State.DRAFT.value,
        "Summary": _line(begin.summary) or f"[Isi: satu kalimat, paling banyak {SUMMARY_MAX} huruf]",
        "Topics": ", ".join(begin.topics) or "[Isi: topik, misalnya kerja-sama-negara-tujuan]",
        "Offices": ", ".join(begin.offices), "City": _line(begin.city) or "[Isi: kota]",
        "Contact": _line(begin.contact), "Officials": ", ".join(map(_line, begin.officials)),
        "Checked": f"{begin.date.date() if begin.date.date() <= date.today() else date.today():%Y-%m-%d}",
    }
    head = "\n".join(f"{key}: {value}" for key, value in keys.items() if value)
    return f"{head}\n\n{body.strip()}\n"


def skeleton(begin: Beginning) -> str:
    """Return the body of a new release: dateline, marks for its paragraphs, sign-off."""
    return "\n\n".join((
        f"{begin.city or '[Isi: kota]'}, KemenP2MI ({begin.date:%d/%m/%Y}) – [Isi: apa yang terjadi, siapa, di mana, "
        "kapan, dalam satu kalimat]",
        "[Isi: keterangan yang perlu diketahui pekerja migran dan keluarganya]",
        "“[Isi: kutipan],” kata [Isi: nama dan jabatan lengkap].",
        "[Isi: latar belakang, angka, dan sumbernya]",
        SIGN_OFF)) + "\n"


def first_sentence(body: str) -> str:
    """Return the first sentence after the dateline when it fits a summary, else an empty text."""
    for paragraph in body.split("\n\n"):
        text = " ".join(re.sub(r"[*_]|!\[.*?\]\(.*?\)", "", paragraph).split())
        text = re.split(r"\)\s*[–—-]\s*", text, maxsplit=1)[-1] if re.match(r"[^.]{3,60}\(\d", text) else text
        found = _SENTENCE.match(text)
        if found and not text.startswith(("#", "|", "-", "<", "[")):
            return found[0] if len(found[0]) <= SUMMARY_MAX else ""
    return ""


def _line(text: str) -> str:
    return " ".join(text.split())
