"""Reddit on loopback: the application's token, search by `after`, and its limits in seconds."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from typing import Any

from loopback import Request
from platforms import NOW, SECRET, Make, Platform, as_json

from monitor.models import SourceKind, SourceStatus

TOKEN, EVERYWHERE, WITHIN = "/api/v1/access_token", "/search", "/r/indonesia/search"


def child(number: int, **changes: Any) -> dict[str, Any]:
    return {"kind": "t3", "data": {
        "id": f"a{number}", "name": f"t3_a{number}", "subreddit": "indonesia", "title": f"TKI di Hong Kong {number}",
        "selftext": "Isi *asli*\n\nbaris dua", "author": "warga1", "created_utc": NOW.timestamp() - 60.0 * number,
        "permalink": f"/r/indonesia/comments/a{number}/tki/", "url": "https://i.redd.it/x.png", **changes}}


def serve(reddit: Platform, path: str, *numbers: int, size: int = 2, **headers: str) -> Platform:
    def token(_: dict[str, str], request: Request) -> Any:
        pair = base64.b64decode(request.headers["authorization"].removeprefix("Basic ")).decode()
        assert request.method == "POST"
        assert request.body == b"grant_type=client_credentials"
        assert pair == f"{SECRET}-monitor_reddit_client_id:{SECRET}-monitor_reddit_client_secret"
        return {"access_token": f"t-{SECRET}", "token_type": "bearer", "expires_in": 3600}

    def search(query: dict[str, str], request: Request) -> Any:
        assert request.headers["authorization"] == f"Bearer t-{SECRET}"
        start = int(query.get("after", "t3_0").removeprefix("t3_"))
        after = f"t3_{start + size}" if start + size < len(numbers) else None
        data = {"after": after, "children": [child(n) for n in numbers[start:start + size]]}
        return as_json({"kind": "Listing", "data": data}, **headers)

    reddit.answer(TOKEN, token)
    reddit.answer(path, search)
    return reddit


def test_a_community_is_searched_to_its_last_page(platform: Make) -> None:
    reddit = serve(platform(SourceKind.REDDIT, queries=("r/indonesia: pekerja migran",)), WITHIN, 1, 2, 3)
    assert reddit.visit().new == 3
    asked = reddit.asked(WITHIN)
    assert [query.get("after") for query in asked] == [None, "t3_2"]
    assert (asked[0]["q"], asked[0]["restrict_sr"], asked[0]["sort"]) == ("pekerja migran", "1", "new")
    kept = reddit.stored()["https://reddit.com/r/indonesia/comments/a1/tki"]
    assert (kept.title, kept.text, kept.author) == (
        "TKI di Hong Kong 1", "Isi *asli*\nbaris dua", reddit.hashed("reddit", "warga1"))
    assert kept.published.at == datetime.fromtimestamp(NOW.timestamp() - 60, UTC)


def test_without_a_community_everything_is_searched(platform: Make) -> None:
    reddit = serve(platform(SourceKind.REDDIT, queries=("KemenP2MI",)), EVERYWHERE, 1)
    assert reddit.visit().new == 1
    assert "restrict_sr" not in reddit.asked(EVERYWHERE)[0]


def test_a_limit_that_runs_out_midway_stops_and_waits(platform: Make) -> None:
    reddit = serve(platform(SourceKind.REDDIT, queries=("pmi",)), EVERYWHERE, 1, 2, 3,
                   x_ratelimit_remaining="0.0", x_ratelimit_reset="240")
    result = reddit.visit()
    assert (result.status, result.new, result.cause.partition(":")[0]) == (SourceStatus.FAILED, 2, "diminta menunggu")
    assert len(reddit.asked(EVERYWHERE)) == 1


def test_an_application_that_is_not_approved_is_told(platform: Make) -> None:
    reddit = platform(SourceKind.REDDIT, queries=("pmi",))
    reddit.answer(TOKEN, lambda *_: {"error": "unsupported_grant_type"})
    cause = reddit.visit().cause
    assert cause.startswith("kunci ditolak: Reddit tidak memberi izin masuk: unsupported_grant_type.")
    assert "docs/sumber/reddit.md" in cause


def test_posts_of_a_strange_shape_are_left_out(platform: Make) -> None:
    reddit = serve(platform(SourceKind.REDDIT, queries=("pmi",)), EVERYWHERE)
    reddit.answer(EVERYWHERE, lambda *_: {"data": {"after": 5, "children": [
        child(1, permalink="//jahat.id/"), child(2, title=None, selftext=None), {"data": []}, child(4)]}})
    assert reddit.visit().new == 1
