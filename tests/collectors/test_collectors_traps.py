"""Feeds with one trap each, and every feed of other projects' test suites: read in the worker that collecting uses."""

from __future__ import annotations

import json
from pathlib import Path
from types import ModuleType

import pytest
from benches import load_bench

from monitor.collectors.registry import read

ROOT = Path(__file__).parents[2]
TRAPS = ROOT / "tests/data/feeds/traps"
EXPECTED = json.loads((TRAPS.parent / "traps.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    return load_bench("feeds")


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_a_feed_with_a_trap_is_read_right(bench: ModuleType, name: str) -> None:
    expected = EXPECTED[name]
    found = read(bench.SOURCE, (TRAPS / name).read_bytes(), url=bench.URL, content_type="", fetched_at=bench.NOW)
    assert len(found) == expected["entries"]
    if "title" in expected:
        assert found[0].title == expected["title"]
    if "url" in expected:
        assert found[0].url == expected["url"]
    if expected.get("standin"):
        assert found[0].url.startswith("entri:")
    if "at" in expected:
        assert (found[0].published.at.isoformat() if found[0].published else None) == expected["at"]
    assert len({entry.url for entry in found}) == len(found)
    assert not any("<" in entry.title and "3 < 5" not in entry.title for entry in found)


def test_there_are_enough_traps_and_all_are_small() -> None:
    files = list(TRAPS.iterdir())
    assert {file.name for file in files} == set(EXPECTED)
    assert len(files) >= 50
    assert max(file.stat().st_size for file in files) < 20_000


def test_the_trap_folder_is_counted_by_the_bench(bench: ModuleType) -> None:
    found = list(bench.outcomes(TRAPS))
    assert len(found) == len(EXPECTED)
    assert not [one for one in found if one.crash or one.ours is None or one.ours < one.theirs]


def test_every_shared_feed_is_read_in_the_worker_without_a_crash_or_a_lost_entry(bench: ModuleType) -> None:
    if not bench.SHARED.is_dir():
        pytest.skip("folder shared/fixtures/feeds tidak ada di komputer ini: 2.991 feed proyek lain TIDAK diuji; "
                    "yang diuji hanya feed karangan di tests/data/feeds/traps")
    found = list(bench.outcomes(bench.SHARED))
    assert len(found) > 2_900
    assert not [one for one in found if one.crash]
    assert not [one for one in found if one.ours is None and one.theirs]
    assert not [one for one in found if one.ours is not None and one.ours < one.theirs]
    assert max(one.seconds for one in found) < 5
    refused = [one for one in found if one.ours is None]
    assert len(refused) < 15
