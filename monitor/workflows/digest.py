"""Write the digest of a week: read the store, compile, write the files."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from monitor.config.officials import read_officials
from monitor.config.regions import read_regions
from monitor.config.settings import Settings
from monitor.config.taxonomy import read_taxonomy
from monitor.digest.comparison import SILENT, down
from monitor.digest.compile import compile_digest
from monitor.digest.model import DayCoverage, Names
from monitor.digest.writing import DigestFiles, write_digest
from monitor.errors import DigestError
from monitor.health.compile import silence_words
from monitor.health.judge import is_silent, out_days
from monitor.health.judge import pulse as judge_pulse
from monitor.models import SourceOutcome, SourceRecord, WeekCount
from monitor.newsroom.explainers import read_explainers
from monitor.storage.personal import WrittenFile
from monitor.storage.store import Store
from monitor.weeks import WIB, Week
from monitor.workflows.health import LOOKBACK

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
        records = store.source_records(chosen.start - LOOKBACK, chosen.end)
        outcomes = judged(_outcomes(store, chosen), records, chosen, moment)
        before = judged(_last_outcomes(store, previous), records, previous, moment)
        clips = store.clips(chosen.start, chosen.end, relevant=None)
        made = compile_digest(
            chosen, clips=clips, previous=store.clips(previous.start, previous.end),
            history=_history(store, chosen, settings.digest.history_weeks, before, records), outcomes=outcomes,
            before=before, days=day_coverage(records, chosen, moment),
            cutoff=_cutoff(store, chosen, outcomes, moment), explainers=explainers, names=read_names(),
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


def judged(outcomes: Sequence[SourceOutcome], records: Mapping[str, SourceRecord], week: Week,
           now: datetime) -> list[SourceOutcome]:
    """Add to the outcomes of a week on which days a source was out, and whether it fell silent.

    A source that is read without an error and brings nothing, longer than ever before, is as missing as a broken one.
    """
    until = min(week.end, now).astimezone(WIB).date()
    return [_judged(each, records.get(each.source_id), week, until) for each in outcomes]


def day_coverage(records: Mapping[str, SourceRecord], week: Week, now: datetime) -> list[DayCoverage]:
    """Count for each day of a week, up to now, the sources visited and those that no visit could read."""
    today = now.astimezone(WIB).date()
    visits = [each for record in records.values() for each in record.days if each.visits]
    return [DayCoverage(day, sum(each.day == day for each in visits),
                        sum(each.day == day and not each.reads for each in visits))
            for day in week.days if day <= today]


def _judged(outcome: SourceOutcome, record: SourceRecord | None, week: Week, until: date) -> SourceOutcome:
    if record is None:
        return outcome
    cut = replace(record, days=tuple(each for each in record.days if each.day < until))
    outcome = replace(outcome, out_days=out_days(cut, week.days))
    pulse = judge_pulse(cut, until)
    if pulse.silent_days < SILENT.days or not is_silent(cut, until):
        return outcome
    return replace(outcome, silent=True, last_cause=f"diam: {silence_words(pulse)}.")


def _last_outcomes(store: Store, week: Week) -> list[SourceOutcome]:
    """Return how last week's sources did; a late visit says nothing of a week that left no items."""
    items = store.week_counts([week])[0].items  # without any, the toolkit may not have been running yet
    return _outcomes(store, week) if items else store.source_outcomes(week.start, week.end + _GRACE[0])


def _history(store: Store, week: Week, length: int, before: Sequence[SourceOutcome],
             records: Mapping[str, SourceRecord]) -> list[WeekCount]:
    """Count the earlier weeks; a source that broke off in one of them did not work in it, as in this week's count."""
    weeks = [week.back(back) for back in range(length, 0, -1)]
    counts = [replace(count, sources_working=count.sources_working - _broken_off(records, each))
              for each, count in zip(weeks, store.week_counts(weeks), strict=True)]
    working = len(before) - len(down(before, week.back(1)))
    return [*counts[:-1], replace(counts[-1], sources_working=working, sources_expected=len(before))]


def _broken_off(records: Mapping[str, SourceRecord], week: Week) -> int:
    """Count the sources that were read in a week and then failed for more than SILENT until its last reading."""
    days = [[each for each in record.days if each.day in week.days] for record in records.values()]
    read = [max((each.day for each in found if each.reads), default=None) for found in days]
    last = max(filter(None, read), default=None)
    return sum(1 for found, end in zip(days, read, strict=True)
               if end and last and end < last - SILENT and any(each.failed and each.day > end for each in found))


def _cutoff(store: Store, week: Week, outcomes: Sequence[SourceOutcome], now: datetime) -> datetime | None:
    """Return the last time that a source was read or an item of the week came in; never later than now.

    Where a clock ran ahead for a while, later times are in the store.
    """
    moments = [each.last_success for each in outcomes if each.last_success]
    fetched = store.last_fetched(week.start, week.end)
    found = max([*moments, fetched] if fetched else moments, default=None)
    return min(found, now) if found else None

