"""Seeds and the ways to spoil them: what the fuzz targets have in common."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

TESTS = Path(__file__).parents[1]
SHARED = TESTS.parents[0] / "../shared/fixtures/feeds"
SECONDS = float(os.environ.get("FUZZ_SECONDS") or ("15" if os.environ.get("CI") == "true" else "3"))
"""Time for each target: 15 s in CI, 3 s elsewhere, whatever FUZZ_SECONDS says (`make fuzz MINUTES=60`)."""
SLOWEST = 5.0
"""Processor seconds that one input may take: what a worker is given (monitor.workflows.parsing)."""

# Not shrunk: that can take minutes, and a failing input is printed whole.
FUZZING = settings(max_examples=200, deadline=None, database=None, print_blob=True, phases=[Phase.generate],
                   suppress_health_check=list(HealthCheck))

TOKENS = (
    b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?xml version='1.0' encoding='utf-16'?>", b"<!DOCTYPE x [", b"]>", b"&x;",
    b"<!ENTITY x 'y'>", b"&#0;", b"&#xD83D;", b"&#x110000;", b"&amp;amp;", b"\0", b"\xff\xfe", b"\xef\xbb\xbf",
    b"\xed\xa0\x80",
    b"<item>", b"</item>", b"<entry>", b"<title type='xhtml'>", b"<content type='text/html' mode='base64'>", b"<link/>",
    b"<pubDate>", b"<updated>", b"<guid isPermaLink='true'>", b"xmlns:a=''", b"xml:base='http://[::1'",
    b"<georss:point>",
    b"<gml:posList>", b"<media:content url='", b"<itunes:duration>", b"<script>", b"</style>", b"<svg><style>",
    b"javascript:",
    b"http://[", b"//", b"%", b"\r", b"\t", b'"', b"'", b",", b";", b"=", b"+",
    b"1" * 400, b"9999-12-31T23:59:59+14:00",
    b"31 Feb 2026 25:61 WIB", b"1e309", b"NaN", b"-0", b"{}", b"[[", b'{"items":[', b"\xe2\x80\xae", b"\xc2\x85",
    b"\xf0\x9f\x8e\x89",
)


def seeds(*patterns: str, folder: Path = TESTS / "data", most: int = 30_000) -> list[bytes]:
    """Return the files that match, and those of the shared fixtures where they lie beside the checkout."""
    found = [file for pattern in patterns for file in sorted(folder.rglob(pattern))]
    if SHARED.exists():
        found += [file for pattern in patterns for file in sorted(SHARED.rglob(pattern))]
    return [body for file in found if (body := file.read_bytes()) and len(body) <= most]


@st.composite
def spoilt(draw: st.DrawFn, bodies: Sequence[bytes], tokens: Sequence[bytes] = TOKENS) -> bytes:
    """Draw one seed with up to eight places cut, doubled, overwritten, or filled with a token or with noise."""
    body = draw(st.sampled_from(bodies))
    for _ in range(draw(st.integers(0, 8))):
        start = draw(st.integers(0, len(body)))
        end = min(len(body), start + draw(st.integers(0, 60)))
        match draw(st.integers(0, 5)):
            case 0:
                body = body[:start] + body[end:]
            case 1:
                body = body[:end] + body[start:end] * draw(st.integers(1, 50)) + body[end:]
            case 2:
                body = body[:start] + draw(st.sampled_from(tokens)) + body[end:]
            case 3:
                body = body[:start] + draw(st.binary(max_size=20)) + body[end:]
            case 4:
                other = draw(st.sampled_from(bodies))
                at = draw(st.integers(0, len(other)))
                body = body[:start] + other[at:at + draw(st.integers(0, 400))] + body[end:]
            case _:
                body = body[:start] + draw(st.sampled_from(tokens)) * draw(st.integers(1, 300)) + body[start:]
    return body


def for_a_while(target: Callable[[], None]) -> int:
    """Run a hypothesis target with ever new inputs until the time is over; return how often 200 were tried."""
    rounds, end = 0, time.monotonic() + SECONDS
    while time.monotonic() < end or not rounds:
        target()
        rounds += 1
    return rounds


@contextmanager
def within_time() -> Iterator[None]:
    """Fail when the block takes longer than a worker may."""
    started = time.process_time()
    yield
    assert time.process_time() - started < SLOWEST, "an input takes longer than its worker may"
