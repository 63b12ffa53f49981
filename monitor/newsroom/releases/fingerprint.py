"""Hash what readers are told by a release, so that an approval holds for exactly that."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

from monitor.newsroom.frontmatter import Document

SAID = ("title", "slug", "type", "summary", "city", "contact", "officials")
"""Keys that are part of what is said. Date, topics, offices, sources and their checked-on dates are not."""

_PICTURE = re.compile(r"\{(?:static|attach)\}(?P<path>[^)\s\"'>#?]+)")


def fingerprint(document: Document, content: Path) -> str:
    """Return the SHA-256 (64 hex digits) of the words of a release and the bytes of its pictures.

    Line ends, blanks at line ends and blank lines around the body do not count, nor how a character is composed.
    """
    said = [[key, _same(document.text(key))] for key in SAID]
    body = "\n".join(line.rstrip() for line in document.body.splitlines()).strip("\n")
    pictures = [[name, _digest(path)] for name, path in pictures_of(document, content)]
    whole = json.dumps([said, _same(body), pictures], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(whole.encode()).hexdigest()


def pictures_of(document: Document, content: Path) -> Iterator[tuple[str, Path]]:
    """Yield each picture the body links with {static}: as written, and where it should be."""
    for name in dict.fromkeys(found["path"] for found in _PICTURE.finditer(document.body)):
        written = unquote(name)
        base = content if written.startswith("/") else document.path.parent
        yield name, base / written.lstrip("/")


def _same(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return "tidak ada"
