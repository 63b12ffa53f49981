"""Measure `monitor digest` for one week of a large store.

Run: `python bench/digest.py [--items 100000] [--database FILE]`. The items are invented (tests/digest/digest_weeks.py),
spread over 52 weeks, all relevant and tagged, each with a text of about 300 words; a database that exists is reused.
The time is that of one process from reading the settings to the last file; the bar is 5 s.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "digest"))

from digest_weeks import WEEK, make_clips

from monitor.storage.store import Store

WEEKS = 52


def fill(database: Path, items: int) -> None:
    """Write `items` tagged and grouped items over WEEKS weeks up to WEEK."""
    words = [f"kata{number}" for number in range(5000)]
    chance = random.Random(7)
    with Store(f"sqlite:///{database}") as store:
        for back in range(WEEKS):
            clips = make_clips(WEEK.back(back), items=items // WEEKS + (back < items % WEEKS), seed=back)
            store.add([replace(clip.article, text=" ".join(chance.choices(words, k=300))) for clip in clips])
            store.save_tags([(clip.article.id, clip.tags) for clip in clips if clip.tags])
            store.save_groupings([clip.grouping for clip in clips if clip.grouping])
            print(f"\r{(back + 1) * items // WEEKS} butir", end="", file=sys.stderr)
    print(file=sys.stderr)


def main() -> None:
    """Fill a store unless there is one, then time the command."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--database", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = options.database or Path(folder) / "bench.sqlite"
        if not database.exists():
            fill(database, options.items)
        with Store(f"sqlite:///{database}") as store:
            found = store.clips(WEEK.start, WEEK.end)
            print(f"{store.count()} butir dalam penyimpanan, {len(found)} pada pekan {WEEK}")
        for turn in range(3):
            started, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
            out = ["--week", str(WEEK), "--out", f"{folder}/{turn}"]
            subprocess.run([sys.executable, "-m", "monitor", "digest", *out], check=True, stdout=subprocess.DEVNULL,
                           env={"MONITOR_DATABASE_URL": f"sqlite:///{database.resolve()}", "PATH": ""})
            used = resource.getrusage(resource.RUSAGE_CHILDREN)
            cpu = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
            print(f"digest: {time.perf_counter() - started:.2f} s ({cpu:.2f} s CPU, "
                  f"{used.ru_maxrss / 1024:.0f} MB puncak)")


if __name__ == "__main__":
    main()
