"""Compare the dates of events with the fact sheet and with each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import lru_cache

from monitor.config.facts import read_facts
from monitor.dates import long_date
from monitor.newsroom.checks import calendar
from monitor.newsroom.checks.calendar import mentions
from monitor.newsroom.checks.model import Draft, Hit, Part

_STEMS = (
    "bakar",
    "lantik",
    "luncur",
    "tandatangan",
    "teken",
    "kunjung",
    "tinjau",
    "tangkap",
    "gerebek",
    "celaka",
    "tenggelam",
    "resmi",
    "serah terima",
    "tabrak",
    "gempa",
    "banjir",
)
_STEM = re.compile("|".join(_STEMS), re.IGNORECASE)
_OTHER_TIME = re.compile(
    r"\b(?:hingga|sampai|per|sejak|data|akan|sebelumnya|kedua|lanjutan|kembali|setelah|usai|pasca\w*|menyusul|sesudah|"
    r"bermula|berlanjut|rapat|kemudian|lalu|masing-masing)\b",
    re.IGNORECASE,
)
_EVENT = re.compile(
    r"\b(?P<name>longsor|banjir|gempa|kebakaran|kecelakaan|ledakan|penandatanganan|peluncuran|peresmian|pelantikan|"
    r"penyerahan|penggerebekan|penangkapan|penyegelan|unjuk rasa|lokakarya|upacara|wisuda|seminar|insiden|tabrakan)\b",
    re.IGNORECASE,
)
_THAT = re.compile(r"(?: [a-z]+){0,3} (?:itu|tersebut)\b")
_ENDS = re.compile(
    r"\b(?:ditutup|berakhir|selesai|puncak\w*|dilanjutkan|diumumkan|dilaporkan|diselidiki)\b", re.IGNORECASE
)
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][\w-]+(?: [A-Z][\w-]+)*")
_COMMON_NAMES = frozenset(
    ["KemenP2MI", "BP3MI", "PMI", "WNI", "Indonesia", "Menteri", "Kementerian", "Jakarta", "Pekerja"]
)
_WORD = re.compile(r"senin|selasa|rabu|kamis|jum['’`]?at|sabtu|minggu|ahad", re.IGNORECASE)
_WORDS = re.compile(r"[a-zà-ÿ][a-zà-ÿ'-]{3,}", re.IGNORECASE)


def conflicts(draft: Draft) -> Iterator[Hit]:
    """Yield events dated otherwise than the fact sheet or than an earlier sentence dates them."""
    seen: set[tuple[Part, int]] = set()
    for hit in (*_known_events(draft), *_told_twice(draft), *_same_happening(draft), *_that_one(draft)):
        if (hit.part, hit.start) not in seen:
            seen.add((hit.part, hit.start))
            yield hit


def _known_events(draft: Draft) -> Iterator[Hit]:
    to = calendar.reference(draft)
    for part in tuple(Part):
        text = draft.text(part)
        found = mentions(text)
        for start, end in calendar.sentences(text) if found else ():
            inside = [mention for mention in found if start <= mention.start < end]
            if len(inside) != 1 or (on := calendar.meant(inside[0], to)) is None:
                continue
            for event in read_facts().events:
                if (
                    on != event.on
                    and abs((on - event.on).days) <= 20
                    and _pattern(event.pattern).search(text, start, end)
                ):
                    yield Hit(
                        inside[0].start,
                        inside[0].end,
                        f"{event.name} tercatat pada {long_date(event.on)}, bukan "
                        f"{long_date(on)}; samakan dengan keterangan sebelumnya.",
                        part=part,
                    )
                    break


@lru_cache(maxsize=256)
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


def _told_twice(draft: Draft) -> Iterator[Hit]:
    """Yield a sentence that tells, in much the same words, the event of an earlier one with another date."""
    to = calendar.reference(draft)
    told: list[tuple[frozenset[str], date]] = []
    for part in tuple(Part):
        text = draft.text(part)
        found = [mention for mention in mentions(text) if mention.event]
        for start, end in calendar.sentences(text) if found else ():
            inside = [mention for mention in found if start <= mention.start < end]
            head = calendar.dateline(text[start:end])
            if head:
                inside = [mention for mention in inside if mention.start >= start + head.end()]
            dates = {on for mention in inside if (on := calendar.meant(mention, to))}
            if len(dates) != 1:
                continue
            on, words = dates.pop(), _content(text[start + (head.end() if head else 0) : end])
            for other, earlier in told:
                near = 0 < abs((on - earlier).days) <= 30
                shared = len(words & other)
                least = min(len(words), len(other))
                if near and (shared >= 4 or (shared == 3 == least)) and shared >= 0.6 * least:
                    yield Hit(
                        inside[0].start,
                        inside[0].end,
                        f"Peristiwa yang sama ditulis {long_date(earlier)} dan {long_date(on)}; pakai satu tanggal.",
                        part=part,
                    )
                    break
            told.append((words, on))


def _content(text: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _WORDS.findall(text) if not _WORD.fullmatch(word)) - {
        "pada",
        "yang",
        "dari",
        "untuk",
        "dengan",
        "dalam",
        "oleh",
        "tanggal",
        "pekerja",
        "migran",
        "indonesia",
        "bp3mi",
        "kemenp2mi",
        "menteri",
    }


def _that_one(draft: Draft) -> Iterator[Hit]:
    """Yield `longsor itu terjadi pada 5 Maret` after a sentence that dates the landslide otherwise."""
    to, text = calendar.reference(draft), draft.body
    told: dict[str, date] = {}
    found = mentions(text)
    for start, end in calendar.sentences(text) if found else ():
        inside = [one for one in found if start <= one.start < end]
        on = calendar.meant(inside[0], to) if len(inside) == 1 else None
        if on is None or calendar.dateline(text[start:end]):
            continue
        for event in _EVENT.finditer(text, start, end):
            name = event["name"].lower()
            earlier = told.get(name)
            later = _OTHER_TIME.search(text, start, end) or _ENDS.search(text, start, end)
            again = _THAT.match(text, event.end()) and not later
            if again and earlier and earlier != on and abs((on - earlier).days) <= 30:
                message = f"Peristiwa yang sama ditulis {long_date(earlier)} dan {long_date(on)}; pakai satu tanggal."
                yield Hit(inside[0].start, inside[0].end, message)
            told.setdefault(name, on)


def _same_happening(draft: Draft) -> Iterator[Hit]:
    """Yield a fire, a signing or the like of one named place or person that gets a second date."""
    to = calendar.reference(draft)
    told: dict[tuple[str, str], date] = {}
    text = draft.body
    found = mentions(text)
    for start, end in calendar.sentences(text) if found else ():
        head = calendar.dateline(text[start:end])
        inside = [m for m in found if start + (head.end() if head else 0) <= m.start < end]
        on = calendar.meant(inside[0], to) if len(inside) == 1 else None
        stems = {stem[0].lower() for stem in _STEM.finditer(text, start, end)}
        if on is None or not stems or _OTHER_TIME.search(text, start, end):
            continue
        days = text[inside[0].start : inside[0].end]
        names = {name[0] for name in _NAME.finditer(text, start, end) if name[0] not in days} - _COMMON_NAMES
        for key in ((stem, name) for stem in stems for name in names):
            earlier = told.setdefault(key, on)
            if earlier != on and abs((on - earlier).days) <= 30:
                yield Hit(
                    inside[0].start,
                    inside[0].end,
                    f"Peristiwa yang sama ditulis {long_date(earlier)} dan {long_date(on)}; pakai satu tanggal.",
                )
                break
