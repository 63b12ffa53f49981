"""A store of the version before is protected when it is opened, in every corner of it; on both engines."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from clippings import MOMENT, article, tags
from posting import everything, post
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.engine import make_url

from monitor.config.settings import Settings
from monitor.models import Article
from monitor.privacy.shield import HASHED, Shield
from monitor.storage.rows import article_row, tags_row
from monitor.storage.schema import HEAD, VERSION_TABLE
from monitor.storage.search import folded
from monitor.storage.store import Store
from monitor.workflows.privacy import Request, forget

POSTS = [post(number, f"keluhan nomor{number} WA 0812-3344-55{number:02d}", handle=f"warga_{number}",
              text=f"NIK 32030145078900{number:02d}") for number in range(10, 40)]
OFFICIAL = post(50, "Hati-hati calo", handle="kemenp2mi", url="https://www.instagram.com/kemenp2mi/p/Abc/",
                outlet="Instagram")
NEWS = article("berita", text="Hubungi wartawan 0812-9988-7766", author="Sari Wartawati")
SECRETS = [*(each.author for each in POSTS), "0812-3344-55", "32030145078900"]


def raw(url: str) -> Engine:
    return create_engine(make_url(url).set(drivername="postgresql+psycopg") if "postgres" in url else url)


def older_store(url: str, articles: list[Article]) -> None:
    """Make a store of revision 0002 with items and tags as that version wrote them."""
    from alembic import command
    from alembic.config import Config

    engine = raw(url)
    if url.startswith("sqlite"):
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA journal_mode = WAL")
    with engine.begin() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", "monitor.storage:migrations")
        command.upgrade(config, "0002")
        for number, each in enumerate(articles, 1):
            row = article_row(each) | {"seq": number}
            _insert(connection, "items", row)
            quoted = tags_row(each.id, replace(tags(), evidence=each.title))
            _insert(connection, "tags", {name: json.dumps(value) if isinstance(value, list | dict) else value
                                         for name, value in quoted.items()})
            if not url.startswith("sqlite"):
                connection.execute(text("INSERT INTO items_fts VALUES (:id, to_tsvector('simple', :said))"),
                                   {"id": each.id, "said": folded(f"{each.title} {each.text}")})
    engine.dispose()


def _insert(connection: Connection, table: str, row: dict[str, object]) -> None:
    names = ", ".join(row)
    if connection.dialect.name == "sqlite":
        row = {name: value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")
               if isinstance(value, datetime) else value for name, value in row.items()}
    connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({', '.join(':' + name for name in row)})"), row)


def test_the_posts_of_an_older_store_lose_names_and_numbers(url: str, tmp_path: Path) -> None:
    older_store(url, [*POSTS, OFFICIAL, NEWS])
    before = everything(url, tmp_path).decode("utf-8", "replace")
    assert all(secret in before for secret in SECRETS)
    with Store(url) as store:
        clips = {clip.article.id: clip for clip in store.clips(
            datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC), relevant=None)}
        assert len(clips) == len(POSTS) + 2
        assert len(store.search("telepon", limit=100)) == len(POSTS)
        assert len(store.search("nomor17")) == 1
        assert store.search("33445510") == []
    for each in POSTS:
        kept = clips[each.id]
        assert HASHED.fullmatch(kept.article.author)
        assert (kept.article.published, kept.article.fetched_at) == (each.published, each.fetched_at)
        assert kept.tags is None
    assert clips[OFFICIAL.id].article.author == "kemenp2mi"
    assert clips[OFFICIAL.id].tags
    assert clips[NEWS.id].article == NEWS
    after = everything(url, tmp_path).decode("utf-8", "replace")
    assert [secret for secret in SECRETS if secret in after] == []


def test_an_author_of_an_older_store_can_be_forgotten_after_it_was_opened(url: str, tmp_path: Path) -> None:
    older_store(url, POSTS)
    base = Settings()
    settings = base.model_copy(update={"storage": base.storage.model_copy(update={"database_url": url})})
    done = forget(settings, Request("@warga_12"), yes=True, now=MOMENT)
    assert ([held.id for held in done.posts], done.left) == ([POSTS[2].id], ())
    assert Shield(url).author("tiktok", "warga_13") in everything(url, tmp_path).decode("utf-8", "replace")


def test_an_older_store_of_news_alone_is_left_as_it_is(url: str, tmp_path: Path) -> None:
    older_store(url, [NEWS])
    with Store(url) as store:
        (clip,) = store.clips(MOMENT, NEWS.fetched_at, relevant=None)
    assert (clip.article, clip.tags is not None) == (NEWS, True)
    assert not list(tmp_path.rglob("*.kunci"))


def test_opening_again_changes_nothing(url: str, tmp_path: Path) -> None:
    older_store(url, POSTS)
    Store(url).close()
    first = everything(url, tmp_path) if url.startswith("postgres") else (tmp_path / "monitor.sqlite").read_bytes()
    Store(url).close()
    again = everything(url, tmp_path) if url.startswith("postgres") else (tmp_path / "monitor.sqlite").read_bytes()
    assert first == again
    engine = raw(url)
    with engine.connect() as connection:
        assert connection.scalar(text(f"SELECT version_num FROM {VERSION_TABLE}")) == HEAD
    engine.dispose()
