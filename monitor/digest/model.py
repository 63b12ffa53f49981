"""What a digest is made of: frozen dataclasses, compiled once and rendered five times.

Words used for counting, the same in every file: a *berita* (Story) is one text, whoever carried it first; a *salinan*
is a further copy of it; a *peristiwa* groups stories of the same event. Tone is counted per story, never per copy.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from monitor.models import Explainer, ItemKind, Polarity, SourceOutcome, TextKind
from monitor.weeks import Week


class Shade(StrEnum):
    """How a story's tone is counted; an abstained tone counts as UNSURE only, never as its best guess."""

    POSITIVE = "positive"
    NEUTRAL = "neutral"
    NEGATIVE = "negative"
    UNSURE = "unsure"
    UNSCORED = "unscored"

    @property
    def label(self) -> str:
        """The word for staff."""
        return _SHADES[self][0]

    @property
    def sign(self) -> str:
        """The shape that goes with the colour."""
        return _SHADES[self][1]


_SHADES = {Shade.POSITIVE: ("positif", "▲"), Shade.NEUTRAL: ("netral", "●"), Shade.NEGATIVE: ("negatif", "▼"),
           Shade.UNSURE: ("perlu dibaca", "◇"), Shade.UNSCORED: ("tidak dinilai", "▨")}


@dataclass(frozen=True, slots=True)
class Names:
    """Indonesian labels for ids: topics, offices, destinations and people; an unknown id is shown as it is."""

    topics: Mapping[str, str] = field(default_factory=dict)
    regions: Mapping[str, str] = field(default_factory=dict)
    destinations: Mapping[str, str] = field(default_factory=dict)
    people: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Item:
    """One published text behind the numbers. `number` is its row in evidence.xlsx and its anchor in the page.

    `counted_in` holds the keys of every Number this item stands behind; `published` is in WIB.
    """

    number: int
    id: str
    story_id: str
    event_id: str
    copy: bool
    kind: ItemKind
    text_kind: TextKind
    title: str
    outlet: str
    url: str
    published: datetime
    dated_only: bool
    time_origin: str
    shade: Shade
    reason: str
    event: Polarity
    evidence: str
    topics: tuple[str, ...]
    regions: tuple[str, ...]
    destinations: tuple[str, ...]
    speakers: tuple[str, ...]
    counted_in: tuple[str, ...]
    sample: bool


@dataclass(frozen=True, slots=True)
class Story:
    """One text and its copies. Tone, topics, places and evidence are those of `lead`, its fullest scored item."""

    id: str
    event_id: str
    lead: int
    items: tuple[int, ...]
    outlets: int
    shade: Shade
    day: date

    @property
    def copies(self) -> int:
        """Items beyond the first."""
        return len(self.items) - 1


@dataclass(frozen=True, slots=True)
class ToneCount:
    """Stories by tone; the five always add up to all stories."""

    positive: int = 0
    neutral: int = 0
    negative: int = 0
    unsure: int = 0
    unscored: int = 0

    @property
    def total(self) -> int:
        """All stories."""
        return self.positive + self.neutral + self.negative + self.unsure + self.unscored

    def of(self, shade: Shade) -> int:
        """Stories of one shade."""
        return int(getattr(self, shade.value))

    def share(self, shade: Shade) -> int:
        """Whole percent of all stories; the five sum to 100 (largest remainder), or are all 0 without stories."""
        if not self.total:
            return 0
        exact = {each: 100 * self.of(each) / self.total for each in Shade}
        whole = {each: int(exact[each]) for each in Shade}
        order = sorted(Shade, key=lambda each: (whole[each] - exact[each], list(Shade).index(each)))
        for each in order[:100 - sum(whole.values())]:
            whole[each] += 1
        return whole[shade]


@dataclass(frozen=True, slots=True)
class Change:
    """A number against last week, or `previous` None when last week has no data.

    `sign` is an arrow, `moved` says how far ("turun 12 %"); `reason` and `verdict` say why that may not be real
    ("2 sumber gagal", "belum tentu turun"), or nothing.
    """

    previous: int | None
    sign: str
    moved: str
    reason: str = ""
    verdict: str = ""

    @property
    def text(self) -> str:
        """The arrow and the words."""
        return f"{self.sign} {self.moved}".strip()

    @property
    def doubt(self) -> str:
        """The reason and the verdict, or nothing."""
        return f"{self.reason}, {self.verdict}" if self.reason else ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A headline number against last week and the median of `weeks` earlier weeks that have data.

    In `shaky` of those weeks more than a tenth of the sources failed, so that the median may be too low.
    """

    key: str
    label: str
    value: int
    change: Change
    median: float | None
    weeks: int
    shaky: int = 0


@dataclass(frozen=True, slots=True)
class Number:
    """Any number shown: how it is computed in words, and how to find its items in evidence.xlsx."""

    key: str
    label: str
    value: int
    formula: str
    filter: str


@dataclass(frozen=True, slots=True)
class DayTone:
    """Stories by tone on one local day (the day of the story's first item in the week)."""

    day: date
    tone: ToneCount


@dataclass(frozen=True, slots=True)
class TopicRow:
    """One topic: its stories by tone, the change, the pages that answer it, and whether one is missing."""

    slug: str
    label: str
    tone: ToneCount
    change: Change
    explainers: tuple[Explainer, ...]
    gap: bool


@dataclass(frozen=True, slots=True)
class Issue:
    """One event with stories of one tone: its most carried story stands for it, `topics` are those of all of them.

    `evidence` is empty where it would only repeat the title. Good news asks for no answer: `answer` is then None and
    `gap` False.
    """

    shade: Shade
    event_id: str
    number: int
    title: str
    outlet: str
    url: str
    evidence: str
    topics: tuple[str, ...]
    stories: int
    copies: int
    event: Polarity
    places: tuple[str, ...]
    answer: Explainer | None
    gap: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Stories of one BP3MI region or one destination country, and how many of them are negative."""

    key: str
    label: str
    stories: int
    negative: int


@dataclass(frozen=True, slots=True)
class Speaker:
    """Someone put on record: quotes and stories (copies not counted), with one quote and the item it is from."""

    key: str
    name: str
    quotes: int
    stories: int
    quote: str
    number: int


@dataclass(frozen=True, slots=True)
class Gap:
    """A topic that was heard and that no published page answers."""

    slug: str
    label: str
    stories: int
    negative: int


@dataclass(frozen=True, slots=True)
class HistoryPoint:
    """Stories of one week for the small trend; None when the week has no data."""

    week: str
    stories: int | None
    working: int
    expected: int


@dataclass(frozen=True, slots=True)
class DayCoverage:
    """How many sources were visited on one local day, and how many of them no visit could read."""

    day: date
    visited: int
    out: int


@dataclass(frozen=True, slots=True)
class SameSources:
    """Both weeks counted over the sources that delivered in both: all stories and the negative ones."""

    sources: int
    stories: int
    previous_stories: int
    negative: int
    previous_negative: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the numbers rest on. `expected` is 0 when no collection ran; `warning` is one sentence or nothing.

    `untagged` items of the week are not counted; `undated` ones are, by the time they came in. `failed` holds silent
    sources too; `partial` those that were out for two days or more and came back. `lost` sources worked last week and
    were not visited this week; `returned` failed last week and work now; `added` were not visited last week.
    """

    working: int
    expected: int
    previous_working: int
    previous_expected: int
    cutoff: datetime | None
    failed: tuple[SourceOutcome, ...]
    outcomes: tuple[SourceOutcome, ...]
    untagged: int
    undated: int
    warning: str
    partial: tuple[SourceOutcome, ...] = ()
    lost: int = 0
    returned: int = 0
    added: int = 0
    known_before: bool = False
    days: tuple[DayCoverage, ...] = ()

    def day(self, wanted: date) -> DayCoverage | None:
        """Return what is known of one day of the week, if anything."""
        return next((each for each in self.days if each.day == wanted), None)

    def shaky_day(self, wanted: date) -> bool:
        """Tell whether a day's numbers may be too low: over a tenth of its sources was out, or nobody listened.

        A day without any visit counts only in a week that was listened to day by day; a weekly visit reads them all.
        """
        found = self.day(wanted)
        if found is None or found.visited:
            return found is not None and found.out > 0.1 * found.visited
        return sum(bool(each.visited) for each in self.days) >= 4

    @property
    def collected(self) -> bool:
        """Whether any collection ran in the week."""
        return self.expected > 0


@dataclass(frozen=True, slots=True)
class Digest:
    """Everything that is known of one week; renderers add nothing to it."""

    week: Week
    sample: bool
    coverage: Coverage
    conclusion: tuple[str, str, str]
    figures: tuple[Figure, ...]
    posts: int
    tone: ToneCount
    previous_tone: ToneCount
    negative_change: Change
    days: tuple[DayTone, ...]
    topics: tuple[TopicRow, ...]
    negative: tuple[Issue, ...]
    positive: tuple[Issue, ...]
    hoaxes: tuple[Issue, ...]
    gaps: tuple[Gap, ...]
    answers_known: bool
    answered: int
    regions: tuple[Place, ...]
    destinations: tuple[Place, ...]
    speakers: tuple[Speaker, ...]
    unattributed: int
    history: tuple[HistoryPoint, ...]
    items: tuple[Item, ...]
    stories: tuple[Story, ...]
    numbers: tuple[Number, ...]
    models: tuple[str, ...]
    same: SameSources | None = None

    def figure(self, key: str) -> Figure:
        """Return one headline number; raise KeyError when there is none."""
        return {each.key: each for each in self.figures}[key]
