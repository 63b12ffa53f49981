"""Tell what changed on a page and when: the author's `Changes`, the corrections of a release, the last `Modified`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from monitor.newsroom.details import parse_day
from monitor.newsroom.language import INDONESIAN, say
from monitor.newsroom.structured import changed


@dataclass(frozen=True, slots=True)
class Revision:
    """One change of a page: the day and what it was, in a sentence for the public."""

    at: date
    text: str


def parse_revision(line: str) -> Revision:
    """Read `2026-03-05 | Nomor telepon diperbarui`. Raise ValueError saying what is wrong."""
    day, bar, text = line.partition("|")
    if not bar or not text.strip():
        raise ValueError("bentuknya harus: 2026-03-05 | apa yang berubah")
    try:
        return Revision(parse_day(day), " ".join(text.split()))
    except ValueError as error:
        raise ValueError(f"{day.strip()!r} bukan tanggal seperti 2026-03-05") from error


def revisions(page: Any) -> tuple[Revision, ...]:
    """Return the whole history of a page, oldest first; one entry alone means that nothing has changed.

    A `Modified` that no sentence explains is told as "isi diperbarui": the day is known, the reason is not.
    """
    lang = getattr(page, "lang", INDONESIAN)
    first, last = page.date.date(), changed(page).date()
    known = [Revision(first, say("Diterbitkan", lang)), *getattr(page, "changes", ())]
    known += [Revision(each.at.date(), f"{say('Koreksi', lang)}: {each.text}") for each in
              getattr(page, "corrections", ())]
    if last > max(each.at for each in known):
        known.append(Revision(last, say("Isi diperbarui", lang)))
    return tuple(sorted(known, key=lambda each: each.at))
