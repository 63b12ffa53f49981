"""The fixture that all connectors are tested with."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from loopback import Loopback

sys.path.insert(0, str(Path(__file__).parent))

from platforms import KEYS, Make, Platform

from monitor.models import SearchRules, SourceKind


@pytest.fixture
def platform(server: Loopback, tmp_path: Path) -> Make:
    """Make a platform of one kind on the loopback server: `platform(SourceKind.X, queries=("pmi",))`."""
    def make(kind: SourceKind, *, keys: dict[str, str] | None = None, **rules: object) -> Platform:
        return Platform(server, tmp_path, kind, SearchRules(**rules),  # type: ignore[arg-type]
                        KEYS if keys is None else keys)
    return make
