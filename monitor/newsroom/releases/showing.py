"""Show the preview of one page on this computer and load it again whenever its file is saved."""

from __future__ import annotations

import errno
import json
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from pathlib import Path
from urllib.parse import unquote, urlsplit

from watchfiles import watch

from monitor.errors import SiteError
from monitor.newsroom.content import Problem, check_release
from monitor.newsroom.details import PageType
from monitor.newsroom.frontmatter import parse_document
from monitor.newsroom.releases.editing import read_source
from monitor.newsroom.releases.preview import Rendered, Studio
from monitor.newsroom.releases.state import read_release

HOST = "127.0.0.1"
_TYPES = {".css": "text/css; charset=utf-8", ".woff2": "font/woff2", ".svg": "image/svg+xml", ".webp": "image/webp",
          ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".avif": "image/avif", ".gif": "image/gif"}
_WAIT = 15.0


@dataclass(frozen=True, slots=True)
class News:
    """What the browser is told: the version of the page and what was found in its file."""

    version: int
    rendered: Rendered
    findings: tuple[Problem, ...] | None
    state: str

    def as_json(self) -> str:
        """Return the news as one line."""
        found = {(each.line, each.what): each for each in (*self.rendered.problems, *(self.findings or ()))}
        problems = sorted(found.values(), key=lambda each: (each.line, not each.blocks))
        blocking = sum(each.blocks for each in problems)
        count = (f"{blocking} memblokir, {len(problems) - blocking} peringatan" if self.findings is not None
                 else "Memeriksa naskah…")
        took = f"{self.rendered.seconds:.2f}".replace(".", ",")
        return json.dumps({
            "version": self.version, "page": f"/{self.rendered.url}", "state": self.state, "count": count,
            "time": f"ditampilkan dalam {took} detik; ikut berubah saat berkas disimpan",
            "problems": [{"line": each.line, "blocks": each.blocks, "what": f"{each.what} {each.todo}".strip()}
                         for each in problems]}, ensure_ascii=False)


class Desk:
    """The newest rendering of a page and its findings, shared between the watcher and the browser's requests."""

    def __init__(self, studio: Studio) -> None:
        self.studio = studio
        self.changed = threading.Condition()
        self.serial = 0
        self.stop = threading.Event()
        self.news = News(0, studio.render(), None, _state(studio))

    def follow(self) -> None:
        """Check the page, then render and check it again at each save, until `stop` is set."""
        self._check()
        folders = {self.studio.path.parent, self.studio.content / "images"}
        for changes in watch(*(each for each in folders if each.is_dir()), stop_event=self.stop, debounce=60, step=20,
                             recursive=False, raise_interrupt=False):
            names = {Path(name) for _, name in changes}
            if self.studio.path in names or any(name.suffix.lower() in _TYPES for name in names):
                self._tell(News(self.news.version + 1, self.studio.render(), None, _state(self.studio)))
                self._check()

    def wait(self, serial: int) -> tuple[int, News] | None:
        """Return the news once there is some after `serial`, or None when nothing came for a while."""
        with self.changed:
            self.changed.wait_for(lambda: self.serial != serial or self.stop.is_set(), timeout=_WAIT)
            return (self.serial, self.news) if self.serial != serial else None

    def _check(self) -> None:
        news, studio = self.news, self.studio
        found: tuple[Problem, ...] = ()
        if studio.kind is PageType.RELEASE and news.rendered.html:
            found = check_release(studio.content, studio.path, read_source(studio.path))
        self._tell(News(news.version, news.rendered, found, news.state))

    def _tell(self, news: News) -> None:
        with self.changed:
            self.news = news
            self.serial += 1
            self.changed.notify_all()


class _Handler(BaseHTTPRequestHandler):
    """Answer the browser on this computer; a page of another site can never reach it (Host is checked)."""

    def __init__(self, desk: Desk, *rest: object) -> None:
        self.desk = desk
        super().__init__(*rest)  # type: ignore[arg-type]

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""

    def do_GET(self) -> None:
        """Give the frame, the page, the news, or a file of the theme or the pictures."""
        assert isinstance(self.server, ThreadingHTTPServer)
        port = self.server.server_port
        if self.headers.get("Host") not in {f"{HOST}:{port}", f"localhost:{port}"}:
            self._send(HTTPStatus.FORBIDDEN, b"", "text/plain")
            return
        path = unquote(urlsplit(self.path).path)
        if path == "/":
            self._frame()
        elif path == "/pratinjau/kabar":
            self._stream()
        elif path == f"/{self.desk.news.rendered.url}" and self.desk.news.rendered.html:
            self._send(HTTPStatus.OK, self.desk.news.rendered.html.encode(), "text/html; charset=utf-8")
        else:
            self._file(path)

    def _frame(self) -> None:
        nonce = secrets.token_urlsafe(12)
        page = files("monitor.newsroom.releases").joinpath("preview.html").read_text("utf-8")
        page = page.replace("__NONCE__", nonce).replace("__PAGE__", f"/{self.desk.news.rendered.url}")
        policy = (f"default-src 'none'; style-src 'nonce-{nonce}'; font-src 'self'; script-src 'nonce-{nonce}'; "
                  "connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
        self._send(HTTPStatus.OK, page.encode(), "text/html; charset=utf-8", policy)

    def _stream(self) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        serial = -1
        try:
            while not self.desk.stop.is_set():
                answer = self.desk.wait(serial)
                if answer is None:
                    self.wfile.write(b": tetap tersambung\n\n")
                else:
                    serial, news = answer
                    self.wfile.write(f"data: {news.as_json()}\n\n".encode())
                self.wfile.flush()
        except (BrokenPipeError, ConnectionResetError):
            return

    def _file(self, path: str) -> None:
        studio = self.desk.studio
        inside = path.removeprefix("/theme/") if path.startswith("/theme/") else path.lstrip("/")
        folder = studio.theme / "static" if path.startswith("/theme/") else studio.content
        file = (folder / inside).resolve()
        kind = _TYPES.get(file.suffix.lower())
        if kind is None or not file.is_relative_to(folder.resolve()) or not file.is_file():
            words = ("Halaman ini tidak ada dalam pratinjau, yang hanya menampilkan satu naskah. Muat ulang untuk "
                     "kembali.")
            self._send(HTTPStatus.NOT_FOUND, words.encode(), "text/plain; charset=utf-8")
            return
        self._send(HTTPStatus.OK, file.read_bytes(), kind)

    def _send(self, status: HTTPStatus, body: bytes, kind: str, policy: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        if policy:
            self.send_header("Content-Security-Policy", policy)
        self.end_headers()
        self.wfile.write(body)


def show(studio: Studio, *, port: int, on_ready: Callable[[str, Rendered], None]) -> None:
    """Serve the preview on 127.0.0.1 until Ctrl-C; `on_ready` receives the address. Port 0 picks a free one.

    Raise SiteError when the port is taken.
    """
    desk = Desk(studio)
    try:
        server = ThreadingHTTPServer((HOST, port), partial(_Handler, desk))
    except OSError as error:
        if error.errno not in {errno.EADDRINUSE, errno.EACCES}:
            raise
        raise SiteError(f"Porta {port} tidak bisa dipakai.",
                        "Pilih yang lain, misalnya: monitor release preview NASKAH --port 8765") from error
    server.daemon_threads = True
    watcher = threading.Thread(target=desk.follow, name="pratinjau", daemon=True)
    with server:
        on_ready(f"http://{HOST}:{server.server_port}/", desk.news.rendered)
        watcher.start()
        try:
            server.serve_forever(poll_interval=0.2)
        except KeyboardInterrupt:
            return
        finally:
            desk.stop.set()


def _state(studio: Studio) -> str:
    """Say where the article stands, for the head of the preview."""
    try:
        return f"· {read_release(parse_document(studio.path, read_source(studio.path))).state.label}"
    except (ValueError, OSError):
        return "· status tidak terbaca"
