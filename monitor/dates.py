"""Read the dates that Indonesian media write, and write dates as Indonesian staff read them.

`parse_date` is a small grammar of its own: general parsers read WIB as UTC, know no Agu/Okt/Nopember, and turn an
impossible date into a possible one. It looks for one calendar date, one clock time and one zone in a short string,
tolerates words around them, and gives None as soon as two readings would be possible.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from datetime import timezone as fixed_zone
from zoneinfo import ZoneInfo

from monitor.models import TimeOrigin, Timestamp
from monitor.weeks import WIB

MONTH_NAMES = ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober",
               "November", "Desember")
WEEKDAY_NAMES = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
ZONES = {"WIB": WIB, "WITA": ZoneInfo("Asia/Makassar"), "WIT": ZoneInfo("Asia/Jayapura")}

LONGEST = 300
"""Longer strings are no date fields; they are not searched."""

# Indonesian, English and Malay names, full and abbreviated.
_MONTHS = {name: number for number, names in enumerate((
    "januari january jan", "februari pebruari february feb peb", "maret march mac mar mrt", "april apr", "mei may",
    "juni june jun", "juli julai july jul", "agustus august ogos agust agst agus ags agt agu aug ogs ogo",
    "september sept sep", "oktober october okt oct", "november nopember nov nop",
    "desember december disember des dec dis"), start=1) for name in names.split()}

# Hours east of UTC. The North American names are those of RFC 822; names with two common meanings (IST, AST, BST) are
# left out, so that they are read as the source's own zone. Military letters but Z are unusable (RFC 2822, 4.3).
_NAMED = {
    "wib": 7, "wita": 8, "wit": 9, "z": 0, "utc": 0, "gmt": 0, "ut": 0, "myt": 8, "sgt": 8, "hkt": 8, "jst": 9,
    "kst": 9, "ict": 7, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
    "cet": 1, "cest": 2, "waktu indonesia barat": 7, "waktu indonesia tengah": 8, "waktu indonesia timur": 9,
    "asia/jakarta": 7, "asia/pontianak": 7, "asia/makassar": 8, "asia/jayapura": 9,
}

_FLAGS = re.ASCII
_MONTH = "(" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")(?![a-z])\.?"
_YEAR = r"(\d{4}(?!\d)|'?\d{2}(?![\d:]|\.\d))"
_GAP = r"[\s\-/.,]*"
_END = r"(?!\d|\2\d(?!\d?[:.]\d))"  # no fourth number in the same notation, unless it is a clock time
_YMD = re.compile(r"(?<![\d.-])(\d{4})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{1,2})" + _END, _FLAGS)
_DMY = re.compile(r"(?<![\d/.-])(\d{1,2})\s?([-/.])\s?(\d{1,2})\s?\2\s?(\d{4}|\d{2})" + _END, _FLAGS)
_BASIC = re.compile(r"(?<![\d.])(\d{4})(\d{2})(\d{2})(?=\D|$)", _FLAGS)
_DAY_MONTH = re.compile(rf"(?<![\d:.])(\d{{1,2}})(?:st|nd|rd|th)?{_GAP}(?:of )?{_MONTH}(?:{_GAP}{_YEAR})?", _FLAGS)
_MONTH_DAY = re.compile(rf"(?<![a-z]){_MONTH}[\s\-/]*(\d{{1,2}})(?:st|nd|rd|th)?(?![\d:]|\.\d)(?:{_GAP}{_YEAR})?",
                        _FLAGS)
_LONE_YEAR = re.compile(r"(?<![\d.,/:+-])((?:19|20)\d{2})(?![\d:]|[.,/]\d)", _FLAGS)
_TIME = re.compile(
    r"(?<![\d.:+])(\d{1,2})(?:(?: ?: ?|\.)(\d{2})(?:[:.](\d{2})(?:[.,](\d{1,9})\d*)?)?)(?![\d]|[:.]\d)"
    r"(?: ?(a\.?m\.?|p\.?m\.?|pagi|siang|sore|petang|malam)(?![a-z]))?", _FLAGS)
_HOUR = re.compile(r"(?:(?:pukul|jam) (\d{1,2})(?![\d.:])(?: (pagi|siang|sore|petang|malam)(?![a-z]))?"
                   r"|(?<![\d.:/])(\d{1,2}) ?([ap])\.?m\.?(?![a-z]))", _FLAGS)
_GLUED_TIME = re.compile(r"(?<=\d)t(\d{2})(\d{2})(\d{2})?(?=\D|$)", _FLAGS)
_OFFSET = re.compile(
    r"[\s,;(]*(?:(gmt|utc|ut)\s?([+-])\s?(\d{1,2})(?::?(\d{2}))?|([+-])(\d{2}):?(\d{2})?|([+-])\s(\d{2}):?(\d{2})"
    r"|([+-])\s?(\d{1,2})(?::(\d{2}))?$)(?!\d)", _FLAGS)
_ZONE_AFTER = re.compile(r"[\s,;(\[]*(" + "|".join(sorted(_NAMED, key=len, reverse=True)) + r")(?![a-z])", _FLAGS)
_ZONE_ANYWHERE = re.compile(r"(?<![a-z])(wib|wita|wit|waktu indonesia (?:barat|tengah|timur)|"
                            r"asia/(?:jakarta|pontianak|makassar|jayapura))(?![a-z])", _FLAGS)
_UPDATE = re.compile(r"di(?:perbarui|update|ubah)|(?:last )?(?:updated?|modified)|terakhir di|dikemas kini", _FLAGS)
_EPOCH = re.compile(r"(\d{9,10}(?:\.\d{1,9})?|\d{12,13}|\d{16})", _FLAGS)
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})", _FLAGS)
# The ministry's site prints `00.<month> <date> <views>`; those digits are no time (seen on every page read).
_MINISTRY = re.compile(r"00\.(\d{2})(?= \d{1,2} [a-z]+ \d{4}(?: \d+)?$)", _FLAGS)


class _Impossible(ValueError):
    """Signal digits that are shaped like a date or time but are none, or that contradict each other."""


def parse_date(raw: str, *, timezone: str = "Asia/Jakarta", origin: TimeOrigin,
               month_first: bool = False) -> Timestamp | None:
    """Read a published time, or give None; never raise, whatever the string.

    The written offset is kept; without one, `timezone` (an IANA name) applies; epoch numbers are UTC. 05/06/2026 is
    5 June unless `month_first`. Impossible, relative, incomplete and contradicting dates give None, as do years outside
    1980-2100 (the zero times of many systems).
    """
    if len(raw) > 10 * LONGEST:
        return None
    text = " ".join(unicodedata.normalize("NFKC", raw).lower().split())
    text = re.sub("[\u2010-\u2015\u2212]", "-", text)
    if not text or len(text) > LONGEST:
        return None
    try:
        return _epoch(text, origin) or _written(text, ZoneInfo(timezone), origin, month_first)
    except _Impossible:
        return None


def _epoch(text: str, origin: TimeOrigin) -> Timestamp | None:
    """Read seconds, milliseconds or microseconds since 1970."""
    if not _EPOCH.fullmatch(text):
        return None
    whole, _, fraction = text.partition(".")
    scale = {12: 1000, 13: 1000, 16: 1_000_000}.get(len(whole), 1)
    micros = int(whole) * 1_000_000 // scale + int(fraction[:6].ljust(6, "0"))
    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=micros)
    return Timestamp(at, origin) if 1980 <= at.year <= 2100 else None


def _written(text: str, zone: tzinfo, origin: TimeOrigin, month_first: bool) -> Timestamp | None:
    if digits := _DIGITS.fullmatch(text):
        text = "{}-{}-{} {}:{}:{}".format(*digits.groups())
    text = _GLUED_TIME.sub(lambda m: f" {m[1]}:{m[2]}:{m[3] or '00'}", text)
    text = re.sub(r"(?<=\d)t(?=\d{2}:)", " ", text)
    found = _find_date(text, month_first)
    if found is None:
        return None
    day, start, end, rest = found
    clock = None if _prints_month_as_time(text, day) else _find_time(rest, end) or _find_time(rest[:start], 0)
    if clock is None:
        midnight = datetime(day.year, day.month, day.day)
        return Timestamp(_place(midnight, _named_zone(rest), zone), origin, dated_only=True)
    span, until = clock
    at = datetime(day.year, day.month, day.day) + span
    return Timestamp(_place(at, _find_offset(rest, until), zone), origin)


def _place(at: datetime, offset: timedelta | None, zone: tzinfo) -> datetime:
    """Give a wall-clock time its offset; `zone` counts when none was written."""
    offset = offset if offset is not None else at.replace(tzinfo=zone).utcoffset()
    return at.replace(tzinfo=fixed_zone(offset or timedelta()))


def _find_date(text: str, month_first: bool) -> tuple[date, int, int, str] | None:
    """Return the one date of a text, where it stands, and the text with it blanked out."""
    update = _UPDATE.search(text)
    head = text[:update.start()] if update else text
    for part in dict.fromkeys((head, text)):
        days, blanked = [], part
        for day, start, end in _dates(part, month_first):
            days.append((day, start, end))
            end += blanked[end:end + 1] in {":", "/", "-"}  # joins date and time in server logs
            blanked = blanked[:start] + " " * (end - start) + blanked[end:]
        if days:
            if len({day for day, _, _ in days}) > 1:
                raise _Impossible(text)
            return *days[0], blanked
    return None


def _dates(text: str, month_first: bool) -> Iterator[tuple[date, int, int]]:
    """Yield every date of a text, in any notation. Raise _Impossible."""
    for match in _YMD.finditer(text):
        yield _day(match[1], match[3], match[4]), match.start(), match.end()
    for match in _DMY.finditer(text):
        if match[2] == "." and len(match[4]) == 2:
            continue  # 10.05.30 is a time
        first, second = (match[3], match[1]) if month_first else (match[1], match[3])
        yield _day(match[4], second, first), match.start(), match.end()
    words = [(m, m[3], m[2], m[1]) for m in _DAY_MONTH.finditer(text)] \
        or [(m, m[3], m[1], m[2]) for m in _MONTH_DAY.finditer(text)]
    for match, year, month, day in words:
        if found := year or _lone_year(text[:match.start()] + " " * len(match[0]) + text[match.end():]):
            yield _day(found, str(_MONTHS[month]), day), match.start(), match.end()
    for match in _BASIC.finditer(text):
        yield _day(match[1], match[2], match[3]), match.start(), match.end()


def _lone_year(text: str) -> str:
    """Return the year that stands apart, as in `Sat Nov 21 10:00:00 WIB 2026`."""
    years = set(_LONE_YEAR.findall(text))
    return str(years.pop()) if len(years) == 1 else ""


def _day(year: str, month: str, day: str) -> date:
    number = int(year.removeprefix("'"))
    if len(year.removeprefix("'")) == 2:
        number += 2000 if number < 70 else 1900  # POSIX pivot
    if not 1980 <= number <= 2100:
        raise _Impossible(year)
    try:
        return date(number, int(month), int(day))
    except ValueError as error:
        raise _Impossible(f"{year}-{month}-{day}") from error


def _find_time(text: str, start: int) -> tuple[timedelta, int] | None:
    """Return the first clock time at or after `start` and where it ends. Raise _Impossible."""
    if match := _TIME.search(text, start):
        hour, minute, second = (int(part or 0) for part in match.group(1, 2, 3))
        hour = _hour(hour, match[5] or "")
        if hour > 24 or minute > 59 or second > 60 or (hour == 24 and (minute or second)):
            raise _Impossible(match[0])
        fraction = int((match[4] or "0")[:6].ljust(6, "0"))
        return timedelta(hours=hour, minutes=minute, seconds=second, microseconds=fraction), match.end()
    if match := _HOUR.search(text, start):
        hour = _hour(int(match[1] or match[3]), match[2] or match[4] or "")
        if hour > 24:
            raise _Impossible(match[0])
        return timedelta(hours=hour), match.end()
    return None


def _hour(hour: int, half: str) -> int:
    """Turn a 12-hour reading into 24 hours; `15.00 sore` stays as it is."""
    match half[:1] if half not in {"pagi", "petang"} else half:
        case "a" | "pagi":
            if hour > 12:
                raise _Impossible(f"{hour} {half}")
            return 0 if hour == 12 and half != "pagi" else hour
        case "s" if half == "siang":
            return hour + 12 if 1 <= hour <= 4 else hour
        case "m":
            return 0 if hour == 12 else hour + 12 if 6 <= hour < 12 else hour
        case "p" | "petang" | "s":
            return hour + 12 if hour < 12 else hour
    return hour


def _find_offset(text: str, start: int) -> timedelta | None:
    """Return the offset written behind the time. An Indonesian zone name beats digits (10:00-12:00 WIB is a span)."""
    named = _named_zone(text)
    if named is not None:
        return named
    if match := _OFFSET.match(text, start):
        sign, hours, minutes = next(match.group(i, i + 1, i + 2) for i in (2, 5, 8, 11) if match[i])
        offset = timedelta(hours=int(hours), minutes=int(minutes or 0))
        if offset > timedelta(hours=14) or int(minutes or 0) > 59:
            raise _Impossible(match[0])
        return -offset if sign == "-" else offset
    if match := _ZONE_AFTER.match(text, start):
        return timedelta(hours=_NAMED[match[1]])
    return None


def _named_zone(text: str) -> timedelta | None:
    match = _ZONE_ANYWHERE.search(text)
    return timedelta(hours=_NAMED[match[1]]) if match else None


def _prints_month_as_time(text: str, day: date) -> bool:
    match = _MINISTRY.search(text)
    return match is not None and int(match[1]) == day.month


def _local(moment: date | datetime) -> date:
    """Return the day in WIB of an aware moment, or the date itself."""
    if isinstance(moment, datetime):
        return moment.astimezone(WIB).date() if moment.tzinfo else moment.date()
    return moment


def long_date(moment: date | datetime) -> str:
    """Write `17 September 2025`; aware moments are shown in WIB."""
    day = _local(moment)
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def short_date(moment: date | datetime) -> str:
    """Write `17/09/2025`; aware moments are shown in WIB."""
    return f"{_local(moment):%d/%m/%Y}"


def weekday_name(moment: date | datetime) -> str:
    """Write `Rabu`; aware moments are shown in WIB."""
    return WEEKDAY_NAMES[_local(moment).weekday()]


def full_date(moment: date | datetime) -> str:
    """Write `Rabu, 17 September 2025`; aware moments are shown in WIB."""
    return f"{weekday_name(moment)}, {long_date(moment)}"


def clock(moment: datetime, *, zone: str = "WIB") -> str:
    """Write `pukul 08.05 WIB`; `zone` is WIB, WITA or WIT. Raise ValueError for a naive moment."""
    if moment.tzinfo is None:
        raise ValueError("naive datetime")
    return f"pukul {moment.astimezone(ZONES[zone]):%H.%M} {zone}"


def date_range(first: date | datetime, last: date | datetime) -> str:
    """Write `17-23 Agustus 2026` with an en dash, repeating month and year only where they differ."""
    start, end = _local(first), _local(last)
    if start == end:
        return long_date(start)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{long_date(end)}"
    if start.year == end.year:
        return f"{start.day} {MONTH_NAMES[start.month - 1]} – {long_date(end)}"
    return f"{long_date(start)} – {long_date(end)}"
