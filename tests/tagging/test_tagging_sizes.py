"""The two sizes in the package: which one is meant, what it says of itself, and what happens when a file is damaged."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from monitor.config.settings import Tagging
from monitor.tagging import load
from monitor.tagging.stored import DEFAULT, ENCODER, MODEL

ROOT = Path(__file__).parents[2]
LINE = '{"id": "1", "title": "BP3MI Bali pulangkan 2 PMI", "text": ""}\n'


def annotate(folder: Path, model: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "monitor", "annotate"], input=LINE, capture_output=True, text=True,
                          cwd=folder, env=os.environ | {"MONITOR_MODEL": model}, check=False)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the package, whose files a test may damage."""
    folder = tmp_path_factory.mktemp("paket")
    shutil.copytree(ROOT / "monitor", folder / "monitor", ignore=shutil.ignore_patterns("__pycache__"))
    return folder


@pytest.mark.parametrize("size", ["cepat", "akurat"])
def test_tags_say_which_size_made_them(package: Path, size: str) -> None:
    done = annotate(package, size)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["model"].startswith(f"p2mi-{size}-")


def test_the_default_is_the_accurate_size() -> None:
    assert DEFAULT == "akurat"
    assert load().model == load(Tagging(model="akurat")).model != load(Tagging(model="cepat")).model


@pytest.mark.parametrize("name", ["encoder.onnx", "tokenizer.json", "encoder.json", "checksums.json"])
def test_a_damaged_or_missing_encoder_file_is_named_with_the_way_out(package: Path, name: str) -> None:
    path = package / "monitor/tagging/model_accurate" / name
    whole = path.read_bytes()
    for content in (None, whole[:-10] + b"x"):
        path.unlink()
        if content is not None:
            path.write_bytes(content)
        done = annotate(package, "akurat")
        assert done.returncode == 1
        assert done.stderr.startswith("Galat: ")
        assert f"model_accurate/{name}" in done.stderr
        assert "git restore monitor/tagging/model_accurate" in done.stderr
        assert "Traceback" not in done.stderr
        path.write_bytes(whole)
    assert annotate(package, "cepat").returncode == 0


def test_both_sizes_together_stay_below_sixty_megabytes() -> None:
    files = [path for folder in (MODEL, ENCODER) for path in folder.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 60_000_000


def test_the_accurate_size_stays_below_a_gigabyte_of_memory() -> None:
    script = ("import re, pathlib\nfrom monitor.models import TextKind\nfrom monitor.tagging import load\n"
              "from monitor.config.settings import Tagging\n"
              "text = 'BP3MI Riau memulangkan pekerja migran dari Malaysia. ' * 800\n"
              "list(load(Tagging(model='akurat')).tag_texts([(text, text, TextKind.FULL, None)] * 200))\n"
              # not getrusage: its peak is handed down from the process that started this one
              "print(int(re.search(r'VmHWM:\\s+(\\d+)', pathlib.Path('/proc/self/status').read_text())[1]) // 1024)")
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 1000
