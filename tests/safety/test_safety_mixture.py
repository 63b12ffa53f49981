"""A run over a hundred feeds of which five attack: nothing good is lost, everything hostile is named."""

from __future__ import annotations

import gzip
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from attacking import at_home, item, kept, rss, source
from loopback import Loopback, Reply
from test_safety_parsing import COSTLY

from monitor.config.settings import Fetching
from monitor.models import SourceStatus
from monitor.workflows.collect import collect


def drip() -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\n\r\n"
    for _ in range(200):
        yield b"x"


BOMB = gzip.compress(bytes(60_000_000))
HOSTILE = {
    "atribut": (lambda _: Reply(COSTLY["atribut"]), "isi melampaui batas"),
    "bom": (lambda _: Reply(BOMB, headers={"Content-Encoding": "gzip"}), "terlalu besar"),
    "tetes": (lambda _: Reply(raw=drip(), pause=0.2), "waktu habis"),
    "dalam": (lambda _: Reply(status=302, headers={"Location": "http://169.254.169.254/"}), "alamat ditolak"),
    "kepala": (lambda _: Reply(raw=[b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200_000 + b"\r\n"]), "jawaban rusak"),
}


@pytest.mark.attack(11)
def test_of_a_hundred_feeds_the_95_good_ones_are_collected_and_the_5_hostile_ones_named(tmp_path: Path) -> None:
    with ExitStack() as stack:
        good = [stack.enter_context(Loopback(f"127.0.1.{number + 1}")) for number in range(19)]
        bad = {name: stack.enter_context(Loopback(f"127.0.2.{number + 1}")) for number, name in enumerate(HOSTILE)}
        sources = []
        for number in range(95):
            host = good[number % len(good)]
            entries = [item(f"Judul {number} {n}", f"https://media{number}.example/{n}") for n in range(5)]
            sources.append(source(host.serve(f"/{number}", rss(*entries)), f"baik-{number}"))
            if number % 19 == 9:
                name = list(HOSTILE)[number // 19]
                sources.append(source(bad[name].serve("/feed", HOSTILE[name][0]), f"jahat-{name}"))
        seam = frozenset().union(*(each.seam for each in (*good, *bad.values())))
        started = time.monotonic()
        settings = at_home(tmp_path, Fetching(connect_seconds=10, read_seconds=10, total_seconds=12))
        results = {result.source_id: result for result in collect(settings, sources=sources, loopback=seam)}
        seconds = time.monotonic() - started
    assert len(results) == 100
    lost = {name: result.cause for name, result in results.items() if name.startswith("baik") and result.new != 5}
    assert lost == {}
    named = {name: results[f"jahat-{name}"] for name in HOSTILE}
    assert all(result.status is SourceStatus.FAILED for result in named.values())
    assert {name: result.cause.partition(":")[0] for name, result in named.items()} == {
        name: cause for name, (_, cause) in HOSTILE.items()}
    assert len(kept(settings)) == 95 * 5
    assert seconds < 200
