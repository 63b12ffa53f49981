"""Bluesky on loopback: the session, search by cursor, and what an app password must never do."""

from __future__ import annotations

import json
from typing import Any

from loopback import Reply, Request
from platforms import SECRET, Make, Platform, as_json, moment

from monitor.models import SourceKind, SourceStatus

LOGIN, SEARCH = "/xrpc/com.atproto.server.createSession", "/xrpc/app.bsky.feed.searchPosts"


def item(number: int, **record: Any) -> dict[str, Any]:
    return {"uri": f"at://did:plc:abc/app.bsky.feed.post/3l{number}", "cid": "bafy", "indexedAt": moment(number),
            "author": {"did": "did:plc:abc", "handle": "warga.bsky.social"}, "likeCount": 1,
            "record": {"$type": "app.bsky.feed.post", "text": f"Pekerja migran {number}\nbaris dua",
                       "createdAt": moment(number), "langs": ["id"], **record}}


def serve(bluesky: Platform, *numbers: int, size: int = 2) -> Platform:
    def login(_: dict[str, str], request: Request) -> Any:
        sent = json.loads(request.body)
        assert request.method == "POST"
        if sent["password"] != bluesky.keys["MONITOR_BLUESKY_APP_PASSWORD"]:
            return as_json({"error": "AuthenticationRequired", "message": "Invalid identifier or password"}, 401)
        return {"accessJwt": f"jwt-{SECRET}", "refreshJwt": "r", "did": "did:plc:me", "handle": sent["identifier"]}

    def search(query: dict[str, str], request: Request) -> Any:
        if request.headers.get("authorization") != f"Bearer jwt-{SECRET}":
            return Reply(b"<html>Forbidden</html>", 403)
        start = int(query.get("cursor", 0))
        more = {"cursor": str(start + size)} if start + size < len(numbers) else {}
        return {"posts": [item(n) for n in numbers[start:start + size]], "hitsTotal": len(numbers), **more}

    bluesky.answer(LOGIN, login)
    bluesky.answer(SEARCH, search)
    return bluesky


def test_a_search_is_read_to_its_last_cursor(platform: Make) -> None:
    bluesky = serve(platform(SourceKind.BLUESKY, queries=("KemenP2MI",)), 1, 2, 3, 4, 5)
    result = bluesky.visit()
    assert (result.status, result.new) == (SourceStatus.NEW, 5)
    asked = bluesky.asked(SEARCH)
    assert [query.get("cursor") for query in asked] == [None, "2", "4"]
    assert (asked[0]["q"], asked[0]["sort"], asked[0]["since"]) == ("KemenP2MI", "latest", "2026-11-14T05:00:00Z")
    kept = bluesky.stored()["https://bsky.app/profile/did:plc:abc/post/3l1"]
    assert (kept.title, kept.text, kept.author, kept.language) == (
        "Pekerja migran 1", "baris dua", bluesky.hashed("bluesky", "warga.bsky.social"), "id")


def test_a_later_search_ends_at_the_first_page_without_news(platform: Make) -> None:
    bluesky = serve(platform(SourceKind.BLUESKY, queries=("pmi",)), 1, 2, 3, 4, 5)
    bluesky.visit()
    bluesky.server.requests.clear()
    assert bluesky.visit().status is SourceStatus.UNCHANGED
    assert len(bluesky.asked(SEARCH)) == 1


def test_a_wrong_app_password_is_named_and_never_shown(platform: Make) -> None:
    bluesky = serve(platform(SourceKind.BLUESKY, queries=("pmi",)), 1)
    bluesky.keys = {**bluesky.keys, "MONITOR_BLUESKY_APP_PASSWORD": f"{SECRET}-salah"}
    bluesky.server.pages[LOGIN] = as_json({"error": "AuthenticationRequired",
                                           "message": f"Invalid password {SECRET}-salah"}, 401)
    result = bluesky.visit()
    assert "kunci ditolak: Bluesky menolak nama akun atau sandi aplikasi (401: Invalid password" in result.cause
    assert SECRET not in result.cause
    assert bluesky.asked(SEARCH) == []


def test_a_session_that_ends_midway_keeps_the_pages_before(platform: Make) -> None:
    bluesky = serve(platform(SourceKind.BLUESKY, queries=("pmi",)), 1, 2, 3)
    whole = bluesky.server.pages[SEARCH]
    assert callable(whole)
    bluesky.server.serve(SEARCH, lambda request: as_json({"error": "ExpiredToken", "message": "Token has expired"}, 400)
                         if "cursor=" in request.path else whole(request))
    result = bluesky.visit()
    assert (result.status, result.new) == (SourceStatus.FAILED, 2)
    assert "status 400: Bluesky menolak permintaan (400: Token has expired)" in result.cause


def test_posts_of_a_strange_shape_are_left_out(platform: Make) -> None:
    bluesky = serve(platform(SourceKind.BLUESKY, queries=("pmi",)))
    strange = [item(1, text=None), item(2, text=["a"]), {**item(3), "record": "teks"}, {**item(4), "uri": "at://x"},
               {**item(5), "record": {"text": "baik", "langs": [7]}}, {}]
    bluesky.answer(SEARCH, lambda *_: {"posts": strange})
    assert bluesky.visit().new == 1
