"""`monitor tag`, run as staff run it."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from clippings import MOMENT, article

from monitor.config.settings import Settings, Storage
from monitor.storage.store import Store
from monitor.workflows.tag import tag

TITLES = {"a": "BP3MI NTB pulangkan 20 PMI dari Malaysia", "b": "BP3MI NTB pulangkan 20 PMI dari Malaysia",
          "c": "Stok darah PMI Kota Solo menipis, warga diminta donor",
          "d": "Migrant CARE kritik KP2MI soal overcharging"}


def fill(folder: Path) -> str:
    url = f"sqlite:///{folder}/uji.sqlite"
    with Store(url) as store:
        store.add([article(name, title=title, text="", at=MOMENT + timedelta(hours=number))
                   for number, (name, title) in enumerate(TITLES.items())])
    return url


def run(folder: Path, url: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "MONITOR_DATABASE_URL": url, "PYTHONUTF8": "1"}
    return subprocess.run([sys.executable, "-m", "monitor", "tag", *arguments], cwd=folder, env=env,
                          capture_output=True, text=True, timeout=120, check=False)


def test_new_items_are_tagged_once_and_grouped(tmp_path: Path) -> None:
    url = fill(tmp_path)
    done = run(tmp_path, url)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-2:] == [
        "Salinan digabung: 2 berita tentang 2 peristiwa, termasuk sepekan di sekitarnya",
        "4 naskah ditandai, 3 relevan"]
    with Store(url) as store:
        clips = store.clips(MOMENT, MOMENT + timedelta(days=1))
    assert [clip.article.id for clip in clips] == [article(name).id for name in "abd"]
    assert clips[0].grouping is not None
    assert clips[1].grouping is not None
    assert clips[0].grouping.story_id == clips[1].grouping.story_id
    assert "0 naskah ditandai, 0 relevan" in run(tmp_path, url).stdout
    assert "4 naskah ditandai, 3 relevan" in run(tmp_path, url, "--all").stdout


def test_what_an_interrupted_run_left_ungrouped_is_grouped_by_the_next(tmp_path: Path) -> None:
    url = fill(tmp_path)
    settings = Settings(storage=Storage(database_url=url))

    class Interrupted(Exception):
        pass

    def stop(_: int) -> None:
        raise Interrupted

    with pytest.raises(Interrupted):
        tag(settings, on_progress=stop)
    with Store(url) as store:
        assert store.ungrouped_span() is not None
    summary = tag(settings)
    assert (summary.tagged, summary.stories) == (0, 2)
    with Store(url) as store:
        assert store.ungrouped_span() is None


def test_progress_goes_to_stderr_and_sizes_add_up(tmp_path: Path) -> None:
    sizes: list[int] = []
    summary = tag(Settings(storage=Storage(database_url=fill(tmp_path))), on_progress=sizes.append)
    assert sum(sizes) == summary.tagged == 4
