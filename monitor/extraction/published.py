"""When an item was published, with its original offset, from the best witness.

Order: 1. the feed's time; 2. times stated by the page (JSON-LD, then meta, the outlet's rule, <time>, date lines);
3. the same witnesses again where they give only a date; 4. htmldate, date only; 5. the time of fetching.
A clock time beats a bare date, and a time more than a day ahead of the fetch is not believed (a real release page was
labelled seven months into the future).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import chain, islice

from htmldate import find_date
from lxml import etree
from lxml.html import HtmlElement

from monitor.dates import parse_date
from monitor.extraction.page import PARSE_ERRORS
from monitor.models import TimeOrigin, Timestamp

_AHEAD = timedelta(days=1)
_MONTHS = (r"(?:jan(?:uari|uary)?|[fp]eb(?:ruari|ruary)?|mar(?:et|ch)?|apr(?:il)?|mei|may|jun[ie]?|jul[iy]?"
           r"|a(?:gustus|ugust|gu|gs|gt|ug)|sep(?:tember|t)?|o[kc]t(?:ober)?|no[vp](?:ember)?|de[sc](?:ember)?)\.?")
_CLOCK = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s*(?:WIB|WITA|WIT|GMT|UTC)\b(?:\s?[+-]\d{1,2}(?::\d{2})?)?)?"
_DATE = re.compile(
    rf"(?<![\d/.-])(?:\d{{1,2}}\s*[\s/-]\s*(?:{_MONTHS}|\d{{1,2}})\s*[\s/-]\s*\d{{4}}|\d{{4}}[-/]\d{{1,2}}[-/]\d{{1,2}}"
    rf"|{_MONTHS}\s+\d{{1,2}},\s*\d{{4}})(?!\d)(?:[\s,|•·T–-]*(?:pukul|jam|at)?\s*{_CLOCK})?", re.I)
_MINISTRY_LABEL = re.compile(rf"\b00\.\d{{2}}\s+(\d{{1,2}}\s+{_MONTHS}\s+\d{{4}})", re.I)
_DATELINE = re.compile(r"\((\d{1,2}/\d{1,2}/\d{4})\)")
_TIME_ELEMENTS = etree.XPath("//*[@itemprop='datePublished' or @pubdate] | //time")
_NAMED = etree.XPath("//*[self::div or self::span or self::p or self::time or self::li or self::small or self::h2"
                     " or self::h3 or self::h4 or self::h5 or self::h6][contains(@class, 'date')"
                     " or contains(@class, 'Date') or contains(@class, 'time') or contains(@class, 'tanggal')"
                     " or contains(@class, 'tgl') or contains(@class, 'waktu') or contains(@class, 'publish')"
                     " or contains(@class, 'meta') or contains(@id, 'date') or contains(@id, 'tanggal')]")
_LONGEST_LINE = 200


def choose_time(feed: Timestamp | None, stated: Sequence[tuple[str, TimeOrigin]], tree: HtmlElement | None, *,
                url: str, timezone: str, fetched_at: datetime) -> Timestamp:
    """Return the published time by the order above; `stated` are raw times with where they stand, best first."""
    seen = [feed] if feed is not None and _believable(feed, fetched_at) else []
    if seen and not seen[0].dated_only:
        return seen[0]
    visible = ((raw, TimeOrigin.PAGE) for raw in _visible(tree)) if tree is not None else ()
    for raw, origin in chain(stated, visible):
        moment = parse_date(raw, timezone=timezone, origin=origin)
        if moment is not None and _believable(moment, fetched_at):
            if not moment.dated_only:
                return moment
            seen.append(moment)
    if seen:
        return seen[0]
    return _guess(tree, url=url, timezone=timezone, fetched_at=fetched_at) or Timestamp(fetched_at, TimeOrigin.FETCHED)


def ministry_dates(tree: HtmlElement, text: str) -> Iterator[str]:
    """Yield the dates of a ministry page: the label `00.MM d Month yyyy` without its pseudo-time, then the dateline.

    Source: style.md section 1 ("00.MM is not a time"); the English date line on top is the day of the visit.
    """
    for line in tree.itertext():
        if found := _MINISTRY_LABEL.search(" ".join(line.split())):
            yield found[1]
            break
    if found := _DATELINE.search(text[:300]):
        yield found[1]


def _believable(moment: Timestamp, fetched_at: datetime) -> bool:
    return moment.at.year >= 1995 and moment.at <= fetched_at + _AHEAD


def _visible(tree: HtmlElement) -> Iterator[str]:
    """Yield date strings a reader sees: <time>, lines after the headline, elements named after dates.

    What stands in menus, asides and links is left out: those are the dates of other stories, or today's.
    """
    for element in filter(_of_the_story, _TIME_ELEMENTS(tree)[:8]):
        yield from (value for value in (element.get("datetime"), element.get("content")) if value)
        yield from _dates_in(" ".join(element.itertext()))
    heading = next(tree.iter("h1"), None)
    heading = heading if heading is not None else next(tree.iter("h2"), None)
    for start in () if heading is None else (heading, heading.getparent()):
        for element in islice(start.itersiblings(), 5):
            for line in islice(element.itertext(), 40):
                yield from _dates_in(line)
    for element in filter(_of_the_story, _NAMED(tree)[:40]):
        yield from _dates_in(" ".join(element.itertext()))


def _of_the_story(element: HtmlElement) -> bool:
    return not any(above.tag in ("nav", "aside", "footer", "a") for above in element.iterancestors()) and not any(
        above.find(".//h1") is None for above in element.iterancestors("header"))


def _dates_in(line: str) -> Iterator[str]:
    words = " ".join(line.split())
    if 8 <= len(words) <= _LONGEST_LINE and (found := _DATE.search(words)):
        yield found[0]


def _guess(tree: HtmlElement | None, *, url: str, timezone: str, fetched_at: datetime) -> Timestamp | None:
    """Ask htmldate, which also reads addresses; it fetches nothing since it is given a tree."""
    if tree is None:
        return None
    try:
        found = find_date(tree, extensive_search=False, original_date=True, url=url, min_date="1995-01-01",
                          max_date=fetched_at.strftime("%Y-%m-%d"))
    except PARSE_ERRORS:
        return None
    return parse_date(found, timezone=timezone, origin=TimeOrigin.PAGE) if found else None
