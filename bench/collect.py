"""Measure collecting: 500 feeds of 20 entries from a loopback server, beside bare aiohttp and two feed parsers.

    python bench/collect.py [--feeds 500] [--entries 20] [--rounds 3]

Prints one JSON object. First poll: `monitor collect` into a fresh store, against a bare run over the same bytes
(concurrent aiohttp, then `feedparser.parse`, or fastfeedparser, on each body): wall seconds, ratio, feeds per second,
CPU seconds per 1,000 polls, peak memory. Second poll, which the server answers with 304: ours, store and robots.txt
included, against bare aiohttp with the same If-None-Match. Each feed has its own 127.x.y.z host, so that one request at
a time per host does not serialise them; article pages are not opened. The server runs in a process of its own. The
sides alternate and medians of `--rounds` are reported. Memory is the peak resident size (Linux) of the process and its
largest worker together; CPU seconds include workers and, on the first poll, the imports of each side.
fastfeedparser is in the extra `bench`; when it is missing the row says so.
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
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from multiprocessing import forkserver
from multiprocessing.connection import Connection

import aiohttp
import feedparser
from aiohttp import web

try:
    import fastfeedparser  # type: ignore[import-not-found,unused-ignore]
except ImportError:
    fastfeedparser = None

from monitor.config.settings import Fetching, Settings, Storage
from monitor.models import Source, SourceKind, SourceResult, SourceStatus
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
        tag = {"ETag": f'"{host}"'}
        if request.headers.get("If-None-Match") == tag["ETag"]:
            return web.Response(status=304, headers=tag)
        return web.Response(body=bodies[host], content_type="application/rss+xml", headers=tag)

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


async def _fetch_all(feeds: int, port: int, *, conditional: bool) -> list[bytes]:
    """Fetch every feed with 40 requests at a time; return the bodies, for a conditional request those of a 304."""
    slots = asyncio.Semaphore(40)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        async def one(number: int) -> bytes:
            headers = {"If-None-Match": f'"{host_of(number)}"'} if conditional else {}
            async with slots, session.get(f"http://{host_of(number)}:{port}/feed", headers=headers) as response:
                if response.status != (304 if conditional else 200):
                    raise RuntimeError(f"status {response.status}")
                return await response.read()
        return await asyncio.gather(*map(one, range(feeds)))


def bare(feeds: int, port: int, folder: str) -> int:
    """Fetch everything concurrently with aiohttp, then parse each body by feedparser; return the entries."""
    return sum(len(feedparser.parse(body).entries)
               for body in asyncio.run(_fetch_all(feeds, port, conditional=False)))


def fast(feeds: int, port: int, folder: str) -> int:
    """Do the same with fastfeedparser."""
    return sum(len(fastfeedparser.parse(body).entries)
               for body in asyncio.run(_fetch_all(feeds, port, conditional=False)))


def bare_again(feeds: int, port: int, folder: str) -> int:
    """Ask for everything that changed since; return how many answers said that nothing has."""
    return len(asyncio.run(_fetch_all(feeds, port, conditional=True)))


def ours(feeds: int, port: int, folder: str) -> int:
    """Collect everything into the folder's store; return the stored items."""
    return sum(result.new for result in _collect(feeds, port, folder))


def ours_again(feeds: int, port: int, folder: str) -> int:
    """Collect once more from feeds that have not changed; return how many said so."""
    return sum(result.status is SourceStatus.UNCHANGED and result.seen == 0
               for result in _collect(feeds, port, folder))


def _collect(feeds: int, port: int, folder: str) -> list[SourceResult]:
    sources = [Source(f"m{n}", f"Media {n}", f"http://{host_of(n)}:{port}/feed", SourceKind.FEED, 2, full_text=False)
               for n in range(feeds)]
    settings = Settings(storage=Storage(database_url=f"sqlite:///{folder}/bench.sqlite"), fetching=Fetching())
    return list(collect(settings, sources=sources, loopback=frozenset((host_of(n), port) for n in range(feeds))))


SIDES: dict[str, tuple[Callable[[int, int, str], int], ...]] = {
    "bare": (bare, bare_again), "ours": (ours, ours_again), "fast": (fast,)}


def in_process(side: str, feeds: int, port: int) -> list[dict[str, float]]:
    """Run one side's polls in a fresh process; return for each its seconds, count, CPU seconds and peak memory."""
    receive, send = multiprocessing.get_context("spawn").Pipe(duplex=False)
    worker = multiprocessing.get_context("spawn").Process(target=_measure, args=(side, feeds, port, send))
    worker.start()
    measured: list[dict[str, float]] = receive.recv()
    worker.join()
    return measured


def _measure(side: str, feeds: int, port: int, pipe: Connection) -> None:
    polls, before = [], 0.0
    with tempfile.TemporaryDirectory() as folder:
        for poll in SIDES[side]:
            started = time.perf_counter()
            count = poll(feeds, port, folder)
            seconds = time.perf_counter() - started
            forkserver._forkserver._stop()  # type: ignore[attr-defined]  # so that its workers count as ours
            used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
            cpu = sum(one.ru_utime + one.ru_stime for one in used)
            polls.append({"seconds": seconds, "count": count, "cpu": cpu - before,
                          "peak_mb": sum(one.ru_maxrss for one in used) * 1024 / 1_000_000})
            before = cpu
    pipe.send(polls)


def figures(rounds: list[dict[str, list[dict[str, float]]]], feeds: int, poll: int) -> dict[str, object]:
    """Return the medians of every side that has this poll."""
    rows: dict[str, object] = {}
    for side in SIDES:
        runs = [each[side][poll] for each in rounds if side in each and poll < len(each[side])]
        if runs:
            seconds = statistics.median(run["seconds"] for run in runs)
            rows[side] = {"seconds": round(seconds, 2), "polls_per_second": round(feeds / seconds),
                          "cpu_seconds_per_1000_polls": round(
                              statistics.median(run["cpu"] for run in runs) * 1000 / feeds, 2),
                          "peak_memory_mb": round(max(run["peak_mb"] for run in runs))}
    return rows


def ratio(rounds: list[dict[str, list[dict[str, float]]]], poll: int) -> float:
    """Return how many times the seconds of bare aiohttp with feedparser ours take: the median of the rounds."""
    return round(statistics.median(each["ours"][poll]["seconds"] / each["bare"][poll]["seconds"] for each in rounds), 2)


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
        sides = [side for side in SIDES if side != "fast" or fastfeedparser]
        rounds = [{side: in_process(side, options.feeds, port) for side in sides} for _ in range(options.rounds)]
    finally:
        server.terminate()
    expected = [options.feeds * options.entries, options.feeds]
    if any(run["count"] != right for each in rounds for side in sides
           for run, right in zip(each[side], expected, strict=False)):
        sys.exit(f"expected {expected} everywhere: {rounds}")
    missing = {} if fastfeedparser else {
        "MISSING PEER": "fastfeedparser is not installed: pip install -e '.[bench]'"}
    print(json.dumps({
        "feeds": options.feeds, "entries": expected[0], "feed_kb": round(len(feed(0, options.entries)) / 1000),
        "rounds": options.rounds, "cpus": os.cpu_count(), "ratio": ratio(rounds, 0),
        "sides": {"ours": "monitor collect", "bare": "aiohttp + feedparser", "fast": "aiohttp + fastfeedparser"},
        **missing, "first_poll": figures(rounds, options.feeds, 0),
        "second_poll_304": {"ratio": ratio(rounds, 1), **figures(rounds, options.feeds, 1)},
    }, indent=2))


if __name__ == "__main__":
    main()
