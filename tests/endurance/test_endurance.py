"""Killed, doubled, starved of disk, on a wrong clock, and running for a day: nothing lost, nothing twice.

Small sizes, for CI; `make endurance` runs the same trials at full size (50 kills, 10,000 polls, 100,000 items).
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import trials
from house import serving

from monitor.storage.store import Store

COLLECTING_MB, GROWTH_MB = 10, 40


def test_a_collector_killed_at_random_moments_loses_and_doubles_nothing(url: str) -> None:
    found = trials.kill_again_and_again(url, kills=4 if url.startswith("sqlite") else 2)
    assert (found.lost, found.doubled) == (0, 0)
    assert found.items == found.tagged > 0


def test_two_collectors_at_once_store_everything_once(url: str) -> None:
    found = trials.two_at_once(url, rounds=1)
    assert (found.lost, found.doubled) == (0, 0)
    assert found.items == found.tagged == 96


def test_a_day_of_polls_keeps_memory_flat(tmp_path: Path) -> None:
    day = trials.a_day(f"sqlite:///{tmp_path}/monitor.sqlite", feeds=16, ticks=16, per_tick=10, tag_every=4)
    assert (day.polls, day.items, day.failed) == (256, 2560, 0)
    assert day.collecting() < COLLECTING_MB, day.resident
    assert day.growth() < GROWTH_MB, day.resident
    assert day.files[1] <= day.files[0] + 2
    assert day.threads < 40


def test_a_file_size_limit_ends_in_a_message_and_a_whole_store(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/monitor.sqlite"
    Store(url).close()
    limit = sum(file.stat().st_size for file in tmp_path.iterdir()) + 60_000

    def starve() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    with serving(8, per_tick=12, window=12) as house:
        _refused(trials.start(url, house, "once", preexec_fn=starve), ("Disk penuh", "Disk gagal"))
        trials.check(url, house, complete=False)
        trials.finish(trials.start(url, house, "once"))
        assert trials.check(url, house, complete=True).items == 96


def test_a_full_disk_ends_in_a_message_and_a_whole_store(tmp_path: Path) -> None:
    with _small_disk(tmp_path / "disk") as folder:
        url = f"sqlite:///{folder}/monitor.sqlite"
        Store(url).close()
        ballast = folder / "isi"
        _fill(ballast, leave=90_000)
        with serving(8, per_tick=12, window=12) as house:
            _refused(trials.start(url, house, "once"), ("Disk penuh",))
            trials.check(url, house, complete=False)
            ballast.unlink()
            trials.finish(trials.start(url, house, "once"))
            assert trials.check(url, house, complete=True).items == 96


def _refused(child: trials.Child, words: tuple[str, ...]) -> None:
    code, _, errors = child.wait()
    assert code == 1, errors
    assert errors.startswith("Galat: "), errors
    assert any(each in errors for each in words), errors
    assert "Yang sudah tersimpan tidak hilang" in errors
    assert "Traceback" not in errors


@contextmanager
def _small_disk(folder: Path) -> Iterator[Path]:
    """Mount four megabytes of memory as a disk, which only root may; elsewhere the file size limit has to do."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)]
    allowed = os.geteuid() == 0 and shutil.which("mount")
    if not allowed or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("Tidak boleh memasang tmpfs (perlu root): uji disk penuh sungguhan DILEWATI; "
                    "uji batas ukuran berkas tetap berjalan")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def _fill(file: Path, *, leave: int) -> None:
    free = shutil.disk_usage(file.parent).free
    file.write_bytes(b"0" * max(free - leave, 0))
