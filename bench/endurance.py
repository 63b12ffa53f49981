"""Put a collector through what the tests do at small sizes, at full size, and print what it came to.

    python bench/endurance.py [--kills 50] [--feeds 209] [--ticks 48] [--per-tick 10] [--only TRIAL ...]

Trials: `kill` (kill -9 at random moments of collecting and tagging, on SQLite and PostgreSQL), `two` (two collectors on
one store at once, both engines), `day` (every feed polled each half hour of a simulated day, tagged every three hours,
on SQLite). Feeds come from loopback hosts in a process of their own. A trial that loses or doubles an item, leaves a
damaged store or a process behind, or grows by more than the bound ends with an error.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "endurance"))

import postgres
import trials

COLLECTING_MB = 30
"""Most that the resident memory may grow by collecting, after the first quarter of the day."""


def main() -> None:
    """Run the chosen trials and print one line for each."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--feeds", type=int, default=209)
    parser.add_argument("--ticks", type=int, default=48)
    parser.add_argument("--per-tick", type=int, default=10)
    parser.add_argument("--only", nargs="*", choices=["kill", "two", "day"], default=["kill", "two", "day"])
    options = parser.parse_args()
    with databases() as urls:
        for engine, fresh in urls:
            if "kill" in options.only:
                _kill(engine, next(fresh), options.kills)
            if "two" in options.only:
                _two(engine, next(fresh), options.rounds)
    if "day" in options.only:
        with tempfile.TemporaryDirectory() as folder:
            _day(f"sqlite:///{folder}/monitor.sqlite", options)


@contextmanager
def databases() -> Iterator[list[tuple[str, Iterator[str]]]]:
    """Give the engines of this machine, each with an endless supply of empty databases."""
    def files(folder: str) -> Iterator[str]:
        number = 0
        while True:
            number += 1
            yield f"sqlite:///{folder}/{number}.sqlite"

    def databases_of(cluster: postgres.Cluster) -> Iterator[str]:
        while True:
            yield cluster.fresh()
    with tempfile.TemporaryDirectory() as folder:
        found = [("SQLite", files(folder))]
        if postgres.binaries() is None:
            print("PostgreSQL: not installed here, left out")
            yield found
            return
        with postgres.running() as cluster:
            yield [*found, ("PostgreSQL", databases_of(cluster))]


def _kill(engine: str, url: str, kills: int) -> None:
    began = time.monotonic()
    found = trials.kill_again_and_again(url, kills=kills, on_kill=lambda kill: _progress(f"{engine}: kill {kill + 1}"))
    print(f"{engine}: {kills} kills at random moments of collect + tag: {found.items:,} items, {found.lost} lost, "
          f"{found.doubled} doubled, {found.tagged:,} tagged, store whole after every kill, no process left "
          f"({time.monotonic() - began:.0f} s)", flush=True)


def _two(engine: str, url: str, rounds: int) -> None:
    began = time.monotonic()
    found = trials.two_at_once(url, rounds=rounds)
    print(f"{engine}: two collectors at once, {rounds} rounds: {found.items:,} items, {found.lost} lost, "
          f"{found.doubled} doubled ({time.monotonic() - began:.0f} s)", flush=True)


def _day(url: str, options: argparse.Namespace) -> None:
    day = trials.a_day(url, feeds=options.feeds, ticks=options.ticks, per_tick=options.per_tick,
                       tag_every=max(options.ticks // 8, 1), on_tick=lambda tick: _progress(f"day: tick {tick + 1}"))
    used = [value / 1e6 for value in day.resident]
    print(f"24 hours simulated: {day.polls:,} polls, {day.items:,} items, {day.failed} failed polls, "
          f"{day.seconds:.0f} s ({day.polls / day.seconds:.0f} polls/s, tagging included)")
    print(f"resident memory: {used[0]:.0f} MB after the first round, {max(used):.0f} MB at most, {used[-1]:.0f} MB at "
          f"the end; growth by collecting after the first quarter {day.collecting():+.1f} MB; with tagging, which "
          f"groups all relevant items of two weeks, {day.growth():+.1f} MB from the second quarter to the last")
    print(f"open files {day.files[0]} -> {day.files[1]}, threads {day.threads}", flush=True)
    if day.collecting() > COLLECTING_MB or day.failed:
        sys.exit(f"the day did not stay flat: {[round(value) for value in used]}")


def _progress(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
