"""Groups 5-7: where redirects may lead, where they stop, and what a permanent one teaches."""

from __future__ import annotations

import logging
from datetime import timedelta
from pathlib import Path

import pytest
from attacking import NOW, at_home, fetch, gather, item, kept, rss, source
from loopback import Loopback, Reply
from yarl import URL

from monitor.errors import FetchError
from monitor.fetching.client import MAX_HOPS, refuse_downgrade
from monitor.models import SourceStatus
from monitor.storage.store import Store

TARGETS = ["http://127.0.0.2:{port}/", "http://10.0.0.1/", "http://169.254.169.254/latest/meta-data/", "http://[::1]/",
           "http://localhost:{port}/", "http://2130706433:{port}/", "//127.0.0.2:{port}/", "file:///etc/passwd",
           "gopher://127.0.0.1:70/", "ftp://127.0.0.1/", "data:text/xml,<rss/>", "javascript:alert(1)", "mailto:a@b.c",
           "http://user:sandi@contoh.example/"]


@pytest.mark.attack(5)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("target", TARGETS)
def test_a_redirect_out_of_bounds_is_refused_and_the_chain_is_told(
        server: Loopback, dialled: list[object], caplog: pytest.LogCaptureFixture, status: int, target: str) -> None:
    with Loopback("127.0.0.2") as inside:
        inside.serve("/", b"rahasia")
        location = target.format(port=inside.port)
        url = server.serve("/feed", Reply(status=status, headers={"Location": location}))
        with pytest.raises(FetchError) as caught, caplog.at_level(logging.INFO, "monitor.fetching"):
            fetch(url + "?kunci=s3kr3t", server.seam)
        assert inside.requests == []
        assert caught.value.cause == ("alamat salah" if "2130706433" in target else "alamat ditolak")
        assert "Rantai alihan: " + url in caught.value.what.replace("?…", "")
        assert " → " in caught.value.what
        assert " → " in caplog.text
        assert "s3kr3t" not in caplog.text + str(caught.value)
        assert "sandi@" not in caplog.text + str(caught.value)
        assert {address[:2] for address in dialled if isinstance(address, tuple)} <= {("127.0.0.1", server.port)}


@pytest.mark.attack(5)
@pytest.mark.parametrize(("before", "after", "allowed"), [
    ("https://a.example/", "http://a.example/", False), ("https://a.example/", "http://b.example/x", False),
    ("https://a.example/", "https://b.example/", True), ("http://a.example/", "https://a.example/", True),
    ("http://a.example/", "http://b.example/", True),
])
def test_https_never_leads_down_to_http(before: str, after: str, allowed: bool) -> None:
    if allowed:
        refuse_downgrade(URL(before), URL(after))
        return
    with pytest.raises(FetchError, match="https ke http"):
        refuse_downgrade(URL(before), URL(after))


def chain(server: Loopback, hops: int, status: int = 302) -> str:
    for step in range(hops):
        server.serve(f"/{step}", Reply(status=status, headers={"Location": f"/{step + 1}"}))
    server.serve(f"/{hops}", rss(item()))
    return server.url + "/0"


@pytest.mark.attack(6)
def test_five_hops_are_followed(server: Loopback) -> None:
    assert fetch(chain(server, MAX_HOPS), server.seam).url == f"{server.url}/{MAX_HOPS}"
    assert MAX_HOPS == 5


@pytest.mark.attack(6)
@pytest.mark.parametrize("make", [
    lambda server: chain(server, 6),
    lambda server: server.serve("/putar", Reply(status=302, headers={"Location": "/putar"})),
    lambda server: (server.serve("/b", Reply(status=301, headers={"Location": "/a"})),
                    server.serve("/a", Reply(status=301, headers={"Location": "/b"})))[1],
    lambda server: server.serve("/tanpa", Reply(status=302)),
    lambda server: server.serve("/kosong", Reply(status=307, headers={"Location": " "})),
    lambda server: server.serve("/rusak", Reply(status=302, headers={"Location": "http://["})),
    lambda server: server.serve("/porta", Reply(status=302, headers={"Location": "http://contoh.example:99999/"})),
])
def test_a_chain_without_end_stops_and_the_source_keeps_the_error(tmp_path: Path, server: Loopback,
                                                                 make: object) -> None:
    url = make(server)  # type: ignore[operator]
    settings = at_home(tmp_path)
    result = gather(settings, server.seam, source(url))["uji"]
    assert result.cause.partition(":")[0] in {"alihan", "alamat salah"}
    assert len(server.paths()) <= 6
    with Store(settings.storage.database_url) as store:
        assert store.last_results()["uji"][0].cause == result.cause


@pytest.mark.attack(7)
@pytest.mark.parametrize("status", [301, 308])
def test_a_permanent_move_is_taken_over_when_two_days_name_it(tmp_path: Path, server: Loopback, status: int) -> None:
    url = server.serve("/lama", Reply(status=status, headers={"Location": "/baru"}))
    server.serve("/baru", rss(item()))
    settings = at_home(tmp_path)
    for hours in (0, 1, 2, 26, 27):
        gather(settings, server.seam, source(url), at=NOW + timedelta(hours=hours))
    assert server.paths() == ["/lama", "/baru"] * 4 + ["/baru"]
    with Store(settings.storage.database_url) as store:
        assert store.states()["uji"].address == server.url + "/baru"


@pytest.mark.attack(7)
@pytest.mark.parametrize("status", [302, 303, 307])
def test_a_temporary_move_is_never_taken_over(tmp_path: Path, server: Loopback, status: int) -> None:
    url = server.serve("/lama", Reply(status=status, headers={"Location": "/baru"}))
    server.serve("/baru", rss(item()))
    for day in range(4):
        gather(at_home(tmp_path), server.seam, source(url), at=NOW + timedelta(days=day))
    assert server.paths() == ["/lama", "/baru"] * 4


@pytest.mark.attack(7)
def test_a_move_that_changes_its_mind_starts_anew(tmp_path: Path, server: Loopback) -> None:
    url = server.url + "/lama"
    for name in ("/satu", "/dua"):
        server.serve(name, rss(item()))
    for day, target in enumerate(("/satu", "/dua", "/satu", "", "/satu")):
        server.serve("/lama", Reply(status=301, headers={"Location": target}) if target else Reply(rss(item())))
        gather(at_home(tmp_path), server.seam, source(url), at=NOW + timedelta(days=day))
    assert server.paths().count("/lama") == 5


@pytest.mark.attack(7)
def test_410_pauses_the_source_and_says_so(tmp_path: Path, server: Loopback) -> None:
    url = server.serve("/feed", Reply(status=410))
    first, again = (gather(at_home(tmp_path), server.seam, source(url))["uji"] for _ in range(2))
    assert first.cause.startswith("berakhir")
    assert again.status is SourceStatus.SKIPPED
    assert server.paths() == ["/feed"]
    assert kept(at_home(tmp_path)) == []
