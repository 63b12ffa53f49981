"""The formulas of the report, on counts: precision, recall, F1, bootstrap intervals, abstention and calibration.

A score whose divisor is zero is undefined (None, or NaN in arrays), and a mean leaves it out, as scikit-learn's
`f1_score(average="macro")` does with classes that neither labels nor guesses contain.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

RESAMPLES, SEED = 1_000, 20260821
BINS = 15
Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Figure:
    """A score with its 95 % interval; all None when undefined."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class ClassScore:
    """Precision, recall and F1 of one class; `support` counts the rows labelled with it."""

    label: str
    precision: float | None
    recall: float | None
    f1: float | None
    support: int


@dataclass(frozen=True, slots=True)
class Point:
    """Rows whose certainty is below `threshold` get no verdict; `accuracy` is of the `rows` that are left.

    `withheld` is the share of all rows that get no verdict, refused ones included.
    """

    threshold: float
    withheld: float
    rows: int
    accuracy: float | None


@dataclass(frozen=True, slots=True)
class Bin:
    """Rows with a certainty in (low, high]: their mean certainty and the share that was right."""

    low: float
    high: float
    rows: int
    certainty: float | None
    accuracy: float | None


def class_score(label: str, hit: int, extra: int, missed: int) -> ClassScore:
    """Score one class from true positives, false positives and false negatives (van Rijsbergen 1979)."""
    return ClassScore(label, _share(hit, hit + extra), _share(hit, hit + missed),
                      _share(2 * hit, 2 * hit + extra + missed), hit + missed)


def confusion(labels: Sequence[str], gold: Sequence[str], guess: Sequence[str | None]) -> NDArray[np.int64]:
    """Count gold (rows) against guesses (columns); the last column holds the rows without a guess."""
    cells = np.zeros((len(labels), len(labels) + 1), dtype=np.int64)
    place = {label: index for index, label in enumerate(labels)}
    for (wanted, found), count in Counter(zip(gold, guess, strict=True)).items():
        cells[place[wanted], len(labels) if found is None else place[found]] += count
    return cells


def class_scores(labels: Sequence[str], cells: NDArray[np.int64]) -> tuple[ClassScore, ...]:
    """Score every class of a confusion matrix; rows without a guess are misses."""
    return tuple(
        class_score(label, hit := int(cells[place, place]), int(cells[:, place].sum()) - hit,
                    int(cells[place].sum()) - hit)
        for place, label in enumerate(labels))


def macro_f1(cells: NDArray[np.int64]) -> Figure:
    """Return the mean F1 of the classes of a confusion matrix."""
    def means(samples: Array) -> Array:
        table = samples.reshape(-1, *cells.shape)
        hits = np.diagonal(table, axis1=1, axis2=2)
        sizes = table.sum(axis=2) + table.sum(axis=1)[:, :-1]  # 2 hit + extra + missed
        defined = sizes > 0
        each = np.divide(2 * hits, sizes, out=np.zeros_like(sizes), where=defined)
        result: Array = each.sum(axis=1) / np.maximum(1, defined.sum(axis=1))
        return result
    return bootstrap(cells.ravel(), means)


def accuracy(cells: NDArray[np.int64]) -> Figure:
    """Return the share of rows on the diagonal; rows without a guess are wrong."""
    def shares(samples: Array) -> Array:
        result: Array = np.trace(samples.reshape(-1, *cells.shape), axis1=1, axis2=2) / samples.sum(axis=1)
        return result
    return bootstrap(cells.ravel(), shares)


def micro_f1(rows: Sequence[tuple[int, int, int]]) -> Figure:
    """Return F1 over the summed (hits, extras, misses) of the rows; rows are what is resampled."""
    patterns = Counter(rows)
    parts = np.array(list(patterns), dtype=np.float64).reshape(-1, 3)

    def shares(samples: Array) -> Array:
        hit, extra, missed = (samples @ parts).T
        sizes = 2 * hit + extra + missed
        result: Array = np.divide(2 * hit, sizes, out=np.full_like(sizes, np.nan), where=sizes > 0)
        return result
    return bootstrap(np.array(list(patterns.values()), dtype=np.int64), shares)


def bootstrap(counts: NDArray[np.int64], statistic: Callable[[Array], Array]) -> Figure:
    """Return a statistic of counted patterns with its percentile interval (Efron & Tibshirani 1993, ch. 13).

    Drawing n rows with replacement gives multinomial counts, so rows that look alike are drawn together: the time does
    not grow with the file. `statistic` maps (samples, patterns) to (samples,).
    """
    total = int(counts.sum())
    if not total:
        return Figure(None, None, None)
    value = float(statistic(counts[None].astype(np.float64))[0])
    if math.isnan(value):
        return Figure(None, None, None)
    drawn = np.random.default_rng(SEED).multinomial(total, counts / total, size=RESAMPLES)
    low, high = np.nanpercentile(statistic(drawn.astype(np.float64)), (2.5, 97.5))
    return Figure(value, float(low), float(high))


def point(threshold: float, certainties: Sequence[float], right: Sequence[bool], *, refused: int) -> Point:
    """Return what is left when the answers below a threshold are withheld; `refused` rows never had one."""
    left = [ok for certainty, ok in zip(certainties, right, strict=True) if certainty >= threshold]
    total = len(certainties) + refused
    return Point(threshold, (total - len(left)) / total if total else 0.0, len(left), _share(sum(left), len(left)))


def reliability(certainties: Sequence[float], right: Sequence[bool]) -> tuple[Bin, ...]:
    """Sort the rows into 15 equally wide bins by certainty (Guo et al. 2017)."""
    groups: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for certainty, ok in zip(certainties, right, strict=True):
        groups[min(BINS, max(1, math.ceil(round(certainty * BINS, 9)))) - 1].append((certainty, ok))
    return tuple(
        Bin(place / BINS, (place + 1) / BINS, len(group), _share(sum(value for value, _ in group), len(group)),
            _share(sum(ok for _, ok in group), len(group)))
        for place, group in enumerate(groups))


def calibration_error(bins: Sequence[Bin]) -> float | None:
    """Return the expected calibration error: the mean gap of the bins, weighted by rows (Guo et al. 2017)."""
    gaps = sum(one.rows * abs(one.accuracy - one.certainty) for one in bins
               if one.accuracy is not None and one.certainty is not None)
    return _share(gaps, sum(one.rows for one in bins))


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None
