"""Stories and events in the store: who else belongs to them, and the splits that staff decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, or_, select

from monitor.models import Split
from monitor.storage.schema import groupings, items, split_items, splits, tags


def companions(start: datetime, end: datetime) -> ColumnElement[bool]:
    """Select items of other times that share a story with one of [start, end), or lead the event of one."""
    inside = and_(items.c.published >= start, items.c.published < end)
    near = select(groupings).join(items, items.c.id == groupings.c.item_id).where(inside).subquery()
    return and_(or_(items.c.published < start, items.c.published >= end), tags.c.relevant.is_(True),
                or_(groupings.c.story_id.in_(select(near.c.story_id)), items.c.id.in_(select(near.c.event_id))))


def rename_events(connection: Connection, renamed: Mapping[str, str]) -> None:
    """Give events their new names."""
    for old, new in sorted(renamed.items()):
        connection.execute(groupings.update().where(groupings.c.event_id == old).values(event_id=new))


def add_split(connection: Connection, out: Iterable[str], kept: Iterable[str], of_event: bool, at: datetime) -> int:
    """Store a split; return its number."""
    key = connection.execute(splits.insert().values(of_event=of_event, at=at)).inserted_primary_key
    assert key is not None
    rows = [{"split": key[0], "item_id": item, "out": side}
            for side, found in ((True, out), (False, kept)) for item in sorted(set(found))]
    connection.execute(split_items.insert(), rows)
    return int(key[0])


def read_splits(connection: Connection) -> list[Split]:
    """Return the splits by number."""
    sides: defaultdict[int, tuple[set[str], set[str]]] = defaultdict(lambda: (set(), set()))
    for row in connection.execute(select(split_items)).mappings():
        sides[row["split"]][not row["out"]].add(row["item_id"])
    rows = connection.execute(select(splits).order_by(splits.c.number)).mappings()
    return [Split(row["number"], frozenset(sides[row["number"]][0]), frozenset(sides[row["number"]][1]),
                  row["of_event"], row["at"]) for row in rows]
