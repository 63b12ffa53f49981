"""What a rule reads and what it says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Severity(StrEnum):
    """Whether a finding stops publishing."""

    BLOCKS = "blocks"
    WARNS = "warns"


class Part(StrEnum):
    """Which part of a draft a position counts in."""

    TITLE = "title"
    SUMMARY = "summary"
    BODY = "body"


@dataclass(frozen=True, slots=True)
class Draft:
    """One release, explainer or clarification as rules read it.

    `body` is the text below the front matter, character for character. `published` is the release date, `city` its
    dateline city; both may be unknown for a bare text. Most rules are about texts whose `language` is id. `lines`
    holds the 1-based file line at which each part begins.
    """

    path: str
    title: str
    summary: str
    body: str
    slug: str = ""
    city: str = ""
    kind: str = "siaran-pers"
    published: date | None = None
    contact: str = ""
    lines: tuple[int, int, int] = (1, 1, 1)
    language: str = "id"

    def text(self, part: Part) -> str:
        """Return the text of a part."""
        return {Part.TITLE: self.title, Part.SUMMARY: self.summary, Part.BODY: self.body}[part]


@dataclass(frozen=True, slots=True)
class Hit:
    """What a rule found: characters [start, end) of a part, one Indonesian sentence that says what to write.

    `fix` replaces exactly these characters; it is given only where the replacement is certain and changes no fact.
    """

    start: int
    end: int
    message: str
    fix: str | None = None
    part: Part = Part.BODY


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: `code` like R001, `name` like weekday_mismatch, its documentation in Indonesian, and its check.

    `what` says what is caught, `why` what harm it does, `wrong` and `right` are a short invented example. `together`
    compares several drafts and yields the number of a draft with each hit.
    """

    code: str
    name: str
    severity: Severity
    what: str
    why: str
    wrong: str
    right: str
    check: Callable[[Draft], Iterator[Hit]]
    together: Callable[[Sequence[Draft]], Iterator[tuple[int, Hit]]] | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A hit in its file, as reported; `line` and `column` are 1-based."""

    path: str
    line: int
    column: int
    code: str
    name: str
    severity: Severity
    message: str
    snippet: str
    fix: str | None
