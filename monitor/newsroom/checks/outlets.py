"""Rule on several texts about one event: figures and dates that differ between files checked together.

Two sentences tell one event when they share a rare name and most of their words, and their texts are of the same days.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from monitor.dates import long_date
from monitor.newsroom.checks import calendar
from monitor.newsroom.checks.model import Draft, Hit, Rule, Severity
from monitor.newsroom.checks.numerals import MEASURES, Count, counts, written_number
from monitor.newsroom.checks.spans import is_quoted

DAYS_APART = 14
"""Days between two texts, or two dates of one event, beyond which they are taken for different events."""

CROWDED = 40
"""Sentences in which a name may occur before it is too common to tell an event."""

_WORDS = re.compile(r"[^\W\d_][\w'-]{3,}")
_NAME = re.compile(r"(?<![.!?:\n“\"] )(?<![\n“\"(])(?<!^)\b(?:PT|CV|KM|KMP)?\s?[A-Z][\w-]+(?: [A-Z][\w-]+)*")
_NO_NAMES = frozenset(re.findall(r"[\w-]+",
    "Indonesia Menteri Kementerian Pekerja Migran Wakil Kepala Balai Badan Pelindungan Pelayanan Direktur "
    "Jenderal Senin Selasa Rabu Kamis Jumat Sabtu Minggu Januari Februari Maret April Mei Juni Juli Agustus "
    "September Oktober November Desember KemenP2MI KP2MI BP2MI BP3MI P4MI PMI CPMI WNI Malaysia Jakarta "
    "Mukhtarudin Christina Aryani Sebanyak Humas Republik Provinsi Kabupaten Kota Presiden Prabowo Subianto "
    "Selain Sementara Menurut Dalam Pada Mereka Negara Barat Timur Utara Selatan Tengah Tenggara Nusa Jawa "
    "Sumatera Kalimantan Sulawesi"))
_COMMON = frozenset(re.findall(r"[\w-]+",
    "pada yang dari untuk dengan dalam oleh sebanyak pekerja migran indonesia orang telah akan para itu tersebut "
    "juga serta kementerian menteri melalui kepada adalah sudah bahwa atas total warga calon mereka setelah"))


@dataclass(frozen=True, slots=True)
class Told:
    """One sentence of one draft with its only figure or only date, and the names and words that place it."""

    draft: int
    start: int
    end: int
    figure: Count | None
    on: date | None
    names: frozenset[str]
    words: frozenset[str]
    day: date | None
    values: frozenset[float]


def conflicts(drafts: Sequence[Draft]) -> Iterator[tuple[int, Hit]]:
    """Yield the number of a draft and a hit for every figure or date that another draft tells otherwise."""
    told = [each for number, draft in enumerate(drafts) for each in _told(number, draft)]
    by_name: dict[str, list[int]] = defaultdict(list)
    for index, each in enumerate(told):
        for name in each.names:
            by_name[name].append(index)
    seen: set[tuple[int, int]] = set()
    for indices in by_name.values():
        for first, second in _pairs(indices):
            one, two = told[first], told[second]
            if one.draft == two.draft or (first, second) in seen:
                continue
            seen.add((first, second))
            if _same_event(one, two) and (words := _difference(one, two)):
                yield one.draft, Hit(one.start, one.end, _message(words[0], words[1], drafts[two.draft]))
                yield two.draft, Hit(two.start, two.end, _message(words[1], words[0], drafts[one.draft]))


def _pairs(indices: list[int]) -> Iterator[tuple[int, int]]:
    if len(indices) <= CROWDED:
        yield from ((a, b) for at, a in enumerate(indices) for b in indices[at + 1:])


def _message(here: str, there: str, other: Draft) -> str:
    return f"Peristiwa yang sama ditulis {here} di sini dan {there} di {other.path}; samakan."


def _told(number: int, draft: Draft) -> Iterator[Told]:
    text, day = draft.body, draft.published or calendar.reference(draft)
    numbers, dates = _figures(text), [mention for mention in calendar.mentions(text) if mention.event or mention.year]
    head = calendar.dateline(text)
    begin = head.end() if head else 0
    earlier: frozenset[str] = frozenset()
    for start, end in calendar.sentences(text):
        low = max(start, begin) if start <= begin < end else start
        own = frozenset(_names(text[low:end]))
        names = own | (earlier if re.search(r"\b(?:itu|tersebut|ini)\b", text[low:end]) else frozenset())
        earlier = own
        if not names or is_quoted(text, low):
            continue
        words = frozenset(word.lower() for word in _WORDS.findall(text[low:end])) - _COMMON
        here = [count for count in numbers if low <= count.start < end]
        values = frozenset(count.value for count in here)
        when = {on for mention in dates if low <= mention.start < end and (on := calendar.meant(mention, day))}
        on = when.pop() if len(when) == 1 else None
        if len(here) == 1:
            yield Told(number, here[0].start, here[0].tail, here[0], on, names, words, day, values)
        if on:
            mention = next(one for one in dates if low <= one.start < end)
            yield Told(number, mention.start, mention.end, None, on, names, words, day, values)


def _figures(text: str) -> list[Count]:
    dated = [(mention.start, mention.end) for mention in calendar.mentions(text)]
    return [count for count in counts(text) if (count.person or count.noun == "rp" or count.noun not in MEASURES)
            and count.noun and count.value > 1 and not any(start <= count.start < end for start, end in dated)]


def _names(text: str) -> Iterator[str]:
    for found in _NAME.finditer(text):
        name = " ".join(word for word in found[0].split() if word not in _NO_NAMES)
        if len(name) > 3:
            yield name


def _same_event(one: Told, two: Told) -> bool:
    if one.day and two.day and abs((one.day - two.day).days) > DAYS_APART:
        return False
    shared, least = one.words & two.words, min(len(one.words), len(two.words))
    names = one.names & two.names
    strong = any(name.startswith(("PT ", "CV ", "KM ")) or len(name.split()) > 2 for name in names) or len(names) > 1
    content = len({word for word in shared if not any(word in name.lower() for name in names)})
    return (content >= 2 and 2 * len(shared) >= least) if strong else (content >= 3 and 5 * len(shared) >= 3 * least)


def _difference(one: Told, two: Told) -> tuple[str, str] | None:
    """Return what each of two sentences says where they differ; None when they agree or tell different things."""
    if one.figure and two.figure:
        alike = one.figure.noun == two.figure.noun or (one.figure.person and two.figure.person)
        if alike and one.figure.value != two.figure.value and (one.on is None or two.on is None or one.on == two.on):
            return _written(one.figure), _written(two.figure)
    if one.figure is None and two.figure is None and one.on and two.on and one.on != two.on \
            and abs((one.on - two.on).days) <= DAYS_APART and (one.values == two.values or one.values & two.values):
        return long_date(one.on), long_date(two.on)
    return None


def _written(count: Count) -> str:
    whole = written_number(count.value)
    return f"Rp{whole}" if count.noun == "rp" else f"{whole} {count.noun}"


def _alone(_draft: Draft) -> Iterator[Hit]:
    """Yield nothing: one text alone has no other to differ from."""
    yield from ()


RULES: tuple[Rule, ...] = (
    Rule("R025", "cross_outlet_conflict", Severity.WARNS,
         "Dua naskah yang diperiksa bersama menulis angka atau tanggal berbeda untuk satu peristiwa.",
         "Media memuat dua angka dari satu kementerian, lalu keduanya diragukan.",
         "Naskah pusat: 326 calon pekerja; naskah balai: 325 calon pekerja",
         "Kedua naskah: 326 calon pekerja", _alone, conflicts),
)
"""R025."""
