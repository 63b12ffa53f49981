"""Numbers over a period: items, stories and outlets of a week, and how the sources did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, case, func, select

from monitor.models import SourceOutcome, SourceResult, SourceStatus, WeekCount
from monitor.storage.schema import groupings, items, results, tags
from monitor.weeks import Week

_READ = (SourceStatus.NEW.value, SourceStatus.UNCHANGED.value)


def week_count(connection: Connection, week: Week) -> WeekCount:
    """Count one week's relevant items, their stories and outlets, and the sources tried and read in it.

    An item that is not grouped yet is a story of its own. A source was tried when a run of the week has a result of
    it, skipped visits included, and works when at least one of those visits read it.
    """
    story = func.coalesce(groupings.c.story_id, items.c.id)
    joined = items.join(tags, tags.c.item_id == items.c.id).outerjoin(groupings, groupings.c.item_id == items.c.id)
    told = connection.execute(
        select(func.count(), func.count(story.distinct()), func.count(items.c.outlet.distinct())).select_from(joined)
        .where(items.c.published >= week.start, items.c.published < week.end, tags.c.relevant.is_(True))).one()
    read = case((results.c.status.in_(_READ), results.c.source_id))
    sources = connection.execute(
        select(func.count(read.distinct()), func.count(results.c.source_id.distinct()))
        .where(results.c.at >= week.start, results.c.at < week.end)).one()
    return WeekCount(week=str(week), items=told[0], stories=told[1], outlets=told[2],
                     sources_working=sources[0], sources_expected=sources[1])


def source_outcomes(connection: Connection, start: datetime, end: datetime) -> list[SourceOutcome]:
    """Sum up the visits of [start, end) by source id; the cause is that of the last visit that did not read it."""
    query = (select(results.c.source_id, results.c.source_name, results.c.status, results.c.cause, results.c.at)
             .where(results.c.at >= start, results.c.at < end).order_by(results.c.at, results.c.id))
    visits: dict[str, list[Mapping[str, Any]]] = {}
    for row in connection.execute(query).mappings():
        visits.setdefault(row["source_id"], []).append(dict(row))
    return [_outcome(visits[source_id]) for source_id in sorted(visits)]


def last_results(connection: Connection) -> dict[str, tuple[SourceResult, datetime]]:
    """Return each source's latest visit and when it was, by source id."""
    newest = select(func.max(results.c.id)).group_by(results.c.source_id)
    rows = connection.execute(select(results).where(results.c.id.in_(newest))).mappings()
    return {row["source_id"]: (SourceResult(row["source_id"], row["source_name"], SourceStatus(row["status"]),
                                            row["seen"], row["new"], row["cause"], row["seconds"]), row["at"])
            for row in rows}


def relevant_span(connection: Connection) -> tuple[datetime, datetime] | None:
    """Return when the first and last relevant items were published."""
    joined = items.join(tags, tags.c.item_id == items.c.id)
    first, last = (
        connection.scalar(select(items.c.published).select_from(joined).where(tags.c.relevant.is_(True))
                          .order_by(order).limit(1))
        for order in (items.c.published, items.c.published.desc())
    )
    return (first, last) if first and last else None


def ungrouped_span(connection: Connection) -> tuple[datetime, datetime] | None:
    """Return when the first and last relevant items without a group were published."""
    joined = items.join(tags, tags.c.item_id == items.c.id).outerjoin(groupings, groupings.c.item_id == items.c.id)
    first, last = connection.execute(
        select(func.min(items.c.published), func.max(items.c.published)).select_from(joined)
        .where(tags.c.relevant.is_(True), groupings.c.item_id.is_(None))).one()
    return (first, last) if first and last else None


def span(connection: Connection) -> tuple[datetime, datetime] | None:
    """Return when the first and last items of any kind were published."""
    first, last = connection.execute(select(func.min(items.c.published), func.max(items.c.published))).one()
    return (first, last) if first and last else None


def _outcome(visits: Sequence[Mapping[str, Any]]) -> SourceOutcome:
    read = [visit for visit in visits if visit["status"] in _READ]
    failed = [visit for visit in visits if visit["status"] not in _READ]
    return SourceOutcome(
        source_id=visits[-1]["source_id"], source_name=visits[-1]["source_name"],
        visits=len(visits), successes=len(read), last_cause=failed[-1]["cause"] if failed else "",
        last_success=read[-1]["at"] if read else None,
    )
