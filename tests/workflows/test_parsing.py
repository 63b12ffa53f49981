from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from monitor.errors import FeedError
from monitor.workflows.parsing import MANY, Workers, parsing


def die() -> None:
    os._exit(1)


def refuse() -> None:
    raise FeedError("Bukan feed.", "Periksa alamatnya.")


def test_few_sources_are_parsed_in_a_thread_and_many_in_other_processes() -> None:
    with parsing(MANY - 1) as few, parsing(MANY) as many:
        assert isinstance(few, ThreadPoolExecutor)
        assert few.submit(os.getpid).result() == os.getpid()
        assert many.submit(os.getpid).result() != os.getpid()


def test_an_error_comes_back_whole_from_a_worker() -> None:
    with parsing(MANY) as workers, pytest.raises(FeedError) as caught:
        workers.submit(refuse).result()
    assert (caught.value.what, caught.value.todo) == ("Bukan feed.", "Periksa alamatnya.")


def test_a_body_that_kills_its_worker_fails_alone() -> None:
    workers = Workers()
    try:
        deadly = workers.submit(die)
        with pytest.raises(FeedError, match="menghentikan pembacanya"):
            deadly.result(timeout=60)
        assert workers.submit(os.getpid).result(timeout=60) != os.getpid()
    finally:
        workers.shutdown()
