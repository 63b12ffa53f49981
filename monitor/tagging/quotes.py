"""Find direct quotations and who said them; the speaker stays empty when the text does not say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from monitor.models import Entity, Quote
from monitor.tagging.names import CAPITALISED, person_in
from monitor.tagging.words import words

_LEAST_WORDS = 4
_LONGEST = 900
_LOOK_BACK = 1500
_MARKED = re.compile(rf"“([^“”]{{12,{_LONGEST}}})”|\"([^\"\n]{{12,{_LONGEST}}})\"")
_LISTS = words().quotes
_VERB = f"(?:{'|'.join(_LISTS.said)})"
_ME_VERB = f"(?:{'|'.join(_LISTS.states)})"
_CAPITALS = rf"{CAPITALISED}(?:,?[ \xa0](?:{CAPITALISED}|bin|binti|al)){{0,11}}"
_AFTER = re.compile(rf"^[\s,.]*{_VERB}(?P<self>nya)?\b(?:\s+(?:dia|ia|beliau|mereka)\b)?\s*,?\s*(?P<run>{_CAPITALS})?")
_BEFORE = re.compile(rf"(?P<run>{_CAPITALS})(?:,[^.“\"]{{0,80}},)?,? (?:\w+ )?{_ME_VERB}[^.“\"\n]{{0,80}}[:,.]?\s*$|"
                     rf"{_VERB}\s+(?P<said>{_CAPITALS})[^.“\"\n]{{0,60}}[:,]\s*$")
_STATES = re.compile(rf"(?P<run>{_CAPITALS})(?:,[^.“\"]{{0,80}},)?,? (?:\w+ )?{_ME_VERB}\b")
_PRONOUN = re.compile(rf"^[\s,.]*{_VERB}(?:nya\b|\s+(?:dia|ia|beliau)\b)")


def find_quotes(text: str, people: Sequence[Entity]) -> tuple[Quote, ...]:
    """Return the quotations of at least four words, with the speaker as the text names them.

    "kata X" after the marks or "X mengatakan:" before them names the speaker. "katanya" and "ujar dia" point back to
    whoever the text last showed speaking; without such a person the speaker stays empty.
    """
    spans = sorted((person.start, person.end, person) for person in people if person.label == "PER")
    quotes = []
    last: Entity | None = None
    cursor = 0
    for match in _MARKED.finditer(text):
        said = (match[1] or match[2]).strip()
        if len(said.split()) < _LEAST_WORDS:
            continue
        last = _last_stated(text, cursor, match.start(), spans) or last
        cursor = match.end()
        speaker = _named_after(text, match.end(), spans) or _named_before(text, match.start(), spans, last)
        if speaker is None and _PRONOUN.match(text[match.end():match.end() + 40]):
            speaker = last
        last = speaker or last
        quotes.append(Quote(said.rstrip(","), speaker.text if speaker else "", speaker.link if speaker else ""))
    return tuple(quotes)


_Spans = Sequence[tuple[int, int, Entity]]


def _named_after(text: str, end: int, spans: _Spans) -> Entity | None:
    found = _AFTER.match(text[end:end + 220])
    if found is None or not found["run"] or found["self"]:
        return None
    return _person(found["run"], end + found.start("run"), spans)


def _named_before(text: str, start: int, spans: _Spans, last: Entity | None) -> Entity | None:
    offset = max(0, start - 260)
    offset = max(offset, text.rfind("\n", offset, max(offset, start - 2)) + 1)
    found = _BEFORE.search(text[offset:start])
    if found is None:
        return None
    if (found["run"] or found["said"]).lower() in words().names.pronouns:
        return last
    group = "run" if found["run"] else "said"
    return _person(found[group], offset + found.start(group), spans)


def _last_stated(text: str, start: int, end: int, spans: _Spans) -> Entity | None:
    start = max(start, end - _LOOK_BACK)
    people = [_person(found["run"], start + found.start("run"), spans) for found in _STATES.finditer(text[start:end])]
    named = [person for person in people if person]
    return named[-1] if named else None


def _person(run: str, offset: int, spans: _Spans) -> Entity | None:
    """Return the known person inside a run of capitals, or the name that is left without its title."""
    inside = [person for start, end, person in spans if offset <= start and end <= offset + len(run)]
    if inside:
        return inside[-1]
    head, _, tail = run.partition(",")
    for part, at in ((head, offset), (tail.lstrip(), offset + len(run) - len(tail.lstrip()))):
        person = person_in(part, at) if part else None
        if person:
            return _relinked(person, spans)
    return None


def _relinked(person: Entity, spans: _Spans) -> Entity:
    """Link a part of a name to the one person of the text who bears it in full."""
    fitting = {other.link for _, _, other in spans if other.link and person.text in other.text.split()}
    return replace(person, link=fitting.pop()) if not person.link and len(fitting) == 1 else person
