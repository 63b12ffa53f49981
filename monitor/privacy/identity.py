"""Numbers that identify a person: NIK and family card, passport, bank account.

A NIK is region (province, regency, district), birth date as DDMMYY with 40 added to a woman's day, and a serial number;
a family card has the same shape with the date of issue.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.config.regencies import province_codes, regency_codes
from monitor.privacy.marks import Kind, Mark, flat, inside, links

_SIXTEEN = re.compile(
    r"(?<![\d,/-])(?<!\d\.)(\d{2})[ .-]?(\d{2})[ .-]?(\d{2})[ .-]?(\d{2})[ .-]?(\d{2})[ .-]?(\d{2})[ .-]?"
    r"(\d{4})(?![\d/])")
_NAMED = re.compile(r"(?i)\b(?:NIK|e-?KTP|KTP|KK|kartu keluarga|identitas|induk kependudukan)(?:nya|ku|mu)?\b"
                    r"[^.\n\d]{0,25}$")
_PASSPORT = re.compile(r"(?<![\w-])[A-Z] ?\d{7}(?!\d)"
                       r"|(?<=[Pp]aspor)[^.\n]{0,30}?(?<!\w)([A-Z]{1,2} ?\d{6,8})(?!\d)")
_ABOUT_PASSPORT = re.compile(r"(?i)paspor|passport|\bSPLP\b")
_LOWER_PASSPORT = re.compile(r"(?i)(?:paspor|passport)(?:nya|ku)?\b[^.\n\d]{0,20}?"
                             r"(?<!\w)([a-z]{1,2}[ -]?\d{6,8})(?!\d)")
_BANK = re.compile(r"(?:\brekening|\b(?:no\.? ?)?rek|\b(?:BCA|BRI|BNI|Mandiri|BSI|BTN|CIMB|Danamon))\b"
                   r"[^.\n\d]{0,40}?(?<![\d+])(\d(?:[ -]?\d){8,15})(?!\d)", re.I)
_NEAR = 40
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def identity_numbers(text: str) -> Iterator[Mark]:
    """Yield identity numbers: named as such on any known province, else only of a regency and date that exist."""
    text, addresses = flat(text), links(text)
    for found in _SIXTEEN.finditer(text):
        named = _NAMED.search(text[max(0, found.start() - 60):found.start()])
        if (named or is_nik("".join(found.groups()))) and not inside(found.start(), addresses):
            yield Mark(found.start(), found.end(), Kind.NIK)


def is_nik(digits: str) -> bool:
    """Tell whether sixteen digits have the structure of a NIK or family card number."""
    return digits[:4] in regency_codes() and digits[4:6] != "00" and digits[12:] != "0000" and _is_day(digits[6:12])


def is_province(digits: str) -> bool:
    """Tell whether a number begins with the code of a province."""
    return digits[:2] in province_codes()


def _is_day(digits: str) -> bool:
    """Tell whether DDMMYY is a day of this or the last century, the day of a woman 40 higher."""
    day, month, year = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    day -= 40 if day > 40 else 0
    return 1 <= month <= 12 and 1 <= day <= _DAYS[month - 1] and not (month == 2 and day == 29 and year % 4)


def passport_numbers(text: str, *, context: bool = True) -> Iterator[Mark]:
    """Yield passport numbers; with `context`, only where the text around speaks of passports."""
    plain = flat(text)
    for found in _PASSPORT.finditer(plain):
        start, end = found.span(1) if found[1] else found.span()
        if not context or _ABOUT_PASSPORT.search(plain[max(0, start - _NEAR):end + _NEAR]):
            yield Mark(start, end, Kind.PASSPORT)
    for found in _LOWER_PASSPORT.finditer(plain) if context else ():
        yield Mark(*found.span(1), Kind.PASSPORT)


def bank_numbers(text: str) -> Iterator[Mark]:
    """Yield account numbers behind the word for an account or the name of a bank."""
    for found in _BANK.finditer(flat(text)):
        yield Mark(*found.span(1), Kind.BANK)
