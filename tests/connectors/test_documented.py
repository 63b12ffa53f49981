"""docs/sumber says of every platform what it needs, and exactly what is tested."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import test_behaviours
from fakes import FAKES

from monitor.config.connectors import PLATFORMS

DOCS = Path(__file__).parents[2] / "docs/sumber"
PAGE = (DOCS / "pengujian.md").read_text("utf-8")
TESTS = dict(re.findall(r"^\| (\d+) \| [^|]+ \| `(test_\w+)` \|$", PAGE, re.M))
CELLS = [line.strip("| ").split(" | ") for line in PAGE.splitlines() if re.match(r"\| [a-z]+ \| [✓–]", line)]


def test_the_table_is_what_runs() -> None:
    assert sorted(row[0] for row in CELLS) == sorted(FAKES)
    for number, name in TESTS.items():
        marks = [mark for mark in getattr(test_behaviours, name).pytestmark if mark.args[0] == "kind"]
        tested = {kind.value for mark in marks for kind in mark.args[1]}
        assert tested == {row[0] for row in CELLS if row[int(number)] == "✓"}, name


@pytest.mark.parametrize("kind", PLATFORMS)
def test_every_platform_has_a_page_with_its_cost_its_keys_and_what_is_unverified(kind: str) -> None:
    page = (DOCS / f"{kind}.md").read_text("utf-8")
    needed = {name for names in (PLATFORMS[kind].tokens or {}).values() for name in names}  # type: ignore[index]
    assert all(name in page for name in needed)
    assert "**Belum diperiksa:**" in page
    assert re.search(r"(?i)biaya", page)
    assert f"{kind}.md" in (DOCS / "README.md").read_text("utf-8")
