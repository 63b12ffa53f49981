"""The sources that are read for new items: sources.toml as frozen `Source` objects."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, field_validator, model_validator

from monitor.config import connectors
from monitor.config.loading import Strict, check, load, packaged
from monitor.errors import ConfigError
from monitor.models import ListingRules, SearchRules, Source, SourceKind
from monitor.urls import canonical

READABLE = ("id", "ms", "en")
"""Languages that the toolkit can read; a source in another one must be switched off."""


class ListingTable(Strict):
    """CSS rules of one listing page, the table [source.listing]."""

    item: str = Field(min_length=1)
    link: str = "a[href]"
    title: str = ""
    date: str = ""
    summary: str = ""


class SourceTable(Strict):
    """One [[source]] table; see the head of sources.toml for what each key means."""

    id: str
    name: str = Field(min_length=1)
    url: str
    kind: SourceKind
    tier: int
    region: str = "ID"
    language: str = "id"
    timezone: str = "Asia/Jakarta"
    enabled: bool = True
    full_text: bool = True
    sample: bool = False
    listing: ListingTable | None = None
    note: str = ""
    search: connectors.SearchTable | None = None

    @field_validator("id")
    @classmethod
    def _slug(cls, value: str) -> str:
        if not (value.isascii() and value.replace("-", "").isalnum() and value == value.lower().strip("-")):
            raise ValueError(f"{value!r} bukan id yang sah; pakai huruf kecil, angka, dan tanda hubung")
        return value

    @field_validator("url")
    @classmethod
    def _address(cls, value: str) -> str:
        if problem := _url_problem(value):
            raise ValueError(f"{value!r} {problem}")
        return value

    @field_validator("tier")
    @classmethod
    def _known_tier(cls, value: int) -> int:
        if not 0 <= value <= 6:
            raise ValueError(f"tingkat {value} tidak dikenal; pilihan 0 sampai 6")
        return value

    @field_validator("timezone")
    @classmethod
    def _zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError(f"zona waktu {value!r} tidak dikenal; tulis seperti 'Asia/Jakarta'") from error
        return value

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if (self.kind is SourceKind.LISTING) != (self.listing is not None):
            raise ValueError("tabel [source.listing] wajib untuk kind = 'listing', dan hanya untuk itu")
        if problem := connectors.problem(self.kind, self.url, self.search):
            raise ValueError(problem)
        if self.enabled and self.language not in READABLE:
            raise ValueError(f"bahasa {self.language!r} belum dapat dibaca; isi enabled = false")
        return self

    def source(self) -> Source:
        """Return the frozen source of this table."""
        given = self.model_dump(exclude={"listing", "search"})
        return Source(**given, listing=ListingRules(**self.listing.model_dump()) if self.listing else None,
                      search=SearchRules(**self.search.model_dump()) if self.search else None)


class Mirrors(Strict):
    """Hosts (or host/path) that carry other outlets' text: never a separate report, never cited as the outlet.

    `lookalikes` are those that imitate an outlet's name.
    """

    hosts: frozenset[str] = frozenset()
    lookalikes: frozenset[str] = frozenset()


class SourcesFile(Strict):
    """The whole of sources.toml."""

    source: tuple[SourceTable, ...] = ()
    mirrors: Mirrors = Mirrors()


def read_sources(path: Path | None = None) -> tuple[Source, ...]:
    """Return the sources of a file (default: the packaged list), in its order. Raise ConfigError with every problem."""
    return tuple(table.source() for table in _read(path).source)


def read_mirrors(path: Path | None = None) -> Mirrors:
    """Return the hosts known to copy or imitate outlets. Raise ConfigError."""
    return _read(path).mirrors


def _read(path: Path | None) -> SourcesFile:
    file = path or packaged("sources.toml")
    data = load(file)
    repeated = [f"{file.name}: {line}" for line in _repeats(data)]
    try:
        found = check(file.name, data, SourcesFile)
    except ConfigError as error:
        raise ConfigError([*error.problems, *repeated]) from error
    if repeated:
        raise ConfigError(repeated)
    return found


def _repeats(data: Mapping[str, Any]) -> Iterator[str]:
    """Yield a line for each id or address that an earlier table already has."""
    tables = data.get("source")
    first: dict[tuple[str, str], int] = {}
    for number, table in enumerate(tables if isinstance(tables, list) else [], start=1):
        for key in ("id", "url"):
            value = table.get(key) if isinstance(table, Mapping) else None
            if not isinstance(value, str) or (key == "url" and "search" in table):  # one platform, several questions
                continue
            earlier = first.setdefault((key, canonical(value) if key == "url" else value), number)
            if earlier != number:
                yield f"source[{number}] {table.get('id')!r}.{key}: {value!r} sudah dipakai source[{earlier}]"


def _url_problem(value: str) -> str:
    try:
        parts = urlsplit(value)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return "bukan alamat yang sah"
    if parts.scheme not in {"http", "https"}:
        return "harus diawali https:// atau http://"
    if not host or not value.isprintable() or any(letter in value for letter in " \\<>\"{}"):
        return "bukan alamat yang sah"
    return "tidak boleh memuat nama pengguna atau sandi" if "@" in parts.netloc else ""
