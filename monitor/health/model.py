"""What is said of each source: frozen dataclasses, judged once and rendered as text, tables and a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from monitor.models import Source, SourceResult, SourceState


class State(StrEnum):
    """How a source is, the most urgent first; the value is the word for staff."""

    DOWN = "putus"
    SILENT = "diam"
    SLOW = "melambat"
    PAUSED = "dijeda"
    UNSET = "belum disetel"
    UNSEEN = "belum dikunjungi"
    HEALTHY = "sehat"
    OFF = "nonaktif"

    @property
    def sign(self) -> str:
        """The shape that goes with the word and the colour."""
        return _SIGNS[self]

    @property
    def urgent(self) -> bool:
        """Whether somebody has to do something."""
        return self in {State.DOWN, State.SILENT, State.SLOW, State.PAUSED}


_SIGNS = {State.DOWN: "✕", State.SILENT: "▼", State.SLOW: "◆", State.PAUSED: "❚❚", State.UNSET: "○", State.UNSEEN: "○",
          State.HEALTHY: "●", State.OFF: "–"}


@dataclass(frozen=True, slots=True)
class Health:
    """One configured source with its latest visit, if any, and the reason it is left alone now, if any.

    `unset` says which key a platform lacks and where its guide is; `cost` what a paid one has cost this month;
    `remembered` is what its last visits taught us.
    """

    source: Source
    last: SourceResult | None = None
    visited: datetime | None = None
    paused: str = ""
    unset: str = ""
    cost: str = ""
    remembered: SourceState | None = None


@dataclass(frozen=True, slots=True)
class Day:
    """One local day: new items, or None when no visit read the source; `out` when every visit of that day failed."""

    day: date
    new: int | None
    out: bool = False


@dataclass(frozen=True, slots=True)
class Pulse:
    """What a source delivers: `usual` items on a day of the four weeks before, `recent` on one of the last seven.

    The first is the median, the second the mean of the days on which it was read; None when there are too few.
    `silent_days` such days have passed since its last new item; `last_new` is that day.
    """

    usual: float | None
    recent: float | None
    silent_days: int
    last_new: date | None


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """One source: its state, the named cause, what was recorded of it, and what to do next (all Indonesian)."""

    id: str
    name: str
    kind: str
    state: State
    cause: str
    detail: str
    todo: str
    last_success: datetime | None
    visited: datetime | None
    streak: int
    pulse: Pulse
    days: tuple[Day, ...]
    cost: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """All sources at one moment, the most urgent first; `warning` says when the monitor itself has stopped."""

    at: datetime
    sources: tuple[SourceHealth, ...]
    last_visit: datetime | None
    warning: str = ""

    @property
    def counts(self) -> Mapping[State, int]:
        """Sources by state."""
        return Counter(source.state for source in self.sources)
