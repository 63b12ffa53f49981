"""Show the photos of a page as figures: small, with their size, caption and a file to download.

A photo put in with `monitor release photo` is already small and lies beside its press file. Any other photo is made
small here in the same way, without the place and camera that phones write into it, and its original is not published.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from itertools import count
from pathlib import Path
from posixpath import join, normpath
from typing import Any
from urllib.parse import quote, unquote

from PIL import Image, UnidentifiedImageError

from monitor.errors import ReleaseError, SiteError
from monitor.newsroom.keeping import Keeper, key
from monitor.newsroom.releases import photos

SMALL = 45_000
_RASTER = {".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif"}
_FIGURE = re.compile(
    r'<p>\s*<img (?P<attributes>[^>]*)>\s*(?:<br>)?\s*(?:<em>(?P<caption>(?:(?!</em>).)*)</em>)?\s*'
    r'(?P<file><a [^>]*href="\{static\}(?P<press>[^"]+)"[^>]*>[^<]*</a>)?\s*</p>', re.S)
_IMAGE = re.compile(r"<img (?P<attributes>[^>]*)>")
_SOURCE = re.compile(r'src="\{static\}(?P<path>[^"]+)"')
_ALT = re.compile(r'alt="(?P<alt>[^"]*)"')


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as a page shows it: its path below the site, its bytes, and its size in pixels (0 when unknown)."""

    url: str
    data: bytes
    width: int = 0
    height: int = 0


@dataclass(slots=True)
class Album:
    """All pictures of a build by their path below the site, and the originals that they stand for."""

    shown: dict[str, Picture] = field(default_factory=dict)
    replaced: set[str] = field(default_factory=set)


def settle_pictures(items: Iterable[Any], context: dict[str, Any], content: Path, out: Path) -> Album:
    """Turn the photos of all pages into figures, write the small ones below `out`, and return them.

    `items` are the Pelican objects that will be written; their links are not yet resolved. Raise SiteError naming the
    file of a photo that cannot be opened.
    """
    album, keeper = Album(), Keeper.beside(content)
    for item in items:
        item.photos = ()
        if "<img " not in (item._content or ""):
            continue
        maker = _Maker(item, content, keeper, album)
        item._content = _IMAGE.sub(maker.measured, _FIGURE.sub(maker.figure, item._content))
        item.photos = tuple(dict.fromkeys(maker.urls))
    _write(album, context, out)
    return album


class _Maker:
    """The pictures of one page."""

    def __init__(self, item: Any, content: Path, keeper: Keeper, album: Album) -> None:
        self.item, self.content, self.keeper, self.album = item, content, keeper, album
        self.urls: list[str] = []
        self._seen = count()

    def figure(self, found: re.Match[str]) -> str:
        """Return a paragraph that is one photo as a figure; leave any other paragraph as it is."""
        source, alt = _SOURCE.search(found["attributes"]), _ALT.search(found["attributes"])
        if source is None:
            return found[0]
        path = self._path(source["path"])
        original = self.content / path
        if original.suffix.lower() not in _RASTER or not original.is_file():
            return found[0]
        page, press = self._pair(path, original)
        given = self.content / self._path(found["press"]) if found["press"] else None
        size = given.stat().st_size if given and given.is_file() else len(press.data) if press else 0
        target = found["press"] or (f"/{press.url}" if press else "")
        file = f'<a href="{{static}}{target}">Unduh foto ({_weight(size)})</a>' if target and size else ""
        words = " ".join(part for part in ((found["caption"] or "").strip(), file) if part)
        caption = f"<figcaption>{words}</figcaption>" if words else ""
        return f"<figure>{self._element(page, alt['alt'] if alt else '')}{caption}</figure>"

    def measured(self, found: re.Match[str]) -> str:
        """Return a picture inside other words with its size; a figure's own picture already has one."""
        source = _SOURCE.search(found["attributes"])
        if source is None or "width=" in found["attributes"]:
            return found[0]
        path = self._path(source["path"])
        original = self.content / path
        if original.suffix.lower() not in _RASTER or not original.is_file():
            return found[0]
        alt = _ALT.search(found["attributes"])
        return self._element(self._pair(path, original)[0], alt["alt"] if alt else "")

    def _element(self, page: Picture, alt: str) -> str:
        self.urls.append(page.url)
        lazy = ' loading="lazy"' if next(self._seen) else ""
        return (f'<img src="{{static}}/{escape(quote(page.url))}" alt="{alt}" width="{page.width}" '
                f'height="{page.height}"{lazy}>')

    def _pair(self, path: str, original: Path) -> tuple[Picture, Picture | None]:
        """Return the picture for the page, and one to download if it had to be made."""
        data = original.read_bytes()
        try:
            if len(data) <= SMALL and original.suffix.lower() == ".webp":
                with Image.open(io.BytesIO(data)) as opened:
                    page = Picture(path, data, *opened.size)
                self.album.shown[page.url] = page
                return page, None
            page, press = self._shrunk(path, data)
        except (ReleaseError, UnidentifiedImageError, OSError) as error:
            raise SiteError(f"{self.item.relative_source_path}: foto {path} tidak bisa dibuka.",
                            "Simpan ulang sebagai JPEG, lalu bangun lagi. Situs yang lama tidak berubah.") from error
        self.album.shown |= {page.url: page, press.url: press}
        self.album.replaced.add(path)
        return page, press

    def _shrunk(self, path: str, data: bytes) -> tuple[Picture, Picture]:
        stem = path.rpartition(".")[0]
        made: list[photos.Photo] = []

        def shrink() -> photos.Photo:
            made[:] = made or [photos.shrink(data, path)]
            return made[0]

        page = self.keeper.file(key("foto", [data], ".webp"), lambda: shrink().page)
        press = self.keeper.file(key("foto", [data], ".jpg"), lambda: shrink().press)
        with Image.open(io.BytesIO(page)) as opened:
            width, height = opened.size
        return Picture(f"{stem}.foto.webp", page, width, height), Picture(f"{stem}.foto.jpg", press)

    def _path(self, written: str) -> str:
        plain = unquote(written)
        return normpath(plain.lstrip("/") if plain.startswith("/") else join(self.item.relative_dir, plain))


@dataclass(frozen=True, slots=True)
class _Address:
    """What Pelican asks of a static file that a page links to."""

    url: str


def _write(album: Album, context: dict[str, Any], out: Path) -> None:
    """Write the pictures that were made, tell Pelican their addresses, and take the originals out of its hands."""
    static = context["static_content"]
    for url, picture in album.shown.items():
        if url in static:
            continue
        path = out / url
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(picture.data)
        static[url] = _Address(quote(url))
    linked = set(_linked(context))
    hidden = album.replaced - linked
    context["staticfiles"][:] = [each for each in context["staticfiles"]
                                 if each.get_relative_source_path() not in hidden]


def _linked(context: dict[str, Any]) -> Iterator[str]:
    """Yield the files that pages still link to by name."""
    for item in context["generated_content"].values():
        for found in re.finditer(r'="\{static\}/?([^"]+)"', getattr(item, "_content", "") or ""):
            yield normpath(unquote(found[1]))


def _weight(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB".replace(".", ",") if size >= 1_000_000 else f"{max(1, round(size / 1000))} KB"
