"""Canonical addresses, so that one page is one item however it was linked."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|igshid|mc_[ce]id|ref|source|from|spm|cmpid|yclid", re.I)
_SAME_HOST = {
    "kp2mi.go.id": "kp2mi.go.id", "bp2mi.go.id": "kp2mi.go.id",
    "opera.liputan6.com": "liputan6.com", "beta.kompas.tv": "kompas.tv", "fbeta.republika.co.id": "republika.co.id",
    "beta.tvonenews.com": "tvonenews.com", "mail.nu.or.id": "nu.or.id",
}
_MOBILE = re.compile(r"^(?:www|m|amp|mobile)\.")


def host(url: str) -> str:
    """Return the lower-case host without `www.`, `m.` or `amp.`; empty when there is none."""
    try:
        name = (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""
    name = _MOBILE.sub("", name)
    return _SAME_HOST.get(name, name)


@lru_cache(maxsize=16_384)
def canonical(url: str) -> str:
    """Return the address that identifies a page: https, one host per publisher, no tracking, no fragment."""
    try:
        parts = urlsplit(url.strip())
        port = f":{parts.port}" if parts.port and parts.port not in {80, 443} else ""
    except ValueError:
        return url.strip()
    if not parts.netloc:
        return url.strip()
    path = re.sub(r"/+", "/", parts.path).removeprefix("/index.php") or "/"
    path = re.sub(r"(?<=.)/(?:amp/?)?$", "", path) or "/"
    kept = (pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(pair[0]))
    query = urlencode(sorted(kept))
    return urlunsplit(("https", host(url) + port, path, query, ""))


def item_id(url: str) -> str:
    """Return the stable id of the item at this address (16 hex digits)."""
    return hashlib.sha256(canonical(url).encode()).hexdigest()[:16]
