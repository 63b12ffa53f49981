"""Fixtures shared by every test."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import postgres
from loopback import Loopback

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))


@pytest.fixture
def server() -> Iterator[Loopback]:
    """A loopback HTTP server; `server.serve("/feed.xml", body)` scripts it, `server.seam` opens the guard for it."""
    with Loopback() as running:
        yield running


@pytest.fixture(scope="session")
def cluster() -> Iterator[postgres.Cluster]:
    """One PostgreSQL server for all tests that ask for it."""
    with postgres.running() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database that does not exist yet (SQLite) or is empty (PostgreSQL)."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/monitor.sqlite"
        return
    cluster: postgres.Cluster = request.getfixturevalue("cluster")
    fresh = cluster.fresh()
    yield fresh
    cluster.drop(fresh)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium through Playwright; without it the test is skipped, and fails where CI is set."""
    if not CHROMIUM.exists():
        if os.environ.get("CI"):
            pytest.fail(f"{CHROMIUM} tidak ada; pasang paket chromium")
        pytest.skip(f"{CHROMIUM} tidak ada: uji peramban DILEWATI; pasang paket chromium")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu",
                                                                                  "--disable-dev-shm-usage"])
        yield running
        running.close()
