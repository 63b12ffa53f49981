"""Requests about personal data in one store: count it, find an author's posts, delete, remember who is forgotten."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, case, func, select

from monitor.models import Article, ItemKind
from monitor.privacy.marks import Kind
from monitor.privacy.shield import Shield
from monitor.storage import privacy
from monitor.storage.privacy import Held
from monitor.storage.problems import explained
from monitor.storage.schema import items, tombstones, written_files
from monitor.storage.transactions import Transactions


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A digest or export made from the store: the period of its items, and whether it holds irrelevant ones too."""

    path: Path
    kind: str
    start: datetime | None
    end: datetime | None
    everything: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class KindHeld:
    """How many items of a kind are held, when the first was published, and when the first of them was stored."""

    kind: ItemKind
    count: int
    oldest: datetime | None
    stored_since: datetime | None


@dataclass(frozen=True, slots=True)
class Holdings:
    """What is held of people: items by kind, posts by author, masks in posts, and who asked to be forgotten.

    `hashed` and `nameless` count posts, `authors` the different hashed authors; `public` is posts by public author.
    """

    kinds: tuple[KindHeld, ...]
    hashed: int
    authors: int
    nameless: int
    public: Mapping[str, int]
    masked: Mapping[Kind, int]
    forgotten: Mapping[str, int]


class PersonalData(Transactions):
    """What Store gives for requests about personal data; every method raises StoreError like the store's own."""

    def __init__(self, engine: Engine, place: str, shield: Shield) -> None:
        super().__init__(engine, place)
        self.shield = shield

    def holdings(self) -> Holdings:
        """Count what is held."""
        posts = items.c.kind == ItemKind.POST.value
        hashed = items.c.author.like("akun:%")
        with self._reading() as connection:
            kinds = connection.execute(
                select(items.c.kind, func.count(), func.min(items.c.published), func.min(items.c.fetched_at))
                .group_by(items.c.kind)).all()
            authors = connection.execute(
                select(func.count(case((hashed, 1))), func.count(case((hashed, items.c.author)).distinct()),
                       func.count(case((items.c.author == "", 1)))).where(posts)).one()
            public = connection.execute(
                select(items.c.author, func.count()).where(posts, ~hashed, items.c.author != "")
                .group_by(items.c.author).order_by(func.count().desc(), items.c.author)).all()
            masked = {kind: connection.scalar(select(func.count()).where(
                posts, (items.c.title + " " + items.c.text).contains(kind.mask, autoescape=True))) or 0
                for kind in Kind}
            forgotten = connection.execute(
                select(tombstones.c.kind, func.count()).group_by(tombstones.c.kind)).all()
        return Holdings(
            kinds=tuple(KindHeld(ItemKind(kind), count, first, since) for kind, count, first, since in sorted(kinds)),
            hashed=authors[0], authors=authors[1], nameless=authors[2], public=dict(map(tuple, public)),
            masked=masked, forgotten=dict(map(tuple, forgotten)))

    def written_by(self, authors: Collection[str]) -> list[Held]:
        """Return the posts of these authors, oldest first."""
        with self._reading() as connection:
            return privacy.written_by(connection, authors)

    def one(self, item_id: str) -> Held | None:
        """Return one item."""
        with self._reading() as connection:
            return privacy.one(connection, item_id)

    def older(self, kind: ItemKind, before: datetime) -> list[Held]:
        """Return the items of a kind published before a moment, oldest first."""
        with self._reading() as connection:
            return privacy.older(connection, kind, before)

    def places(self) -> set[tuple[str, str]]:
        """Return an address and the outlet of every place that posts came from."""
        with self._reading() as connection:
            return privacy.places(connection)

    def mentioning(self, word: str) -> list[Article]:
        """Return the items that hold a word anywhere, whatever its case."""
        with self._reading() as connection:
            return list(privacy.mentioning(connection, word))

    def left_over(self, words: Collection[str]) -> list[str]:
        """Return every `table.column` that still holds one of the words."""
        with self._reading() as connection:
            return privacy.left_over(connection, words)

    def forget(self, ids: Collection[str], changed: Sequence[Article], keys: Mapping[str, str], at: datetime) -> int:
        """Delete items, store the changed ones, and remember the hashes (key -> kind), all in one step."""
        with self._writing() as connection:
            privacy.check_key(connection, self.shield)
            removed = privacy.remove(connection, ids)
            privacy.rewrite(connection, [article for article in changed if article.id not in set(ids)])
            privacy.bury(connection, keys, at)
        return removed

    def expire(self, ids: Collection[str]) -> int:
        """Delete items whose time is over; return how many."""
        with self._writing() as connection:
            return privacy.remove(connection, ids)

    def scrub(self, *, whole: bool) -> None:
        """Take what was deleted out of everything that the database keeps aside; writers wait meanwhile."""
        with explained(self._place):
            privacy.scrub(self._engine, whole=whole)

    def renew_key(self) -> int:
        """Take the present key for this store's; return how many requests to be forgotten are lost by it."""
        with self._writing() as connection:
            return privacy.renew_key(connection, self.shield)

    def note(self, file: WrittenFile) -> None:
        """Remember a file made from the store."""
        row = {"path": str(file.path), "kind": file.kind, "start": file.start, "end": file.end,
               "everything": file.everything, "at": file.at}
        with self._writing() as connection:
            connection.execute(written_files.delete().where(written_files.c.path == row["path"]))
            connection.execute(written_files.insert(), row)

    def files(self) -> list[WrittenFile]:
        """Return the files made from the store that are still there, and forget the others."""
        with self._reading() as connection:
            rows = connection.execute(select(written_files).order_by(written_files.c.path)).mappings().all()
        made = [WrittenFile(Path(row["path"]), row["kind"], row["start"], row["end"], row["everything"], row["at"])
                for row in rows]
        gone = [str(file.path) for file in made if not file.path.exists()]
        if gone:
            with self._writing() as connection:
                connection.execute(written_files.delete().where(written_files.c.path.in_(gone)))
        return [file for file in made if str(file.path) not in gone]
