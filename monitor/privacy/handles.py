"""Names of accounts in a text: @handles, addresses of profiles and posts, and what stands behind `IG:`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.privacy.accounts import Publicity, account_of, without_account
from monitor.privacy.marks import Kind, Mark, flat, inside, links

_AT = re.compile(r"(?<![\d@/+-])(?<!\w\.)@([^\W\d_]?[\w.\-]{1,63}\w|\w)(@(?:[\w-]+\.)+[a-z]{2,24})?", re.I)
_USER = re.compile(r"(?<![\w/])/?u/([\w-]{3,20})(?!\w)", re.A)
_SAID = re.compile(r"(?i)\b(?:ig|instagram|tik ?tok|telegram|tele|twitter|threads|line|id line|line id|facebook|fb|bigo"
                   r"|snack ?video)(?:nya|ku| saya| aku)? ?[:=] ?@?([\w.]{3,30})")
_NOBODY = "akun-000000000000"
_PRICE = re.compile(r"(?i)(?:rp\.?)?[\d.,]+(?:rb|ribu|jt|juta|k|kg|hari|bln|bulan|orang|usd|rm|%)?")


def handles(text: str, publicity: Publicity) -> Iterator[Mark]:
    """Yield names of accounts that are not public; an address of a post is replaced by one without the account."""
    plain = flat(text)
    yield from _linked(plain, publicity)
    spans = links(text)
    for found in _AT.finditer(plain):
        name = f"{found[1]}{found[2] or ''}"
        glued = found.start() and (plain[found.start() - 1].isalnum() or plain[found.start() - 1] == "_")
        if glued and "." in name:  # the government's mail addresses, which are no personal data
            continue
        if not _PRICE.fullmatch(found[1]) and not publicity.knows(name) and not inside(found.start(), spans):
            yield Mark(found.start(), found.end(), Kind.HANDLE)
    for found in _USER.finditer(plain):
        if not inside(found.start(), spans):
            yield Mark(found.start(), found.end(), Kind.HANDLE)
    for found in _SAID.finditer(plain):
        name = found[1].rstrip(".")
        if re.search(r"[\d_.]", name) and not name.startswith("www.") and not publicity.knows(name):
            yield Mark(found.start(1), found.start(1) + len(name), Kind.HANDLE)


def _linked(text: str, publicity: Publicity) -> Iterator[Mark]:
    for start, end in links(text):
        account = account_of(text[start:end])
        if account and not publicity.includes(account):
            bare = without_account(text[start:end], _NOBODY)
            yield Mark(start, end, Kind.HANDLE, "" if _NOBODY in bare else bare)
