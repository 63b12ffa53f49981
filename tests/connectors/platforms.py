"""A platform on loopback and one collection from it into a real store; keys that tests can recognise in any output."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from loopback import Loopback, Reply, Request

from monitor.config.connectors import PLATFORMS
from monitor.config.settings import Fetching, Settings, Storage
from monitor.models import Article, SearchRules, Source, SourceKind, SourceResult, SourceState
from monitor.privacy.shield import Shield
from monitor.storage.store import Store
from monitor.workflows.collect import collect

NOW = datetime(2026, 11, 21, 5, tzinfo=UTC)
SECRET = "RAHASIA-7f3a"
KEYS = {name: f"{SECRET}-{name.lower()}" for platform in PLATFORMS.values()
        for names in (platform.tokens or {}).values() for name in names}


@dataclass
class Platform:
    """A source of one kind that points at the loopback server, and the store it is collected into."""

    server: Loopback
    folder: Path
    kind: SourceKind
    rules: SearchRules
    keys: dict[str, str]
    now: datetime = NOW
    full_text: bool = False

    @property
    def settings(self) -> Settings:
        return Settings(storage=Storage(database_url=f"sqlite:///{self.folder}/uji.sqlite"),
                        fetching=Fetching(connect_seconds=2, read_seconds=2, total_seconds=3))

    @property
    def source(self) -> Source:
        return Source("uji", "Uji", self.server.url, self.kind, 6, full_text=self.full_text, search=self.rules)

    def visit(self, **options: Any) -> SourceResult:
        return collect(self.settings, sources=[self.source], loopback=self.server.seam, environ=self.keys,
                       now=lambda: self.now, **options)[0]

    def stored(self) -> dict[str, Article]:
        """Return the stored items by address."""
        with Store(self.settings.storage.database_url) as store:
            clips = store.clips(NOW - timedelta(days=400), NOW + timedelta(days=400), relevant=None)
        return {clip.article.url: clip.article for clip in clips}

    def hashed(self, platform: str, handle: str) -> str:
        """Return how the store writes a citizen's account."""
        return Shield(self.settings.storage.database_url).author(platform, handle)

    def state(self) -> SourceState:
        with Store(self.settings.storage.database_url) as store:
            return store.states()["uji"]

    def answer(self, path: str, answer: Callable[[dict[str, str], Request], Any]) -> None:
        """Answer a path with JSON made from the query, or with a Reply."""
        def script(request: Request) -> Reply:
            found = answer(dict(parse_qsl(urlsplit(request.path).query)), request)
            return found if isinstance(found, Reply) else as_json(found)
        self.server.serve(path, script)

    def asked(self, path: str) -> list[dict[str, str]]:
        """Return the queries with which a path was asked, in order."""
        return [dict(parse_qsl(urlsplit(request.path).query)) for request in self.server.requests
                if urlsplit(request.path).path == path]


Make = Callable[..., Platform]


def as_json(data: Any, status: int = 200, **headers: str) -> Reply:
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return Reply(json.dumps(data).encode(), status, {"Content-Type": "application/json", **named})


def moment(hours_ago: float) -> str:
    return (NOW - timedelta(hours=hours_ago)).strftime("%Y-%m-%dT%H:%M:%S.000Z")
