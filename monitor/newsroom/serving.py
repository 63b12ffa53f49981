"""Show a built site on this computer only."""

from __future__ import annotations

import errno
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from monitor.errors import SiteError
from monitor.newsroom import guide

HOST = "127.0.0.1"


class _Handler(SimpleHTTPRequestHandler):
    """Serve files without a log line for each, and the site's own page for a wrong address."""

    extensions_map = {**SimpleHTTPRequestHandler.extensions_map, ".xml": "application/xml; charset=utf-8",
                      ".html": "text/html; charset=utf-8", ".txt": "text/plain; charset=utf-8",
                      ".css": "text/css; charset=utf-8", ".woff2": "font/woff2", ".svg": "image/svg+xml"}

    def __init__(self, *arguments: Any, guide_folder: Path | None = None, **named: Any) -> None:
        self._guide = guide_folder
        super().__init__(*arguments, **named)

    def do_GET(self) -> None:
        """Answer from the guide below /panduan/, else from the site; only to a browser that asks for this computer.

        A page of a stranger whose name resolves to 127.0.0.1 (DNS rebinding) sends its own name as Host.
        """
        if urlsplit(f"//{self.headers.get('Host', '')}").hostname not in {HOST, "localhost"}:
            super().send_error(HTTPStatus.FORBIDDEN)
            return
        if "\0" in unquote(self.path):  # no file has such a name, and asking the system for one raises
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        path = urlsplit(self.path).path
        found = guide.answer(self._guide, path) if self._guide and path.startswith(guide.PREFIX) else None
        if found is None:
            super().do_GET()
            return
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", found.kind)
        self.send_header("Content-Length", str(len(found.body)))
        self.send_header("Content-Security-Policy", found.policy)
        self.end_headers()
        self.wfile.write(found.body)

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""

    def list_directory(self, path: object) -> None:
        """Never list a folder."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Answer a wrong address with 404.html, its links counted from the root whatever the depth."""
        page = Path(self.directory) / "404.html"
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        body = page.read_bytes().replace(b'="./', b'="/')
        self.send_response(HTTPStatus.NOT_FOUND)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


def serve(site: Path, *, port: int, on_ready: Callable[[str], None], guide_folder: Path | None = None) -> None:
    """Serve a built site on 127.0.0.1 until Ctrl-C; `on_ready` receives the address. Port 0 picks a free one.

    With `guide_folder`, the guide for staff is shown below /panduan/ as well; it is not part of the site.

    Raise SiteError when the port is taken.
    """
    try:
        server = ThreadingHTTPServer((HOST, port), partial(_Handler, directory=str(site), guide_folder=guide_folder))
    except OSError as error:
        if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
            raise
        raise SiteError(f"Porta {port} tidak bisa dipakai.",
                        "Pilih yang lain, misalnya: monitor site serve --port 8765") from error
    with server:
        on_ready(f"http://{HOST}:{server.server_port}/")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return
