"""Fields of strangers become posts or nothing, whatever they hold."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from monitor.connectors import bluesky, facebook, gdelt, instagram, mastodon, play, reddit, threads, x, youtube
from monitor.connectors.posts import is_web, plain, post, word
from monitor.extraction.extract import from_entry
from monitor.models import SearchRules, Source, SourceKind
from monitor.storage.rows import article_row
from monitor.urls import item_id

from platforms import NOW  # isort: skip

STAMP = "2026-11-21T03:00:00Z"
READERS: dict[SourceKind, tuple[Any, dict[str, Any]]] = {
    SourceKind.MASTODON: (mastodon._entry, {"url": "https://a.id/1", "content": "<p>a</p>", "spoiler_text": "b",
                                            "account": {"acct": "w"}, "created_at": STAMP, "language": "id"}),
    SourceKind.BLUESKY: (bluesky._entry, {"uri": "at://did:plc:a/app.bsky.feed.post/3l", "author": {"handle": "w"},
                                          "record": {"text": "a", "createdAt": STAMP, "langs": ["id"]}}),
    SourceKind.YOUTUBE: (lambda source, item: youtube._comment(source, "vid", item), {"snippet": {"topLevelComment": {
        "id": "U", "snippet": {"textDisplay": "a<br>b", "publishedAt": STAMP, "authorDisplayName": "w"}}}}),
    SourceKind.GDELT: (gdelt._entry, {"url": "https://a.id/1", "title": "a , b", "seendate": "20261121T030000Z",
                                      "domain": "a.id", "language": "Indonesian", "socialimage": "https://a.id/x"}),
    SourceKind.REDDIT: (reddit._entry, {"data": {"permalink": "/r/a/1", "title": "a", "selftext": "b",
                                                 "created_utc": 1795230000.0, "author": "w"}}),
    SourceKind.X: (x._entry, {"id": "19", "text": "a", "created_at": STAMP, "lang": "in", "note_tweet": {"text": "b"}}),
    SourceKind.THREADS: (threads._entry, {"permalink": "https://a.id/1", "text": "a", "timestamp": STAMP}),
    SourceKind.FACEBOOK: (facebook._entry, {"permalink_url": "https://a.id/1", "message": "a", "created_time": STAMP}),
    SourceKind.INSTAGRAM: (lambda source, item: next(iter(instagram._comments(source, item)), None), {
        "permalink": "https://a.id/1", "comments": {"data": [{"id": "1", "text": "a", "timestamp": STAMP}]}}),
    SourceKind.PLAY: (lambda source, item: play._entry(source, "a.b", item), {"reviewId": "r", "authorName": "w",
                      "comments": [{"userComment": {"text": "\ta", "lastModified": {"seconds": "1795230000"}}}]}),
}
JUNK = [None, True, -1, float("inf"), 10**400, "", "\x00\ud800", "9" * 400, "<" * 50, [], {}, [[]], {"a": []},
        "2026-99-99T00:00:00Z", "https://[::1", "https://a.id/ \n", "javascript:x", "x" * 5000, ["id"]]


def source(kind: SourceKind) -> Source:
    return Source("u", "U", "https://a.id", kind, 6, search=SearchRules(queries=("a",)))


def damaged(value: Any, chance: random.Random) -> Any:
    if isinstance(value, dict) and chance.random() > 0.08:
        return {key: damaged(inner, chance) for key, inner in value.items() if chance.random() > 0.04}
    if isinstance(value, list) and chance.random() > 0.08:
        return [damaged(inner, chance) for inner in value]
    broken = isinstance(value, (dict, list)) or chance.random() < 0.2
    return chance.choice(JUNK) if broken else value


@pytest.mark.parametrize("kind", READERS)
def test_any_damage_gives_a_storable_post_or_none(kind: SourceKind) -> None:
    read, whole = READERS[kind]
    assert read(source(kind), whole) is not None
    chance = random.Random(7)
    for _ in range(1500):
        item = damaged(whole, chance)
        entry = read(source(kind), item) if isinstance(item, dict) else None
        if entry is not None:
            article = from_entry(entry, source=source(kind), fetched_at=NOW)
            assert is_web(article.url)
            assert article.title
            json.dumps(article_row(article), default=str, ensure_ascii=False).encode()


def test_half_a_surrogate_becomes_a_question_mark() -> None:
    assert word({"a": {"b": "x\ud800y"}}, "a", "b") == "x?y"
    assert item_id(f"https://a.id/{word({'id': chr(0xDC00)}, 'id')}")


@pytest.mark.parametrize("url", ["", "javascript:x", "https://a.id/ x", "https://a.id/\n", "//a.id"])
def test_a_post_needs_a_web_address(url: str) -> None:
    assert post(source(SourceKind.X), url=url, text="a", published=STAMP) is None


def test_a_long_post_is_cut_for_the_title_and_kept_whole_as_text() -> None:
    text = "kata " * 100
    made = post(source(SourceKind.X), url="https://a.id/1", text=text, published="")
    assert made is not None
    assert (len(made.title) <= 162, made.title.endswith(" …"), made.body) == (True, True, text.strip())


def test_markup_becomes_lines_and_entities_are_decoded_once() -> None:
    assert plain("<p>a &amp;lt; b</p><p>c<br/>d<script>x</script></p>", markup=True) == "a &lt; b\nc\nd"
