"""English versions of explainers: `slug.en.md` with `Lang: en` beside `slug.md`, under the same slug.

Pelican joins the two by itself. The plugin `pelican-i18n-subsites` would read all content a second time for each
language (measured: 1.8 times the processor time on 400 articles without a single translation), so it is not used.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from monitor.errors import SiteError
from monitor.newsroom.details import PageType, parse_moment
from monitor.newsroom.frontmatter import Document
from monitor.newsroom.language import ENGLISH, INDONESIAN, LANGUAGES
from monitor.newsroom.structured import changed

FOLDER = "en"
TEMPLATE = "explainer_en"


def language(document: Document) -> str:
    """Return the language of an article, Indonesian unless `Lang` says otherwise."""
    return document.text("lang").lower() or INDONESIAN


def faults(documents: Sequence[Document]) -> Iterator[tuple[Document, int, str, str]]:
    """Yield what is wrong with the translations among all articles: document, line, what, and what to do.

    A translation must not come out before its original, whose embargo it would tell.
    """
    originals = {each.text("slug"): each for each in documents if language(each) == INDONESIAN}
    for document in documents:
        lang = language(document)
        if lang == INDONESIAN:
            continue
        line = document.fields["lang"].line
        original = originals.get(document.text("slug"))
        if lang not in LANGUAGES:
            yield document, line, f"Lang {lang!r} tidak dikenal.", f"Pilih: {' atau '.join(LANGUAGES)}."
        elif document.text("type") != PageType.EXPLAINER:
            yield document, line, "Hanya penjelasan yang punya versi bahasa Inggris.", "Hapus berkas ini."
        elif original is None:
            yield (document, line, f"Tidak ada naskah Indonesia dengan slug {document.text('slug')!r}.",
                   "Samakan Slug dengan naskah Indonesianya, atau tulis naskah itu dulu.")
        elif not _hidden(document) and (_hidden(original) or _moment(document) < _moment(original)):
            yield (document, line, "Versi Inggris terbit sebelum naskah Indonesianya.",
                   f"Samakan Date dan Status dengan {original.path.as_posix()}.")


def gather(generator: Any) -> list[Any]:
    """Return the English articles of a build, newest first, each with its original and related English pages.

    Raise SiteError when an article of another language stands among the Indonesian ones.
    """
    stray = [article.source_path for article in generator.articles if article.lang != INDONESIAN]
    if stray:
        raise SiteError(f"Terjemahan tanpa naskah Indonesia ikut terbaca: {', '.join(stray)}.",
                        "Samakan Slug kedua naskah, lalu bangun lagi. Situs yang lama tidak berubah.")
    found = sorted((each for each in generator.translations if each.lang == ENGLISH),
                   key=lambda each: (-each.date.timestamp(), each.slug))
    if not found:
        generator.settings["EN_SAVE_AS"] = ""  # no list without entries
    topics = {each.slug: {tag.slug for tag in each.tags} for each in found}
    for article in found:
        article.template = TEMPLATE
        article.original = next(each for each in article.translations if each.lang == INDONESIAN)
        near = [each for each in found if each is not article and topics[each.slug] & topics[article.slug]]
        article.related = sorted(near, key=lambda each: -len(topics[each.slug] & topics[article.slug]))[:4]
    return found


def sitemap_entries(context: Mapping[str, Any]) -> Iterator[tuple[str, datetime]]:
    """Yield the address of the English list and of each English page with the time it last changed."""
    moments = [(article.url, changed(article)) for article in context["english"]]
    if moments:
        yield f"{FOLDER}/", max(moment for _, moment in moments)
    yield from moments


def _hidden(document: Document) -> bool:
    return document.text("status").lower() == "draft"


def _moment(document: Document) -> datetime:
    """Return when an article comes out; a date that cannot be read is reported elsewhere and counts as never."""
    try:
        return parse_moment(document.text("date"))
    except ValueError:
        return datetime.max.replace(tzinfo=parse_moment("2000-01-01").tzinfo)
