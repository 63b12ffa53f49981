"""Compare a week with the last one and with the median, and say when an outage may explain the difference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from statistics import median

from monitor.dates import weekday_name
from monitor.digest.model import Change, Coverage, DayCoverage, Figure, HistoryPoint, SameSources, Shade
from monitor.digest.tally import Tally, outlet_key, tally
from monitor.digest.wording import NO_COLLECTION, PERCENT, moment, number
from monitor.models import Clip, SourceOutcome, WeekCount
from monitor.weeks import Week

SILENT = timedelta(days=2)
_PARTIAL_DAYS = 2
SMALL = 10
"""Below this many, a change is told in numbers: a percentage of so few would mislead."""


def cover(week: Week, outcomes: Sequence[SourceOutcome], last: WeekCount | None, *, cutoff: datetime | None,
          items: int, untagged: int, undated: int, before: Sequence[SourceOutcome] | None = None,
          days: Sequence[DayCoverage] = ()) -> Coverage:
    """Say what the week's numbers rest on; see `down` for which sources count as failed.

    `before` are the outcomes of last week, so that the two weeks are compared source by source, not by their number:
    one that fell out is not made up for by another that was added.
    """
    visited = any(each.visits for each in outcomes)
    ordered = tuple(sorted(outcomes, key=lambda each: (each.source_name.casefold(), each.source_id)))
    failed = down(ordered, week) if visited else ()
    expected = len(ordered) if visited else 0
    working = expected - len(failed)
    partial = tuple(each for each in ordered if each not in failed and len(each.out_days) >= _PARTIAL_DAYS)
    bare = Coverage(working, expected, last.sources_working if last else 0, last.sources_expected if last else 0,
                    cutoff, failed, ordered, untagged, undated, "", partial=partial, days=tuple(days))
    if before and visited:
        read_now, read_then = _ids(ordered) - _ids(failed), _ids(before) - _ids(down(before, week.back(1)))
        bare = replace(bare, known_before=True, lost=len(read_then - _ids(ordered)), added=len(read_now - _ids(before)),
                       returned=len(read_now & _ids(before) - read_then))
    return replace(bare, warning=_warning(Doubts(week, bare), items))


def down(outcomes: Sequence[SourceOutcome], week: Week) -> tuple[SourceOutcome, ...]:
    """Return the sources that were never read, that broke off more than SILENT before the week's last reading, or that
    were read and brought nothing where they used to.

    Without the second rule a source that works on Monday and then fails for six days would count as working.
    """
    read = [each.last_success for each in outcomes if each.last_success]
    last = min(max(read), week.end) if read else week.end
    return tuple(each for each in outcomes if not each.successes or each.silent or (
        each.successes < each.visits and each.last_success is not None and each.last_success < last - SILENT))


def same_sources(clips: Sequence[Clip], previous: Sequence[Clip], coverage: Coverage,
                 before: Sequence[SourceOutcome] | None, week: Week) -> SameSources | None:
    """Count both weeks without the sources that did not deliver in both; None where all did, or nothing is known.

    Items of no visited source (imports, pages added by hand) stay in both counts.
    """
    if not before or not coverage.collected:
        return None
    both = (_ids(coverage.outcomes) - _ids(coverage.failed)) & (_ids(before) - _ids(down(before, week.back(1))))
    uneven = (_ids(coverage.outcomes) | _ids(before)) - both
    if not uneven or not both:
        return None
    now, then = (tally([clip for clip in each if clip.article.source_id not in uneven]) for each in (clips, previous))
    return SameSources(len(both), len(now.stories), len(then.stories), _negative(now), _negative(then))


def _negative(counts: Tally) -> int:
    return sum(story.shade is Shade.NEGATIVE for story in counts.stories)


def _ids(outcomes: Sequence[SourceOutcome]) -> set[str]:
    return {each.source_id for each in outcomes}


@dataclass(frozen=True, slots=True)
class Doubts:
    """Why a difference between two weeks may come from listening less, not from less being said."""

    week: Week
    coverage: Coverage

    @property
    def now(self) -> str:
        """Why this week's numbers may be too low, or nothing."""
        coverage = self.coverage
        if not coverage.collected:
            return NO_COLLECTION
        fewer = coverage.previous_working - coverage.working
        missing = missing_words(coverage)
        reasons = [missing] if missing else []
        if not reasons and fewer > 0 and not coverage.known_before:
            reasons.append(f"{number(fewer)} sumber lebih sedikit dari pekan lalu")
        if self.unfinished:
            reasons.append(f"data baru s.d. {self.unfinished}")
        return ", ".join(reasons)

    @property
    def before(self) -> str:
        """Why last week's numbers may have been too low compared with this week's, or nothing."""
        coverage = self.coverage
        if not coverage.previous_expected:
            return f"pekan lalu {NO_COLLECTION}" if coverage.collected else NO_COLLECTION
        if coverage.known_before:
            found = [f"pekan lalu {number(coverage.returned)} sumber gagal"] if coverage.returned else []
            found += [f"{number(coverage.added)} sumber baru dibaca pekan ini"] if coverage.added else []
            return ", ".join(found)
        failed_before = coverage.previous_expected - coverage.previous_working
        if coverage.collected and coverage.previous_working < coverage.working and failed_before > 0:
            return f"pekan lalu {number(failed_before)} sumber gagal"
        return ""

    @property
    def unfinished(self) -> str:
        """The last weekday with data when the cut-off lies more than a day before the end of the week."""
        cutoff = self.coverage.cutoff
        if cutoff is None or cutoff >= self.week.end - timedelta(days=1):
            return ""
        return weekday_name(cutoff) if cutoff >= self.week.start else "sebelum pekan ini"

    def change(self, value: int, previous: int | None) -> Change:
        """Tell how a number moved since last week and whether to believe it."""
        if previous is None:
            return self._low(Change(None, "", "pekan lalu tidak ada data"))
        if value == previous:
            return self._low(Change(previous, "→", "tetap"))
        if value < previous:
            change = Change(previous, "↘", f"turun {_distance(value, previous)}")
            return replace(change, reason=self.now, verdict="belum tentu turun") if self.now else change
        change = Change(previous, "↗", f"naik {_distance(value, previous)}")
        if self.before:
            return replace(change, reason=self.before, verdict="belum tentu naik")
        return self._low(change)

    def _low(self, change: Change) -> Change:
        return replace(change, reason=self.now, verdict="bisa lebih tinggi") if self.now else change


def failed_words(coverage: Coverage) -> str:
    """Write `2 sumber gagal`, or `1 sumber gagal, 1 diam` where some are read but bring nothing."""
    silent = sum(each.silent for each in coverage.failed)
    return _sources((len(coverage.failed) - silent, "gagal"), (silent, "diam"))


def missing_words(coverage: Coverage) -> str:
    """Write `2 sumber gagal, 1 diam, 1 terputus sebagian pekan, 1 tidak dikunjungi lagi`, or nothing."""
    silent = sum(each.silent for each in coverage.failed)
    return _sources((len(coverage.failed) - silent, "gagal"), (silent, "diam"),
                    (len(coverage.partial), "terputus sebagian pekan"), (coverage.lost, "tidak dikunjungi lagi"))


def _sources(*counted: tuple[int, str]) -> str:
    parts = [f"{number(count)} {word}" for count, word in counted if count]
    return ", ".join(parts).replace(" ", " sumber ", 1) if parts else ""


def _distance(value: int, previous: int) -> str:
    gap = abs(value - previous)
    if previous < SMALL:
        return number(gap)
    percent = round(100 * gap / previous)
    return f"{number(percent) if percent else '<1'}{PERCENT}"


def _warning(doubts: Doubts, items: int) -> str:
    coverage = doubts.coverage
    parts = []
    if not coverage.collected:
        parts += ["Tidak ada pengumpulan tercatat pada pekan ini; berita yang dihitung berasal dari impor atau "
                  "pengumpulan pekan lain."] if items else []
    elif coverage.failed:
        silent = any(each.silent for each in coverage.failed)
        parts.append(f"{number(len(coverage.failed))} dari {number(coverage.expected)} sumber "
                     f"{'gagal atau diam' if silent else 'gagal'}; angka yang turun belum tentu benar-benar turun.")
    elif coverage.lost:
        parts.append(f"{number(coverage.lost)} sumber yang pekan lalu terbaca tidak dikunjungi pekan ini; "
                     "angka yang turun belum tentu benar-benar turun.")
    elif coverage.previous_working > coverage.working and not coverage.known_before:
        parts.append(f"Sumber yang bekerja berkurang dari {number(coverage.previous_working)} menjadi "
                     f"{number(coverage.working)}; angka yang turun belum tentu benar-benar turun.")
    if coverage.collected and coverage.partial:
        parts.append(f"{number(len(coverage.partial))} sumber terputus dua hari atau lebih; "
                     "beritanya dari hari-hari itu mungkin terlewat.")
    if doubts.unfinished:
        parts.append(f"Pekan belum lengkap: data terakhir {moment(coverage.cutoff)}.")
    if coverage.untagged and coverage.collected:
        parts.append(f"{number(coverage.untagged)} naskah belum ditandai; jalankan `monitor tag`, lalu buat ulang.")
    if coverage.undated:
        parts.append(f"{number(coverage.undated)} naskah tanpa tanggal terbit dihitung menurut waktu diambil.")
    return " ".join(parts)


def has_data(count: WeekCount) -> bool:
    """Tell whether a week was listened to at all: it has items, or at least one source was read."""
    return count.items > 0 or count.sources_working > 0


def figures(now: Tally, before: Tally, history: Sequence[WeekCount], doubts: Doubts) -> tuple[Figure, ...]:
    """Compare stories, copies, outlets and events with last week and with the median of the weeks that have data."""
    known = bool(before.items) or bool(history and has_data(history[-1]))
    counted = [week for week in history if has_data(week)]
    columns = {"berita": [week.stories for week in counted], "salinan": [week.items - week.stories for week in counted],
               "media": [week.outlets for week in counted], "peristiwa": []}
    then = _volumes(before)
    shaky = sum(week.sources_working < 0.9 * week.sources_expected for week in counted)
    return tuple(
        Figure(key, label, value, doubts.change(value, then[key] if known else None),
               float(median(columns[key])) if columns[key] else None, len(columns[key]),
               shaky if columns[key] else 0)
        for (key, value), label in zip(_volumes(now).items(), ("Berita", "Salinan", "Media", "Peristiwa"), strict=True))


def _volumes(counts: Tally) -> dict[str, int]:
    return {"berita": len(counts.stories), "salinan": len(counts.items) - len(counts.stories),
            "media": len({outlet_key(item.outlet) for item in counts.items}),
            "peristiwa": len({story.event_id for story in counts.stories})}


def trend(history: Sequence[WeekCount], week: Week, stories: int, coverage: Coverage) -> tuple[HistoryPoint, ...]:
    """Return the stories of the earlier weeks and of this one; None where nobody listened."""
    past = tuple(HistoryPoint(each.week, each.stories if has_data(each) else None, each.sources_working,
                              each.sources_expected) for each in history)
    known = coverage.collected or stories > 0
    return (*past, HistoryPoint(str(week), stories if known else None, coverage.working, coverage.expected))
