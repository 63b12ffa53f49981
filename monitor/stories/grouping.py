"""Give every item its story (syndicated copies) and its event (stories of the same happening)."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.models import Clip, Grouping
from monitor.stories.copies import stories, when
from monitor.stories.events import events


def group(clips: Sequence[Clip]) -> list[Grouping]:
    """Group clips; return one grouping per item, by published time then id.

    Pure: the same clips in any order give the same result. A story and an event are named by their earliest item.
    An item given twice counts once. Items without any text are stories of their own.
    """
    ordered = sorted({clip.article.id: clip for clip in clips}.values(), key=when)
    told = stories(ordered)
    placed: dict[str, Grouping] = {}
    for event in events(told):
        event_id = told[event[0]][0].article.id
        for number in event:
            story_id = told[number][0].article.id
            for clip in told[number]:
                placed[clip.article.id] = Grouping(clip.article.id, story_id, event_id)
    return [placed[clip.article.id] for clip in ordered]
