"""Turn a text into hashed word and character n-grams, and register the linear classifier built on them.

One text gives two blocks of features, each of unit length: words with their pairs, and the 2-5 letter pieces of every
word. They are weighted by rarity (`idf`, counted on the training texts) and hashed into one table, so the whole
classifier is that table and one row of weights per label: small, quick, and reproducible without a vocabulary.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from hashlib import blake2b
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc
from spacy.util import registry
from thinc.api import Logistic, Model, SparseLinear_v2, chain, softmax_activation

from monitor.config.phrases import fold

Keys = NDArray[np.uint64]
Hashes = NDArray[np.uint32]
Values = NDArray[np.float32]
Numbers = NDArray[np.int64]
Batch = tuple[Keys, Values, NDArray[np.int32]]

READING, HASHED = "reading", "hashed"
_WORD = re.compile(r"\w+|[!?#…“”\"]")
_TYPOGRAPHIC = {"’": "'", "‘": "'", "–": "-", "—": "-", "\xa0": " ", "“": "\x11", "”": "\x12", "…": "\x13"}
_MARKS = {"\x11": " “ ", "\x12": " ” ", "\x13": " … ", "!": " ! ", "?": " ? ", "#": " # ", '"': ' " '}
_SPACING = {code: chr(code).lower() if chr(code).isalnum() or chr(code) in ("_", *_MARKS) else " "
            for code in range(128)}
_HASH = np.dtype("<u4")
_PAIR = np.uint32(0x7F4A7C15)
_SHORTEST, _LONGEST = 2, 5
_MOST_KNOWN = 200_000
"""Words and pieces whose hashes are kept; beyond that the memory starts anew."""


class Hashed(NamedTuple):
    """The hashes of a text's words and word pairs, and of its letter pieces."""

    words: Hashes
    pieces: Hashes


def reading(doc: Doc | str) -> str:
    """Return the part of a document that classifiers read: what the reading component chose, else all of it."""
    if isinstance(doc, str):
        return doc
    chosen: str | None = doc.user_data.get(READING)
    return doc.text if chosen is None else chosen


@registry.architectures("monitor.HashedNgramClassifier.v1")  # type: ignore[untyped-decorator]
def build_classifier(exclusive: bool, length: int, nO: int | None = None) -> Model[Any, Any]:
    """Build a linear text classifier over hashed n-grams; `length` is the size of the hash table, a power of two."""
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
    if length & (length - 1):
        raise ValueError(f"hash table of {length} places; it must be a power of two")
    return Model("hashed_ngrams", _forward, init=_init, params={"idf": None}, dims={"length": length})


def fit_idf(texts: Sequence[str], length: int) -> Values:
    """Count in how many texts each bucket occurs and return its rarity weight; buckets met once weigh nothing."""
    seen = np.zeros(length, dtype=np.float64)
    for text in texts:
        buckets, _, _ = _count(hash_texts([text]), length)
        np.add.at(seen, buckets, 1)
    weights = np.log((1 + len(texts)) / (1 + seen)) + 1
    return np.where(seen < 2, 0, weights).astype(np.float32)


def weigh(texts: Sequence[Hashed], idf: Values) -> Batch:
    """Return the buckets of some hashed texts, their weights, and how many there are of each text."""
    buckets, counts, sizes = _count(texts, len(idf))
    values = idf[buckets]
    repeated = np.flatnonzero(counts > 1)
    values[repeated] *= (1 + np.log(counts[repeated])).astype(np.float32)
    block_of = np.repeat(np.arange(len(sizes)), sizes)
    norms = np.sqrt(np.bincount(block_of, values * values, minlength=len(sizes))).astype(np.float32)
    norms[norms == 0] = 1
    values /= norms[block_of]
    return buckets.astype(np.uint64), values, (sizes[::2] + sizes[1::2]).astype(np.int32)


def hash_texts(texts: Sequence[str]) -> list[Hashed]:
    """Return the hash of every feature of each text, with repetitions."""
    split = [words(text) for text in texts]
    found = list(map(_KNOWN.__getitem__, [word for one in split for word in one]))
    hashes = np.frombuffer(b"".join(found), _HASH)
    ends = [0, *accumulate(len(one) // _HASH.itemsize for one in found)]
    first = np.array(ends[:-1], np.int64)  # the hash of a word stands before those of its pieces
    single, of_piece = hashes[first], np.ones(len(hashes), np.bool_)
    of_piece[first] = False
    piece = hashes[of_piece]
    paired = np.empty(2 * len(single), np.uint32)  # each word, then its pair with the next one
    paired[::2] = single
    paired[1:-1:2] = single[:-1] * _PAIR ^ single[1:]
    return [Hashed(paired[2 * start:max(2 * start, 2 * end - 1)], piece[ends[start] - start:ends[end] - end])
            for start, end in pairwise([0, *accumulate(map(len, split))])]


def _count(texts: Sequence[Hashed], length: int) -> tuple[Numbers, Numbers, Numbers]:
    """Return each bucket of each block once, how often it occurs there, and how many buckets each block has.

    A text has two blocks: words and their pairs, and letter pieces. To tell repetitions, every feature writes its
    number into its bucket's place in a table; the one whose number is found there afterwards stands for all of them.
    That is ten times as quick as sorting.
    """
    blocks = [block for text in texts for block in text]
    hashes = np.concatenate(blocks) if blocks else np.zeros(0, np.uint32)
    buckets = (hashes & np.uint32(length - 1)).astype(np.int64)
    numbers, standing = np.arange(len(buckets), dtype=np.int32), np.empty(len(buckets), np.int32)
    places = np.empty(length, np.int32)  # never read where it was not written
    ends = [0, *accumulate(map(len, blocks))]
    for start, end in pairwise(ends):
        block = buckets[start:end]
        places[block] = numbers[start:end]
        standing[start:end] = places[block]
    stands = standing == numbers
    sizes = np.diff(np.concatenate([[0], np.cumsum(stands)])[ends])
    return buckets[stands], np.bincount(standing, minlength=len(buckets))[stands], sizes


def _init(model: Model[Any, Any], X: Any = None, Y: Any = None) -> Model[Any, Any]:
    if not model.has_param("idf"):
        model.set_param("idf", model.ops.alloc1f(model.get_dim("length")) + 1)
    return model


def _forward(model: Model[Any, Any], docs: Sequence[Doc | str], is_train: bool) -> tuple[Batch, Callable[[Any], Any]]:
    """Weigh the documents or strings. Kept on a document, since several classifiers ask for the same.

    Classifiers with tables of one size are trained with the same idf.
    """
    idf: Any = model.get_param("idf")
    name = f"features {len(idf)}"
    read = [doc for doc in docs if isinstance(doc, Doc)]
    if len(read) < len(docs):
        return weigh(hash_texts([reading(doc) for doc in docs]), idf), _nothing
    new = [doc for doc in read if name not in doc.user_data]
    unhashed = [doc for doc in new if HASHED not in doc.user_data]
    for doc, found in zip(unhashed, hash_texts([reading(doc) for doc in unhashed]), strict=True):
        doc.user_data[HASHED] = found
    for doc, part in zip(new, _parts(weigh([doc.user_data[HASHED] for doc in new], idf)), strict=True):
        doc.user_data[name] = part
    return _joined([doc.user_data[name] for doc in read]), _nothing


def _parts(batch: Batch) -> Iterator[tuple[Keys, Values]]:
    keys, values, lengths = batch
    for start, end in pairwise([0, *accumulate(lengths.tolist())]):
        yield keys[start:end], values[start:end]


def _joined(parts: Sequence[tuple[Keys, Values]]) -> Batch:
    keys = np.concatenate([keys for keys, _ in parts]) if parts else np.zeros(0, np.uint64)
    values = np.concatenate([values for _, values in parts]) if parts else np.zeros(0, np.float32)
    return keys, values, np.array([len(keys) for keys, _ in parts], np.int32)


def _nothing(gradient: Any) -> list[Any]:
    return []


def words(text: str) -> list[str]:
    """Split a text into folded words and the marks that carry feeling.

    ASCII, with the usual typographic marks put into control characters, takes a path that is four times as quick.
    """
    plain = text
    taken = "\x11" in text or "\x12" in text or "\x13" in text
    if not text.isascii() and not taken:
        for mark, standing in _TYPOGRAPHIC.items():
            plain = plain.replace(mark, standing)
    if taken or not plain.isascii():
        return _WORD.findall(fold(text))
    plain = plain.translate(_SPACING)
    for mark, apart in _MARKS.items():
        plain = plain.replace(mark, apart)
    return plain.split()


class _Hashes(dict[str, bytes]):
    """Low 32 bits of a hash, little-endian; a table's size is a power of two, so that the higher bits never count."""

    def __missing__(self, piece: str) -> bytes:
        if len(self) >= _MOST_KNOWN:
            self.clear()
        self[piece] = blake2b(piece.encode(), digest_size=8).digest()[:_HASH.itemsize]
        return self[piece]


class _Words(dict[str, bytes]):
    """The hash of a word and those of its letter pieces; a plain dictionary, as `lru_cache` is slower to read."""

    def __missing__(self, word: str) -> bytes:
        if len(self) >= _MOST_KNOWN:
            self.clear()
        padded = f" {word[:40]} "
        pieces = [f"\0{padded[start:start + size]}"
                  for size in range(_SHORTEST, _LONGEST + 1) for start in range(max(1, len(padded) - size + 1))]
        self[word] = b"".join(map(_PIECES.__getitem__, [word, *pieces]))
        return self[word]


_PIECES, _KNOWN = _Hashes(), _Words()
