"""Personal data in the store: what may come in, what is held, and how it leaves without a trace.

Deleting takes a row out of its table; `scrub` also takes it out of what the database keeps aside (free pages, the
full-text index's own tables, the write-ahead log).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import OperationalError
from typing import Any

from sqlalchemy import Connection, Engine, func, inspect, select, text
from sqlalchemy.dialects import postgresql, sqlite

from monitor.errors import PrivacyError
from monitor.models import Article, ItemKind
from monitor.privacy.key import VARIABLE
from monitor.privacy.shield import Shield
from monitor.storage import search
from monitor.storage.rows import ARTICLE_COLUMNS, storable, to_article
from monitor.storage.schema import groupings, items, privacy, tags, tombstones

CHECK = "kunci"
_AT_ONCE = 400
_PATIENCE = 5_000
_STILL_THERE = ("Yang diminta sudah dihapus, tetapi bekasnya di berkas basis data belum, karena disk penuh atau ada "
                "program lain yang sedang membacanya.",
                "Tunggu program itu selesai atau kosongkan ruang, lalu jalankan perintah yang sama sekali lagi.")


@dataclass(frozen=True, slots=True)
class Held:
    """One item as a request about personal data sees it."""

    id: str
    url: str
    author: str
    outlet: str
    kind: ItemKind
    published: datetime


_HELD = (items.c.id, items.c.url, items.c.author, items.c.outlet, items.c.kind, items.c.published)


def admitted(connection: Connection, articles: Sequence[Article], shield: Shield) -> list[Article]:
    """Return the items as they may be stored, without those that were forgotten. Raise PrivacyError."""
    forgotten = set(connection.scalars(select(tombstones.c.key)))
    if not forgotten and not any(map(shield.touches, articles)):
        return list(articles)
    if forgotten or any(map(shield.hashes, articles)):
        check_key(connection, shield)
    protected = [shield.protect(article) for article in articles]
    return [each.article for each in protected if not forgotten & each.keys]


def check_key(connection: Connection, shield: Shield) -> None:
    """Make sure that this is the key of this store's hashes; the first key used becomes it. Raise PrivacyError."""
    stored = select(privacy.c.value).where(privacy.c.name == CHECK)
    known = connection.scalar(stored)
    if known is None:  # two programs may store their first posts at the same moment
        insert = sqlite.insert(privacy) if connection.dialect.name == "sqlite" else postgresql.insert(privacy)
        connection.execute(insert.on_conflict_do_nothing(), {"name": CHECK, "value": shield.check()})
        known = connection.scalar(stored)
    if known != shield.check():
        raise PrivacyError(
            "Kunci privasi yang dipakai sekarang bukan kunci basis data ini.",
            f"Pulihkan berkas .kunci di samping basis data, atau {VARIABLE}, dari cadangan. Bila kunci itu benar-benar "
            "hilang, baca docs/privasi.md, lalu jalankan `monitor privacy newkey`.")


def renew_key(connection: Connection, shield: Shield) -> int:
    """Take another key for this store's; return how many requests to be forgotten the old one takes along."""
    lost = connection.execute(tombstones.delete()).rowcount
    connection.execute(privacy.delete().where(privacy.c.name == CHECK))
    check_key(connection, shield)
    return lost


def written_by(connection: Connection, authors: Collection[str]) -> list[Held]:
    """Return the posts and tip-offs of authors, oldest first; a name in clear is only that of a post's author."""
    ours = (items.c.kind == ItemKind.POST.value) | items.c.author.like("akun:%")
    query = select(*_HELD).where(items.c.author.in_(sorted(authors)), ours)
    return _held(connection.execute(query.order_by(items.c.published, items.c.id)))


def one(connection: Connection, item_id: str) -> Held | None:
    """Return one item."""
    return next(iter(_held(connection.execute(select(*_HELD).where(items.c.id == item_id)))), None)


def places(connection: Connection) -> set[tuple[str, str]]:
    """Return address and outlet of every place that posts came from, one address per outlet and host."""
    rows = connection.execute(select(items.c.url, items.c.outlet).where(items.c.kind == ItemKind.POST.value))
    return {(url.split("?")[0].rpartition("/")[0][:60], outlet) for url, outlet in rows}


def older(connection: Connection, kind: ItemKind, before: datetime) -> list[Held]:
    """Return the items of a kind published before a moment, oldest first."""
    query = select(*_HELD).where(items.c.kind == kind.value, items.c.published < before)
    return _held(connection.execute(query.order_by(items.c.published, items.c.id)))


def mentioning(connection: Connection, word: str) -> Iterator[Article]:
    """Yield the items whose title, text or address holds a word, whatever its case."""
    pattern = "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    columns = (items.c.title, items.c.text, items.c.url, items.c.author, items.c.outlet)
    found = select(*ARTICLE_COLUMNS).where(
        func.lower(columns[0]).like(pattern.lower(), escape="\\")
        | columns[1].ilike(pattern, escape="\\") | columns[2].ilike(pattern, escape="\\")
        | columns[3].ilike(pattern, escape="\\") | columns[4].ilike(pattern, escape="\\"))
    yield from (to_article(row) for row in connection.execute(found).all())


def rewrite(connection: Connection, articles: Sequence[Article]) -> None:
    """Store changed titles, texts, addresses and authors; tags that quote the old text go, to be made anew."""
    _overwrite_deleted(connection)
    for article in articles:
        connection.execute(items.update().where(items.c.id == article.id).values(
            title=storable(article.title), text=storable(article.text), url=storable(article.url),
            author=storable(article.author), outlet=storable(article.outlet), source_id=article.source_id))
        connection.execute(tags.delete().where(tags.c.item_id == article.id))
    if articles:
        search.reindex(connection, articles)


def remove(connection: Connection, ids: Collection[str]) -> int:
    """Delete items with tags, groups and words in the index; stories led by one get another lead. Return how many."""
    _overwrite_deleted(connection)
    ordered, removed = sorted(ids), 0
    for start in range(0, len(ordered), _AT_ONCE):
        some = ordered[start:start + _AT_ONCE]
        connection.execute(groupings.delete().where(groupings.c.item_id.in_(some)))
        _lead_anew(connection, some)
        removed += connection.execute(items.delete().where(items.c.id.in_(some))).rowcount
    return removed


def bury(connection: Connection, keys: Mapping[str, str], at: datetime) -> None:
    """Remember hashes (key -> kind) that are not to be stored again."""
    known = set(connection.scalars(select(tombstones.c.key)))
    rows = [{"key": key, "kind": kind, "since": at} for key, kind in sorted(keys.items()) if key not in known]
    if rows:
        connection.execute(tombstones.insert(), rows)


def left_over(connection: Connection, words: Collection[str]) -> list[str]:
    """Return `table.column` of every text in the whole database that holds one of the words, whatever its case."""
    found: list[str] = []
    for table in sorted(inspect(connection).get_table_names()):
        for column in inspect(connection).get_columns(table):
            if not _is_text(column["type"]):
                continue
            name = connection.dialect.identifier_preparer.quote(column["name"])
            holder = f"lower(CAST({name} AS TEXT))"
            test = "instr({}, :word) > 0" if connection.dialect.name == "sqlite" else "position(:word in {}) > 0"
            query = text(f"SELECT 1 FROM {table} WHERE {test.format(holder)} LIMIT 1")
            if any(connection.execute(query, {"word": word.lower()}).first() for word in words if word):
                found.append(f"{table}.{column['name']}")
    return found


def scrub(engine: Engine, *, whole: bool) -> None:
    """Take deleted rows out of what the database keeps aside; with `whole`, also what older versions left there.

    Writers wait meanwhile. Raise the driver's errors; what was deleted stays deleted.
    """
    if engine.dialect.name == "sqlite":
        _scrub_file(engine, whole=whole)
        return
    with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        for table in ("items_fts", "groupings", "split_items", "tags", "items"):
            connection.execute(text(f"VACUUM {'(FULL) ' if whole else ''}{table}"))


def _scrub_file(engine: Engine, *, whole: bool) -> None:
    with engine.begin() as transaction:
        transaction.exec_driver_sql("PRAGMA secure_delete = ON")
        transaction.exec_driver_sql("INSERT INTO items_fts(items_fts) VALUES ('rebuild')" if whole
                                    else "INSERT INTO items_fts(items_fts) VALUES ('optimize')")
    raw = engine.raw_connection()
    raw.detach()
    try:
        cursor = raw.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {_PATIENCE}")
        if whole:
            cursor.execute("PRAGMA temp_store = FILE")
            cursor.execute("VACUUM")
        busy = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except OperationalError as error:
        raise PrivacyError(*_STILL_THERE) from error
    finally:
        raw.close()
    if busy and whole:
        raise PrivacyError(*_STILL_THERE)


def _lead_anew(connection: Connection, gone: Sequence[str]) -> None:
    """Give every story and event that was named after an item that goes the earliest of those that stay."""
    for column in (groupings.c.story_id, groupings.c.event_id):
        for lead in connection.scalars(select(column).where(column.in_(gone)).distinct()).all():
            joined = groupings.join(items, items.c.id == groupings.c.item_id)
            first = connection.scalar(select(items.c.id).select_from(joined).where(column == lead)
                                      .order_by(items.c.published, items.c.id).limit(1))
            connection.execute(groupings.update().where(column == lead).values({column.name: first}))


def _overwrite_deleted(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA secure_delete = ON")


def _is_text(kind: Any) -> bool:
    return any(word in str(kind).upper() for word in ("CHAR", "TEXT", "JSON", "CLOB"))


def _held(rows: Any) -> list[Held]:
    return [Held(row[0], row[1], row[2], row[3], ItemKind(row[4]), row[5]) for row in rows]
