"""Measure collecting: 500 feeds of 20 entries from a loopback server, against a bare aiohttp fetch and feedparser.

    python bench/collect.py [--feeds 500] [--entries 20]

Prints one JSON object: wall seconds of `monitor collect` into a fresh store and of the bare run over the same bytes
(concurrent aiohttp, then `feedparser.parse` on each body), their ratio, the peak memory of the collecting process,
and how many items were stored. Each feed has its own 127.x.y.z host, so that one request at a time per host does not
serialise them; article pages are not opened. The server runs in a process of its own. The two runs alternate and the
median of `--rounds` is reported. Memory is the peak resident size (Linux) of the process and its largest worker
together; CPU seconds include workers and the imports of each side.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import os
import resource
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from pathlib import Path

import aiohttp
import feedparser
from aiohttp import web

from monitor.config.settings import Fetching, Settings, Storage
from monitor.models import Source, SourceKind
from monitor.workflows.collect import collect

TOPICS = ("pekerja migran dipulangkan dari Malaysia", "harga beras turun di pasar", "jalan tol selesai dibangun",
          "BP3MI membuka layanan baru", "tim nasional menang di kandang")
SENTENCE = "Keterangan ini dibuat untuk mengukur kecepatan dan tidak menceritakan kejadian yang sebenarnya. "


def host_of(number: int) -> str:
    """Return the loopback address of one feed."""
    return f"127.1.{number // 200}.{number % 200 + 1}"


def feed(number: int, entries: int) -> bytes:
    """Write one RSS feed as an outlet does: markup in the summary, offsets in the dates."""
    start = datetime(2026, 8, 17, 8, tzinfo=UTC) - timedelta(minutes=number)
    items = "".join(
        f"<item><title>Media {number}: {TOPICS[(number + n) % 5]} bagian {n}</title>"
        f"<link>https://media{number}.example/berita/{n}?utm_source=rss</link>"
        f"<guid isPermaLink='false'>{number}-{n}</guid><pubDate>{format_datetime(start - timedelta(hours=n))}</pubDate>"
        f"<dc:creator>Penulis {n % 7}</dc:creator><category>Nasional</category>"
        f"<description><![CDATA[<p><img src='https://media{number}.example/{n}.jpg'/><b>{TOPICS[n % 5]}</b>. "
        f"{SENTENCE * 4}<a href='/'>Baca</a></p>]]></description></item>" for n in range(entries))
    return (f"<?xml version='1.0' encoding='UTF-8'?><rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/'>"
            f"<channel><title>Media {number}</title><link>https://media{number}.example/</link>"
            f"<description>Uji</description>{items}</channel></rss>").encode()


def serve(feeds: int, entries: int, pipe: Connection) -> None:
    """Serve every feed on all loopback addresses until the process is ended; send the port first."""
    bodies = {host_of(number): feed(number, entries) for number in range(feeds)}

    async def answer(request: web.Request) -> web.Response:
        if request.path != "/feed":
            return web.Response(status=404)
        host = (request.host or "").partition(":")[0]
        return web.Response(body=bodies[host], content_type="application/rss+xml")

    async def run() -> None:
        app = web.Application()
        app.router.add_get("/{path:.*}", answer)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        port = 0
        for number in range(feeds):
            await web.TCPSite(runner, host_of(number), port).start()
            port = runner.addresses[0][1]
        pipe.send(port)
        await asyncio.Event().wait()

    asyncio.run(run())


def bare(feeds: int, port: int, concurrency: int) -> tuple[float, int]:
    """Fetch everything concurrently with aiohttp, then parse each body; return seconds and entries."""
    async def fetch_all() -> list[bytes]:
        slots = asyncio.Semaphore(concurrency)
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
            async def one(number: int) -> bytes:
                async with slots, session.get(f"http://{host_of(number)}:{port}/feed") as response:
                    return await response.read()
            return await asyncio.gather(*map(one, range(feeds)))

    started = time.perf_counter()
    entries = sum(len(feedparser.parse(body).entries) for body in asyncio.run(fetch_all()))
    return time.perf_counter() - started, entries


def ours(feeds: int, port: int, folder: str) -> tuple[float, int]:
    """Collect everything into a fresh store; return seconds and stored items."""
    fetching = Fetching()
    sources = [Source(f"m{n}", f"Media {n}", f"http://{host_of(n)}:{port}/feed", SourceKind.FEED, 2, full_text=False)
               for n in range(feeds)]
    settings = Settings(storage=Storage(database_url=f"sqlite:///{folder}/bench.sqlite"), fetching=fetching)
    started = time.perf_counter()
    results = collect(settings, sources=sources, loopback=frozenset((host_of(n), port) for n in range(feeds)))
    return time.perf_counter() - started, sum(result.new for result in results)


def in_process(job: str, feeds: int, port: int) -> dict[str, float]:
    """Run one side in a fresh process and return its seconds, count and peak memory in MB."""
    receive, send = multiprocessing.get_context("spawn").Pipe(duplex=False)
    worker = multiprocessing.get_context("spawn").Process(target=_measure, args=(job, feeds, port, send))
    worker.start()
    measured: dict[str, float] = receive.recv()
    worker.join()
    return measured


def _measure(job: str, feeds: int, port: int, pipe: Connection) -> None:
    with tempfile.TemporaryDirectory() as folder:
        seconds, count = bare(feeds, port, 40) if job == "bare" else ours(feeds, port, folder)
    forkserver._forkserver._stop()  # type: ignore[attr-defined]  # so that its workers count as ours
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    peak = sum(one.ru_maxrss for one in used) * 1024 / 1_000_000
    pipe.send({"seconds": seconds, "count": count, "peak_mb": peak,
               "cpu": sum(one.ru_utime + one.ru_stime for one in used)})


def main() -> None:
    """Run both sides in turn and print the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--feeds", type=int, default=500)
    parser.add_argument("--entries", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    receive, send = multiprocessing.get_context("spawn").Pipe(duplex=False)
    server = multiprocessing.get_context("spawn").Process(
        target=serve, args=(options.feeds, options.entries, send), daemon=True)
    server.start()
    try:
        port = receive.recv()
        rounds = [(in_process("bare", options.feeds, port), in_process("ours", options.feeds, port))
                  for _ in range(options.rounds)]
    finally:
        server.terminate()
    expected = options.feeds * options.entries
    if any(one["count"] != expected or two["count"] != expected for one, two in rounds):
        sys.exit(f"expected {expected} entries everywhere: {rounds}")
    print(json.dumps({
        "feeds": options.feeds, "entries": expected, "rounds": options.rounds, "cpus": os.cpu_count(),
        "collect_seconds": round(statistics.median(two["seconds"] for _, two in rounds), 2),
        "bare_seconds": round(statistics.median(one["seconds"] for one, _ in rounds), 2),
        "ratio": round(statistics.median(two["seconds"] / one["seconds"] for one, two in rounds), 2),
        "collect_cpu_seconds": round(statistics.median(two["cpu"] for _, two in rounds), 2),
        "bare_cpu_seconds": round(statistics.median(one["cpu"] for one, _ in rounds), 2),
        "peak_memory_mb": round(max(two["peak_mb"] for _, two in rounds)),
        "feed_kb": round(len(feed(0, options.entries)) / 1000), "measured": str(Path(__file__).name),
    }, indent=2))


if __name__ == "__main__":
    main()
