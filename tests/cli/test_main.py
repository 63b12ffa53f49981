from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def monitor(*args: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "monitor", *args]
    return subprocess.run(command, capture_output=True, text=True, cwd=cwd, check=False)


def test_help_is_indonesian_and_lists_every_command() -> None:
    from monitor.cli.main import COMMANDS

    shown = monitor("--help")
    assert shown.returncode == 0
    assert "Pemakaian:" in shown.stdout
    assert "Perintah:" in shown.stdout
    for english in ("Usage", "Options", "Commands", "Show this message"):
        assert english not in shown.stdout
    assert all(f"\n  {name} " in shown.stdout for name in COMMANDS)


def test_help_loads_nothing_heavy() -> None:
    code = ("import sys\nsys.argv = ['monitor', '--help']\nfrom monitor.cli.main import main\n"
            "try: main()\nexcept SystemExit: pass\n"
            "print('HEAVY', sorted({'spacy','numpy','sqlalchemy','aiohttp','altair','pyarrow','pelican','trafilatura',"
            "'feedparser','pydantic'} & set(sys.modules)))")
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.rstrip().endswith("HEAVY []")


def test_a_wrong_command_exits_with_2_and_points_to_help() -> None:
    shown = monitor("tagg")
    assert shown.returncode == 2
    assert "Perintah 'tagg' tidak dikenal, mungkin maksudnya 'tag'." in shown.stderr
    assert "--help" in shown.stderr


def test_a_bad_settings_file_exits_with_2_and_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "monitor.toml").write_text("[fetchin]\n", "utf-8")
    shown = monitor("sources", "list", cwd=tmp_path)
    assert shown.returncode == 2
    assert "mungkin maksudnya 'fetching'" in shown.stderr
    assert "Traceback" not in shown.stderr
