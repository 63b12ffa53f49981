from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from clippings import MOMENT, WITA, article, tags

from monitor.errors import StoreError
from monitor.models import (
    Article,
    Grouping,
    SourceOutcome,
    SourceResult,
    SourceState,
    SourceStatus,
    Tags,
    TextKind,
    TimeOrigin,
    Timestamp,
    Tone,
    ToneLabel,
    WeekCount,
)
from monitor.storage.store import Store
from monitor.weeks import Week

W34 = Week(2026, 34)


def visit(source: str, status: SourceStatus = SourceStatus.NEW, cause: str = "", *, name: str = "") -> SourceResult:
    return SourceResult(source, name or source.title(), status, seen=3, new=99, cause=cause, seconds=0.5)


def only(store: Store) -> Article:
    [[stored]] = list(store.untagged())
    return stored


def test_articles_come_back_exactly_with_their_own_offset(store: Store) -> None:
    made = article(author="Ani", image="https://x.example/a.jpg", language="en", sample=True,
                   text="Baris satu\nbaris “dua” — 🎉 é\u200b", text_kind=TextKind.SUMMARY)
    assert store.add([made]) == 1
    stored = only(store)
    assert stored == made
    assert stored.published.at.utcoffset() == timedelta(hours=8)
    assert stored.fetched_at.tzinfo is UTC


@pytest.mark.parametrize("offset", [timezone(timedelta(hours=-11)), timezone(timedelta(hours=5, minutes=45)), UTC])
def test_published_keeps_offset_origin_and_dated_only(store: Store, offset: timezone) -> None:
    when = Timestamp(datetime(2026, 1, 1, 0, 0, 0, 123456, tzinfo=offset), TimeOrigin.PAGE, dated_only=True)
    store.add([article(published=when)])
    assert only(store).published == when
    assert only(store).published.at.isoformat() == when.at.isoformat()


@pytest.mark.parametrize("at", [datetime(1, 1, 1, tzinfo=WITA),
                                datetime(9999, 12, 31, 23, tzinfo=timezone(timedelta(hours=-8)))])
def test_dates_at_the_edge_of_the_calendar_do_not_stop_a_run(store: Store, at: datetime) -> None:
    made = article(published=Timestamp(at, TimeOrigin.IMPORT), fetched_at=MOMENT)
    assert store.add([made]) == 1
    assert abs(only(store).published.at.replace(tzinfo=None) - at.replace(tzinfo=None)) < timedelta(days=3)


def test_characters_no_database_keeps_are_dropped_not_fatal(store: Store) -> None:
    store.add([article(title="nol\0nol", text="setengah \ud83d emoji")])
    assert (only(store).title, only(store).text) == ("nolnol", "setengah ? emoji")
    assert len(store.search("nolnol")) == 1


def test_a_text_of_megabytes_is_stored_and_found(store: Store) -> None:
    text = " ".join(f"kata{number}" for number in range(300_000))
    store.add([article(text=text)])
    assert only(store).text == text
    assert len(store.search("kata17")) == 1


def test_a_repeated_add_stores_nothing_twice(store: Store) -> None:
    assert store.add([article("a"), article("b"), article("a", title="lain")]) == 2
    assert store.add([article("b"), article("c")]) == 1
    assert store.add([]) == 0
    assert store.count() == 3


def test_known_answers_for_thousands_of_ids(store: Store) -> None:
    stored = [article(str(number)) for number in range(1200)]
    store.add(stored)
    wanted = [a.id for a in stored] + [f"{number:016x}" for number in range(3000)]
    assert store.known(wanted) == {a.id for a in stored}
    assert store.known([]) == set()


def test_keep_stores_items_state_and_the_real_number_of_new_items(store: Store) -> None:
    run = store.begin_run(MOMENT)
    state = SourceState("contoh", etag="e", last_modified="Wed, 19 Aug 2026", moved_to="https://moved.example",
                        url="https://contoh.example/rss", wait_until=datetime(2026, 8, 20, tzinfo=UTC))
    assert store.keep(run, visit("contoh"), [article("a"), article("b")], state, MOMENT) == 2
    assert store.keep(run, visit("contoh"), [article("b"), article("c")], None, MOMENT) == 1
    store.finish_run(run, MOMENT + timedelta(minutes=1))
    assert store.states() == {"contoh": state}
    forgotten = replace(state, etag="", wait_until=None)
    store.keep(run, visit("contoh"), [], forgotten, MOMENT)
    assert store.states() == {"contoh": forgotten}


def test_keep_stores_nothing_when_any_part_fails(store: Store) -> None:
    with pytest.raises(StoreError):
        store.keep(12345, visit("contoh"), [article()], SourceState("contoh"), MOMENT)
    assert (store.count(), store.states(), store.search("judul")) == (0, {}, [])


def test_tags_come_back_exactly(store: Store) -> None:
    unscored = Tags(relevant=False, relevance_reason="", tone=Tone(None, {}, False, "stub"), event=tags().event)
    guess = replace(tags(), tone=Tone(ToneLabel.NEGATIVE, {"negative": 1 / 3}, abstained=True),
                    evidence="“kutip” \\ 🎉", topics=())
    store.add([article(name) for name in "abc"])
    made = {article(name).id: found for name, found in zip("abc", (tags(), unscored, guess), strict=True)}
    store.save_tags(list(made.items()))
    stored = {clip.article.id: clip.tags for clip in store.clips(W34.start, W34.end, relevant=None)}
    assert stored == made


def test_new_tags_and_groupings_replace_old_ones(store: Store) -> None:
    store.add([article()])
    key = article().id
    for label in (ToneLabel.POSITIVE, ToneLabel.NEGATIVE):
        store.save_tags([(key, tags(label=label))])
        store.save_groupings([Grouping(key, label.value, "e")])
    [clip] = store.clips(W34.start, W34.end)
    assert clip.tags == tags(label=ToneLabel.NEGATIVE)
    assert clip.grouping == Grouping(key, "negative", "e")


def test_tags_of_an_unknown_item_are_refused(store: Store) -> None:
    with pytest.raises(StoreError, match="tidak cocok"):
        store.save_tags([("0" * 16, tags())])


def test_untagged_yields_every_item_once_while_tags_are_saved(store: Store) -> None:
    store.add([article(str(number)) for number in range(25)])
    seen: list[str] = []
    for batch in store.untagged("model-1", batch=10):
        assert len(batch) <= 10
        store.save_tags([(found.id, tags(model="model-1")) for found in batch])
        seen += [found.id for found in batch]
    assert len(seen) == len(set(seen)) == 25
    assert list(store.untagged("model-2")) == []
    store.add([article("baru")])
    assert [[found.id for found in batch] for batch in store.untagged("model-2")] == [[article("baru").id]]
    assert sum(len(batch) for batch in store.untagged(None, batch=7)) == 26


def test_clips_are_those_of_the_period_in_order(store: Store) -> None:
    moments = {"awal": W34.start, "sebelum": W34.start - timedelta(microseconds=1),
               "akhir": W34.end - timedelta(microseconds=1), "sesudah": W34.end}
    store.add([article(name, at=at.astimezone(WITA)) for name, at in moments.items()])
    store.save_tags([(article("awal").id, tags()), (article("akhir").id, tags(relevant=False))])
    def titles(relevant: bool | None) -> list[str]:
        return [clip.article.title for clip in store.clips(W34.start, W34.end, relevant=relevant)]
    assert titles(None) == ["Judul awal", "Judul akhir"]
    assert titles(True) == ["Judul awal"]
    assert titles(False) == ["Judul akhir"]
    assert store.clips(W34.end, W34.start) == []


def test_week_counts_tell_items_stories_outlets_and_sources(store: Store) -> None:
    at = {"a": W34.start, "b": W34.start + timedelta(days=3), "c": W34.end - timedelta(hours=1), "lewat": W34.end}
    store.add([article(name, at=moment, outlet="X" if name == "c" else "Y") for name, moment in at.items()])
    store.add([article("mirip", at=W34.start)])
    store.save_tags([(article(name).id, tags()) for name in at] + [(article("mirip").id, tags(relevant=False))])
    store.save_groupings([Grouping(article(name).id, article("a").id, article("a").id) for name in "ab"])
    run = store.begin_run(W34.start)
    for source, status in (("s1", SourceStatus.NEW), ("s1", SourceStatus.FAILED), ("s2", SourceStatus.FAILED),
                           ("s3", SourceStatus.SKIPPED), ("s4", SourceStatus.UNCHANGED)):
        store.keep(run, visit(source, status), [], None, W34.start + timedelta(days=1))
    store.keep(run, visit("s5"), [], None, W34.end)
    assert store.week_counts([W34, W34.back(1)]) == [
        WeekCount("2026-W34", items=3, stories=2, outlets=2, sources_working=2, sources_expected=4),
        WeekCount("2026-W33", 0, 0, 0, 0, 0),
    ]


def test_source_outcomes_tell_visits_and_the_last_failure(store: Store) -> None:
    run = store.begin_run(W34.start)
    times = [W34.start + timedelta(hours=hour) for hour in range(4)]
    for at, status, cause in zip(times, (SourceStatus.FAILED, SourceStatus.NEW, SourceStatus.FAILED,
                                         SourceStatus.UNCHANGED), ("dns", "", "waktu habis", ""), strict=True):
        store.keep(run, visit("s", status, cause, name=f"Nama {at.hour}"), [], None, at)
    store.keep(run, visit("mati", SourceStatus.FAILED, "410"), [], None, times[0])
    assert store.source_outcomes(W34.start, W34.end) == [
        SourceOutcome("mati", "Mati", 1, 0, "410", None),
        SourceOutcome("s", f"Nama {times[3].hour}", 4, 2, "waktu habis", times[3]),
    ]
    assert store.source_outcomes(W34.end, W34.end + timedelta(days=7)) == []


def test_last_fetched_and_relevant_span(store: Store) -> None:
    assert store.last_fetched(W34.start, W34.end) is None
    assert store.relevant_span() is None
    later = W34.end + timedelta(days=2)
    store.add([article("a", at=W34.start), article("b", at=W34.start + timedelta(days=1), fetched_at=later),
               article("c", at=W34.end)])
    assert store.last_fetched(W34.start, W34.end) == later
    assert store.relevant_span() is None
    store.save_tags([(article("a").id, tags()), (article("b").id, tags()), (article("c").id, tags(relevant=False))])
    assert store.relevant_span() == (W34.start, W34.start + timedelta(days=1))


def test_writers_in_several_threads_take_turns(store: Store, url: str) -> None:
    problems: list[Exception] = []
    def write(writer: int) -> None:
        try:
            with Store(url) as mine:
                for turn in range(10):
                    mine.add([article(f"{(writer + turn) % 7}-{number}") for number in range(20)])
        except StoreError as error:
            problems.append(error)
    threads = [threading.Thread(target=write, args=(writer,)) for writer in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert store.count() == len(store.search("judul", limit=1000)) == 7 * 20
