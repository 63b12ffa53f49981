"""Read CSV files: their encoding, their delimiter, and their lines one by one."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from monitor.collectors.rows import LOOKED_AT, Raw, RowProblem, Score, Table, with_header

_LONGEST_FIELD = 5_000_000
_SAMPLED = 1_000
"""Lines from which the delimiter is told; a quoted cell may hold many."""
_PIECE = 1_000_000


def read_delimited(path: Path, encoding: str, score: Score) -> Table:
    """Open a file of cells between commas, semicolons, tabs or bars."""
    return with_header(_split(path, encoding, _delimiter(path, encoding, score)), score)


def decoded(body: bytes) -> str:
    """Decode UTF-8 and UTF-16 with or without mark, else the Windows encoding of older Excel exports (cp1252)."""
    encoding = _marked(body[:1000]) or ("utf-8-sig" if _is_utf8(iter([body])) else "cp1252")
    return body.decode(encoding, "replace")


def encoding_of(path: Path) -> str:
    """Return the encoding of a file, as `decoded` would take it."""
    with path.open("rb") as file:
        if marked := _marked(file.read(1000)):
            return marked
        file.seek(0)
        return "utf-8-sig" if _is_utf8(iter(lambda: file.read(_PIECE), b"")) else "cp1252"


def _marked(head: bytes) -> str:
    """Return the encoding that a mark or the zeros of UTF-16 tell; empty when nothing tells."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    if head.count(0) > len(head) // 4:
        return "utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be"
    return ""


def _is_utf8(pieces: Iterator[bytes]) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for piece in pieces:
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _delimiter(path: Path, encoding: str, score: Score) -> str:
    csv.field_size_limit(_LONGEST_FIELD)
    with path.open(encoding=encoding, errors="replace", newline="") as text:
        lines = list(islice(text, _SAMPLED))
    return max(",;\t|", key=lambda mark: _fit(lines, mark, score))


def _fit(lines: Sequence[str], delimiter: str, score: Score) -> tuple[int, int]:
    """Rate a delimiter by the best header row and the widest row that it gives."""
    try:
        rows = list(islice(csv.reader(lines, delimiter=delimiter), LOOKED_AT))
    except csv.Error:
        return 0, 0
    return max(map(score, rows), default=0), max(map(len, rows), default=0)


def _split(path: Path, encoding: str, delimiter: str) -> Iterator[Raw]:
    """Yield the lines of a delimited file; a quote that is never closed would swallow the rest, and is reported."""
    with path.open(encoding=encoding, errors="replace", newline="") as text:
        raw: list[str] = []
        reader = csv.reader(_kept(text, raw), delimiter=delimiter)
        held: tuple[int, list[str]] | None = None
        start = 1
        while True:
            previous, start = "".join(raw) if held else "", reader.line_num + 1
            raw.clear()
            try:
                row = next(reader)
            except StopIteration:
                if held and previous.count('"') % 2:
                    yield RowProblem(held[0], "tanda kutip tidak ditutup; dari baris ini sampai akhir tidak terbaca")
                elif held:
                    yield held
                return
            except csv.Error as error:
                if held:
                    yield held
                yield RowProblem(start, f"{_csv_fault(error)}; baris ini dan sesudahnya tidak dibaca")
                return
            if held:
                yield held
            held = start, row


def _kept(text: Iterable[str], into: list[str]) -> Iterator[str]:
    for line in text:
        into.append(line)
        yield line


def _csv_fault(error: csv.Error) -> str:
    if "field limit" in str(error):
        return f"satu sel lebih panjang dari {_LONGEST_FIELD // 1_000_000} juta huruf"
    return "tidak bisa dipecah menjadi kolom"
