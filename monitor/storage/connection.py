"""Open a database: SQLite file or PostgreSQL server, tuned, and brought to the newest version."""

from __future__ import annotations

from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from monitor.errors import StoreError, reason
from monitor.storage.problems import explained
from monitor.storage.schema import HEAD, VERSION_TABLE, items

_EXAMPLES = "Contoh yang benar: sqlite:///var/monitor.sqlite atau postgresql://pengguna:sandi@server/basisdata."
_MIGRATION_LOCK = 7_204_111
_PRAGMAS = ("busy_timeout = 30000", "journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON",
            "temp_store = MEMORY", "cache_size = -65536")
_SECONDS_TO_CONNECT = "10"


def open_engine(url: str) -> tuple[Engine, str]:
    """Return an engine at the newest version and the database's name for messages. Raise StoreError.

    SQLAlchemy's transactions on it start with BEGIN IMMEDIATE when the engine has the execution option `write`,
    so that a second writer waits at the start instead of failing in the middle.
    """
    parsed = _parse(url)
    place = _place(parsed)
    if parsed.get_backend_name() == "sqlite":
        _make_folder(parsed)
    try:
        engine = create_engine(parsed)
    except ArgumentError:
        raise StoreError("Alamat basis data (storage.database_url) tidak dapat dipakai.", _EXAMPLES) from None
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _tune)
        event.listen(engine, "begin", _begin)
    try:
        with explained(place):
            _migrate(engine, place)
    except StoreError:
        engine.dispose()
        raise
    return engine, place


def _parse(url: str) -> URL:
    """Read a database URL; a wrong one is never repeated, since it may hold a password."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise StoreError("Alamat basis data (storage.database_url) tidak dapat dibaca.", _EXAMPLES) from None
    backend = parsed.get_backend_name()
    if backend == "sqlite":
        return parsed.set(drivername="sqlite")
    if backend in {"postgresql", "postgres"}:
        timeout = {"connect_timeout": _SECONDS_TO_CONNECT}
        return parsed.set(drivername="postgresql+psycopg", query={**timeout, **parsed.query})
    raise StoreError(f"Basis data jenis {backend!r} tidak didukung; hanya SQLite dan PostgreSQL.", _EXAMPLES)


def _place(url: URL) -> str:
    if url.get_backend_name() == "sqlite":
        return url.database or ":memory:"
    port = f":{url.port}" if url.port else ""
    return f"{url.host or 'lokal'}{port}/{url.database or ''}"


def _make_folder(url: URL) -> None:
    if not url.database or url.database == ":memory:" or url.database.startswith("file:"):
        return
    folder = Path(url.database).parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"Folder basis data {folder} tidak dapat dibuat ({reason(error)}).",
                         "Beri izin tulis, kosongkan ruang, atau pilih folder lain di storage.database_url.") from error


def _tune(connection: SqliteConnection, _record: object) -> None:
    """Let SQLAlchemy begin transactions itself, and set the pragmas of a file that several processes share."""
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("write") else "BEGIN")


def _migrate(engine: Engine, place: str) -> None:
    with engine.connect() as connection:
        version = _version(connection)
        foreign = version is None and inspect(connection).has_table(items.name)
    if foreign:
        raise StoreError(f"{place} berisi tabel program lain.", "Pakai basis data tersendiri untuk pemantau ini.")
    if version != HEAD:
        with engine.execution_options(write=True).begin() as connection:
            _upgrade(connection, place)
        if version and engine.dialect.name == "sqlite":
            _forget_log(engine)


def _forget_log(engine: Engine) -> None:
    """Empty the write-ahead log, which still holds the pages as they were before a migration masked them."""
    raw = engine.raw_connection()
    try:
        raw.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        raw.close()


def _version(connection: Connection) -> str | None:
    """Return the revision that the store carries, None when it has none yet."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    found: Any = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()
    return str(found) if found else None


def _upgrade(connection: Connection, place: str) -> None:
    """Run the migrations inside this transaction; a second process waits here and then finds the work done."""
    from alembic import command
    from alembic.config import Config
    from alembic.util.exc import CommandError

    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})"))
    if _version(connection) == HEAD:
        return
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "monitor.storage:migrations")
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise StoreError(f"{place} dibuat oleh versi pemantau yang lebih baru.",
                         "Perbarui pemantau ini, atau pakai basis data lain.") from error
