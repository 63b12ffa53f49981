"""Read docs/panduan as a script: its commands, what they print, and the edits a reader makes between them.

A comment before a block tells what a reader would do or see, and shows nowhere: `<!-- uji: keluar 1 -->`,
`ganti BERKAS | LAMA | BARU`, `tulis BERKAS` and `tambah BERKAS` (the next block), `salin NASKAH | SLUG`,
`catatan kunjungan BERKAS`, `hanya baca` (needs the internet: only the words are checked).
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from monitor.dates import long_date
from monitor.weeks import WIB

GUIDE = Path(__file__).parents[2] / "docs/panduan"
ORDER = ("README", "pertama-kali", "menulis-rilis", "memeriksa", "menyetujui", "membuat-klarifikasi", "membagikan",
         "membaca-digest", "menambah-sumber", "data-pribadi")
WRITTEN_ON = datetime(2026, 11, 22, tzinfo=WIB)
_PIECE = re.compile(r"^[ ]*<!-- uji: (?P<note>.*?) -->$|^(?P<indent>[ ]*)```(?P<kind>\w+)\n(?P<body>.*?)^[ ]*```$",
                    re.M | re.S)
_FORMS: tuple[Callable[[datetime], str], ...] = ("{:%d/%m/%Y}".format, "{:%Y-%m-%d}".format, long_date)
_DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")


@dataclass(frozen=True, slots=True)
class Step:
    """One thing a reader does: `kind` is `run` or the word of a note; `where` is the page and line in the guide."""

    where: str
    kind: str
    words: str
    shown: tuple[str, ...] = ()
    exit_code: int = 0


def steps(page: str) -> Iterator[Step]:
    """Yield the steps of a page, its dates moved so that the day it was written is today."""
    text = (GUIDE / f"{page}.md").read_text("utf-8")
    notes: list[str] = []
    for piece in _PIECE.finditer(text):
        where = f"{page}.md:{text.count(chr(10), 0, piece.start()) + 1}"
        if note := piece["note"]:
            if note.startswith(("ganti", "salin", "catatan")):
                yield Step(where, note.split()[0], today(note))
            else:
                notes.append(note)
            continue
        body = today(textwrap.dedent(piece["body"]))
        for note in notes:
            if note.startswith(("tulis", "tambah")):
                yield Step(where, note.split()[0], note.split(" ", 1)[1], (body,))
        if piece["kind"] == "sh":
            yield from _commands(where, body, notes)
        notes = []


def _commands(where: str, body: str, notes: list[str]) -> Iterator[Step]:
    code = next((int(note.split()[1]) for note in notes if note.startswith("keluar")), 0)
    kind = "read" if "hanya baca" in notes else "run"
    for part in re.split(r"^\$ ", body, flags=re.M)[1:]:
        command, *shown = part.rstrip("\n").split("\n")
        yield Step(where, kind, command, tuple(shown), code)


def today(text: str) -> str:
    """Move the guide's days to today and the days after it, and the weekdays with them."""
    now = datetime.now(WIB)
    days = {form(WRITTEN_ON + timedelta(ahead)): form(now + timedelta(ahead)) for ahead in range(4) for form in _FORMS}
    text = re.sub("|".join(map(re.escape, days)), lambda found: days[found[0]], text)
    weekdays = {"Minggu": _DAYS[now.weekday()], "Sabtu": _DAYS[now.weekday() - 1]}
    return re.sub(r"\b(Sabtu|Minggu)\b(?= \(|;| menjadi|\.$)|(?<=hari )Minggu|(?<=tulis )Minggu",
                  lambda found: weekdays[found[0]], text)


def missing(shown: tuple[str, ...], printed: str) -> list[str]:
    """Return the shown lines that were not printed in this order; `…` stands for anything, a digit for any digits."""
    lines = [" ".join(line.split()) for line in printed.splitlines()]
    at, absent = 0, []
    for line in filter(None, (" ".join(line.split()) for line in shown)):
        if line == "…":
            continue
        parts = (r"\d+".join(map(re.escape, re.split(r"\d+", part))) for part in line.split("…"))
        wanted = re.compile(r".*".join(parts).replace(r"\ ", " "))
        found = next((number for number in range(at, len(lines)) if wanted.fullmatch(lines[number])), None)
        if found is None:
            absent.append(line)
        else:
            at = found + 1
    return absent
