"""Find lists of parts and the total they belong to: `16 orang, terdiri atas 10 laki-laki dan 6 perempuan`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice, pairwise

from monitor.newsroom.checks import calendar, zones
from monitor.newsroom.checks.numerals import GENDERS, MEASURES, Count, counts

_TRIGGER = re.compile(
    r"\b(?:ter(?:diri|bagi)(?: dari| atas| menjadi)?|yakni|yaitu|(?:dengan )?(?:pe)?rincian(?:nya)?|dirinci\w*|"
    r"komposisi(?:nya)?|meliputi|mencakup|berasal dari|asal daerah(?:nya)?|masing-masing(?= \d| sebanyak|"
    r" berjumlah| se| satu| dua| tiga)|"
    r"berdasarkan [\w ]{3,40},|menurut (?:asal|jenis|usia|sektor|daerah)[\w ]{0,30},)|:(?=\s)",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"\W*(?:\w+ itu, |adapun |selanjutnya, |secara |dari sisi |dilihat dari )?(?:mereka|seluruhnya|semuanya|"
    r"keseluruhan|semua|seluruh|"
    r"ke\w+ (?:orang|korban|pmi|pekerja)|"
    r"rombongan|para \w+|daerah asal|asal|rincian\w*|komposisi\w*|penyebab\w*|kasus\w*|alasan\w*|sebab\w*|"
    r"jenis kelamin|berdasarkan|menurut|dari (?:jumlah|total|angka|keseluruhan)|terdiri|yakni|yaitu|"
    r"jumlah (?:itu|tersebut)|sebanyak|\d|mayoritas|pekerja migran|pmi|wni|korban)",
    re.IGNORECASE,
)
_OUT_OF = re.compile(r"\W*[Dd]ari (?:total |jumlah |sebanyak )?$")
_ORIGINS = re.compile(r"[^,.;]{0,60},\s*")
_ORIGIN = re.compile(r"\s(?:orang\s|jenazah\s)?(?:di antaranya\s)?(?:asal|(?:berasal\s)?dari)\s[A-Z]")
_TOPIC = re.compile(
    r"\W*(?:adapun |sementara itu, |menurut |berdasarkan )?(?:daerah asal|asal|penyebab|sebab|kasus|alasan|jenis "
    r"kelamin|rincian|komposisi|pelanggaran|mereka (?:bekerja|bertugas))\w*\b[^\d.]{0,60}",
    re.IGNORECASE,
)
_OPEN_LIST = re.compile(
    r"\b(?:di antara(?:nya|\s)|diantaranya|antara lain|termasuk|sebagian|misalnya|seperti|mayoritas|terbanyak|"
    r"paling banyak|terbesar|tertinggi|lebih dari|kurang lebih|sekitar|hampir|dan lain|dll|ratusan|puluhan|"
    r"kurang dari|minimal|maksimal|rata-rata|hingga|sampai|dari sebelumnya|dibanding\w*|naik|turun)\b",
    re.IGNORECASE,
)
_REST = re.compile(r"\b(?:sisanya|selebihnya|lainnya|lain-lain|dll|dan lain|sejumlah|beberapa)\b", re.IGNORECASE)
_JOIN = re.compile(
    r"[,;&+/]|\b(?:dan|serta|sedangkan|sementara|lalu|ditambah|kemudian|disusul|sisanya|selebihnya|plus)\b",
    re.IGNORECASE,
)
_SUM_WORD = re.compile(
    r"\b(?:total(?:nya)?|(?:ber)?jumlah(?:nya)?|seluruhnya|keseluruhan(?:nya)?|sehingga)\b", re.IGNORECASE
)
_BREAK = re.compile(
    r"\b(?:di antara|dengan|melalui|menggunakan|selama|pada tahun|dalam|dibanding\w*|dari total)\b", re.IGNORECASE
)
_EACH = re.compile(r"masing-masing\s+(?:sebanyak\s+|berjumlah\s+)?$", re.IGNORECASE)
_FROM = re.compile(
    r"\s*(?:\w+\s)?(?:yang\s)?(?:(?:ber)?asal(?:\sdari)?|dari|untuk|di|ke|bagi)\s(?P<list>[^.;:()\d]+)", re.IGNORECASE
)
_SPLIT = re.compile(r",\s*(?:dan|serta)\s+|\s+(?:dan|serta|maupun)\s+|,\s*", re.IGNORECASE)
_ITEMS = re.compile(r"^(?P<head>[^\n]*\d[^\n]*:)[ \t]*\n\s*\n?(?P<items>(?:[ \t]*(?:[-*+•]|\d{1,2}[.)])[ \t]+"
                    r"[^\n]+(?:\n|$)(?:[ \t]*\n(?=[ \t]*(?:[-*+•]|\d{1,2}[.)])[ \t]))?){2,})", re.MULTILINE)
_LISTS = 50
"""Lists of one text that are added up; no release has more."""

_ITEM = re.compile(r"^[ \t]*(?:[-*+•]|\d{1,2}[.)])[ \t]+(?P<text>[^\n]+)", re.MULTILINE)
PLACES = frozenset(
    [
        "kabupaten",
        "kota",
        "provinsi",
        "negara",
        "desa",
        "kecamatan",
        "kelurahan",
        "kalurahan",
        "sekolah",
        "perusahaan",
        "kasus",
        "keluarga",
        "balai",
        "bank",
        "lokasi",
        "titik",
        "kampus",
        "kampung",
        "gampong",
        "nagari",
        "dusun",
        "universitas",
        "daerah",
    ]
)
_PREPOSITIONS = frozenset(
    [
        "dari",
        "asal",
        "di",
        "ke",
        "karena",
        "dan",
        "serta",
        "yang",
        "sedangkan",
        "sementara",
        "akibat",
        "untuk",
        "berasal",
    ]
)


@dataclass(frozen=True, slots=True)
class Sum:
    """Parts with the total they should give, and every number that would also explain them."""

    parts: tuple[Count, ...]
    total: Count
    accepted: frozenset[float]

    def agrees(self) -> bool:
        """Tell whether all parts, or the genders or leading parts alone, add up to an accepted number."""
        values = [part.value for part in self.parts]
        sums = {sum(values[:length]) for length in range(min(2, len(values)), len(values) + 1)}
        sums.add(sum(part.value for part in self.parts if gender(part)))
        steps = [part.step for part in self.parts]
        loose = any(step != self.total.step or step < 1 for step in steps)
        slack = (self.total.step + sum(steps)) / 2 if loose else 0.0
        return any(abs(one - other) <= slack + 1e-6 for one in sums for other in self.accepted)


def _placed(text: str, count: Count) -> Count:
    """Read the bare number of `Jawa Timur (3)` as a part; after anything else it is an age."""
    if count.noun == "usia" and zones.ends_with_place(text[max(0, count.start - 30) : count.start - 1].rstrip()):
        return replace(count, noun="")
    return count


def gender(count: Count) -> bool:
    """Tell whether a number counts men or women."""
    return any(count.noun in nouns for nouns in GENDERS)


def sums(text: str, title: str = "") -> Iterator[Sum]:
    """Yield every exhaustive list of parts whose total is told before it, in brackets or right after it."""
    dated = [(mention.start, mention.end) for mention in calendar.mentions(text)]
    numbers = [
        _placed(text, count) for count in counts(text) if not any(start <= count.start < end for start, end in dated)
    ]
    if len(numbers) < 2:
        return
    brackets = [found.span() for found in re.finditer(r"\([^()\n]{3,200}\)", text)]
    inside = [span for span in brackets if sum(span[0] < count.start < span[1] for count in numbers) > 1]
    named = [count.value for count in counts(title)]
    for span in inside:
        yield from _bracketed(text, numbers, span)
    numbers = [count for count in numbers if not any(start < count.start < end for start, end in inside)]
    yield from _itemised(text, numbers)
    parts: set[Count] = set()
    for start, end in calendar.sentences(text):
        for found in _listed(
            text,
            [count for count in numbers if start <= count.start < end],
            [count for count in numbers if count.start < start and count not in parts],
            start,
            end,
            named,
        ):
            parts.update(count for count in numbers if found.parts[0].start <= count.start <= found.parts[-1].start)
            yield found


def _itemised(text: str, numbers: list[Count]) -> Iterator[Sum]:
    """Yield a total in a line that ends with a colon, and the first number of each list item below it."""
    for block in islice(_ITEMS.finditer(text), _LISTS):
        begin = max(block.start("head"), text.rfind(". ", *block.span("head")))
        lead = [count for count in numbers if begin <= count.start < block.end("head")]
        rows = [found.span() for found in _ITEM.finditer(text, block.start("items"), block.end("items"))]
        first = [next((count for count in numbers if low <= count.start < high), None) for low, high in rows]
        parts = [count for count in first
                 if count and not _OPEN_LIST.search(text, max(0, count.start - 14), count.start)]
        if len(lead) != 1 or len(parts) != len(rows) or len(parts) < 2 or _OPEN_LIST.search(text, *block.span("head")):
            continue
        if _fits(lead[0], parts) and not _rate(text, parts) and all(part.noun not in MEASURES for part in parts):
            yield Sum(tuple(parts), lead[0], frozenset({lead[0].value}))


def _bracketed(text: str, numbers: list[Count], span: tuple[int, int]) -> Iterator[Sum]:
    before = [
        count for count in numbers if span[0] - 60 < count.start < span[0] and "\n" not in text[count.end : span[0]]
    ]
    parts = _run(text, [count for count in numbers if span[0] < count.start < span[1]])
    if not before or len(parts) < 2 or _OPEN_LIST.search(text, *span) or _REST.search(text, *span):
        return
    total = before[-1]
    if (
        _fits(total, parts)
        and not _rate(text, parts)
        and _OPEN_LIST.search(text, max(0, total.start - 14), total.start) is None
    ):
        yield Sum(tuple(parts), total, frozenset({total.value}))


def _listed(
    text: str, here: list[Count], earlier: list[Count], start: int, end: int, named: list[float]
) -> Iterator[Sum]:
    used = -1
    for at in _starts(text, here, start, end):
        tail = [count for count in here if count.start >= at]
        parts = _run(text, tail)
        alone = len(parts) == 1 and _EACH.search(text, max(start, parts[0].start - 30), parts[0].start)
        if (len(parts) < 2 and not alone) or parts[0].start <= used or _rate(text, parts):
            continue
        if _OPEN_LIST.search(text, at, parts[-1].start) or (
            _REST.search(text, parts[-1].tail, end) and not _REST.search(text, parts[0].start, parts[-1].start)
        ):
            continue
        total = _total(text, here, earlier, parts, start, end)
        if total is None or (
            len(parts) == 2
            and at == parts[0].start
            and not gender(parts[0])
            and not _nearly(sum(part.value for part in parts), total)
        ):
            continue
        used = parts[-1].start
        spread = tuple(_expand(text, parts, here))
        if alone and spread[0].value == parts[0].value:
            continue
        window = [
            count.value
            for count in (*earlier, *here)
            if count.start < parts[0].start
            and text.count("\n\n", count.start, parts[0].start) <= 2
            and count.value > max(p.value for p in parts)
        ]
        yield Sum(spread, total, frozenset({*window, *named, total.value}))


def _nearly(whole: float, total: Count) -> bool:
    """Tell whether two parts without a word that opens a list miss a total by so little that they must be all of it."""
    return abs(whole - total.value) <= (0.1 if total.noun == "rp" else 0.01) * total.value + (total.noun != "rp")


def _starts(text: str, here: list[Count], start: int, end: int) -> list[int]:
    """Return where a complete list may begin: after a trigger, or at a man-and-woman pair."""
    found = [_begins(text, here, match) for match in _TRIGGER.finditer(text, start, end)]
    pairs = [
        one.start
        for one, two in pairwise(here)
        if gender(one) and gender(two) and one.noun != two.noun and two.start - one.tail < 12
    ]
    for index, total in enumerate(here):
        after = here[index + 1 :]
        direct = len(after) > 2 and total.person and _ORIGINS.fullmatch(text[total.tail : after[0].start])
        if direct and all(_ORIGIN.match(text, count.end) for count in after[:3]):
            found.append(after[0].start)
    topic = _TOPIC.match(text, start, end)
    if topic:
        found.append(topic.start())
    for index, total in enumerate(here[:-2]):
        if len(here) - index == 3 and total.person and _ORIGINS.fullmatch(text[total.tail : here[index + 1].start]):
            found.append(here[index + 1].start)
    if len(here) > 3 and _OUT_OF.match(text, start, here[0].start) and len({count.noun for count in here}) == 1:
        found.append(here[1].start)
    if len(here) == 3 and all(count.noun == "rp" for count in here):
        found.append(here[1].start)
    rest = re.compile(r"\bsisanya\b", re.IGNORECASE).search(text, start, end)
    if rest and len(here) > 2:
        found.append(here[0].tail)
    return sorted({*found, *pairs})


def _rate(text: str, parts: list[Count]) -> bool:
    """Tell whether a part is a price per month or per head, which no sum adds up."""
    return any(
        re.compile(r"\s?(?:\w+\s)?(?:per\b|/|setiap\b|tiap\b)", re.IGNORECASE).match(text, part.end) for part in parts
    )


def _begins(text: str, here: list[Count], trigger: re.Match[str]) -> int:
    """Return where the list of a trigger begins: `31 orang berasal dari Bali, 10 dari Ende` begins before it."""
    if trigger[0].lower().startswith("masing"):
        return trigger.start()
    if trigger[0].lower() == "berasal dari":
        owner = next((count for count in here if 0 <= trigger.start() - count.tail <= 8), None)
        after = next((count for count in here if count.start > trigger.end()), None)
        if owner and after and re.search(r",|\b(?:dan|serta)\b", text[trigger.end() : after.start]):
            return owner.start
    return trigger.end()


def _run(text: str, numbers: list[Count]) -> list[Count]:
    """Return the leading numbers that form one list of like things."""
    parts: list[Count] = []
    for count in numbers:
        if parts:
            gap = text[parts[-1].end : count.start]
            if len(gap) > 110 or not _JOIN.search(gap) or _OPEN_LIST.search(gap) or _SUM_WORD.search(gap):
                break
            if (parts[-1].noun in ("rp", "persen")) != (count.noun in ("rp", "persen")):
                break
            if gender(count) and not any(gender(part) or part.noun in ("anak", "bayi", "balita") for part in parts):
                break
            if re.search(
                r"(?:;|\bserta\b|,)\s*\w*\s*(?:dengan|melalui|dalam|menggunakan|selama|setelah)\b", gap, re.IGNORECASE
            ):
                break
        if (count.noun in MEASURES and count.noun not in ("rp", "persen")) or (
            count.noun in PLACES and not (parts and parts[0].noun == count.noun) and parts
        ):
            break
        parts.append(count)
    return parts


def _total(
    text: str, here: list[Count], earlier: list[Count], parts: list[Count], start: int, end: int
) -> Count | None:
    after = next((count for count in here if count.start > parts[-1].start), None)
    if after and _SUM_WORD.search(text, parts[-1].tail, after.start) and after.start - parts[-1].tail < 60:
        return after if _fits(after, parts) else None
    before = [count for count in here if count.start < parts[0].start and _fits(count, parts)]
    if not before and parts[0].noun not in ("rp", "persen") and _OPENING.match(text, start, end):
        spans = [span for span in calendar.sentences(text) if span[1] <= start][-3:]
        for low, high in reversed(spans):
            before = [count for count in earlier if low <= count.start < high and count.person and _fits(count, parts)]
            if before:
                break
    if not before:
        return None
    total = max(before, key=lambda count: count.value)
    lead = text[max(0, total.start - 16) : total.start]
    return None if _OPEN_LIST.search(lead) or (total.value < 2) else total


def _fits(total: Count, parts: list[Count]) -> bool:
    if "rp" in (total.noun, parts[0].noun) or "persen" in (total.noun, parts[0].noun):
        return total.noun == "rp" and all(part.noun == "rp" for part in parts)
    if total.noun in MEASURES or gender(total):
        return False
    if total.noun in PLACES or any(part.noun in PLACES for part in parts):
        return parts[0].noun == total.noun or (
            parts[0].noun in _PREPOSITIONS
            and all(part.noun in _PREPOSITIONS or part.noun == total.noun for part in parts)
        )
    return total.person or parts[0].person or total.noun == parts[0].noun


def _expand(text: str, parts: list[Count], here: list[Count]) -> Iterator[Count]:
    """Multiply a part told of each of several places: `masing-masing 1 orang dari A, B, dan C` counts three."""
    for index, part in enumerate(parts):
        if not _EACH.search(text, max(0, part.start - 30), part.start):
            yield part
            continue
        following = parts[index + 1] if index + 1 < len(parts) else None
        if (
            following
            and len(text[part.end : following.start].split()) <= 3
            and "dari" not in text[part.end : following.start]
        ):
            yield part
            continue
        places = _FROM.match(text, part.end)
        if places:
            items = _SPLIT.split(places["list"].strip(" ,"))
        else:
            low = max(
                (count.tail for count in here if count.start < part.start),
                default=calendar.sentence(text, part.start)[0],
            )
            before = re.split(r"masing-masing", text[low : part.start], flags=re.IGNORECASE)[0]
            items = _SPLIT.split(re.sub(r"^\W*(?:orang\b)?\W*(?:(?:dan|serta)\s)?", "", before).strip(" ,"))
        size = len(
            [item for item in items if item.strip() and not re.fullmatch(r"(?:dan|serta|masing-masing)", item.strip())]
        )
        yield replace(part, value=part.value * max(size, 1))
