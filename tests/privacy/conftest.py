"""An installation around each of the two engines."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.config.settings import Settings, Storage
from monitor.privacy.key import VARIABLE


@pytest.fixture(autouse=True)
def own_key(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No key from outside, and one made for a server stays in the test's own folder."""
    monkeypatch.delenv(VARIABLE, raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def settings(url: str, tmp_path: Path) -> Settings:
    base = Settings()
    return base.model_copy(update={
        "storage": Storage(database_url=url),
        "digest": base.digest.model_copy(update={"out": tmp_path / "keluaran" / "digest"}),
        "site": base.site.model_copy(update={"content": tmp_path / "content"}),
        "tagging": base.tagging.model_copy(update={"model": "cepat"}),
    })
