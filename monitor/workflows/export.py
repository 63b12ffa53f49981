"""Write the tagged items of a period to a file, whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.config.settings import Settings
from monitor.models import Clip
from monitor.storage.personal import WrittenFile
from monitor.storage.store import Store
from monitor.workflows.tables import FORMATS

_SLICE = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class ExportSummary:
    """What one export wrote: items, and how many of them are untagged or not relevant (only with `everything`)."""

    items: int
    untagged: int
    irrelevant: int


def export(settings: Settings, file: Path, *, start: datetime | None = None, end: datetime | None = None,
           everything: bool = False) -> ExportSummary:
    """Write the items published in [start, end) to `file`, oldest first, in the format its extension names.

    None leaves that side open. Only relevant items are written, `everything` adds the others and the untagged. An
    older file is replaced once the new one is complete. Raise StoreError, MonitorError when the items do not fit the
    format, KeyError for an unknown extension and OSError when the file cannot be written.
    """
    write = FORMATS[file.suffix.lower()]
    unfinished = file.with_name(f".{file.name}.{os.getpid()}.belum-selesai")
    count = _Count()
    try:
        with Store(settings.storage.database_url) as store:
            store.personal.note(WrittenFile(file.absolute(), "ekspor", start, end, everything, datetime.now(UTC)))
            write(unfinished, count.passing(_clips(store, start, end, everything=everything)))
        unfinished.replace(file)
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), str(file)) from error
    finally:
        unfinished.unlink(missing_ok=True)
    return ExportSummary(count.items, count.untagged, count.irrelevant)


class _Count:
    """Count items on their way to the file, so that a store of any size is read once and never held whole."""

    def __init__(self) -> None:
        self.items = self.untagged = self.irrelevant = 0

    def passing(self, clips: Iterator[Clip]) -> Iterator[Clip]:
        for clip in clips:
            self.items += 1
            self.untagged += clip.tags is None
            self.irrelevant += clip.tags is not None and not clip.tags.relevant
            yield clip


def _clips(store: Store, start: datetime | None, end: datetime | None, *, everything: bool) -> Iterator[Clip]:
    """Yield the clips of the period, a week of them in memory at a time."""
    span = store.span()
    if span is None:
        return
    at = max(start, span[0]) if start else span[0]
    stop = min(end, span[1] + timedelta(microseconds=1)) if end else span[1] + timedelta(microseconds=1)
    while at < stop:
        until = min(at + _SLICE, stop)
        yield from store.clips(at, until, relevant=None if everything else True)
        at = store.next_published(until) or stop
