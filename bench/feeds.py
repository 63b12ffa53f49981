"""Read every feed file of a folder in the killable worker that collecting uses, beside feedparser.

    python bench/feeds.py [FOLDER]     default: ../shared/fixtures/feeds, 3,243 files of five other projects' tests

Prints one JSON object: how many files were read (as a feed, with entries), how many were named as no feed, how many
ended in anything else (a crash), and where the number of entries differs from what feedparser finds alone.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from pathlib import Path

import feedparser

from monitor.collectors.registry import read
from monitor.errors import FeedError, OverrunError
from monitor.models import Source, SourceKind
from monitor.workflows.parsing import Workers

SHARED = Path(__file__).resolve().parents[2] / "shared/fixtures/feeds"
URL = "https://kabar.example/rss/terkini.xml"
NOT_FEEDS = frozenset({".md", ".txt", ".json", ".jsonl"})
SOURCE = Source(id="contoh", name="Contoh", url=URL, kind=SourceKind.FEED, tier=1)
NOW = datetime(2026, 8, 22, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one file was read: entries found by us (None: refused) and by feedparser, seconds, and what went wrong."""

    name: str
    ours: int | None
    theirs: int
    seconds: float
    refusal: str = ""
    crash: str = ""


def files(folder: Path) -> list[Path]:
    """Return the feed files below a folder."""
    return [path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix not in NOT_FEEDS]


def by_feedparser(body: bytes) -> int:
    """Count the entries that feedparser finds, in this process."""
    warnings.simplefilter("ignore")
    headers = {"content-type": "application/xml", "content-location": URL}
    return len(feedparser.parse(BytesIO(body), response_headers=headers).entries)


def outcomes(folder: Path) -> Iterator[Outcome]:
    """Read every file below a folder, each as one job of the worker."""
    worker = Workers(1)
    try:
        for path in files(folder):
            yield _outcome(worker, str(path.relative_to(folder)), path.read_bytes())
    finally:
        worker.shutdown(cancel_futures=True)


def _outcome(worker: Workers, name: str, body: bytes) -> Outcome:
    theirs = by_feedparser(body)
    started = time.perf_counter()
    error = (found := worker.submit(partial(read, SOURCE, body, url=URL, content_type="", fetched_at=NOW))).exception()
    seconds = time.perf_counter() - started
    if error is None:
        return Outcome(name, len(found.result()), theirs, seconds)
    if isinstance(error, FeedError) and not isinstance(error, OverrunError):
        return Outcome(name, None, theirs, seconds, refusal=str(error))
    return Outcome(name, None, theirs, seconds, crash=f"{type(error).__name__}: {error}")


def main() -> None:
    """Print the counts of a folder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=SHARED)
    folder = parser.parse_args().folder
    if not folder.is_dir():
        print(f"BERKAS UJI TIDAK ADA: {folder.name}; baris ini tidak terukur di komputer ini")
        return
    found = list(outcomes(folder))
    if not found:
        sys.exit(f"{folder}: tidak ada berkas feed")
    refused = [one for one in found if one.ours is None and not one.crash]
    print(json.dumps({
        "files": len(found), "read": sum(one.ours is not None for one in found),
        "with_entries": sum(bool(one.ours) for one in found), "entries": sum(one.ours or 0 for one in found),
        "refused_as_no_feed": len(refused), "refused_though_feedparser_finds_entries": _names(
            one for one in refused if one.theirs),
        "crashed": [f"{one.name}: {one.crash}" for one in found if one.crash],
        "fewer_entries_than_feedparser": _names(one for one in found if one.ours is not None and one.ours < one.theirs),
        "more_entries_than_feedparser": _names(one for one in found if one.ours is not None and one.ours > one.theirs),
        "slowest_ms": round(max(one.seconds for one in found) * 1000),
    }, indent=1))


def _names(found: Iterator[Outcome]) -> list[str]:
    return [f"{one.name} ({one.ours} / {one.theirs})" for one in found]


if __name__ == "__main__":
    main()
