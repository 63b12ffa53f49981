"""Undo Content-Encoding piece by piece under a byte limit, so that a compressed bomb never unfolds in memory."""

from __future__ import annotations

import sys
import zlib
from collections.abc import Iterator
from typing import Protocol

import brotli

from monitor.errors import FetchError

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

ACCEPTED = "gzip, deflate, br, zstd"
"""What we tell servers we can undo."""

_STEP = 1 << 16
_LAYERS = 2


class Decoder(Protocol):
    """One layer of compression being undone."""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Yield decoded pieces of at most about 64 kB each. Raise ValueError when the data is damaged."""

    @property
    def finished(self) -> bool:
        """Say whether the stream has reached its own end mark."""


class Body:
    """Collect a decoded body; `feed` every received piece, then `close`.

    All raise FetchError: over `limit` decoded bytes (unless `cut`), damaged, cut short, or in an unknown encoding.
    """

    def __init__(self, encoding: str, limit: int, *, cut: bool = False) -> None:
        self.data = bytearray()
        self._limit = limit
        self._cut = cut
        self._full = False
        self._layers = [_decoder(name) for name in _layers(encoding)]
        self._received = False

    def feed(self, piece: bytes) -> bool:
        """Decode one received piece and keep the result; False when a cut body wants no more."""
        self._received = self._received or bool(piece)
        try:
            for part in self._through(piece, 0):
                self.data += part
                if len(self.data) > self._limit:
                    if not self._cut:
                        raise too_large(self._limit)
                    self._full = True
                    return False
        except ValueError as error:
            raise FetchError("isi rusak", "Isi yang dikirim server rusak: kompresinya tidak dapat dibuka.",
                             "Coba lagi nanti; bila terus terjadi, beri tahu pengelola situsnya.") from error
        return True

    def close(self) -> bytes:
        """Return the whole body."""
        if self._received and not self._full and not all(layer.finished for layer in self._layers):
            raise truncated()
        return bytes(self.data[:self._limit])

    def _through(self, piece: bytes, depth: int) -> Iterator[bytes]:
        if depth == len(self._layers):
            yield piece
            return
        for part in self._layers[depth].feed(piece):
            yield from self._through(part, depth + 1)


def too_large(limit: int) -> FetchError:
    """Return the error for a body over the limit in bytes."""
    size = f"{limit / 1_000_000:.1f}".replace(".", ",").removesuffix(",0")
    return FetchError("terlalu besar", f"Isi halaman lebih besar dari batas {size} MB, jadi tidak dibaca.",
                      "Pastikan alamatnya memang feed atau halaman berita; bila perlu naikkan max_bytes (feed) atau "
                      "page_bytes (halaman) di [fetching].")


def truncated() -> FetchError:
    """Return the error for a body that stops before its end."""
    return FetchError("terpotong", "Kiriman server terputus sebelum selesai.",
                      "Coba lagi nanti; naskah yang belum masuk akan diambil pada kunjungan berikutnya.")


def _layers(encoding: str) -> list[str]:
    """Return the names of the layers, outermost (last applied) first."""
    names = [name for part in encoding.lower().split(",") if (name := part.strip()) not in {"", "identity"}]
    unknown = [name for name in names if name not in _DECODERS]
    if unknown or len(names) > _LAYERS:
        raise FetchError("penyandian asing", f"Server memakai kompresi {encoding[:60]!r} yang tidak dikenal.",
                         "Sumber ini belum dapat dibaca; laporkan kepada pengembang.")
    return names[::-1]


def _decoder(name: str) -> Decoder:
    return _DECODERS[name]()


class _Zlib:
    """gzip (several members in a row too) and deflate, with or without the zlib header."""

    def __init__(self) -> None:
        self._stream = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
        self._started = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        if not self._started and data:
            self._started = True
            if data[:1] != b"\x1f" and data[0] & 0x0F != 8:
                self._stream = zlib.decompressobj(wbits=-zlib.MAX_WBITS)
        while True:
            if self._stream.eof:
                if not data.startswith(b"\x1f"):
                    return
                self._stream = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
            try:
                part = self._stream.decompress(data, _STEP)
            except zlib.error as error:
                raise ValueError("zlib") from error
            yield part
            data = self._stream.unused_data if self._stream.eof else self._stream.unconsumed_tail
            if not data and len(part) < _STEP:
                return

    @property
    def finished(self) -> bool:
        return self._stream.eof


class _Brotli:
    def __init__(self) -> None:
        self._stream = brotli.Decompressor()

    def feed(self, data: bytes) -> Iterator[bytes]:
        while not self._stream.is_finished():
            try:
                part = self._stream.process(data, output_buffer_limit=_STEP)
            except brotli.error as error:
                raise ValueError("brotli") from error
            yield part
            data = b""
            if not part and self._stream.can_accept_more_data():
                return

    @property
    def finished(self) -> bool:
        return bool(self._stream.is_finished())


class _Zstd:
    def __init__(self) -> None:
        self._stream = zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: 23})

    def feed(self, data: bytes) -> Iterator[bytes]:
        while True:
            if self._stream.eof:
                data = self._stream.unused_data + data
                if not data.startswith(b"\x28\xb5\x2f\xfd"):
                    return
                self._stream = zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: 23})
            try:
                part = self._stream.decompress(data, max_length=_STEP)
            except zstd.ZstdError as error:
                raise ValueError("zstd") from error
            yield part
            data = b""
            if self._stream.needs_input:
                return

    @property
    def finished(self) -> bool:
        return bool(self._stream.eof)


_DECODERS: dict[str, type[_Zlib] | type[_Brotli] | type[_Zstd]] = {
    "gzip": _Zlib, "x-gzip": _Zlib, "deflate": _Zlib, "br": _Brotli, "zstd": _Zstd,
}
