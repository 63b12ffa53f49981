"""Keep old addresses working: pages say which addresses they had before, each becomes a small page that leads on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path
from typing import Any

from monitor.errors import SiteError

_PATH = re.compile(r"/?(?:[A-Za-z0-9][A-Za-z0-9._-]*/)*[A-Za-z0-9][A-Za-z0-9._-]*/?")
_PAGE = """<!DOCTYPE html>
<html lang="id">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; base-uri 'none'; form-action 'none'">
<meta http-equiv="refresh" content="0; url={target}">
<meta name="robots" content="noindex">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Halaman pindah: {title}</title>
<link rel="canonical" href="{canonical}">
</head>
<body>
<main>
<h1>Halaman ini pindah</h1>
<p><a href="{target}">{title}</a></p>
</main>
</body>
</html>
"""


def old_addresses(value: str) -> tuple[str, ...]:
    """Read the words of `Redirect-From` as paths that start and end in a slash.

    Raise ValueError naming the one that is no plain path below the site; a file name such as `berita.html` is kept.
    """
    found = []
    for word in (part.strip() for part in re.split(r"[,\s]+", value)):
        if not word:
            continue
        if not _PATH.fullmatch(word) or ".." in word:
            raise ValueError(word)
        path = f"/{word.strip('/')}"
        found.append(path if path.endswith((".html", ".htm", ".php", ".aspx")) else f"{path}/")
    return tuple(dict.fromkeys(found))


def collect(items: Iterable[Any]) -> dict[str, Any]:
    """Return old path -> page for all pages that had another address. Raise SiteError for a bad or doubled one."""
    found: dict[str, Any] = {}
    faults = []
    for item in items:
        try:
            paths = old_addresses(getattr(item, "redirect_from", ""))
        except ValueError as error:
            faults.append(f"{item.relative_source_path}: Redirect-From {error.args[0]!r} bukan alamat di situs ini. "
                          "Tulis seperti: Redirect-From: /berita/judul-lama/")
            continue
        for path in paths:
            if found.setdefault(path, item) is not item:
                faults.append(f"{item.relative_source_path}: Redirect-From {path} juga ditulis "
                              f"{found[path].relative_source_path}. Sisakan satu.")
    _refuse(faults)
    return found


def write_pages(found: Mapping[str, Any], site: Path, siteurl: str) -> None:
    """Write the pages that lead on into a built site. Raise SiteError when a page of the site has that address."""
    faults = []
    for path, item in found.items():
        file = site / path.strip("/")
        file = file / "index.html" if path.endswith("/") else file
        if file.exists():
            faults.append(f"{item.relative_source_path}: Redirect-From {path} adalah alamat halaman yang masih ada. "
                          "Hapus.")
            continue
        up = "../" * (path.count("/") - 1)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(_PAGE.format(target=escape(f"{up}{item.url}" or "./"), title=escape(str(item.title)),
                                     canonical=escape(f"{siteurl}/{item.url}")), "utf-8")
    _refuse(faults)


def _refuse(faults: list[str]) -> None:
    if faults:
        listed = "\n".join(f"  - {fault}" for fault in faults)
        raise SiteError(f"Situs tidak dibangun, {len(faults)} alamat lama tidak bisa dialihkan:\n{listed}",
                        "\nBetulkan, lalu bangun lagi. Situs yang lama tidak berubah.")
