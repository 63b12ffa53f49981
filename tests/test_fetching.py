"""Fetching against a real loopback server: politeness, conditions, limits and broken servers."""

from __future__ import annotations

import asyncio
import gzip
import time
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import brotli
import pytest
from backports import zstd
from loopback import Loopback, Reply, Request

from monitor.config.settings import Fetching
from monitor.errors import BlockedError, FetchError, GoneError, ThrottledError
from monitor.fetching import Fetcher, Response

QUICK = Fetching(connect_seconds=2, read_seconds=1, total_seconds=2, max_bytes=1_000_000)
BOMB = 60_000_000


def fetch(server: Loopback, path: str, *, etag: str = "", last_modified: str = "") -> Response:
    async def run() -> Response:
        async with Fetcher(QUICK, loopback=server.seam) as fetcher:
            return await fetcher.fetch(server.url + path, etag=etag, last_modified=last_modified)
    return asyncio.run(run())


def fetch_all(server: Loopback, *paths: str) -> list[Response | BaseException]:
    async def run() -> list[Response | BaseException]:
        async with Fetcher(QUICK, loopback=server.seam) as fetcher:
            return await asyncio.gather(*(fetcher.fetch(server.url + path) for path in paths), return_exceptions=True)
    return asyncio.run(run())


def head(*lines: str) -> bytes:
    return "\r\n".join(("HTTP/1.1 200 OK", *lines, "", "")).encode()


def test_a_plain_answer_carries_body_type_charset_and_validators(server: Loopback) -> None:
    server.serve("/a", b"<rss/>", Content_Type='Application/RSS+xml; charset="UTF-8"', ETag='"v1"',
                 Last_Modified="Wed, 17 Sep 2025 01:05:00 GMT")
    response = fetch(server, "/a#atas")
    assert (response.status, response.body, response.url) == (200, b"<rss/>", server.url + "/a")
    assert (response.content_type, response.charset) == ("application/rss+xml", "utf-8")
    assert (response.etag, response.last_modified) == ('"v1"', "Wed, 17 Sep 2025 01:05:00 GMT")
    assert not response.moved_to
    assert not response.not_modified


def test_we_say_who_we_are_and_send_no_cookies(server: Loopback) -> None:
    server.serve("/a", b"x", Set_Cookie="lacak=1")
    fetch_all(server, "/a", "/a")
    for request in server.requests:
        assert request.headers["user-agent"] == QUICK.user_agent
        assert "cookie" not in request.headers


def test_an_unknown_charset_is_dropped(server: Loopback) -> None:
    server.serve("/a", b"x", Content_Type="text/html; charset=ngawur")
    assert fetch(server, "/a").charset == ""


@pytest.mark.parametrize(("encoding", "squeeze"), [
    ("gzip", gzip.compress), ("x-gzip", gzip.compress), ("deflate", zlib.compress),
    ("deflate", lambda data: zlib.compress(data, wbits=-15)), ("br", brotli.compress), ("zstd", zstd.compress),
    ("gzip", lambda data: gzip.compress(data[:9]) + gzip.compress(data[9:])),
    ("gzip, br", lambda data: brotli.compress(gzip.compress(data))), ("identity", bytes),
])
def test_every_content_encoding_is_undone(server: Loopback, encoding: str, squeeze: object) -> None:
    text = b"pekerja migran Indonesia " * 9000
    server.serve("/a", squeeze(text), Content_Encoding=encoding)  # type: ignore[operator]
    assert fetch(server, "/a").body == text


@pytest.mark.attack(9)
@pytest.mark.parametrize(("encoding", "squeeze"), [
    ("gzip", gzip.compress), ("deflate", zlib.compress), ("br", brotli.compress), ("zstd", zstd.compress),
    ("gzip, gzip", lambda data: gzip.compress(gzip.compress(data))),
])
def test_a_bomb_stops_at_the_decoded_limit(server: Loopback, encoding: str, squeeze: object) -> None:
    server.serve("/bom", squeeze(bytes(BOMB)), Content_Encoding=encoding)  # type: ignore[operator]
    with pytest.raises(FetchError) as caught:
        fetch(server, "/bom")
    assert caught.value.cause == "terlalu besar"


def test_a_bomb_does_not_fill_memory(server: Loopback) -> None:
    import tracemalloc
    squeezed = gzip.compress(bytes(BOMB))
    server.serve("/bom", squeezed, Content_Encoding="gzip")
    tracemalloc.start()
    try:
        with pytest.raises(FetchError):
            fetch(server, "/bom")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 10_000_000


@pytest.mark.attack(9)
@pytest.mark.parametrize(("encoding", "body", "cause"), [
    ("gzip", b"bukan gzip sama sekali", "isi rusak"), ("br", b"\xff\xfe bukan brotli", "isi rusak"),
    ("zstd", b"bukan zstd sama sekali", "isi rusak"), ("x-rahasia", b"apa", "penyandian asing"),
    ("gzip, gzip, gzip", b"apa", "penyandian asing"),
    ("gzip", gzip.compress(b"potong" * 900, mtime=0)[:-30], "terpotong"),
    ("br", brotli.compress(bytes(range(256)) * 99)[:-9], "terpotong"),
    ("zstd", zstd.compress(bytes(range(256)) * 99)[:-9], "terpotong"),
])
def test_damaged_encodings_are_named(server: Loopback, encoding: str, body: bytes, cause: str) -> None:
    server.serve("/a", body, Content_Encoding=encoding)
    with pytest.raises(FetchError) as caught:
        fetch(server, "/a")
    assert caught.value.cause == cause
    assert caught.value.what
    assert caught.value.todo


@pytest.mark.attack(9)
def test_a_body_over_the_limit_is_refused_with_and_without_a_stated_length(server: Loopback) -> None:
    big = b"x" * (QUICK.max_bytes + 1)
    server.serve("/panjang", big)
    server.serve("/alir", Reply(raw=[head("Connection: close"), *(big[:100_000] for _ in range(500))]))
    for path in ("/panjang", "/alir"):
        with pytest.raises(FetchError, match="lebih besar dari batas 1 MB"):
            fetch(server, path)


def test_an_empty_body_is_an_answer(server: Loopback) -> None:
    server.serve("/kosong", b"")
    assert fetch(server, "/kosong").body == b""


@pytest.mark.attack(9)
@pytest.mark.parametrize("raw", [
    [head("Transfer-Encoding: chunked"), b"400\r\nbaru sedikit"],
    [head("Content-Length: 5000"), b"baru sedikit"],
])
def test_a_cut_off_body_is_named(server: Loopback, raw: list[bytes]) -> None:
    server.serve("/a", Reply(raw=raw))
    with pytest.raises(FetchError) as caught:
        fetch(server, "/a")
    assert caught.value.cause == "terpotong"


@pytest.mark.attack(10)
@pytest.mark.parametrize("raw", [[], [b"bukan http\r\n\r\n"],
                                 [b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200_000 + b"\r\n"],
                                 [b"HTTP/1.1 200 OK\r\nX: " + b"y" * 5_000_000 + b"\r\n\r\n"]])
def test_a_server_that_speaks_no_http_is_a_failure(server: Loopback, raw: list[bytes]) -> None:
    server.serve("/a", Reply(raw=raw))
    with pytest.raises(FetchError) as caught:
        fetch(server, "/a")
    assert caught.value.cause in {"koneksi", "jawaban rusak"}


def drip() -> Iterator[bytes]:
    yield head("Connection: close")
    for _ in range(100):
        yield b"."


@pytest.mark.attack(10)
@pytest.mark.parametrize("reply", [Reply(b"x", delay=1.6),
                                   Reply(raw=[head("Content-Length: 9"), b"x", b"y"], pause=1.5)])
def test_silence_ends_at_the_read_limit(server: Loopback, reply: Reply) -> None:
    server.serve("/a", reply)
    started = time.monotonic()
    with pytest.raises(FetchError) as caught:
        fetch(server, "/a")
    assert caught.value.cause == "waktu habis"
    assert time.monotonic() - started < 1.5


@pytest.mark.attack(10)
def test_an_endless_drip_ends_at_the_total_limit(server: Loopback) -> None:
    server.serve("/a", lambda _: Reply(raw=drip(), pause=0.1))
    started = time.monotonic()
    with pytest.raises(FetchError) as caught:
        fetch(server, "/a")
    assert caught.value.cause == "waktu habis"
    assert time.monotonic() - started < 3


def test_conditions_are_sent_and_304_is_recognised(server: Loopback) -> None:
    def page(request: Request) -> Reply:
        same = request.headers.get("if-none-match") == '"v1"' and request.headers.get("if-modified-since") == "kemarin"
        return Reply(status=304) if same else Reply(b"baru")
    server.serve("/a", page)
    response = fetch(server, "/a", etag='"v1"', last_modified="kemarin")
    assert response.not_modified
    assert (response.etag, response.last_modified, response.body) == ('"v1"', "kemarin", b"")


@pytest.mark.attack(7)
@pytest.mark.parametrize(("statuses", "moved"), [((301,), True), ((308, 301), True), ((302,), False),
                                                 ((301, 302), False), ((307,), False), ((303, 301), False)])
def test_only_a_wholly_permanent_chain_is_remembered(server: Loopback, statuses: tuple[int, ...], moved: bool) -> None:
    for step, status in enumerate(statuses):
        server.serve(f"/{step}", Reply(status=status, headers={"Location": f"/{step + 1}"}))
    end = server.serve(f"/{len(statuses)}", b"sampai")
    response = fetch(server, "/0")
    assert (response.body, response.url) == (b"sampai", end)
    assert response.moved_to == (end if moved else "")


@pytest.mark.attack(5)
@pytest.mark.parametrize(("location", "kind"), [
    ("/putar", FetchError), ("", FetchError), ("http://169.254.169.254/latest/meta-data/", BlockedError),
    ("file:///etc/passwd", BlockedError), ("gopher://127.0.0.1/", BlockedError), ("data:text/html,hai", BlockedError),
    ("http://localhost:1/", BlockedError), ("http://[::ffff:127.0.0.1]:1/", BlockedError), ("http://[", FetchError),
])
def test_bad_redirects_end_in_a_clear_error(server: Loopback, location: str, kind: type[FetchError]) -> None:
    server.serve("/putar", Reply(status=302, headers={"Location": location} if location else {}))
    with pytest.raises(kind) as caught:
        fetch(server, "/putar")
    assert caught.value.todo
    assert len(server.paths()) <= 6


@pytest.mark.attack(7)
def test_410_says_the_source_has_ended(server: Loopback) -> None:
    server.serve("/a", Reply(status=410))
    with pytest.raises(GoneError):
        fetch(server, "/a")


@pytest.mark.attack(8)
@pytest.mark.parametrize(("status", "value", "low", "high"), [
    (429, "600", 599, 601), (503, "600", 599, 601), (429, "0", 59, 61), (429, "99999999999999999999", 86399, 86401),
    (429, timedelta(hours=2), 7100, 7201), (429, timedelta(days=3650), 86399, 86401), (429, timedelta(days=-9), 59, 61),
])
def test_retry_after_is_read_and_bounded(server: Loopback, status: int, value: str | timedelta, low: int,
                                         high: int) -> None:
    if isinstance(value, timedelta):
        value = format_datetime(datetime.now(UTC) + value, usegmt=True)
    server.serve("/a", Reply(status=status, headers={"Retry-After": value}))
    with pytest.raises(ThrottledError) as caught:
        fetch(server, "/a")
    assert caught.value.until is not None
    assert low <= (caught.value.until - datetime.now(UTC)).total_seconds() + 1 <= high + 1


@pytest.mark.attack(8)
@pytest.mark.parametrize("value", ["", "-5", "sebentar", "²"])
def test_an_unreadable_retry_after_means_a_quarter_of_an_hour(server: Loopback, value: str) -> None:
    server.serve("/a", Reply(raw=[f"HTTP/1.1 429 X\r\nRetry-After: {value}\r\nContent-Length: 0\r\n\r\n".encode()]))
    with pytest.raises(ThrottledError) as caught:
        fetch(server, "/a")
    assert caught.value.until is not None
    assert 899 <= (caught.value.until - datetime.now(UTC)).total_seconds() + 1 <= 901


@pytest.mark.attack(8)
def test_a_throttled_host_is_left_alone_for_the_rest_of_the_run(server: Loopback) -> None:
    server.serve("/a", Reply(status=429, headers={"Retry-After": "600"}))
    server.serve("/b", b"x")
    outcomes = fetch_all(server, "/a", "/b")
    assert all(isinstance(outcome, ThrottledError) for outcome in outcomes)
    assert server.paths() == ["/a"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 500, 503])
def test_a_bad_status_is_named(server: Loopback, status: int) -> None:
    server.serve("/a", Reply(b"x", status=status))
    with pytest.raises(FetchError) as caught:
        fetch(server, "/a")
    assert caught.value.cause == f"status {status}"


def test_a_host_gets_one_request_at_a_time(server: Loopback) -> None:
    paths = [f"/{n}" for n in range(12)]
    for path in paths:
        server.serve(path, Reply(b"x", delay=0.02))
    assert len([r for r in fetch_all(server, *paths) if isinstance(r, Response)]) == 12
    assert server.busiest == 1


def test_different_hosts_are_fetched_at_the_same_time() -> None:
    with Loopback("127.0.0.1") as one, Loopback("127.0.0.2") as two:
        urls = [each.serve("/a", Reply(b"x", delay=0.4)) for each in (one, two)]

        async def run() -> float:
            async with Fetcher(Fetching(robots=False), loopback=one.seam | two.seam) as fetcher:
                started = time.monotonic()
                await asyncio.gather(*map(fetcher.fetch, urls))
                return time.monotonic() - started
        assert asyncio.run(run()) < 0.75


def test_the_environment_proxy_is_ignored(server: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    server.serve("/a", b"x")
    assert fetch(server, "/a").status == 200


@pytest.mark.attack(3)
@pytest.mark.parametrize(("url", "cause"), [
    ("http://tidak-ada.invalid/feed", "nama tidak ditemukan"), ("http://[::1", "alamat salah"),
    ("http://nama:sandi@contoh.id/", "alamat ditolak"), ("http://contoh.id:99999/", "alamat salah"),
    ("ftp://contoh.id/feed", "alamat ditolak"), ("contoh.id/feed", "alamat ditolak"), ("/etc/passwd", "alamat ditolak"),
    ("", "alamat ditolak"), ("http://" + "a" * 70 + ".id/", "alamat salah"),
])
def test_unusable_addresses_are_named(url: str, cause: str) -> None:
    async def run() -> None:
        async with Fetcher(QUICK) as fetcher:
            await fetcher.fetch(url)
    with pytest.raises(FetchError) as caught:
        asyncio.run(run())
    assert caught.value.cause == cause


def test_a_closed_port_and_a_plain_port_spoken_tls_are_told_apart(server: Loopback) -> None:
    async def run(url: str) -> None:
        async with Fetcher(QUICK, loopback=server.seam | {("127.0.0.1", 9)}) as fetcher:
            await fetcher.fetch(url)
    with pytest.raises(FetchError) as caught:
        asyncio.run(run("http://127.0.0.1:9/"))
    assert caught.value.cause == "koneksi"
    with pytest.raises(FetchError) as caught:
        asyncio.run(run(f"https://127.0.0.1:{server.port}/"))
    assert caught.value.cause in {"sertifikat", "waktu habis"}
