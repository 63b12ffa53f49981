"""A real HTTP server on loopback, in its own thread, that serves what a test scripts.

Each path maps to a `Reply` or to a function of the request that returns one; unknown paths answer 404 (robots.txt
included, so everything is allowed unless a test serves one). `raw` replies are written to the socket as they are,
for broken and hostile servers.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Request:
    """What the client sent; header names are lower-case."""

    path: str
    headers: Mapping[str, str]
    at: float
    method: str = "GET"
    body: bytes = b""


@dataclass(frozen=True)
class Reply:
    """What the server answers. With `raw`, these byte pieces are the whole answer, `pause` seconds apart."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    delay: float = 0.0
    raw: Iterable[bytes] | None = None
    pause: float = 0.0


Script = Reply | Callable[[Request], Reply]


class Loopback:
    """Serve scripted replies at `url`; `requests` lists what came in, in order."""

    def __init__(self, host: str = "127.0.0.1") -> None:
        self.pages: dict[str, Script] = {}
        self.requests: list[Request] = []
        self.busiest = 0
        self._busy = 0
        self._lock = threading.Lock()
        self._server = _Server((host, 0), _handler(self))
        self.host, self.port = host, self._server.server_address[1]
        self.url = f"http://{host}:{self.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    @property
    def seam(self) -> frozenset[tuple[str, int]]:
        """The (host, port) to give to Fetcher or collect as `loopback`."""
        return frozenset({(self.host, self.port)})

    def serve(self, path: str, script: Script | bytes | str, **headers: str) -> str:
        """Answer `path` with a reply, or with a 200 of these bytes; return its address."""
        if isinstance(script, str):
            script = script.encode()
        if isinstance(script, bytes):
            script = Reply(script, headers={name.replace("_", "-"): value for name, value in headers.items()})
        self.pages[path] = script
        return self.url + path

    def paths(self) -> list[str]:
        """Return the requested paths in order, robots.txt left out."""
        return [request.path for request in self.requests if request.path != "/robots.txt"]

    def __enter__(self) -> Loopback:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _reply(self, request: Request) -> Reply:
        script = self.pages.get(request.path) or self.pages.get(urlsplit(request.path).path)
        if script is None:
            return Reply(b"tidak ada", 404)
        return script if isinstance(script, Reply) else script(request)

    def _count(self, step: int) -> None:
        with self._lock:
            self._busy += step
            self.busiest = max(self.busiest, self._busy)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def handle_error(self, request: object, client_address: object) -> None:
        """Keep quiet when a client hangs up on a hostile reply: that is what the tests want it to do."""


def _handler(loopback: Loopback) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            headers = {k.lower(): v for k, v in self.headers.items()}
            body = self.rfile.read(int(headers.get("content-length", 0)))
            request = Request(self.path, headers, time.monotonic(), self.command, body)
            loopback.requests.append(request)
            loopback._count(1)
            try:
                self._answer(loopback._reply(request))
            finally:
                loopback._count(-1)

        do_POST = do_GET

        def _answer(self, reply: Reply) -> None:
            time.sleep(reply.delay)
            if reply.raw is not None:
                self.close_connection = True
                for piece in reply.raw:
                    self.wfile.write(piece)
                    self.wfile.flush()
                    time.sleep(reply.pause)
                return
            self.send_response(reply.status)
            for name, value in {"Content-Length": str(len(reply.body)), **reply.headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body)

        def log_message(self, format: str, *args: object) -> None:
            """Log nothing."""

    return Handler
