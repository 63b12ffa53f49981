"""Read legal.toml: the legal instruments that releases cite, with number, year and subject."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from pydantic import Field, model_validator

from monitor.config.loading import Strict, packaged, read

FILE = "legal.toml"

KINDS = {
    "uu": "Undang-Undang", "pp": "Peraturan Pemerintah", "perpres": "Peraturan Presiden",
    "keppres": "Keputusan Presiden", "permen-p2mi": "Peraturan Menteri P2MI", "per-bp2mi": "Peraturan BP2MI",
    "permenaker": "Peraturan Menteri Ketenagakerjaan", "kepmenaker": "Keputusan Menteri Ketenagakerjaan",
    "pmk": "Peraturan Menteri Keuangan",
}
"""Kinds of instrument by id, as a release writes them in full."""


class Instrument(Strict):
    """One legal instrument; `keys` are words of its subject, `owns` tells that all of them together mean only this."""

    kind: str
    number: int = Field(ge=1)
    letter: str = Field(default="", pattern=r"^[A-Z]?$")
    year: int = Field(ge=1945, le=2100)
    subject: str
    keys: tuple[str, ...] = Field(min_length=1)
    owns: bool = False
    source: str = Field(pattern=r"^https?://")
    checked_on: date

    @property
    def citation(self) -> str:
        """Return the instrument as it is cited, without its subject."""
        return f"{KINDS[self.kind]} Nomor {self.number}{self.letter} Tahun {self.year}"


class Legal(Strict):
    """Every instrument, in the order of the file."""

    instruments: tuple[Instrument, ...] = Field(alias="instrument", min_length=1)

    @model_validator(mode="after")
    def _known_and_once(self) -> Legal:
        problems, seen = [], set()
        for one in self.instruments:
            if one.kind not in KINDS:
                problems.append(f"jenis {one.kind!r} tidak dikenal; pilihan: {', '.join(KINDS)}")
            elif (key := (one.kind, one.number, one.year)) in seen:
                problems.append(f"{one.citation} ditulis lebih dari sekali")
            else:
                seen.add(key)
        if problems:
            raise ValueError("; ".join(problems))
        return self


@cache
def read_legal(path: Path | None = None) -> Legal:
    """Read and check the instruments (the packaged ones by default). Raise ConfigError listing every problem."""
    return read(path or packaged(FILE), Legal)
