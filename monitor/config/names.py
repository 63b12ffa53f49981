"""Read names.toml: abbreviations and their full forms, missions abroad, provinces and towns."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pydantic import Field, model_validator

from monitor.config.loading import Strict, packaged, read

FILE = "names.toml"


class Abbreviation(Strict):
    """One abbreviation and the full forms that may stand beside it; the first is the one to write."""

    short: str = Field(pattern=r"^[A-Z][A-Za-z0-9]+$")
    forms: tuple[str, ...] = Field(min_length=1)


class Names(Strict):
    """Every name table of the checker."""

    abbreviations: tuple[Abbreviation, ...] = Field(alias="abbreviation", min_length=1)
    missions: dict[str, tuple[str, ...]]
    provinces: dict[str, tuple[str, ...]]
    towns: dict[str, tuple[str, ...]]

    @model_validator(mode="after")
    def _consistent(self) -> Names:
        problems = [f"provinsi {name!r} di [towns] tidak ada di [provinces]" for name in self.towns
                    if name not in self.provinces]
        shorts = [one.short for one in self.abbreviations]
        problems += [f"singkatan {one!r} ditulis lebih dari sekali" for one in sorted({
            short for short in shorts if shorts.count(short) > 1})]
        cities = [city for group in self.missions.values() for city in group]
        problems += [f"kota {one!r} punya dua perwakilan" for one in sorted({
            city for city in cities if cities.count(city) > 1})]
        if problems:
            raise ValueError("; ".join(problems))
        return self

    def mission(self, city: str) -> str:
        """Return KBRI, KJRI or KDEI for a city, or an empty string."""
        return next((kind for kind, cities in self.missions.items() if city in cities), "")

    def levels(self) -> dict[str, str]:
        """Return every province and town, in small letters, with the province that it is or lies in."""
        out = {town.lower(): province for province, towns in self.towns.items() for town in towns}
        for province, shorts in self.provinces.items():
            out |= {name.lower(): province for name in (province, *shorts)}
        return out

    def is_province(self, name: str) -> bool:
        """Tell whether a name, in any letter case, is a province's name or short form."""
        wanted = name.lower()
        return any(wanted in (one.lower() for one in (province, *shorts))
                   for province, shorts in self.provinces.items())


@cache
def read_names(path: Path | None = None) -> Names:
    """Read and check the tables (the packaged ones by default). Raise ConfigError listing every problem."""
    return read(path or packaged(FILE), Names)
