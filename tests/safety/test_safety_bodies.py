"""Groups 9 and 10: bodies that swell, lie or never end, and servers that take their time."""

from __future__ import annotations

import asyncio
import gzip
import json
import os
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import brotli
import pytest
from attacking import QUICK, at_home, fetch, gather, item, kept, rss, source
from backports import zstd
from loopback import Loopback, Reply

from monitor.config.settings import Fetching
from monitor.errors import FetchError
from monitor.fetching import Fetcher

BOMB = 300_000_000
ROOM = 50_000_000
BLOCK = bytes(1 << 20)

CLIENT = """
import asyncio, json, re, sys
from pathlib import Path
from monitor.config.settings import Fetching
from monitor.errors import FetchError
from monitor.fetching import Fetcher

def held(name):
    return int(re.search(name + r":\\s+(\\d+)", Path("/proc/self/status").read_text())[1]) * 1024

async def run(url, port, page):
    async with Fetcher(Fetching(), loopback=frozenset({("127.0.0.1", port)})) as fetcher:
        await fetcher.fetch(url.rpartition("/")[0] + "/kecil")
        Path("/proc/self/clear_refs").write_text("5")
        before = held("VmRSS")
        try:
            body = len((await (fetcher.fetch_page if page else fetcher.fetch)(url)).body)
            cause = "utuh"
        except FetchError as error:
            body, cause = 0, error.cause
        print(json.dumps({"cause": cause, "body": body, "grown": held("VmHWM") - before}))

asyncio.run(run(sys.argv[1], int(sys.argv[2]), sys.argv[3] == "page"))
"""


def growth(server: Loopback, path: str, kind: str = "feed") -> dict[str, int | str]:
    """Fetch in a process of its own and return what came of it, and by how many bytes its resident memory grew."""
    server.serve("/kecil", b"x")
    done = subprocess.run([sys.executable, "-c", CLIENT, server.url + path, str(server.port), kind], timeout=100,
                          capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2],
                          env={**os.environ, "PYTHONPATH": "."})
    found: dict[str, int | str] = json.loads(done.stdout)
    return found


@cache
def bomb(kind: str) -> bytes:
    """Squeeze 300 MB of zeros without ever holding them."""
    blocks = BOMB // len(BLOCK)
    match kind:
        case "gzip" | "deflate":
            stream = zlib.compressobj(9, wbits=31 if kind == "gzip" else 15)
            return b"".join(stream.compress(BLOCK) for _ in range(blocks)) + stream.flush()
        case "br":
            packer = brotli.Compressor(quality=5)
            return b"".join(packer.process(BLOCK) for _ in range(blocks)) + packer.finish()
        case "zstd":
            squeezer = zstd.ZstdCompressor()
            return b"".join(squeezer.compress(BLOCK) for _ in range(blocks)) + squeezer.flush()
        case _:
            return gzip.compress(bomb("gzip"))


@pytest.mark.attack(9)
@pytest.mark.parametrize("kind", ["gzip", "deflate", "br", "zstd", "gzip, gzip"])
@pytest.mark.parametrize("path", ["feed", "page"])
def test_a_bomb_of_300_mb_stops_at_the_cap_without_filling_memory(server: Loopback, kind: str, path: str) -> None:
    server.serve("/bom", bomb(kind), Content_Encoding=kind)
    found = growth(server, "/bom", path)
    assert found["cause"] == "terlalu besar"
    assert int(found["grown"]) < ROOM


def endless() -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n"
    for _ in range(100_000):
        yield BLOCK


def endless_chunks() -> Iterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    for _ in range(100_000):
        yield b"100000\r\n" + BLOCK + b"\r\n"


@pytest.mark.attack(9)
@pytest.mark.parametrize("stream", [endless, endless_chunks])
def test_an_endless_body_stops_at_the_cap(server: Loopback, stream: Callable[[], Iterator[bytes]]) -> None:
    server.serve("/alir", lambda _: Reply(raw=stream()))
    found = growth(server, "/alir")
    assert found["cause"] == "terlalu besar"
    assert int(found["grown"]) < ROOM


@pytest.mark.attack(9)
@pytest.mark.parametrize(("kind", "size", "whole"), [("feed", 4_900_000, True), ("feed", 5_100_000, False),
                                                     ("page", 9_900_000, True), ("page", 10_100_000, False)])
def test_a_feed_may_have_5_mb_and_a_page_10(server: Loopback, kind: str, size: int, whole: bool) -> None:
    server.serve("/isi", bytes(size))
    found = growth(server, "/isi", kind)
    assert (found["cause"], found["body"]) == (("utuh", size) if whole else ("terlalu besar", 0))


LIES = {
    "mengaku 9 TB": (b"HTTP/1.1 200 OK\r\nContent-Length: 9999999999999\r\n\r\nx", "terlalu besar"),
    "lebih pendek": (b"HTTP/1.1 200 OK\r\nContent-Length: 900\r\n\r\n<rss/>", "terpotong"),
    "negatif": (b"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n<rss/>", "jawaban rusak"),
    "dua panjang": (b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 9\r\n\r\n<rss/>", "jawaban rusak"),
    "panjang dan potongan": (b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n"
                             b"6\r\n<rss/>\r\n0\r\n\r\n", ""),
    "potongan raksasa": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"f" * 40 + b"\r\nx", ""),
    "penyandian x": (b"HTTP/1.1 200 OK\r\nContent-Encoding: x\r\nContent-Length: 1\r\n\r\nx", "penyandian asing"),
    "tiga lapis": (b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip, gzip, gzip\r\nContent-Length: 1\r\n\r\nx",
                   "penyandian asing"),
    "seribu lapis": (b"HTTP/1.1 200 OK\r\nContent-Encoding: " + b"gzip," * 1000 + b"gzip\r\n\r\nx",
                     "penyandian asing"),
}


@pytest.mark.attack(9)
@pytest.mark.parametrize("name", LIES)
def test_a_lying_header_is_a_named_failure(tmp_path: Path, server: Loopback, name: str) -> None:
    raw, cause = LIES[name]
    result = gather(at_home(tmp_path), server.seam, source(server.serve("/feed", Reply(raw=[raw]))))["uji"]
    named = result.cause.partition(":")[0]
    assert named == cause if cause else named in {"jawaban rusak", "terpotong", "bukan feed", "koneksi", ""}
    assert kept(at_home(tmp_path)) == []


def slowly(*pieces: bytes) -> Iterator[bytes]:
    yield from pieces
    for _ in range(200):
        yield b"x"


SLOW = {
    "kepala per huruf": lambda: Reply(raw=slowly(b"HTTP/1.1 200 OK\r\nX: "), pause=0.5),
    "isi per huruf": lambda: Reply(raw=slowly(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n"), pause=0.5),
    "isi tanpa akhir per huruf": lambda: Reply(raw=slowly(b"HTTP/1.1 200 OK\r\n\r\n"), pause=0.5),
    "diam": lambda: Reply(b"x", delay=30),
}


@pytest.mark.attack(10)
@pytest.mark.parametrize("name", SLOW)
def test_a_slow_server_ends_at_the_total_time_and_no_other_host_waits(name: str) -> None:
    with Loopback() as good, Loopback("127.0.0.2") as slow:
        slow.serve("/feed", lambda _: SLOW[name]())
        good.serve("/feed", rss(item()))
        limits = Fetching(read_seconds=1.5, total_seconds=2, robots=False)

        async def run() -> tuple[float, float, str]:
            async with Fetcher(limits, loopback=good.seam | slow.seam) as fetcher:
                started = time.monotonic()
                waiting = asyncio.create_task(fetcher.fetch(slow.url + "/feed"))
                await asyncio.sleep(0.05)
                await fetcher.fetch(good.url + "/feed")
                quick = time.monotonic() - started
                with pytest.raises(FetchError) as caught:
                    await waiting
                return quick, time.monotonic() - started, caught.value.cause
        quick, whole, cause = asyncio.run(run())
    assert cause == "waktu habis"
    assert quick < 1.4
    assert whole < 3.5


@pytest.mark.attack(10)
def test_the_total_time_covers_every_hop_together(server: Loopback) -> None:
    for step in range(5):
        server.serve(f"/{step}", Reply(status=302, headers={"Location": f"/{step + 1}"}, delay=0.7))
    server.serve("/5", Reply(b"x", delay=0.7))
    started = time.monotonic()
    with pytest.raises(FetchError) as caught:
        fetch(server.url + "/0", server.seam, Fetching(total_seconds=1.5, robots=False))
    assert caught.value.cause == "waktu habis"
    assert time.monotonic() - started < 2.5
    assert len(server.paths()) <= 3


@pytest.mark.attack(10)
def test_the_limits_shipped_are_those_promised() -> None:
    shipped = Fetching()
    assert (shipped.total_seconds, shipped.max_bytes, shipped.page_bytes) == (30, 5_000_000, 10_000_000)


HEADS = {
    "200.000 kepala": b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200_000 + b"\r\n<rss/>",
    "200.000 nama kepala": b"HTTP/1.1 200 OK\r\n" + b"".join(b"X%d: y\r\n" % n for n in range(200_000)) + b"\r\n<rss/>",
    "kepala 5 MB": b"HTTP/1.1 200 OK\r\nX: " + b"y" * 5_000_000 + b"\r\n\r\n<rss/>",
    "nama kepala 5 MB": b"HTTP/1.1 200 OK\r\n" + b"y" * 5_000_000 + b": x\r\n\r\n<rss/>",
    "alasan 5 MB": b"HTTP/1.1 200 " + b"y" * 5_000_000 + b"\r\n\r\n<rss/>",
    "kuki 5 MB": b"HTTP/1.1 200 OK\r\nSet-Cookie: a=" + b"y" * 5_000_000 + b"\r\n\r\n<rss/>",
    "alihan 5 MB": b"HTTP/1.1 302 X\r\nLocation: /" + b"y" * 5_000_000 + b"\r\n\r\n",
}


@pytest.mark.attack(10)
@pytest.mark.parametrize("name", HEADS)
def test_a_swollen_head_is_refused_at_once(server: Loopback, name: str) -> None:
    server.serve("/feed", Reply(raw=[HEADS[name]]))
    started = time.process_time()
    with pytest.raises(FetchError) as caught:
        fetch(server.url + "/feed", server.seam, QUICK.model_copy(update={"robots": False}))
    assert caught.value.cause in {"jawaban rusak", "koneksi"}
    assert time.process_time() - started < 2
