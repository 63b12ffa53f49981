"""Serve the sample outlets over HTTP on loopback, one port per outlet."""

from __future__ import annotations

import gzip
import hashlib
import socketserver
import sys
import threading
import time
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from monitor.models import ListingRules, Source, SourceKind
from monitor.sample import feeds, pages
from monitor.sample.items import Item, Outlet, read_items, read_outlets

HOST = "127.0.0.1"
FIRST_PORT = 18801
FEED_PATH = "/umpan"
LISTING = ListingRules(item="article.berita-item", link="a[href]", title="h3", date=".meta", summary=".cuplikan")
_KINDS = {"search": SourceKind.GOOGLE_NEWS, "listing": SourceKind.LISTING}


class SampleServer:
    """Serve every sample outlet while the context is open.

    `moment` is the served world's clock: items published later are not listed yet, and an outlet breaks when its time
    has come. None shows both weeks at once. It may be changed while serving, to play two collections a week apart.
    Ports 18801 and up are used when free, so that addresses repeat between runs; other ports otherwise.
    """

    def __init__(self, moment: datetime | None = None, *, fixed_ports: bool = True) -> None:
        self.moment = moment
        self.outlets = read_outlets()
        self.items = read_items()
        self.requests: list[tuple[str, str]] = []
        self._fixed = fixed_ports
        self._servers: dict[str, _Server] = {}

    def __enter__(self) -> Self:
        for place, outlet in enumerate(self.outlets):
            self._servers[outlet.id] = _listen(self, outlet, FIRST_PORT + place if self._fixed else 0)
        for server in self._servers.values():
            threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        for server in self._servers.values():
            server.shutdown()
            server.server_close()
        self._servers.clear()

    @property
    def loopback(self) -> frozenset[tuple[str, int]]:
        """The (host, port) pairs that a fetcher must be allowed to reach."""
        return frozenset((HOST, server.server_port) for server in self._servers.values())

    def base(self, outlet: Outlet) -> str:
        """Return the served address of an outlet, without a final slash."""
        return f"http://{HOST}:{self._servers[outlet.id].server_port}"

    def visible(self, outlet: Outlet) -> list[Item]:
        """Return what an outlet shows at `moment`, newest first."""
        return [item for item in reversed(self.items)
                if item.outlet.id == outlet.id and (self.moment is None or item.published <= self.moment)]

    def feed(self, outlet: Outlet) -> feeds.Feed:
        """Return content type and text of an outlet's feed at `moment`."""
        if outlet.broken(self.moment):
            return feeds.maintenance(outlet)
        return feeds.write(outlet, self.visible(outlet), self.base(outlet))

    def page(self, outlet: Outlet, path: str) -> str | None:
        """Return an article page; tracking parameters are ignored, an unknown address gives None."""
        plain = path.split("?utm_")[0].split("&utm_")[0]
        items = self.visible(outlet)
        found = next((item for item in items if item.path == plain), None)
        return pages.write(found, [item for item in items if item is not found], self.base(outlet)) if found else None


def sources(server: SampleServer) -> tuple[Source, ...]:
    """Return the sample outlets as sources of a running server, every one marked `sample`."""
    return tuple(
        Source(id=outlet.id, name=outlet.name, url=server.base(outlet) + FEED_PATH,
               kind=_KINDS.get(outlet.format, SourceKind.FEED), tier=outlet.tier, region=outlet.region,
               timezone=outlet.timezone, full_text=outlet.full_text, sample=True,
               listing=LISTING if outlet.format == "listing" else None, note=outlet.note)
        for outlet in server.outlets)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, port: int, sample: SampleServer, outlet: Outlet) -> None:
        self.sample = sample
        self.outlet = outlet
        super().__init__((HOST, port), _Handler)

    def server_bind(self) -> None:
        """Bind without the reverse name lookup of http.server, which can take seconds."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = HOST, int(self.server_address[1])

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing when the reader has gone, as after Ctrl-C; anything else is a defect and is shown."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


def _listen(sample: SampleServer, outlet: Outlet, port: int) -> _Server:
    try:
        return _Server(port, sample, outlet)
    except OSError:
        return _Server(0, sample, outlet)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30
    server: _Server

    def do_GET(self) -> None:
        """Answer robots.txt, the feed, an article page, or 404."""
        sample, outlet = self.server.sample, self.server.outlet
        sample.requests.append((outlet.id, self.path))
        if self.path == "/robots.txt":
            self._send(200, "text/plain; charset=utf-8", "User-agent: *\nDisallow: /redaksi/internal/\n")
        elif self.path == FEED_PATH:
            time.sleep(outlet.delay)
            self._send(200, *sample.feed(outlet))
        elif page := sample.page(outlet, self.path):
            self._send(200, "text/html; charset=utf-8", page)
        else:
            self._send(404, "text/html; charset=utf-8", "<h1>Halaman contoh tidak ada</h1>")

    def _send(self, status: int, content_type: str, text: str) -> None:
        body = text.encode()
        etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        if status == 200 and self.headers.get("If-None-Match") == etag:
            status, body = 304, b""
        zipped = bool(body) and "gzip" in self.headers.get("Accept-Encoding", "")
        body = gzip.compress(body, mtime=0) if zipped else body
        self.send_response(status)
        self.send_header("Content-Type", content_type)
        self.send_header("ETag", etag)
        if zipped:
            self.send_header("Content-Encoding", "gzip")
        if status != 304:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: Any) -> None:
        """Stay silent: progress belongs to the command that collects."""
