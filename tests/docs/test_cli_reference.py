from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_the_command_reference_is_what_the_code_says(tmp_path: Path) -> None:
    code = "import runpy; print(runpy.run_path('docs/generate_cli.py')['render'](), end='')"
    now = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT).stdout
    assert (ROOT / "docs/cli.md").read_text("utf-8") == now, "docs/cli.md is out of date: run `make docs`"
