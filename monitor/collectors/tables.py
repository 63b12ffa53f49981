"""Tell what kind of table a file is, whatever its name says: XLSX, JSON, JSON Lines, or CSV."""

from __future__ import annotations

from pathlib import Path

from monitor.collectors.delimited import encoding_of, read_delimited
from monitor.collectors.records import read_records
from monitor.collectors.rows import MOST_BYTES, Score, Table
from monitor.collectors.sheets import read_sheet
from monitor.errors import ImportFileError


def read_table(path: Path, score: Score, *, sheet: str = "") -> Table:
    """Open a file by what it is (XLSX, JSON, JSON Lines, else CSV); `sheet` names the one to read of a workbook.

    Raise ImportFileError, also later while the rows are read.
    """
    if path.stat().st_size > MOST_BYTES:
        raise ImportFileError(f"{path.name} lebih besar dari {MOST_BYTES // 1_000_000} MB.",
                              "Bagi menjadi beberapa berkas, lalu impor satu per satu.")
    with path.open("rb") as file:
        start = file.read(8_000)
    if not start.strip() and not _has_text(path):
        raise ImportFileError(f"{path.name} kosong.", "Ekspor ulang berkasnya, lalu coba lagi.")
    if start.startswith(b"PK"):
        return read_sheet(path, score, sheet)
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        raise ImportFileError(f"{path.name} berformat Excel lama (.xls) atau Excel yang dikunci sandi.",
                              "Buka di Excel atau LibreOffice, simpan sebagai .xlsx tanpa sandi, lalu impor lagi.")
    if sheet:
        raise ImportFileError(f"{path.name} tidak punya lembar {sheet!r}: berkasnya bukan buku kerja Excel.",
                              "Hapus --sheet, atau beri berkas .xlsx.")
    encoding = encoding_of(path)
    with path.open(encoding=encoding, errors="replace", newline="") as text:
        head = text.read(4_000)
    if _is_binary(head):
        raise ImportFileError(f"{path.name} bukan tabel atau teks yang dapat dibaca.",
                              "Pakai berkas CSV, XLSX, JSON Lines, atau .txt; dari Word atau PDF, salin dulu isinya.")
    if path.suffix.lower() in {".json", ".jsonl", ".ndjson"} or head.lstrip()[:2] in {'{"', "[{"}:
        return read_records(path, encoding)
    return read_delimited(path, encoding, score)


def _has_text(path: Path) -> bool:
    with path.open("rb") as file:
        return any(piece.strip() for piece in iter(lambda: file.read(1_000_000), b""))


def _is_binary(head: str) -> bool:
    """Tell a picture, PDF or program from text: more than one in fifty of its first characters are control codes."""
    return head.startswith("%PDF") or 50 * sum(c < " " and c not in "\t\n\r\f\v\x1a" for c in head) > len(head)
