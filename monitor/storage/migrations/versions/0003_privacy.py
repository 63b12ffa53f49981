"""Hash the authors of posts and mask personal data in them; remember who is forgotten and which files were written.

What a newer version of this program masks is masked here too: the rules are those of monitor.privacy at the time of the
upgrade. Tags that quote an unmasked text are removed, so that the next `monitor tag` makes them anew.
"""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from monitor.models import Article, ItemKind, TextKind, TimeOrigin, Timestamp
from monitor.privacy.shield import Shield
from monitor.storage import search
from monitor.storage.privacy import check_key

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_AT_ONCE = 500
_COLUMNS = ("id", "url", "title", "text", "source_id", "outlet", "author")
_EVER = datetime(2000, 1, 1, tzinfo=UTC)


def upgrade() -> None:
    """Create the tables of privacy, then protect what is stored already."""
    op.create_table(
        "tombstones",
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "privacy",
        sa.Column("name", sa.String(32), primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.create_table(
        "written_files",
        sa.Column("path", sa.Text, primary_key=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("start", sa.DateTime(timezone=True)),
        sa.Column("end", sa.DateTime(timezone=True)),
        sa.Column("everything", sa.Boolean, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )
    _protect(op.get_bind())


def _protect(connection: sa.Connection) -> None:
    """Protect every stored post, some at a time, and leave no trace of how it was."""
    stored = sa.table("items", sa.column("seq"), sa.column("kind"), *map(sa.column, _COLUMNS))
    query = (sa.select(stored.c.seq, *(stored.c[name] for name in _COLUMNS))
             .where(stored.c.kind == ItemKind.POST.value).order_by(stored.c.seq).limit(_AT_ONCE))
    shield = Shield(connection.engine.url.render_as_string(hide_password=False))
    sqlite, last = connection.dialect.name == "sqlite", 0
    if sqlite:
        connection.exec_driver_sql("PRAGMA secure_delete = ON")
    while rows := connection.execute(query.where(stored.c.seq > last)).all():
        if not last:
            check_key(connection, shield)
        changed = []
        for row in rows:
            before = _article(row[1:])
            after = shield.protect(before).article
            changed += [after] if after != before else []
        _rewrite(connection, stored, changed)
        last = rows[-1][0]
    if last and sqlite:
        connection.exec_driver_sql("INSERT INTO items_fts(items_fts) VALUES ('rebuild')")


def _article(row: tuple[str, ...]) -> Article:
    """Make an article of what protection looks at; the rest of it is a filler and never stored."""
    item_id, url, title, text, source_id, outlet, author = row
    return Article(id=item_id, url=url, title=title, text=text, text_kind=TextKind.FULL, kind=ItemKind.POST,
                   source_id=source_id, outlet=outlet, tier=6, published=Timestamp(_EVER, TimeOrigin.FETCHED),
                   fetched_at=_EVER, author=author)


def _rewrite(connection: sa.Connection, stored: sa.TableClause, articles: list[Article]) -> None:
    tags = sa.table("tags", sa.column("item_id"))
    for article in articles:
        values = {name: getattr(article, name) for name in _COLUMNS if name != "id"}
        connection.execute(sa.update(stored).where(stored.c.id == article.id).values(values))
        connection.execute(sa.delete(tags).where(tags.c.item_id == article.id))
    if articles:
        search.reindex(connection, articles)
