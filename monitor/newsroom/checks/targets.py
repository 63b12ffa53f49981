"""Rules on how figures are written: targets without a deadline, and large numbers in words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.newsroom.checks import calendar, totals
from monitor.newsroom.checks.figures import plain_counts
from monitor.newsroom.checks.model import Draft, Hit, Part, Rule, Severity
from monitor.newsroom.checks.numerals import counts, written_number
from monitor.newsroom.checks.spans import is_quoted

_TARGET = re.compile(r"\b(?:target\w*|menargetkan|ditargetkan|membidik|imbauan|himbauan)\b", re.IGNORECASE)
_AFTER = re.compile(r"[^.,;:\n]{0,40}\b(?:ditargetkan|menjadi target)\b", re.IGNORECASE)
_WHEN = re.compile(
    r"\b(?:20\d\d|bulan|akhir tahun|tahun ini|tahun depan|semester|triwulan|kuartal|hari|minggu|pekan)\b", re.IGNORECASE
)
_UNTIL = re.compile(r"\b(?:hingga|sampai|sebelum|paling lambat|per|pada akhir)\s+\(?$", re.IGNORECASE)


def _targets(draft: Draft) -> Iterator[Hit]:
    head = calendar.dateline(draft.body)
    spoken = {m.start for m in calendar.mentions(draft.body) if head and head.start() <= m.start < head.end()}
    for start, end in calendar.sentences(draft.body):
        if not _TARGET.search(draft.body, start, end):
            continue
        inside = [mention for mention in calendar.mentions(draft.body) if start <= mention.start < end]
        if any(mention.start not in spoken and not mention.event for mention in inside):
            continue
        rest = draft.body[start:end]
        for mention in inside:
            rest = rest.replace(draft.body[mention.start : mention.end], " ")
        if _WHEN.search(rest) or any(_UNTIL.search(draft.body, start, mention.start) for mention in inside):
            continue
        here = [
            count
            for count in plain_counts(draft.body)
            if start <= count.start < end
            and count.value > 1
            and (count.person or count.noun in totals.PLACES)
            and (
                _TARGET.search(draft.body, max(start, count.start - 110), count.start)
                or _AFTER.match(draft.body, count.tail)
            )
        ]
        if here:
            yield Hit(
                here[0].start,
                here[0].tail,
                f"Target “{draft.body[here[0].start : here[0].tail]}” tanpa waktu; tulis sampai "
                "kapan target itu berlaku.",
            )


def _spelled(draft: Draft) -> Iterator[Hit]:
    for part in (Part.TITLE, Part.SUMMARY, Part.BODY):
        text = draft.text(part)
        for count in counts(text):
            written = text[count.start : count.end]
            if count.worded and len(written.split()) > 2 and "(" not in written and not is_quoted(text, count.start):
                message = f"Bilangan “{written}” lebih mudah dibaca dengan angka: tulis {written_number(count.value)}."
                starts = not text[: count.start].strip() or text[: count.start].rstrip()[-1] in ".!?"
                yield Hit(count.start, count.end, message, None if starts else written_number(count.value), part)


RULES: tuple[Rule, ...] = (
    Rule(
        "R023",
        "undated_target",
        Severity.WARNS,
        "Target berupa angka tanpa tenggat.",
        "Target tanpa waktu tidak dapat ditagih dan mudah bertentangan dengan target lain.",
        "menargetkan 200 desa",
        "menargetkan 200 desa sampai akhir 2026",
        _targets,
    ),
    Rule(
        "R024",
        "number_style",
        Severity.WARNS,
        "Bilangan besar ditulis dengan huruf.",
        "Angka lebih cepat dibaca dan dapat dicari.",
        "Tiga Ratus Satu Pekerja",
        "301 Pekerja",
        _spelled,
    ),
)
