"""Write the digest of a week: read the store, compile, write the files."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.config.officials import read_officials
from monitor.config.regions import read_regions
from monitor.config.settings import Settings
from monitor.config.taxonomy import read_taxonomy
from monitor.digest.comparison import down
from monitor.digest.compile import compile_digest
from monitor.digest.model import Names
from monitor.digest.writing import DigestFiles, write_digest
from monitor.errors import DigestError
from monitor.models import SourceOutcome, WeekCount
from monitor.newsroom.explainers import read_explainers
from monitor.storage.personal import WrittenFile
from monitor.storage.store import Store
from monitor.weeks import Week

_GRACE = (timedelta(days=1), timedelta(days=7))
"""A visit shortly after a week still reads it: one day, or a whole week where nobody visited sooner."""


def digest(settings: Settings, *, week: Week | None = None, out: Path | None = None,
           now: datetime | None = None) -> DigestFiles:
    """Write the digest of `week` (default: the last one that has ended) below `out` and return its files.

    Raise DigestError for a week that has not begun and when the files cannot be written, StoreError when the store
    cannot be read. A week without items gives a digest that says so.
    """
    moment = now or datetime.now(UTC)
    chosen = week or last_week(moment)
    if chosen.start > moment:
        raise DigestError(f"Pekan {chosen} belum mulai.", "Pilih pekan yang sudah berjalan, misalnya "
                                                          f"--week {last_week(moment)}.")
    content = settings.site.content
    explainers = (read_explainers(content, siteurl=os.environ.get("SITEURL", ""), now=moment)
                  if content.is_dir() else None)
    with Store(settings.storage.database_url) as store:
        previous = chosen.back(1)
        outcomes = _outcomes(store, chosen)
        clips = store.clips(chosen.start, chosen.end, relevant=None)
        made = compile_digest(
            chosen, clips=clips, previous=store.clips(previous.start, previous.end),
            history=_history(store, chosen, settings.digest.history_weeks), outcomes=outcomes,
            cutoff=_cutoff(store, chosen, outcomes), explainers=explainers, names=read_names(),
            untagged=sum(clip.tags is None for clip in clips))
        files = write_digest(made, out or settings.digest.out)
        store.personal.note(WrittenFile(files.folder.absolute(), "digest", chosen.start, chosen.end, False, moment))
    return files


def last_week(moment: datetime) -> Week:
    """Return the last ISO week that has ended in WIB."""
    return Week.of(moment).back(1)


def known_weeks(settings: Settings) -> tuple[Week, Week] | None:
    """Return the first and the last week with relevant items; None for a store without any."""
    with Store(settings.storage.database_url) as store:
        span = store.relevant_span()
    return (Week.of(span[0]), Week.of(span[1])) if span else None


def read_names() -> Names:
    """Read the labels of topics, offices, destinations and officials from the configuration."""
    regions = read_regions()
    return Names(topics=read_taxonomy().labels(), regions={each.id: each.name for each in regions.offices},
                 destinations={each.id: each.name for each in regions.destinations},
                 people={each.id: each.name for each in read_officials().records()})


def _outcomes(store: Store, week: Week) -> list[SourceOutcome]:
    for grace in _GRACE:
        found = store.source_outcomes(week.start, week.end + grace)
        if found:
            return found
    return []


def _history(store: Store, week: Week, length: int) -> list[WeekCount]:
    """Count the earlier weeks; last week's sources by the same rules as this week's, so that the two compare."""
    counts = store.week_counts([week.back(back) for back in range(length, 0, -1)])
    last = week.back(1)
    # a late visit says nothing of a week that left no items: the toolkit may not have been running yet
    outcomes = _outcomes(store, last) if counts[-1].items else store.source_outcomes(last.start, last.end + _GRACE[0])
    working = len(outcomes) - len(down(outcomes, last))
    return [*counts[:-1], replace(counts[-1], sources_working=working, sources_expected=len(outcomes))]


def _cutoff(store: Store, week: Week, outcomes: Sequence[SourceOutcome]) -> datetime | None:
    """Return the last time that a source was read or an item of the week came in."""
    moments = [each.last_success for each in outcomes if each.last_success]
    fetched = store.last_fetched(week.start, week.end)
    return max([*moments, fetched] if fetched else moments, default=None)

