"""Read officials.toml: people and organisations as dated records."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from pydantic import Field, model_validator

from monitor.config.loading import Strict, packaged, read

FILE = "officials.toml"


class Record(Strict):
    """A name with its other forms, where it was read, and when that was last checked."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    name: str
    aliases: tuple[str, ...] = ()
    typos: tuple[str, ...] = ()
    source: str = Field(pattern=r"^https?://")
    checked_on: date


class Official(Record):
    """One person in one post. The term is known only where a source states it.

    `in_office_by` is the first day on which a source shows the person in the post, `seen` the last mention met.
    """

    title: str
    unit: str
    valid_from: date | None = None
    valid_to: date | None = None
    in_office_by: date | None = None
    seen: str = Field(default="", pattern=r"^(\d{4}(-\d\d(-\d\d)?)?)?$")

    @model_validator(mode="after")
    def _term_runs_forward(self) -> Official:
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValueError("valid_to lebih awal daripada valid_from")
        return self

    def holds(self, on: date) -> bool:
        """Tell whether the term, as far as it is known, covers a day."""
        return (self.valid_from is None or self.valid_from <= on) and (self.valid_to is None or on <= self.valid_to)


class Organisation(Record):
    """One body that speaks or acts in this field."""

    kind: str


class Officials(Strict):
    """Everyone and every body that the tagger links."""

    officials: tuple[Official, ...] = Field(alias="official", min_length=1)
    organisations: tuple[Organisation, ...] = Field(alias="organisation", min_length=1)
    holders: tuple[Official, ...] = Field(default=(), alias="holder")
    """People of other bodies, for the release checker only: the tagger does not link them."""

    @model_validator(mode="after")
    def _ids_differ(self) -> Officials:
        seen: set[str] = set()
        for record in (*self.records(), *self.holders):
            if record.id in seen:
                raise ValueError(f"id {record.id!r} ditulis lebih dari sekali")
            seen.add(record.id)
        return self

    def records(self) -> tuple[Record, ...]:
        """Return people, then bodies."""
        return (*self.officials, *self.organisations)

    def name(self, record_id: str) -> str:
        """Return the name of an official or organisation. Raise KeyError for an unknown id."""
        return {record.id: record.name for record in self.records()}[record_id]


@cache
def read_officials(path: Path | None = None) -> Officials:
    """Read and check the records (the packaged ones by default). Raise ConfigError listing every problem."""
    return read(path or packaged(FILE), Officials)
