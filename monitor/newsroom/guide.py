"""Show docs/panduan beside the preview of the site: made for each request, never written into a site."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from html import escape
from importlib.resources import files
from pathlib import Path

from markdown_it import MarkdownIt

PREFIX = "/panduan/"
_INDEX = "README.md"
_PAGE = re.compile(r"[A-Za-z0-9-]+\.md")
_PICTURE = re.compile(r"gambar/[a-z0-9-]+\.webp")
_NOTE = re.compile(r"^[ ]*<!-- uji: .*? -->\n", re.M)


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent for one address of the guide."""

    kind: str
    body: bytes
    policy: str


def folder_beside(settings: Path) -> Path:
    """Return where the guide lies in a project with these site settings; it need not exist."""
    return settings.absolute().parent / "docs" / "panduan"


def answer(folder: Path, path: str) -> Answer | None:
    """Return the page or picture at a path below `/panduan/`, or None when there is none."""
    name = path.removeprefix(PREFIX) or _INDEX
    file = folder / name
    if _PAGE.fullmatch(name) and file.is_file():
        return _page(file.read_text("utf-8"), home=name == _INDEX)
    if _PICTURE.fullmatch(name) and file.is_file():
        return Answer("image/webp", file.read_bytes(), "default-src 'none'")
    return None


def _page(source: str, *, home: bool) -> Answer:
    """Render one page; the comments that only the test of the guide reads are left out."""
    style = files("monitor.newsroom").joinpath("guide.css").read_text("utf-8")
    body = MarkdownIt("commonmark", {"html": False}).enable("table").render(_NOTE.sub("", source))
    title = source.lstrip().partition("\n")[0].lstrip("# ")
    back = "" if home else f'<p><a href="{PREFIX}">Semua panduan</a></p>'
    page = (f'<!doctype html>\n<html lang="id">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" '
            f'content="width=device-width, initial-scale=1">\n<meta name="robots" content="noindex">\n'
            f'<meta name="color-scheme" content="light dark">\n<title>{escape(title)}</title>\n<style>{style}</style>\n'
            f'</head>\n<body>\n<header><p>Panduan untuk petugas, hanya di komputer ini</p>{back}</header>\n'
            f'<main>\n{body.replace("<table>", WRAP).replace("</table>", "</table></div>")}</main>\n</body>\n</html>\n')
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return Answer("text/html; charset=utf-8", page.encode(),
                  f"default-src 'none'; img-src 'self'; font-src 'self'; style-src 'sha256-{digest}'")


WRAP = '<div class="wide" tabindex="0" role="group" aria-label="Tabel"><table>'
"""A table wider than a phone scrolls by itself, also with the keyboard."""
