"""Rules on spelling: misspelt words and names, words run together, sentences nobody can read in one breath."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from monitor.config.words import read_words
from monitor.newsroom.checks.layout import paragraphs, visible
from monitor.newsroom.checks.lexicon import english, is_indonesian, known, names, nearest, nearest_name, one_slip, stems
from monitor.newsroom.checks.model import Draft, Hit, Part, Rule, Severity
from monitor.newsroom.checks.spans import is_quoted

LONGEST_SENTENCE = 45
"""Words. A ministry lede runs 30 to 45 words (style.md, section 1)."""

_WORD = re.compile(r"(?<![\w@#./'’*_-])[A-Za-z][a-z]{4,}(?:-[a-z]{3,})*(?![\w'’*_/@-]|\.\w)")
_ITALIC = re.compile(r"(?<![*_\w])([*_])(?=\S)[^*_\n]{2,80}?(?<=\S)\1(?![*_\w])")
_SMALL = frozenset(
    [
        "yang",
        "dan",
        "untuk",
        "dengan",
        "pada",
        "dari",
        "dalam",
        "akan",
        "telah",
        "sudah",
        "selanjutnya",
        "juga",
        "agar",
        "oleh",
        "kepada",
        "para",
        "seluruh",
        "setiap",
        "sebagai",
        "bisa",
        "dapat",
        "harus",
        "serta",
        "bahwa",
        "ini",
        "itu",
        "tidak",
        "bukan",
        "belum",
        "masih",
        "lebih",
        "sangat",
        "seperti",
        "karena",
        "ketika",
        "saat",
        "setelah",
        "sebelum",
        "antara",
        "atau",
        "tetapi",
        "namun",
        "hingga",
        "sampai",
        "secara",
        "adalah",
        "merupakan",
        "tersebut",
        "mereka",
        "kami",
        "kita",
        "saya",
        "dia",
        "semua",
        "banyak",
        "lain",
        "baru",
        "kemudian",
        "sementara",
        "terus",
        "selalu",
        "segera",
        "melalui",
        "terhadap",
        "tentang",
        "menurut",
        "sejak",
        "sambil",
        "guna",
        "demi",
        "bagi",
        "tanpa",
        "maka",
        "jika",
        "apabila",
        "kalau",
        "supaya",
        "sehingga",
        "langsung",
        "bersama",
        "sedang",
        "pernah",
        "hanya",
        "saja",
        "lagi",
        "pun",
        "paling",
        "cukup",
        "sekitar",
        "satu",
    ]
)
_ENDS = ("Utara", "Selatan", "Barat", "Timur", "Tengah", "Tenggara")
_HEADS = (
    "Aceh", "Sumatera", "Jawa", "Kalimantan", "Sulawesi", "Nusa", "Lombok", "Papua", "Maluku", "Tapanuli", "Lampung",
    "Bengkulu", "Flores", "Timor", "Halmahera", "Jakarta", "Hulu", "Minahasa", "Konawe", "Buton", "Sumba", "Manggarai",
    "Tenggara", "Bandung", "Bangka", "Barito", "Kutai", "Luwu", "Kolaka", "Mamuju", "Labuhanbatu", "Padang", "Tanjung",
)
_CAPITAL_NEXT = re.compile(r"\s+[A-Z]")
_ABBREVIATED = re.compile(
    r"(?:\b(?:[A-Z]|No|Drs?|Dra|Ir|Hj|Prof|Pol|Jl|Kav|Moch|Muh|Sdr|St|dll|dsb|dkk|hlm|Rp|Kombes|Komjen"
    r"|Irjen|Brigjen|Tn|Ny|Kab|Prov|Kec|Alm|a\.n))\.$"
)
_END = re.compile(r"[.!?][”\"’)]*(?=\s+[“\"‘(A-Z0-9])|\n")


def _words(draft: Draft) -> Iterator[tuple[Part, re.Match[str], bool]]:
    """Yield every word that may be judged, with whether it begins a sentence."""
    for part in Part:
        for found, first in _judged(draft.text(part)):
            yield part, found, first


@lru_cache(maxsize=16)
def _judged(text: str) -> tuple[tuple[re.Match[str], bool], ...]:
    text = _ITALIC.sub(lambda found: " " * len(found[0]), visible(text))
    rows = []
    for found in _WORD.finditer(text):
        before = text[max(0, found.start() - 40) : found.start()]
        last = before.rstrip(' “"‘(*_–—-')[-1:]
        rows.append((found, not last or last in ".!?:\n…" or "\n" in before[-3:]))
    return tuple(rows)


def _split(word: str) -> str:
    """Return two words that were run together, one of them a function word, or an empty string."""
    for at in range(2, len(word) - 1):
        head, tail = word[:at], word[at:]
        if head in _SMALL and len(tail) >= 3 and (tail in stems() or is_indonesian(tail)):
            return f"{head} {tail}"
    for at in range(len(word) - 3, 3, -1):
        head, tail = word[:at], word[at:]
        if tail in _SMALL and (head in stems() or is_indonesian(head)):
            return f"{head} {tail}"
        if len(head) >= 5 and len(tail) >= 5 and head in stems() and tail in stems():
            return f"{head} {tail}"
    return _split_verb(word)


def _split_verb(word: str) -> str:
    """Return an inflected verb and the stem that was run into it, `memeriksaberkas`, or an empty string."""
    if not word.startswith(("me", "di", "ber", "ter", "pe", "ke")):
        return ""
    for at in range(len(word) - 4, 6, -1):
        head, tail = word[:at], word[at:]
        if tail in stems() and is_indonesian(head) and head not in stems() and not nearest(word):
            return f"{head} {tail}"
    return ""


@lru_cache(maxsize=20_000)
def _run_together(word: str) -> str:
    """Return the two words of a word, empty when it is more likely one word misspelt."""
    split = _split(word)
    if not split or not one_slip(word):
        return split
    head, tail = split.split(" ", 1)
    if head in _SMALL and len(head) > 3 and tail in stems():
        return split
    return split if tail in _SMALL and len(tail) > 2 and len(head) > 3 else ""


def _lower(found: str, right: str) -> str:
    return right[0].upper() + right[1:] if found[0].isupper() else right


def _missing_space(draft: Draft) -> Iterator[Hit]:
    for part, found, first in _words(draft):
        word = found[0]
        if (word[0].isupper() and not first) or len(word) < 6 or "-" in word or known(word.lower()) or word in names():
            continue
        right = _run_together(word.lower())
        if right and word.lower() not in read_words().nonstandard:
            right = _lower(word, right)
            quoted = is_quoted(draft.text(part), found.start())
            yield Hit(
                found.start(),
                found.end(),
                f"“{word}” ditulis tanpa spasi; tulis “{right}”.",
                None if quoted else right,
                part,
            )


def _typo(draft: Draft) -> Iterator[Hit]:
    for part, found, first in _words(draft):
        if found[0] in names() or (found[0].islower() and known(found[0])):
            continue
        text = draft.text(part)
        near = _near_name(found[0], text, found) or _beside_name(found[0], text, found) if found[0][0].isupper() else ""
        if not near and (found[0].islower() or (first and not _CAPITAL_NEXT.match(text, found.end()))):
            near = _near_word(found[0])
        if near:
            yield Hit(
                found.start(),
                found.end(),
                f"“{found[0]}” tampaknya salah ketik; mungkin maksudnya “{near}”.",
                None,
                part,
            )


def _near_name(word: str, text: str, found: re.Match[str]) -> str:
    """Return the place or name that a capitalised word misspells; a real word counts only beside a place word."""
    if word.lower() in stems() or word.lower() in english():
        return ""
    placed = re.match(r"\s+(?:Utara|Selatan|Barat|Timur|Tengah|Tenggara)\b", text[found.end() :]) or re.search(
        r"\b(?:di|ke|dari|asal|[Pp]rovinsi|[Kk]abupaten|[Kk]ota)\s+$", text[: found.start()]
    )
    return nearest_name(word) if placed or not known(word.lower()) else ""


def _beside_name(word: str, text: str, found: re.Match[str]) -> str:
    """Return the part of a compound place name that a word beside another part misspells: `Lombok Tegah`."""
    if len(word) < 4:
        return ""
    before = re.search(r"\b([A-Z][a-z]+) $", text[max(0, found.start() - 20) : found.start()])
    after = re.match(r" ([A-Z][a-z]+)\b", text[found.end() : found.end() + 20])
    if before and before[1] in _HEADS and word not in names():
        near = next((one for one in _ENDS if OSA.distance(word, one) == 1), "")
        if near and not (after and after[1] in _ENDS and before[1] != "Nusa"):
            return near
    if after and after[1] in _ENDS and word not in names() and word not in _ENDS:
        return next((one for one in _HEADS if len(one) > 4 and OSA.distance(word, one) == 1), "")
    return ""


def _near_word(word: str) -> str:
    lower = word.lower()
    if word in names() or known(lower) or "-" in word or lower in _listed_elsewhere():
        return ""
    if _run_together(lower):
        return ""
    near = nearest(lower)
    return _lower(word, near) if near else ""


@cache
def _listed_elsewhere() -> frozenset[str]:
    """Return the words that the rules on nonstandard words report."""
    words = read_words()
    listed = (*words.nonstandard, *words.word_form, *words.foreign, *words.homophones)
    return frozenset(part for phrase in listed for part in phrase.split()) | {f"{word}nya" for word in listed}


def _readability(draft: Draft) -> Iterator[Hit]:
    for paragraph in paragraphs(draft.body):
        if not paragraph.prose or paragraph.text.startswith("Turut hadir"):
            continue
        start = paragraph.start
        for stop in _stops(paragraph.text):
            sentence = draft.body[start : paragraph.start + stop]
            count = len(re.findall(r"\w+(?:[-/.,]\w+)*", visible(sentence)))
            lead = len(sentence) - len(sentence.lstrip())
            if count > LONGEST_SENTENCE and not is_quoted(draft.body, start + lead):
                yield Hit(
                    start + lead,
                    paragraph.start + stop,
                    f"Kalimat ini {count} kata; pecah menjadi kalimat yang paling panjang {LONGEST_SENTENCE} kata.",
                )
            start = paragraph.start + stop


def _stops(text: str) -> Iterator[int]:
    """Yield the end of every sentence of a paragraph; a full stop after an abbreviation ends none."""
    for found in _END.finditer(text):
        if not _ABBREVIATED.search(text[max(0, found.start() - 12) : found.start() + 1]):
            yield found.end()
    yield len(text)


RULES: tuple[Rule, ...] = (
    Rule(
        "R070",
        "typo",
        Severity.WARNS,
        "Kata atau nama tempat yang tampaknya salah ketik.",
        "Salah ketik pada rilis resmi disalin media dan membuat pembaca meragukan isinya.",
        "Petugas melayani setipa pengaduan.",
        "Petugas melayani setiap pengaduan.",
        _typo,
    ),
    Rule(
        "R071",
        "missing_space",
        Severity.WARNS,
        "Dua kata yang tertulis tanpa spasi.",
        "Kata yang melekat sulit dibaca dan tidak ditemukan oleh mesin pencari.",
        "Calon pekerja tidakmudah percaya.",
        "Calon pekerja tidak mudah percaya.",
        _missing_space,
    ),
    Rule(
        "R072",
        "readability",
        Severity.WARNS,
        f"Kalimat lebih dari {LONGEST_SENTENCE} kata.",
        "Kalimat yang terlalu panjang dibaca ulang, dipotong redaksi, atau dikutip sebagian.",
        "Satu kalimat dengan lima anak kalimat.",
        "Dua atau tiga kalimat pendek.",
        _readability,
    ),
)
"""R070-R072."""
