"""Turn front-matter lines into typed facts: sources, helpers, channels, verdicts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from urllib.parse import urlsplit

from monitor.dates import ZONES
from monitor.weeks import WIB

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2})(?: (WIB|WITA|WIT))?)?")


class PageType(StrEnum):
    """The three kinds of article; the value is the folder, the address and the `Type` in the front matter."""

    RELEASE = "siaran-pers"
    EXPLAINER = "penjelasan"
    CLARIFICATION = "klarifikasi"

    @property
    def label(self) -> str:
        """The Indonesian name readers see."""
        return {"siaran-pers": "Siaran pers", "penjelasan": "Penjelasan", "klarifikasi": "Klarifikasi"}[self.value]


class Verdict(StrEnum):
    """What a clarification finds a circulating claim to be."""

    FALSE = "SALAH"
    MISLEADING = "MENYESATKAN"
    FRAUD = "PENIPUAN"

    @property
    def rating(self) -> int:
        """Truth on ClaimReview's scale, 1 (false) to 5 (true)."""
        return 2 if self is Verdict.MISLEADING else 1


@dataclass(frozen=True, slots=True)
class Reference:
    """Where a fact was read and when we last looked."""

    name: str
    url: str
    checked: date


@dataclass(frozen=True, slots=True)
class Helper:
    """Someone who can help: who, how to reach them, when; `contact` and `when` may be empty."""

    who: str
    contact: str = ""
    when: str = ""


@dataclass(frozen=True, slots=True)
class Channel:
    """An official channel: its kind (`Telepon`), its name or number, a link or empty, and when we last looked."""

    kind: str
    name: str
    link: str
    checked: date


def parse_day(raw: str) -> date:
    """Read `2025-09-17`. Raise ValueError for anything else, 31 February included."""
    if not _DAY.fullmatch(raw.strip()):
        raise ValueError(raw)
    return date.fromisoformat(raw.strip())


def parse_moment(raw: str) -> datetime:
    """Read `2025-09-17 10:00`, `2025-09-17 10:00 WITA` or a bare date; WIB counts where no zone is written.

    Raise ValueError for anything else.
    """
    found = _MOMENT.fullmatch(raw.strip())
    if not found:
        raise ValueError(raw)
    zone = ZONES[found[3]] if found[3] else WIB
    return datetime.fromisoformat(f"{found[1]}T{found[2] or '00:00'}").replace(tzinfo=zone)


def zone_name(moment: datetime) -> str:
    """Return WIB, WITA or WIT for an aware moment; raise ValueError for any other offset."""
    for name, zone in ZONES.items():
        if moment.utcoffset() == moment.astimezone(zone).utcoffset():
            return name
    raise ValueError(moment)


@lru_cache(maxsize=65536)
def parse_reference(line: str) -> Reference:
    """Read `Nama sumber | https://… | diperiksa 2026-03-05`. Raise ValueError saying what is wrong."""
    name, url, checked = _split(line, 3)
    if not is_web_address(url):
        raise ValueError(f"{url!r} bukan alamat web (harus diawali https://)")
    return Reference(name, url, _checked(checked))


def parse_helper(line: str) -> Helper:
    """Read `siapa | kontak | kapan`; the last two may be left out. Raise ValueError saying what is wrong."""
    parts = [part.strip() for part in line.split("|")]
    if len(parts) > 3 or not parts[0]:
        raise ValueError("bentuknya harus: siapa | kontak | kapan")
    return Helper(*parts)


def parse_channel(line: str) -> Channel:
    """Read `Telepon | 0-800-1000 | tel:08001000 | diperiksa 2026-03-05`. Raise ValueError saying what is wrong."""
    kind, name, link, checked = _split(line, 4)
    if link and not (is_web_address(link) or re.fullmatch(r"tel:\+?\d+", link)):
        raise ValueError(f"{link!r} bukan tautan https:// atau tel:")
    return Channel(kind, name, link, _checked(checked))


def is_web_address(url: str) -> bool:
    """Tell whether a text is an absolute http(s) address with a host and no spaces."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not re.search(r"\s", url)


def _split(line: str, count: int) -> list[str]:
    parts = [part.strip() for part in line.split("|")]
    if len(parts) != count or not parts[0]:
        raise ValueError(f"harus {count} bagian yang dipisah tanda |, tertulis {len(parts)}")
    return parts


def _checked(text: str) -> date:
    words = text.removeprefix("diperiksa").strip()
    try:
        return parse_day(words)
    except ValueError as error:
        raise ValueError(f"{text!r} harus seperti: diperiksa 2026-03-05") from error
