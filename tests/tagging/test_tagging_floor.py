"""The shipped weights never score lower than this on our own gold rows; see tests/data/tagging/README.md."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.config.settings import Tagging
from monitor.tagging import load
from monitor.tagging.evaluation.gold import read_gold, score
from monitor.tagging.evaluation.report import Report, compare

GOLD = Path(__file__).parents[1] / "data/tagging/gold.jsonl"


# Measured: tone .973 and 1.000, negative 1.000 and 1.000, relevance .986, event .828 and .807, topics .932 and .988.
FLOORS = {"cepat": {"tone": 0.92, "negative": 0.94, "relevance": 0.95, "event": 0.77, "topics": 0.91},
          "akurat": {"tone": 0.95, "negative": 0.95, "relevance": 0.95, "event": 0.77, "topics": 0.95}}


@pytest.fixture(scope="module", params=list(FLOORS))
def size(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def report(size: str) -> Report:
    rows = list(read_gold(GOLD.read_text("utf-8").splitlines(), lambda number, why: pytest.fail(f"{number}: {why}")))
    tagger = load(Tagging(model=size))
    return compare(list(zip(rows, score(tagger, rows), strict=True)), file=GOLD.name, model=tagger.model, failed=0,
                   abstain_below=tagger.abstain_below, known_topics=[])


def test_tone_stays_above_its_floor(report: Report, size: str) -> None:
    assert report.tone is not None
    assert report.tone.overall.rows == 36
    assert (report.tone.overall.macro_f1.value or 0) >= FLOORS[size]["tone"]


def test_criticism_is_found_as_often_as_before(report: Report, size: str) -> None:
    assert report.tone is not None
    assert (report.tone.overall.classes[-1].f1 or 0) >= FLOORS[size]["negative"]


def test_relevance_event_and_topics_stay_above_their_floors(report: Report, size: str) -> None:
    assert report.relevance is not None
    assert report.event is not None
    assert report.topics is not None
    assert (report.relevance.f1.value or 0) >= FLOORS[size]["relevance"]
    assert (report.event.macro_f1.value or 0) >= FLOORS[size]["event"]
    assert (report.topics.micro_f1.value or 0) >= FLOORS[size]["topics"]
