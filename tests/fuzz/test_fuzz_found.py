"""What fuzzing found, kept: each was a crash before it was mended."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

from monitor.collectors.imports import read_items
from monitor.collectors.registry import read
from monitor.errors import FeedError, ImportFileError
from monitor.models import ListingRules, Source, SourceKind


def workbook() -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["judul", "isi"])  # type: ignore[union-attr]
    book.save(out)
    return out.getvalue()


def damaged(body: bytes, at: int, new: bytes) -> bytes:
    """Overwrite bytes of a member's data (at >= 0) or of its header in the directory at the end (at < 0)."""
    name = "xl/workbook.xml"
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        start = archive.getinfo(name).header_offset + 30 + len(name)
    if at < 0:
        start, at = body.rindex(name.encode()) - 46, -at
    return body[:start + at] + new + body[start + at + len(new):]


@pytest.mark.parametrize(("at", "new"), [
    (0, b"\x00\xff\xff\xff"),  # zlib.error: invalid stored block lengths
    (4, b"\xff" * 20), (-10, b"\x63\x00"),  # an unknown compression method: NotImplementedError
    (-8, b"\x01\x00"),  # marked as encrypted: RuntimeError
])
def test_a_workbook_with_damaged_members_is_refused_in_words(tmp_path: Path, at: int, new: bytes) -> None:
    file = tmp_path / "rusak.xlsx"
    file.write_bytes(damaged(workbook(), at, new))
    with pytest.raises(ImportFileError, match="bukan berkas XLSX yang bisa dibaca"):
        read_items(file, fetched_at=datetime.now(UTC))


@pytest.mark.parametrize("charset", [b"utf-8\xed\xa0\x80", b"\0", b"utf-8\x01", b"\xff\xfe", b"x" * 5000, b"idna",
                                     b"utf-16"])
def test_a_listing_that_names_no_possible_encoding_is_read_or_refused_in_words(charset: bytes) -> None:
    body = b"<html><head><meta charset='" + charset + b"'></head><body><li><a href='/a'>Judul \xe9</a></li>"
    source = Source("a", "A", "https://contoh.example/", SourceKind.LISTING, 2, listing=ListingRules(item="li"))
    try:
        entries = read(source, body, url=source.url, content_type="", fetched_at=datetime.now(UTC))
    except FeedError as error:
        assert error.todo  # noqa: PT017 - either outcome is right
        return
    assert [entry.url for entry in entries] == ["https://contoh.example/a"]
