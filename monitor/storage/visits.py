"""What the visits of a period say of each source, day by day in Western Indonesian Time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Function, String, case, cast, func, select

from monitor.models import SourceDay, SourceRecord, SourceStatus
from monitor.storage.schema import results
from monitor.weeks import WIB

_READ = (SourceStatus.NEW.value, SourceStatus.UNCHANGED.value)
_FAILED = SourceStatus.FAILED.value


def source_records(connection: Connection, start: datetime, end: datetime) -> dict[str, SourceRecord]:
    """Sum up the visits of [start, end) by source id and day; the counting is the database's.

    `streak` counts the failures since the last visit that read the source; being asked to wait counts as neither.
    """
    read = results.c.status.in_(_READ)
    day = _local_day(connection).label("day")
    query = (select(results.c.source_id, day, func.count().label("visits"), func.count(case((read, 1))).label("reads"),
                    func.count(case((results.c.status == _FAILED, 1))).label("failed"),
                    func.sum(results.c.new).label("new"), func.max(results.c.seen).label("seen"),
                    func.max(case((read, results.c.id))).label("last"))
             .where(results.c.at >= start, results.c.at < end).group_by(results.c.source_id, day).order_by(day))
    rows: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in connection.execute(query).mappings():
        rows[row["source_id"]].append(dict(row))
    return {source_id: _record(connection, source_id, found, end) for source_id, found in sorted(rows.items())}


def _record(connection: Connection, source_id: str, rows: Sequence[Mapping[str, Any]], end: datetime) -> SourceRecord:
    days = tuple(SourceDay(date.fromisoformat(str(row["day"])), row["visits"], row["reads"], row["failed"],
                           int(row["new"]), row["seen"]) for row in rows)
    last = max((row["last"] for row in rows if row["last"]), default=None)
    if last is None:
        return SourceRecord(source_id, days, None, sum(each.failed for each in days))
    at: datetime = connection.scalars(select(results.c.at).where(results.c.id == last)).one()
    day = at.astimezone(WIB).date()
    midnight = datetime(day.year, day.month, day.day, tzinfo=WIB) + timedelta(days=1)
    same_day = connection.scalars(
        select(func.count()).where(results.c.at >= at, results.c.at < min(midnight, end), results.c.id > last,
                                   results.c.source_id == source_id, results.c.status == _FAILED)).one()
    return SourceRecord(source_id, days, at, same_day + sum(each.failed for each in days if each.day > day))


def _local_day(connection: Connection) -> Function[Any]:
    """Return the expression for the WIB date of a visit (UTC+7, no daylight saving)."""
    if connection.dialect.name == "sqlite":
        return func.strftime("%Y-%m-%d", cast(results.c.at, String), "+7 hours")
    return func.to_char(func.timezone("Asia/Jakarta", results.c.at), "YYYY-MM-DD")
