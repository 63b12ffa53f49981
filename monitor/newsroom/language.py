"""Say the theme's own words in the language of a page; the words of an article are its author's."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from monitor.config.loading import load
from monitor.dates import long_date

INDONESIAN, ENGLISH = "id", "en"
LANGUAGES = (INDONESIAN, ENGLISH)
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")


@cache
def english() -> Mapping[str, str]:
    """Return the theme's Indonesian words with their English ones, from english.toml."""
    words: dict[str, str] = load(Path(__file__).with_name("english.toml"))["words"]
    return words


def say(words: str, lang: str) -> str:
    """Return a phrase of the theme in a language. Raise KeyError for a phrase without a translation."""
    return words if lang == INDONESIAN else english()[words]


def day(moment: date, lang: str) -> str:
    """Return a date as `17 September 2025`, the month in the language of the page."""
    return long_date(moment) if lang == INDONESIAN else f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"
