"""Score documents with several hashed classifiers at once: each text is hashed once, each table read once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import minibatch
from thinc.api import Model

from monitor.tagging.features import HASHED, Hashed, Values, hash_texts, reading, weigh

NAME = "stacked"
_Words = NDArray[np.uint32]
_Alone = tuple[Values, Values, Model[Any, Any]]


def stack(nlp: Language) -> None:
    """Let one component do the work of the hashed classifiers of a loaded pipeline, with the same scores.

    They stay in it, switched off, as the component reads their weights and others ask them for more.
    """
    classifiers = [name for name, pipe in nlp.pipeline if is_hashed(pipe)]
    if classifiers:
        nlp.add_pipe("monitor_stacked", name=NAME, config={"classifiers": classifiers}, before=classifiers[0])
        for name in classifiers:
            nlp.disable_pipe(name)


def is_hashed(pipe: Any) -> bool:
    """Tell whether a component is a classifier over hashed n-grams, whose model reads strings too."""
    model = getattr(pipe, "model", None)
    return isinstance(model, Model) and all(map(model.has_ref, ("features", "output_layer")))


@dataclass(frozen=True, slots=True)
class _Table:
    """Classifiers that hash alike: a row for a bucket, the columns of a classifier from `starts` up to the next."""

    idf: Values
    weights: Values
    bias: Values
    starts: tuple[int, ...]
    outputs: tuple[Model[Any, Any], ...]

    def shares(self, texts: Sequence[Hashed]) -> Values:
        """Return the score of each label, one row for a text."""
        keys, values, lengths = weigh(texts, self.idf)
        rows = keys.view(np.int64)
        scores = np.empty((len(texts), len(self.bias)), np.float32)
        for number, (start, end) in enumerate(pairwise([0, *accumulate(lengths.tolist())])):
            scores[number] = values[start:end] @ self.weights.take(rows[start:end], axis=0)
        scores += self.bias
        parts = [(output, scores[:, start:end])
                 for output, (start, end) in zip(self.outputs, pairwise(self.starts), strict=True)]
        return np.concatenate([output.predict(np.ascontiguousarray(part)) for output, part in parts], axis=1)


@Language.factory("monitor_stacked", assigns=["doc.cats"])
class StackedClassifiers:
    """Fill `doc.cats` with the scores of classifiers of the same pipeline, whose weights are read at the first text."""

    def __init__(self, nlp: Language, name: str, classifiers: list[str]) -> None:
        self.nlp = nlp
        self.name = name
        self.classifiers = classifiers
        self._alone: dict[str, _Alone] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Score one document."""
        self._score([doc])
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """Score many documents, a batch at a time."""
        for docs in minibatch(stream, batch_size):  # type: ignore[no-untyped-call]
            self._score(docs)
            yield from docs

    def scores(self, classifier: str, texts: Sequence[Hashed]) -> Values:
        """Return what one of the classifiers says of short texts: a row for a text, its labels in their order.

        A feature that occurs again counts in full, where the classifier itself counts it less. That spares finding the
        repetitions, and a sentence has hardly any.
        """
        weights, bias, output = self._alone.get(classifier) or self._prepare(classifier)
        blocks = [block for text in texts for block in (text.words, text.pieces)]
        lengths = np.fromiter(map(len, blocks), np.int64, len(blocks))
        rows = weights.take(np.concatenate(blocks) & np.uint32(len(weights) - 1), axis=0)
        sums = np.zeros((len(blocks), weights.shape[1]), np.float32)
        sums[lengths > 0] = np.add.reduceat(rows, (np.cumsum(lengths) - lengths)[lengths > 0])
        sums[:, :-1] /= np.sqrt(np.maximum(sums[:, -1:], 1e-12))
        shares: Values = output.predict(sums[::2, :-1] + sums[1::2, :-1] + bias)
        return shares

    def _score(self, docs: Sequence[Doc]) -> None:
        if any(map(len, docs)):
            texts = hash_texts([reading(doc) for doc in docs])
            for doc, text in zip(docs, texts, strict=True):
                doc.user_data[HASHED] = text
            shares = np.concatenate([table.shares(texts) for table in self._tables], axis=1).tolist()
        else:  # as spaCy's own classifiers do
            shares = [[0.0] * len(self._labels)] * len(docs)
        for doc, row in zip(docs, shares, strict=True):
            doc.cats.update(zip(self._labels, row, strict=True))

    def _prepare(self, classifier: str) -> _Alone:
        """Keep of a classifier a row for a bucket (its weights times idf, and idf squared), its bias and output."""
        for table, group in zip(self._tables, self._groups, strict=True):
            for pipe, (start, end), output in zip(group, pairwise(table.starts), table.outputs, strict=True):
                if pipe.name == classifier:
                    rows = np.column_stack([table.weights[:, start:end] * table.idf[:, None], table.idf ** 2])
                    self._alone[classifier] = rows, table.bias[start:end], output
        return self._alone[classifier]

    @cached_property
    def _groups(self) -> list[list[Any]]:
        groups: list[list[Any]] = []
        for pipe in map(self.nlp.get_pipe, self.classifiers):
            for group in groups:
                if np.array_equal(_idf(group[0]), _idf(pipe)):
                    group.append(pipe)
                    break
            else:
                groups.append([pipe])
        return groups

    @cached_property
    def _labels(self) -> list[str]:
        return [label for group in self._groups for pipe in group for label in pipe.labels]

    @cached_property
    def _tables(self) -> list[_Table]:
        return [_table(group) for group in self._groups]


def _idf(pipe: Any) -> Values:
    idf: Values = pipe.model.get_ref("features").get_param("idf")
    return idf


def _table(pipes: Sequence[Any]) -> _Table:
    layers = [pipe.model.get_ref("output_layer") for pipe in pipes]
    return _Table(_idf(pipes[0]), np.concatenate([fold_weights(layer) for layer in layers], axis=1),
                  np.concatenate([layer.get_param("b") for layer in layers]),
                  tuple(accumulate((len(pipe.labels) for pipe in pipes), initial=0)),
                  tuple(pipe.model.layers[-1] for pipe in pipes))


def fold_weights(linear: Model[Any, Any]) -> Values:
    """Return the summed weights of each bucket: one row for a bucket, one column for a label.

    `SparseLinear` hashes every bucket to two places in each label's weights, which lie far apart in memory.
    """
    length, labels = linear.get_dim("length"), linear.get_dim("nO")
    weights: Values = np.asarray(linear.get_param("W")).reshape(labels, length)
    first, second = places_of(np.arange(length, dtype=np.uint32), length)
    return np.ascontiguousarray((weights[:, first] + weights[:, second]).T)


def places_of(buckets: _Words, length: int) -> tuple[_Words, _Words]:
    """Return the two places of each bucket in the weights of one label."""
    first, second = (_murmur(buckets, seed) % np.uint32(length) for seed in (0, 1))
    return first, second


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
