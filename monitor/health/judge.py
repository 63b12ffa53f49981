"""Judge a source from its visits: pure, without clock, store or network.

Only days on which a visit read the source count: a day without any visit says nothing of the source, and a day on which
every visit failed is an outage, never a zero. Today is still running and is left out, unless it brought something.
Working days and weekends are compared with their own kind, since most newsrooms write less on Saturday and Sunday.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import groupby
from math import sqrt
from statistics import mean, median

from monitor.health.model import Day, Pulse
from monitor.models import SourceDay, SourceRecord

RECENT, BEFORE = 7, 28
"""Days that are judged, and the days before them that say what is usual."""
SHOWN = RECENT + BEFORE
_FEWEST = 4
_CERTAIN = 5.0
"""Silence is named from this many missing items on: by chance it would come about less than once in a hundred times."""
_SHRUNK_FROM = 8


def days_shown(record: SourceRecord | None, today: date) -> tuple[Day, ...]:
    """Return the days up to and with today, oldest first, one for each; those without a visit are empty."""
    known = {each.day: each for each in record.days} if record else {}
    return tuple(_day(day, known.get(day)) for day in (today - timedelta(days=back) for back in range(SHOWN, -1, -1)))


def pulse(record: SourceRecord | None, today: date) -> Pulse:
    """Return what a source usually delivers and what it does now."""
    read = _read(record, today)
    recent, before = _split(read, today)
    silent = _silence(read)
    found = [each.day for each in read if each.new]
    return Pulse(usual=float(median(each.new for each in before)) if len(before) >= _FEWEST else None,
                 recent=mean(each.new for each in recent) if recent else None,
                 silent_days=len(silent), last_new=max(found, default=None))


def is_silent(record: SourceRecord | None, today: date) -> bool:
    """Tell whether a source that is read brings nothing where it used to bring something.

    The silence must be longer than any before it, and cover _CERTAIN items by the median of such days; a source that
    writes on few days only must be silent for a week and twice as long as ever before.
    """
    read = _read(record, today)
    silent = _silence(read)
    earlier = read[:len(read) - len(silent)][-BEFORE:]
    if not silent or len(earlier) < _FEWEST or not any(each.new for each in earlier):
        return False
    runs = groupby(earlier, key=lambda each: not each.new)
    longest = max((len(list(run)) for empty, run in runs if empty), default=0)
    if len(silent) <= longest:
        return False
    return _expected(silent, earlier) >= _CERTAIN or (len(silent) >= RECENT and len(silent) > 2 * longest)


def is_slow(record: SourceRecord | None, today: date) -> bool:
    """Tell whether a source brings less than half of what is usual, beyond what chance explains."""
    recent, before = _split(_read(record, today), today)
    if not recent or len(before) < _FEWEST:
        return False
    expected, found = _expected(recent, before), sum(each.new for each in recent)
    return found < expected / 2 and expected - found > 3 * sqrt(expected)


def shrunk(record: SourceRecord | None, today: date) -> tuple[int, int] | None:
    """Return how many entries a feed usually holds and how many it holds now, when that is less than half."""
    recent, before = _split([each for each in _read(record, today) if each.seen], today)
    if not recent or len(before) < _FEWEST:
        return None
    usual, now = median(each.seen for each in before), median(each.seen for each in recent[-3:])
    return (int(usual), int(now)) if usual >= _SHRUNK_FROM and now < usual / 2 else None


def is_empty(record: SourceRecord | None, today: date) -> bool:
    """Tell whether the latest day on which a source was read showed no entry at all."""
    read = _read(record, today)
    return bool(read) and not read[-1].seen


def never_gave(record: SourceRecord | None, today: date) -> bool:
    """Tell whether a source was read on some days and never showed a single entry."""
    read = _read(record, today)
    return len(read) >= _FEWEST and not any(each.seen or each.new for each in read)


def barren(record: SourceRecord | None, today: date) -> int:
    """Return on how many days a source was read, when that are four weeks or more and it gave nothing at all."""
    read = _read(record, today)
    return len(read) if len(read) >= BEFORE and not any(each.new for each in read) else 0


def failing_often(record: SourceRecord | None, today: date) -> tuple[int, int] | None:
    """Return failed visits and all visits of the last days, when more than half failed."""
    week = [each for each in (record.days if record else ()) if today - timedelta(days=RECENT) <= each.day <= today]
    failed, visits = sum(each.failed for each in week), sum(each.visits for each in week)
    return (failed, visits) if failed > visits / 2 else None


def out_days(record: SourceRecord, days: Iterable[date]) -> tuple[date, ...]:
    """Return those of these days on which every visit failed to read the source."""
    known = {each.day: each for each in record.days}
    return tuple(day for day in days if (found := known.get(day)) and found.visits and not found.reads)


def _day(day: date, found: SourceDay | None) -> Day:
    if found is None or not found.visits:
        return Day(day, None)
    return Day(day, found.new if found.reads else None, out=not found.reads)


def _read(record: SourceRecord | None, today: date) -> list[SourceDay]:
    return [each for each in (record.days if record else ())
            if each.reads and (each.day < today or (each.day == today and each.new))]


def _split(read: Sequence[SourceDay], today: date) -> tuple[list[SourceDay], list[SourceDay]]:
    edge, start = today - timedelta(days=RECENT), today - timedelta(days=SHOWN)
    return ([each for each in read if edge <= each.day < today], [each for each in read if start <= each.day < edge])


def _silence(read: Sequence[SourceDay]) -> list[SourceDay]:
    """Return the days at the end that brought nothing."""
    last = max((place for place, each in enumerate(read, 1) if each.new), default=0)
    return list(read[last:])


def _expected(days: Sequence[SourceDay], before: Sequence[SourceDay]) -> float:
    """Return how many items these days would usually have brought."""
    def usual(day: date) -> float:
        alike = [each.new for each in before if (each.day.weekday() >= 5) == (day.weekday() >= 5)]
        return median(alike if len(alike) >= 2 else [each.new for each in before])
    return float(sum(usual(each.day) for each in days))
