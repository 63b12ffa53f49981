from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from clippings import MOMENT, article, tags

from monitor.config.settings import Settings, Storage
from monitor.errors import MonitorError
from monitor.storage.store import Store
from monitor.weeks import Week
from monitor.workflows.stories import place, regroup, show, split, splits, undo

TITLE = "Petugas balai jemput puluhan pekerja sakit di pelabuhan seberang"


def filled(url: str, *names: str, day: int = 0) -> Settings:
    """Store equal items an hour apart and place them."""
    settings = Settings(storage=Storage(database_url=url))
    with Store(url) as store:
        items = [article(name, at=MOMENT + timedelta(days=day, hours=hour), title=TITLE, text="")
                 for hour, name in enumerate(names)]
        store.add(items)
        store.save_tags([(one.id, replace(tags(), regions=())) for one in items])
        place(store)
    return settings


def told(settings: Settings) -> dict[str, str]:
    with Store(settings.storage.database_url) as store:
        clips = store.clips(MOMENT - timedelta(days=30), MOMENT + timedelta(days=30))
    names = {clip.article.id: clip.article.url.rpartition("/")[2] for clip in clips}
    return {names[clip.article.id]: names[clip.grouping.story_id] for clip in clips if clip.grouping}


def test_a_split_holds_when_everything_is_grouped_anew_and_is_counted(url: str) -> None:
    settings = filled(url, "a", "b", "c")
    assert told(settings) == {"a": "a", "b": "a", "c": "a"}
    number, _ = split(settings, article("a").id, [article("b").url])
    assert told(settings) == {"a": "a", "b": "b", "c": "a"}
    with Store(url) as store:
        regroup(store, (MOMENT, MOMENT + timedelta(days=9)))
        assert store.week_counts([Week.parse("2026-W34")])[0].stories == 2
    assert told(settings) == {"a": "a", "b": "b", "c": "a"}
    assert [(one.number, [clip.article.id for clip in out]) for one, out in splits(settings)] == [
        (number, [article("b").id])]


def test_splitting_off_the_first_item_renames_the_rest_and_new_copies_join_one_side(url: str) -> None:
    settings = filled(url, "a", "b", "c")
    split(settings, article("a").id, [article("a").url])
    assert told(settings) == {"a": "a", "b": "b", "c": "b"}
    filled(url, "d", day=1)
    found = told(settings)
    assert found["d"] in {"a", "b"}
    assert found["a"] != found["b"]


def test_an_undone_split_is_grouped_again(url: str) -> None:
    settings = filled(url, "a", "b", "c")
    number, _ = split(settings, article("a").id, [article("a").url])
    undo(settings, number)
    assert told(settings) == {"a": "a", "b": "a", "c": "a"}
    with pytest.raises(MonitorError):
        undo(settings, number)


def test_an_event_is_split_from_its_stories(url: str) -> None:
    settings = filled(url, "a", "b")
    split(settings, article("a").id, [article("b").url], of_event=True)
    with Store(url) as store:
        regroup(store, (MOMENT, MOMENT + timedelta(days=1)))
    assert [clip.article.id for clip in show(settings, article("a").id, of_event=True)] == [article("a").id]


def test_what_is_not_in_the_story_or_would_leave_it_empty_is_refused(url: str) -> None:
    settings = filled(url, "a", "b")
    for urls in ([article("x").url], [article("a").url, article("b").url]):
        with pytest.raises(MonitorError):
            split(settings, article("a").id, urls)
    assert told(settings) == {"a": "a", "b": "a"}
