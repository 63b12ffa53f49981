"""The address guard: private, special and disguised addresses never get a request."""

from __future__ import annotations

import asyncio

import pytest
from loopback import Loopback

from monitor.config.settings import Fetching
from monitor.errors import BlockedError, FetchError
from monitor.fetching import Fetcher
from monitor.fetching.guard import is_public

PRIVATE = [
    "127.0.0.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "198.18.0.1", "192.0.2.1", "198.51.100.7", "203.0.113.9", "192.0.0.8", "192.88.99.1", "224.0.0.1", "240.0.0.1",
    "255.255.255.255", "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe", "64:ff9b:1::1", "2002:7f00:1::", "2001::1", "2001:db8::1", "3fff::1", "fc00::1", "fd00::1",
    "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "bukan alamat", "",
]
PUBLIC = ["8.8.8.8", "103.10.10.10", "172.32.0.1", "2404:8000::1", "2606:4700::1111", "::ffff:8.8.8.8",
          "64:ff9b::808:808"]
DISGUISED = [
    "127.0.0.1", "localhost", "LOCALHOST", "localhost.", "0.0.0.0", "[::1]", "[::ffff:127.0.0.1]", "[::127.0.0.1]",
    "2130706433", "0x7f000001", "127.1", "0", "127.0.0.1.", "①②⑦.0.0.1", "０.0.0.0",
]


@pytest.mark.attack(2)
@pytest.mark.parametrize("address", PRIVATE)
def test_private_and_special_addresses_are_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_ordinary_addresses_are_public(address: str) -> None:
    assert is_public(address)


def try_url(url: str, server: Loopback, *, opened: bool = False) -> FetchError:
    async def run() -> None:
        seam = server.seam if opened else frozenset({(server.host, server.port + 1)})
        async with Fetcher(Fetching(connect_seconds=3), loopback=seam) as fetcher:
            await fetcher.fetch(url)
    with pytest.raises(FetchError) as caught:
        asyncio.run(run())
    return caught.value


@pytest.mark.attack(3)
@pytest.mark.parametrize("name", DISGUISED)
def test_loopback_under_any_name_gets_no_request(server: Loopback, name: str) -> None:
    server.serve("/rahasia", b"rahasia")
    error = try_url(f"http://{name}:{server.port}/rahasia", server)
    assert error.cause in {"alamat ditolak", "alamat salah", "nama tidak ditemukan"}
    assert server.requests == []


@pytest.mark.attack(3)
@pytest.mark.parametrize("shape", ["http://a@127.0.0.1:{}/", "http://contoh.id\\@127.0.0.1:{}/",
                                   "http://127.0.0.1:{}\\@contoh.id/"])
def test_confusing_addresses_get_no_request(server: Loopback, shape: str) -> None:
    try_url(shape.format(server.port), server)
    assert server.requests == []


@pytest.mark.attack(4)
def test_a_name_that_resolves_to_loopback_is_refused_when_dialled(server: Loopback) -> None:
    error = try_url(f"http://localhost:{server.port}/", server)
    assert isinstance(error, BlockedError)
    assert "jaringan dalam" in error.what


@pytest.mark.attack(1)
def test_the_seam_opens_exactly_one_port(server: Loopback) -> None:
    with Loopback() as other:
        other.serve("/a", b"x")
        assert isinstance(try_url(other.url + "/a", server, opened=True), BlockedError)
        assert other.requests == []
