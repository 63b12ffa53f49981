"""YouTube on loopback: search, comments, channels with and without a key, quota and closed comments."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from loopback import Reply, Request
from platforms import SECRET, Make, Platform, as_json, moment

from monitor.models import ItemKind, SourceKind, SourceStatus

SEARCH, COMMENTS, UPLOADS = (f"/youtube/v3/{name}" for name in ("search", "commentThreads", "playlistItems"))
CHANNEL = "UC" + "a" * 22


def result(number: int) -> dict[str, Any]:
    return {"kind": "youtube#searchResult", "id": {"kind": "youtube#video", "videoId": f"vid{number}"},
            "snippet": {"publishedAt": moment(number), "channelId": CHANNEL, "title": f"Menteri &amp; PMI {number}",
                        "description": "Uraian &quot;video&quot;", "channelTitle": "Kanal Berita"}}


def thread(video: str, number: int, **said: Any) -> dict[str, Any]:
    return {"kind": "youtube#commentThread", "id": f"Ug{number}", "snippet": {"videoId": video, "topLevelComment": {
        "id": f"Ug{number}", "snippet": {"videoId": video, "textDisplay": "Tolong &quot;TKI&quot;<br>ini",
                                         "authorDisplayName": "@warga", "publishedAt": moment(number), **said}}}}


def paged(make: Any, *numbers: int, size: int = 2) -> Any:
    def answer(query: dict[str, str], request: Request) -> Any:
        assert request.headers["x-goog-api-key"] == f"{SECRET}-monitor_youtube_key"
        start = int(query.get("pageToken", "T0")[1:])
        more = {"nextPageToken": f"T{start + size}"} if start + size < len(numbers) else {}
        return {"items": [make(n) for n in numbers[start:start + size]], "pageInfo": {"totalResults": 9}, **more}
    return answer


def refusal(reason: str, status: int = 403) -> Reply:
    return as_json({"error": {"code": status, "message": "…", "errors": [{"reason": reason}]}}, status)


def youtube(platform: Make, **rules: object) -> Platform:
    return platform(SourceKind.YOUTUBE, **rules)


def test_a_search_is_paged_and_titles_are_plain(platform: Make) -> None:
    tube = youtube(platform, queries=("KemenP2MI",))
    tube.answer(SEARCH, paged(result, 1, 2, 3))
    assert tube.visit().new == 3
    asked = tube.asked(SEARCH)
    assert [query.get("pageToken") for query in asked] == [None, "T2"]
    assert asked[0]["publishedAfter"] == "2026-11-14T05:00:00Z"
    kept = tube.stored()["https://youtube.com/watch?v=vid1"]
    assert (kept.title, kept.text, kept.author, kept.kind) == (
        "Menteri & PMI 1", 'Uraian "video"', tube.hashed("youtube", "Kanal Berita"), ItemKind.POST)
    assert all(SECRET not in request.path for request in tube.server.requests)


def test_comments_are_read_below_each_video_and_closed_ones_do_no_harm(platform: Make) -> None:
    tube = youtube(platform, queries=("pmi",), comments=True)
    tube.answer(SEARCH, paged(result, 1, 2))
    tube.answer(COMMENTS, lambda query, _: refusal("commentsDisabled") if query["videoId"] == "vid1" else {
        "items": [thread("vid2", 5), thread("vid2", 6, textOriginal='Tolong "TKI" asli'), {"snippet": 3}]})
    result_ = tube.visit()
    assert (result_.status, result_.new) == (SourceStatus.NEW, 4)
    stored = tube.stored()
    assert (stored["https://youtube.com/watch?lc=Ug5&v=vid2"].title,
            stored["https://youtube.com/watch?lc=Ug5&v=vid2"].text) == ('Tolong "TKI"', "ini")
    assert stored["https://youtube.com/watch?lc=Ug6&v=vid2"].title == 'Tolong "TKI" asli'


def test_new_comments_below_a_known_video_are_found(platform: Make) -> None:
    tube = youtube(platform, queries=("pmi",), comments=True)
    tube.answer(SEARCH, paged(result, 1))
    tube.answer(COMMENTS, lambda *_: {"items": [thread("vid1", 5)]})
    assert tube.visit().new == 2
    tube.answer(COMMENTS, lambda *_: {"items": [thread("vid1", 4), thread("vid1", 5)]})
    assert tube.visit().new == 1


def test_a_used_up_quota_waits_for_midnight_in_california(platform: Make) -> None:
    tube = youtube(platform, queries=("pmi",))
    tube.answer(SEARCH, lambda *_: refusal("quotaExceeded"))
    result_ = tube.visit()
    assert (result_.status, result_.cause.partition(":")[0]) == (SourceStatus.FAILED, "diminta menunggu")
    assert "Jatah harian YouTube habis" in result_.cause
    assert tube.state().wait_until == datetime(2026, 11, 21, 8, tzinfo=UTC)
    assert tube.visit().status is SourceStatus.SKIPPED
    assert len(tube.asked(SEARCH)) == 1


def test_a_wrong_key_is_named(platform: Make) -> None:
    tube = youtube(platform, queries=("pmi",))
    tube.answer(SEARCH, lambda *_: refusal("badRequest", 400))
    assert tube.visit().cause.startswith("kunci ditolak: YouTube menolak kunci akses")


def test_a_channel_is_read_by_its_uploads_with_a_key(platform: Make) -> None:
    tube = youtube(platform, accounts=(CHANNEL,))
    tube.answer(UPLOADS, paged(lambda n: {"snippet": result(n)["snippet"], "contentDetails": {
        "videoId": f"vid{n}", "videoPublishedAt": moment(n)}}, 1, 2, 3))
    assert tube.visit().new == 3
    assert tube.asked(UPLOADS)[0]["playlistId"] == "UU" + "a" * 22


def test_a_channel_is_read_by_its_feed_without_a_key(platform: Make) -> None:
    tube = platform(SourceKind.YOUTUBE, accounts=(CHANNEL,), keys={})
    tube.server.serve("/feeds/videos.xml", f"""<?xml version="1.0" encoding="UTF-8"?>
        <feed xmlns:yt="http://www.youtube.com/xml/schemas/2015" xmlns:media="http://search.yahoo.com/mrss/"
              xmlns="http://www.w3.org/2005/Atom"><title>Kanal</title>
        <entry><id>yt:video:vid1</id><yt:videoId>vid1</yt:videoId><title>Pulang &amp; selamat</title>
        <author><name>Kanal</name></author><published>{moment(1)[:-5]}+00:00</published>
        <media:group><media:description>Uraian</media:description></media:group></entry></feed>""")
    assert tube.visit().new == 1
    kept = tube.stored()["https://youtube.com/watch?v=vid1"]
    assert (kept.title, kept.text, kept.author) == (
        "Pulang & selamat", "Uraian", tube.hashed("youtube", "Kanal"))
    assert tube.asked("/feeds/videos.xml") == [{"channel_id": CHANNEL}]


def test_a_channel_feed_that_robots_txt_closes_is_not_read(platform: Make) -> None:
    tube = platform(SourceKind.YOUTUBE, accounts=(CHANNEL,), keys={})
    tube.server.serve("/robots.txt", "User-agent: *\nDisallow: /feeds/videos.xml")
    assert tube.visit().cause.startswith("robots.txt:")


def test_a_broken_channel_feed_and_a_wrong_channel_are_named(platform: Make) -> None:
    tube = platform(SourceKind.YOUTUBE, accounts=(CHANNEL, "@kanal"), keys={})
    tube.server.serve("/feeds/videos.xml", "<feed><entry>")
    assert "feed kanal yang rusak" in tube.visit().cause
    assert "isian salah: '@kanal' bukan id kanal YouTube." in tube.visit().cause
