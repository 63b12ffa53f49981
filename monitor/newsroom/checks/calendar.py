"""Find the dates that a release writes, with the weekday beside them and the year meant when none is written."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from monitor.dates import WEEKDAY_NAMES
from monitor.newsroom.checks.model import Draft

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari january jan",
            "februari pebruari february feb peb",
            "maret march mar",
            "april apr",
            "mei may",
            "juni june jun",
            "juli july jul",
            "agustus august agt agu ags aug",
            "september sept sep",
            "oktober october okt oct",
            "november nopember nov nop",
            "desember december des dec",
        ),
        start=1,
    )
    for name in names.split()
}
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "senin monday",
            "selasa tuesday",
            "rabu wednesday",
            "kamis thursday",
            "jumat jum'at jum’at jum`at friday",
            "sabtu saturday",
            "minggu ahad sunday",
        )
    )
    for name in names.split()
}

_MONTH = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")(?![a-z])\.?"
_DAYNAME = "(?:" + "|".join(sorted(map(re.escape, _WEEKDAYS), key=len, reverse=True)) + ")(?![a-z])"
_RANGE = r"\s?(?:-|–|—|/|dan|hingga|sampai(?: dengan)?|s\.?d\.?|s/d)\s?"
_TEXT = rf"(?P<d>\d{{1,2}})(?:{_RANGE}(?P<d2>\d{{1,2}}))?\s+(?P<m>{_MONTH})(?:\s+(?P<y>\d{{4}})(?!\d))?"
_NUMERIC = (
    r"(?P<nd>\d{1,2})(?:\s?[-–]\s?(?P<nd2>\d{1,2}))?\s?/\s?(?P<nm>\d{1,2})(?:\s?/\s?(?P<ny>\d{4}|\d{2}))?"
    r"(?![\d/]|\s?/)"
)
_DASHED = r"(?P<dd>\d{1,2})(?P<sep>[-.])(?P<dm>\d{1,2})(?P=sep)(?P<dy>\d{4})(?!\d|[-.]\d)"
_ISO = r"(?P<iy>\d{4})-(?P<im>\d{2})-(?P<id>\d{2})(?!\d)"
_LEAD = (
    rf"(?:(?<![\w-])(?P<w>{_DAYNAME})(?:{_RANGE}(?P<w2>{_DAYNAME}))?"
    r"(?:\s(?:pagi|siang|sore|malam|petang|dini hari|subuh|kemarin|lalu|ini|besok))*"
    r"(?P<glue>\s?,?\s?(?:tanggal\s|tgl\.?\s)?))?"
)
_DATE = re.compile(
    rf"{_LEAD}(?P<open>\(\s?(?:tanggal\s)?)?(?<![\d.,/:-])(?P<date>{_ISO}|{_DASHED}|{_NUMERIC}|{_TEXT})"
    r"(?P<close>\s?\))?",
    re.IGNORECASE,
)
_DATELINE = re.compile(
    r"^[^\S\n]*(?P<city>[A-Z][A-Za-z.' ]{1,30}?)[^\S\n]*[,(–—-]?[^\S\n]*(?P<body>[A-Za-z0-9 /]{0,30}?)"
    r",?[^\S\n]*\((?P<date>[\d /]{2,12})\)[^\S\n]*[-–—]",
    re.MULTILINE,
)
_STOP = re.compile(r"[.!?][”\"’)]*(?=\s+[“\"(]?[A-Z0-9]|\s*\n|\s*$)|\n+")
_ABBREVIATED = re.compile(
    r"\b(?:Pol|Drs|Dra|Dr|Ir|H|Hj|No|Jl|Kav|Prof|Moch|Muh|M|S|St|Kab|Prov|Tgl|Sdr|Kol|Brigjen|"
    r"Irjen|Komjen|Kombes|AKBP|a\.n|d\.a|Jend|Letjen|Mayjen)\.$"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """One written date: characters [start, end) with its weekday, `year` 0 when unwritten, `weekday` -1 when absent.

    `event` marks the shapes in which releases date what happened: in brackets or after a weekday.
    """

    start: int
    end: int
    day: int
    month: int
    year: int
    weekday: int
    event: bool
    glue: str = ""
    numeric: bool = False

    def on(self, year: int) -> date | None:
        """Return the date in a year, None when that year has no such day."""
        try:
            return date(year, self.month, self.day)
        except ValueError:
            return None

    def value(self) -> date | None:
        """Return the date as written, None without a year or when impossible."""
        return self.on(self.year) if self.year else None


@lru_cache(maxsize=64)
def mentions(text: str) -> tuple[Mention, ...]:
    """Return every date of a text in order; a range gives its first and last day."""
    found: list[Mention] = []
    for match in _DATE.finditer(text):
        found.extend(_read(match))
    return tuple(found)


def _read(match: re.Match[str]) -> list[Mention]:
    g = match.groupdict()
    weekday, bracketed = g["w"], bool(g["open"])
    if g["id"]:
        day, last, month, year = int(g["id"]), "", int(g["im"]), int(g["iy"])
    elif g["dd"]:
        day, last, month, year = int(g["dd"]), "", int(g["dm"]), int(g["dy"])
    elif g["nd"]:
        day, last, month, year = int(g["nd"]), g["nd2"] or "", int(g["nm"]), int(g["ny"] or 0)
        if not g["ny"] and not (bracketed and g["close"]) and not weekday:
            return []
    else:
        day, last, month, year = int(g["d"]), g["d2"] or "", _MONTHS[g["m"].lower().rstrip(".")], int(g["y"] or 0)
    year += 2000 if 0 < year < 100 else 0
    if not 0 < day < 100 or (year and not 1900 <= year <= 2100):
        return []
    start = match.start("w") if weekday else match.start("open") if bracketed else match.start("date")
    first = Mention(
        start,
        match.end(),
        day,
        month,
        year,
        _WEEKDAYS[weekday.lower()] if weekday else -1,
        bracketed or bool(weekday),
        g["glue"] or "",
        numeric=not g["d"],
    )
    if not last:
        return [first] if not g["w2"] else [replace(first, weekday=-1)]
    second = _WEEKDAYS[g["w2"].lower()] if g["w2"] else -1
    single = weekday and not g["w2"]
    return [replace(first, weekday=-1 if single else first.weekday), replace(first, day=int(last), weekday=second)]


@lru_cache(maxsize=64)
def sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Return the [start, end) of every sentence; a line break ends one, an abbreviation does not."""
    found, start = [], 0
    for stop in _STOP.finditer(text):
        if stop[0].startswith(".") and _ABBREVIATED.search(text, max(start, stop.start() - 10), stop.start() + 1):
            continue
        if text[start : stop.end()].strip():
            found.append((start, stop.end()))
        start = stop.end()
    if text[start:].strip():
        found.append((start, len(text)))
    return tuple(found)


def sentence(text: str, position: int) -> tuple[int, int]:
    """Return the [start, end) of the sentence that holds a position."""
    return next((span for span in sentences(text) if span[0] <= position < span[1]), (0, len(text)))


@lru_cache(maxsize=64)
def dateline(text: str) -> re.Match[str] | None:
    """Return the first dateline with a date in brackets (groups city, body, date)."""
    return _DATELINE.search(text)


def reference(draft: Draft) -> date | None:
    """Return the day the release speaks from: its dateline, else its release date, else its commonest year's last."""
    head = dateline(draft.body)
    if head:
        for mention in mentions(draft.body):
            if head.start("date") - 1 <= mention.start <= head.end("date"):
                if mention.value():
                    return mention.value()
                if draft.published:
                    return nearest(mention, draft.published)
    if draft.published:
        return draft.published
    dates = [value for mention in mentions(draft.body) if (value := mention.value())]
    if not dates:
        return None
    year = Counter(value.year for value in dates).most_common(1)[0][0]
    return max(value for value in dates if value.year == year)


def nearest(mention: Mention, to: date) -> date | None:
    """Return the mention's date in the year that brings it closest to a day."""
    dates = [value for year in (to.year - 1, to.year, to.year + 1) if (value := mention.on(year))]
    return min(dates, key=lambda value: abs((value - to).days), default=None)


def meant(mention: Mention, to: date | None) -> date | None:
    """Return the date as written, or in the year nearest to the release when it has none."""
    return mention.value() if mention.year else nearest(mention, to) if to else None


def weekday(on: date) -> str:
    """Return the Indonesian name of a date's weekday."""
    return WEEKDAY_NAMES[on.weekday()]
