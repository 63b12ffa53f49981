"""Settings of an installation: monitor.toml over the packaged defaults, environment variables on top."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from monitor.config.loading import Strict, check, load
from monitor.config.sources import read_sources
from monitor.errors import ConfigError


class Storage(Strict):
    """Where items are kept. `MONITOR_DATABASE_URL` overrides `database_url`."""

    database_url: str = "sqlite:///var/monitor.sqlite"


class Fetching(Strict):
    """How politely and how long we fetch; seconds and bytes.

    `total_seconds` bounds one address with all its redirects, `max_bytes` a feed or listing, `page_bytes` an article's
    page. `throttle_scope`: a 429 or 503 with Retry-After holds back every source of that host, or that source alone.
    """

    user_agent: str = "KemenP2MI-Monitor/0.1 (pemantauan berita publik; kontak: lihat monitor.toml)"
    connect_seconds: float = Field(default=10, gt=0)
    read_seconds: float = Field(default=20, gt=0)
    total_seconds: float = Field(default=30, gt=0)
    max_bytes: int = Field(default=5_000_000, gt=0)
    page_bytes: int = Field(default=10_000_000, gt=0)
    concurrency: int = Field(default=40, gt=0, le=500)
    robots: bool = True
    throttle_scope: Literal["host", "source"] = "host"


class Tagging(Strict):
    """Which model tags, and how unsure it may be before it abstains; each model brings its own bar.

    `MONITOR_MODEL` overrides `model`.
    """

    model: str = "bawaan"
    abstain_below: float | None = Field(default=None, ge=0, le=1)


class DigestSettings(Strict):
    """Where digests are written and how many weeks their median looks back."""

    out: Path = Path("keluaran/digest")
    history_weeks: int = Field(default=8, ge=1, le=52)


class Site(Strict):
    """Where the site is read from and written to."""

    settings: Path = Path("pelicanconf.py")
    content: Path = Path("content")
    out: Path = Path("keluaran/situs")


class Retention(Strict):
    """Months after publication that items are kept, by kind; 0 keeps them for good."""

    post: int = Field(default=13, ge=0, le=600)
    news: int = Field(default=0, ge=0, le=600)


class Privacy(Strict):
    """What is public beside public.toml, whether news is masked like posts, and how long items are kept."""

    accounts: Path | None = None
    mask_news: bool = False
    retention: Retention = Retention()


class Settings(Strict):
    """Everything an installation may change; every key is optional."""

    storage: Storage = Storage()
    fetching: Fetching = Fetching()
    tagging: Tagging = Tagging()
    digest: DigestSettings = DigestSettings()
    site: Site = Site()
    privacy: Privacy = Privacy()
    sources: Path | None = None
    imports: Path | None = None


def read_settings(path: Path | None = None, environ: Mapping[str, str] = os.environ) -> Settings:
    """Read monitor.toml (or `path`, or `MONITOR_CONFIG`), then the environment. Raise ConfigError.

    A missing default file is fine; a missing named file is an error.
    """
    named = path or (Path(environ["MONITOR_CONFIG"]) if environ.get("MONITOR_CONFIG") else None)
    file = named or Path("monitor.toml")
    data = load(file) if named or file.exists() else {}
    settings = _checked(file.name, data)
    if url := environ.get("MONITOR_DATABASE_URL"):
        settings = settings.model_copy(update={"storage": settings.storage.model_copy(update={"database_url": url})})
    if model := environ.get("MONITOR_MODEL"):
        settings = settings.model_copy(update={"tagging": settings.tagging.model_copy(update={"model": model})})
    return settings


def _checked(name: str, data: Mapping[str, Any]) -> Settings:
    """Check the settings; when they are wrong, add what is wrong with the source list they name. Raise ConfigError."""
    try:
        return check(name, data, Settings)
    except ConfigError as error:
        listed = data.get("sources")
        problems: tuple[str, ...] = ()
        if isinstance(listed, str):
            try:
                read_sources(Path(listed))
            except ConfigError as more:
                problems = more.problems
        raise ConfigError([*error.problems, *problems]) from error
