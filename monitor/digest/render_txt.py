"""Render a digest as one WhatsApp message: at most LIMIT characters, bold as *bold*, the way to the rest at the end."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.dates import date_range
from monitor.digest.comparison import failed_words
from monitor.digest.model import Change, Digest, Issue, Shade
from monitor.digest.phrases import answer_words, empty_words
from monitor.digest.wording import SAMPLE, listed, moment, number, portion, short_cause, shorten, sources_line

LIMIT = 1800
_LEVELS = ((2, 3, 110, 4), (2, 3, 80, 2), (1, 3, 80, 2), (1, 2, 60, 1), (1, 1, 40, 0), (0, 0, 40, 0))
_MARKUP = str.maketrans(dict.fromkeys("*_~`", ""))


def render_txt(digest: Digest) -> str:
    """Return the message, in as many words as fit."""
    for level in _LEVELS:
        text = "\n".join(_lines(digest, *level)) + "\n"
        if len(text) <= LIMIT:
            break
    return text


def _lines(digest: Digest, issues: int, topics: int, title: int, failed: int) -> Iterator[str]:
    days, coverage = digest.week.days, digest.coverage
    if digest.sample:
        yield f"*{SAMPLE}*"
    yield "*DIGEST MEDIA KemenP2MI*"
    yield f"Pekan {digest.week.number} · {date_range(days[0], days[-1])} (WIB)"
    read = f"Data s.d. {moment(coverage.cutoff)}; " if coverage.cutoff else ""
    yield f"{read}{sources_line(digest)}"
    yield ""
    yield f"{digest.conclusion[0]} {digest.conclusion[1]}"
    yield f"*{digest.conclusion[2].translate(_MARKUP)}*"
    if digest.tone.total:
        yield ""
        yield from _volumes(digest)
        yield from _topics(digest, topics)
        yield from _issues(digest, issues, title)
    if coverage.failed:
        yield ""
        names = [shorten(f"{each.source_name.translate(_MARKUP)} ({short_cause(each.last_cause)})", 60)
                 for each in coverage.failed]
        shown = f": {listed(names, failed)}" if failed else ""
        yield f"*Sumber gagal* {number(len(names))}{shown}"
    yield ""
    yield f"Digest lengkap: {digest.week}/digest.pdf; bukti setiap angka: {digest.week}/evidence.xlsx"


def _volumes(digest: Digest) -> Iterator[str]:
    yield "*Banyaknya*"
    for figure in digest.figures[:3]:
        yield f"{figure.label} {number(figure.value)} {_change(figure.change)}"
    without = f", tanpa {failed_words(digest.coverage)}" if digest.coverage.failed else ""
    yield f"*Nada terhadap kementerian* (per berita{without})"
    yield " · ".join(f"{shade.sign} {portion(digest.tone, shade)} {shade.label}"
                     for shade in Shade if digest.tone.of(shade))


def _change(change: Change) -> str:
    if change.previous is None:
        return f"({change.text}{f'; {change.doubt}' if change.doubt else ''})"
    return f"{change.text} ({change.doubt})" if change.doubt else change.text


def _topics(digest: Digest, topics: int) -> Iterator[str]:
    named = [f"{row.label} {number(row.tone.total)} (▼ {number(row.tone.negative)})" for row in digest.topics]
    if topics and named:
        yield f"*Topik* {listed(named, topics)}"


def _issues(digest: Digest, issues: int, title: int) -> Iterator[str]:
    nothing = empty_words(digest)
    for name, key, found in (("Isu negatif", "negative", digest.negative), ("Isu positif", "positive", digest.positive),
                             ("Hoaks", "hoaxes", digest.hoaxes[:1])):
        if not issues and found:
            continue
        yield f"*{name}*" if found else f"*{name}* {nothing[key]}"
        for one in found[:issues]:
            yield _issue(one, title)


def _issue(one: Issue, title: int) -> str:
    copies = f", {number(one.copies)} salinan" if one.copies else ""
    words = shorten(one.title.translate(_MARKUP), title)
    answer = answer_words(one, 40)
    return f"{one.shade.sign} {words} ({number(one.stories)} berita{copies}{f'; {answer}' if answer else ''})"
