"""Where feeds and pages are parsed: a thread for a few sources, worker processes for many."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Any, TypeVar

from monitor.errors import FeedError

T = TypeVar("T")
MANY = 16
"""From this many sources on, parsing beside the main process gains more than starting workers costs (about 1 s)."""
_MOST_WORKERS = 4
_TRIES = 3


@contextmanager
def parsing(sources: int) -> Iterator[Executor]:
    """Give the executor that parses for a run over this many sources; waiting work is dropped on the way out."""
    executor = Workers() if sources >= MANY else ThreadPoolExecutor(1)
    try:
        yield executor
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


class Workers(Executor):
    """Worker processes that are started anew when a hostile body takes one down.

    A job in flight at that moment is tried again; one that does it three times ends in a FeedError.
    """

    def __init__(self) -> None:
        self._pool = _start()

    def submit(self, job: Callable[..., T], /, *args: Any, **kwargs: Any) -> Future[T]:
        """Run a picklable job in a worker."""
        done: Future[T] = Future()
        self._try(done, lambda pool: pool.submit(job, *args, **kwargs), _TRIES)
        return done

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Stop the workers."""
        self._pool.shutdown(wait=wait, cancel_futures=cancel_futures)

    def _try(self, done: Future[T], send: Callable[[ProcessPoolExecutor], Future[T]], left: int) -> None:
        pool = self._pool
        try:
            sent = send(pool)
        except BrokenProcessPool:
            self._replace(pool)
            sent = send(self._pool)

        def settle(future: Future[T]) -> None:
            if future.cancelled():
                done.cancel()
            elif (error := future.exception()) is None:
                done.set_result(future.result())
            elif not isinstance(error, BrokenProcessPool):
                done.set_exception(error)
            elif left > 1:
                self._replace(pool)
                self._try(done, send, left - 1)
            else:
                done.set_exception(FeedError("Isi alamat ini menghentikan pembacanya.",
                                             "Matikan sumber ini dan laporkan ke pengembang."))

        sent.add_done_callback(settle)

    def _replace(self, broken: ProcessPoolExecutor) -> None:
        if self._pool is broken:
            self._pool = _start()


def _start() -> ProcessPoolExecutor:
    """Start the workers at once, so that their imports run while the first addresses are fetched."""
    workers = max(1, min(_MOST_WORKERS, (os.cpu_count() or 2) - 1))
    pool = ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"), initializer=_prepare)
    pool.submit(_prepare)
    return pool


def _prepare() -> None:
    """Leave Ctrl-C to the main process, and load what parsing needs."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    import monitor.workflows.visit  # noqa: F401
