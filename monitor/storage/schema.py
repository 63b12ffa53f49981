"""Tables of the store, the same in SQLite and PostgreSQL.

items -- tags -- groupings share one id (monitor.urls.item_id); runs -- results tell how each source did.
The full-text index is engine-specific and lives in monitor.storage.search. Migrations write their own tables:
this module describes only the newest version, named by HEAD.
"""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
)
from sqlalchemy.types import TypeDecorator

HEAD = "0004"
"""Revision of the newest migration; a store that already carries it opens without importing Alembic."""

VERSION_TABLE = "monitor_version"
"""Alembic's bookkeeping table, named so that it never meets another program's in a shared PostgreSQL database."""

EARLIEST = datetime(1, 1, 2, tzinfo=UTC)
LATEST = datetime(9999, 12, 30, tzinfo=UTC)


class Moment(TypeDecorator[datetime]):
    """An aware datetime kept in UTC: `timestamptz` in PostgreSQL, sortable text in SQLite."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Convert to UTC; a moment at the edge of the calendar is moved the hours that UTC needs to exist."""
        if value is None:
            return None
        try:
            moment = value.astimezone(UTC)
        except OverflowError:
            moment = EARLIEST if value.year == 1 else LATEST
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData()

items = Table(
    "items", metadata,
    Column("seq", Integer, primary_key=True),
    Column("id", String(64), nullable=False, unique=True),
    Column("url", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("text_kind", String(16), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("source_id", Text, nullable=False),
    Column("outlet", Text, nullable=False),
    Column("tier", SmallInteger, nullable=False),
    Column("published", Moment, nullable=False),
    Column("published_offset", SmallInteger, nullable=False),
    Column("published_origin", String(16), nullable=False),
    Column("dated_only", Boolean, nullable=False),
    Column("fetched_at", Moment, nullable=False),
    Column("author", Text, nullable=False),
    Column("image", Text, nullable=False),
    Column("language", String(16), nullable=False),
    Column("sample", Boolean, nullable=False),
    Index("items_published", "published", "id"),
)

tags = Table(
    "tags", metadata,
    Column("item_id", String(64), ForeignKey("items.id", ondelete="CASCADE"), primary_key=True),
    Column("relevant", Boolean, nullable=False),
    Column("relevance_reason", Text, nullable=False),
    Column("tone", String(16)),
    Column("tone_scores", JSON, nullable=False),
    Column("tone_abstained", Boolean, nullable=False),
    Column("tone_reason", Text, nullable=False),
    Column("event", String(16), nullable=False),
    Column("topics", JSON, nullable=False),
    Column("regions", JSON, nullable=False),
    Column("destinations", JSON, nullable=False),
    Column("entities", JSON, nullable=False),
    Column("quotes", JSON, nullable=False),
    Column("evidence", Text, nullable=False),
    Column("model", Text, nullable=False),
)

groupings = Table(
    "groupings", metadata,
    Column("item_id", String(64), ForeignKey("items.id", ondelete="CASCADE"), primary_key=True),
    Column("story_id", String(64), nullable=False),
    Column("event_id", String(64), nullable=False),
    Index("groupings_story", "story_id"),
    Index("groupings_event", "event_id"),
)

splits = Table(
    "splits", metadata,
    Column("number", Integer, primary_key=True),
    Column("of_event", Boolean, nullable=False),
    Column("at", Moment, nullable=False),
)

split_items = Table(
    "split_items", metadata,
    Column("split", Integer, ForeignKey("splits.number", ondelete="CASCADE"), primary_key=True),
    Column("item_id", String(64), ForeignKey("items.id", ondelete="CASCADE"), primary_key=True),
    Column("out", Boolean, nullable=False),
    Index("split_items_item", "item_id"),
)
"""Wrong merges that staff undid: the two sides of a split are never grouped together again."""

states = Table(
    "source_states", metadata,
    Column("source_id", Text, primary_key=True),
    Column("url", Text, nullable=False),
    Column("etag", Text, nullable=False),
    Column("last_modified", Text, nullable=False),
    Column("moved_to", Text, nullable=False),
    Column("disabled_reason", Text, nullable=False),
    Column("wait_until", Moment),
)

spending = Table(
    "spending", metadata,
    Column("source_id", Text, primary_key=True),
    Column("month", String(7), primary_key=True),
    Column("micros", BigInteger, nullable=False),
)

tombstones = Table(
    "tombstones", metadata,
    Column("key", String(64), primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("since", Moment, nullable=False),
)
"""Keyed hashes of authors and items that are not stored again (see monitor.privacy.tombstones)."""

privacy = Table(
    "privacy", metadata,
    Column("name", String(32), primary_key=True),
    Column("value", Text, nullable=False),
)
"""What tells a changed privacy key from the one that this store was hashed with; never the key itself."""

written_files = Table(
    "written_files", metadata,
    Column("path", Text, primary_key=True),
    Column("kind", String(16), nullable=False),
    Column("start", Moment),
    Column("end", Moment),
    Column("everything", Boolean, nullable=False),
    Column("at", Moment, nullable=False),
)
"""Digests and exports made from the store, so that a request to be forgotten reaches them."""

runs = Table(
    "runs", metadata,
    Column("id", Integer, primary_key=True),
    Column("started", Moment, nullable=False),
    Column("finished", Moment),
)

results = Table(
    "results", metadata,
    Column("id", Integer, primary_key=True),
    Column("run_id", Integer, ForeignKey("runs.id", ondelete="CASCADE"), nullable=False),
    Column("source_id", Text, nullable=False),
    Column("source_name", Text, nullable=False),
    Column("status", String(16), nullable=False),
    Column("seen", Integer, nullable=False),
    Column("new", Integer, nullable=False),
    Column("cause", Text, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("at", Moment, nullable=False),
    Index("results_at", "at", "source_id"),
)
