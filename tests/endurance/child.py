"""A collector in a process of its own, for the tests to kill, to run twice, to starve of disk, and to run for a day.

    python child.py JOB    # JOB is JSON: url, port, feeds, pages, mode, ticks, step

`once` collects and tags; `twice` does so over and over until it is killed; `day` is told on its input which tick it is
and answers with what it used. The imports wait until they are needed, as in the command line: every parsing worker
reads this module anew.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

    from house import House

    from monitor.config.settings import Settings


def main() -> None:
    """Do one job; say `siap` once everything is loaded."""
    sys.path.insert(0, str(Path(__file__).parent))
    from house import START, House

    from monitor.config.settings import Fetching, Settings, Storage, Tagging
    from monitor.errors import MonitorError
    from monitor.tagging import load
    from monitor.workflows.collect import collect  # noqa: F401
    from monitor.workflows.tag import tag

    job: dict[str, Any] = json.loads(sys.argv[1])
    settings = Settings(storage=Storage(database_url=job["url"]), tagging=Tagging(model="cepat"),
                        fetching=Fetching(robots=False, connect_seconds=20, read_seconds=20))
    house = House(job["port"], job["feeds"], 0, 0, job["pages"], None)  # type: ignore[arg-type]
    load(settings.tagging)
    print("siap", flush=True)
    try:
        if job["mode"] == "day":
            _day(settings, house)
        while job["mode"] != "day":
            failed = _collected(settings, house, START)
            tag(settings)
            print(json.dumps({"failed": failed}), flush=True)
            if job["mode"] == "once":
                break
    except MonitorError as error:
        print(f"Galat: {error.what}\n{error.todo}", file=sys.stderr, flush=True)
        sys.exit(error.exit_code)


def _collected(settings: Settings, house: House, now: datetime) -> Sequence[str]:
    from monitor.workflows.collect import collect

    results = collect(settings, sources=house.sources(), loopback=house.seam, now=lambda: now, environ={})
    return [f"{result.source_id}: {result.cause}" for result in results if result.status.value == "failed"]


def _day(settings: Settings, house: House) -> None:
    """Collect at the virtual time of each tick, tag when asked, and report memory after each."""
    import gc

    from house import START, TICK

    from monitor.workflows.tag import tag

    for line in sys.stdin:
        order: dict[str, Any] = json.loads(line)
        failed = _collected(settings, house, START + TICK * order["tick"])
        if order["tag"]:
            tag(settings)
        gc.collect()
        print(json.dumps({"failed": failed, "rss": _resident(), "files": len(os.listdir("/proc/self/fd")),  # noqa: PTH208
                          "threads": len(os.listdir("/proc/self/task"))}), flush=True)  # noqa: PTH208


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    main()
