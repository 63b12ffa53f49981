"""Every platform, one behaviour after the other; docs/sumber/pengujian.md is the table of this file."""

from __future__ import annotations

import logging
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fakes import FAKES, FIRST, Fake, Post, start
from loopback import Reply
from platforms import NOW, SECRET, Make, Platform, as_json

from monitor.connectors.registry import CONNECTORS
from monitor.models import SourceKind, SourceStatus

KINDS = sorted(FAKES)
STATING = [kind for kind in KINDS if FAKES[kind].states_language]
PLACEHOLDERS = (SourceKind.YOUTUBE, SourceKind.REDDIT)
BROKEN = {
    "500": Reply(b"<h1>oops</h1>", 500), "502": Reply(b"", 502), "rusak": Reply(b'{"data": ['),
    "html": Reply(b"<!DOCTYPE html><html><body>Masuk</body></html>", headers={"Content-Type": "text/html"}),
    "terpotong": Reply(raw=[b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{\"da"]),
    "putus": Reply(raw=[]),
}


def timeline(fake: Fake, pages: int = 3, first: int = 1) -> list[Post]:
    """Return posts for so many pages, the last of one post only."""
    return [Post(number) for number in range(first, first + fake.size * (pages - 1) + 1)]


def titles(platform: Platform) -> list[str]:
    return sorted(item.title for item in platform.stored().values())


def words(posts: list[Post]) -> list[str]:
    return sorted(post.words for post in posts)


def pages_asked(platform: Platform, fake: Fake) -> int:
    return len(platform.asked(fake.path))


def test_every_platform_has_a_fake() -> None:
    assert set(FAKES) == set(CONNECTORS)


@pytest.mark.parametrize("kind", KINDS)
def test_pages_are_read_to_the_last(platform: Make, tmp_path: Path, kind: SourceKind) -> None:
    fake = FAKES[kind]
    posts = timeline(fake)
    asked = start(fake, platform, tmp_path, posts)
    result = asked.visit()
    assert (result.status, result.new, result.cause) == (SourceStatus.NEW, len(posts), "")
    assert titles(asked) == words(posts)


@pytest.mark.parametrize("kind", KINDS)
def test_times_are_exact_and_aware(platform: Make, tmp_path: Path, kind: SourceKind) -> None:
    asked = start(FAKES[kind], platform, tmp_path, [Post(7)])
    asked.visit()
    kept, = asked.stored().values()
    if kind is SourceKind.GDELT:  # which says only when it saw a page
        assert (kept.published.at.isoformat(), kept.published.dated_only) == ("2026-11-20T00:00:00+07:00", True)
    else:
        assert (kept.published.at, kept.published.dated_only) == (FIRST + timedelta(minutes=7), False)
        assert kept.published.at.utcoffset() is not None


@pytest.mark.parametrize("kind", KINDS)
def test_the_platforms_own_limit_is_waited_for_as_long_as_it_says(platform: Make, tmp_path: Path,
                                                                  kind: SourceKind) -> None:
    fake = FAKES[kind]
    asked = start(fake, platform, tmp_path, timeline(fake), lambda page: fake.limit if page == 1 else None)
    result = asked.visit()
    assert (result.status, result.new, result.cause.partition(":")[0]) == (
        SourceStatus.FAILED, fake.size, "diminta menunggu")
    until = asked.state().wait_until
    assert until is not None
    reference = NOW if kind is not SourceKind.TELEGRAM else until - timedelta(seconds=fake.wait)
    assert abs((until - reference).total_seconds() - fake.wait) < 1
    calls = pages_asked(asked, fake)
    asked.now = reference  # of Telegram the clock on the wall, since its pages are fetched like any others
    assert asked.visit().status is SourceStatus.SKIPPED
    assert pages_asked(asked, fake) == calls
    asked.now = NOW if kind is SourceKind.TELEGRAM else until + timedelta(seconds=1)
    asked.visit()
    assert titles(asked) == words(timeline(fake))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("fault", BROKEN)
def test_an_answer_that_is_broken_is_named_and_nothing_is_made_of_it(platform: Make, tmp_path: Path, kind: SourceKind,
                                                                     fault: str) -> None:
    fake = FAKES[kind]
    asked = start(fake, platform, tmp_path, timeline(fake), lambda _: BROKEN[fault])
    result = asked.visit()
    assert (result.status, result.new, result.seen) == (SourceStatus.FAILED, 0, 0)
    assert "galat program" not in result.cause
    assert len(result.cause) > 40
    if fault == "html" and kind is not SourceKind.TELEGRAM:
        assert "memberi halaman HTML, bukan data" in result.cause


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("status", "cause"), [(401, "kunci ditolak"), (403, "tidak diizinkan")])
def test_a_refusal_names_the_guide(platform: Make, tmp_path: Path, kind: SourceKind, status: int, cause: str) -> None:
    reply = as_json({"error": {"message": "no"}, "message": "no"}, status)
    result = start(FAKES[kind], platform, tmp_path, [Post(1)], lambda _: reply).visit()
    assert result.status is SourceStatus.FAILED
    if kind is not SourceKind.TELEGRAM:  # pages for browsers, without a key
        assert result.cause.startswith(f"{cause}:")
        assert f"docs/sumber/{kind.value}.md" in result.cause


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_found_is_no_failure(platform: Make, tmp_path: Path, kind: SourceKind) -> None:
    result = start(FAKES[kind], platform, tmp_path, []).visit()
    assert (result.status, result.seen, result.cause) == (SourceStatus.UNCHANGED, 0, "")


@pytest.mark.parametrize("kind", KINDS)
def test_the_next_visit_takes_only_what_is_new(platform: Make, tmp_path: Path, kind: SourceKind) -> None:
    fake = FAKES[kind]
    posts = timeline(fake)
    asked = start(fake, platform, tmp_path, posts)
    asked.visit()
    calls = pages_asked(asked, fake)
    assert asked.visit().status is SourceStatus.UNCHANGED
    assert pages_asked(asked, fake) == calls + 1
    posts.append(Post(posts[-1].number + 1))
    assert (asked.visit().new, titles(asked)) == (1, words(posts))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("fault", ["502", "terpotong", "html"])
def test_an_interruption_between_pages_leaves_no_gap_and_no_double(platform: Make, tmp_path: Path, kind: SourceKind,
                                                                   fault: str) -> None:
    fake = FAKES[kind]
    posts, breaks = timeline(fake, pages=2), [10**6]
    asked = start(fake, platform, tmp_path, posts, lambda page: BROKEN[fault] if page == breaks[0] else None)
    assert asked.visit().new == len(posts)
    asked.now += timedelta(hours=24)
    posts += timeline(fake, pages=4, first=1210)  # written since the first visit
    breaks[0] = pages_asked(asked, fake) + 1
    interrupted = asked.visit()
    assert (interrupted.status, interrupted.new) == (SourceStatus.FAILED, fake.size)
    asked.now += timedelta(minutes=10)
    healed = asked.visit()
    assert healed.status is SourceStatus.NEW
    assert titles(asked) == words(posts)
    asked.now += timedelta(minutes=10)
    assert asked.visit().status is SourceStatus.UNCHANGED


@pytest.mark.parametrize("kind", KINDS)
def test_an_edited_post_stays_one_item(platform: Make, tmp_path: Path, kind: SourceKind) -> None:
    posts = [Post(1), Post(2)]
    asked = start(FAKES[kind], platform, tmp_path, posts)
    asked.visit()
    posts[1] = Post(2, text="Kabar yang diubah penulisnya")
    assert asked.visit().new == 0
    assert titles(asked) == words([Post(1), Post(2)])


@pytest.mark.parametrize("kind", KINDS)
def test_a_post_deleted_at_the_platform_does_no_harm(platform: Make, tmp_path: Path, kind: SourceKind) -> None:
    fake = FAKES[kind]
    posts = timeline(fake)
    asked = start(fake, platform, tmp_path, posts)
    asked.visit()
    del posts[-2:]
    result = asked.visit()
    assert (result.status, result.cause) == (SourceStatus.UNCHANGED, "")


@pytest.mark.parametrize("kind", PLACEHOLDERS)
def test_what_stands_in_the_place_of_a_deleted_post_is_not_kept(platform: Make, tmp_path: Path,
                                                                kind: SourceKind) -> None:
    asked = start(FAKES[kind], platform, tmp_path, [Post(1), Post(2, gone=True)])
    assert (asked.visit().new, titles(asked)) == (1, words([Post(1)]))


@pytest.mark.parametrize("kind", KINDS)
def test_posts_in_other_languages_are_left_out_when_asked(platform: Make, tmp_path: Path, kind: SourceKind) -> None:
    posts = [Post(1), Post(2, language="en")]
    asked = start(FAKES[kind], platform, tmp_path, posts, languages=("id",))
    asked.visit()
    assert titles(asked) == words(posts[:1] if kind in STATING else posts)
    sent = {SourceKind.BLUESKY: "lang", SourceKind.YOUTUBE: "relevanceLanguage"}.get(kind)
    assert not sent or asked.asked(FAKES[kind].path)[0][sent] == "id"


@pytest.mark.parametrize("kind", KINDS)
def test_a_stated_start_is_asked_for_and_held(platform: Make, tmp_path: Path, kind: SourceKind) -> None:
    fake = FAKES[kind]
    posts = [Post(1), Post(9), Post(11), Post(900)]
    asked = start(fake, platform, tmp_path, posts)
    asked.visit(since=FIRST + timedelta(minutes=10))
    key, said = fake.window
    assert not key or asked.asked(fake.path)[0][key] == said
    if kind is SourceKind.GDELT:  # only the day is known; the window that it is asked for leaves out the others
        assert asked.asked(fake.path)[0]["enddatetime"] == "20261121050000"
    else:
        assert titles(asked) == words(posts[2:])


@pytest.mark.parametrize("kind", KINDS)
def test_a_cursor_that_leads_nowhere_ends(platform: Make, tmp_path: Path, kind: SourceKind) -> None:
    fake = FAKES[kind]
    same = fake.body([fake.item(Post(number)) for number in range(fake.size, 0, -1)], fake.cursor(Post(5)), "https://m.id")
    asked = start(fake, platform, tmp_path, [], lambda _: same, pages=4)
    assert asked.visit().new == fake.size
    assert pages_asked(asked, fake) <= 4


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("status", [200, 400, 401, 403, 404, 429, 500])
def test_no_key_is_in_any_output_nor_in_the_database(platform: Make, tmp_path: Path, kind: SourceKind, status: int,
                                                     caplog: pytest.LogCaptureFixture,
                                                     capfd: pytest.CaptureFixture[str]) -> None:
    from monitor.cli.collect import report

    caplog.set_level(logging.DEBUG)
    fake = FAKES[kind]
    asked = start(fake, platform, tmp_path, [Post(1)])
    opened = [token for data in fake.logins.values() for token in data.values()]
    told = " ".join((*asked.keys.values(), *opened))
    echo: dict[str, Any] = {"error": {"message": told, "code": status}, "message": told, "detail": told, "title": told}
    asked.server.serve(fake.path, as_json(echo, status))
    if kind is SourceKind.PLAY:
        (tmp_path / "akun.json").chmod(0o600)
    result = asked.visit()
    said = "\n".join((*report([result]), caplog.text, *capfd.readouterr(), repr(result), repr(asked.state())))
    assert SECRET not in said
    assert "PRIVATE KEY" not in said
    assert all(SECRET not in request.path for request in asked.server.requests)
    for file in tmp_path.glob("uji.sqlite*"):
        assert SECRET.encode() not in file.read_bytes()
