"""Parsing in worker processes: what a job may use, and what becomes of one that uses more."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import CancelledError
from pathlib import Path

import pytest

from monitor.errors import FeedError
from monitor.workflows.parsing import MANY, Workers, parsing


def die() -> None:
    os._exit(1)


def refuse() -> None:
    raise FeedError("Bukan feed.", "Periksa alamatnya.")


def spin() -> None:
    while True:
        pass


def fill() -> None:
    kept = []
    while True:
        kept.append(b"x" * 1_000_000)


def test_every_run_parses_in_other_processes() -> None:
    with parsing(1) as few, parsing(MANY) as many:
        assert os.getpid() not in {few.submit(os.getpid).result(), many.submit(os.getpid).result()}


def test_an_error_comes_back_whole_from_a_worker() -> None:
    with parsing(1) as workers, pytest.raises(FeedError) as caught:
        workers.submit(refuse).result()
    assert (caught.value.what, caught.value.todo) == ("Bukan feed.", "Periksa alamatnya.")


def test_a_body_that_kills_its_worker_fails_alone() -> None:
    with parsing(1) as workers:
        jobs = [workers.submit(job) for job in (die, os.getpid, die, os.getpid)]
        for deadly in jobs[::2]:
            with pytest.raises(FeedError, match="menghentikan pembacanya"):
                deadly.result(timeout=60)
        assert len({job.result(timeout=60) for job in jobs[1::2]}) == 2


def test_a_job_ends_at_its_processor_time_and_says_so() -> None:
    with parsing(1) as workers:
        workers.submit(os.getpid).result()
        started = os.times()
        with pytest.raises(FeedError, match="batas waktu olah"):
            workers.submit(spin).result()
        ended = os.times()
        assert workers.submit(os.getpid).result(timeout=60) != os.getpid()
    assert ended.user - started.user < 1, "the main process must not work along"
    assert ended.elapsed - started.elapsed > 3


def test_each_job_has_the_whole_processor_time_for_itself() -> None:
    with parsing(1) as workers:
        before = workers.submit(os.getpid).result()
        for _ in range(4):
            workers.submit(burn, 1.5).result()
        assert workers.submit(os.getpid).result() == before


def burn(seconds: float) -> None:
    start = time.process_time()
    while time.process_time() - start < seconds:
        pass


def test_a_job_that_fills_memory_ends_and_says_so() -> None:
    with parsing(1) as workers:
        with pytest.raises(FeedError, match="memori lebih dari batas"):
            workers.submit(fill).result()
        assert workers.submit(os.getpid).result(timeout=60) != os.getpid()


def test_leaving_stops_a_job_at_work_at_once() -> None:
    with Workers(1) as workers:
        busy, waiting = workers.submit(spin), workers.submit(os.getpid)
        while not busy.running():
            time.sleep(0.01)
        time.sleep(0.2)
        started = time.monotonic()
        workers.shutdown(cancel_futures=True)
        assert time.monotonic() - started < 2
    assert isinstance(busy.exception(), FeedError)
    with pytest.raises(CancelledError):
        waiting.result()


KILLED = """
import os, time
from monitor.workflows.parsing import parsing
if __name__ == "__main__":
    with parsing(1) as workers:
        print(workers.submit(os.getpid).result(), flush=True)
        time.sleep(60)
"""


def test_workers_do_not_outlive_a_killed_main_process(tmp_path: Path) -> None:
    script = tmp_path / "utama.py"
    script.write_text(KILLED)
    main = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True,
                            cwd=Path(__file__).parents[2], env={**os.environ, "PYTHONPATH": "."})
    assert main.stdout is not None
    worker = int(main.stdout.readline())
    main.send_signal(signal.SIGKILL)
    main.wait()
    main.stdout.close()
    deadline = time.monotonic() + 20
    while Path(f"/proc/{worker}").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not Path(f"/proc/{worker}").exists()
