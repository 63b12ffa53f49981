"""Rules on figures: totals against their parts, one figure told twice, and figures against the dated fact sheet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from monitor.config.facts import Fact, read_facts
from monitor.newsroom.checks import calendar, totals
from monitor.newsroom.checks.model import Draft, Hit, Part, Rule, Severity
from monitor.newsroom.checks.numerals import MEASURES, Count, counts, words_value, written_number

_COMPLETE = re.compile(
    r"\b(?:terdiri|terbagi|rincian\w*|komposisi\w*|berdasarkan|proporsi\w*|laki-laki|perempuan)\b|:", re.IGNORECASE
)
_PARTIAL = re.compile(
    r"\b(?:di antara\w*|diantaranya|antara lain|termasuk|naik|turun|tumbuh|menjadi|dibanding\w*|sekitar|hampir|"
    r"lebih dari|sebagian|mayoritas|terbanyak|bunga|capaian|realisasi|target\w*|kisaran|masing-masing|per)\b",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ'-]{3,}")
_COMMON = frozenset(
    [
        "pada",
        "yang",
        "dari",
        "untuk",
        "dengan",
        "dalam",
        "oleh",
        "sebanyak",
        "pekerja",
        "migran",
        "indonesia",
        "orang",
        "telah",
        "akan",
        "para",
    ]
)
_CLOCK = re.compile(
    r"\b(?:(?:pukul|jam)\s)?(\d{1,2})[.:](\d\d)(?=\s(?:WIB|WITA|WIT|waktu))\b(?:\s(?:WIB|WITA|WIT|waktu setempat))?"
    r"|\b(dini hari|pagi|siang|sore|petang|malam)\b",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"\b[Kk]e-?(\d[\d.]*) (?:orang|PMI|CPMI|WNI|pekerja|korban|calon)\b"
    r"|(?<![\d.,/-])(?<!dari )(?<!membawa )(\d[\d.]*) (?:orang|PMI|CPMI|WNI|pekerja|korban)"
    r"(?: (?!dalam|yang)[\w-]+){0,2} (?:itu|tersebut)\b"
)
_NUMERAL = (
    r"(?:nol|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas|"
    r"belas|puluh|seratus|ratus|seribu|ribu)"
)
_BOTH = re.compile(
    rf"\b({_NUMERAL}(?: {_NUMERAL}){{0,11}}) \((\d[\d.]*)\)(?= [a-zA-Z])"
    rf"|(?<![\d./,-])(\d[\d.]*) \(({_NUMERAL}(?: {_NUMERAL}){{0,11}})\)",
    re.IGNORECASE,
)
_THOSE = re.compile(r"(?:\s\w+){0,2}\syang\s[^.,;:\n]{4,60}?\s(?:itu|tersebut)\b", re.IGNORECASE)
_HAPPENINGS = frozenset(
    re.findall(
        r"\w+",
        "kebakaran kecelakaan kejadian peristiwa insiden gempa terjadi tenggelam karam tabrakan bertabrakan ledakan "
        "meledak longsor banjir jatuh tewas meninggal terbakar penyerangan perampokan unjuk",
    )
)
_HOURS = {
    "dini hari": (0, 5),
    "pagi": (4, 11),
    "siang": (10, 15),
    "sore": (14, 19),
    "petang": (16, 19),
    "malam": (18, 24),
}


def _sums(draft: Draft) -> Iterator[Hit]:
    for part in (Part.TITLE, Part.SUMMARY, Part.BODY):
        text = draft.text(part)
        for found in totals.sums(text, "" if part is Part.TITLE else draft.title):
            if found.agrees():
                continue
            values = [item.value for item in found.parts]
            told = " + ".join(map(written_number, values)) + (
                f" = {written_number(sum(values))}" if len(values) > 1 else ""
            )
            yield Hit(
                found.parts[0].start,
                found.parts[-1].tail,
                f"Rincian {told}, padahal totalnya {written_number(found.total.value)}; betulkan angkanya "
                "atau jelaskan selisihnya.",
                part=part,
            )
        yield from _percents(text, part)


def _percents(text: str, part: Part) -> Iterator[Hit]:
    for start, end in calendar.sentences(text):
        found = [count for count in counts(text) if start <= count.start < end and count.noun == "persen"]
        if len(found) < 2 or _PARTIAL.search(text, start, end) or not _COMPLETE.search(text, start, end):
            continue
        whole, slack = sum(count.value for count in found), sum(count.step for count in found) / 2
        exact = all(count.step == 1 for count in found)
        if 80 <= whole <= 125 and abs(whole - 100) > (1e-6 if exact and len(found) < 3 else slack):
            yield Hit(
                found[0].start,
                found[-1].end,
                f"Persentase {' + '.join(written_number(count.value) for count in found)} = "
                f"{written_number(whole)}, bukan 100; betulkan angkanya atau jelaskan selisihnya.",
                part=part,
            )


def _inside(draft: Draft) -> Iterator[Hit]:
    yield from _heading(draft)
    yield from _told_twice(draft)
    yield from _pointed_back(draft)
    yield from _near_miss(draft)
    yield from _beside_words(draft)
    yield from _clocks(draft)


def plain_counts(text: str) -> list[Count]:
    """Return the counts that stand for a subject: no dates, measures or numbers without a noun."""
    dated = [(mention.start, mention.end) for mention in calendar.mentions(text)]
    return [
        count
        for count in counts(text)
        if count.noun
        and (count.noun not in MEASURES or count.noun in ("rp", "persen"))
        and not any(start <= count.start < end for start, end in dated)
    ]


def _heading(draft: Draft) -> Iterator[Hit]:
    """Yield a number of the title or summary that the body never tells, though it counts the same thing."""
    body = plain_counts(draft.body)
    told = {count.value for count in counts(draft.body)}
    for part in (Part.TITLE, Part.SUMMARY):
        for count in plain_counts(draft.text(part)):
            if count.value in told or count.value < 2:
                continue
            alike = [other for other in body if other.noun == count.noun or (other.person and count.person)]
            if count.noun in ("rp", "persen") and len(alike) > 1:
                continue
            parts = {other.value for other in alike}
            if (
                not alike
                or count.value in {one + two for one in parts for two in parts}
                or count.value == sum(other.value for other in alike)
            ):
                continue
            place = "Judul" if part is Part.TITLE else "Ringkasan"
            yield Hit(
                count.start,
                count.tail,
                f"{place} menulis {written_number(count.value)}, isi naskah menulis "
                f"{written_number(alike[0].value)}; samakan angkanya.",
                part=part,
            )


def _told_twice(draft: Draft) -> Iterator[Hit]:
    """Yield a sentence that tells, in much the same words, what an earlier one told with another number."""
    text = draft.body
    numbers = plain_counts(text)
    told: list[tuple[Count, frozenset[str], frozenset[str], frozenset[object]]] = []
    for start, end in calendar.sentences(text) if len(numbers) > 1 else ():
        here = [count for count in numbers if start <= count.start < end]
        if len(here) != 1 or here[0].noun in ("rp", "persen"):
            continue
        count = here[0]
        words = frozenset(word.lower() for word in _WORDS.findall(text[start:end])) - _COMMON
        names = frozenset(re.findall(r"(?<=\s)[A-Z][\w-]+", text[start:end]))
        when: frozenset[object] = frozenset(
            (m.day, m.month) for m in calendar.mentions(text) if start <= m.start < end
        ) | frozenset(re.findall(r"\b20\d\d\b", text[start:end]))
        for other, earlier, places, moment in told:
            same = other.noun == count.noun or (other.person and count.person)
            shared = len(words & earlier)
            least = min(len(words), len(earlier))
            slip = shared == 3 and 3 <= least <= 5 and _slip(other.value, count.value)
            if (
                same
                and other.value != count.value
                and ((shared >= 4 and shared >= 0.7 * least) or slip)
                and (names <= places or places <= names)
                and (not when or not moment or when == moment)
            ):
                yield Hit(
                    count.start,
                    count.tail,
                    f"Angka yang sama ditulis {written_number(other.value)} dan "
                    f"{written_number(count.value)}; pakai satu angka.",
                )
                break
        told.append((count, words, names, when))


def _slip(one: float, two: float) -> bool:
    """Tell whether two numbers look like one mistyped: near each other, or of the same digits."""
    return abs(one - two) <= 0.2 * max(one, two) or sorted(str(int(one))) == sorted(str(int(two)))


def _pointed_back(draft: Draft) -> Iterator[Hit]:
    """Yield `ke-27 pekerja itu` where no 27 was told before."""
    text = draft.body
    numbers = counts(text)
    for found in _BACK.finditer(text):
        value = float((found[1] or found[2]).replace(".", ""))
        before = [count for count in numbers if count.end <= found.start() and count.person]
        values = {count.value for count in (*before, *counts(draft.title))}
        if (
            not before
            or value in values
            or value
            in {one + two for one in values for two in values} | {abs(one - two) for one in values for two in values}
        ):
            continue
        main = max(before, key=lambda count: count.value).value
        yield Hit(
            found.start(),
            found.end(),
            f"“{found[0]}” menunjuk jumlah yang belum disebut; sebelumnya tertulis "
            f"{written_number(main)}. Samakan angkanya.",
        )


def _near_miss(draft: Draft) -> Iterator[Hit]:
    """Yield `19 pekerja yang dipulangkan itu` after 18: a count that points back and misses by a little."""
    numbers = [count for count in counts(draft.body) if count.person and count.value > 4]
    for count in numbers:
        if not _THOSE.match(draft.body, count.tail):
            continue
        before = {other.value for other in numbers if other.end <= count.start}
        near = [value for value in before if 0 < abs(value - count.value) <= max(2, 0.15 * count.value)]
        if near and count.value not in before and "dari " not in draft.body[max(0, count.start - 12) : count.start]:
            yield Hit(
                count.start,
                count.tail,
                f"“{draft.body[count.start : count.tail]}” menunjuk jumlah yang di atas tertulis "
                f"{written_number(near[0])}; samakan angkanya.",
            )


def _beside_words(draft: Draft) -> Iterator[Hit]:
    """Yield `tujuh (8) orang`: a number in words whose digits in brackets differ."""
    for part in (Part.TITLE, Part.SUMMARY, Part.BODY):
        text = draft.text(part)
        for found in _BOTH.finditer(text):
            words, digits = (found[1], found[2]) if found[1] else (found[4], found[3])
            value = words_value(words)
            if value > 0 and value != int(digits.replace(".", "")):
                message = (
                    f"“{found[0]}” menulis {written_number(value)} dengan huruf dan {digits} dengan angka; samakan."
                )
                yield Hit(found.start(), found.end(), message, part=part)


def _clocks(draft: Draft) -> Iterator[Hit]:
    """Yield a clock time that contradicts the part of the day told of the same event."""
    text = draft.body
    told: list[tuple[str, float | None, frozenset[str]]] = []
    for start, end in calendar.sentences(text):
        words: frozenset[str] | None = None
        here: list[tuple[str, float | None, frozenset[str]]] = []
        for found in _CLOCK.finditer(text, start, end):
            hour = int(found[1]) + int(found[2]) / 60 if found[1] else None
            words = words or frozenset(word.lower() for word in _WORDS.findall(text[start:end])) - _COMMON
            for name, other, earlier in told:
                pair = (
                    (hour, name)
                    if hour is not None and other is None
                    else (other, found[0].lower())
                    if (hour is None and other is not None)
                    else None
                )
                if (
                    pair
                    and pair[0] is not None
                    and len(words & earlier) >= 2
                    and _contradict(pair[0], pair[1])
                    and (
                        words
                        & earlier
                        & _HAPPENINGS
                    )
                ):
                    yield Hit(
                        found.start(),
                        found.end(),
                        f"Waktu “{found[0]}” bertentangan dengan “{name}” untuk kejadian yang "
                        "sama; pakai satu keterangan waktu.",
                    )
                    return
            here.append((found[0].lower(), hour, words))
        told.extend(here)


def _contradict(hour: float, part: str) -> bool:
    low, high = _HOURS[part]
    return not (low <= hour <= high or (part == "malam" and hour < 4))


def _facts(draft: Draft) -> Iterator[Hit]:
    to = calendar.reference(draft)
    for part in (Part.TITLE, Part.SUMMARY, Part.BODY):
        text = draft.text(part)
        numbers = counts(text)
        for start, end in calendar.sentences(text) if numbers else ():
            here = [count for count in numbers if start <= count.start < end]
            for fact in read_facts().facts if here else ():
                if to and (to < fact.as_of or (fact.until and to > fact.until)):
                    continue
                yield from _compare(fact, here, text, start, end, part)


def _compare(fact: Fact, here: list[Count], text: str, start: int, end: int, part: Part) -> Iterator[Hit]:
    alike = [count for count in here if count.noun in fact.unit.split("|")]
    if (
        not alike
        or any(count.value in fact.values for count in alike)
        or not _pattern(fact.pattern).search(text[start:end])
    ):
        return
    first = alike[0]
    yield Hit(
        first.start,
        first.tail,
        f"{fact.name} menurut lembar fakta {fact.as_of:%d/%m/%Y}: "
        f"{' atau '.join(map(written_number, fact.values))}, bukan {written_number(first.value)}; "
        "periksa sumber dan tanggalnya.",
        part=part,
    )


@lru_cache(maxsize=256)
def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE | re.DOTALL)


RULES: tuple[Rule, ...] = (
    Rule(
        "R020",
        "sum_mismatch",
        Severity.BLOCKS,
        "Rincian tidak berjumlah sama dengan totalnya.",
        "Angka yang tidak cocok dikutip media dan dipakai untuk meragukan data kementerian.",
        "16 orang, terdiri atas 7 laki-laki dan 8 perempuan",
        "15 orang, terdiri atas 7 laki-laki dan 8 perempuan",
        _sums,
    ),
    Rule(
        "R021",
        "internal_conflict",
        Severity.WARNS,
        "Satu angka atau waktu ditulis dengan dua nilai dalam satu naskah.",
        "Pembaca tidak tahu angka mana yang benar.",
        "Judul: 12 pekerja dipulangkan; isi: 13 pekerja dipulangkan",
        "Judul dan isi: 13 pekerja dipulangkan",
        _inside,
    ),
    Rule(
        "R022",
        "figure_conflict",
        Severity.WARNS,
        "Angka berbeda dari lembar fakta yang bertanggal.",
        "Angka resmi yang berubah-ubah tanpa tanggal menimbulkan keraguan.",
        "25 BP3MI di 25 provinsi",
        "23 BP3MI di 23 provinsi",
        _facts,
    ),
)
