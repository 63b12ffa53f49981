"""Calls to an API: until when an answer closes it, keys that stay off plain http, and answers as they are."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from loopback import Loopback, Reply
from multidict import CIMultiDict

from monitor.config.settings import Fetching
from monitor.errors import BlockedError, FetchError, ThrottledError
from monitor.fetching import Answer, Call, Fetcher
from monitor.fetching.api import reopens

NOW = datetime(2026, 11, 21, 5, tzinfo=UTC)
SOON = str(int((NOW + timedelta(minutes=7)).timestamp()))


def calls(server: Loopback, *made: Call) -> list[Answer]:
    async def run() -> list[Answer]:
        async with Fetcher(Fetching(connect_seconds=2, read_seconds=2, total_seconds=3, max_bytes=100_000),
                           loopback=server.seam) as fetcher:
            return [await fetcher.call(call) for call in made]
    return asyncio.run(run())


@pytest.mark.parametrize(("status", "headers", "minutes"), [
    (200, {}, None),
    (200, {"X-RateLimit-Remaining": "5", "X-RateLimit-Reset": "2026-11-21T05:07:00.000Z"}, None),
    (200, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "2026-11-21T05:07:00.000Z"}, 7),
    (200, {"x-ratelimit-remaining": "0.0", "x-ratelimit-reset": "420"}, 7),
    (200, {"ratelimit-remaining": "0", "ratelimit-reset": SOON}, 7),
    (429, {"x-rate-limit-reset": SOON}, 7),
    (429, {"Retry-After": "420", "x-rate-limit-reset": "9999999999"}, 7),
    (429, {}, 15),
    (429, {"Retry-After": "besok", "x-rate-limit-reset": "nan"}, 15),
    (503, {"Retry-After": "420"}, 7),
    (503, {}, None),
    (429, {"x-rate-limit-reset": "1"}, 1),
    (429, {"x-rate-limit-reset": "99999999999"}, 24 * 60),
    (200, {"x-ratelimit-remaining": "banyak", "x-ratelimit-reset": "420"}, None),
])
def test_limits_are_read_as_each_platform_writes_them(status: int, headers: dict[str, str],
                                                      minutes: int | None) -> None:
    until = reopens(Answer(status, CIMultiDict(headers), b""), NOW)
    assert until == (None if minutes is None else NOW + timedelta(minutes=minutes))


def test_an_answer_comes_as_it_is_with_method_headers_and_body(server: Loopback) -> None:
    server.serve("/a", Reply(b'{"error": 1}', 403, {"X-Said": "no"}))
    answer, = calls(server, Call(server.url + "/a", "POST", {"Authorization": "Bearer t"}, b"isi"))
    assert (answer.status, answer.body, answer.headers["x-said"]) == (403, b'{"error": 1}', "no")
    sent, = server.requests
    assert (sent.method, sent.body, sent.headers["authorization"]) == ("POST", b"isi", "Bearer t")


def test_robots_txt_is_for_pages_not_for_an_api(server: Loopback) -> None:
    server.serve("/robots.txt", "User-agent: *\nDisallow: /")
    server.serve("/a", "{}")
    assert calls(server, Call(server.url + "/a"))[0].status == 200
    assert server.paths() == ["/a"]


def test_a_used_up_limit_stops_the_next_call_before_it_is_made(server: Loopback) -> None:
    server.serve("/a", Reply(b"{}", headers={"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "900"}))
    with pytest.raises(ThrottledError):
        calls(server, Call(server.url + "/a"), Call(server.url + "/a"))
    assert len(server.requests) == 1


def test_calls_keep_their_distance(server: Loopback) -> None:
    server.serve("/a", "{}")
    calls(server, Call(server.url + "/a", pause=0.3), Call(server.url + "/a", pause=0.3))
    first, second = server.requests
    assert second.at - first.at >= 0.29


@pytest.mark.parametrize("call", [
    Call("http://api.example/", headers={"Authorization": "Bearer t"}), Call("http://api.example/", "POST", body=b"x"),
    Call("http://api.example/", headers={"X-Goog-Api-Key": "t"}), Call("https://127.0.0.1:1/"),
    Call("file:///etc/passwd"), Call("https://nama:sandi@api.example/"),
])
def test_keys_stay_off_plain_http_and_calls_off_private_addresses(server: Loopback, call: Call) -> None:
    with pytest.raises(BlockedError) as caught:
        calls(server, call)
    assert "Bearer" not in str(caught.value)
    assert "sandi@" not in repr(caught.value.args)


def test_a_huge_answer_is_cut_off_and_a_call_hides_its_keys(server: Loopback) -> None:
    server.serve("/a", b"x" * 200_000)
    call = Call(server.url + "/a", headers={"Authorization": "Bearer t-rahasia"}, body=b"rahasia")
    with pytest.raises(FetchError, match="lebih besar dari batas"):
        calls(server, call)
    assert "rahasia" not in repr(call)
