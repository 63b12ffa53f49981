"""The store: one object over one database, one transaction per call.

Every method raises StoreError with a sentence for staff when the database fails. A store may be used from several
threads, and one database from several processes: writers take turns.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, Row, Select, Table, bindparam, func, select
from sqlalchemy.dialects import postgresql, sqlite

from monitor.models import (
    Article,
    Clip,
    Grouping,
    SourceOutcome,
    SourceRecord,
    SourceResult,
    SourceState,
    Split,
    Tags,
    TimeOrigin,
    WeekCount,
)
from monitor.privacy.shield import Shield
from monitor.storage import counts, groups, privacy, search, visits
from monitor.storage.connection import open_engine
from monitor.storage.personal import PersonalData
from monitor.storage.rows import (
    ARTICLE_COLUMNS,
    CLIP_COLUMNS,
    article_row,
    grouping_row,
    result_row,
    state_row,
    tags_row,
    to_article,
    to_clip,
    to_state,
)
from monitor.storage.schema import groupings, items, results, runs, spending, splits, states, tags
from monitor.storage.transactions import Transactions
from monitor.weeks import Week

_IDS_AT_ONCE = 500


class Store(Transactions):
    """Keep items, tags, groups and runs.

    `url` is `sqlite:///path/to/file` or `postgresql://user:password@host/database`. Opening creates the folder and
    brings an older store to the newest version. Raise StoreError when that is not possible, also for a store that a
    newer version of this program made.

    Posts lose their authors' names and the personal data in them before they are stored, by `shield`, or by one with
    the packaged lists of what is public. The first post stored makes the key of its hashes (PrivacyError when it is
    another one than before).
    """

    def __init__(self, url: str, *, shield: Shield | None = None) -> None:
        self._shield = shield or Shield(url)
        super().__init__(*open_engine(url))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Release the database; committed work stays."""
        self._engine.dispose()

    @property
    def personal(self) -> PersonalData:
        """What serves requests about personal data."""
        return PersonalData(self._engine, self._place, self._shield)

    # --- collecting -------------------------------------------------------------------------------------------------

    def states(self) -> dict[str, SourceState]:
        """Return what the last visits taught us, by source id."""
        with self._reading() as connection:
            rows = connection.execute(select(states)).mappings().all()
        return {row["source_id"]: to_state(dict(row)) for row in rows}

    def known(self, ids: Collection[str]) -> set[str]:
        """Return which of these item ids are stored."""
        wanted, found = sorted(set(ids)), set[str]()
        query = select(items.c.id).where(items.c.id.in_(bindparam("ids", expanding=True)))
        with self._reading() as connection:
            for start in range(0, len(wanted), _IDS_AT_ONCE):
                found.update(connection.scalars(query, {"ids": wanted[start:start + _IDS_AT_ONCE]}))
        return found

    def begin_run(self, started: datetime) -> int:
        """Record that a collection started; return the run's number."""
        with self._writing() as connection:
            key = connection.execute(runs.insert().values(started=started)).inserted_primary_key
            assert key is not None
            return int(key[0])

    def keep(self, run_id: int, result: SourceResult, articles: Sequence[Article], state: SourceState | None,
             at: datetime) -> int:
        """Store one visit to a source in one transaction: items, what we learnt of the source, and the result row.

        Return how many items were new; the result row carries that number whatever `result.new` says.
        """
        with self._writing() as connection:
            new = self._insert_items(connection, articles)
            if state is not None:
                _replace(connection, states, [state_row(state)])
            connection.execute(results.insert(), result_row(run_id, result, new, at))
        return new

    def finish_run(self, run_id: int, finished: datetime) -> None:
        """Record that a collection ended."""
        with self._writing() as connection:
            connection.execute(runs.update().where(runs.c.id == run_id).values(finished=finished))

    def add(self, articles: Sequence[Article]) -> int:
        """Store items that no source run brought (imports); return how many were new."""
        with self._writing() as connection:
            return self._insert_items(connection, articles)

    def book(self, source_id: str, month: str, micros: int, *, cap: int) -> bool:
        """Add an amount (micro-dollars) to what a source cost in a month (`2026-11`) unless the sum would pass `cap`.

        One atomic step, so that two collectors together never pass it. A negative amount gives back what was booked
        and not used. Say whether it was booked.
        """
        empty = {"source_id": source_id, "month": month, "micros": 0}
        raised = (spending.update().where(spending.c.source_id == source_id, spending.c.month == month)
                  .values(micros=spending.c.micros + micros))
        if micros > 0:
            raised = raised.where(spending.c.micros + micros <= cap)
        with self._writing() as connection:
            connection.execute(_upsert(connection, spending).on_conflict_do_nothing(), empty)
            return connection.execute(raised).rowcount == 1

    def spent(self, source_id: str, month: str) -> int:
        """Return what a source cost in a month, in micro-dollars."""
        query = select(spending.c.micros).where(spending.c.source_id == source_id, spending.c.month == month)
        with self._reading() as connection:
            return int(connection.scalar(query) or 0)

    # --- tagging ----------------------------------------------------------------------------------------------------

    def untagged(self, model: str | None = None, batch: int = 500) -> Iterator[list[Article]]:
        """Yield items to tag, oldest stored first, in lists of at most `batch`.

        With a model name: items that have no tags at all, whichever model tagged the others. None: every item again.
        Tags may be saved between two lists.
        """
        query = select(items.c.seq, *ARTICLE_COLUMNS).order_by(items.c.seq).limit(batch)
        if model is not None:
            query = query.outerjoin_from(items, tags, tags.c.item_id == items.c.id).where(tags.c.item_id.is_(None))
        last = 0
        while True:
            with self._reading() as connection:
                rows = connection.execute(query.where(items.c.seq > last)).all()
            if not rows:
                return
            yield [to_article(row[1:]) for row in rows]
            last = rows[-1][0]

    def save_tags(self, tagged: Sequence[tuple[str, Tags]]) -> None:
        """Store the tags of items, replacing older ones, in one transaction."""
        rows = {item_id: tags_row(item_id, found) for item_id, found in tagged}
        with self._writing() as connection:
            _replace(connection, tags, [rows[item_id] for item_id in sorted(rows)])

    def save_groupings(self, grouped: Sequence[Grouping], renamed: Mapping[str, str] | None = None) -> None:
        """Store where items belong, replacing older groupings, in one transaction.

        `renamed` gives whole events (those of items that are not in `grouped` too) another name first.
        """
        rows = {grouping.item_id: grouping_row(grouping) for grouping in grouped}
        with self._writing() as connection:
            groups.rename_events(connection, renamed or {})
            _replace(connection, groupings, [rows[item_id] for item_id in sorted(rows)])

    def split(self, out: Collection[str], kept: Collection[str], *, of_event: bool, at: datetime) -> int:
        """Remember that some items are not the same story (or event) as others; return the number of the decision."""
        with self._writing() as connection:
            return groups.add_split(connection, out, kept, of_event, at)

    def drop_split(self, number: int) -> bool:
        """Forget a split; tell whether there was one of this number."""
        with self._writing() as connection:
            return connection.execute(splits.delete().where(splits.c.number == number)).rowcount == 1

    def splits(self) -> list[Split]:
        """Return what staff split, by number."""
        with self._reading() as connection:
            return groups.read_splits(connection)

    # --- reading ----------------------------------------------------------------------------------------------------

    def clips(self, start: datetime, end: datetime, *, relevant: bool | None = True) -> list[Clip]:
        """Return the items published in [start, end), by time then id.

        `relevant` True or False keeps the items tagged so; None keeps all, untagged ones too.
        """
        query = _clips().where(items.c.published >= start, items.c.published < end)
        if relevant is not None:
            query = query.where(tags.c.relevant.is_(relevant))
        return self._clips(query.order_by(items.c.published, items.c.id))

    def companions(self, start: datetime, end: datetime) -> list[Clip]:
        """Return relevant items of other times: of stories that reach into [start, end), and the leads of its events.

        By time, then id.
        """
        query = _clips().where(groups.companions(start, end))
        return self._clips(query.order_by(items.c.published, items.c.id))

    def members(self, group_id: str, *, of_event: bool = False) -> list[Clip]:
        """Return the relevant items of a story, or of an event, by time then id."""
        name = groupings.c.event_id if of_event else groupings.c.story_id
        query = _clips().where(name == group_id, tags.c.relevant.is_(True))
        return self._clips(query.order_by(items.c.published, items.c.id))

    def named(self, ids: Collection[str]) -> list[Clip]:
        """Return the items of these ids, by time then id."""
        found = list[Clip]()
        wanted = sorted(set(ids))
        for start in range(0, len(wanted), _IDS_AT_ONCE):
            found += self._clips(_clips().where(items.c.id.in_(wanted[start:start + _IDS_AT_ONCE])))
        return sorted(found, key=lambda clip: (clip.article.published.at, clip.article.id))

    def search(self, text: str, *, limit: int = 20) -> list[Clip]:
        """Return at most `limit` items that hold every word of `text` (in order where quoted), newest first."""
        wanted = search.phrases(text)
        if not wanted or limit < 1:
            return []
        found = search.matching(self._engine.dialect.name, wanted)
        newest = select(items.c.id).where(found).order_by(items.c.published.desc(), items.c.id).limit(limit)
        return self._clips(_clips().where(items.c.id.in_(newest)).order_by(items.c.published.desc(), items.c.id))

    def week_counts(self, weeks: Sequence[Week]) -> list[WeekCount]:
        """Return the counts of each week, in the order given."""
        with self._reading() as connection:
            return [counts.week_count(connection, week) for week in weeks]

    def source_outcomes(self, start: datetime, end: datetime) -> list[SourceOutcome]:
        """Return how each source did in the visits of [start, end), by source id."""
        with self._reading() as connection:
            return counts.source_outcomes(connection, start, end)

    def source_records(self, start: datetime, end: datetime) -> dict[str, SourceRecord]:
        """Return the visits of [start, end) day by day, by source id."""
        with self._reading() as connection:
            return visits.source_records(connection, start, end)

    def last_results(self) -> dict[str, tuple[SourceResult, datetime]]:
        """Return each source's latest visit and when it was, by source id."""
        with self._reading() as connection:
            return counts.last_results(connection)

    def last_fetched(self, start: datetime, end: datetime) -> datetime | None:
        """Return when an item published in [start, end) was last fetched or imported; None when there is none."""
        query = select(func.max(items.c.fetched_at)).where(items.c.published >= start, items.c.published < end)
        with self._reading() as connection:
            found: datetime | None = connection.scalar(query)
        return found

    def count(self) -> int:
        """Return the number of items."""
        with self._reading() as connection:
            return int(connection.scalar(select(func.count()).select_from(items)) or 0)

    def relevant_span(self) -> tuple[datetime, datetime] | None:
        """Return when the first and the last relevant items were published; None when there are none."""
        with self._reading() as connection:
            return counts.relevant_span(connection)

    def ungrouped_span(self) -> tuple[datetime, datetime] | None:
        """Return when the first and the last relevant items without a group were published; None when all have one."""
        with self._reading() as connection:
            return counts.ungrouped_span(connection)

    def span(self) -> tuple[datetime, datetime] | None:
        """Return when the first and the last items of any kind were published; None when there are none."""
        with self._reading() as connection:
            return counts.span(connection)

    def last_dated(self, until: datetime) -> datetime | None:
        """Return the last published time up to `until` that a source stated, none taken from this computer's clock."""
        query = select(func.max(items.c.published)).where(
            items.c.published <= until, items.c.published_origin != TimeOrigin.FETCHED.value)
        with self._reading() as connection:
            found: datetime | None = connection.scalar(query)
        return found

    def next_published(self, start: datetime) -> datetime | None:
        """Return the first published time at or after `start`; None when nothing follows."""
        with self._reading() as connection:
            found: datetime | None = connection.scalar(
                select(func.min(items.c.published)).where(items.c.published >= start))
        return found

    def _clips(self, query: Select[Any]) -> list[Clip]:
        with self._reading() as connection:
            rows: Sequence[Row[Any]] = connection.execute(query).all()
        return [to_clip(row) for row in rows]

    def _insert_items(self, connection: Connection, articles: Sequence[Article]) -> int:
        return _insert_items(connection, privacy.admitted(connection, articles, self._shield))


def _clips() -> Select[Any]:
    joined = items.outerjoin(tags, tags.c.item_id == items.c.id).outerjoin(groupings, groupings.c.item_id == items.c.id)
    return select(*CLIP_COLUMNS).select_from(joined)


def _insert_items(connection: Connection, articles: Sequence[Article]) -> int:
    """Insert items that are not stored yet; return how many. Sorted by id, so that two writers cannot deadlock."""
    unique = {article.id: article for article in articles}
    if not unique:
        return 0
    ordered = [unique[item_id] for item_id in sorted(unique)]
    statement = _upsert(connection, items).on_conflict_do_nothing().execution_options(preserve_rowcount=True)
    inserted = connection.execute(statement, [article_row(article) for article in ordered]).rowcount
    if inserted:
        search.index(connection, ordered)
    return inserted


def _replace(connection: Connection, into: Table, rows: Sequence[dict[str, Any]]) -> None:
    if not rows:
        return
    statement = _upsert(connection, into)
    key = [column.name for column in into.primary_key]
    updated = {c.name: statement.excluded[c.name] for c in into.c if not c.primary_key}
    connection.execute(statement.on_conflict_do_update(index_elements=key, set_=updated), rows)


def _upsert(connection: Connection, into: Table) -> postgresql.Insert | sqlite.Insert:
    return sqlite.insert(into) if connection.dialect.name == "sqlite" else postgresql.insert(into)
