"""Compile one week of tagged items into a Digest: pure, without clock, store or network."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import datetime

from monitor.digest.comparison import Doubts, cover, figures, has_data, same_sources, trend
from monitor.digest.conclusion import conclude
from monitor.digest.model import DayCoverage, DayTone, Digest, Gap, Issue, Names, Place, Shade, Speaker, Story, TopicRow
from monitor.digest.numbering import numbers
from monitor.digest.tally import HOAX_TOPIC, STANCE_TOPIC, Tally, by_event, count_tone, speaker_key, tally
from monitor.models import Clip, Explainer, SourceOutcome, TimeOrigin, WeekCount
from monitor.weeks import Week


def compile_digest(week: Week, *, clips: Sequence[Clip], previous: Sequence[Clip], history: Sequence[WeekCount],
                   outcomes: Sequence[SourceOutcome], cutoff: datetime | None, explainers: Sequence[Explainer] | None,
                   names: Names | None = None, untagged: int = 0, before: Sequence[SourceOutcome] | None = None,
                   days: Sequence[DayCoverage] = ()) -> Digest:
    """Return everything the five files say of a week.

    `clips` and `previous` are the clips of the week and of the week before (only relevant ones are counted),
    `history` the earlier weeks, oldest first and last week last; `outcomes` tell how sources did, `cutoff` when we
    last fetched. `untagged` items of the week are not counted, only mentioned. Without `explainers` (the content was
    not found) no answer is named and no gap claimed. `before` tells how sources did last week, `days` how many were out
    on each day. The same arguments, in any order of clips, give an equal Digest.
    """
    names = names or Names()
    now, earlier = tally(clips), tally(previous)
    coverage = cover(week, outcomes, history[-1] if history else None, cutoff=cutoff, items=len(now.items),
                     untagged=untagged, undated=_undated(clips), before=before, days=days)
    doubts = Doubts(week, coverage)
    known = bool(earlier.items) or bool(history and has_data(history[-1]))
    volume = figures(now, earlier, history, doubts)
    tone, previous_tone = count_tone(now.stories), count_tone(earlier.stories)
    topics = _topics(now, earlier if known else None, doubts, names, explainers)
    gaps = _gaps(topics)
    hoaxes = tuple(_issues(now, (story for story in now.stories if HOAX_TOPIC in now.lead(story).tags.topics),
                           names, _clarifications(explainers)))
    regions, destinations, speakers = _regions(now, names), _destinations(now, names), _speakers(now, names)
    return Digest(
        week=week, sample=any(item.sample for item in now.items), coverage=coverage,
        conclusion=conclude(volume, tone, topics, hoaxes=hoaxes, coverage=coverage),
        figures=volume, posts=sum("unggahan" in now.items[story.lead - 1].counted_in for story in now.stories),
        tone=tone, previous_tone=previous_tone,
        negative_change=doubts.change(tone.negative, previous_tone.negative if known else None),
        days=_days(week, now), topics=topics,
        negative=tuple(_issues(now, _shaded(now, Shade.NEGATIVE), names, explainers)),
        positive=tuple(_issues(now, _shaded(now, Shade.POSITIVE), names, None)),
        hoaxes=hoaxes, gaps=gaps, answers_known=explainers is not None,
        answered=len({page.slug for topic in topics for page in topic.explainers}),
        regions=regions, destinations=destinations, speakers=speakers,
        unattributed=sum(not quote.speaker for story in now.stories for quote in now.lead(story).tags.quotes),
        history=trend(history, week, len(now.stories), coverage), items=now.items, stories=now.stories,
        numbers=numbers(now, volume, topics=topics, places=(regions, destinations), speakers=speakers, names=names),
        models=tuple(sorted({one.tags.model for one in now.tagged.values() if one.tags.model})),
        same=same_sources(clips, previous, coverage, before, week) if known else None)


def _undated(clips: Iterable[Clip]) -> int:
    return sum(clip.article.published.origin is TimeOrigin.FETCHED for clip in clips)


def _shaded(counts: Tally, shade: Shade) -> Iterable[Story]:
    return (story for story in counts.stories if story.shade is shade)


def _days(week: Week, counts: Tally) -> tuple[DayTone, ...]:
    return tuple(DayTone(day, count_tone(story for story in counts.stories if story.day == day)) for day in week.days)


def _by_topic(counts: Tally) -> Mapping[str, list[Story]]:
    found: dict[str, list[Story]] = defaultdict(list)
    for story in counts.stories:
        for slug in dict.fromkeys(counts.lead(story).tags.topics):
            found[slug].append(story)
    return found


def _topics(now: Tally, before: Tally | None, doubts: Doubts, names: Names,
            explainers: Sequence[Explainer] | None) -> tuple[TopicRow, ...]:
    earlier = _by_topic(before) if before else {}
    rows = [TopicRow(slug, names.topics.get(slug, slug), count_tone(stories),
                     doubts.change(len(stories), len(earlier.get(slug, ())) if before else None),
                     (pages := _pages(slug, explainers or ())),
                     gap=not pages and explainers is not None and slug != STANCE_TOPIC)
            for slug, stories in _by_topic(now).items()]
    return tuple(sorted(rows, key=lambda row: (-row.tone.total, -row.tone.negative, row.label, row.slug)))


def _pages(slug: str, explainers: Sequence[Explainer]) -> tuple[Explainer, ...]:
    """Return the pages that answer a topic, the most specific explainer first."""
    fitting = (page for page in explainers if slug in page.topics and slug != STANCE_TOPIC)
    return tuple(sorted(fitting, key=_page_order))


def _page_order(page: Explainer) -> tuple[bool, bool, int, str]:
    return bool(page.destinations), page.kind != "penjelasan", len(page.topics), page.slug


def _clarifications(explainers: Iterable[Explainer] | None) -> list[Explainer] | None:
    return None if explainers is None else [page for page in explainers if page.kind == "klarifikasi"]


def _gaps(topics: Sequence[TopicRow]) -> tuple[Gap, ...]:
    gaps = [Gap(row.slug, row.label, row.tone.total, row.tone.negative) for row in topics if row.gap]
    return tuple(sorted(gaps, key=lambda gap: (-gap.negative, -gap.stories, gap.label)))


def _issues(counts: Tally, stories: Iterable[Story], names: Names,
            explainers: Sequence[Explainer] | None) -> list[Issue]:
    """Group stories by event, the most carried first: items, then stories, then the outlet's tier, then time.

    Without `explainers` no answer is looked for, nor missed.
    """
    def weight(story: Story) -> tuple[int, int, int]:
        return -len(story.items), counts.lead(story).article.tier, story.lead

    ranked = []
    for group in by_event(stories):
        first = min(group, key=weight)
        order = (-sum(len(story.items) for story in group), -len(group), *weight(first)[1:])
        ranked.append((order, _issue(counts, first, group, names, explainers)))
    return [issue for _, issue in sorted(ranked, key=lambda pair: pair[0])]


def _issue(counts: Tally, first: Story, group: Sequence[Story], names: Names,
           explainers: Sequence[Explainer] | None) -> Issue:
    item, tags = counts.items[first.lead - 1], counts.lead(first).tags
    topics = tuple(dict.fromkeys(slug for story in (first, *group) for slug in counts.lead(story).tags.topics))
    places = (*(names.regions.get(each, each) for each in tags.regions),
              *(names.destinations.get(each, each) for each in tags.destinations))
    evidence = "" if _repeats(tags.evidence, item.title) else tags.evidence
    answer = _answer(topics, set(tags.destinations), explainers or ())
    return Issue(shade=first.shade, event_id=first.event_id, number=item.number, title=item.title, outlet=item.outlet,
                 url=item.url, evidence=evidence, topics=topics, stories=len(group),
                 copies=sum(each.copies for each in group), event=tags.event, places=tuple(dict.fromkeys(places)),
                 answer=answer, gap=answer is None and explainers is not None)


def _repeats(evidence: str, title: str) -> bool:
    """Tell whether the sentence only says the title again, as it does where we hold no more than a headline."""
    return "".join(filter(str.isalnum, evidence.casefold())) in "".join(filter(str.isalnum, title.casefold()))


def _answer(topics: Sequence[str], destinations: Set[str], explainers: Sequence[Explainer]) -> Explainer | None:
    """Return the page that shares most topics; between equals an explainer, the more specific one, then by slug.

    A page about certain destination countries does not answer what happened elsewhere.
    """
    def overlap(page: Explainer) -> int:
        return len((set(topics) & set(page.topics)) - {STANCE_TOPIC})

    fitting = [page for page in explainers
               if overlap(page) and (not page.destinations or destinations & set(page.destinations))]
    return min(fitting, key=lambda page: (-overlap(page), *_page_order(page)), default=None)


def _regions(counts: Tally, names: Names) -> tuple[Place, ...]:
    return _places(((each, story) for story in counts.stories
                    for each in dict.fromkeys(counts.lead(story).tags.regions)), names.regions)


def _destinations(counts: Tally, names: Names) -> tuple[Place, ...]:
    return _places(((each, story) for story in counts.stories
                    for each in dict.fromkeys(counts.lead(story).tags.destinations)), names.destinations)


def _places(found: Iterable[tuple[str, Story]], labels: Mapping[str, str]) -> tuple[Place, ...]:
    stories: Counter[str] = Counter()
    negative: Counter[str] = Counter()
    for key, story in found:
        stories[key] += 1
        negative[key] += story.shade is Shade.NEGATIVE
    places = [Place(key, labels.get(key, key), count, negative[key]) for key, count in stories.items()]
    return tuple(sorted(places, key=lambda place: (-place.stories, -place.negative, place.label, place.key)))


def _speakers(counts: Tally, names: Names) -> tuple[Speaker, ...]:
    """Count quotes of each story's lead item, so that copies add nothing; the longest quote stands for a speaker."""
    said: dict[str, list[tuple[str, str, Story]]] = defaultdict(list)
    for story in counts.stories:
        for quote in counts.lead(story).tags.quotes:
            if quote.speaker:
                said[speaker_key(quote.speaker, quote.link)].append((quote.text, quote.speaker, story))
    speakers = []
    for key, quotes in said.items():
        spelled = Counter(name for _, name, _ in quotes)
        name = names.people.get(key) or min(spelled, key=lambda each: (-spelled[each], -len(each), each))
        text, _, story = min(quotes, key=lambda each: (-len(each[0]), each[2].lead))
        speakers.append(Speaker(key, name, len(quotes), len({each.id for _, _, each in quotes}), text, story.lead))
    return tuple(sorted(speakers, key=lambda one: (-one.quotes, -one.stories, one.name, one.key)))
