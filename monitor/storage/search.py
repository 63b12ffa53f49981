"""Full-text search on both engines, with any text a person may type.

Words must all occur, "quoted words" in that order. Case and accents do not matter; no character is an operator.
SQLite keeps its index by triggers; for PostgreSQL the words are cut here, so that both find the same items.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    MetaData,
    String,
    Table,
    bindparam,
    cast,
    column,
    delete,
    func,
    select,
    table,
)
from sqlalchemy.dialects.postgresql import REGCONFIG, TSVECTOR, insert

from monitor.models import Article
from monitor.storage.rows import storable
from monitor.storage.schema import items

_WORD = re.compile(r"[^\W_]+")
_QUOTED = re.compile(r'["“”«»„]([^"“”«»„]*)["“”«»„]?|([^"“”«»„]+)')
_MOST_BYTES = 400_000
"""PostgreSQL refuses a tsvector over 1 MB; words of this many bytes always fit."""

_MOST_WORDS = 32

_words = Table("items_fts", MetaData(), Column("item_id", String(64), primary_key=True), Column("words", TSVECTOR))
_SIMPLE = cast("simple", REGCONFIG)
_fts = table("items_fts", column("rowid"), column("items_fts"))


def phrases(query: str) -> list[list[str]]:
    """Cut what a person typed into phrases: one per quoted part, one per other word; at most 32 words in all."""
    found: list[list[str]] = []
    for quoted, plain in _QUOTED.findall(query):
        words = _WORD.findall(quoted or plain)
        found += [words] if quoted else [[word] for word in words]
    kept, left = [], _MOST_WORDS
    for words in found:
        kept.append(words[:left])
        left -= len(words[:left])
    return [words for words in kept if words]


def matching(dialect: str, wanted: list[list[str]]) -> ColumnElement[bool]:
    """Return the condition on `items` that every phrase occurs in the title or text."""
    if dialect == "sqlite":
        query = " ".join('"' + " ".join(words) + '"' for words in wanted)
        return items.c.seq.in_(select(_fts.c.rowid).where(_fts.c.items_fts.op("MATCH")(query)))
    asked = [func.phraseto_tsquery(_SIMPLE, folded(" ".join(words)))
             for words in wanted]
    whole: ColumnElement[Any] = asked[0]
    for other in asked[1:]:
        whole = whole.op("&&")(other)
    return items.c.id.in_(select(_words.c.item_id).where(_words.c.words.op("@@")(whole)))


def index(connection: Connection, articles: Sequence[Article]) -> None:
    """Add new items (at least one) to PostgreSQL's index; SQLite's triggers have already done it."""
    if connection.dialect.name == "sqlite":
        return
    rows = [{"key": a.id, "said": folded(f"{storable(a.title)} {storable(a.text)}")} for a in articles]
    vector = func.to_tsvector(_SIMPLE, bindparam("said"))
    connection.execute(insert(_words).values(item_id=bindparam("key"), words=vector).on_conflict_do_nothing(), rows)


def reindex(connection: Connection, articles: Sequence[Article]) -> None:
    """Put the changed words of items (at least one) into PostgreSQL's index; SQLite's triggers have already done it."""
    if connection.dialect.name != "sqlite":
        connection.execute(delete(_words).where(_words.c.item_id.in_([article.id for article in articles])))
        index(connection, articles)


def folded(text: str) -> str:
    """Return the words of a text in lower case without accents, separated by single spaces."""
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    words = " ".join(_WORD.findall(text.lower()))
    return words.encode()[:_MOST_BYTES].decode(errors="ignore")
