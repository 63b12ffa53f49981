"""Posts for the tests, and everything a database holds as bytes. All names and numbers are invented."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

from clippings import article
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.engine import make_url

from monitor.models import Article, ItemKind
from monitor.urls import item_id


def post(number: int, said: str, *, handle: str = "siti_hk92", url: str = "", **changes: Any) -> Article:
    """Return a post as a connector makes it, before it is stored."""
    url = url or f"https://www.tiktok.com/@{handle}/video/73456789012345{number:05d}"
    return article(f"pos-{number}", **{
        "id": item_id(url), "url": url, "title": said, "text": "", "kind": ItemKind.POST, "outlet": "TikTok",
        "author": handle, "source_id": "tiktok", "tier": 6, **changes})


def everything(url: str, folder: Path) -> bytes:
    """Return all that a database holds: of SQLite the raw files, of PostgreSQL every column of every table."""
    if url.startswith("sqlite"):
        files = [path for path in folder.glob("monitor.sqlite*") if path.suffix != ".kunci"]
        return b"".join(path.read_bytes() for path in files) + _index(Path(url.removeprefix("sqlite:///")))
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"))
    found: list[str] = []
    with engine.connect() as connection:
        for table in inspect(connection).get_table_names():
            rows = connection.execute(text(f'SELECT CAST(t AS TEXT) FROM "{table}" AS t')).scalars()
            found += map(str, rows)
    engine.dispose()
    return "\n".join(found).encode()


def _index(database: Path) -> bytes:
    """Return the terms that SQLite's full-text index can still find, read from its own tables."""
    connection = sqlite3.connect(database)
    try:
        connection.execute("CREATE VIRTUAL TABLE temp.terms USING fts5vocab('main', 'items_fts', 'row')")
        return "\n".join(term for (term,) in connection.execute("SELECT term FROM temp.terms")).encode()
    finally:
        connection.close()
