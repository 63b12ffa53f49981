"""What a site carries beside its pages: search index, old addresses, header files."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from monitor.newsroom import search
from monitor.newsroom.headers import write_headers
from monitor.newsroom.keeping import Keeper, key
from monitor.newsroom.papers import make_papers
from monitor.newsroom.pictures import settle_pictures
from monitor.newsroom.redirects import collect, write_pages


def prepare(context: dict[str, Any], settings: dict[str, Any], content: Path, site: Path) -> None:
    """Make what the pages must know of before they are written. Raise SiteError for a bad old address."""
    articles = [*context["articles"], *context["english"]]
    album = settle_pictures([*articles, *context["pages"]], context, content, site)
    if settings.get("PDF", True):
        make_papers(articles, settings["JINJA_GLOBALS"]["site"], content, site, album)
    wanted = bool(settings.get("PENCARIAN", True))
    context["search_ready"] = wanted and search.available()
    if wanted and not context["search_ready"]:
        sys.stderr.write(f"Peringatan: {search.MISSING}\n")
    settings["finishing"] = (context, collect([*articles, *context["pages"]]))


def finish(settings: dict[str, Any], content: Path, site: Path) -> None:
    """Add to a written site what is made from all of it. Raise SiteError."""
    context, moved = settings.pop("finishing")
    keeper = Keeper.beside(content)
    siteurl = str(context["SITEURL"])
    write_pages(moved, site, siteurl)
    if context["search_ready"]:
        _index(context, keeper, site)
    base = urlsplit(siteurl).path.rstrip("/")
    write_headers(site, siteurl, [(f"{base}{old}", f"{base}/{item.url}") for old, item in moved.items()])
    keeper.forget_old()


def _index(context: Mapping[str, Any], keeper: Keeper, site: Path) -> None:
    """Index the pages, or take the index of an earlier build of the same pages: Pagefind's bytes differ each time."""
    pages = search.pages(context)
    name = key("cari", [search.version(), *(part for page in pages.items() for part in page)])
    keeper.tree(name, site / search.FOLDER, lambda into: search.write_index(pages, into))
