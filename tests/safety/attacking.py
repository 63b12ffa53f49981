"""Build hostile bodies and run the real collection on them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.config.settings import Fetching, Settings, Storage
from monitor.fetching import Fetcher, Response
from monitor.models import Clip, Source, SourceKind, SourceResult
from monitor.storage.store import Store
from monitor.workflows.collect import collect

NOW = datetime(2026, 8, 20, 3, tzinfo=UTC)
QUICK = Fetching(connect_seconds=2, read_seconds=2, total_seconds=4, max_bytes=5_000_000)
Seam = frozenset[tuple[str, int]]


def rss(*items: str, head: str = "<?xml version='1.0' encoding='utf-8'?>") -> bytes:
    listed = "".join(f"<item>{item}</item>" for item in items)
    return f"{head}<rss version='2.0'><channel><title>Uji</title>{listed}</channel></rss>".encode()


def item(title: str = "Judul", link: str = "https://contoh.example/a", rest: str = "") -> str:
    return f"<title>{title}</title><link>{link}</link>{rest}"


def source(url: str, name: str = "uji", **changes: object) -> Source:
    return replace(Source(name, f"Kabar {name}", url, SourceKind.FEED, 2, full_text=False),
    **changes)  # type: ignore[arg-type]


def at_home(folder: Path, fetching: Fetching = QUICK) -> Settings:
    return Settings(storage=Storage(database_url=f"sqlite:///{folder}/uji.sqlite"), fetching=fetching)


def gather(settings: Settings, seam: Seam, *sources: Source, at: datetime = NOW,
           only: Sequence[str] = ()) -> dict[str, SourceResult]:
    results = collect(settings, sources=sources, loopback=seam, now=lambda: at, only=only)
    return {result.source_id: result for result in results}


def kept(settings: Settings) -> list[Clip]:
    with Store(settings.storage.database_url) as store:
        return store.clips(NOW - timedelta(days=9999), NOW + timedelta(days=9999), relevant=None)


def fetch(url: str, seam: Seam = frozenset(), settings: Fetching = QUICK) -> Response:
    async def run() -> Response:
        async with Fetcher(settings, loopback=seam) as fetcher:
            return await fetcher.fetch(url)
    return asyncio.run(run())
