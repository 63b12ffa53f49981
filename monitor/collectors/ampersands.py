"""Escape the bare ampersands of careless feeds ("R&B", `?a=1&b=2`), which feedparser would read as entities."""

from __future__ import annotations

import re

_BARE = re.compile(rb"<!\[CDATA\[.*?\]\]>|&(?!(?:[A-Za-z][A-Za-z0-9]{0,30}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});)", re.S)


def escaped(body: bytes) -> bytes:
    """Return a feed with its bare ampersands escaped; CDATA and encodings of two or four bytes stay as they are."""
    if b"&" not in body or b"\0" in body[:200]:
        return body
    return _BARE.sub(lambda found: b"&amp;" if found[0] == b"&" else found[0], body)
