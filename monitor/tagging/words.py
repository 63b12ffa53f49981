"""Read the word lists of the rule components from words.toml."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from monitor.config.loading import Strict, read


class LanguageWords(Strict):
    """Words by which languages are told apart."""

    indonesian: frozenset[str]
    english: frozenset[str]
    regional: frozenset[str]


class NameWords(Strict):
    """Words around people's names."""

    titles: tuple[str, ...]
    sure_titles: tuple[str, ...]
    honorifics: frozenset[str]
    ranks: frozenset[str]
    roles: frozenset[str]
    pronouns: frozenset[str]


class PlaceWords(Strict):
    """Words before places."""

    leading: frozenset[str]


class QuoteWords(Strict):
    """Verbs of speech."""

    said: tuple[str, ...]
    states: tuple[str, ...]


class Words(Strict):
    """All lists."""

    language: LanguageWords
    names: NameWords
    places: PlaceWords
    quotes: QuoteWords


@cache
def words() -> Words:
    """Return the packaged word lists. Raise ConfigError when the file is damaged."""
    return read(Path(__file__).with_name("words.toml"), Words)
