"""The trials themselves, for the tests at small sizes and for bench/endurance.py at full ones."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from house import House, serving
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from monitor.storage.store import Store

CHILD = Path(__file__).with_name("child.py")
_MARK = "MONITOR_ENDURANCE"
_LEFT_SECONDS = 20.0


@dataclass(frozen=True)
class Checked:
    """What a store holds after a trial."""

    items: int
    tagged: int
    lost: int
    doubled: int


@dataclass(frozen=True)
class Day:
    """What a simulated day used: resident bytes after each tick, files and threads at the end, and seconds.

    Every `tag_every`-th tick ended with tagging, which also groups anew all relevant items of two weeks and so needs
    more the more there are; collecting alone must stay flat.
    """

    polls: int
    items: int
    resident: tuple[int, ...]
    files: tuple[int, int]
    threads: int
    seconds: float
    failed: int
    tag_every: int

    def collecting(self) -> float:
        """Return by how many MB the ticks without tagging grew after the first quarter, all together."""
        steps = enumerate(zip(self.resident, self.resident[1:], strict=False), 1)
        return sum(after - before for tick, (before, after) in steps
                   if tick >= len(self.resident) // 4 and (tick + 1) % self.tag_every) / 1e6

    def growth(self) -> float:
        """Return by how many MB the last quarter lies above the second one, by their medians; the first warms up."""
        quarter = max(len(self.resident) // 4, 1)
        second, last = self.resident[quarter:2 * quarter], self.resident[-quarter:]
        return (sorted(last)[len(last) // 2] - sorted(second)[len(second) // 2]) / 1e6


def start(url: str, house: House, mode: str, **options: Any) -> Child:
    """Start a collector and wait until it is loaded; `options` go to Popen."""
    job = {"url": url, "port": house.port, "feeds": house.feeds, "pages": house.pages, "mode": mode}
    environment = {**os.environ, _MARK: f"{os.getpid()}-{house.port}"}
    errors = tempfile.TemporaryFile("w+")  # noqa: SIM115 - a pipe that nobody reads would stop a talkative process
    process = subprocess.Popen([sys.executable, str(CHILD), json.dumps(job)], stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, stderr=errors, text=True, env=environment, **options)
    child = Child(process, errors)
    assert process.stdout
    assert process.stdout.readline() == "siap\n", child.wait()
    return child


@dataclass(frozen=True)
class Child:
    """A collector in its own process, and the file that takes its complaints."""

    process: subprocess.Popen[str]
    errors: IO[str]

    def wait(self) -> tuple[int, str, str]:
        """Wait for the end; return exit code, output and complaints."""
        out, _ = self.process.communicate()
        self.errors.seek(0)
        with self.errors:
            return self.process.returncode, out, self.errors.read()


def finish(child: Child) -> None:
    """Wait for a collector; it must end well and without a failed source."""
    code, out, errors = child.wait()
    assert code == 0, errors
    assert json.loads(out.splitlines()[-1]) == {"failed": []}, out


def kill_again_and_again(url: str, *, kills: int, feeds: int = 8, per_tick: int = 6, seed: int = 1,
                         on_kill: Callable[[int], None] = lambda _: None) -> Checked:
    """Kill a collector at random moments of collecting and tagging; every time the store must be whole.

    New items come out between two kills, and the last run is left alone: then nothing may be missing.
    """
    chance = random.Random(seed)
    with serving(feeds, per_tick=per_tick, window=per_tick * (kills + 2), pages=True) as house:
        first = start(url, house, "once")
        began = time.monotonic()
        finish(first)
        undisturbed = time.monotonic() - began
        for kill in range(kills):
            house.tick.value += 1
            child = start(url, house, "twice")
            time.sleep(chance.uniform(0, undisturbed))
            child.process.send_signal(signal.SIGKILL)
            child.wait()
            check(url, house, complete=False)
            on_kill(kill)
        assert left_over(house) == []
        finish(start(url, house, "once"))
        return check(url, house, complete=True)


def two_at_once(url: str, *, rounds: int, feeds: int = 8, per_tick: int = 6) -> Checked:
    """Let two collectors work on one store at the same time, round after round."""
    with serving(feeds, per_tick=per_tick, window=per_tick * (rounds + 1), pages=True) as house:
        for _ in range(rounds):
            house.tick.value += 1
            for child in [start(url, house, "once") for _ in range(2)]:
                finish(child)
        return check(url, house, complete=True)


def a_day(url: str, *, feeds: int, ticks: int, per_tick: int, tag_every: int,
          on_tick: Callable[[int], None] = lambda _: None) -> Day:
    """Let one collector live through a day of `ticks` polls of each feed, on a clock that the test turns."""
    with serving(feeds, per_tick=per_tick, window=2 * per_tick) as house:
        child = start(url, house, "day")
        process = child.process
        assert process.stdin
        assert process.stdout
        began, seen = time.monotonic(), []
        for tick in range(ticks):
            house.tick.value = tick
            process.stdin.write(json.dumps({"tick": tick, "tag": (tick + 1) % tag_every == 0}) + "\n")
            process.stdin.flush()
            line = process.stdout.readline()
            assert line, child.wait()
            seen.append(json.loads(line))
            on_tick(tick)
        seconds = time.monotonic() - began
        code, _, errors = child.wait()
        assert code == 0, errors
        checked = check(url, house, complete=True)
        return Day(feeds * ticks, checked.items, tuple(each["rss"] for each in seen),
                   (seen[0]["files"], seen[-1]["files"]), seen[-1]["threads"], seconds,
                   sum(len(each["failed"]) for each in seen), tag_every)


def check(url: str, house: House, *, complete: bool) -> Checked:
    """Open the store and hold it against what was served; `complete`: everything must be in and tagged."""
    with Store(url) as store:
        stored = store.count()
        untagged = sum(len(batch) for batch in store.untagged("any"))
    ids, whole = _raw(url, "SELECT id FROM items"), house.expected()
    found = [row[0] for row in ids]
    urls = [row[0] for row in _raw(url, "SELECT url FROM items")]
    indexed, = _raw(url, "SELECT count(*) FROM items_fts")
    told, = _raw(url, "SELECT coalesce(sum(new), 0) FROM results")
    strays, = _raw(url, "SELECT count(*) FROM tags WHERE item_id NOT IN (SELECT id FROM items)")
    if url.startswith("sqlite"):
        assert _raw(url, "PRAGMA integrity_check") == [("ok",)]
        assert _raw(url, "PRAGMA foreign_key_check") == []
    assert set(found) <= whole
    assert stored == len(found) == indexed[0] == told[0], (stored, len(found), indexed, told)
    assert strays[0] == 0
    if complete:
        ungrouped, = _raw(url, "SELECT count(*) FROM tags LEFT JOIN groupings ON groupings.item_id = tags.item_id "
                               "WHERE tags.relevant AND groupings.item_id IS NULL")
        assert ungrouped[0] == 0
        assert untagged == 0
        assert set(found) == whole, f"{len(whole - set(found))} hilang"
    return Checked(stored, stored - untagged, len(whole - set(found)) if complete else 0, len(urls) - len(set(urls)))


def left_over(house: House) -> list[int]:
    """Return processes of killed collectors that still live after a grace period."""
    mark = f"{_MARK}={os.getpid()}-{house.port}".encode()
    until = time.monotonic() + _LEFT_SECONDS
    while (found := _marked(mark)) and time.monotonic() < until:
        time.sleep(0.1)
    return found


def _marked(mark: bytes) -> list[int]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (folder / "environ").read_bytes().split(b"\0"):
                found.append(int(folder.name))
        except OSError:
            continue
    return found


def _raw(url: str, query: str) -> Sequence[Any]:
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg") if "postgres" in url else url)
    try:
        with engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(query))]
    finally:
        engine.dispose()
