"""Write numbers, times and cut texts the way Indonesian staff read them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from monitor.dates import clock, long_date, short_date
from monitor.digest.model import Digest, Figure, Item, Shade, ToneCount
from monitor.models import Polarity

SHORT_DAYS = ("Sen", "Sel", "Rab", "Kam", "Jum", "Sab", "Min")
SAMPLE = "CONTOH: data buatan, bukan pemantauan sesungguhnya"
NO_COLLECTION = "tidak ada pengumpulan tercatat"
TOP = 7
"""How many topics and issues are shown."""
THIN = 10
"""With fewer stories than this, tone is told in counts: a percentage of so few would mislead."""
PERCENT = "\N{NO-BREAK SPACE}%"
_POLARITY = {Polarity.POSITIVE: "baik", Polarity.NEUTRAL: "biasa", Polarity.NEGATIVE: "buruk"}
_SPACES = re.compile(r"\s+")


def number(value: float) -> str:
    """Write `1.234,5`; a whole number has no decimals."""
    rounded = round(value, 1)
    text = f"{int(rounded):,}" if rounded == int(rounded) else f"{rounded:,.1f}"
    return text.translate(str.maketrans(",.", ".,"))


def moment(at: datetime | None) -> str:
    """Write `24 Agustus 2026 pukul 06.10 WIB`, or say that no time is known."""
    return f"{long_date(at)} {clock(at)}" if at else "tidak diketahui"


def when(item: Item) -> str:
    """Write the published time of an item; a date without a time shows no time."""
    return short_date(item.published) if item.dated_only else f"{short_date(item.published)} {clock(item.published)}"


def event_word(event: Polarity) -> str:
    """Say how the event itself is, whoever handled it."""
    return f"peristiwa {_POLARITY[event]}"


def shorten(text: str, limit: int) -> str:
    """Cut at a word end to at most `limit` characters, with an ellipsis; spaces are collapsed."""
    text = _SPACES.sub(" ", text).strip()
    if len(text) <= limit:
        return text
    cut = text[:limit - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > limit * 0.6 else cut).rstrip(" ,;:.–-") + "…"


def listed(names: Sequence[str], limit: int) -> str:
    """Join names with commas; beyond `limit` say how many more there are."""
    shown = ", ".join(names[:limit])
    more = len(names) - limit
    return f"{shown}, dan {number(more)} lainnya" if more > 0 else shown


def share(tone: ToneCount, shade: Shade) -> str:
    """Write `38 %`, or nothing to divide in words; a small share is never rounded away."""
    count = tone.of(shade)
    if count and not tone.share(shade):
        return f"<1{PERCENT}"
    return f"{tone.share(shade)}{PERCENT}"


def portion(tone: ToneCount, shade: Shade) -> str:
    """Write the share of a tone, or its count when there are fewer than THIN stories."""
    return share(tone, shade) if tone.total >= THIN else number(tone.of(shade))


def beside_share(tone: ToneCount, shade: Shade) -> str:
    """Write the count in brackets that goes beside a share, or nothing where `portion` is the count itself."""
    return f"({number(tone.of(shade))})" if tone.total >= THIN else ""


def headline(digest: Digest, figure: Figure) -> str:
    """Write a headline number; when nobody listened and nothing came in, a dash instead of a zero."""
    return number(figure.value) if digest.coverage.collected or digest.items else "–"


def sources_line(digest: Digest) -> str:
    """Say how many sources worked, or that no collection ran."""
    coverage = digest.coverage
    if not coverage.collected:
        return NO_COLLECTION
    return f"{number(coverage.working)} dari {number(coverage.expected)} sumber bekerja"


def period_name(digest: Digest) -> str:
    """Write `Pekan 34, 2026`."""
    return f"Pekan {digest.week.number}, {digest.week.year}"


def short_cause(cause: str) -> str:
    """Return the first words of a failure's cause, before the colon; the whole sentence is in the workbook."""
    return cause.partition(":")[0] or "sebab tidak tercatat"
