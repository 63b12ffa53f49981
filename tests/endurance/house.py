"""Many feeds from a server process of its own, whose content moves on with a clock that the test turns.

Feed f at tick t holds its newest entries: `per_tick` new ones per tick, `window` in all, with an ETag, so that a
collector which remembered a feed without storing its entries would lose them. Every host is a loopback address of its
own, since one host is asked one thing at a time. About one entry in ten is on topic and has a page to open.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import product
from multiprocessing.connection import Connection
from multiprocessing.sharedctypes import Synchronized

from aiohttp import web

from monitor.models import Source, SourceKind
from monitor.urls import item_id

START = datetime(2026, 8, 17, tzinfo=UTC)
TICK = timedelta(minutes=30)
_TOPICS = ("harga beras turun di pasar", "jalan tol selesai dibangun", "tim nasional menang di kandang",
           "hujan lebat di pegunungan", "pameran buku dibuka", "kereta baru diuji coba", "panen raya dimulai",
           "sekolah libur sepekan", "listrik padam sebentar")
_ON_TOPIC = "pekerja migran Indonesia dipulangkan dari Malaysia oleh BP3MI"
_SYLLABLES = ("ba", "ke", "ri", "mu", "ta", "lo", "sen", "dar", "ing", "pu", "nga", "wi")
_WORDS = tuple("".join(parts) for parts in product(_SYLLABLES, repeat=3))


@dataclass(frozen=True)
class House:
    """A running server: its port, and the tick that it is at."""

    port: int
    feeds: int
    per_tick: int
    window: int
    pages: bool
    tick: Synchronized[int]

    @property
    def seam(self) -> frozenset[tuple[str, int]]:
        return frozenset((host(feed), self.port) for feed in range(self.feeds))

    def sources(self) -> list[Source]:
        return [Source(f"f{feed}", f"Kabar Contoh {feed}", f"http://{host(feed)}:{self.port}/feed", SourceKind.FEED, 2,
                       full_text=self.pages and not feed % 4) for feed in range(self.feeds)]

    def expected(self) -> set[str]:
        """Return the ids of every item that was ever served up to now."""
        return {item_id(self.url(feed, number)) for feed in range(self.feeds)
                for number in range((self.tick.value + 1) * self.per_tick)}

    def url(self, feed: int, number: int) -> str:
        return address(feed, number, self.port)


def host(feed: int) -> str:
    return f"127.3.{feed // 200}.{feed % 200 + 1}"


def address(feed: int, number: int, port: int) -> str:
    return f"http://{host(feed)}:{port}/berita/{number}"


@contextmanager
def serving(feeds: int, *, per_tick: int, window: int, pages: bool = False) -> Iterator[House]:
    """Serve the feeds until the block ends."""
    spawn = multiprocessing.get_context("spawn")
    tick = spawn.Value("i", 0)
    receive, send = spawn.Pipe(duplex=False)
    server = spawn.Process(target=_serve, args=(feeds, per_tick, window, tick, send), daemon=True)
    server.start()
    try:
        yield House(receive.recv(), feeds, per_tick, window, pages, tick)
    finally:
        server.kill()
        server.join()


def _serve(feeds: int, per_tick: int, window: int, tick: Synchronized[int], pipe: Connection) -> None:
    async def answer(request: web.Request) -> web.Response:
        name, _, port = request.host.partition(":")
        third, last = map(int, name.split(".")[2:])
        feed = third * 200 + last - 1
        if request.path.startswith("/berita/"):
            return web.Response(text=_page(feed, int(request.path.rpartition("/")[2])), content_type="text/html")
        if request.path != "/feed":
            return web.Response(status=404)
        now = tick.value
        etag = f'"{now}"'
        if request.headers.get("If-None-Match") == etag:
            return web.Response(status=304)
        newest = (now + 1) * per_tick
        body = _feed(feed, range(newest - 1, max(newest - window, 0) - 1, -1), per_tick, int(port))
        return web.Response(body=body, content_type="application/rss+xml", headers={"ETag": etag})

    async def run() -> None:
        app = web.Application()
        app.router.add_get("/{path:.*}", answer)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        port = 0
        for feed in range(feeds):
            await web.TCPSite(runner, host(feed), port).start()
            port = runner.addresses[0][1]
        pipe.send(port)
        await asyncio.Event().wait()

    asyncio.run(run())


def _fill(feed: int, number: int, words: int) -> str:
    """Write an entry's own made-up words, so that no two entries are copies of each other."""
    return " ".join(random.Random(feed * 1_000_003 + number).choices(_WORDS, k=words)).capitalize() + "."


def _title(feed: int, number: int) -> str:
    subject = _ON_TOPIC if not (feed + number) % 10 else _TOPICS[(feed * 7 + number) % len(_TOPICS)]
    return f"Kabar {feed}.{number}: {subject}"


def _feed(feed: int, numbers: range, per_tick: int, port: int) -> bytes:
    items = "".join(
        f"<item><title>{_title(feed, number)}</title><link>{address(feed, number, port)}</link>"
        f"<pubDate>{format_datetime(START + TICK * (number // per_tick) + timedelta(seconds=number % per_tick))}"
        f"</pubDate><description>{_fill(feed, number, 40)}</description></item>" for number in numbers)
    return (f"<?xml version='1.0' encoding='UTF-8'?><rss version='2.0'><channel><title>Kabar Contoh {feed}</title>"
            f"<link>https://contoh.example/</link><description>Uji</description>{items}</channel></rss>").encode()


def _page(feed: int, number: int) -> str:
    title, more = _title(feed, number), _fill(feed, number + 1, 120)
    return (f"<!doctype html><html lang='id'><head><title>{title}</title></head><body><article><h1>{title}</h1>"
            f"<p>{title}. {_fill(feed, number, 40)}</p><p>{more}</p></article></body></html>")
