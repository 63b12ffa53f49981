"""Join stories that report the same event: TF-IDF over title, lead, places and people, with time decay.

Stories are read in time order; each joins the most similar event of the last seven days, or starts one (single-pass
clustering as in topic detection and tracking). An event is the sum of its stories' vectors, so that it does not
drift along chains of half-similar stories.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice

from monitor.models import Clip
from monitor.stories.copies import WINDOW
from monitor.stories.wording import COMMON, wording

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
    total: Vector = field(default_factory=dict)
    square: float = 0.0
    stories: list[int] = field(default_factory=list)

    def similarity(self, vector: Vector) -> float:
        """Return the cosine of a unit vector and the sum; 0 when either is empty."""
        return self._product(vector) / math.sqrt(self.square) if self.square > 0 else 0.0

    def add(self, number: int, vector: Vector, last: datetime) -> None:
        """Take a story in; the squared length of the sum is kept instead of being summed up again."""
        self.square += 2 * self._product(vector) + (1.0 if vector else 0.0)
        for term, weight in vector.items():
            self.total[term] = self.total.get(term, 0.0) + weight
        self.last = max(self.last, last)
        self.stories.append(number)

    def _product(self, vector: Vector) -> float:
        return math.fsum(weight * self.total[term] for term, weight in vector.items() if term in self.total)


def events(stories: Sequence[Sequence[Clip]]) -> list[list[int]]:
    """Return lists of story numbers that report one event; `stories` in time order, each with its first clip first."""
    vectors = _vectors(stories)
    found: list[_Event] = []
    holding: defaultdict[str, dict[int, None]] = defaultdict(dict)
    for number, (story, vector) in enumerate(zip(stories, vectors, strict=True)):
        first, last = story[0].article.published.at, story[-1].article.published.at
        telling = sorted(vector, key=lambda term: (-vector[term], term))[:_TELLING]
        best = _best(vector, first, found, _candidates(telling, holding))
        if best is None:
            best = len(found)
            found.append(_Event(last))
        found[best].add(number, vector, last)
        for term in telling:
            holding[term].pop(best, None)
            holding[term][best] = None
    return [event.stories for event in found]


def _candidates(telling: Iterable[str], holding: Mapping[str, dict[int, None]]) -> list[int]:
    """Return the events that share two telling terms, of each term the latest; a term of more events tells little."""
    shared = Counter(event for term in telling for event in islice(reversed(holding.get(term, {})), _RECENT))
    return sorted(event for event, terms in shared.items() if terms >= 2)


def _best(vector: Vector, at: datetime, found: Sequence[_Event], candidates: Iterable[int]) -> int | None:
    """Return the most similar event of the window, the oldest of equals; None when none is similar enough."""
    best, highest = None, _SIMILAR
    for number in candidates:
        event = found[number]
        gap = max(at - event.last, timedelta())
        if gap > WINDOW:
            continue
        similarity = event.similarity(vector) * 0.5 ** (gap / _HALF_LIFE)
        if similarity > highest:
            best, highest = number, similarity
    return best


def _vectors(stories: Sequence[Sequence[Clip]]) -> list[Vector]:
    """Weigh each story's terms by tf x idf (idf smoothed as in scikit-learn), scaled to length 1."""
    counted = [_terms(story[0]) for story in stories]
    spread = Counter(term for terms in counted for term in terms)
    vectors = []
    for terms in counted:
        weighted = {term: tf * (math.log((1 + len(counted)) / (1 + spread[term])) + 1) for term, tf in terms.items()}
        length = math.sqrt(math.fsum(weight * weight for weight in weighted.values()))
        vectors.append({term: weight / length for term, weight in weighted.items()} if length else {})
    return vectors


def _terms(clip: Clip) -> Vector:
    """Count a story's telling words (damped), its places and the people and organisations that were recognised."""
    said = wording(clip.article)
    counted: defaultdict[str, float] = defaultdict(float)
    for words, weight in ((said.title, _TITLE_WEIGHT), (said.body[:_LEAD], 1.0)):
        for word in words:
            if word not in COMMON and len(word) > 1:
                counted[word] += weight
    terms = {term: 1 + math.log(count) for term, count in counted.items()}
    if clip.tags:
        terms |= {f"tempat:{place}": _PLACE_WEIGHT for place in (*clip.tags.regions, *clip.tags.destinations)}
        terms |= {f"nama:{entity.link}": _NAME_WEIGHT for entity in clip.tags.entities
                  if entity.link and entity.label != "LOC"}
    return terms
