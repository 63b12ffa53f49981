"""Fold tagged clips into items and stories, and count stories by tone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from monitor.digest.model import Item, Shade, Story, ToneCount
from monitor.models import Article, Clip, ItemKind, Tags, TextKind
from monitor.weeks import WIB

HOAX_TOPIC = "hoaks-lowongan-palsu"
STANCE_TOPIC = "kritik-kebijakan"
"""A topic that says how something was told, not what about: no page answers it as such."""
_FULLNESS = {TextKind.FULL: 0, TextKind.SUMMARY: 1, TextKind.STUB: 2}
_WORD_BREAK = re.compile(r"[^\w]+")


@dataclass(frozen=True, slots=True)
class Tagged:
    """A relevant clip with what the tally needs at hand."""

    article: Article
    tags: Tags
    story_id: str
    event_id: str

    @property
    def day(self) -> date:
        """The local date of publication."""
        return self.article.published.at.astimezone(WIB).date()


@dataclass(frozen=True, slots=True)
class Tally:
    """Items in order of publication, stories in order of their first item, and the tags of each item number."""

    items: tuple[Item, ...]
    stories: tuple[Story, ...]
    tagged: Mapping[int, Tagged]

    def lead(self, story: Story) -> Tagged:
        """Return the clip whose tags stand for a story."""
        return self.tagged[story.lead]


def tally(clips: Sequence[Clip]) -> Tally:
    """Number the relevant clips by time and join copies; clips without tags are left out (see Coverage.untagged)."""
    chosen = sorted(_relevant(clips), key=lambda one: (one.article.published.at, one.article.id))
    tagged = dict(enumerate(chosen, start=1))
    members: dict[str, list[int]] = {}
    for index, one in tagged.items():
        members.setdefault(one.story_id, []).append(index)
    stories = tuple(_story(numbers, tagged) for numbers in members.values())
    items = (item for story in stories for item in _items(story, tagged))
    return Tally(tuple(sorted(items, key=lambda item: item.number)), stories, tagged)


def count_tone(stories: Iterable[Story]) -> ToneCount:
    """Count stories by shade."""
    found = Counter(story.shade for story in stories)
    return ToneCount(**{shade.value: found[shade] for shade in Shade})


def shade_of(tags: Tags) -> Shade:
    """Tell how a tone is counted: not scored, unsure when the tagger abstained, else its label."""
    if tags.tone.label is None:
        return Shade.UNSCORED
    return Shade.UNSURE if tags.tone.abstained else Shade(tags.tone.label.value)


def outlet_key(name: str) -> str:
    """Return what makes two spellings of an outlet the same: letters and digits, lower case."""
    return _WORD_BREAK.sub("", name).casefold()


def speaker_key(name: str, link: str) -> str:
    """Return the linked id of a speaker, or the name as words joined by hyphens."""
    return link or _WORD_BREAK.sub("-", name.casefold()).strip("-")


def _relevant(clips: Iterable[Clip]) -> Iterable[Tagged]:
    seen: set[str] = set()
    for clip in clips:
        if clip.tags is None or not clip.tags.relevant or clip.article.id in seen:
            continue
        seen.add(clip.article.id)
        group = clip.grouping
        story_id = group.story_id if group else clip.article.id
        yield Tagged(clip.article, clip.tags, story_id, group.event_id if group else story_id)


def _story(numbers: Sequence[int], tagged: Mapping[int, Tagged]) -> Story:
    def rank(index: int) -> tuple[bool, int, int]:
        one = tagged[index]
        return one.tags.tone.label is None, _FULLNESS[one.article.text_kind], index

    first, lead = tagged[numbers[0]], min(numbers, key=rank)
    outlets = {outlet_key(tagged[index].article.outlet) for index in numbers}
    return Story(first.story_id, tagged[lead].event_id, lead, tuple(numbers), len(outlets),
                 shade_of(tagged[lead].tags), first.day)


def _items(story: Story, tagged: Mapping[int, Tagged]) -> Iterable[Item]:
    lead = tagged[story.lead]
    speakers = tuple(dict.fromkeys(quote.speaker for quote in lead.tags.quotes if quote.speaker))
    keys = _keys(story, lead.tags)
    for index in story.items:
        one = tagged[index]
        article, tags = one.article, one.tags
        copy = index != story.items[0]
        counted = (*keys, *(("salinan",) if copy else ()), *(("unggahan",) if article.kind is ItemKind.POST else ()))
        yield Item(
            number=index, id=article.id, story_id=story.id, event_id=one.event_id, copy=copy, kind=article.kind,
            text_kind=article.text_kind, title=article.title or "(tanpa judul)", outlet=article.outlet, url=article.url,
            published=article.published.at.astimezone(WIB), dated_only=article.published.dated_only,
            time_origin=article.published.origin.value, shade=story.shade, reason=lead.tags.tone.reason,
            event=tags.event, evidence=tags.evidence, topics=lead.tags.topics, regions=lead.tags.regions,
            destinations=lead.tags.destinations, speakers=speakers, counted_in=counted, sample=article.sample)


def _keys(story: Story, tags: Tags) -> tuple[str, ...]:
    quoted = dict.fromkeys(speaker_key(quote.speaker, quote.link) for quote in tags.quotes if quote.speaker)
    return ("berita", "peristiwa", "media", f"nada:{story.shade.value}", f"hari:{story.day}",
            *(f"topik:{slug}" for slug in tags.topics), *(f"wilayah:{each}" for each in tags.regions),
            *(f"negara:{each}" for each in tags.destinations), *(f"narasumber:{each}" for each in quoted))


def by_event(stories: Iterable[Story]) -> list[list[Story]]:
    """Group stories by event, in order of event id."""
    ordered = sorted(stories, key=lambda story: (story.event_id, story.lead))
    return [list(group) for _, group in groupby(ordered, key=lambda story: story.event_id)]
