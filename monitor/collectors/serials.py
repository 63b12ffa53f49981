"""Dates and times that a spreadsheet wrote as numbers, with a decimal comma or point."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

_SERIAL = re.compile(r"(\d{2}[. ]?\d{3})(?:[.,](\d{1,12}))?", re.ASCII)
_FRACTION = re.compile(r"0[.,](\d{1,12})", re.ASCII)
_EPOCH = re.compile(r"(\d{9,10}|\d{12,13}),(\d{1,9})", re.ASCII)
_ZERO = datetime(1899, 12, 30)
_TO_1904 = 1_462
_FIRST, _LAST = 36_526, 73_050
"""1 January 2000 and 31 December 2099 as Excel counts days; other five-digit numbers are taken for no date."""


def as_date(cell: str, *, since_1904: bool = False) -> str:
    """Return a cell as a date that people would write: `46347,4375` is `2026-11-21 10:30:00`; others as they are.

    Excel's day 1 is 1 January 1900, and its 29 February 1900 never was, so the count starts at 30 December 1899; in
    workbooks of old Macs at 1 January 1904. A dot or blank may part the thousands: `46.347,4375`.
    """
    cell = cell.strip()
    if found := _SERIAL.fullmatch(cell):
        days, fraction = int(re.sub("[. ]", "", found[1])) + (_TO_1904 if since_1904 else 0), found[2] or ""
        if not _FIRST <= days <= _LAST:
            return cell
        moment = _ZERO + timedelta(days=days, seconds=round(float(f"0.{fraction or 0}") * 86_400))
        return moment.isoformat(" ") if fraction.strip("0") else moment.date().isoformat()
    if found := _EPOCH.fullmatch(cell):
        return f"{found[1]}.{found[2]}" if len(found[1]) < 12 else found[1]
    return cell


def as_time(cell: str) -> str:
    """Return a cell as a clock time: `0,4375` of a day is `10:30:00`; others as they are."""
    cell = cell.strip()
    if found := _FRACTION.fullmatch(cell):
        return (_ZERO + timedelta(seconds=round(float(f"0.{found[1]}") * 86_400))).time().isoformat()
    return cell
