"""Read synonyms.toml: groups of words that mean the same to someone searching the site."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from pydantic import Field

from monitor.config.loading import Strict, packaged, read

FILE = "synonyms.toml"


class Synonyms(Strict):
    """Groups of words and phrases, lower case."""

    groups: tuple[tuple[str, ...], ...] = Field(min_length=1)

    def beside(self, text: str) -> tuple[str, ...]:
        """Return the words that a text lacks but whose meaning it holds, in the order of the groups."""
        known = f" {' '.join(re.findall(r'[a-z0-9-]+', text.lower()))} "
        missing = [word for group in self.groups if any(f" {each} " in known for each in group)
                   for word in group if f" {word} " not in known]
        return tuple(dict.fromkeys(missing))


@cache
def read_synonyms(path: Path | None = None) -> Synonyms:
    """Read and check the groups (the packaged ones by default). Raise ConfigError listing every problem."""
    return read(path or packaged(FILE), Synonyms)
