"""Read regencies.toml: the codes that the first four digits of an identity number (NIK) can hold."""

from __future__ import annotations

from datetime import date
from functools import cache

from pydantic import Field

from monitor.config.loading import Strict, packaged, read

FILE = "regencies.toml"


class Regencies(Strict):
    """Province code -> the two-digit codes of its regencies and cities, separated by blanks."""

    source: str = Field(pattern=r"^https?://")
    checked_on: date
    regencies: dict[str, str]
    retired: dict[str, str]

    def codes(self) -> frozenset[str]:
        """Return all four-digit codes, the retired ones too."""
        return frozenset(f"{province}{number}" for table in (self.regencies, self.retired)
                         for province, numbers in table.items() for number in numbers.split())


@cache
def regency_codes() -> frozenset[str]:
    """Return the four-digit codes of every regency and city. Raise ConfigError."""
    return read(packaged(FILE), Regencies).codes()


@cache
def province_codes() -> frozenset[str]:
    """Return the two-digit codes of every province. Raise ConfigError."""
    return frozenset(read(packaged(FILE), Regencies).regencies)
