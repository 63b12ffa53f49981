"""Read regions.toml: the BP3MI offices and the destination countries, with the names the press gives them."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from pydantic import Field, model_validator

from monitor.config.loading import Strict, packaged, read
from monitor.config.phrases import tokens

FILE = "regions.toml"
OFFICE_NAME = "Balai Pelayanan Pelindungan Pekerja Migran Indonesia (BP3MI)"


class NamedPlace(Strict):
    """A place with its spellings; `guarded` ones count only after a place word, `exclude` phrases never."""

    id: str
    name: str
    aliases: tuple[str, ...] = Field(min_length=1)
    guarded: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    source: str = Field(pattern=r"^https?://")


class Office(NamedPlace):
    """One BP3MI office; its aliases name the province, towns and border posts."""

    id: str = Field(pattern=r"^[a-z]+$")
    province: str
    island: str = ""
    seat: str = ""
    seat_source: str = Field(default="", pattern=r"^(https?://.+)?$")
    posts: tuple[str, ...] = ()
    site: str = Field(default="", pattern=r"^(https?://.+)?$")

    @property
    def full_name(self) -> str:
        """The name as the ministry writes it out, with the short form in brackets."""
        return f"{OFFICE_NAME} {self.name.removeprefix('BP3MI ')}"

    @property
    def sources(self) -> tuple[str, ...]:
        """The pages that the facts about the office stand on, each once."""
        return tuple(dict.fromkeys(page for page in (self.source, self.seat_source, self.site) if page))


class Destination(NamedPlace):
    """One country where migrant workers are; the id is its ISO 3166 code."""

    id: str = Field(pattern=r"^[A-Z]{2}$")


class Regions(Strict):
    """All offices and destinations, in the order of the file (west to east)."""

    checked: date | None = None
    offices: tuple[Office, ...] = Field(alias="office", min_length=1)
    destinations: tuple[Destination, ...] = Field(alias="destination", min_length=1)

    @model_validator(mode="after")
    def _ids_and_names_differ(self) -> Regions:
        owners: dict[str, str] = {}
        problems = []
        for place in self.places():
            if owners.setdefault(place.id, place.id) is not place.id:
                problems.append(f"id {place.id!r} ditulis lebih dari sekali")
            for alias in (*place.aliases, *place.guarded):
                key = " ".join(token.word for token in tokens(alias))
                if not key:
                    problems.append(f"{place.id}: nama {alias!r} tidak memuat kata")
                elif owners.setdefault(f"= {key}", place.id) != place.id:
                    problems.append(f"nama {alias!r} dipakai {owners[f'= {key}']} dan {place.id}")
        if problems:
            raise ValueError("; ".join(problems))
        return self

    def places(self) -> tuple[NamedPlace, ...]:
        """Return offices, then destinations."""
        return (*self.offices, *self.destinations)

    def office(self, office_id: str) -> Office:
        """Return an office by id. Raise KeyError for an unknown id."""
        return {office.id: office for office in self.offices}[office_id]

    def destination(self, destination_id: str) -> Destination:
        """Return a destination by id. Raise KeyError for an unknown id."""
        return {place.id: place for place in self.destinations}[destination_id]


@cache
def read_regions(path: Path | None = None) -> Regions:
    """Read and check the regions (the packaged ones by default). Raise ConfigError listing every problem."""
    return read(path or packaged(FILE), Regions)
