"""Change keys of a front matter and leave every other character of the file as it is."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

from monitor.errors import ReleaseError

MAX_BYTES = 5_000_000
_KEY = re.compile(r"^ {0,3}([A-Za-z0-9_-]+):")
_MORE = re.compile(r"^ {4,}\S")
_FENCE = re.compile(r"^-{3}(\s.*)?$")


def read_source(path: Path) -> str:
    """Return the text of a file with line ends `\\n` and no byte order mark. Raise ReleaseError."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ReleaseError(f"{path}: berkas lebih dari {MAX_BYTES // 1_000_000} MB.",
                               "Naskah teks tidak sebesar itu; periksa apakah berkasnya benar.")
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ReleaseError(f"{path}: berkas bukan teks UTF-8.", "Simpan ulang sebagai UTF-8.") from None
    return text.replace("\r\n", "\n")


def set_keys(source: str, changes: Mapping[str, str | tuple[str, ...] | None]) -> str:
    """Return the text with keys set (a tuple gives one line each) or, for None, taken out.

    A known key keeps its place; new ones go to the end of the front matter. Line ends are `\\n`.
    """
    lines = source.split("\n")
    start = 1 if lines and _FENCE.match(lines[0]) else 0
    end = start
    while end < len(lines) and (_KEY.match(lines[end]) or (end > start and _MORE.match(lines[end]))):
        end += 1
    left = {name.lower(): (name, value) for name, value in changes.items()}
    kept: list[str] = []
    skipping = False
    for line in lines[start:end]:
        if found := _KEY.match(line):
            key = found[1].lower()
            skipping = key in left or key in {each.lower() for each in changes}
            if key in left:
                kept += _written(*left.pop(key))
        if not skipping:
            kept.append(line)
    for name, value in left.values():
        kept += _written(name, value)
    return "\n".join([*lines[:start], *kept, *lines[end:]])


def one_line(text: str, what: str) -> str:
    """Return a name or sentence that fits into one part of a front-matter line. Raise ReleaseError when it cannot."""
    cleaned = " ".join(text.split())
    if not cleaned or "|" in cleaned or not cleaned.isprintable():
        raise ReleaseError(f"{what} kosong atau memuat tanda |.", f"Tulis {what.lower()} dalam satu kalimat biasa.")
    return cleaned


def write_whole(path: Path, text: str) -> None:
    """Replace a file in one step, keeping its line ends, byte order mark and permissions."""
    target = path.resolve()
    before = target.read_bytes() if target.exists() else b""
    data = text.replace("\n", "\r\n").encode() if b"\r\n" in before else text.encode()
    if before.startswith(b"\xef\xbb\xbf"):
        data = b"\xef\xbb\xbf" + data
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".rilis-")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        temporary.chmod(target.stat().st_mode & 0o777 if before else 0o644)
        temporary.replace(target)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def _written(name: str, value: str | tuple[str, ...] | None) -> list[str]:
    if value is None or not value:
        return []
    first, *more = (value,) if isinstance(value, str) else value
    return [f"{name}: {first}", *(f"    {line}" for line in more)]
