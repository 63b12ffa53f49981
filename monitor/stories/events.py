"""Join stories that report the same event: TF-IDF over title, lead, places and people, with time decay.

Stories are read in time order; each joins the most similar event of the last seven days, or starts one (single-pass
clustering as in topic detection and tracking). An event is what its stories of the last seven days say together, so
that it does not drift along chains of half-similar stories; how rare a word is, the stories of those days tell. So a
story's place depends only on what was published before it: items placed day by day get the events that placing all of
them at once gives. It differs where an item arrives late (published before something already placed), and where a
later item shows two stories to be one.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice

from monitor.stories.texts import WINDOW, Label, Labels, Told, parted
from monitor.stories.wording import COMMON

Vector = dict[str, float]

_LEAD = 60
_TITLE_WEIGHT, _PLACE_WEIGHT, _NAME_WEIGHT = 2.0, 1.0, 1.0
_SIMILAR = 0.34
_HALF_LIFE = timedelta(days=7)
"""Two stories seven days apart must be twice as similar as two of the same hour."""
_TELLING = 12
"""Only events that share two of a story's twelve heaviest terms are compared: the others cannot be similar enough."""
_RECENT = 100


@dataclass(slots=True)
class _Event:
    last: datetime
    stories: list[int] = field(default_factory=list)
    labels: set[Label] = field(default_factory=set)
    _recent: deque[tuple[datetime, Vector]] = field(default_factory=deque)
    _total: Vector = field(default_factory=dict)
    _square: float = 0.0

    def similarity(self, vector: Vector, at: datetime) -> float:
        """Return the cosine of a unit vector and the sum of the recent stories; 0 when either is empty."""
        if self._recent and at - self._recent[0][0] > WINDOW:
            self._forget(at)
        return self._product(vector) / math.sqrt(self._square) if self._square > 0 else 0.0

    def add(self, number: int, vector: Vector, at: datetime, labels: Labels) -> None:
        """Take a story in."""
        self.stories.append(number)
        self.labels |= labels
        self.last = max(self.last, at)
        self._recent.append((at, vector))
        self._sum(vector)

    def _forget(self, at: datetime) -> None:
        """Leave out old stories; summed up again in order, so that the sum never depends on what was left out."""
        while self._recent and at - self._recent[0][0] > WINDOW:
            self._recent.popleft()
        self._total, self._square = {}, 0.0
        for _, vector in self._recent:
            self._sum(vector)

    def _sum(self, vector: Vector) -> None:
        self._square += 2 * self._product(vector) + (1.0 if vector else 0.0)
        for term, weight in vector.items():
            self._total[term] = self._total.get(term, 0.0) + weight

    def _product(self, vector: Vector) -> float:
        return math.fsum([weight * self._total[term] for term, weight in vector.items() if term in self._total])


def events(stories: Sequence[Sequence[Told]]) -> list[list[int]]:
    """Return lists of story numbers that report one event; `stories` in time order, each with its first item first.

    Stories with an item that was grouped before keep their event.
    """
    return [event.stories for event in _Placing(stories).run() if event.stories]


class _Placing:
    """One pass over the items in time order."""

    def __init__(self, stories: Sequence[Sequence[Told]]) -> None:
        self._stories = stories
        self._events: list[_Event] = []
        self._of_story: dict[int, int] = {}
        self._of_label: dict[Label, int] = {}
        self._holding: defaultdict[str, dict[int, None]] = defaultdict(dict)
        self._known = _known(stories)
        self._of_known: dict[str, int] = {}
        self._weighing = _Weighing()

    def run(self) -> list[_Event]:
        """Place every story; a further copy only shows that its event goes on."""
        items = [(item.when, number, not place) for number, story in enumerate(self._stories)
                 for place, item in enumerate(story)]
        for (at, _), number, first in sorted(items):
            if first:
                self._place(number, at)
            else:
                event = self._events[self._of_story[number]]
                event.last = max(event.last, at)
        return self._events

    def _place(self, number: int, at: datetime) -> None:
        story = self._stories[number]
        labels = frozenset[Label]().union(*(item.decided.event for item in story))
        vector = self._weighing.vector(story[0], at)
        telling = sorted(vector, key=lambda term: (-vector[term], term))[:_TELLING]
        chosen = self._settled(number, labels)
        if chosen is None:
            chosen = self._best(vector, at, labels, _candidates(telling, self._holding))
        if chosen is None:
            chosen = len(self._events)
            self._events.append(_Event(at))
        self._events[chosen].add(number, vector, at, labels)
        self._of_story[number] = chosen
        self._of_label.update(dict.fromkeys(labels, chosen))
        if before := self._known.get(number):
            self._of_known.setdefault(before, chosen)
        for term in telling:
            self._holding[term].pop(chosen, None)
            self._holding[term][chosen] = None

    def _settled(self, number: int, labels: Labels) -> int | None:
        """Return the event that an earlier run or staff put the story in; a new number when that is not here yet."""
        decided = (self._of_label[label] for label in sorted(labels, reverse=True) if label in self._of_label)
        for event in decided:
            if not parted(labels, self._events[event].labels):
                return event
        before = self._known.get(number)
        if before is None:
            return None
        event = self._of_known.get(before, len(self._events))
        if event == len(self._events) or parted(labels, self._events[event].labels):
            event = len(self._events)
            self._events.append(_Event(self._stories[number][0].at))
        return event

    def _best(self, vector: Vector, at: datetime, labels: Labels, candidates: Iterable[int]) -> int | None:
        """Return the most similar event of the window, the oldest of equals; None when none is similar enough."""
        best, highest = None, _SIMILAR
        for number in candidates:
            event = self._events[number]
            gap = max(at - event.last, timedelta())
            if gap > WINDOW or (labels and parted(labels, event.labels)):
                continue
            similarity = event.similarity(vector, at) * 0.5 ** (gap / _HALF_LIFE)
            if similarity > highest:
                best, highest = number, similarity
        return best


def _known(stories: Sequence[Sequence[Told]]) -> dict[int, str]:
    """Return the earlier event of stories; events that a new item has joined in one story go by one name."""
    names: dict[str, str] = {}

    def name(event: str) -> str:
        while names.setdefault(event, event) != event:
            event = names[event]
        return event

    first: dict[int, str] = {}
    for number, story in enumerate(stories):
        before = [item.before.event_id for item in story if item.before]
        for event in before:
            names[name(event)] = name(before[0])
        if before:
            first[number] = before[0]
    return {number: name(event) for number, event in first.items()}


def _candidates(telling: Iterable[str], holding: Mapping[str, dict[int, None]]) -> list[int]:
    """Return the events that share two telling terms, of each term the latest; a term of more events tells little."""
    shared = Counter(event for term in telling if term in holding for event in islice(reversed(holding[term]), _RECENT))
    return sorted(event for event, terms in shared.items() if terms >= 2)


class _Weighing:
    """Weigh a story's terms by tf x idf (idf smoothed as in scikit-learn, over the stories of seven days)."""

    def __init__(self) -> None:
        self._recent: deque[tuple[datetime, Vector]] = deque()
        self._spread: Counter[str] = Counter()

    def vector(self, item: Told, at: datetime) -> Vector:
        """Return a story's terms, scaled to length 1; to be called in time order."""
        terms = dict(_terms(item))
        self._recent.append((at, terms))
        self._spread.update(terms.keys())
        while at - self._recent[0][0] > WINDOW:
            for term in self._recent.popleft()[1]:
                self._spread[term] -= 1
        count, spread = 1 + len(self._recent), self._spread
        weighted = {term: tf * (math.log(count / (1 + spread[term])) + 1) for term, tf in terms.items()}
        length = math.sqrt(math.fsum([weight * weight for weight in weighted.values()]))
        return {term: weight / length for term, weight in weighted.items()} if length else {}


def _terms(item: Told) -> Iterator[tuple[str, float]]:
    """Count a story's telling words (damped), its places and the people and organisations that were recognised."""
    counted: defaultdict[str, float] = defaultdict(float)
    for words, weight in ((item.wording.title, _TITLE_WEIGHT), (item.wording.body[:_LEAD], 1.0)):
        for word in words:
            if word not in COMMON and len(word) > 1:
                counted[word] += weight
    for word, count in counted.items():
        yield word, 1 + math.log(count)
    if tags := item.clip.tags:
        for place in (*tags.regions, *tags.destinations):
            yield f"tempat:{place}", _PLACE_WEIGHT
        for entity in tags.entities:
            if entity.link and entity.label != "LOC":
                yield f"nama:{entity.link}", _NAME_WEIGHT
