"""What fuzzing found, kept: each was a crash before it was mended."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest

from monitor.collectors.imports import read_items
from monitor.errors import ImportFileError


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
