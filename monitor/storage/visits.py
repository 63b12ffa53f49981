"""What the visits of a period say of each source, day by day in Western Indonesian Time."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Function, String, case, cast, func, select

from monitor.models import SourceDay, SourceRecord, SourceStatus
from monitor.storage.schema import results

_READ = (SourceStatus.NEW.value, SourceStatus.UNCHANGED.value)


def source_records(connection: Connection, start: datetime, end: datetime) -> dict[str, SourceRecord]:
    """Sum up the visits of [start, end) by source id; the counting is the database's, so years of visits stay cheap.

    `streak` counts the failures since the last visit that read the source; being asked to wait counts as neither.
    """
    within = (results.c.at >= start, results.c.at < end)
    read = results.c.status.in_(_READ)
    days: dict[str, list[SourceDay]] = defaultdict(list)
    day = _local_day(connection).label("day")
    grouped = (select(results.c.source_id, day, func.count(), func.count(case((read, 1))), func.sum(results.c.new),
                      func.max(results.c.seen), func.count(case((results.c.status == SourceStatus.FAILED.value, 1))))
               .where(*within).group_by(results.c.source_id, day).order_by(results.c.source_id, day))
    for source_id, named, visits, reads, new, seen, failed in connection.execute(grouped):
        days[source_id].append(SourceDay(date.fromisoformat(str(named)), visits, reads, failed, int(new), seen))
    last = (select(results.c.source_id, func.max(results.c.id).label("id"), func.max(results.c.at).label("at"))
            .where(*within, read).group_by(results.c.source_id).subquery())
    streaks = (select(results.c.source_id, last.c.at, func.count(
        case((results.c.id > func.coalesce(last.c.id, 0), 1))))
        .select_from(results.outerjoin(last, last.c.source_id == results.c.source_id))
        .where(*within, results.c.status == SourceStatus.FAILED.value).group_by(results.c.source_id, last.c.at))
    failing = {row[0]: row[2] for row in connection.execute(streaks)}
    successes = {row[0]: row[1] for row in connection.execute(select(last.c.source_id, last.c.at))}
    return {source_id: SourceRecord(source_id, tuple(found), successes.get(source_id), failing.get(source_id, 0))
            for source_id, found in days.items()}


def _local_day(connection: Connection) -> Function[Any]:
    """Return the expression for the WIB date of a visit (UTC+7, no daylight saving)."""
    if connection.dialect.name == "sqlite":
        return func.strftime("%Y-%m-%d", cast(results.c.at, String), "+7 hours")
    return func.to_char(func.timezone("Asia/Jakarta", results.c.at), "YYYY-MM-DD")
