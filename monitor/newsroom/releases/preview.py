"""Render one article as the site would show it, whatever its state, without building the site."""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from posixpath import join, normpath
from typing import Any

from jinja2 import TemplateError
from pelican import Pelican
from pelican.generators import ArticlesGenerator, PagesGenerator
from pelican.settings import read_settings

from monitor.errors import MonitorError, ReleaseError
from monitor.newsroom.content import Problem, check_keys
from monitor.newsroom.details import PageType
from monitor.newsroom.frontmatter import parse_document, read_document
from monitor.newsroom.releases.editing import read_source, set_keys
from monitor.newsroom.releases.holding import PREVIEW
from monitor.newsroom.releases.visibility import key_of

_PLACEHOLDER = re.compile(r"\{(?P<what>filename|static|attach)\}(?P<path>[^\"'#?>\s]*)")
_FIGURE = re.compile(r"<p>\s*(?P<image><img [^>]*>)\s*<em>(?P<caption>.*?)</em>"
                     r"(?P<file>[^<]*<a [^>]*>[^<]*</a>)?\s*</p>", re.S)
_WORDS = {"title": "Tanpa judul", "slug": "pratinjau", "summary": "", "city": ""}


@dataclass(frozen=True, slots=True)
class Rendered:
    """One rendered page: its HTML (empty when it cannot be shown), address, problems and the seconds it took."""

    html: str
    url: str
    problems: tuple[Problem, ...]
    seconds: float


class _OnePage(ArticlesGenerator):  # type: ignore[misc]
    """Pelican's article generator for one file."""

    only = ""

    def get_files(self, paths: object, exclude: object = None, extensions: object = None) -> set[str]:
        """Return the one file."""
        return {self.only} if extensions is None else set()


class _MendedReader:
    """Give the Markdown reader another text than the file holds, and plain links instead of Pelican's."""

    def __init__(self, reader: Any, source: str, studio: Studio) -> None:
        self._reader, self._source, self._studio = reader, source, studio

    def __getattr__(self, name: str) -> Any:
        return getattr(self._reader, name)

    def read(self, _path: str) -> tuple[str, dict[str, Any]]:
        """Read the mended text."""
        with tempfile.TemporaryDirectory(prefix="pratinjau-") as folder:
            copy = Path(folder) / "naskah.md"
            copy.write_text(self._source, "utf-8")
            html, metadata = self._reader.read(str(copy))
        return self._studio.plain_links(html), metadata


class Studio:
    """Everything that stays the same between two renderings of a page: settings, theme, the pages with channels."""

    def __init__(self, settings: Path, content: Path, path: Path) -> None:
        self.content, self.path = content.resolve(), path.resolve()
        try:
            self.kind = PageType(self.path.relative_to(self.content).parts[0])
        except (ValueError, IndexError):
            raise ReleaseError(f"{path} tidak ada di folder isi {content}.",
                               "Pratinjau hanya untuk naskah di siaran-pers, penjelasan, dan klarifikasi.") from None
        self._settings = read_settings(str(settings), override={
            "PATH": str(self.content), "RELATIVE_URLS": False, "LINK_INDEX": False, "WITH_FUTURE_DATES": True,
            PREVIEW: key_of(self.path)})
        Pelican(self._settings)
        self.theme = Path(self._settings["THEME"])
        self._shared: dict[str, Any] = {}
        self._environment: Any = None
        self._problems: list[Problem] = []

    def render(self) -> Rendered:
        """Render the page from the file as it is now; what is wrong with the file becomes problems, not an error."""
        begun = time.perf_counter()
        self._problems = []
        html = url = ""
        try:
            source = read_source(self.path)
            html, url = self._page(self._mend(source))
        except (MonitorError, TemplateError, OSError, LookupError, ValueError, AttributeError) as error:
            self._problems.append(Problem(self.path, 1, f"Halaman belum bisa ditampilkan: {error}"))
        return Rendered(html, url, tuple(self._problems), time.perf_counter() - begun)

    def plain_links(self, html: str) -> str:
        """Replace `{filename}` and `{static}` by addresses of the site; a missing file becomes a problem."""
        return _PLACEHOLDER.sub(self._address, html)

    def _address(self, found: re.Match[str]) -> str:
        base = self.path.parent.relative_to(self.content).as_posix()
        name = normpath(found["path"].lstrip("/") if found["path"].startswith("/") else join(base, found["path"]))
        target = self.content / name
        if not target.resolve().is_relative_to(self.content) or not target.is_file():
            self._problems.append(Problem(self.path, 1, f"Berkas {found['path']!r} yang ditautkan tidak ada."))
            return "#"
        if found["what"] != "filename":
            return f"/{name}"
        linked = read_document(target)
        folder = name.split("/")[0]
        return f"/{linked.text('slug')}/" if folder == "pages" else f"/{folder}/{linked.text('slug')}/"

    def _mend(self, source: str) -> str:
        """Take out what Pelican could not read, so that an unfinished draft can be looked at."""
        document = parse_document(self.path, source)
        if not document.fields:
            raise ReleaseError("tidak ada keterangan di awal berkas.", "Mulai baris pertama dengan: Title: judulnya")
        found = [each for each in check_keys(document, self.kind) if each.blocks]
        self._problems += found
        wrong = {each.line for each in found}
        changes: dict[str, str | tuple[str, ...] | None] = {"Status": "published", "Type": self.kind.value}
        for key, entry in document.fields.items():
            lines = set(range(entry.line, entry.line + max(1, len(entry.values))))
            unfit = key in {"topics", "offices", "slug"} and "[Isi" in entry.text
            if key not in {"status", "type"} and (unfit or (lines & wrong and key not in {"title", "summary"})):
                changes[key.capitalize()] = _WORDS.get(key) or None
        for key in ("title", "slug"):
            if not document.text(key):
                changes[key.capitalize()] = _WORDS[key]
        if not document.text("date") or "Date" in changes:
            changes["Date"] = time.strftime("%Y-%m-%d %H:%M")
        return set_keys(source, changes)

    def _page(self, source: str) -> tuple[str, str]:
        """Run Pelican's own steps for one article and render its template.

        The step over all generators is left out: it makes PDFs and share kits, which have no place in a preview.
        """
        context = self._context()
        generator = _OnePage(context=context, settings=self._settings, path=str(self.content), theme=str(self.theme),
                             output_path=self._settings["OUTPUT_PATH"])
        generator.only = self.path.relative_to(self.content).as_posix()
        self._environment = self._environment or (generator.env, generator._templates)
        generator.env, generator._templates = self._environment
        generator.readers.readers["md"] = _MendedReader(generator.readers.readers["md"], source, self)
        generator.generate_context()
        if not generator.articles:
            raise ReleaseError("Pelican tidak bisa membaca naskah ini.", "Periksa keterangan di awal berkas.")
        (article,) = generator.articles
        article._content = _FIGURE.sub(r"<figure>\g<image><figcaption>\g<caption>\g<file></figcaption></figure>",
                                       article._content)
        local = {**context, "SITEURL": "", "localsiteurl": "", "output_file": article.save_as, "article": article,
                 "category": article.category, "doors": [(kind, [], 1) for kind in PageType]}
        return generator.get_template(article.template).render(local), article.url

    def _context(self) -> dict[str, Any]:
        """Return a fresh shared context; the pages with the official channels are read once."""
        context = dict(self._settings)
        context.update(generated_content={}, static_links=set(), static_content={}, localsiteurl="")
        if not self._shared:
            generator = PagesGenerator(context=context, settings=self._settings, path=str(self.content),
                                       theme=str(self.theme), output_path=self._settings["OUTPUT_PATH"])
            generator.generate_context()
            self._shared = _only_new(context, self._settings)
            for page in (*self._shared["pages"], *filter(None, [self._shared["home"]])):
                page._content = ""  # their links lead to articles that are not read here
        context.update(self._shared, generated_content={}, static_links=set(), static_content={})
        return context


def _only_new(context: Mapping[str, Any], settings: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in context.items() if key not in settings}
