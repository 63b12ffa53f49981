"""GDELT on loopback: time windows as pages, the pause between calls, and refusals in plain text."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from loopback import Reply
from platforms import NOW, Make, Platform

from monitor.models import ItemKind, SourceKind, SourceStatus

DOC = "/api/v2/doc/doc"


def article(number: int, **changes: Any) -> dict[str, Any]:
    seen = NOW - timedelta(minutes=15 * number)
    return {"url": f"https://koran.id/{number}", "url_mobile": "", "title": f"Nasib PMI , kabar {number}",
            "seendate": seen.strftime("%Y%m%dT%H%M%SZ"), "socialimage": "", "domain": "koran.id",
            "language": "Indonesian", "sourcecountry": "Indonesia", **changes}


def gdelt(platform: Make, **rules: object) -> Platform:
    return platform(SourceKind.GDELT, queries=('"pekerja migran" sourcelang:indonesian',), keys={}, **rules)


def test_reports_are_news_with_their_outlet_and_language(platform: Make) -> None:
    world = gdelt(platform, pause=0.01)
    world.answer(DOC, lambda *_: {"articles": [article(1)]})
    assert world.visit().new == 1
    asked, = world.asked(DOC)
    assert asked == {"query": '"pekerja migran" sourcelang:indonesian', "mode": "artlist", "format": "json",
                     "sort": "datedesc", "maxrecords": "250", "startdatetime": "20261114050000",
                     "enddatetime": "20261121050000"}
    kept = world.stored()["https://koran.id/1"]
    assert (kept.title, kept.kind, kept.outlet, kept.language) == (
        "Nasib PMI, kabar 1", ItemKind.NEWS, "koran.id", "id")
    assert (kept.published.at.isoformat(), kept.published.dated_only) == ("2026-11-21T00:00:00+07:00", True)


def test_the_page_says_when_a_report_appeared(platform: Make) -> None:
    world = gdelt(platform, pause=0.01)
    url = world.server.serve("/berita/1", """<html><head><title>Pekerja migran dipulangkan</title>
        <meta property="article:published_time" content="2026-11-20T21:30:00+07:00"></head><body><article>
        <h1>Pekerja migran dipulangkan</h1><p>Isi berita.</p></article></body></html>""", Content_Type="text/html")
    world.full_text = True
    world.answer(DOC, lambda *_: {"articles": [article(1, url=url, title="Pekerja migran dipulangkan")]})
    assert world.visit().new == 1
    kept, = world.stored().values()
    assert kept.published.at.isoformat() == "2026-11-20T21:30:00+07:00"


def test_a_full_answer_is_continued_before_its_oldest_report_five_seconds_apart(platform: Make) -> None:
    world = gdelt(platform)
    articles = [article(n) for n in range(1, 300)]
    world.answer(DOC, lambda query, _: {"articles": [a for a in articles if a["seendate"].replace("T", "").rstrip("Z")
                                                     <= query["enddatetime"]][:250]})
    result = world.visit()
    assert (result.status, result.new) == (SourceStatus.NEW, 299)
    first, second = world.server.requests
    assert second.at - first.at >= 4.9


def test_a_query_it_refuses_is_told_in_its_own_words(platform: Make) -> None:
    world = gdelt(platform, pause=0.01)
    world.server.serve(DOC, "The specified phrase is too short.\n", Content_Type="text/html")
    cause = world.visit().cause
    assert cause.startswith("pertanyaan ditolak: GDELT tidak menerima pertanyaannya: The specified phrase is too short")


def test_a_call_too_soon_is_a_wait(platform: Make) -> None:
    world = gdelt(platform, pause=0.01)
    world.server.serve(DOC, Reply(b"Please limit requests to one every 5 seconds", 200))
    assert world.visit().cause.startswith("diminta menunggu:")
    assert world.state().wait_until == NOW + timedelta(minutes=1)
    assert world.visit().status is SourceStatus.SKIPPED


def test_nothing_found_is_no_failure(platform: Make) -> None:
    world = gdelt(platform, pause=0.01)
    world.server.serve(DOC, "{}", Content_Type="application/json")
    assert world.visit().status is SourceStatus.UNCHANGED


def test_reports_without_title_or_web_address_are_left_out(platform: Make) -> None:
    world = gdelt(platform, pause=0.01)
    world.answer(DOC, lambda *_: {"articles": [article(1, title=""), article(2, url="javascript:x"), article(3), 7]})
    assert world.visit().new == 1
