"""The whole job on the bundled sample fortnight, served over HTTP on loopback."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from monitor.config.settings import DigestSettings, Fetching, Settings, Storage, read_settings
from monitor.digest.writing import DigestFiles
from monitor.models import SourceResult
from monitor.newsroom.output import SiteSummary
from monitor.sample.server import SampleServer, sources
from monitor.weeks import WIB, Week
from monitor.workflows.collect import collect
from monitor.workflows.digest import digest
from monitor.workflows.publish import publish
from monitor.workflows.tag import TagSummary, tag

WEEKS = (Week(2026, 33), Week(2026, 34))
MOMENTS = (datetime(2026, 8, 16, 23, 30, tzinfo=WIB), datetime(2026, 8, 23, 23, 30, tzinfo=WIB))
"""When the two collections of the sample are said to happen: Sunday night of each week."""


@dataclass(frozen=True, slots=True)
class DemoResult:
    """What the demo made. `seconds` is wall time of the job; `collected` holds one list of results per collection."""

    collected: tuple[list[SourceResult], ...]
    tagged: TagSummary
    digests: tuple[DigestFiles, ...]
    site: SiteSummary
    database: Path
    seconds: float


def demo(out: Path, *, on_step: Callable[[str], None]) -> DemoResult:
    """Collect twice, tag, group, write the digests of both weeks and build the site, all below `out`.

    The sample store is made anew each time, so that a repeated demo gives the same figures.
    """
    started = time.perf_counter()
    settings = _settings(out)
    database = _fresh(out / "contoh.sqlite")
    on_step("Mengumpulkan dua pekan contoh dari delapan sumber di komputer ini")
    collected = _collect(settings)
    on_step("Menandai nada, topik, wilayah, dan narasumber; mengelompokkan salinan dan peristiwa")
    tagged = tag(settings)
    on_step("Menulis digest pekan 33 dan 34")
    digests = tuple(digest(settings, week=week) for week in WEEKS)
    on_step("Membangun situs dari content/")
    site = publish(settings.site)
    return DemoResult(collected, tagged, digests, site, database, time.perf_counter() - started)


def _settings(out: Path) -> Settings:
    base = read_settings(environ={})
    return base.model_copy(update={
        "storage": Storage(database_url=f"sqlite:///{(out / 'contoh.sqlite').resolve()}"),
        "fetching": Fetching(total_seconds=15),
        "digest": DigestSettings(out=out / "digest"),
        "site": base.site.model_copy(update={"out": out / "situs"}),
    })


def _fresh(database: Path) -> Path:
    for leftover in database.parent.glob(database.name + "*"):
        leftover.unlink()
    return database


def _collect(settings: Settings) -> tuple[list[SourceResult], ...]:
    with SampleServer() as server:
        collected = []
        for moment in MOMENTS:
            server.moment = moment
            collected.append(collect(settings, sources=sources(server), loopback=server.loopback,
                                     now=partial(_at, moment)))
        return tuple(collected)


def _at(moment: datetime) -> datetime:
    return moment
