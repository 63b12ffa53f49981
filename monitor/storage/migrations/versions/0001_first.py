"""Create the first tables and the full-text index.

The index is FTS5 over the items themselves, kept by triggers, in SQLite; a `tsvector` beside each item in PostgreSQL
(filled by monitor.storage.search, so that both engines cut words the same way).
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_SQLITE_INDEX = (
    """CREATE VIRTUAL TABLE items_fts USING fts5(
         title, text, content='items', content_rowid='seq', tokenize='unicode61 remove_diacritics 2')""",
    """CREATE TRIGGER items_fts_insert AFTER INSERT ON items BEGIN
         INSERT INTO items_fts(rowid, title, text) VALUES (new.seq, new.title, new.text); END""",
    """CREATE TRIGGER items_fts_delete AFTER DELETE ON items BEGIN
         INSERT INTO items_fts(items_fts, rowid, title, text) VALUES ('delete', old.seq, old.title, old.text); END""",
    """CREATE TRIGGER items_fts_update AFTER UPDATE OF title, text ON items BEGIN
         INSERT INTO items_fts(items_fts, rowid, title, text) VALUES ('delete', old.seq, old.title, old.text);
         INSERT INTO items_fts(rowid, title, text) VALUES (new.seq, new.title, new.text); END""",
)
_POSTGRESQL_INDEX = (
    """CREATE TABLE items_fts (
         item_id VARCHAR(64) PRIMARY KEY REFERENCES items(id) ON DELETE CASCADE, words TSVECTOR NOT NULL)""",
    "CREATE INDEX items_fts_words ON items_fts USING gin (words)",
)


def upgrade() -> None:
    """Create every table of version 0001."""
    _create_items()
    _create_tags()
    _create_runs()
    sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in _SQLITE_INDEX if sqlite else _POSTGRESQL_INDEX:
        op.execute(sa.text(statement))


def _create_items() -> None:
    op.create_table(
        "items",
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("id", sa.String(64), nullable=False, unique=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("url", "title", "text")),
        sa.Column("text_kind", sa.String(16), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("source_id", sa.Text, nullable=False),
        sa.Column("outlet", sa.Text, nullable=False),
        sa.Column("tier", sa.SmallInteger, nullable=False),
        sa.Column("published", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_offset", sa.SmallInteger, nullable=False),
        sa.Column("published_origin", sa.String(16), nullable=False),
        sa.Column("dated_only", sa.Boolean, nullable=False),
        sa.Column("fetched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("image", sa.Text, nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("sample", sa.Boolean, nullable=False),
    )
    op.create_index("items_published", "items", ["published", "id"])


def _create_tags() -> None:
    op.create_table(
        "tags",
        sa.Column("item_id", sa.String(64), sa.ForeignKey("items.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("relevant", sa.Boolean, nullable=False),
        sa.Column("relevance_reason", sa.Text, nullable=False),
        sa.Column("tone", sa.String(16)),
        sa.Column("tone_scores", sa.JSON, nullable=False),
        sa.Column("tone_abstained", sa.Boolean, nullable=False),
        sa.Column("tone_reason", sa.Text, nullable=False),
        sa.Column("event", sa.String(16), nullable=False),
        *(sa.Column(name, sa.JSON, nullable=False)
          for name in ("topics", "regions", "destinations", "entities", "quotes")),
        sa.Column("evidence", sa.Text, nullable=False),
        sa.Column("model", sa.Text, nullable=False),
    )
    op.create_table(
        "groupings",
        sa.Column("item_id", sa.String(64), sa.ForeignKey("items.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("story_id", sa.String(64), nullable=False),
        sa.Column("event_id", sa.String(64), nullable=False),
    )


def _create_runs() -> None:
    op.create_table(
        "source_states",
        sa.Column("source_id", sa.Text, primary_key=True),
        *(sa.Column(name, sa.Text, nullable=False)
          for name in ("url", "etag", "last_modified", "moved_to", "disabled_reason")),
        sa.Column("wait_until", sa.DateTime(timezone=True)),
    )
    op.create_table(
        "runs",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("started", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished", sa.DateTime(timezone=True)),
    )
    op.create_table(
        "results",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("run_id", sa.Integer, sa.ForeignKey("runs.id", ondelete="CASCADE"), nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("source_id", "source_name")),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("seen", sa.Integer, nullable=False),
        sa.Column("new", sa.Integer, nullable=False),
        sa.Column("cause", sa.Text, nullable=False),
        sa.Column("seconds", sa.Float, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("results_at", "results", ["at", "source_id"])
