"""Threads, Facebook and Instagram on loopback: lists by cursor, comments of our own account, errors by code."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from loopback import Request
from platforms import NOW, SECRET, Make, as_json, moment

from monitor.models import SourceKind, SourceStatus


def stamp(hours_ago: float) -> str:
    return f"{moment(hours_ago)[:-5]}+0000"


def thread(number: int) -> dict[str, Any]:
    return {"id": str(number), "text": f"PMI {number}", "media_type": "TEXT", "timestamp": stamp(number),
            "permalink": f"https://www.threads.net/@warga/post/p{number}", "username": "warga"}


def cursored(*objects: dict[str, Any], size: int = 2) -> Any:
    """Serve a list as the Graph API does: the next address holds a key, so only the cursor may be used."""
    def answer(query: dict[str, str], request: Request) -> Any:
        assert request.headers["authorization"].startswith(f"Bearer {SECRET}-monitor_")
        start = int(query.get("after", "A0")[1:])
        page = {"data": list(objects[start:start + size])}
        if start + size >= len(objects):
            return page
        return page | {"paging": {"cursors": {"before": "B", "after": f"A{start + size}"},
                                  "next": "https://jahat.id/?access_token=abc"}}
    return answer


def test_threads_are_searched_by_cursor(platform: Make) -> None:
    threads = platform(SourceKind.THREADS, queries=("KemenP2MI",))
    threads.answer("/keyword_search", cursored(*map(thread, range(1, 6))))
    assert threads.visit().new == 5
    asked = threads.asked("/keyword_search")
    assert [query.get("after") for query in asked] == [None, "A2", "A4"]
    assert (asked[0]["q"], asked[0]["search_type"]) == ("KemenP2MI", "RECENT")
    assert asked[0]["since"] == str(int((NOW - timedelta(days=7)).timestamp()))
    kept = threads.stored()["https://threads.net/t/p1"]
    assert (kept.title, kept.author, kept.published.at) == (
        "PMI 1", threads.hashed("threads", "warga"), NOW - timedelta(hours=1))


def test_comments_below_our_page_and_mentions_are_read_without_our_own_posts(platform: Make) -> None:
    page = platform(SourceKind.FACEBOOK, accounts=("100",))
    page.answer("/100/feed", cursored(
        {"id": "100_1", "message": "Siaran pers", "created_time": stamp(2),
         "permalink_url": "https://www.facebook.com/100/posts/1", "comments": {"data": [
             {"id": "1_3", "message": "Tolong TKW", "created_time": stamp(1)},
             {"id": "1_4", "message": "", "created_time": stamp(1)}]}},
        {"id": "100_2", "created_time": stamp(3), "permalink_url": "https://www.facebook.com/100/posts/2"},
        {"id": "100_5", "created_time": stamp(900), "comments": "rusak"}))
    page.answer("/100/tagged", cursored({"id": "9_1", "message": "Hai @KemenP2MI", "created_time": stamp(5),
                                         "permalink_url": "https://www.facebook.com/9/posts/1"}))
    assert page.visit().new == 2
    assert sorted((url, kept.title) for url, kept in page.stored().items()) == [
        ("https://facebook.com/100/posts/1?comment_id=1_3", "Tolong TKW"),
        ("https://facebook.com/9/posts/1", "Hai @KemenP2MI")]


def test_a_new_comment_below_a_known_post_is_found(platform: Make) -> None:
    page = platform(SourceKind.FACEBOOK, accounts=("100",))
    comments = [{"id": "1_3", "message": "pertama", "created_time": stamp(1)}]
    page.answer("/100/feed", lambda *_: {"data": [{"id": "100_1", "created_time": stamp(2), "comments": {
        "data": comments}, "permalink_url": "https://www.facebook.com/100/posts/1"}]})
    page.answer("/100/tagged", lambda *_: {"data": []})
    assert page.visit().new == 1
    comments.insert(0, {"id": "1_4", "message": "kedua", "created_time": stamp(0.5)})
    assert page.visit().new == 1
    assert page.visit().status is SourceStatus.UNCHANGED


def test_comments_and_tags_of_our_instagram_account(platform: Make) -> None:
    account = platform(SourceKind.INSTAGRAM, accounts=("17",))
    account.answer("/17/media", cursored({"id": "1", "permalink": "https://www.instagram.com/p/abc/",
                                          "timestamp": stamp(1), "comments": {"data": [
                                              {"id": "179", "text": "Mohon bantu PMI", "timestamp": stamp(0.5),
                                               "username": "warga"}]}}))
    account.answer("/17/tags", cursored({"id": "2", "caption": "Terima kasih @kemenp2mi", "timestamp": stamp(2),
                                         "permalink": "https://www.instagram.com/p/def/", "username": "warga2"}))
    assert account.visit().new == 2
    stored = account.stored()
    assert stored["https://instagram.com/p/abc/c/179"].author == account.hashed("instagram", "warga")
    assert stored["https://instagram.com/p/def"].title == "Terima kasih @kemenp2mi"


@pytest.mark.parametrize(("code", "cause"), [
    (4, "diminta menunggu"), (613, "diminta menunggu"), (190, "kunci ditolak"), (10, "tidak diizinkan"),
    (200, "tidak diizinkan"), (100, "status 400"),
])
def test_errors_are_named_by_their_code(platform: Make, code: int, cause: str) -> None:
    page = platform(SourceKind.FACEBOOK, accounts=("100",))
    secret = f"{SECRET}-monitor_facebook_token"
    page.answer("/100/feed", lambda *_: as_json({"error": {
        "message": f"(#{code}) Malformed access token {secret}", "type": "OAuthException", "code": code}}, 400))
    result = page.visit()
    assert result.cause.partition(":")[0] == cause
    assert SECRET not in result.cause
    assert (page.state().wait_until == NOW + timedelta(hours=1)) is (cause == "diminta menunggu")


@pytest.mark.parametrize("kind", [SourceKind.FACEBOOK, SourceKind.INSTAGRAM])
def test_an_account_that_is_no_number_never_becomes_an_address(platform: Make, kind: SourceKind) -> None:
    page = platform(kind, accounts=("me/../oauth",))
    assert page.visit().cause.startswith("isian salah:")
    assert page.server.requests == []
