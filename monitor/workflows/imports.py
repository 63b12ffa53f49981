"""Bring an import file into the store, or show what that would give."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from monitor.collectors.imports import Items, Options, is_undated, open_items
from monitor.collectors.rows import RowProblem
from monitor.config.imports import find_preset
from monitor.config.settings import Settings
from monitor.config.sources import read_sources
from monitor.models import Article, SourceKind
from monitor.privacy.shield import Shield
from monitor.storage.store import Store
from monitor.urls import host
from monitor.workflows.shielding import shield

_AT_ONCE = 500
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What one import did: items stored, items that were there already, and rows that could not be used.

    `undated` of the rows state no readable day; they are filed under the import or the end of the year they name.
    `layout`, `sheet` and `others` say how the file was read (see collectors.imports.Items).
    """

    new: int
    known: int
    problems: tuple[RowProblem, ...]
    undated: int
    layout: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sheet: str = ""
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportPreview:
    """What an import would do: the same counts, and its first articles as they would be stored, authors left out."""

    summary: ImportSummary
    first: tuple[Article, ...]


def import_file(settings: Settings, path: Path, *, preset: str | None = None, options: Options | None = None,
                now: datetime | None = None) -> ImportSummary:
    """Store the items of a file, some hundreds per transaction; a repeated or continued import stores nothing twice.

    `preset` names one of imports.toml. Raise ConfigError, ImportFileError, StoreError, or OSError when the file cannot
    be opened.
    """
    opened = _opened(settings, path, preset, options, now)
    count = _Count()
    with Store(settings.storage.database_url, shield=shield(settings)) as store:
        for articles in count.batches(opened):
            count.new += store.add(articles)
    return count.summary(opened)


def preview_file(settings: Settings, path: Path, *, preset: str | None = None, options: Options | None = None,
                 now: datetime | None = None) -> ImportPreview:
    """Read a whole file and store nothing. Raise as `import_file` does."""
    opened = _opened(settings, path, preset, options, now)
    count, guard, first = _Count(), shield(settings), list[Article]()
    with Store(settings.storage.database_url, shield=guard) as store:
        for articles in count.batches(opened):
            first += (_masked(article, guard) for article in articles[:_SHOWN - len(first)])
            ids = {article.id for article in articles}
            count.new += len(ids) - len(store.known(ids))
    return ImportPreview(count.summary(opened), tuple(first))


class _Count:
    """Counts what goes by."""

    def __init__(self) -> None:
        self.new = self.read = self.undated = 0
        self.problems: list[RowProblem] = []

    def batches(self, opened: Items) -> Iterator[list[Article]]:
        """Yield the articles, some hundreds at a time."""
        articles = self._articles(opened)
        while batch := list(islice(articles, _AT_ONCE)):
            yield batch

    def summary(self, opened: Items) -> ImportSummary:
        return ImportSummary(self.new, self.read - self.new, tuple(sorted(self.problems, key=lambda each: each.line)),
                             self.undated, opened.layout, opened.sheet, opened.others)

    def _articles(self, opened: Items) -> Iterator[Article]:
        for found in opened.found:
            if isinstance(found, RowProblem):
                self.problems.append(found)
                continue
            self.read += 1
            self.undated += is_undated(found)
            yield found


def _opened(settings: Settings, path: Path, preset: str | None, options: Options | None,
            now: datetime | None) -> Items:
    layout = find_preset(preset, settings.imports) if preset else None
    return open_items(path, layout, options, fetched_at=now or datetime.now(UTC), tiers=_tiers(settings))


def _masked(article: Article, guard: Shield) -> Article:
    """Return an article as it would be stored, without making the key that hashes its author."""
    if not guard.touches(article):
        return article
    return replace(article, author="", title=guard.masked(article.title), text=guard.masked(article.text))


def _tiers(settings: Settings) -> Mapping[str, int]:
    """Return the best tier of each host that we read ourselves."""
    tiers: dict[str, int] = {}
    for source in read_sources(settings.sources):
        if source.kind is not SourceKind.GOOGLE_NEWS:
            tiers[host(source.url)] = min(source.tier, tiers.get(host(source.url), source.tier))
    return tiers
