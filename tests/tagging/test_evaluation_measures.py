"""The formulas, against values worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from monitor.tagging.evaluation.measures import (
    SEED,
    accuracy,
    bootstrap,
    calibration_error,
    class_score,
    class_scores,
    confusion,
    macro_f1,
    micro_f1,
    point,
    reliability,
)

LABELS = ["a", "b", "c"]


def test_precision_recall_and_f1_of_a_small_case() -> None:
    score = class_score("a", 6, 2, 3)
    assert (score.precision, score.recall, score.f1, score.support) == (0.75, pytest.approx(2 / 3), 12 / 17, 9)


def test_a_class_that_nobody_named_is_undefined_and_left_out_of_the_mean() -> None:
    cells = confusion(LABELS, ["a", "a", "b"], ["a", "b", "b"])
    scores = class_scores(LABELS, cells)
    assert (scores[2].precision, scores[2].recall, scores[2].f1, scores[2].support) == (None, None, None, 0)
    assert macro_f1(cells).value == pytest.approx((2 / 3 + 2 / 3) / 2)


def test_a_class_that_was_missed_entirely_counts_as_zero() -> None:
    assert macro_f1(confusion(LABELS, ["a", "b"], ["a", "a"])).value == pytest.approx((2 / 3 + 0) / 2)


def test_a_refused_row_is_wrong_and_has_its_own_column() -> None:
    cells = confusion(LABELS, ["a", "a", "b", "c"], ["a", None, "b", "c"])
    assert cells.tolist() == [[1, 0, 0, 1], [0, 1, 0, 0], [0, 0, 1, 0]]
    assert class_scores(LABELS, cells)[0].recall == 0.5
    assert class_scores(LABELS, cells)[0].precision == 1.0
    assert accuracy(cells).value == 0.75


def test_topics_f1_sums_over_rows() -> None:
    assert micro_f1([(1, 0, 0), (0, 1, 1), (2, 0, 1)]).value == 6 / 9
    assert micro_f1([(0, 0, 0)]).value is None
    assert micro_f1([]).value is None


def test_the_interval_holds_the_value_and_repeats() -> None:
    cells = confusion(LABELS, ["a", "b", "c"] * 40, (["a", "b", "c"] * 3 + ["a", "a", "a"]) * 10)
    figure = macro_f1(cells)
    assert figure.low is not None
    assert figure.value is not None
    assert figure.high is not None
    assert figure.low < figure.value < figure.high
    assert figure == macro_f1(cells)


def test_the_interval_equals_that_of_rows_drawn_one_by_one() -> None:
    right = np.array([1] * 150 + [0] * 50)
    drawn = np.random.default_rng(SEED).choice(right, size=(4000, 200)).mean(axis=1)
    figure = bootstrap(np.array([150, 50]), lambda samples: samples[:, 0] / samples.sum(axis=1))
    assert figure.value == 0.75
    assert [figure.low, figure.high] == pytest.approx(np.percentile(drawn, (2.5, 97.5)), abs=0.01)


def test_raising_the_bar_withholds_more_and_counts_refused_rows_as_withheld() -> None:
    found = [point(bar, [0.4, 0.6, 0.9], [False, True, True], refused=1) for bar in (0.0, 0.6, 0.95)]
    assert [one.withheld for one in found] == [0.25, 0.5, 1.0]
    assert [one.accuracy for one in found] == [pytest.approx(2 / 3), 1.0, None]
    assert [one.rows for one in found] == [3, 2, 0]


def test_calibration_error_of_two_bins() -> None:
    bins = reliability([0.9, 0.9, 0.9, 0.9, 0.5, 0.5], [True, True, True, False, True, False])
    assert [one.rows for one in bins if one.rows] == [2, 4]
    assert calibration_error(bins) == pytest.approx((4 * abs(0.75 - 0.9) + 2 * abs(0.5 - 0.5)) / 6)
    assert calibration_error(reliability([], [])) is None


def test_bins_are_closed_above() -> None:
    bins = reliability([1 / 15, 2 / 15, 0.2, 1.0, 0.0], [True] * 5)
    assert [place for place, one in enumerate(bins) for _ in range(one.rows)] == [0, 0, 1, 2, 14]
