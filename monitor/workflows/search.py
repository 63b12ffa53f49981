"""Search the store."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.config.settings import Settings
from monitor.models import Clip
from monitor.storage.store import Store


@dataclass(frozen=True, slots=True)
class Found:
    """Items that match, newest first, and how many items were searched."""

    clips: tuple[Clip, ...]
    stored: int


def find(settings: Settings, text: str, *, limit: int) -> Found:
    """Search titles and texts for every word of `text`. Raise StoreError."""
    with Store(settings.storage.database_url) as store:
        return Found(tuple(store.search(text, limit=limit)), store.count())
