"""Fold the weights of a trained classifier into a table that is quicker to read from."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import Model

from monitor.tagging.features import Values

_Words = NDArray[np.uint32]


def freeze(nlp: Language) -> None:
    """Give the hashed classifiers of a loaded pipeline models that only predict. It is not to be saved afterwards."""
    for _, pipe in nlp.pipeline:
        model = getattr(pipe, "model", None)
        if isinstance(model, Model) and model.has_ref("features") and model.has_ref("output_layer"):
            pipe.model = _frozen(model)  # type: ignore[attr-defined]


def _frozen(model: Model[Any, Any]) -> Model[Any, Any]:
    """Return a model with the same scores.

    `SparseLinear` hashes every bucket to two places in each label's weights, which lie far apart in memory. Added up
    beforehand, a bucket's weights for all labels are one row of a table.
    """
    features, linear, output = model.get_ref("features"), model.get_ref("output_layer"), model.layers[-1]
    table, bias = fold_weights(linear), np.asarray(linear.get_param("b"))

    def forward(_: Model[Any, Any], docs: Sequence[Doc | str], is_train: bool) -> tuple[Any, Any]:
        keys, values, lengths = features.predict(docs)
        rows = keys.view(np.int64)
        scores = np.empty((len(lengths), len(bias)), np.float32)
        for number, (start, end) in enumerate(pairwise([0, *accumulate(lengths.tolist())])):
            scores[number] = values[start:end] @ table.take(rows[start:end], axis=0)
        return output.predict(scores + bias), _never

    return Model("frozen_classifier", forward)


def fold_weights(linear: Model[Any, Any]) -> Values:
    """Return the summed weights of each bucket: one row for a bucket, one column for a label."""
    length, labels = linear.get_dim("length"), linear.get_dim("nO")
    weights: Values = np.asarray(linear.get_param("W")).reshape(labels, length)
    buckets = np.arange(length, dtype=np.uint32)
    first, second = (_murmur(buckets, seed) % np.uint32(length) for seed in (0, 1))
    return np.ascontiguousarray((weights[:, first] + weights[:, second]).T)


def _murmur(keys: _Words, seed: int) -> _Words:
    """Hash bucket numbers as thinc's `SparseLinear` does: MurmurHash3 (x86, 32 bits) of a number of eight bytes."""
    mixed = np.uint32(seed) ^ _turned(keys * np.uint32(0xCC9E2D51), 15) * np.uint32(0x1B873593)
    for _ in range(2):  # the upper four bytes are zero and mix in nothing of their own
        mixed = _turned(mixed, 13) * np.uint32(5) + np.uint32(0xE6546B64)
    mixed ^= np.uint32(8)
    mixed = (mixed ^ mixed >> np.uint32(16)) * np.uint32(0x85EBCA6B)
    mixed = (mixed ^ mixed >> np.uint32(13)) * np.uint32(0xC2B2AE35)
    return mixed ^ mixed >> np.uint32(16)


def _turned(words: _Words, by: int) -> _Words:
    return words << np.uint32(by) | words >> np.uint32(32 - by)


def _never(gradient: Any) -> Any:
    raise RuntimeError("a frozen classifier learns nothing; load the pipeline with spacy.load to train it")
