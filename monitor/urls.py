"""Canonical addresses, so that one page is one item however it was linked; and addresses as messages show them."""

from __future__ import annotations

import hashlib
import re
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|igshid|mc_[ce]id|ref|source|from|spm|cmpid|yclid", re.I)
_WHOLE_PAGE = {("page", "all"), ("page", "1"), ("amp", ""), ("amp", "1"), ("outputtype", "amp"), ("single", "1"),
               ("showpage", "all"), ("view", "all")}
"""Queries with which Indonesian outlets show the same article: on one page, its first page, or for telephones."""

_SAME_HOST = {
    "kp2mi.go.id": "kp2mi.go.id", "bp2mi.go.id": "kp2mi.go.id",
    "opera.liputan6.com": "liputan6.com", "beta.kompas.tv": "kompas.tv", "fbeta.republika.co.id": "republika.co.id",
    "beta.tvonenews.com": "tvonenews.com", "mail.nu.or.id": "nu.or.id",
}
_PREFIX = re.compile(r"(?:www|m|amp|mobile)\.")
_REGISTRY = re.compile(r"(?:ac|biz|co|com|desa|edu|go|gov|mil|my|net|or|org|ponpes|sch|web)\.[a-z]{2}")
"""Two-part endings below which names are registered: `m.co.id` is a site of its own, not the mobile side of one."""

_SHOWN = 200


def host(url: str) -> str:
    """Return the lower-case host without `www.`, `m.` or `amp.`; empty when there is none."""
    try:
        name = (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""
    while (prefix := _PREFIX.match(name)) and _is_site(name[prefix.end():]):
        name = name[prefix.end():]
    return _SAME_HOST.get(name, name)


@lru_cache(maxsize=16_384)
def canonical(url: str) -> str:
    """Return the address that identifies a page: https, one host per publisher, no tracking, no fragment."""
    try:
        parts = urlsplit(url.strip())
        port = f":{parts.port}" if parts.port and parts.port not in {80, 443} else ""
        pairs = parse_qsl(parts.query, keep_blank_values=True)
    except ValueError:
        return url.strip()
    if not parts.netloc:
        return url.strip()
    name = host(url)
    path = re.sub(r"/+", "/", parts.path).removeprefix("/index.php") or "/"
    path = re.sub(r"(?<=.)/(?:amp/?)?$", "", path) or "/"
    kept = (pair for pair in pairs
            if not _TRACKING.fullmatch(pair[0]) and (pair[0].lower(), pair[1].lower()) not in _WHOLE_PAGE)
    query = urlencode(sorted(kept))
    return urlunsplit(("https", (f"[{name}]" if ":" in name else name) + port, path, query, ""))


def item_id(url: str) -> str:
    """Return the stable id of the item at this address (16 hex digits)."""
    return hashlib.sha256(canonical(url).encode("utf-8", "replace")).hexdigest()[:16]


def shown(url: str) -> str:
    """Return an address for a message: without user, password and query, which may hold keys, and not too long."""
    bare, asks, _ = url.partition("#")[0].partition("?")
    scheme, slashes, rest = bare.partition("//")
    place, slash, path = rest.partition("/")
    clean = f"{scheme}{slashes}{place.rpartition('@')[2]}{slash}{path}" if slashes else bare
    return f"{clean[:_SHOWN]}{'…' if len(clean) > _SHOWN else ''}{'?…' if asks else ''}"


def _is_site(name: str) -> bool:
    """Say whether a host without a prefix can still be a publisher's: not an ending such as `id` or `co.id`."""
    return "." in name and not _REGISTRY.fullmatch(name)
