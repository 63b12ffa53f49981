"""The bundled sample items: outlets, and every printing of every story."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import Field

from monitor.config.loading import Strict, read
from monitor.errors import ConfigError
from monitor.models import ToneLabel
from monitor.weeks import WIB

HERE = Path(__file__).parent
WEEKS = ("week33.toml", "week34.toml")


class Outlet(Strict):
    """One invented place to read. `format` names how its feed is written, `layout` how its pages look."""

    id: str
    name: str
    domain: str
    format: str
    layout: str
    path: str
    tier: int
    region: str = "ID"
    timezone: str = "Asia/Jakarta"
    full_text: bool = True
    delay: float = 0.0
    broken_from: datetime | None = None
    note: str = ""

    @property
    def zone(self) -> ZoneInfo:
        """The zone its clock shows."""
        return ZoneInfo(self.timezone)

    def broken(self, moment: datetime | None) -> bool:
        """Tell whether its feed is down at an aware moment; None means after everything."""
        return self.broken_from is not None and (moment is None or moment >= self.broken_from.replace(tzinfo=WIB))


class Copy(Strict):
    """One outlet's printing of a story, as written in the TOML files; times are WIB."""

    outlet: str
    title: str
    at: datetime
    author: str = ""
    lead: str = ""
    drop: tuple[int, ...] = ()
    edits: dict[str, str] = {}
    ending: str = ""
    page: str = "full"
    source: str = ""
    source_domain: str = ""
    language: str = "id"


class Story(Strict):
    """One text with its printings; `event` joins different texts about the same happening."""

    id: str
    event: str = ""
    relevant: bool
    tone: ToneLabel | None = None
    text: str
    copies: tuple[Copy, ...] = Field(alias="copy")

    @property
    def paragraphs(self) -> tuple[str, ...]:
        """The text, parted at empty lines."""
        return tuple(part.strip() for part in self.text.split("\n\n") if part.strip())


class _Outlets(Strict):
    outlet: tuple[Outlet, ...]


class _Stories(Strict):
    story: tuple[Story, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """One printing, ready to be served. `published` is aware (WIB); `relevant` and `tone` are for tests only."""

    number: int
    outlet: Outlet
    path: str
    title: str
    paragraphs: tuple[str, ...]
    published: datetime
    author: str
    page: str
    language: str
    source: str
    source_domain: str
    story: str
    event: str
    relevant: bool
    tone: ToneLabel | None

    @property
    def summary(self) -> str:
        """The first sentence, as a feed's teaser."""
        return re.split(r"(?<=[.?!”]) ", self.paragraphs[0], maxsplit=1)[0]

    @property
    def local(self) -> datetime:
        """The published time on the outlet's own clock."""
        return self.published.astimezone(self.outlet.zone)


def read_outlets() -> tuple[Outlet, ...]:
    """Return the invented outlets in the order of outlets.toml."""
    return read(HERE / "outlets.toml", _Outlets).outlet


def read_items() -> tuple[Item, ...]:
    """Return every printing of both weeks, oldest first. Raise ConfigError when an edit does not fit its text."""
    outlets = {outlet.id: outlet for outlet in read_outlets()}
    prints = [(copy.at.replace(tzinfo=WIB), copy, story) for story in _stories() for copy in story.copies]
    prints.sort(key=lambda found: (found[0], found[1].outlet, found[1].title))
    return tuple(_item(number, at, copy, story, outlets[copy.outlet])
                 for number, (at, copy, story) in enumerate(prints, start=4001))


def slug(title: str) -> str:
    """Return a title as it appears in an address."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _stories() -> Iterator[Story]:
    for name in WEEKS:
        yield from read(HERE / name, _Stories).story


def _item(number: int, at: datetime, copy: Copy, story: Story, outlet: Outlet) -> Item:
    path = outlet.path.format(slug=slug(copy.title), number=number, year=f"{at:%Y}", month=f"{at:%m}", day=f"{at:%d}")
    return Item(number, outlet, path, copy.title, _printed(copy, story), at, copy.author, copy.page, copy.language,
                copy.source or outlet.name, copy.source_domain or outlet.domain,
                story.id, story.event or story.id, story.relevant, story.tone)


def _printed(copy: Copy, story: Story) -> tuple[str, ...]:
    """Apply one copy's cuts and edits to the story's paragraphs."""
    kept = [text for place, text in enumerate(story.paragraphs, start=1) if place not in copy.drop]
    for old, new in copy.edits.items():
        if not any(old in text for text in kept):
            raise ConfigError([f"{story.id} ({copy.outlet}): kata {old!r} tidak ada dalam teks"])
        kept = [text.replace(old, new) for text in kept]
    kept[0] = copy.lead + kept[0]
    return (*kept, copy.ending) if copy.ending else tuple(kept)
