"""Find links between content files that lead nowhere, or to a page that is not published yet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from posixpath import join, normpath
from typing import Any
from urllib.parse import unquote

from monitor.errors import SiteError

_LINK = re.compile(r'(?:href|src)="\{(?P<what>\w+)\}(?P<path>[^"#?]*)')
_PAGES = {"filename"}
_FILES = {"static", "attach"}


def refuse_broken_links(items: Iterable[Any], context: Mapping[str, Any]) -> None:
    """Raise SiteError naming every published article or page with a link that would not work.

    A link to a draft or an embargoed page counts: it would tell that the page exists.
    """
    faults = [f"{item.relative_source_path}: {fault}" for item in items for fault in _broken(item, context)]
    if faults:
        listed = "\n".join(f"  - {fault}" for fault in faults)
        raise SiteError(f"Situs tidak dibangun, {len(faults)} tautan tidak berfungsi:\n{listed}",
                        "\nBetulkan tautannya, lalu bangun lagi. Situs yang lama tidak berubah.")


def _broken(item: Any, context: Mapping[str, Any]) -> Iterator[str]:
    for found in _LINK.finditer(item._content):
        written = unquote(unescape(found["path"]))
        path = normpath(written.lstrip("/") if written.startswith("/") else join(item.relative_dir, written))
        if found["what"] in _PAGES:
            target = context["generated_content"].get(path)
            if target is None:
                yield f"halaman {written!r} tidak ada. Tulis seperti: {{filename}}/penjelasan/nama-berkas.md"
            elif target.status == "draft":
                yield f"halaman {written!r} belum terbit. Hapus tautannya sampai halaman itu terbit"
        elif found["what"] in _FILES:
            if path not in context["static_content"]:
                yield f"berkas {written!r} tidak ada. Tulis seperti: {{static}}/images/nama-berkas.jpg"
        else:
            yield f"tautan {{{found['what']}}} tidak dikenal. Pakai {{filename}} atau {{static}}"
