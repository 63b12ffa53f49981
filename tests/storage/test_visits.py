"""Visits by local day, the same on both engines."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from monitor.models import SourceDay, SourceRecord, SourceResult, SourceStatus
from monitor.storage.store import Store

START = datetime(2026, 11, 1, tzinfo=UTC)
END = START + timedelta(days=30)


def test_days_are_local_and_the_streak_counts_failures_since_the_last_read(store: Store) -> None:
    run = store.begin_run(START)
    new, failed, skipped = SourceStatus.NEW, SourceStatus.FAILED, SourceStatus.SKIPPED
    late = datetime(2026, 11, 2, 16, 59, tzinfo=UTC)
    for minutes, status, seen in ((0, failed, 0), (0, new, 7), (1, SourceStatus.UNCHANGED, 9), (2, failed, 0),
                                  (3, skipped, 0), (4, failed, 0)):
        store.keep(run, SourceResult("s", "S", status, seen=seen), (), None, late + timedelta(minutes=minutes))
    store.keep(run, SourceResult("mati", "M", failed), (), None, late)
    assert store.source_records(START, END) == {
        "mati": SourceRecord("mati", (SourceDay(date(2026, 11, 2), 1, 0, 1, 0, 0),), None, 1),
        "s": SourceRecord("s", (SourceDay(date(2026, 11, 2), 2, 1, 1, 0, 7),
                                SourceDay(date(2026, 11, 3), 4, 1, 2, 0, 9)), late + timedelta(minutes=1), 2)}
    assert store.source_records(END, END + timedelta(days=1)) == {}
