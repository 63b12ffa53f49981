"""Turn a text into hashed word and character n-grams, and register the linear classifier built on them.

One text gives two blocks of features, each of unit length: words with their pairs, and the 2-5 letter pieces of every
word. They are weighted by rarity (`idf`, counted on the training texts) and hashed into one table, so the whole
classifier is that table and one row of weights per label: small, quick, and reproducible without a vocabulary.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
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
_LETTER = np.dtype("<u4")
_PAIR, _FACTOR = np.uint32(0x7F4A7C15), np.uint32(0x9E3779B1)
_BY_SIZE = 0x01000193
_SHORTEST, _LONGEST, _MOST_LETTERS = 2, 5, 40
_SIZES = np.arange(_LONGEST - _SHORTEST + 1, dtype=np.int8)
_POWERS = np.cumprod(np.full(_MOST_LETTERS + 2, _FACTOR, np.uint32), dtype=np.uint32)


class Hashed(NamedTuple):
    """The hashes of a text's words and word pairs, and of its letter pieces.

    The pieces of word n are those from `firsts[n]` up to `firsts[n + 1]`, counted from `firsts[0]`.
    """

    words: Hashes
    pieces: Hashes
    firsts: Numbers


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
    """Return the hash of every feature of each text, with repetitions; a word counts with its first 40 letters.

    All texts are hashed at once, letter by letter, so that a word never met before costs no more than a known one.
    """
    split = [words(text) for text in texts]
    padded = [f" {word[:_MOST_LETTERS]} " for one in split for word in one]
    letters = _stirred(np.frombuffer("".join(padded).encode("utf-32-le", "surrogatepass"), _LETTER) * _FACTOR)
    sizes = np.fromiter(map(len, padded), np.int64, len(padded))
    single, (pieces, kept) = _hash_words(letters, sizes), _hash_pieces(letters, sizes)
    paired = np.empty(2 * len(single), np.uint32)  # each word, then its pair with the next one
    paired[::2] = single
    paired[1:-1:2] = single[:-1] * _PAIR ^ single[1:]
    firsts = _begins(kept)[_begins(sizes)]  # of each word its first letter, and of that its first piece
    ends = [0, *accumulate(map(len, split))]
    return [Hashed(paired[2 * start:max(2 * start, 2 * end - 1)], pieces[first:last], firsts[start:end + 1])
            for (start, end), (first, last) in zip(pairwise(ends), pairwise(firsts[ends].tolist()), strict=True)]


def cut(text: Hashed, parts: Sequence[str]) -> list[Hashed] | list[None]:
    """Return the hashes of the parts that a hashed text was broken into at blanks, without hashing them again.

    Where their words are not as many as those of the text, nothing is known of any part.
    """
    ends = [0, *accumulate(len(words(part)) for part in parts)]
    if ends[-1] != len(text.firsts) - 1:
        return [None] * len(parts)
    piece = (text.firsts[ends] - text.firsts[0]).tolist()
    return [Hashed(text.words[2 * start:max(2 * start, 2 * end - 1)], text.pieces[first:last],
                   text.firsts[start:end + 1])
            for (start, end), (first, last) in zip(pairwise(ends), pairwise(piece), strict=True)]


def _begins(sizes: Numbers | NDArray[np.int8]) -> Numbers:
    """Return where each of some consecutive runs begins, and where the last one ends."""
    begins = np.zeros(len(sizes) + 1, np.int64)
    np.cumsum(sizes, out=begins[1:])
    return begins


def _hash_words(letters: Hashes, sizes: Numbers) -> Hashes:
    """Hash each padded word as a polynomial of its letters, modulo 2^32."""
    if not len(sizes):
        return np.zeros(0, np.uint32)
    starts = np.cumsum(sizes) - sizes
    within = np.arange(len(letters)) - np.repeat(starts, sizes)
    return _stirred(np.add.reduceat(letters * _POWERS[within], starts, dtype=np.uint32))


def _hash_pieces(letters: Hashes, sizes: Numbers) -> tuple[Hashes, NDArray[np.int8]]:
    """Hash the pieces of each padded word in the order of their first letters; also how many begin at each letter."""
    left = np.repeat(np.cumsum(sizes), sizes) - np.arange(len(letters))  # letters from this one to the word's end
    begins = np.clip(left - _SHORTEST + 1, 0, len(_SIZES)).astype(np.int8)
    grown, rows = letters.copy(), []
    for size in range(2, _LONGEST + 1):
        grown[:1 - size] *= _FACTOR
        grown[:1 - size] += letters[size - 1:]
        rows.append(grown ^ np.uint32(size * _BY_SIZE))
    hashes = _stirred(np.stack(rows[_SHORTEST - 2:], axis=1).ravel())
    return hashes[(begins[:, None] > _SIZES).ravel()], begins


def _stirred(hashes: Hashes) -> Hashes:
    """Spread every bit over the low ones, which choose the bucket: the last step of MurmurHash3 (Appleby 2011)."""
    hashes = (hashes ^ hashes >> np.uint32(16)) * np.uint32(0x85EBCA6B)
    hashes = (hashes ^ hashes >> np.uint32(13)) * np.uint32(0xC2B2AE35)
    return hashes ^ hashes >> np.uint32(16)


def _count(texts: Sequence[Hashed], length: int) -> tuple[Numbers, Numbers, Numbers]:
    """Return each bucket of each block once, how often it occurs there, and how many buckets each block has.

    A text has two blocks: words and their pairs, and letter pieces. To tell repetitions, every feature writes its
    number into its bucket's place in a table; the one whose number is found there afterwards stands for all of them.
    That is ten times as quick as sorting.
    """
    blocks = [block for text in texts for block in (text.words, text.pieces)]
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
