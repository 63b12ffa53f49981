"""Fixtures shared by every test."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from loopback import Loopback


@pytest.fixture
def server() -> Iterator[Loopback]:
    """A loopback HTTP server; `server.serve("/feed.xml", body)` scripts it, `server.seam` opens the guard for it."""
    with Loopback() as running:
        yield running
