"""A PostgreSQL server for the trials, and the way to their modules."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import postgres
import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def cluster() -> Iterator[postgres.Cluster]:
    with postgres.running() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path}/monitor.sqlite"
        return
    cluster: postgres.Cluster = request.getfixturevalue("cluster")
    fresh = cluster.fresh()
    yield fresh
    cluster.drop(fresh)
