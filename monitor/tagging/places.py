"""Find provinces served by a BP3MI office and destination countries by the names of regions.toml."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from monitor.config.phrases import Hit, Phrasebook, Tokens, longest
from monitor.config.regions import read_regions
from monitor.tagging.words import words as word_lists


@dataclass(frozen=True, slots=True)
class Place:
    """What a name stands for; `foreign` for destinations, `blocked` for a phrase that only looks like a place."""

    id: str
    foreign: bool = False
    guarded: bool = False
    blocked: bool = False


def find_places(words: Tokens) -> list[Hit[Place]]:
    """Return the places named in a tokenised text, longest names first, in text order."""
    leading = word_lists().places.leading
    return [hit for hit in longest(_book().find(words))
            if not hit.payload.blocked and (not hit.payload.guarded or _before(words, hit) in leading)]


def _before(words: Tokens, hit: Hit[Place]) -> str:
    return words.words[hit.word - 1] if hit.word else ""


def places(hits: Sequence[Hit[Place]], *, foreign: bool) -> tuple[str, ...]:
    """Return the ids met, each once, in text order."""
    return tuple(dict.fromkeys(hit.payload.id for hit in hits if hit.payload.foreign == foreign))


@cache
def _book() -> Phrasebook[Place]:
    return Phrasebook(list(_phrases()))


def _phrases() -> Iterator[tuple[str, Place]]:
    regions = read_regions()
    foreign_ids = {place.id for place in regions.destinations}
    for place in regions.places():
        foreign = place.id in foreign_ids
        for alias in place.aliases:
            yield alias, Place(place.id, foreign=foreign)
        for alias in place.guarded:
            yield alias, Place(place.id, foreign=foreign, guarded=True)
        for phrase in place.exclude:
            yield phrase, Place(place.id, foreign=foreign, blocked=True)
