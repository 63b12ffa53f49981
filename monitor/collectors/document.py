"""One fetched body with what is known of it, and words for what it looks like."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass, replace
from datetime import datetime

from monitor.collectors.markup import absolute

_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:+-]+)""", re.I)
_HTML = re.compile(rb"(?:<!doctype\s+html|<html\b|<head\b|<body\b)", re.I)
_ROOT = re.compile(rb"<([A-Za-z][\w.-]*(?::[\w.-]+)?)")
_ALTERNATE = re.compile(r"<link\b[^<>]{0,1000}>", re.I)
_ATTRIBUTE = re.compile(r"""\b(rel|type|href)\s*=\s*["']([^"'<>]*)["']""", re.I)
_LATIN = {"iso8859-1", "cp1252", "ascii"}
_WIDE = ((codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"),
         (codecs.BOM_UTF16_BE, "utf-16"), (b"<\0\0\0", "utf-32-le"), (b"\0\0\0<", "utf-32-be"), (b"<\0", "utf-16-le"),
         (b"\0<", "utf-16-be"))
"""How XML in wide characters begins, with a mark or without (XML 1.0, appendix F)."""



@dataclass(frozen=True, slots=True)
class Document:
    """A body as it came. `content_type` is the header as sent; `url` the final address."""

    body: bytes
    url: str
    content_type: str
    fetched_at: datetime

    @property
    def media_type(self) -> str:
        """The lower-case media type without parameters."""
        return self.content_type.partition(";")[0].strip().lower()

    @property
    def charset(self) -> str:
        """The encoding that the header names, unless it is unknown or the bytes belie it.

        Many servers say ISO-8859-1 for everything; bytes that are valid UTF-8 are UTF-8 then.
        """
        found = _CHARSET.search(self.content_type)
        if not found:
            return ""
        try:
            name = codecs.lookup(found[1]).name
        except LookupError:
            return ""
        return "" if name in _LATIN and self._is_utf8() else name

    def narrow(self) -> Document:
        """Return this document in UTF-8 when its bytes show UTF-16 or UTF-32, whatever its header says."""
        wide = next((name for start, name in _WIDE if self.body.startswith(start)), "")
        if not wide:
            return self
        return replace(self, body=self.body.decode(wide, "replace").encode("utf-8", "replace"),
                       content_type=f"{self.media_type}; charset=utf-8")

    def is_html(self) -> bool:
        """Say whether the body is an HTML page."""
        return _HTML.search(self.body[:2000]) is not None

    def is_json(self) -> bool:
        """Say whether the body is JSON, by its first character."""
        return self.body[:200].removeprefix(codecs.BOM_UTF8).lstrip()[:1] in {b"{", b"["}

    def looks_like(self) -> str:
        """Say in Indonesian what the body is, for a message to staff."""
        if not self.body.strip():
            return "halaman kosong"
        if self.is_html():
            return "halaman HTML"
        if self.is_json():
            return "data JSON"
        if self.body.startswith(b"%PDF"):
            return "berkas PDF"
        if root := _ROOT.search(self.body[:4000]):
            return f"XML <{root[1].decode('ascii', 'replace')}>"
        return f"isi yang tidak dikenal (disebut {self.media_type})" if self.media_type else "isi yang tidak dikenal"

    def advertised_feed(self) -> str:
        """Return the feed address that an HTML page names for itself, or an empty string."""
        for tag in _ALTERNATE.findall(self.body[:200_000].decode("utf-8", "replace")):
            named = {key.lower(): value for key, value in _ATTRIBUTE.findall(tag)}
            if "alternate" in named.get("rel", "").lower() and re.search(r"(?:rss|atom|feed)\b", named.get("type", "")):
                return absolute(named.get("href", ""), self.url)
        return ""

    def _is_utf8(self) -> bool:
        try:
            self.body.decode("utf-8")
        except UnicodeDecodeError:
            return False
        return not self.body.isascii()
