"""Find the numbers that a release writes, in digits or words, with the noun they count."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_UNITS = {
    word: number
    for number, word in enumerate(
        ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas"]
    )
}
_SCALES = {
    "ratus": 100,
    "ribu": 1000,
    "juta": 10**6,
    "miliar": 10**9,
    "milyar": 10**9,
    "triliun": 10**12,
    "jt": 10**6,
    "m": 10**9,
    "t": 10**12,
}
_WORD = (
    "(?:"
    + "|".join(
        (
            *sorted(_UNITS, key=len, reverse=True),
            "belas",
            "puluh",
            "ratus",
            "seratus",
            "seribu",
            "ribu",
            "juta",
            "miliar",
        )
    )
    + ")"
)
PERSONS = frozenset(
    [
        "orang",
        "jiwa",
        "wni",
        "wna",
        "pmi",
        "cpmi",
        "pmib",
        "pmi-b",
        "laki-laki",
        "lelaki",
        "pria",
        "perempuan",
        "wanita",
        "anak",
        "anak-anak",
        "balita",
        "bayi",
        "dewasa",
        "remaja",
        "lansia",
        "pekerja",
        "korban",
        "warga",
        "peserta",
        "jenazah",
        "deportan",
        "migran",
        "purna",
        "calon",
        "penumpang",
        "ibu",
        "perawat",
        "pengasuh",
        "pelaut",
        "siswa",
        "mahasiswa",
        "lulusan",
        "nelayan",
        "buruh",
        "pendaftar",
        "pelamar",
    ]
)
GENDERS = (frozenset({"laki-laki", "lelaki", "pria"}), frozenset({"perempuan", "wanita"}))
MEASURES = frozenset(
    [
        "tahun",
        "hari",
        "bulan",
        "jam",
        "menit",
        "detik",
        "kali",
        "km",
        "kilometer",
        "meter",
        "tahap",
        "gelombang",
        "bus",
        "unit",
        "armada",
        "kapal",
        "pukul",
        "wib",
        "wita",
        "wit",
        "minggu",
        "pekan",
        "usia",
        "umur",
        "angkatan",
        "kloter",
        "kelas",
        "kursi",
        "hektare",
        "hektar",
        "kg",
        "kilogram",
        "ton",
        "lembar",
        "halaman",
        "poin",
        "dokumen",
        "pesawat",
        "penerbangan",
        "angkutan",
        "persen",
        "rp",
        "dolar",
        "nomor",
        "jalur",
        "sektor",
        "alasan",
        "langkah",
        "syarat",
        "hal",
        "cara",
        "program",
    ]
)

_NUMBER = re.compile(
    r"(?:(?P<rp>\bRp\.?\s?)|(?<![\w.,/:-]))(?P<digits>\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?)(?![\d/:]|[.,]\d|-\d)"
    r"(?:\s?(?P<scale>ribu|juta|jt|miliar|milyar|triliun)\b)?(?P<percent>\s?(?:%|persen\b))?"
    rf"|\b(?P<words>{_WORD}(?:\s{_WORD})*)\b(?P<wpercent>\s?persen\b)?|\b(?P<one>seorang)\b"
    rf"|\bke(?P<group>{_WORD}(?:\s{_WORD})*)\b(?=\s(?:orang|pekerja|wni|cpmi|pmi|warga|korban|calon|peserta|jenazah)\b)",
    re.IGNORECASE,
)
_BRACKETED = re.compile(r"\s?\(\s?(\d[\d.]*)\s?\)")
_NOUN = re.compile(r"\s*(?P<noun>[A-Za-z][A-Za-z0-9]*(?:-[A-Za-z]+)?)")
_SEX = re.compile(r"\s+(?P<noun>laki-laki|lelaki|pria|perempuan|wanita)\b", re.IGNORECASE)
_ANYBODY = frozenset({"orang", "pekerja", "peserta", "pmi", "cpmi", "wni", "korban", "warga", "jiwa", "calon"})
_NOT_COUNTED = re.compile(
    r"(?:\b(?:No(?:mor)?|Pasal|ayat|Tahun|tahun|UU|PP|Perpres|Permen\w*|nomor|Kav|pukul|Pukul|jam|usia|umur|"
    r"berusia|ke|Jl|angka|poin|halaman|PT|SMK|Batch|batch|tanggal|hari)\.?\s?(?:P2MI\s)?|[/:(]\d{1,2}/|"
    r"(?<=\S) ?[-–]\s?|US\$\s?|\$\s?|ke-|(?:^|[\s*(:])\+\s?)$"
)
_NOT_NOUNS = frozenset(("satu pintu", "satu atap", "satu sama", "satu per", "satu persatu"))
_MONTHS = frozenset(
    [
        "januari",
        "februari",
        "maret",
        "april",
        "mei",
        "juni",
        "juli",
        "agustus",
        "september",
        "oktober",
        "november",
        "desember",
    ]
)


@dataclass(frozen=True, slots=True)
class Count:
    """One number: characters [start, end) with its noun in lower case (`rp`, `persen`, or empty when none follows).

    `step` is the unit of the last written digit: what rounding may hide. `end` is after the number,
    `tail` after its noun.
    """

    start: int
    end: int
    tail: int
    value: float
    noun: str
    step: float = 1.0
    worded: bool = False

    @property
    def person(self) -> bool:
        """Tell whether it counts people."""
        return self.noun in PERSONS


@lru_cache(maxsize=64)
def counts(text: str) -> tuple[Count, ...]:
    """Return every number that counts something: no dates, clock times, articles, addresses or years."""
    found: list[Count] = []
    for match in _NUMBER.finditer(text):
        count = _read(text, match)
        if count and not (found and found[-1].tail > count.start):
            found.append(count)
    return tuple(found)


def _read(text: str, match: re.Match[str]) -> Count | None:
    if _NOT_COUNTED.search(text, max(0, match.start() - 16), match.start()):
        return None
    start, end, step, worded = match.start(), match.end(), 1.0, False
    if match["one"]:
        return Count(start, end, end, 1, "orang", worded=True)
    if match["words"] or match["group"]:
        value, worded = float(words_value(match["words"] or match["group"])), True
        bracket = _BRACKETED.match(text, end)
        end = bracket.end() if bracket else end
        if value < 0 or text[max(0, start - 6) : start].lower().endswith(("salah ", "- ")):
            return None
    else:
        digits = match["digits"]
        scale = _SCALES[match["scale"].lower()] if match["scale"] else 1
        value = float(digits.replace(".", "").replace(",", ".")) * scale
        step = scale / 10 ** len(digits.partition(",")[2])
    if match["rp"]:
        return Count(start, end, end, value, "rp", step)
    if match["percent"] or match["wpercent"]:
        return Count(start, end, end, value, "persen", step)
    noun = _NOUN.match(text, end)
    word = noun["noun"].lower() if noun else ""
    sex = _SEX.match(text, noun.end()) if noun and word in _ANYBODY else None
    if noun and sex:
        noun, word = sex, sex["noun"].lower()
    if text[end : end + 1] in ("'", "’") or (value >= 10**9 and not match["scale"]):
        return None
    if not worded and text[start - 1 : start] == "(" and text[end : end + 1] == ")":
        return Count(start, end, end, value, "usia", step)  # an age, or a number after a place
    if word in _MONTHS or (worded and f"{match['words']} {word}".lower() in _NOT_NOUNS):
        return None
    if (
        not worded
        and not match["scale"]
        and 1900 <= value <= 2100
        and "." not in match["digits"]
        and word not in PERSONS
    ):
        return None
    return Count(start, end, noun.end() if noun and noun["noun"].lower() in PERSONS else end, value, word, step, worded)


def words_value(phrase: str) -> int:
    """Return the value of Indonesian number words (`tiga ratus satu` = 301), -1 when they form no number."""
    total, group, last = 0, 0, -1
    for word in phrase.lower().split():
        if word in ("seratus", "seribu"):
            group, last = (group + 100, -1) if word == "seratus" else (group, -1)
            total += 1000 if word == "seribu" else 0
        elif word in _UNITS:
            if last >= 0:
                return -1
            last = _UNITS[word]
            group += last
        elif word == "belas" and last >= 0:
            group, last = group + 10, -1
        elif word in ("puluh", "ratus") and last >= 0:
            group, last = group - last + last * (10 if word == "puluh" else 100), -1
        elif word in _SCALES and group:
            total, group, last = total + group * _SCALES[word], 0, -1
        else:
            return -1
    return total + group


def written_number(value: float) -> str:
    """Return a number as Indonesian text writes it: 1.234,5."""
    whole = f"{value:,.2f}".rstrip("0").rstrip(".")
    return whole.replace(",", " ").replace(".", ",").replace(" ", ".")
