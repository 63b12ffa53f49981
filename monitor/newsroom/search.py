"""Index the published pages for Pagefind, which then searches in the reader's browser without any server.

The index is made from the articles that Pelican is about to write, never from files, so that a draft or an embargoed
page cannot be in it. Pagefind's own Indonesian stemmer joins pelindungan, perlindungan and melindungi; words whose
first letter falls away (menipu, tipu) and other names for a thing are added from synonyms.toml.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from importlib import metadata
from pathlib import Path
from typing import Any

from monitor.config.synonyms import Synonyms, read_synonyms
from monitor.errors import SiteError
from monitor.newsroom.cleaning import plain
from monitor.newsroom.details import PageType
from monitor.newsroom.offices import OfficePage
from monitor.newsroom.structured import SAMPLE_LABEL

FOLDER = "pagefind"
MISSING = ("Pencarian tidak dibuat karena program Pagefind tidak ada; halaman Cari hanya memuat daftar. "
           "Pasang dengan: pip install 'pagefind[bin]', lalu bangun lagi.")
OTHER = "Halaman"
OFFICE = "Kantor BP3MI"
_SUM = re.compile(r"\bRp ?(\d+)")
"""The number of a sum written as one word, Rp150: readers type 150."""

_KEPT = ("pagefind.js", "pagefind-worker.js", "pagefind-entry.json")


@dataclass(frozen=True, slots=True)
class Entry:
    """What the index holds of one page: plain facts, and the words to search in falling weight.

    The summary is shown with a result; it is searched too unless `quiet`, for pages that all say the same. `mark` is
    a warning that every result must show, such as that a release is a sample.
    """

    url: str
    title: str
    summary: str
    kind: str
    day: str = ""
    body: str = ""
    headings: tuple[str, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    quiet: bool = False
    mark: str = ""

    def html(self, synonyms: Synonyms) -> str:
        """Return a page for Pagefind to read; readers never see it."""
        summary = "" if self.quiet else self.summary
        words = f"{summary} {' '.join(self.headings)} {self.body}"
        near, far = synonyms.beside(self.title), (*synonyms.beside(words), *_SUM.findall(words + self.title))
        known = {"judul": self.title, "ringkasan": self.summary, "jenis": self.kind, "tanggal": self.day,
                 "tanda": self.mark}
        metas = "".join(f'<meta data-pagefind-meta="{key}[content]" content="{escape(value)}">'
                        for key, value in known.items() if value)
        marks = "".join(f'<meta data-pagefind-filter="{key}[content]" content="{escape(value)}">'
                        for key, values in {"jenis": (self.kind,), **self.filters}.items() for value in values)
        heads = "".join(f"<h2>{escape(heading)}</h2>" for heading in self.headings)
        return (f'<!doctype html><html lang="id"><head><title>{escape(self.title)}</title>{metas}{marks}</head>'
                f"<body data-pagefind-body><h1>{escape(self.title)}</h1>"
                f'<p data-pagefind-weight="3">{escape(summary)}</p>{heads}<p>{escape(self.body)}</p>'
                f'<p data-pagefind-weight="4">{escape(" ".join(near))}</p>'
                f'<p data-pagefind-weight="0.5">{escape(" ".join(dict.fromkeys(far)))}</p></body></html>')


def available() -> bool:
    """Tell whether the program that makes the index is installed."""
    try:
        from pagefind.service import get_executable
    except ImportError:
        return False
    program = get_executable()
    return program is not None and Path(program).is_file()


def entries(context: Mapping[str, Any]) -> Iterator[Entry]:
    """Yield what is to be found: articles, pages and offices, as Pelican is about to write them."""
    for article in context["articles"]:
        sample = article.kind is PageType.RELEASE and not context["RILIS_RESMI"]
        yield _article(article, mark=SAMPLE_LABEL if sample else "")
    for page in context["pages"]:
        yield Entry(page.url, str(page.title), str(page.summary), OTHER, body=plain(page._content))
    for page in context["office_pages"]:
        yield _office(page)


def pages(context: Mapping[str, Any]) -> dict[str, str]:
    """Return path -> page for Pagefind to read, one for each entry."""
    synonyms = read_synonyms()
    return {f"{entry.url}index.html": entry.html(synonyms) for entry in entries(context)}


def version() -> str:
    """Return the release of Pagefind, which decides how an index looks."""
    return metadata.version("pagefind")


def write_index(found: Mapping[str, str], folder: Path) -> None:
    """Write the index of some pages into a new folder. Raise SiteError when that fails.

    The ready-made search boxes that come with Pagefind are left out: ours is lighter.
    """
    with tempfile.TemporaryDirectory(prefix="cari-") as name:
        for path, html in found.items():
            file = Path(name) / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(html, "utf-8")
        _run(Path(name), folder)
    for each in folder.iterdir():
        if each.is_file() and each.name not in _KEPT and each.suffix not in {".pagefind", ".pf_meta"}:
            each.unlink()


def _run(source: Path, folder: Path) -> None:
    """Run Pagefind as a process: its Python interface takes a tenth of a second for each page."""
    done = subprocess.run([sys.executable, "-m", "pagefind", "--site", str(source), "--output-path", str(folder),
                           "--silent"], capture_output=True, text=True, encoding="utf-8", errors="replace", check=False)
    if done.returncode or not (folder / "pagefind-entry.json").is_file():
        lines = (done.stderr or done.stdout).strip().splitlines() or ["tanpa keterangan"]
        raise SiteError(f"Indeks pencarian tidak dapat dibuat: {lines[-1]}",
                        "Situs lama tidak berubah. Bangun tanpa pencarian dengan PENCARIAN = False di pelicanconf.py, "
                        "dan laporkan ke pengelola.")


def _article(article: Any, *, mark: str) -> Entry:
    telling = {PageType.EXPLAINER: str(article.answer), PageType.CLARIFICATION: f"{article.fact} {article.claim}"}
    body = f"{telling.get(article.kind, '')} {plain(article._content)} {article.seen} {article.city}"
    return Entry(article.url, str(article.title), str(article.summary), article.kind.label,
                 article.date.date().isoformat(), " ".join(body.split()),
                 tuple(heading.text for heading in article.headings),
                 {"topik": tuple(str(tag.name) for tag in article.tags),
                  "kantor": tuple(office.name for office in article.offices)}, mark=mark)


def _office(page: OfficePage) -> Entry:
    facts = page.office
    towns = " ".join((facts.seat, *facts.posts))
    return Entry(page.url, facts.name, f"{facts.full_name}, Provinsi {facts.province}.", OFFICE,
                 body=f"{facts.province} {towns} kantor daerah", filters={"kantor": (facts.name,)}, quiet=True)
