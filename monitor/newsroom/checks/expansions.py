"""Find full forms beside an abbreviation in brackets that are not its full form."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from monitor.config.names import Abbreviation, read_names
from monitor.newsroom.checks.model import Draft, Hit
from monitor.newsroom.checks.wording import Word, close, parts, words

_BRACKET = re.compile(r"\(([A-Z][A-Za-z0-9]{1,10})\)")
_SPELT = re.compile(r"(?<![\w-])([A-Z][A-Za-z0-9]{1,10})(?:\s*\(|\s+(?:adalah\s+|merupakan\s+)?(?:singkatan|kepanjangan"
                    r"|kependekan|akronim)\s+(?:dari\s+)?)([^()\n.;]{6,110})")
_HEAD = re.compile(r"\b(?:menteri|wamen)\s+pe(?:r)?lindungan\s", re.IGNORECASE)
_EMAS = re.compile(r"\b(?:Edukatif|Edukasi|Edukatip|Edukator|Ekonomi|Ekonomis)\s?,\s?\w+\s?,\s?\w+\s?,?\s?(?:dan|&)?\s?"
                   r"(?:Sejahtera|Sejahterah|Sentosa|Sehat|Sukses)\b", re.IGNORECASE)
_FOUR = r"[A-Z]\w+\s?,\s?[A-Z]\w+\s?,\s?[A-Z]\w+\s?,?\s?(?:dan|&)?\s?[A-Z]\w+"
_VILLAGE = re.compile(rf"Desa\s+Migran\s+(?:(?:EMAS|Emas)\s*)?\(?\s*(?P<form>{_FOUR})")
_OFFICE = re.compile(r"\b(?P<kind>Balai|Pos|Badan)\s+(?P<mid>(?:(?:Besar|Pelayanan|Penempatan|Pe(?:r)?lindungan|Layanan"
                     r"|dan|&|Pemberdayaan|Penempatan,|Pelatihan)\s+){1,5})Pekerja\s+Migran(?P<tail>\s+Indonesia)?")
_MIDDLE = {"Balai": "pelayanan pelindungan", "Pos": "pelayanan pelindungan", "Badan": "pelindungan"}
_OWN = {"BP3MI", "P4MI", "BP2MI", "KemenP2MI", "KP2MI", "P2MI", "PMI", "CPMI", "PPMI"}
_FILLERS = {"dan", "serta", "di", "ke", "dari", "untuk", "dengan", "atau", "para", "seluruh"}


@cache
def _abbreviations() -> dict[str, Abbreviation]:
    return {one.short.upper(): one for one in read_names().abbreviations}


@cache
def _folded(form: str) -> tuple[str, ...]:
    return tuple(word.text.lower() for word in words(form))


def find(draft: Draft) -> Iterator[Hit]:
    """Yield the wrong full forms of known abbreviations, of the ministry's offices and of Desa Migran EMAS."""
    for part, text in parts(draft):
        found = [*_before_brackets(text), *_behind(text), *_emas(text), *_offices(text)]
        last = -1
        for hit in sorted(found, key=lambda hit: (hit.start, -hit.end)):
            if hit.start >= last:
                yield Hit(hit.start, hit.end, hit.message, hit.fix, part)
                last = hit.end


def _before_brackets(text: str) -> Iterator[Hit]:
    """Yield `wrong full form (ABBR)`."""
    for found in _BRACKET.finditer(text):
        known = _abbreviations().get(found[1].upper())
        if known is None:
            continue
        before = _clause(text[:found.start()])
        written = [word.text.lower() for word in before]
        forms = [_folded(form) for form in known.forms]
        if any(tuple(written[-len(form):]) == form for form in forms):
            continue
        span = _attempt(before, forms[0])
        if span is None or (known.short in ("KP2MI", "KemenP2MI", "BP2MI")
                            and _HEAD.search(text[max(0, span[0].start - 20):span[1].end])):
            continue
        if known.short in _OWN and _only_misspelt(written[-len(forms[0]):], forms[0]):
            continue
        wrong = text[span[0].start:span[1].end]
        yield Hit(span[0].start, span[1].end, f"Kepanjangan {found[1]} adalah {known.forms[0]}, bukan {_flat(wrong)}.")


def _behind(text: str) -> Iterator[Hit]:
    """Yield `ABBR (wrong full form)` and `ABBR adalah singkatan dari wrong full form`."""
    for found in _SPELT.finditer(text):
        known = _abbreviations().get(found[1].upper())
        if known is None:
            continue
        given = words(found[2])
        written = tuple(word.text.lower() for word in given)
        forms = [_folded(form) for form in known.forms]
        if any(written[:len(form)] == form for form in forms):
            continue
        if known.short in _OWN and _only_misspelt(list(written[:len(forms[0])]), forms[0]):
            continue
        head = given[:len(forms[0]) + 2]
        if head and _likeness([word.text.lower() for word in head], forms[0]) >= 0.6 \
                and head[0].text[0].lower() == forms[0][0][0]:
            stop = max((index for index, word in enumerate(head) if word.text.lower() in forms[0]), default=0)
            start, end = found.start(2) + head[0].start, found.start(2) + head[stop].end
            yield Hit(start, end, f"Kepanjangan {found[1]} adalah {known.forms[0]}, bukan {_flat(text[start:end])}.")


def _emas(text: str) -> Iterator[Hit]:
    spans = {found.span("form") for found in _VILLAGE.finditer(text)}
    spans |= {found.span() for found in _EMAS.finditer(text) if re.search(
        r"Desa|Migran|EMAS|kalurahan", text[max(0, found.start() - 80):found.end() + 30], re.IGNORECASE)}
    for start, end in sorted(spans):
        written = tuple(word for word in _folded(text[start:end]) if word != "dan")
        right = ("edukatif", "maju", "aman", "sejahtera")
        if written != right and len(set(written) & set(right)) >= 2:
            yield Hit(start, end, f"Kepanjangan EMAS adalah Edukatif, Maju, Aman, dan Sejahtera, bukan "
                      f"{_flat(text[start:end])}.", "Edukatif, Maju, Aman, dan Sejahtera")


def _offices(text: str) -> Iterator[Hit]:
    """Yield names of BP3MI, P4MI and BP2MI that lack a word or have one too many, with or without brackets."""
    for found in _OFFICE.finditer(text):
        middle = " ".join(found["mid"].lower().replace("perlindungan", "pelindungan").split())
        if middle == _MIDDLE[found["kind"]]:
            continue
        if found["kind"] == "Badan" and "BP3MI" not in text[found.end():found.end() + 12]:
            continue
        kind = "Balai" if found["kind"] == "Badan" else found["kind"]
        right = f"{kind} Pelayanan Pelindungan Pekerja Migran Indonesia"
        yield Hit(*found.span(), f"Nama resminya {right}, bukan {_flat(found.group())}.", right)


def _clause(before: str) -> list[Word]:
    """Return the last words before a bracket, back to a full stop, a bracket or a line break."""
    window = before[-140:]
    cut = max(window.rfind(mark) for mark in (". ", "(", ")", "\n", ";", ":", "“", "”"))
    offset = len(before) - len(window)
    return [Word(word.text, word.start + offset, word.end + offset) for word in words(window) if word.start > cut]


def _attempt(before: list[Word], form: tuple[str, ...]) -> tuple[Word, Word] | None:
    """Return the first and last word of what is meant to be a full form, or None for mere description."""
    content = [word for word in form if word not in _FILLERS]
    for extra in (0, 1, 2, 3, -1, -2):
        size = len(form) + extra
        if size < 2 or size > len(before):
            continue
        tail = before[-size:]
        lowered = [word.text.lower() for word in tail]
        if (_same(lowered[0], form[0]) or (extra in (0, -1) and tail[0].capital)) and lowered[0] not in _FILLERS \
                and _likeness(lowered, tuple(content)) >= 0.6:
            return tail[0], tail[-1]
    return None


def _same(written: str, wanted: str) -> bool:
    return written == wanted or close(written, wanted)


def _likeness(written: list[str], form: tuple[str, ...]) -> float:
    """Return the share of a form's words that are there, misspelt ones included."""
    content = [word for word in form if word not in _FILLERS]
    return sum(any(_same(one, word) for one in written) for word in content) / len(content)


def _only_misspelt(written: list[str], form: tuple[str, ...]) -> bool:
    """Tell whether every word is there in its place, some with a wrong letter: that is another rule's finding."""
    return len(written) == len(form) and all(_same(one, word) for one, word in zip(written, form, strict=True))


def _flat(text: str) -> str:
    return " ".join(text.split())
