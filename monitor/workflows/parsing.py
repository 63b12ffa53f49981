"""Where feeds and pages are parsed: worker processes that a hostile body can neither hold up nor fill.

Each worker does one job at a time under limits that the system enforces (RLIMIT_CPU, RLIMIT_AS, a time on the wall),
so the body that passes one is known for certain: its worker is killed, its job alone ends in an OverrunError that
names the limit, and the next job gets a fresh worker. Workers are forked from a server that has loaded the parsers
already, which makes a new one cheap.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from queue import SimpleQueue
from typing import Any, TypeVar

from monitor.errors import OverrunError

T = TypeVar("T")
Job = Callable[[], Any]

CPU_SECONDS = 5
"""Processor time for one body. The slowest real feed of the 3,243 in fixtures takes a tenth of a second."""
WALL_SECONDS = 120.0
"""Longest wait for a body, for a machine so busy that the processor time does not pass."""
MEMORY_BYTES = 700_000_000
"""Memory one worker may take beyond what it starts with; the largest allowed page needs about half."""
MANY = 16
"""From this many sources on there are two workers or more, so that a body read to its limit does not stop the rest."""

_MOST_WORKERS = 4
_REPORT = "Matikan sumber ini dan laporkan ke pengembang."
_TOO_LONG = f"Isi alamat ini tidak selesai dibaca dalam batas waktu olah ({CPU_SECONDS} detik), jadi dihentikan."
_TOO_BIG = f"Isi alamat ini memakan memori lebih dari batas ({MEMORY_BYTES // 1_000_000} MB), jadi dihentikan."
_CRASHED = "Isi alamat ini menghentikan pembacanya."
_STOPPED = "Pembacaan dihentikan sebelum selesai."

_forks = multiprocessing.get_context("forkserver")
_forks.set_forkserver_preload(["monitor.workflows.visit"])


@contextmanager
def parsing(sources: int) -> Iterator[Executor]:
    """Give the executor that parses for a run over this many sources; waiting work is dropped on the way out."""
    executor = Workers(min(_MOST_WORKERS, max(2, os.cpu_count() or 2)) if sources >= MANY else 1)
    try:
        yield executor
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


class Workers(Executor):
    """Run picklable jobs in worker processes, each under the limits of this module.

    A job that its limits end raises OverrunError; other errors come back as they were raised.
    """

    def __init__(self, count: int = 1) -> None:
        self._lanes = [_Lane() for _ in range(count)]
        self._free: SimpleQueue[_Lane] = SimpleQueue()
        self._threads = ThreadPoolExecutor(count, "parse")
        for lane in self._lanes:
            self._free.put(lane)
            self._threads.submit(lane.start)  # while the first addresses are fetched

    def submit(self, job: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """Run a picklable job in a worker."""
        return self._threads.submit(self._run, partial(job, *args, **kwargs))

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Stop the workers; with `cancel_futures` those at work too."""
        self._threads.shutdown(wait=wait and not cancel_futures, cancel_futures=cancel_futures)
        for lane in self._lanes:
            lane.close()
        self._threads.shutdown(wait=wait)

    def _run(self, job: Job) -> Any:
        lane = self._free.get()
        try:
            return lane.run(job)
        finally:
            self._free.put(lane)


class _Lane:
    """One worker process at a time, started when it is needed and replaced when it has died."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._worker: tuple[BaseProcess, Connection] | None = None
        self._closed = False

    def start(self) -> tuple[BaseProcess, Connection]:
        """Return the worker and the pipe to it. Raise OverrunError when the lane is closed."""
        with self._lock:
            if self._closed:
                raise OverrunError(_STOPPED, "Jalankan lagi.")
            if self._worker is None:
                ours, theirs = _forks.Pipe()
                process = _forks.Process(target=work, args=(theirs,), daemon=True)
                process.start()
                theirs.close()
                self._worker = process, ours
            return self._worker

    def run(self, job: Job) -> Any:
        """Return what the job returns, or raise what it raises; OverrunError when a limit ended it."""
        process, pipe = self.start()
        late = False
        try:
            pipe.send(job)
            late = not pipe.poll(WALL_SECONDS)
            if late:
                process.kill()
            error, value = pipe.recv()
        except (EOFError, OSError) as ended:
            self._bury()
            late = late or process.exitcode == -signal.SIGXCPU
            raise OverrunError(_STOPPED if self._closed else _TOO_LONG if late else _CRASHED, _REPORT) from ended
        if isinstance(error, MemoryError):
            self._bury()
            raise OverrunError(_TOO_BIG, _REPORT) from error
        if error is not None:
            raise error
        return value

    def close(self) -> None:
        """End the worker for good, whatever it does."""
        self._closed = True
        self._bury()

    def _bury(self) -> None:
        with self._lock:
            worker, self._worker = self._worker, None
        if worker is not None:
            worker[0].kill()
            worker[0].join()


def work(pipe: Connection) -> None:
    """Do jobs from the pipe until it ends, each within the limits; Ctrl-C is the main process's to handle."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _lower(resource.RLIMIT_CORE, 0)
    if (held := _address_space()) is not None:
        _lower(resource.RLIMIT_AS, held + MEMORY_BYTES)
    with ThreadPoolExecutor(1) as thread:
        while True:
            try:
                job = pipe.recv()
            except EOFError:
                return
            used = resource.getrusage(resource.RUSAGE_SELF)
            _lower(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + CPU_SECONDS)
            done = thread.submit(job)
            error = done.exception()
            pipe.send((error, None if error else done.result()))


def _address_space() -> int | None:
    """Return the bytes this process has mapped; None where the system does not say."""
    statm = Path("/proc/self/statm")
    return int(statm.read_text().split()[0]) * os.sysconf("SC_PAGE_SIZE") if statm.exists() else None


def _lower(limit: int, value: int) -> None:
    _, hard = resource.getrlimit(limit)
    resource.setrlimit(limit, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))
