"""One polite HTTP client: guarded addresses, robots.txt, conditional GET, limits, one request at a time per host."""

from __future__ import annotations

import asyncio
import codecs
import logging
from collections import defaultdict
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import TracebackType

import aiohttp
from yarl import URL

from monitor.config.settings import Fetching
from monitor.errors import FetchError, ThrottledError
from monitor.fetching import robots
from monitor.fetching.api import Answer, Call, check_secret, reopens
from monitor.fetching.decoding import ACCEPTED, Body, too_large
from monitor.fetching.failures import explain, refuse_status
from monitor.fetching.guard import Seam, check_url, guarded_sockets
from monitor.urls import shown

MAX_HOPS = 5
"""Redirects followed for one address."""

_log = logging.getLogger(__name__)

_REDIRECTS = {301, 302, 303, 307, 308}
_PERMANENT = {301, 308}
_PIECE = 1 << 16
_HEADERS = {
    "Accept": "application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, "
              "text/html;q=0.8, */*;q=0.5",
    "Accept-Encoding": ACCEPTED,
    "Accept-Language": "id, ms;q=0.8, en;q=0.7",
}


@dataclass(frozen=True, slots=True)
class Response:
    """What an address gave.

    `url` is where it was found, `moved_to` the same when every hop on the way was permanent (301/308), else empty.
    `body` is decoded from its transfer and content encodings, not from its charset; `charset` is the one the
    header declares, when Python knows it. `not_modified` (304) comes with an empty body.
    """

    url: str
    requested_url: str
    status: int
    body: bytes
    content_type: str = ""
    charset: str = ""
    etag: str = ""
    last_modified: str = ""
    moved_to: str = ""
    not_modified: bool = False


@dataclass(slots=True)
class _Host:
    """What this run has learnt of one host:port, and the lock that keeps us to one request at a time."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    rules: robots.Rules | None = None
    failure: FetchError | None = None
    wait: datetime | None = None
    last: float = float("-inf")


@dataclass(slots=True)
class _Budget:
    """Seconds that one address may still take on the wire; waiting for a turn at its host is not counted."""

    left: float

    @asynccontextmanager
    async def spent(self) -> AsyncIterator[None]:
        clock = asyncio.get_running_loop().time
        started = clock()
        try:
            async with asyncio.timeout(max(0.0, self.left)):
                yield
        finally:
            self.left -= clock() - started


class Fetcher:
    """Fetch public http(s) addresses. Use as an async context manager; one per run.

    `loopback` names the exact (address, port) pairs that may be private: a seam for tests and the demo only.
    """

    def __init__(self, settings: Fetching, *, loopback: Seam = frozenset()) -> None:
        self._settings = settings
        self._agent = settings.user_agent.partition("/")[0]
        self._loopback = loopback
        self._hosts: defaultdict[tuple[str, int], _Host] = defaultdict(_Host)
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Fetcher:
        limits = self._settings
        # Names are looked up in the loop's default threads, six on a small machine: a few dead names would stall all.
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(limits.concurrency, "dns"))
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0, resolver=aiohttp.ThreadedResolver(),
                                           socket_factory=guarded_sockets(self._loopback)),
            timeout=aiohttp.ClientTimeout(connect=limits.connect_seconds, sock_connect=limits.connect_seconds,
                                          sock_read=limits.read_seconds),
            headers={"User-Agent": limits.user_agent, **_HEADERS},
            cookie_jar=aiohttp.DummyCookieJar(), auto_decompress=False, trust_env=False)
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None,
                        trace: TracebackType | None) -> None:
        if self._session is not None:
            await self._session.close()

    async def fetch(self, url: str, *, etag: str = "", last_modified: str = "",
                    max_bytes: int | None = None) -> Response:
        """Fetch one address, following at most 5 redirects, each checked like the first.

        With `etag` or `last_modified` the request is conditional. `max_bytes` bounds the decoded body (default from
        the settings). Raise BlockedError, GoneError, ThrottledError or FetchError; after a redirect the error names
        every hop.
        """
        limit, hops = max_bytes or self._settings.max_bytes, [_parse(url)]
        try:
            answer, permanent = await self._follow(hops, _conditions(etag, last_modified), limit)
        except FetchError as error:
            if len(hops) > 1:
                chain = " → ".join(shown(str(hop)) for hop in hops)
                _log.info("alihan: %s: %s", chain, error.cause)
                error.what += f" Rantai alihan: {chain}."
            raise
        return _response(answer, url, hops[-1], permanent, (etag, last_modified))

    async def fetch_page(self, url: str) -> Response:
        """Fetch an article's page, which may be larger than a feed. Raise as `fetch` does."""
        return await self.fetch(url, max_bytes=self._settings.page_bytes)

    def hold(self, url: str, until: datetime) -> None:
        """Leave the host of an address alone until then."""
        parsed = _parse(url)
        host = self._hosts[parsed.host or "", parsed.port or 0]
        host.wait = max(until, host.wait or until)

    async def call(self, call: Call) -> Answer:
        """Make one API call as it stands and return any answer with its body, errors too.

        The platform's terms rule here, not robots.txt; redirects are answers, so that a key never travels on.
        Raise BlockedError, ThrottledError (a limit announced earlier is not over) or FetchError.
        """
        url = _parse(call.url)
        check_url(url, self._loopback)
        check_secret(url, call, self._loopback)
        host = self._hosts[url.host or "", url.port or 0]
        async with host.lock:
            if host.wait and host.wait > datetime.now(UTC):
                raise ThrottledError("diminta menunggu", f"Jatah panggilan ke {url.host} habis.", until=host.wait)
            try:
                await asyncio.sleep(max(0.0, host.last + call.pause - asyncio.get_running_loop().time()))
                answer = await self._get(url, dict(call.headers), self._settings.max_bytes,
                                         _Budget(self._settings.total_seconds), call=call)
                host.wait = reopens(answer, datetime.now(UTC))
                return answer
            finally:
                host.last = asyncio.get_running_loop().time()

    async def _follow(self, hops: list[URL], conditions: dict[str, str], limit: int) -> tuple[Answer, bool]:
        """Add every hop to `hops`; return the answer of the last one, and whether all on the way were permanent."""
        budget, permanent = _Budget(self._settings.total_seconds), True
        while len(hops) <= MAX_HOPS + 1:
            answer = await self._visit(hops[-1], conditions, limit, budget)
            if answer.status not in _REDIRECTS:
                return answer, permanent
            permanent = permanent and answer.status in _PERMANENT
            hops.append(_target(hops[-1], answer.headers.get("Location", "")))
            refuse_downgrade(hops[-2], hops[-1])
        raise FetchError("alihan", f"{hops[0].host} mengalihkan lebih dari {MAX_HOPS} kali tanpa sampai ke isinya.",
                         "Buka alamatnya di peramban, lalu tulis alamat akhirnya di sources.toml.")

    async def _visit(self, url: URL, conditions: dict[str, str], limit: int, budget: _Budget) -> Answer:
        """Make one hop under its host's lock, after robots.txt, any wait the host asked for, and Crawl-delay."""
        check_url(url, self._loopback)
        host = self._hosts[url.host or "", url.port or 0]
        async with host.lock:
            if host.wait and host.wait > datetime.now(UTC):
                raise ThrottledError("diminta menunggu", f"{url.host} meminta kita menunggu.", until=host.wait)
            try:
                if self._settings.robots:
                    rules = await self._rules(host, url)
                    rules.check(str(url), self._agent)
                    await asyncio.sleep(max(0.0, host.last + rules.delay - asyncio.get_running_loop().time()))
                answer = await self._get(url, conditions, limit, budget)
                if answer.status not in _REDIRECTS and answer.status != 304:
                    refuse_status(answer.status, url.host or "", answer.headers.get("Retry-After", ""))
                return answer
            except ThrottledError as error:
                if self._settings.throttle_scope == "host":
                    host.wait = error.until
                raise
            finally:
                host.last = asyncio.get_running_loop().time()

    async def _rules(self, host: _Host, url: URL) -> robots.Rules:
        """Return the host's robots.txt rules, fetched once per run; a host that cannot be reached stays failed."""
        if host.failure is not None:
            raise FetchError(host.failure.cause, host.failure.what, host.failure.todo)
        if host.rules is None:
            try:
                host.rules = await self._read_rules(url)
            except ThrottledError:
                raise
            except FetchError as error:
                host.failure = error
                raise
        return host.rules

    async def _read_rules(self, url: URL) -> robots.Rules:
        current, budget = url.origin().with_path("/robots.txt"), _Budget(self._settings.total_seconds)
        for _ in range(MAX_HOPS + 1):
            check_url(current, self._loopback)
            answer = await self._get(current, {}, robots.MAX_BYTES, budget, cut=True)
            if answer.status in {429, 503} and (wait := answer.headers.get("Retry-After", "")):
                refuse_status(answer.status, url.host or "", wait)
            if answer.status not in _REDIRECTS or not answer.headers.get("Location"):
                return robots.rules(answer.status, answer.body, self._agent)
            current, before = _target(current, answer.headers["Location"]), current
            refuse_downgrade(before, current)
        return robots.Rules()

    async def _get(self, url: URL, headers: dict[str, str], limit: int, budget: _Budget, *, cut: bool = False,
                   call: Call | None = None) -> Answer:
        """Make one request and read its body up to `limit` decoded bytes (`cut` keeps what fits instead of failing)."""
        method, data = (call.method, call.body or None) if call else ("GET", None)
        assert self._session is not None, "use Fetcher as an async context manager"
        try:
            async with budget.spent(), \
                    self._session.request(method, url, headers=headers, data=data, allow_redirects=False) as response:
                if call is None and not 200 <= response.status < 300:
                    return Answer(response.status, response.headers, b"")
                if not cut and (response.content_length or 0) > limit:
                    raise too_large(limit)
                body = Body(response.headers.get("Content-Encoding", ""), limit, cut=cut)
                async for piece in response.content.iter_chunked(_PIECE):
                    if not body.feed(piece):
                        break
                return Answer(response.status, response.headers, body.close())
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise explain(error, url.host or "") from error


def _parse(url: str) -> URL:
    try:
        parsed = URL(url.strip())
        check = parsed.port
    except ValueError as error:
        raise FetchError("alamat salah", f"Alamat {shown(url)!r} tidak sah.",
                         "Perbaiki url di sources.toml.") from error
    del check
    return parsed.with_fragment(None)


def _conditions(etag: str, last_modified: str) -> dict[str, str]:
    stated = (("If-None-Match", etag), ("If-Modified-Since", last_modified))
    return {name: value for name, value in stated if value and value.isprintable()}


def _target(current: URL, location: str) -> URL:
    """Return where a redirect points. Raise FetchError when it points nowhere."""
    if not location:
        raise FetchError("alihan", f"{current.host} mengalihkan tanpa menyebut tujuannya.",
                         "Beri tahu pengelola situsnya, atau cari alamat lain.")
    return current.join(_parse(location))


def refuse_downgrade(current: URL, target: URL) -> None:
    """Raise FetchError when a redirect leads from https down to http."""
    if current.scheme == "https" and target.scheme == "http":
        raise FetchError("alihan", f"{current.host} mengalihkan dari https ke http yang tidak aman.",
                         "Cari alamat https yang benar, lalu perbarui url di sources.toml.")


def _response(answer: Answer, url: str, final: URL, permanent: bool, known: tuple[str, str]) -> Response:
    content_type, charset = _content_type(answer.headers.get("Content-Type", ""))
    unchanged = answer.status == 304
    return Response(
        url=str(final), requested_url=url, status=answer.status, body=answer.body, content_type=content_type,
        charset=charset, etag=answer.headers.get("ETag", known[0] if unchanged else ""),
        last_modified=answer.headers.get("Last-Modified", known[1] if unchanged else ""),
        moved_to=str(final) if permanent and str(final) != str(_parse(url)) else "", not_modified=unchanged)


def _content_type(header: str) -> tuple[str, str]:
    """Split a Content-Type into media type and charset, dropping a charset that Python does not know."""
    media, *parameters = header.split(";")
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            try:
                return media.strip().lower(), codecs.lookup(value.strip().strip("\"'")).name
            except (LookupError, ValueError):
                return media.strip().lower(), ""
    return media.strip().lower(), ""
