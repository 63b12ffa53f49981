"""Decide by phrases whether a text is about Indonesian migrant workers or the ministry, and say why.

Cheap (one pass over the words, no spaCy), so that collection can ask it before fetching an article page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from monitor.config.phrases import Hit, Phrasebook, Tokens, fold, longest
from monitor.config.taxonomy import DatedName, Gate, NearMiss, read_taxonomy

Role = Literal["strong", "weak", "wide", "context", "name", "drop", "keep"]
_CARRIERS: tuple[Role, ...] = ("strong", "weak", "wide", "name")
_TARGET = frozenset(("strong", "weak", "name"))


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a text is relevant, the reason in Indonesian for staff, and how sure the rules are.

    `sure` is False when only a wide word or an old abbreviation carried the decision, or when no phrase was met at all.
    """

    relevant: bool
    reason: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class _Rule:
    role: Role
    term: str
    near_miss: int = -1


Term = Hit[_Rule]


def passes_gate(text: str) -> bool:
    """Tell whether a title or teaser may be about our subject; names count whatever the date."""
    return judge(text, names_always=True).relevant


def find_terms(text: str | Tokens) -> list[Term]:
    """Return every phrase of the gate in a text, ordered by start."""
    return _book().find(text)


def judge(text: str | Tokens, *, on: date | None = None, names_always: bool = False,
          terms: Sequence[Term] | None = None) -> Verdict:
    """Weigh the gate's phrases in a text published on a day (None = unknown); `terms`, if they were found before."""
    gate = read_taxonomy().gate
    found: dict[Role, list[Hit[_Rule]]] = {}
    for hit in find_terms(text) if terms is None else terms:
        found.setdefault(hit.payload.role, []).append(hit)
    lost = dict(_cancelled(gate, found))
    strong, weak, wide = (_terms(found, role, lost) for role in ("strong", "weak", "wide"))
    named, outside = _names(gate, _terms(found, "name", lost), on, names_always=names_always)
    if strong or named:
        return Verdict(True, f"menyebut “{(strong + named)[0]}”")
    if weak:
        return Verdict(True, f"menyebut “{weak[0]}”", sure=False)
    context = [hit.payload.term for hit in found.get("context", [])]
    wide += [name for name in outside if on is None]
    if wide and context:
        return Verdict(True, f"menyebut “{wide[0]}” bersama “{context[0]}”", sure=False)
    return Verdict(False, _why_not(lost, outside), sure=bool(lost or outside) and not wide)


def _why_not(lost: dict[str, NearMiss], outside: list[str]) -> str:
    for term, near in lost.items():
        return f"“{term}” di sini berarti lain: {near.also}"
    if outside:
        return f"menyebut “{outside[0]}” di luar masa jabatannya di kementerian"
    return "tidak menyebut pekerja migran Indonesia atau kementerian"


def _terms(found: dict[Role, list[Hit[_Rule]]], role: Role, lost: dict[str, NearMiss]) -> list[str]:
    return list(dict.fromkeys(hit.payload.term for hit in found.get(role, []) if hit.payload.term not in lost))


def _cancelled(gate: Gate, found: dict[Role, list[Hit[_Rule]]]) -> Iterator[tuple[str, NearMiss]]:
    kept = {hit.payload.near_miss for hit in found.get("keep", [])}
    for number in dict.fromkeys(hit.payload.near_miss for hit in found.get("drop", [])):
        near = gate.near_misses[number]
        if number not in kept and any(hit.payload.term == fold(near.term) for role in _CARRIERS
                                      for hit in found.get(role, [])):
            yield fold(near.term), near


def _names(gate: Gate, seen: list[str], on: date | None, *, names_always: bool) -> tuple[list[str], list[str]]:
    """Split the names seen into those that count on the day and those that do not."""
    if not seen:
        return [], []
    by_term: dict[str, DatedName] = {fold(name.term): name for name in gate.names}
    counted = [term for term in seen if names_always or (on is not None and by_term[term].holds(on))]
    return counted, [term for term in seen if term not in counted]


@cache
def _book() -> Phrasebook[_Rule]:
    return Phrasebook(list(_phrases(read_taxonomy().gate)))


def _phrases(gate: Gate) -> Iterator[tuple[str, _Rule]]:
    lists: tuple[tuple[Role, tuple[str, ...]], ...] = (
        ("strong", gate.strong), ("weak", gate.weak), ("wide", gate.wide), ("context", gate.context))
    for role, phrases in lists:
        for phrase in phrases:
            yield phrase, _Rule(role, fold(phrase))
    for name in gate.names:
        for alias in (name.term, *name.aliases):
            yield alias, _Rule("name", fold(name.term))
    for number, near in enumerate(gate.near_misses):
        for phrase in near.drop:
            yield phrase, _Rule("drop", fold(near.term), number)
        for phrase in near.keep:
            yield phrase, _Rule("keep", fold(near.term), number)


def mentions_target(text: str) -> bool:
    """Tell whether a sentence names the ministry, its people or migrant workers (any strong, weak or name phrase)."""
    return any(hit.payload.role in _TARGET for hit in _book().find(text))


def target_spans(terms: Sequence[Term]) -> list[tuple[int, int]]:
    """Return where phrases that `find_terms` found name the ministry, its people or migrant workers."""
    return [(hit.start, hit.end) for hit in terms if hit.payload.role in _TARGET]


def count_mentions(text: str | Tokens) -> int:
    """Count how often a text names the ministry, its people or migrant workers."""
    return len(longest(hit for hit in _book().find(text) if hit.payload.role in _TARGET))
