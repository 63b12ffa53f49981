from __future__ import annotations

import runpy
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_there_is_one_current_page_per_rule() -> None:
    pages = runpy.run_path(str(ROOT / "docs/generate_rules.py"))["render"]()
    written = {path.name: path.read_text("utf-8") for path in (ROOT / "docs/aturan").glob("*.md")}
    assert sorted(written) == sorted(pages), "docs/aturan is out of date: run `make docs`"
    assert written == pages, "docs/aturan is out of date: run `make docs`"
