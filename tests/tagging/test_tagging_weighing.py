from __future__ import annotations

import pytest

from monitor.config.settings import Tagging
from monitor.models import Polarity
from monitor.tagging import load
from monitor.tagging.weighing import decide_event


@pytest.mark.parametrize(("scores", "neutral", "wanted"), [
    ({"positive": 0.1, "neutral": 0.6, "negative": 0.3}, 1.0, Polarity.NEUTRAL),
    ({"positive": 0.1, "neutral": 0.5, "negative": 0.4}, 0.7, Polarity.NEGATIVE),
    ({"positive": 0.1, "neutral": 0.8, "negative": 0.1}, 0.5, Polarity.NEUTRAL),
    ({}, 0.5, Polarity.NEUTRAL),
])
def test_the_commonest_event_counts_as_often_as_the_verdict_says(
        scores: dict[str, float], neutral: float, wanted: Polarity) -> None:
    assert decide_event(scores, neutral=neutral) is wanted


def test_each_size_brings_its_own_weight_of_a_neutral_event() -> None:
    accurate, fast = (load(Tagging(model=size)).nlp.get_pipe("verdict") for size in ("akurat", "cepat"))
    assert accurate.event_neutral > fast.event_neutral  # type: ignore[attr-defined]
