"""Run every benchmark, print what it measured, and with --write keep it in docs/benchmarks.md.

Run: `make bench`, or `python bench/run.py [--write] [NAME ...]`. Each benchmark is a process of its own, one after the
other. Numbers in docs/benchmarks.md come from here only; nobody types them.
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parents[1]
TARGET = ROOT / "docs" / "benchmarks.md"
HEAD = """# Benchmarks

Written by `make bench` (`python bench/run.py --write`); the figures are what the commands printed in one run on
{machine}, {day}. Times vary from run to run, so tests never assert them. Ours and its peer always run in the same
process tree on the same bytes; read the ratio, not the seconds.
"""


@dataclass(frozen=True, slots=True)
class Bench:
    """One benchmark: a heading, the bar it is held to, and its command line below `python`."""

    name: str
    title: str
    bar: str
    command: tuple[str, ...]


HELP = ("import subprocess, sys, time\n"
        "def once():\n"
        "    start = time.perf_counter()\n"
        "    subprocess.run([sys.executable, '-m', 'monitor', '--help'], capture_output=True, check=True)\n"
        "    return time.perf_counter() - start\n"
        "print(f'monitor --help: {sorted(once() for _ in range(7))[3]:.2f} s (median of 7)')")

BENCHES = (
    Bench("collect", "Collect 500 feeds of 20 entries, then poll them again",
          "First poll at most 2× the wall time of bare concurrent aiohttp + `feedparser.parse` on the same bytes; peak "
          "memory under 400 MB. Feeds/s and CPU per 1,000 polls beside feedparser and fastfeedparser; 304 polls/s "
          "beside bare aiohttp (ours asks robots.txt and writes the store too).",
          ("bench/collect.py", "--rounds", "3")),
    Bench("feeds", "Read the feeds of five other projects' tests",
          "No crash, no entry fewer than feedparser finds; each file in the killable worker.", ("bench/feeds.py",)),
    Bench("hostile", "Collect 500 feeds, 5 % of them hostile",
          "All good feeds whole, every hostile one named, within 2× the time of the good ones alone.",
          ("bench/hostile.py",)),
    Bench("tag", "Tag on one core with the fast size", "At least 100 articles/s of about 300 words each, and 2,000 "
          "headlines with a lead/s; 300× a random BERT-base on the same texts, if BENCH_TORCH_PYTHON names a Python "
          "with PyTorch. Rules, entities, quotes, evidence and tone together.", ("bench/tag.py",)),
    Bench("encoder", "Tag headlines with a lead on two cores with the accurate size", "At least 50 items/s and 8× a "
          "randomly initialised BERT-base on the same texts (BENCH_TORCH_PYTHON names a Python with PyTorch); loads "
          "within 2 s; below 1 GB.", ("bench/encoder.py",)),
    Bench("checks", "Check releases", "A 600-word release in 0.3 s after load; 1,000 releases in 60 s.",
          ("bench/checks.py",)),
    Bench("site", "Build the site, cold", "At most 1.4× Pelican's `simple` theme on the same content.",
          ("bench/site.py", "--articles", "1000", "--rounds", "3")),
    Bench("cards", "Draw share images", "At most 150 ms each; no title runs over.", ("bench/cards.py",)),
    Bench("store", "Store items with a full-text index", "At least 2,000 items/s.", ("bench/store.py",)),
    Bench("digest", "Digest of a week in a store of 100,000 items", "Under 5 s.", ("bench/digest.py",)),
    Bench("stories", "Group syndicated copies", "No bar in this issue; recall and precision on a generated set.",
          ("bench/stories.py", "--kind", "mixed", "--peer")),
    Bench("extraction", "Extract pages", "40 pages/s on one core; at least the F1 of readability-lxml → trafilatura "
          "(`gabungan`). Invented pages in the markup of 30 outlets, on which our own rules were written: the general "
          "path is measured on pages of others by `make bench-extraction DIR=…`.", ("bench/extraction.py",)),
    Bench("endurance", "Crashes, two collectors, a day of polls",
          "Nothing lost or doubled after 50 kills at random moments, on SQLite and PostgreSQL; a day of 10,000 polls "
          "and 100,000 items with flat memory.", ("bench/endurance.py",)),
    Bench("help", "Start of the command line", "`monitor --help` under 0.3 s.", ("-c", HELP)),
)


def main() -> None:
    """Run the named benchmarks, or all."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("names", nargs="*", metavar="NAME")
    arguments.add_argument("--write", action="store_true")
    chosen = arguments.parse_args()
    sections = [HEAD.format(machine=machine(), day=date.today().isoformat())]
    for bench in BENCHES:
        if chosen.names and bench.name not in chosen.names:
            continue
        shown = " ".join(("python", *bench.command)) if bench.name != "help" else "monitor --help"
        print(f"\n== {bench.title}\n   {bench.bar}\n   {shown}", flush=True)
        output = run(bench)
        print(output, flush=True)
        sections.append(f"## {bench.title}\n\nBar: {bench.bar}\n\n`{shown}`\n\n```text\n{output}\n```\n")
    if chosen.write:
        TARGET.write_text("\n".join(sections), "utf-8")


def run(bench: Bench) -> str:
    """Return what one benchmark printed; its progress goes to our stderr."""
    done = subprocess.run([sys.executable, *bench.command], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        sys.exit(f"{bench.name} failed with exit code {done.returncode}")
    return done.stdout.strip()


def machine() -> str:
    """Describe the machine by its size and Python, without its name."""
    return f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"


if __name__ == "__main__":
    main()
