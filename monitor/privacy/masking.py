"""Find every kind of personal data in a text, and put the word for its kind in its place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from monitor.privacy.accounts import Publicity
from monitor.privacy.addresses import addresses
from monitor.privacy.contacts import mails, phones
from monitor.privacy.handles import handles
from monitor.privacy.identity import bank_numbers, identity_numbers, passport_numbers
from monitor.privacy.marks import LINK, Kind, Mark, flat

_MASK = re.compile(r"\[(" + "|".join(kind.value for kind in Kind) + r")\]")
_NUMBERS = re.compile(r"\d(?:[^\w\n]{0,3}\d){5}")
_HOME = re.compile(r"\d")


def find(text: str, publicity: Publicity) -> tuple[Mark, ...]:
    """Return the personal data of a text in order, none overlapping another; the more telling kind wins."""
    taken, covered = list[Mark](), bytearray(len(text))
    for mark in _all(text, publicity):
        if covered.find(1, mark.start, mark.end) < 0:
            covered[mark.start:mark.end] = b"\1" * (mark.end - mark.start)
            taken.append(mark)
    return tuple(sorted(taken, key=lambda mark: mark.start))


def mask(text: str, publicity: Publicity) -> str:
    """Return the text with every piece of personal data replaced."""
    return replaced(text, find(text, publicity))


def replaced(text: str, marks: Iterable[Mark]) -> str:
    """Return the text with marks, in order and apart, replaced by their masks."""
    parts, last = [], 0
    for mark in marks:
        parts += [text[last:mark.start], mark.instead or mark.kind.mask]
        last = mark.end
    return "".join((*parts, text[last:]))


def masks(text: str) -> Counter[Kind]:
    """Count the masks that stand in a text, by kind."""
    return Counter(Kind(word) for word in _MASK.findall(text))


def _all(text: str, publicity: Publicity) -> Iterator[Mark]:
    """Yield marks of every kind, surest first; patterns that a text cannot match are not tried."""
    plain = flat(text)
    if _NUMBERS.search(plain):
        yield from identity_numbers(text)
        yield from passport_numbers(text)
        yield from bank_numbers(text)
    if "@" in plain or "at" in plain:
        yield from mails(text)
    if "@" in plain or "/" in plain or ":" in plain or "=" in plain or LINK.search(plain):
        yield from handles(text, publicity)
    if _NUMBERS.search(plain):
        yield from phones(text, public=publicity.phones)
    if _HOME.search(plain):
        yield from addresses(text, public=publicity.addresses)
