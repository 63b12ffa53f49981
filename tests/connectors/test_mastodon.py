"""Mastodon on loopback: tags and search, their pages, what is remembered, and closed servers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from loopback import Reply, Request
from platforms import NOW, SECRET, Make, as_json, moment

from monitor.models import ItemKind, SourceKind, SourceStatus, TextKind, TimeOrigin

HERE = "https://sosial.id"
TAG = "/api/v1/timelines/tag/pmi"


def status(number: int, **changes: Any) -> dict[str, Any]:
    return {"id": str(1000 + number), "created_at": moment(number / 10), "spoiler_text": "", "visibility": "public",
            "language": "id", "uri": f"{HERE}/users/a/statuses/{number}", "url": f"{HERE}/@a/{number}",
            "content": f"<p>Kabar {number} <a href='{HERE}/tags/pmi'>#<span>PMI</span></a></p><p>&amp; calo</p>",
            "account": {"acct": "warga@sosial.id", "display_name": "W"}, **changes}


def timeline(server_url: str, *numbers: int, size: int = 2) -> Any:
    """Serve statuses newest first, `size` per page, with the Link header that names the next one."""
    def answer(query: dict[str, str], _: Request) -> Reply:
        since, before = int(query.get("since_id", 0)), int(query.get("max_id", 10**9))
        fitting = sorted(n for n in numbers if since < 1000 - n < before)
        page = [status(n, id=str(1000 - n)) for n in fitting[:size]]
        url = f"{server_url}{TAG}?limit=40&max_id={page[-1]['id'] if page else ''}"
        more = {"Link": f'<{url}>; rel="next", <{server_url}/x>; rel="prev"'}
        return as_json(page, **more if len(fitting) > size else {})
    return answer


def test_a_tag_is_read_to_its_last_page_and_posts_keep_text_time_and_handle(platform: Make) -> None:
    mastodon = platform(SourceKind.MASTODON, tags=("#pmi",), keys={})
    mastodon.answer(TAG, timeline(mastodon.server.url, 1, 2, 3, 4, 5))
    result = mastodon.visit()
    assert (result.status, result.seen, result.new, result.cause) == (SourceStatus.NEW, 5, 5, "")
    assert [query.get("max_id") for query in mastodon.asked(TAG)] == [None, "998", "996"]
    kept = mastodon.stored()["https://sosial.id/statuses/1"]
    assert (kept.title, kept.text, kept.kind, kept.text_kind) == (
        "Kabar 1 #PMI", "& calo", ItemKind.POST, TextKind.FULL)
    assert (kept.outlet, kept.language, kept.author) == ("Mastodon", "id", mastodon.hashed("mastodon", "a@sosial.id"))
    assert kept.published.at == NOW - timedelta(minutes=6)
    assert (kept.published.origin, kept.published.at.utcoffset()) == (TimeOrigin.FEED, timedelta(0))


def test_the_next_visit_asks_only_for_what_is_newer(platform: Make) -> None:
    mastodon = platform(SourceKind.MASTODON, tags=("pmi",), keys={})
    mastodon.answer(TAG, timeline(mastodon.server.url, 3, 4))
    mastodon.visit()
    mastodon.answer(TAG, timeline(mastodon.server.url, 1, 2, 3, 4))
    mastodon.server.requests.clear()
    assert mastodon.visit().new == 2
    assert [query["since_id"] for query in mastodon.asked(TAG)] == ["997"]
    mastodon.server.requests.clear()
    result = mastodon.visit()
    assert (result.status, result.new) == (SourceStatus.UNCHANGED, 0)
    assert [query["since_id"] for query in mastodon.asked(TAG)] == ["999"]


def test_a_page_that_fails_keeps_the_pages_before_it_and_is_read_again(platform: Make) -> None:
    mastodon = platform(SourceKind.MASTODON, tags=("pmi",), keys={})
    whole = timeline(mastodon.server.url, 1, 2, 3, 4)
    mastodon.answer(TAG, lambda query, request: Reply(status=502) if "max_id" in query else whole(query, request))
    result = mastodon.visit()
    assert (result.status, result.new, result.cause.partition(":")[0]) == (SourceStatus.FAILED, 2, "status 502")
    mastodon.answer(TAG, whole)
    assert mastodon.visit().new == 2
    assert len(mastodon.stored()) == 4


def test_the_page_limit_holds_and_is_told(platform: Make) -> None:
    mastodon = platform(SourceKind.MASTODON, tags=("pmi",), pages=2, keys={})
    mastodon.answer(TAG, timeline(mastodon.server.url, *range(1, 20)))
    result = mastodon.visit()
    assert (result.status, result.new) == (SourceStatus.NEW, 4)
    assert result.cause.startswith("hanya 2 halaman terbaru yang dibaca")


def test_search_pages_by_offset_with_its_key(platform: Make) -> None:
    mastodon = platform(SourceKind.MASTODON, queries=("pekerja migran",))
    mastodon.answer("/api/v2/search", lambda query, _: {
        "accounts": [], "hashtags": [],
        "statuses": [status(n) for n in range(41)][int(query["offset"]):int(query["offset"]) + 40]})
    assert mastodon.visit().new == 41
    assert [query["offset"] for query in mastodon.asked("/api/v2/search")] == ["0", "40"]
    assert mastodon.asked("/api/v2/search")[0]["q"] == "pekerja migran"
    asked = mastodon.server.requests[-1]
    assert asked.headers["authorization"] == f"Bearer {SECRET}-monitor_mastodon_token"
    assert SECRET not in asked.path


def test_a_closed_server_says_that_a_key_opens_it(platform: Make) -> None:
    mastodon = platform(SourceKind.MASTODON, tags=("pmi",), keys={})
    mastodon.answer(TAG, lambda *_: as_json({"error": "This method requires an authenticated user"}, 422))
    result = mastodon.visit()
    assert result.cause.startswith("kunci diminta: Server Mastodon ini hanya menjawab dengan kunci akses (422).")
    assert "MONITOR_MASTODON_TOKEN" in result.cause


def test_one_tag_that_fails_does_not_stop_the_other(platform: Make) -> None:
    mastodon = platform(SourceKind.MASTODON, tags=("hilang", "pmi"), keys={})
    mastodon.answer(TAG, timeline(mastodon.server.url, 1))
    result = mastodon.visit()
    assert (result.status, result.new, result.cause.partition(":")[0]) == (SourceStatus.FAILED, 1, "status 404")


def test_followers_only_statuses_and_empty_ones_are_left_out(platform: Make) -> None:
    mastodon = platform(SourceKind.MASTODON, tags=("pmi",), keys={})
    mastodon.answer(TAG, lambda *_: [status(1, visibility="private"), status(2, content=""), status(3), "bukan objek"])
    assert mastodon.visit().new == 1


def test_a_used_up_limit_ends_the_run_and_holds_the_next_one_back(platform: Make) -> None:
    mastodon = platform(SourceKind.MASTODON, tags=("pmi",), keys={})
    full = timeline(mastodon.server.url, 1, 2, 3, 4)

    def limited(query: dict[str, str], request: Request) -> Reply:
        reply = full(query, request)
        return Reply(reply.body, headers={**reply.headers, "X-RateLimit-Remaining": "0",
                                          "X-RateLimit-Reset": "2099-01-01T00:00:00.000Z"})

    mastodon.answer(TAG, limited)
    result = mastodon.visit()
    assert (result.status, result.new, result.cause.partition(":")[0]) == (SourceStatus.FAILED, 2, "diminta menunggu")
    assert len(mastodon.asked(TAG)) == 1
    assert mastodon.state().wait_until is not None
