"""robots.txt: obeyed, fetched once, and judged by RFC 9309 when it is broken."""

from __future__ import annotations

import asyncio
import time

import pytest
from loopback import Loopback, Reply

from monitor.config.settings import Fetching
from monitor.errors import BlockedError, FetchError, ThrottledError
from monitor.fetching import Fetcher, Response

pytestmark = pytest.mark.attack(19)

QUICK = Fetching(connect_seconds=2, read_seconds=1, total_seconds=2)


def visit(server: Loopback, *paths: str, settings: Fetching = QUICK) -> list[Response | FetchError]:
    async def one(fetcher: Fetcher, path: str) -> Response | FetchError:
        try:
            return await fetcher.fetch(server.url + path)
        except FetchError as error:
            return error

    async def run() -> list[Response | FetchError]:
        async with Fetcher(settings, loopback=server.seam) as fetcher:
            return [await one(fetcher, path) for path in paths]
    return asyncio.run(run())


def test_a_forbidden_path_is_not_requested_and_others_are(server: Loopback) -> None:
    server.serve("/robots.txt", "User-agent: *\nDisallow: /tutup\n")
    server.serve("/buka", b"x")
    closed, opened, again = visit(server, "/tutup/1", "/buka", "/buka")
    assert isinstance(closed, BlockedError)
    assert closed.cause == "robots.txt"
    assert isinstance(opened, Response)
    assert isinstance(again, Response)
    assert [request.path for request in server.requests] == ["/robots.txt", "/buka", "/buka"]


def test_rules_for_our_name_win_over_rules_for_all(server: Loopback) -> None:
    server.serve("/robots.txt", "User-agent: *\nDisallow: /\n\nUser-agent: KemenP2MI-Monitor\nAllow: /\n")
    server.serve("/a", b"x")
    assert isinstance(visit(server, "/a")[0], Response)


def test_a_redirect_into_a_forbidden_path_is_refused(server: Loopback) -> None:
    server.serve("/robots.txt", "User-agent: *\nDisallow: /tutup\n")
    server.serve("/a", Reply(status=302, headers={"Location": "/tutup"}))
    assert isinstance(visit(server, "/a")[0], BlockedError)
    assert server.paths() == ["/a"]


@pytest.mark.parametrize("reply", [
    Reply(b"", 404), Reply(b"", 403), Reply(b"<html>bukan robots</html>"), Reply(b""),
    Reply(b"\xff\xfe\x00" * 99), Reply(b"# panjang\n" * 300_000),
    Reply(status=301, headers={"Location": "/robots.txt"}),
])
def test_a_missing_or_odd_robots_file_allows(server: Loopback, reply: Reply) -> None:
    server.serve("/robots.txt", reply)
    server.serve("/a", b"x")
    assert isinstance(visit(server, "/a")[0], Response)


def test_rules_behind_a_byte_order_mark_count(server: Loopback) -> None:
    server.serve("/robots.txt", b"\xef\xbb\xbfUser-agent: *\nDisallow: /\n")
    assert isinstance(visit(server, "/a")[0], BlockedError)


def test_a_broken_robots_server_means_no(server: Loopback) -> None:
    server.serve("/robots.txt", Reply(b"", 500))
    server.serve("/a", b"x")
    outcome, = visit(server, "/a")
    assert isinstance(outcome, BlockedError)
    assert "status 500" in outcome.what
    assert server.paths() == []


def test_a_silent_robots_server_is_tried_once(server: Loopback) -> None:
    server.serve("/robots.txt", Reply(b"", delay=1.5))
    server.serve("/a", b"x")
    outcomes = visit(server, "/a", "/a")
    assert [outcome.cause for outcome in outcomes if isinstance(outcome, FetchError)] == ["waktu habis"] * 2
    assert len(server.requests) == 1


def test_a_robots_file_that_asks_us_to_wait_is_obeyed(server: Loopback) -> None:
    server.serve("/robots.txt", Reply(b"", 503, headers={"Retry-After": "900"}))
    outcome, = visit(server, "/a")
    assert isinstance(outcome, ThrottledError)
    assert outcome.until is not None


def test_a_robots_redirect_to_a_private_address_is_refused(server: Loopback) -> None:
    server.serve("/robots.txt", Reply(status=302, headers={"Location": "http://169.254.169.254/"}))
    server.serve("/a", b"x")
    assert isinstance(visit(server, "/a")[0], FetchError)
    assert server.paths() == []


def test_crawl_delay_spaces_requests_out(server: Loopback) -> None:
    server.serve("/robots.txt", "User-agent: *\nCrawl-delay: 0.4\n")
    server.serve("/a", b"x")
    started = time.monotonic()
    visit(server, "/a", "/a", "/a")
    assert 0.8 <= time.monotonic() - started < 2
    first, second = [request.at for request in server.requests if request.path == "/a"][:2]
    assert second - first >= 0.38


def test_robots_can_be_switched_off(server: Loopback) -> None:
    server.serve("/robots.txt", "User-agent: *\nDisallow: /\n")
    server.serve("/a", b"x")
    assert isinstance(visit(server, "/a", settings=QUICK.model_copy(update={"robots": False}))[0], Response)
    assert len(server.requests) == 1
