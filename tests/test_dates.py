"""Dates: Indonesian, English and Malay notations in, instants with their offset out."""

from __future__ import annotations

import json
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.dates import MONTH_NAMES, clock, date_range, full_date, long_date, parse_date, short_date, weekday_name
from monitor.models import TimeOrigin

SHARED = Path(__file__).parents[1] / "../shared/fixtures/feeds/id-dates/dates.jsonl"
CASES = [json.loads(line) for line in
         (Path(__file__).parent / "data/dates/cases.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize("case", CASES, ids=[case["raw"] for case in CASES])
def test_a_written_date_gives_its_instant_and_offset(case: dict[str, str | None]) -> None:
    found = parse_date(str(case["raw"]), origin=TimeOrigin.PAGE)
    if "day" in case:
        assert found is not None
        assert found.dated_only
        assert found.at.date().isoformat() == case["day"]
    elif case["at"] is None:
        assert found is None
    else:
        assert found is not None
        assert (found.at.isoformat(), found.dated_only, found.origin) == (case["at"], False, TimeOrigin.PAGE)


def test_the_shared_indonesian_dates_are_all_right() -> None:
    if not SHARED.exists():
        pytest.skip(f"../shared tidak ada: {SHARED}")
    wrong = []
    rows = [json.loads(line) for line in SHARED.read_text("utf-8").splitlines()]
    for row in rows:
        found = parse_date(row["raw"], origin=TimeOrigin.FEED)
        got = found.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if found else None
        if got != row["expected_utc"]:
            wrong.append((row["raw"], got))
    assert not wrong
    assert len(rows) == 22


def test_a_date_without_zone_is_in_the_zone_of_its_source() -> None:
    found = parse_date("5 Mei 2026 10.00", timezone="Asia/Hong_Kong", origin=TimeOrigin.FEED)
    assert found is not None
    assert found.at.isoformat() == "2026-05-05T10:00:00+08:00"


def test_month_first_is_read_only_when_asked() -> None:
    assert parse_date("11/21/2026", origin=TimeOrigin.IMPORT) is None
    found = parse_date("11/21/2026", origin=TimeOrigin.IMPORT, month_first=True)
    assert found is not None
    assert found.at.date() == date(2026, 11, 21)


@given(st.text(max_size=60) | st.text("0123456789 :./-+tzw abdeginorsuy,", max_size=60))
def test_no_string_raises(raw: str) -> None:
    found = parse_date(raw, origin=TimeOrigin.FEED)
    assert found is None or (found.at.utcoffset() is not None and 1980 <= found.at.year <= 2101)


@given(st.datetimes(datetime(1980, 1, 1), datetime(2068, 12, 31)),
       st.sampled_from([("WIB", 7), ("WITA", 8), ("WIT", 9)]))
def test_every_moment_written_in_indonesian_is_read_back(moment: datetime, zone: tuple[str, int]) -> None:
    moment = moment.replace(second=0, microsecond=0)
    raw = f"{weekday_name(moment)}, {moment.day} {MONTH_NAMES[moment.month - 1]} {moment.year} {moment:%H.%M} {zone[0]}"
    found = parse_date(raw, origin=TimeOrigin.FEED)
    assert found is not None
    assert found.at.replace(tzinfo=None) == moment
    assert found.at.utcoffset() == timedelta(hours=zone[1])


@pytest.mark.parametrize("raw", ["1" * 10**6, " " * 10**6, "1/" * 150, "21 nov " * 42, "12:" * 100, "+0" * 150,
                                 "jan " * 75])
def test_hostile_strings_cost_no_time(raw: str) -> None:
    start = time.perf_counter()
    parse_date(raw, origin=TimeOrigin.FEED)
    assert time.perf_counter() - start < 0.5


def test_dates_are_written_as_staff_read_them() -> None:
    day = date(2025, 9, 17)
    assert (long_date(day), short_date(day), weekday_name(day)) == ("17 September 2025", "17/09/2025", "Rabu")
    late = datetime(2025, 9, 16, 18, 5, tzinfo=UTC)
    assert full_date(late) == "Rabu, 17 September 2025"
    assert clock(late) == "pukul 01.05 WIB"
    assert clock(late, zone="WIT") == "pukul 03.05 WIT"
    with pytest.raises(ValueError, match="naive"):
        clock(datetime(2025, 9, 16))


def test_a_span_repeats_only_what_differs() -> None:
    assert date_range(date(2026, 8, 17), date(2026, 8, 23)) == "17–23 Agustus 2026"
    assert date_range(date(2026, 8, 31), date(2026, 9, 6)) == "31 Agustus – 6 September 2026"
    assert date_range(date(2026, 12, 28), date(2027, 1, 3)) == "28 Desember 2026 – 3 Januari 2027"
    assert date_range(date(2026, 8, 17), date(2026, 8, 17)) == "17 Agustus 2026"
