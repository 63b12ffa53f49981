"""Find topics by the phrases of taxonomy.toml."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache

from monitor.config.phrases import Hit, Phrasebook, Tokens
from monitor.config.taxonomy import Taxonomy, read_taxonomy


@dataclass(frozen=True, slots=True)
class _Rule:
    slug: str
    excludes: bool = False


def count_topics(words: str | Tokens) -> Counter[str]:
    """Count the phrases of each topic in a text; longest first, and none inside an excluded phrase."""
    hits: dict[str, list[Hit[_Rule]]] = defaultdict(list)
    for hit in _book().find(words):
        hits[hit.payload.slug].append(hit)
    counts: Counter[str] = Counter()
    for slug, found in hits.items():
        end = -1
        for hit in sorted(found, key=lambda h: (h.start, -h.end, not h.payload.excludes)):
            if hit.start >= end:
                end = hit.end
                counts[slug] += not hit.payload.excludes
    return +counts


@cache
def _book() -> Phrasebook[_Rule]:
    return Phrasebook(_phrases(read_taxonomy()))


def _phrases(taxonomy: Taxonomy) -> list[tuple[str, _Rule]]:
    return [(phrase, _Rule(topic.slug, excludes=excludes))
            for topic in taxonomy.topics
            for phrases, excludes in ((topic.patterns + topic.colloquial, False), (topic.exclude, True))
            for phrase in phrases]
