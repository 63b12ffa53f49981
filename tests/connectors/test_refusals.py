"""What every connector does when its platform refuses, breaks, changes shape, hangs up, or has nothing to say."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import pytest
from loopback import Reply
from platforms import NOW, SECRET, Make, Platform, as_json

from monitor.config.connectors import PLATFORMS
from monitor.connectors.registry import CONNECTORS
from monitor.models import SourceKind, SourceResult, SourceStatus
from monitor.storage.store import Store
from monitor.workflows.collect import collect

RULES: dict[SourceKind, dict[str, Any]] = {
    SourceKind.MASTODON: {"queries": ("pmi",)}, SourceKind.BLUESKY: {"queries": ("pmi",)},
    SourceKind.YOUTUBE: {"queries": ("pmi",)}, SourceKind.GDELT: {"queries": ("pmi",), "pause": 0.01},
    SourceKind.REDDIT: {"queries": ("pmi",)}, SourceKind.X: {"queries": ("pmi",), "cap": 5.0, "price": 0.005},
    SourceKind.THREADS: {"queries": ("pmi",)}, SourceKind.FACEBOOK: {"accounts": ("1",)},
    SourceKind.INSTAGRAM: {"accounts": ("1",)}, SourceKind.TELEGRAM: {"accounts": ("kanal",)},
}
LOGINS = {"/xrpc/com.atproto.server.createSession": {"accessJwt": "j"},
          "/api/v1/access_token": {"access_token": "t"}}
PATHS = {
    SourceKind.MASTODON: ("/api/v2/search",), SourceKind.BLUESKY: ("/xrpc/app.bsky.feed.searchPosts",),
    SourceKind.YOUTUBE: ("/youtube/v3/search",), SourceKind.GDELT: ("/api/v2/doc/doc",),
    SourceKind.REDDIT: ("/search",), SourceKind.X: ("/2/tweets/search/recent",),
    SourceKind.THREADS: ("/keyword_search",), SourceKind.FACEBOOK: ("/1/feed", "/1/tagged"),
    SourceKind.INSTAGRAM: ("/1/media", "/1/tags"), SourceKind.TELEGRAM: ("/s/kanal",),
}
EMPTY: dict[SourceKind, Any] = {
    SourceKind.MASTODON: {"statuses": []}, SourceKind.BLUESKY: {"posts": []}, SourceKind.YOUTUBE: {"items": []},
    SourceKind.GDELT: {}, SourceKind.REDDIT: {"data": {"children": [], "after": None}},
    SourceKind.X: {"meta": {"result_count": 0}}, SourceKind.THREADS: {"data": []},
    SourceKind.FACEBOOK: {"data": []}, SourceKind.INSTAGRAM: {"data": []},
}
KINDS = sorted(PATHS)
APIS = [kind for kind in KINDS if kind is not SourceKind.TELEGRAM]
KEYED = [kind for kind in APIS if PLATFORMS[kind].tokens]


def answering(platform: Make, kind: SourceKind, reply: Reply) -> Platform:
    found = platform(kind, **RULES[kind])
    for path, data in LOGINS.items():
        found.server.serve(path, as_json(data))
    for path in PATHS[kind]:
        found.server.serve(path, reply)
    return found


def test_every_connector_is_held_to_this() -> None:
    assert {*KINDS, SourceKind.PLAY} == {*RULES, SourceKind.PLAY} == set(CONNECTORS)  # Play: see test_play.py


@pytest.mark.parametrize("kind", KEYED)
def test_a_refused_key_is_named_and_never_shown(platform: Make, kind: SourceKind,
                                                caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    echo = f"bad token {SECRET}-x"
    keys = {name: f"{SECRET}-x" for names in (PLATFORMS[kind].tokens or {}).values() for name in names}
    asked = answering(platform, kind, as_json({"error": {"message": echo}, "detail": echo}, 401))
    asked.keys = keys
    result = asked.visit()
    assert (result.status, result.new) == (SourceStatus.FAILED, 0)
    assert result.cause.startswith("kunci ditolak:")
    assert SECRET not in result.cause + caplog.text
    assert all(SECRET not in request.path for request in asked.server.requests)


@pytest.mark.parametrize("kind", KINDS)
def test_a_limit_makes_the_source_wait_as_long_as_asked(platform: Make, kind: SourceKind) -> None:
    asked = answering(platform, kind, Reply(b"slow down", 429, {"Retry-After": "600"}))
    assert asked.visit().cause.startswith("diminta menunggu:")
    until = asked.state().wait_until
    assert until is not None
    asked.now = until - timedelta(seconds=1)
    calls = len(asked.server.requests)
    asked.visit()
    assert calls <= len(asked.server.requests) <= calls + (kind is SourceKind.GDELT) * 2


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("status", [500, 503])
def test_a_broken_server_is_named(platform: Make, kind: SourceKind, status: int) -> None:
    result = answering(platform, kind, Reply(b"<h1>oops", status)).visit()
    assert (result.status, result.cause.partition(":")[0]) == (SourceStatus.FAILED, f"status {status}")


@pytest.mark.parametrize("kind", APIS)
@pytest.mark.parametrize("body", [b'{"data": [', b"17", b"[" * 100_000,
                                  b'{"data": 5, "posts": {}, "items": "x", "statuses": null, "articles": 1}'])
def test_an_answer_of_another_shape_is_a_failure_not_an_empty_week(platform: Make, kind: SourceKind,
                                                                   body: bytes) -> None:
    result = answering(platform, kind, Reply(body)).visit()
    assert result.status is SourceStatus.FAILED
    assert "galat program" not in result.cause


@pytest.mark.parametrize("kind", APIS)
def test_nothing_new_is_no_failure(platform: Make, kind: SourceKind) -> None:
    result = answering(platform, kind, as_json(EMPTY[kind])).visit()
    assert (result.status, result.seen, result.cause) == (SourceStatus.UNCHANGED, 0, "")


@pytest.mark.parametrize("kind", APIS)
def test_a_redirect_is_not_followed_so_that_no_key_travels(platform: Make, kind: SourceKind) -> None:
    asked = answering(platform, kind, Reply(status=302, headers={"Location": "/lain"}))
    assert asked.visit().cause.partition(":")[0] == "status 302"
    assert asked.asked("/lain") == []


@pytest.mark.parametrize("kind", KEYED)
def test_without_its_key_a_platform_is_no_source_and_a_lost_key_is_an_outage(platform: Make, kind: SourceKind) -> None:
    asked = answering(platform, kind, as_json(EMPTY[kind]))
    keys, asked.keys = asked.keys, {}
    unset = asked.visit(only=("uji",))
    assert (unset.status, unset.cause.partition(":")[0]) == (SourceStatus.SKIPPED, "belum disetel")
    assert f"docs/sumber/{kind.value}.md" in unset.cause
    assert asked.server.requests == []
    asked.keys = keys
    asked.visit()
    asked.keys = {}
    lost = asked.visit()
    assert (lost.status, lost.cause.partition(":")[0]) == (SourceStatus.FAILED, "kunci hilang")


def test_a_platform_that_was_never_set_leaves_no_trace_of_an_outage(platform: Make) -> None:
    asked = answering(platform, SourceKind.BLUESKY, as_json(EMPTY[SourceKind.BLUESKY]))
    told: list[SourceResult] = []
    results = collect(asked.settings, sources=[asked.source], loopback=asked.server.seam, environ={},
                      now=lambda: NOW, on_progress=told.append)
    assert results == []
    assert [result.cause.partition(":")[0] for result in told] == ["belum disetel"]
    with Store(asked.settings.storage.database_url) as store:
        assert store.last_results() == {}


def test_a_key_copied_over_two_lines_is_told(platform: Make) -> None:
    asked = answering(platform, SourceKind.X, as_json(EMPTY[SourceKind.X]))
    asked.keys = {"MONITOR_X_TOKEN": f"{SECRET}\nsisa"}
    cause = asked.visit().cause
    assert cause.startswith("kunci ditolak: Isi MONITOR_X_TOKEN rusak")
    assert SECRET not in cause
    assert asked.server.requests == []
