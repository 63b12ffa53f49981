"""Telephone numbers and mail addresses in a text; numbers that anybody may call are none."""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberType

from monitor.privacy.marks import Kind, Mark, flat, inside, links

DESTINATIONS = ("MY", "SG", "HK", "TW", "KR", "JP", "SA", "AE", "BN", "QA", "KW", "OM", "JO", "BH", "TR", "PL", "IT")
"""Countries whose numbers are tried as people there write them, without the country's code."""

_CANDIDATE = re.compile(r"(?<![\w@=.,-])(?P<number>\(?(?:\+|\d)[\d(][\d() .-]{5,22}\d)(?!\w|@|[.,:]\d)")
_CHAT = re.compile(r"(?i)(?:wa\.me/|phone=|tel:|whatsapp\.com/)\+?(\d{9,15})")
_WORDS = re.compile(
    r"(?i)\b(?:hp|wa|w\.a|whats ?app|te?lp|telepon|telefon|phone|call|calling|hub|hubungi|kontak|contact|chat|nomor|no"
    r"|nmr|nomer|sms|hotline|ponsel|handphone)(?:nya|ku|mu)?\b\W{0,6}(?:\w+\W+){0,3}$")
_MONEY_BEFORE = re.compile(r"(?i)(?:\brp\.?|\bidr|\busd|\brm|\bnt\$|hk\$|s\$|\$|€|¥|\bsar|\bringgit)\s*$")
_MONEY_AFTER = re.compile(
    r"(?i)\s*(?:rupiah|rp\b|juta|jt\b|ribu|rb\b|miliar|persen|%|ringgit|dolar|orang|pmi\b|pekerja)")
_OTHER_NUMBER = re.compile(
    r"(?i)\b(?:resi|invoice|perkara|surat|pendaftaran|registrasi|sip3mi|siup|nib|nip|npwp|voucher|pnr|akta|sk)\b"
    r"\W{0,3}(?:no|nomor|nmr)?\W{0,3}$")
_DATE_OR_TIME = re.compile(r"\d{1,2}([-. ])\d{1,2}\1(?:19|20)?\d{2}(?!\d)"
                           r"|(?:19|20)\d\d([-. ])\d{1,2}\2\d{1,2}(?!\d)"
                           r"|\d{1,2}[.:]\d\d ?- ?\d{1,2}[.:]\d\d|0\.\d+$|\d{1,3}(?:\.\d{3})+$")
_LETTER_O = re.compile(r"(?<!\w)[oO](?=8\d{2}[\d -]{6})")
_SERVICES = {PhoneNumberType.TOLL_FREE, PhoneNumberType.SHARED_COST, PhoneNumberType.PREMIUM_RATE,
             PhoneNumberType.UAN}
_FEWEST = 9
_MAIL = re.compile(r"(?<![\w.@+-])[\w.+-]{1,64}@((?:[\w-]+\.)+[a-zA-Z]{2,24})(?![\w@])")
_SPELT_MAIL = re.compile(r"(?i)(?<![\w.+-])[\w.+-]{2,64} ?(?:\(at\)|\[at\]|\{at\}) ?[\w-]+ ?"
                         r"(?:\(dot\)|\[dot\]|\{dot\}|\.) ?[a-z]{2,12}\b")
_OFFICIAL = (".go.id", ".mil.id")


def phones(text: str, *, public: frozenset[str] = frozenset()) -> Iterator[Mark]:
    """Yield telephone numbers except service numbers (0800 and the like) and those of `public` (see `dialled`)."""
    plain, addresses = _LETTER_O.sub("0", flat(text)), links(text)
    for found in _CHAT.finditer(plain):
        number = _parsed(f"+{found[1]}", None) or _parsed(found[1], "ID")
        if number is None or dialled(number) not in public:
            yield Mark(*found.span(1), Kind.PHONE)
    for found in _CANDIDATE.finditer(plain):
        start, end = found.span("number")
        if inside(start, addresses) or _MONEY_BEFORE.search(plain[max(0, start - 8):start]) \
                or _MONEY_AFTER.match(plain, end):
            continue
        for first, last, number in _numbers(plain, start, end):
            if dialled(number) not in public and phonenumbers.number_type(number) not in _SERVICES:
                yield Mark(first, last, Kind.PHONE)


def dialled(number: PhoneNumber) -> str:
    """Return a number as +<country><number>, one form for every way to write it."""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def public_form(number: str) -> str:
    """Return the one form of a number as an office writes it, empty when it is a service number of any kind."""
    found = _parsed(number, "ID")
    return dialled(found) if found else ""


def _numbers(text: str, start: int, end: int) -> Iterator[tuple[int, int, PhoneNumber]]:
    """Yield the numbers in a run of digits and blanks, which may hold two or end in another figure."""
    raw = text[start:end]
    if _DATE_OR_TIME.match(raw) or _OTHER_NUMBER.search(text[max(0, start - 40):start]):
        return
    called = bool(_WORDS.search(text[max(0, start - 40):start]))
    if number := _number(raw, called=called):
        yield start, end, number
        return
    parts = list(re.finditer(r"\S+(?: \S+)*?(?=  | - | [+0]\d|$)", raw))
    if len(parts) < 2:
        parts = [found] if (found := re.match(r"\S+(?= )", raw)) else []
    for part in parts:
        if number := _number(part[0].strip(), called=called):
            yield start + part.start(), start + part.start() + len(part[0].rstrip()), number


def _number(raw: str, *, called: bool) -> PhoneNumber | None:
    """Read one number: Indonesian or international as it stands, else as written in a country of destination."""
    digits = re.sub(r"\D", "", raw)
    if not _FEWEST - 1 <= len(digits) <= 15 or len(set(digits)) == 1:
        return None
    if raw.lstrip("(").startswith("+"):
        return _parsed(raw, None)
    if digits.startswith("00") and (number := _parsed(f"+{digits[2:]}", None)):
        return number
    if digits.startswith("62") and len(digits) > 9 and (number := _parsed(f"+{digits}", None)):
        return number
    if digits.startswith("0"):
        if len(digits) >= _FEWEST and (number := _parsed(digits, "ID")):
            return number
        return _abroad(digits, mobile=not called)
    if not called:
        return None
    if digits.startswith("8") and len(digits) >= _FEWEST and (number := _parsed(f"0{digits}", "ID")):
        return number
    return _parsed(f"+{digits}", None) if len(digits) > 9 else _abroad(digits, mobile=False)


def _abroad(digits: str, *, mobile: bool) -> PhoneNumber | None:
    for region in DESTINATIONS:
        number = _parsed(digits, region)
        if number and (not mobile or phonenumbers.number_type(number) is PhoneNumberType.MOBILE):
            return number
    return None


def _parsed(raw: str, region: str | None) -> PhoneNumber | None:
    try:
        number = phonenumbers.parse(raw, region)
    except NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None


def mails(text: str, *, official: bool = True) -> Iterator[Mark]:
    """Yield mail addresses; with `official`, those of the government's domains are none."""
    plain = flat(text)
    for found in _MAIL.finditer(plain):
        if not (official and f".{found[1].lower()}".endswith(_OFFICIAL)):
            yield Mark(found.start(), found.end(), Kind.MAIL)
    for found in _SPELT_MAIL.finditer(plain):
        yield Mark(found.start(), found.end(), Kind.MAIL)
