"""Street addresses with a house number, and RT/RW, in a text; those of offices are none.

Village, district and regency stay: an address without street and number names no home, and regions are what we count.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.privacy.marks import Kind, Mark, flat

_NUMBER = (r"(?:,? ?(?:[Nn]o(?:mor|\.)?|NO\.?|#) ?\d+\w?(?:[-/]\d+\w?)?"
           r"|,? ?(?:[Bb]lok|BLOK) ?\w{1,3}(?:[ /-]{0,2}(?:[Nn]o\.? ?)?\d+)?|,? ?[Kk]av(?:ling|\.)? ?\d+\w?)")
_NEIGHBOURS = (r"(?:R[Tt]\.? ?:?\d{1,3} ?[/,.]? ?-?(?:R[Ww]\.? ?:?\d{1,3})?"
               r"|rt\.? ?\d{1,3} ?[/,.]? ?(?:rw\.? ?\d{1,3}))")
_STREET = (r"(?:[Jj]alan|JALAN|[Jj]ln?\.?|JLN?\.?|[Gg]ang|GANG|[Gg]g\.?|GG\.?|[Pp]erum(?:ahan)?|PERUM(?:AHAN)?"
           r"|[Kk]omple(?:k|ks)|KOMPLEKS?|[Dd]usun|DUSUN|[Dd]sn\.?|[Dd]k\.|[Kk]ampung|[Kk]p\.)")
_HOME = re.compile(
    rf"(?<!\w){_STREET} ?(?=[A-Z0-9(a-z])[^,\n;:!?]{{1,45}}?{_NUMBER}(?:,? ?{_NEIGHBOURS})?"
    rf"|(?<!\w){_STREET} ?[^,\n;:!?]{{1,40}},? ?{_NEIGHBOURS}|(?<!\w){_NEIGHBOURS}(?!\w)")
_OFFICE = re.compile(
    r"(?i)\b(?:kantor|gedung|balai|bp3mi|p4mi|bp2mi|kemenp2mi|kp2mi|kementerian|kbri|kjri|kdei|dinas|disnaker\w*|polda"
    r"|polres\w*|polsek|rumah sakit|rs|rsud|rsup|puskesmas|hotel|bandara|pelabuhan|stasiun|sekolah|smkn?|kampus"
    r"|universitas|bank|lpk|blk|pt|cv|toko|warung|posko|shelter|rusunawa|wisma|masjid|gereja|mal|plaza|imigrasi|ltsa"
    r"|yayasan)\b[^\n!?]{0,45}$")
_LIVES = re.compile(r"(?i)\b(?:tinggal|domisili|rumah(?! sakit)\w*|kediaman|kos|kost|kontrakan)\b[^.\n]{0,40}$")


def addresses(text: str, *, public: frozenset[str] = frozenset()) -> Iterator[Mark]:
    """Yield home addresses; one behind the word for an office, or that begins with one of `public`, is none."""
    plain = flat(text)
    for found in _HOME.finditer(plain):
        before = plain[max(0, found.start() - 60):found.start()]
        if _OFFICE.search(before) and not _LIVES.search(before):
            continue
        if not any(simple(found[0]).startswith(each) for each in public):
            yield Mark(found.start(), found.end(), Kind.ADDRESS)


def simple(address: str) -> str:
    """Return an address in one way of writing, to compare it with others."""
    words = re.sub(r"(?i)\b(?:jalan|jln|jl)\b\.?", "jl", address)
    words = re.sub(r"(?i)\b(?:nomor|no|kavling|kav)\b\.?", "no", words)
    return re.sub(r"[\W_]+", " ", words).strip().casefold()
