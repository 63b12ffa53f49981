"""Group 19: robots files that lie about their size, their pace or their place."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from attacking import QUICK, at_home, fetch, gather, item, rss, source
from loopback import Loopback, Reply

from monitor.fetching import robots
from monitor.models import SourceStatus

pytestmark = pytest.mark.attack(19)


@pytest.mark.parametrize(("asked", "seconds"), [("86400", 10), ("9e99", 10), ("-5", 0), ("nan", 0), ("besok", 0),
                                                ("inf", 0), ("0.5", 0.5), ("99999999", 10)])
def test_a_crawl_delay_is_at_most_ten_seconds(asked: str, seconds: float) -> None:
    rules = robots.rules(200, f"User-agent: *\nCrawl-delay: {asked}\n".encode(), "KemenP2MI-Monitor")
    assert rules.delay == seconds


def test_two_megabytes_are_read_up_to_500_kib_and_what_stands_there_counts(server: Loopback) -> None:
    early = b"User-agent: *\nDisallow: /tutup\n" + b"# isi\n" * 350_000 + b"Disallow: /buka\n"
    server.serve("/robots.txt", early)
    server.serve("/buka", b"x")
    assert fetch(server.url + "/buka", server.seam).body == b"x"
    assert robots.MAX_BYTES == 500 * 1024
    assert len(early) > 2_000_000


@pytest.mark.parametrize("body", [
    b"User-agent: *\nDisallow: /" + b"*a" * 5_000, b"User-agent: *\n" + b"Disallow: /*a*b*c*d$\n" * 20_000,
    b"User-agent: *\nAllow: /%%%zz\nDisallow: /\xff\xfe\n", b"\0" * 100_000, b"User-agent: " + b"x" * 400_000,
    b"User-agent: *\nDisallow: /" + b"%41" * 100_000, b"Sitemap: http://169.254.169.254/\n" * 9_000,
])
def test_a_malicious_file_costs_little_and_breaks_nothing(tmp_path: Path, server: Loopback, body: bytes) -> None:
    server.serve("/robots.txt", body)
    url = server.serve("/feed-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab",
    rss(item()))
    started = time.process_time()
    result = gather(at_home(tmp_path), server.seam, source(url))["uji"]
    assert time.process_time() - started < 5
    assert result.new == 1 or result.cause.startswith("robots.txt")


@pytest.mark.parametrize("target", ["http://169.254.169.254/robots.txt", "http://127.0.0.2:1/", "file:///etc/passwd",
                                    "gopher://127.0.0.1/"])
def test_a_robots_redirect_out_of_bounds_is_refused(tmp_path: Path, server: Loopback, dialled: list[object],
                                                    target: str) -> None:
    server.serve("/robots.txt", Reply(status=302, headers={"Location": target}))
    result = gather(at_home(tmp_path, QUICK), server.seam, source(server.serve("/feed", rss(item()))))["uji"]
    assert result.status is SourceStatus.FAILED
    assert server.paths() == []
    assert {address[:2] for address in dialled if isinstance(address, tuple)} == {("127.0.0.1", server.port)}
