"""Find people, bodies and places by rule: known names from the TOML files, and titles followed by a name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from monitor.config.officials import read_officials
from monitor.config.phrases import Hit, Phrasebook, Tokens, longest
from monitor.config.regions import read_regions
from monitor.models import Entity
from monitor.tagging.places import Place
from monitor.tagging.words import words as word_lists

_LISTS = word_lists().names
_ABBREVIATED = r"(?:[A-Z]|Drs|Dra|Ir|Dr|Prof|Muh|Moch|Moh|Abd|Pol|Hj|KH|Purn|Tgk)\."
CAPITALISED = rf"(?:{_ABBREVIATED}|[A-Z(][\w'’/()-]*)"
_NAME = rf"{CAPITALISED}(?:[ \xa0]+(?:{CAPITALISED}|bin|binti|al)){{0,9}}"
_TITLED = re.compile(rf"\b(?:{'|'.join(sorted(_LISTS.titles, key=len, reverse=True))})\b,?[ \xa0]+"
                     rf"(?P<run>{_NAME})"
                     rf"(?:, (?P<after>{CAPITALISED}(?: {CAPITALISED}){{0,4}}),)?")
_SURE_TITLE = re.compile(rf"(?:{'|'.join(_LISTS.sure_titles)})\b")
_MISSION = re.compile(r"\b(?:KBRI|KJRI|KDEI|Konsulat(?: Jenderal)? RI)\s+(?P<city>[A-Z]\w+(?:\s+[A-Z]\w+)?)")
_OFFICE = re.compile(r"\b(?:BP3MI|UPT BP2MI|BP3TKI|P4MI|LP3TKI)"
                     r"(?:\s+(?P<place>(?:DI |DKI )?[A-Z]\w+(?:\s+[A-Z]\w+){0,3}))?")
_TITLE_WORDS = frozenset(title.split()[0].lower() for title in _LISTS.titles)
_MISSION_WORDS, _OFFICE_WORDS = ("KBRI", "KJRI", "KDEI", "Konsulat"), ("P3MI", "BP2MI", "P3TKI", "P4MI")
"""Each match of the two patterns above holds one of these, and most texts none; looking for them is much cheaper."""
_WORD = re.compile(r"[^\s,]+")


def find_entities(text: str, words: Tokens, places: Sequence[Hit[Place]]) -> list[Entity]:
    """Return the named mentions in a text, none overlapping, in text order; offsets are characters of `text`."""
    found = [*_known(text, words), *_offices(text, places), *_missions(text, places),
             *_titled(text, words), *_locations(text, places)]
    kept: list[Entity] = []
    taken: list[tuple[int, int]] = []
    for rank, entity in sorted(enumerate(found), key=lambda pair: (-_weight(pair[1]), pair[0])):
        del rank
        if all(entity.end <= start or end <= entity.start for start, end in taken):
            kept.append(entity)
            taken.append((entity.start, entity.end))
    return _linked_by_part(sorted(kept, key=lambda entity: entity.start))


def _linked_by_part(entities: list[Entity]) -> list[Entity]:
    """Link `Christina` to the Christina Aryani named in full in the same text, when only one person fits."""
    if all(entity.link or entity.label != "PER" for entity in entities):
        return entities
    full = {(entity.text, entity.link) for entity in entities if entity.label == "PER" and entity.link}
    linked = []
    for entity in entities:
        if entity.label == "PER" and not entity.link and " " not in entity.text:
            fitting = {link for name, link in full if entity.text in name.split()}
            entity = replace(entity, link=fitting.pop()) if len(fitting) == 1 else entity
        linked.append(entity)
    return linked


def person_in(run: str, offset: int) -> Entity | None:
    """Return the person's name in a run of capitalised words such as `Menteri P2MI Mukhtarudin`, without the title."""
    parts = [(match[0], match.start()) for match in _WORD.finditer(run)]
    while parts and _is_role(parts[0][0]):
        parts.pop(0)
    place_words = _place_words()
    while len(parts) > 1 and parts[0][0].lower() in place_words:
        parts.pop(0)
    last_title = max((index for index, part in enumerate(parts) if _is_title(part[0])), default=-1)
    parts = parts[last_title + 1:]
    while len(parts) > 1 and parts[0][0].isupper() and not parts[1][0].isupper():
        parts.pop(0)
    parts = [part for part in parts[:5] if part[0][0].isupper() or part[0] in ("bin", "binti", "al")]
    while parts and (_is_role(parts[-1][0]) or not parts[-1][0][0].isupper()):
        parts.pop()
    if not parts or (len(parts) == 1 and (parts[0][0].lower() in place_words or parts[0][0].lower() in _LISTS.roles)):
        return None
    known = longest(_people().find(run))
    if known:
        first = known[0]
        return Entity(run[first.start:first.end], "PER", offset + first.start, offset + first.end, first.payload[0])
    start = parts[0][1]
    name = run[start:parts[-1][1] + len(parts[-1][0])].rstrip(".'’-")
    if len(name) < 3 or any(char.isdigit() for char in name) or name.lower() in _LISTS.pronouns or _is_acronym(name):
        return None
    return Entity(name, "PER", offset + start, offset + start + len(name))


def _is_title(word: str) -> bool:
    return word.startswith("(") or word.strip(".()").lower() in _LISTS.ranks


def _is_acronym(name: str) -> bool:
    return name.isupper() and len(name) <= 5


def _is_role(word: str) -> bool:
    bare = word.strip(".()/").lower()
    known: bool = bare in _LISTS.roles or bare in _LISTS.honorifics
    return known or "/" in word or word.startswith("(")


def _weight(entity: Entity) -> int:
    return (entity.end - entity.start) + (1000 if entity.link and entity.label == "PER" else 0) \
        + (500 if entity.label == "ORG" else 0)


def _known(text: str, words: Tokens) -> Iterator[Entity]:
    for hit in longest(_people().find(words)):
        name = text[hit.start:hit.end]
        alone = len(name.split()) == 1 and hit.payload[1]
        nearby = words.words[max(0, hit.word - 7):hit.word] if alone else []
        if name[0].isupper() and not (alone and _LISTS.roles.isdisjoint(nearby)):
            yield Entity(name, "PER", hit.start, hit.end, hit.payload[0])
    for body in longest(_bodies().find(words)):
        name = text[body.start:body.end]
        if name[0].isupper() or name.islower():
            yield Entity(name, "ORG", body.start, body.end, body.payload)


def _titled(text: str, words: Tokens) -> Iterator[Entity]:
    for match in _titles(text, words):
        person = person_in(match["run"], match.start("run"))
        if person and not person.link and " " not in person.text and not _SURE_TITLE.match(match[0]):
            person = None
        if person is None and match["after"]:
            person = person_in(match["after"], match.start("after"))
        if person and (person.link or not _is_headline(text, person)):
            yield person


def _titles(text: str, words: Tokens) -> Iterator[re.Match[str]]:
    """Yield what `_TITLED` finds in a text, tried only at the words that a title begins with."""
    end = 0
    for number in (number for number, word in enumerate(words.words) if word in _TITLE_WORDS):
        if words.starts[number] >= end and (match := _TITLED.match(text, words.starts[number])):
            yield match
            end = match.end()


def _is_headline(text: str, person: Entity) -> bool:
    """Tell whether a name stands in a line that capitalises nearly every word, where its end cannot be seen."""
    start, end = text.rfind("\n", 0, person.start) + 1, text.find("\n", person.end)
    words: list[str] = re.findall(r"[^\W\d_]{3,}", text[start:end if end >= 0 else len(text)][:400])
    return sum(word[0].isupper() for word in words) > 0.7 * len(words)


def _offices(text: str, places: Sequence[Hit[Place]]) -> Iterator[Entity]:
    if not any(word in text for word in _OFFICE_WORDS):
        return
    at = {hit.start: hit for hit in places if not hit.payload.foreign}
    for match in _OFFICE.finditer(text):
        place = at.get(match.start("place")) or next((hit for hit in places if match.start() == hit.start), None)
        end = match.start() + len(match[0].split()[0])
        if place:
            end = max(place.end, end)
        yield Entity(text[match.start():end], "ORG", match.start(), end, place.payload.id if place else "")


def _missions(text: str, places: Sequence[Hit[Place]]) -> Iterator[Entity]:
    if not any(word in text for word in _MISSION_WORDS):
        return
    at = {hit.start: hit for hit in places if hit.payload.foreign}
    for match in _MISSION.finditer(text):
        place = at.get(match.start("city"))
        end = place.end if place else match.end()
        yield Entity(text[match.start():end], "ORG", match.start(), end, place.payload.id if place else "")


def _locations(text: str, places: Sequence[Hit[Place]]) -> Iterator[Entity]:
    for hit in places:
        name = text[hit.start:hit.end]
        if name[0].isupper():
            yield Entity(name, "LOC", hit.start, hit.end, hit.payload.id)


@cache
def _people() -> Phrasebook[tuple[str, bool]]:
    """Names of officials; the flag marks a single common name that needs a title nearby."""
    well_known = {"mukhtarudin", "karding"}
    return Phrasebook([(name, (person.id, name.lower() not in well_known and name not in person.typos))
                       for person in read_officials().officials
                       for name in (person.name, *person.aliases, *person.typos)])


@cache
def _bodies() -> Phrasebook[str]:
    return Phrasebook([(name, body.id) for body in read_officials().organisations
                       for name in (body.name, *body.aliases, *body.typos)])


@cache
def _place_words() -> frozenset[str]:
    regions = read_regions()
    return frozenset(word for place in regions.places()
                     for alias in (*place.aliases, *place.guarded, place.name) for word in alias.lower().split())
