"""Measure collecting 500 loopback feeds, 5 % of them hostile, against the good ones alone.

    python bench/hostile.py [--feeds 500] [--share 0.05] [--rounds 1]

Each feed has its own 127.x.y.z host. The hostile ones take turns over the ways of tests/safety: attributes by the ten
thousand (a minute of feedparser), bombs, endless and dripping bodies, silence, loops, private redirects, swollen heads,
lying lengths, broken XML. Prints one JSON object: wall seconds of both runs into fresh stores and their ratio, CPU
seconds of both with their workers, how many good feeds were collected whole, and how each hostile one was named.
"""

from __future__ import annotations

import argparse
import asyncio
import gzip
import json
import multiprocessing
import os
import resource
import statistics
import sys
import tempfile
import time
from collections import Counter
from multiprocessing import forkserver
from multiprocessing.connection import Connection

from collect import feed, host_of

from monitor.config.settings import Fetching, Settings, Storage
from monitor.models import Source, SourceKind, SourceStatus
from monitor.workflows.collect import collect

ENTRIES = 20
LIMITS = Fetching(connect_seconds=3, read_seconds=3, total_seconds=4)
"""Shorter than shipped, so that the slow hosts cost seconds and not half minutes; the same for both runs."""

_ATTRIBUTES = b" ".join(b"a%d='x'" % number for number in range(80_000))
_OK = b"HTTP/1.1 200 OK\r\nConnection: close\r\n"
_BOMB = gzip.compress(bytes(60_000_000))


def _rss(inner: bytes) -> bytes:
    return (b"<rss version='2.0'><channel><title>x</title><item><title>a</title>" + inner
            + b"</item></channel></rss>")


HOSTILE: dict[str, bytes] = {
    "attributes": _OK + b"\r\n" + _rss(b"<description " + _ATTRIBUTES + b">x</description>"),
    "gzip bomb": _OK + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(_BOMB) + _BOMB,
    "endless": b"", "drip": b"", "silence": b"",
    "loop": b"HTTP/1.1 302 X\r\nLocation: /feed\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
    "private redirect": b"HTTP/1.1 302 X\r\nLocation: http://169.254.169.254/\r\nContent-Length: 0\r\n\r\n",
    "200k headers": b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200_000 + b"\r\n",
    "lying length": _OK + b"Content-Length: 900000\r\n\r\n<rss/>",
    "billion laughs": _OK + b"\r\n<!DOCTYPE l [<!ENTITY a 'ha'>" + b"".join(
        b"<!ENTITY a%d '%s'>" % (n, (b"&a%d;" % (n - 1) if n else b"&a;") * 10) for n in range(9)) + b"]>"
        + b"<html>&a8;</html>",
    "no feed": _OK + b"\r\n<!doctype html><html><body>Selamat datang</body></html>",
    "noise": _OK + b"\r\n" + bytes(range(256)) * 400,
}


def kind_of(number: int, every: int) -> str:
    """Return how a feed is hostile; empty for a good one."""
    return list(HOSTILE)[number // every % len(HOSTILE)] if every and number % every == every - 1 else ""


async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, kind: str, body: bytes) -> None:
    """Answer one connection; only good hosts keep it open for a second request."""
    try:
        while request := await reader.readuntil(b"\r\n\r\n"):
            if request.startswith(b"GET /robots.txt"):
                writer.write(b"HTTP/1.1 404 X\r\nContent-Length: 0\r\n\r\n")
            elif not kind:
                writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Length: %d\r\n\r\n"
                             % len(body) + body)
            else:
                await attack(writer, kind)
                break
            await writer.drain()
    except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
        pass
    finally:
        writer.close()


async def attack(writer: asyncio.StreamWriter, kind: str) -> None:
    """Send one hostile answer."""
    if kind == "silence":
        await asyncio.sleep(30)
    elif kind in {"endless", "drip"}:
        writer.write(_OK + b"\r\n")
        for _ in range(10_000):
            writer.write(b"x" * 65_536 if kind == "endless" else b"x")
            await writer.drain()
            await asyncio.sleep(0 if kind == "endless" else 0.5)
    else:
        writer.write(HOSTILE[kind])
        await writer.drain()


def serve(feeds: int, every: int, pipe: Connection) -> None:
    """Serve all hosts until the process is ended; send the port first."""
    async def run() -> None:
        port = 0
        for number in range(feeds):
            kind, body = kind_of(number, every), feed(number, ENTRIES)

            async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, kind: str = kind,
                             body: bytes = body) -> None:
                await answer(reader, writer, kind, body)
            server = await asyncio.start_server(handle, host_of(number), port)
            port = server.sockets[0].getsockname()[1]
        pipe.send(port)
        await asyncio.Event().wait()
    asyncio.run(run())


def run(numbers: list[int], every: int, port: int, pipe: Connection) -> None:
    """Collect these feeds into a fresh store and send what came of it."""
    sources = [Source(f"m{n}", f"Media {n}", f"http://{host_of(n)}:{port}/feed", SourceKind.FEED, 2, full_text=False)
               for n in numbers]
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(storage=Storage(database_url=f"sqlite:///{folder}/bench.sqlite"), fetching=LIMITS)
        started = time.perf_counter()
        results = collect(settings, sources=sources, loopback=frozenset((host_of(n), port) for n in numbers))
        seconds = time.perf_counter() - started
    kinds = {f"m{n}": kind_of(n, every) for n in numbers}
    forkserver._forkserver._stop()  # type: ignore[attr-defined]  # so that its workers count as ours
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    pipe.send({
        "seconds": seconds, "cpu": sum(one.ru_utime + one.ru_stime for one in used),
        "whole": sum(not kinds[one.source_id] and one.new == ENTRIES for one in results),
        "named": Counter(f"{kinds[one.source_id]}: {one.cause.partition(':')[0] or one.status.value}"
                         for one in results if kinds[one.source_id]),
        "missed": [one.source_id for one in results
                   if kinds[one.source_id] and one.status is not SourceStatus.FAILED]})


def in_process(numbers: list[int], every: int, port: int) -> dict[str, object]:
    """Run one side in a fresh process."""
    receive, send = multiprocessing.get_context("spawn").Pipe(duplex=False)
    worker = multiprocessing.get_context("spawn").Process(target=run, args=(numbers, every, port, send))
    worker.start()
    measured: dict[str, object] = receive.recv()
    worker.join()
    return measured


def main() -> None:
    """Run both sides in turn and print the figures as JSON."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--feeds", type=int, default=500)
    parser.add_argument("--share", type=float, default=0.05)
    parser.add_argument("--rounds", type=int, default=1)
    options = parser.parse_args()
    every = round(1 / options.share)
    good = [number for number in range(options.feeds) if not kind_of(number, every)]
    receive, send = multiprocessing.get_context("spawn").Pipe(duplex=False)
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(options.feeds, every, send), daemon=True)
    server.start()
    try:
        port = receive.recv()
        rounds = [(in_process(good, every, port), in_process(list(range(options.feeds)), every, port))
                  for _ in range(options.rounds)]
    finally:
        server.terminate()
    for alone, mixed in rounds:
        if alone["whole"] != len(good) or mixed["whole"] != len(good) or mixed["missed"]:
            sys.exit(f"good feeds lost or hostile ones not named: {alone}, {mixed}")
    print(json.dumps({
        "feeds": options.feeds, "hostile": options.feeds - len(good), "rounds": options.rounds,
        "cpus": len(os.sched_getaffinity(0)), "good_collected": len(good),
        "good_alone_seconds": round(statistics.median(float(str(one["seconds"])) for one, _ in rounds), 2),
        "with_hostile_seconds": round(statistics.median(float(str(two["seconds"])) for _, two in rounds), 2),
        "ratio": round(statistics.median(float(str(two["seconds"])) / float(str(one["seconds"]))
                                         for one, two in rounds), 2),
        "good_alone_cpu_seconds": round(statistics.median(float(str(one["cpu"])) for one, _ in rounds), 2),
        "with_hostile_cpu_seconds": round(statistics.median(float(str(two["cpu"])) for _, two in rounds), 2),
        "named": rounds[-1][1]["named"],
    }, indent=2))


if __name__ == "__main__":
    main()
