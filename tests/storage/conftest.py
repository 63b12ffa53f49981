"""A store on each engine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from monitor.storage.store import Store


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with Store(url) as opened:
        yield opened
