"""Find presidents named outside their term, and heads of offices named after a successor was seen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from monitor.config.names import read_names
from monitor.config.officials import Official, read_officials
from monitor.dates import long_date
from monitor.newsroom.checks.calendar import mentions, sentence
from monitor.newsroom.checks.model import Hit, Part

_THEN = re.compile(r"\b(?:mantan|eks|bekas|saat itu|kala itu|ketika itu|semasa|era|pada masa|di masa|sebelumnya"
                   r"|terdahulu|dahulu|dulu|pendahulu\w*|purnatugas|ke-7|menggantikan|digantikan)\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def wrong_holders(part: Part, text: str, day: date | None) -> Iterator[Hit]:
    """Yield presidents and heads of offices who, on the day of a text, no longer held the post it gives them."""
    if day:
        yield from _presidents(part, text, day)
        yield from _heads(part, text, day)


@cache
def _president_pattern() -> tuple[re.Pattern[str], dict[str, Official]]:
    people = {name: one for one in read_officials().holders if one.title.startswith("Presiden")
              for name in (one.name, *one.aliases)}
    names = "|".join(re.escape(name) for name in sorted(people, key=len, reverse=True))
    lead = r"Presiden(?:\s+(?:RI|Republik Indonesia))?|[Kk]abinet(?:\s+Presiden)?|[Pp]emerintahan(?:\s+Presiden)?"
    return re.compile(rf"\b(?:{lead})\s+(?P<name>{names})\b"), people


def _presidents(part: Part, text: str, day: date) -> Iterator[Hit]:
    pattern, people = _president_pattern()
    for found in pattern.finditer(text):
        one = people[found["name"]]
        since = _successor_since(one)
        start, end = sentence(text, found.start())
        if since is None or day < since or _then(text[start:end], since):
            continue
        yield Hit(*found.span(), f"Pada {long_date(day)} presiden bukan lagi {one.name}; tulis “mantan presiden” atau "
                  "betulkan namanya.", part=part)


def _successor_since(one: Official) -> date | None:
    """Return the first day on which a source shows somebody else in a post, after this holder was last seen."""
    days = [other.in_office_by for other in read_officials().holders if other.title == one.title and other is not one
            and other.in_office_by and other.in_office_by.isoformat() > one.seen]
    return min(days, default=None)


def _then(around: str, since: date) -> bool:
    """Tell whether a sentence speaks of the past: it says so, or every year and date in it is before a day."""
    if _THEN.search(around):
        return True
    years = [int(found[0]) for found in _YEAR.finditer(around)]
    dates = [value for one in mentions(around) if (value := one.value())]
    if dates:
        return all(one < since for one in dates)
    return bool(years) and all(year < since.year for year in years)


@cache
def _head_pattern() -> re.Pattern[str]:
    provinces = sorted((name for province, shorts in read_names().provinces.items() for name in (province, *shorts)),
                       key=len, reverse=True)
    return re.compile(r"\bKepala\s+(?:BP3MI|Balai\s+Pelayanan\s+Pelindungan\s+Pekerja\s+Migran\s+Indonesia"
                      rf"(?:\s*\(BP3MI\))?)\s+(?:Provinsi\s+)?(?P<place>{'|'.join(provinces)})(?:\s*\([A-Za-z]+\))?"
                      r"[\s,]+(?:Kombes\s+Pol\.?\s+)?"
                      r"(?P<name>[A-Z][\w.'’]*(?:\s+[A-Z][\w.'’]*){0,4})")


def _heads(part: Part, text: str, day: date) -> Iterator[Hit]:
    """Yield a head of an office whose successor a source had already met on the day of the text."""
    full = {short: province for province, shorts in read_names().provinces.items() for short in (province, *shorts)}
    for found in _head_pattern().finditer(text):
        title = f"Kepala BP3MI {full[found['place']]}"
        heads = [one for one in read_officials().officials if one.title == title]
        here = next((one for one in heads for name in (one.name, *one.aliases) if found["name"].startswith(name)), None)
        after = [one for one in heads if here and one.seen > here.seen and one.seen <= day.isoformat()[:len(one.seen)]]
        start, end = sentence(text, found.start())
        if here and after and not _THEN.search(text[start:end]) and day.isoformat()[:len(here.seen)] > here.seen:
            last = max(after, key=lambda one: one.seen)
            yield Hit(*found.span(), f"{title} yang tercatat sejak {last.seen} adalah {last.name}, bukan {here.name}; "
                      "periksa namanya atau tulis “saat itu”.", part=part)
