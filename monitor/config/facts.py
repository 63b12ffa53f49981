"""Read facts.toml: figures with their dates, and the days of known events."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from monitor.config.loading import Strict, packaged, read

FILE = "facts.toml"


class Dated(Strict):
    """A statement with the words that recognise it in a sentence, and where it was read."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    name: str
    pattern: str
    source: str = Field(pattern=r"^https?://")
    checked_on: date

    @model_validator(mode="after")
    def _pattern_is_valid(self) -> Self:
        try:
            re.compile(self.pattern)
        except re.error as error:
            raise ValueError(f"pattern bukan ekspresi reguler yang sah ({error})") from error
        return self


class Event(Dated):
    """Something that happened on one day."""

    on: date


class Fact(Dated):
    """A figure that was right on `as_of`; `unit` is the word that follows it, `rp` and `persen` among them.

    `values` are all figures that a source accepts (a rounded one beside the exact one); `until` ends the statement.
    """

    values: tuple[float, ...] = Field(min_length=1)
    unit: str
    as_of: date
    until: date | None = None


class Facts(Strict):
    """The whole sheet."""

    facts: tuple[Fact, ...] = Field(alias="fact", min_length=1)
    events: tuple[Event, ...] = Field(alias="event", min_length=1)

    @model_validator(mode="after")
    def _ids_differ(self) -> Self:
        ids = [item.id for item in (*self.facts, *self.events)]
        twice = sorted({name for name in ids if ids.count(name) > 1})
        if twice:
            raise ValueError("; ".join(f"id {name!r} ditulis lebih dari sekali" for name in twice))
        return self


@cache
def read_facts(path: Path | None = None) -> Facts:
    """Read and check the fact sheet (the packaged one by default). Raise ConfigError listing every problem."""
    return read(path or packaged(FILE), Facts)
