"""Give every item its story (syndicated copies) and its event (stories of the same happening)."""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from monitor.models import Clip, Grouping, Split
from monitor.stories.copies import stories
from monitor.stories.events import events
from monitor.stories.texts import UNDECIDED, Decided, Label, told


def group(clips: Sequence[Clip], splits: Sequence[Split] = (), *, anew: bool = False) -> list[Grouping]:
    """Group clips; return one grouping per item, by published time then id.

    Items that carry a grouping stay together with those of the same group and are not compared with one another again;
    the others are placed among them. `anew` groups all of them from nothing. `splits` are always respected. A story and
    an event are named by their earliest item.

    Pure: the same clips in any order give the same result. An item given twice counts once. Items without any text
    are stories of their own.
    """
    decided = _decided(splits)
    with _no_collector():
        items = [told(clip, decided.get(clip.article.id, UNDECIDED), anew=anew)
                 for clip in {clip.article.id: clip for clip in clips}.values()]
        items.sort(key=lambda item: item.when)
        found = stories(items)
        placed: dict[str, Grouping] = {}
        for event in events(found):
            event_id = min(found[number][0].when for number in event)[1]
            for number in event:
                story_id = found[number][0].id
                placed |= {item.id: Grouping(item.id, story_id, event_id) for item in found[number]}
        return [placed[item.id] for item in items]


def _decided(splits: Sequence[Split]) -> dict[str, Decided]:
    """Return what was decided on each item."""
    story: defaultdict[str, set[Label]] = defaultdict(set)
    event: defaultdict[str, set[Label]] = defaultdict(set)
    for split in splits:
        labels = event if split.of_event else story
        for items, out in ((split.out, True), (split.kept, False)):
            for item in items:
                labels[item].add((split.number, out))
    return {item: Decided(frozenset(story[item]), frozenset(event[item])) for item in {*story, *event}}


@contextmanager
def _no_collector() -> Iterator[None]:
    """Keep the cyclic garbage collector out: it would walk a hundred thousand items again and again, for nothing."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()
