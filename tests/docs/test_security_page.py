from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_page_counts_the_attacks_that_the_tests_try() -> None:
    done = subprocess.run([sys.executable, "docs/generate_security.py", "--print"], cwd=ROOT, capture_output=True,
                          text=True, check=True)
    start = "<!-- counted: begin -->\n"
    table = done.stdout[done.stdout.index(start):]
    assert table in (ROOT / "docs/security.md").read_text("utf-8"), "run `make docs`"
    rows = [line.split("|") for line in table.splitlines() if line[2:3].isdigit()]
    assert [int(row[1]) for row in rows] == list(range(1, 24))
    assert all(int(row[3]) > 0 for row in rows)
