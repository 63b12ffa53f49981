"""Turn a text into hashed word and character n-grams, and register the linear classifier built on them.

One text gives two blocks of features, each of unit length: words with their pairs, and the 2-5 letter pieces of every
word. They are weighted by rarity (`idf`, counted on the training texts) and hashed into one table, so the whole
classifier is that table and one row of weights per label: small, quick, and reproducible without a vocabulary.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc
from spacy.util import registry
from thinc.api import Logistic, Model, SparseLinear_v2, chain, softmax_activation

from monitor.config.phrases import fold

Keys = NDArray[np.uint64]
Values = NDArray[np.float32]
Batch = tuple[Keys, Values, NDArray[np.int32]]

READING = "reading"
_WORD = re.compile(r"\w+|[!?#…“”\"]")
_PAIR = np.uint64(0x9E3779B97F4A7C15)
_SHORTEST, _LONGEST = 2, 5


def reading(doc: Doc | str) -> str:
    """Return the part of a document that classifiers read: what the reading component chose, else all of it."""
    if isinstance(doc, str):
        return doc
    chosen: str | None = doc.user_data.get(READING)
    return doc.text if chosen is None else chosen


@registry.architectures("monitor.HashedNgramClassifier.v1")  # type: ignore[untyped-decorator]
def build_classifier(exclusive: bool, length: int, nO: int | None = None) -> Model[Any, Any]:
    """Build a linear text classifier over hashed n-grams; `length` is the size of the hash table."""
    features = hashed_ngrams(length)
    linear: Model[Any, Any] = SparseLinear_v2(nO=nO, length=length)
    output: Model[Any, Any] = softmax_activation() if exclusive else Logistic()
    model: Model[Any, Any] = chain(features, linear, output)
    if nO is not None:
        model.set_dim("nO", nO)
    model.set_ref("output_layer", linear)
    model.set_ref("features", features)
    model.attrs["multi_label"] = not exclusive
    return model


def hashed_ngrams(length: int) -> Model[Any, Any]:
    """Make the layer that turns documents or strings into (keys, values, lengths); its parameter is the idf table."""
    return Model("hashed_ngrams", _forward, init=_init, params={"idf": None}, dims={"length": length})


def fit_idf(texts: Sequence[str], length: int) -> Values:
    """Count in how many texts each bucket occurs and return its rarity weight; buckets met once weigh nothing."""
    seen = np.zeros(length, dtype=np.float64)
    for text in texts:
        for block in blocks(text):
            seen[np.unique(block % np.uint64(length))] += 1
    weights = np.log((1 + len(texts)) / (1 + seen)) + 1
    return np.where(seen < 2, 0, weights).astype(np.float32)


def blocks(text: str) -> tuple[Keys, Keys]:
    """Return the hashes of the words and word pairs, and of the letter pieces, with repetitions."""
    words = _WORD.findall(fold(text))
    if not words:
        return np.zeros(0, np.uint64), np.zeros(0, np.uint64)
    pieces = [_pieces(word) for word in words]
    singles = np.fromiter((_hash(word) for word in words), np.uint64, len(words))
    pairs = singles[:-1] * _PAIR ^ singles[1:]
    return np.concatenate([singles, pairs]), np.concatenate(pieces)


def _init(model: Model[Any, Any], X: Any = None, Y: Any = None) -> Model[Any, Any]:
    if not model.has_param("idf"):
        model.set_param("idf", model.ops.alloc1f(model.get_dim("length")) + 1)
    return model


def _forward(model: Model[Any, Any], docs: Sequence[Doc | str], is_train: bool) -> tuple[Batch, Callable[[Any], Any]]:
    idf: Any = model.get_param("idf")
    rows = [_weigh(doc, idf) for doc in docs]
    lengths = np.fromiter((len(keys) for keys, _ in rows), np.int32, len(rows))
    keys = np.concatenate([keys for keys, _ in rows]) if rows else np.zeros(0, np.uint64)
    values = np.concatenate([values for _, values in rows]) if rows else np.zeros(0, np.float32)
    return (keys, values, lengths), lambda gradient: []


def _weigh(doc: Doc | str, idf: Values) -> tuple[Keys, Values]:
    """Return the buckets of one text and their weights.

    Kept on the document, since several classifiers ask; those with tables of one size are trained with the same idf.
    """
    if isinstance(doc, str):
        return _weights(doc, idf)
    key = f"features {len(idf)}"
    if key not in doc.user_data:
        doc.user_data[key] = _weights(reading(doc), idf)
    found: tuple[Keys, Values] = doc.user_data[key]
    return found


def _weights(text: str, idf: Values) -> tuple[Keys, Values]:
    keys, values = [], []
    for block in blocks(text):
        buckets, counts = np.unique(block % np.uint64(len(idf)), return_counts=True)
        weights = (1 + np.log(counts)).astype(np.float32) * idf[buckets]
        norm = float(np.sqrt(np.dot(weights, weights)))
        keys.append(buckets)
        values.append(weights / np.float32(norm) if norm else weights)
    return np.concatenate(keys), np.concatenate(values)


@lru_cache(maxsize=200_000)
def _hash(word: str) -> int:
    return int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "little")


@lru_cache(maxsize=100_000)
def _pieces(word: str) -> Keys:
    padded = f" {word[:40]} "
    found = [_hash(f"\0{padded[start:start + size]}")
             for size in range(_SHORTEST, _LONGEST + 1) for start in range(max(1, len(padded) - size + 1))]
    return np.array(found, dtype=np.uint64)
