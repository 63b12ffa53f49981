from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.weeks import WIB, Week


def test_a_week_runs_from_monday_midnight_wib() -> None:
    week = Week.parse("2026-W34")
    assert week.start == datetime(2026, 8, 16, 17, tzinfo=UTC)
    assert week.end == datetime(2026, 8, 23, 17, tzinfo=UTC)
    assert [day.isoformat() for day in week.days][::6] == ["2026-08-17", "2026-08-23"]


def test_late_sunday_in_jakarta_still_belongs_to_the_week() -> None:
    assert str(Week.of(datetime(2026, 8, 23, 23, 59, tzinfo=WIB))) == "2026-W34"
    assert str(Week.of(datetime(2026, 8, 23, 17, 0, tzinfo=UTC))) == "2026-W35"


def test_counting_back_crosses_a_53_week_year() -> None:
    assert str(Week.parse("2027-W01").back(1)) == "2026-W53"
    assert str(Week.parse("2026-W01").back(8)) == "2025-W45"


@pytest.mark.parametrize("name", ["2026-W54", "2025-W53", "2026-34", "W34", "", "2026-W00"])
def test_a_week_that_does_not_exist_is_refused(name: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the value is the message
        Week.parse(name)
