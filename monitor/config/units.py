"""Read units.toml: the codes by which a shared link names the unit it came from, and never a person."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import Field, model_validator

from monitor.config.loading import Strict, packaged, read
from monitor.config.regions import read_regions

FILE = "units.toml"
GENERAL = "umum"
"""The code of a link that no unit claims."""


class Unit(Strict):
    """One unit: its code and what reports call it."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=24)
    name: str = Field(min_length=1)


class Units(Strict):
    """The units of the head office, in the order of the file."""

    units: tuple[Unit, ...] = Field(alias="unit", min_length=1)

    @model_validator(mode="after")
    def _codes_differ(self) -> Units:
        codes = [unit.id for unit in self.units]
        if twice := sorted({code for code in codes if codes.count(code) > 1}):
            raise ValueError(f"kode {', '.join(twice)} ditulis lebih dari sekali")
        if GENERAL not in codes:
            raise ValueError(f"kode {GENERAL!r} harus ada")
        return self


@cache
def read_units(path: Path | None = None) -> dict[str, str]:
    """Return code -> name of every unit: those of units.toml, then one per BP3MI office. Raise ConfigError."""
    listed = read(path or packaged(FILE), Units).units
    offices = {f"bp3mi-{office.id}": office.name for office in read_regions().offices}
    return {unit.id: unit.name for unit in listed} | offices
