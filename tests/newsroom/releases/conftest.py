from __future__ import annotations

import shutil
from pathlib import Path

import pytest

SITE = Path(__file__).parents[2] / "data/site/content"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A private copy of the small test site."""
    return Path(shutil.copytree(SITE, tmp_path / "content"))
