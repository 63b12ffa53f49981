"""Make a tagged A4 PDF (PDF/UA-1) of each release and explainer, once for each text."""

from __future__ import annotations

import io
import json
import re
import sys
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from monitor.newsroom.blocks import Node, blocks
from monitor.newsroom.details import PageType, Reference
from monitor.newsroom.keeping import Keeper, key
from monitor.newsroom.language import day, say
from monitor.newsroom.pictures import Album
from monitor.newsroom.structured import SAMPLE_LABEL, Publication, changed

TEMPLATE = Path(__file__).with_name("templates") / "paper.typ"
FONTS = Path(__file__).parents[1] / "digest" / "fonts"
KINDS = frozenset({PageType.RELEASE, PageType.EXPLAINER})
_ISO = re.compile(r"\b\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d)\b")
_UNPRINTABLE = {"So", "Sk", "Cf", "Cc", "Cs", "Co", "Cn"}


@dataclass(frozen=True, slots=True)
class Paper:
    """The PDF of a page: its path below the site and its size in bytes."""

    url: str
    size: int

    @property
    def weight(self) -> str:
        """The size as readers know it, such as `34 KB`; a KB is 1,000 bytes."""
        return f"{self.size / 1_000_000:.1f} MB".replace(".", ",") if self.size >= 1_000_000 else (
            f"{max(1, round(self.size / 1000))} KB")


def make_papers(articles: Iterable[Any], site: Publication, content: Path, out: Path, album: Album) -> None:
    """Write the PDF of every release and explainer below `out` and give each article its `paper`.

    A PDF that a build made before from the same words, pictures and template is taken from the keeper. An article
    whose PDF cannot be set gets none, and a warning says so: its page matters more.
    """
    keeper = Keeper.beside(content)
    for article in articles:
        article.paper = None
        if article.kind not in KINDS:
            continue
        made = _make(article, site, keeper, album)
        if made is None:
            continue
        url = f"{article.url}{article.slug}.pdf"
        path = out / url
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made)
        article.paper = Paper(url, len(made))


def paper_data(article: Any, site: Publication, album: Album) -> Node:
    """Return what the template needs, pictures included."""
    lang = article.lang
    sample = article.kind is PageType.RELEASE and not site.official
    body = [{**node, "c": _without_links(node["c"])} if node["k"] == "figure" else node
            for node in blocks(article.get_content(site.siteurl))]
    named = {name: say(words, lang) for name, words in _WORDS.items()}
    return {
        "lang": lang, "title": str(article.title), "summary": str(article.summary), "site": site.name,
        "kind": say(article.kind.label, lang), "line": _line(article, lang), "answer": str(article.answer),
        "sample": f"{SAMPLE_LABEL}. Jangan dikutip sebagai pernyataan KemenP2MI." if sample else "",
        "address": site.address(article.url), "words": named, "body": body,
        "pictures": _pictures(article, site, album), "notes": _notes(article),
        "facts": [{"label": label, "text": text} for label, text in _facts(article) if text],
        "helpers": [{"who": each.who, "contact": _in_words(each.contact, lang), "when": each.when}
                    for each in article.helpers],
        "legal": list(article.legal),
        "sources": [_source(each, lang) for each in article.sources],
    }


_WORDS = {"answer": "Jawaban singkat", "helpers": "Siapa yang bisa membantu", "legal": "Dasar hukum",
          "sources": "Sumber", "facts": "Keterangan", "page": "Halaman", "of": "dari"}


def _make(article: Any, site: Publication, keeper: Keeper, album: Album) -> bytes | None:
    import typst

    data = json.dumps(_printable(paper_data(article, site, album)), ensure_ascii=False, sort_keys=True)
    stamp = int(changed(article).timestamp())
    try:
        return keeper.file(key("pdf", [_base(), data, str(stamp)], ".pdf"), lambda: _set(data, stamp))
    except typst.TypstError as error:
        sys.stderr.write(f"Peringatan: {article.relative_source_path}:1: PDF tidak dapat dibuat "
                         f"({' '.join(error.message.split())}); halamannya tetap terbit.\n")
        return None


def _set(data: str, stamp: int) -> bytes:
    made: bytes = _compiler().compile(TEMPLATE.read_bytes(), format="pdf", sys_inputs={"data": data},
                                             pdf_standards="ua-1", timestamp=stamp)
    return made


@cache
def _compiler() -> Any:
    import typst

    return typst.Compiler(root=str(TEMPLATE.parent), font_paths=[str(FONTS)], ignore_system_fonts=True)


@cache
def _base() -> str:
    """Return what every PDF depends on: the template, the fonts, and the release of Typst."""
    fonts = sorted(FONTS.glob("*.ttf"))
    return key("dasar", [TEMPLATE.read_bytes(), metadata.version("typst"), *(path.read_bytes() for path in fonts)])


def _pictures(article: Any, site: Publication, album: Album) -> dict[str, list[int]]:
    """Return the page's photos as JPEG by their address; as numbers, for JSON holds no bytes.

    Typst would unpack a WebP and store every pixel, twenty times as large.
    """
    return {site.address(quote(url)): list(_jpeg(album.shown[url].data)) for url in article.photos}


def _jpeg(data: bytes) -> bytes:
    from PIL import Image

    out = io.BytesIO()
    with Image.open(io.BytesIO(data)) as opened:
        opened.convert("RGB").save(out, "JPEG", quality=80, optimize=True)
    return out.getvalue()


def _without_links(words: list[Any]) -> list[Any]:
    """Return a caption without its link to the file: on paper it leads nowhere."""
    return [word for word in words if isinstance(word, str) or word["k"] != "a"]


def _line(article: Any, lang: str) -> str:
    """Return where and when: `Jakarta, 17 September 2025 · diperbarui … · diperiksa pada …`."""
    published = day(article.date.date(), lang)
    parts = [f"{article.city}, {published}" if article.city else f"{say('Diterbitkan', lang)} {published}"]
    if changed(article).date() > article.date.date():
        parts.append(f"{say('diperbarui', lang)} {day(changed(article).date(), lang)}")
    if article.checked:
        parts.append(f"{say('diperiksa pada', lang)} {day(article.checked, lang)}")
    return " · ".join(parts)


def _source(reference: Reference, lang: str) -> Node:
    return {"name": reference.name, "url": reference.url,
            "host": (urlsplit(reference.url).hostname or "").removeprefix("www."),
            "checked": f"{say('diperiksa', lang)} {day(reference.checked, lang)}"}


def _facts(article: Any) -> list[tuple[str, str]]:
    if article.kind is not PageType.RELEASE:
        return []
    return [("Pejabat", ", ".join(article.officials)),
            ("Kantor", ", ".join(office.name for office in article.offices)),
            ("Kontak", _in_words(article.contact, article.lang))]


def _in_words(text: str, lang: str) -> str:
    return _ISO.sub(lambda found: day(date.fromisoformat(found[0]), lang), text)


def _notes(article: Any) -> list[Mapping[str, str]]:
    """Return the corrections of a release: a copy on paper must carry them too."""
    return [{"label": f"Catatan koreksi, {day(each.at.date(), 'id')}", "text": each.text}
            for each in getattr(article, "corrections", ())]


def _printable(value: Any) -> Any:
    """Leave out pictographs and control characters, for which the font has no shape and PDF/UA allows no gap."""
    if isinstance(value, str):
        return "".join(each for each in value if unicodedata.category(each) not in _UNPRINTABLE or each == "\n")
    if isinstance(value, dict):
        return {name: _printable(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(each) for each in value]
    return value
