"""ISO weeks in Western Indonesian Time, the period of every digest."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

WIB = ZoneInfo("Asia/Jakarta")
_NAME = re.compile(r"(\d{4})-?[Ww](\d{1,2})")


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """An ISO 8601 week counted in WIB (UTC+7, no daylight saving)."""

    year: int
    number: int

    @classmethod
    def parse(cls, name: str) -> Week:
        """Read `2026-W34`; raise ValueError when no such week exists."""
        found = _NAME.fullmatch(name.strip())
        if not found:
            raise ValueError(name)
        week = cls(int(found[1]), int(found[2]))
        date.fromisocalendar(week.year, week.number, 1)
        return week

    @classmethod
    def of(cls, moment: datetime) -> Week:
        """Return the week that holds an aware moment."""
        year, number, _ = moment.astimezone(WIB).isocalendar()
        return cls(year, number)

    @property
    def start(self) -> datetime:
        """Monday 00:00 WIB, in UTC."""
        monday = date.fromisocalendar(self.year, self.number, 1)
        return datetime(monday.year, monday.month, monday.day, tzinfo=WIB).astimezone(UTC)

    @property
    def end(self) -> datetime:
        """The first moment after the week, in UTC."""
        return self.start + timedelta(days=7)

    @property
    def days(self) -> tuple[date, ...]:
        """The seven local dates, Monday first."""
        return tuple(date.fromisocalendar(self.year, self.number, day) for day in range(1, 8))

    def back(self, weeks: int) -> Week:
        """Return the week that many weeks earlier."""
        return Week.of(self.start - timedelta(days=7 * weeks))

    def __str__(self) -> str:
        return f"{self.year}-W{self.number:02d}"
