"""Bring an import file into the store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from monitor.collectors.imports import read_items
from monitor.collectors.tables import RowProblem
from monitor.config.imports import find_preset
from monitor.config.settings import Settings
from monitor.config.sources import read_sources
from monitor.models import SourceKind
from monitor.storage.store import Store
from monitor.urls import host
from monitor.workflows.shielding import shield


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What one import did: items stored, items that were there already, and rows that could not be used.

    `undated` of the rows state no readable day; they are filed under the import or the end of the year they name.
    """

    new: int
    known: int
    problems: tuple[RowProblem, ...]
    undated: int


def import_file(settings: Settings, path: Path, *, preset: str | None = None,
                mapping: Mapping[str, str] | None = None, now: datetime | None = None) -> ImportSummary:
    """Store the items of a file in one transaction; a repeated import stores nothing.

    `preset` names one of imports.toml; `mapping` gives the column of single fields. Raise ConfigError,
    ImportFileError, StoreError, or OSError when the file cannot be opened.
    """
    layout = find_preset(preset, settings.imports) if preset else None
    result = read_items(path, layout, fetched_at=now or datetime.now(UTC), mapping=mapping, tiers=_tiers(settings))
    with Store(settings.storage.database_url, shield=shield(settings)) as store:
        new = store.add(result.articles)
    return ImportSummary(new, len(result.articles) - new, result.problems, result.undated)


def _tiers(settings: Settings) -> Mapping[str, int]:
    """Return the best tier of each host that we read ourselves."""
    tiers: dict[str, int] = {}
    for source in read_sources(settings.sources):
        if source.kind is not SourceKind.GOOGLE_NEWS:
            tiers[host(source.url)] = min(source.tier, tiers.get(host(source.url), source.tier))
    return tiers
