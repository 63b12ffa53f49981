"""The local Pelican plugin: checks, cleaning, typed facts for the theme, labels in feeds, and the safe swap.

Named in pelicanconf.py as `monitor.newsroom.plugin`; plain `pelican content` therefore does all of this too.
"""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from html import escape
from pathlib import Path
from typing import Any

from pelican.contents import Article, Page
from pelican.log import LimitFilter
from pelican.plugins import signals
from pelican.urlwrappers import Category, Tag

from monitor.config.regions import read_regions
from monitor.config.taxonomy import read_taxonomy, topic_label
from monitor.errors import SiteError
from monitor.newsroom import finishing, theming, translations
from monitor.newsroom.cleaning import clean, headings
from monitor.newsroom.content import check_content, refuse
from monitor.newsroom.details import PageType, parse_channel, parse_day, parse_helper, parse_reference
from monitor.newsroom.links import refuse_broken_links
from monitor.newsroom.offices import OfficesGenerator, by_island, office_pages, sitemap_entries
from monitor.newsroom.output import Staging
from monitor.newsroom.reading import use_one_parser
from monitor.newsroom.releases import holding
from monitor.newsroom.revisions import parse_revision
from monitor.newsroom.sharing import generator as sharing
from monitor.newsroom.structured import SAMPLE_LABEL, changed

HOME = "beranda"
CHANNELS = "kanal-resmi"
FRESH = timedelta(days=7)
NEWEST = 3
RELATED = 4
LOOK_AT = 40
_LISTS: Mapping[str, Callable[[str], object]] = {
    "sources": parse_reference, "helpers": parse_helper, "channels": parse_channel, "changes": parse_revision,
}
_LINES = ("legal", "advice")
_SENTENCES = ("answer", "redirect_from", "fact", "claim", "seen", "verdict", "city", "contact", "summary", "title")


class _Complaints(logging.Handler):
    """Collect what Pelican itself warns about: with us every warning stops the build."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one message, with the exception Pelican is swallowing if there is one."""
        cause = sys.exc_info()[1]
        self.lines.append(record.getMessage() + (f" ({type(cause).__name__}: {cause})" if cause else ""))


_complaints = _Complaints()


def register() -> None:
    """Connect to Pelican's signals; Pelican calls this once."""
    logging.getLogger("pelican").addHandler(_complaints)
    if not logging.getLogger().handlers:  # `--log-handler plain` relies on having no handler at all
        logging.getLogger().addHandler(logging.StreamHandler())
    signals.initialized.connect(_prepare)
    signals.readers_init.connect(use_one_parser)
    signals.get_generators.connect(_stage)
    signals.get_generators.connect(_more_generators)
    signals.article_generator_context.connect(_shape_article)
    signals.page_generator_context.connect(_shape_page)
    signals.content_object_init.connect(_clean_content)
    signals.article_generator_finalized.connect(_relate)
    signals.page_generator_finalized.connect(_place_pages)
    signals.all_generators_finalized.connect(_gather)
    signals.feed_generated.connect(_label_feed)
    signals.finalized.connect(_publish)


def build_time(environ: Mapping[str, str] = os.environ) -> datetime:
    """Return the moment of the build, or SOURCE_DATE_EPOCH when set (reproducible-builds.org)."""
    epoch = environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch.isdigit() else datetime.now(UTC)


def newest_first(article: Any) -> tuple[float, str]:
    """Sort key of articles: newest first, then by slug, so that every build gives the same order."""
    return (-article.date.timestamp(), article.slug)


def _prepare(pelican: Any) -> None:
    holding.read_zones()
    pelican.settings["JINJA_FILTERS"].update(theming.filters())
    pelican.settings["JINJA_GLOBALS"].update(theming.globals_for(pelican.settings))


def _stage(pelican: Any) -> None:
    """Check all content and point Pelican at a new directory; runs at the start of every build."""
    _complaints.lines.clear()
    LimitFilter._raised_messages.clear()  # else a second build in the same process hides its repeated warnings
    problems = check_content(Path(pelican.path))
    for problem in problems:
        if not problem.blocks:
            sys.stderr.write(f"Peringatan: {problem}\n")
    refuse(problems)
    holding.decide(pelican.settings, Path(pelican.path))
    pelican.staging = Staging(Path(pelican.settings["OUTPUT_PATH"]))
    pelican.output_path = str(pelican.staging.path)


def _more_generators(pelican: Any) -> tuple[type, ...]:
    return (OfficesGenerator, sharing.KitsGenerator)


def _shape_article(generator: Any, metadata: dict[str, Any]) -> None:
    if holding.hold_unread(metadata, generator.settings):
        return
    kind = PageType(_sentence(metadata["type"]))
    _shape(metadata)
    metadata["kind"] = kind
    metadata["template"] = kind.name.lower()
    metadata["category"] = Category(kind.label, generator.settings)
    metadata["tags"] = [_topic(slug, generator.settings) for slug in _words(metadata.get("topics", ""))]
    offices = {office.id: office for office in read_regions().offices}
    metadata["offices"] = tuple(offices[name] for name in _words(metadata.get("offices", "")))
    metadata["officials"] = tuple(_words(metadata.get("officials", "")))


def _shape_page(generator: Any, metadata: dict[str, Any]) -> None:
    _shape(metadata)
    if _sentence(metadata.get("slug", "")) == HOME:
        metadata["save_as"] = metadata["url"] = ""


def _shape(metadata: dict[str, Any]) -> None:
    """Replace the meta lines by typed facts, so that the theme meets no raw text with bars in it."""
    metadata["redirect_from"] = metadata.pop("redirect-from", "")
    for key in _SENTENCES:
        metadata[key] = _sentence(metadata.get(key, ""))
    for key, read in _LISTS.items():
        metadata[key] = tuple(read(line) for line in _lines(metadata.get(key, "")))
    for key in _LINES:
        metadata[key] = tuple(_lines(metadata.get(key, "")))
    checked = _sentence(metadata.get("checked", ""))
    metadata["checked"] = parse_day(checked) if checked else None


def _clean_content(content: Any) -> None:
    holding.settle(content)
    if isinstance(content, Article | Page):
        content._content = clean(content._content or "")
        content.headings = headings(content._content)


def _relate(generator: Any) -> None:
    """Find related pages, and forget the pictures of drafts so that an embargo leaks nothing."""
    shown: set[str] = set()
    by_topic: dict[str, list[Any]] = {}
    generator.context["english"] = translations.gather(generator)
    for article in generator.context["english"]:
        shown |= article.get_static_links()
        _settle(article)
    for article in generator.articles:
        shown |= article.get_static_links()
        _settle(article)
        article.topic_slugs = frozenset(tag.slug for tag in article.tags)
        for slug in article.topic_slugs:
            by_topic.setdefault(slug, []).append(article)
    generator.context["static_links"] &= shown
    alike: dict[frozenset[str], list[Any]] = {}
    for article in generator.articles:
        topics = article.topic_slugs
        if topics not in alike:
            alike[topics] = _nearest(topics, by_topic)
        article.related = [other for other in alike[topics] if other is not article][:RELATED]


def _settle(content: Any) -> None:
    """Keep the address of a page instead of working it out at each link; Pelican looks for these names first."""
    content.override_url, content.override_save_as = content.url, content.save_as


def _nearest(topics: frozenset[str], by_topic: Mapping[str, list[Any]]) -> list[Any]:
    """Return the pages that share most of some topics, newest first, looking at the newest of each topic only."""
    near = {other.slug: other for slug in topics for other in by_topic[slug][:LOOK_AT]}
    nearest = sorted(near.values(), key=lambda other: (-len(topics & other.topic_slugs), newest_first(other)))
    return nearest[:RELATED + 1]


def _place_pages(generator: Any) -> None:
    """Take the front page's text out of the ordinary pages, and share the official channels with every page."""
    pages = {page.slug: page for page in generator.pages}
    for page in generator.pages:
        _settle(page)
    generator.pages[:] = [page for page in generator.pages if page.slug != HOME]
    generator.context["pages"] = generator.pages
    generator.context["home"] = pages.get(HOME)
    generator.context["channels"] = pages[CHANNELS].channels if CHANNELS in pages else ()


def _gather(generators: Iterable[Any]) -> None:
    """Put the lists that several pages show into the shared context. Raise SiteError when a file was skipped."""
    generator = next(iter(generators))
    context = generator.context
    skipped = sorted(path for path, item in context["generated_content"].items() if item is None)
    if skipped:
        raise SiteError(f"Pelican tidak bisa membaca: {', '.join(skipped)}.", "; ".join(_complaints.lines))
    articles = context["articles"]
    holding.verify([*articles, *context["english"]], generator.settings)
    home = [context["home"]] if context["home"] else []
    refuse_broken_links([*articles, *context["english"], *context["pages"], *home], context)
    by_kind = {kind: [article for article in articles if article.kind is kind] for kind in PageType}
    clarifications = by_kind[PageType.CLARIFICATION]
    fresh = clarifications and build_time() - clarifications[0].date < FRESH
    context["fresh_clarification"] = clarifications[0] if fresh else None
    context["doors"] = [(kind, by_kind[kind][:NEWEST], len(by_kind[kind]))
                        for kind in (PageType.EXPLAINER, PageType.RELEASE, PageType.CLARIFICATION)]
    tags = {tag.slug: (tag, len(listed)) for tag, listed in context["tags"]}
    context["topics"] = [(topic.label, *tags.get(topic.slug, (None, 0))) for topic in read_taxonomy().topics]
    context["offices"] = read_regions().offices
    context["office_pages"] = office_pages(articles)
    context["islands"] = by_island(context["office_pages"])
    finishing.prepare(context, generator.settings, Path(generator.path), Path(generator.output_path))
    sharing.gather_kits(generators, build_time())
    context["sitemap"] = list(_sitemap(context))
    counts = {kind.label: len(by_kind[kind]) for kind in PageType}
    generator.settings["page_counts"] = counts | {"Halaman": len(context["pages"])}


def _sitemap(context: Mapping[str, Any]) -> Iterable[tuple[str, datetime]]:
    """Yield each address with the time its content truly last changed; lists change with their newest item."""
    articles, pages = context["articles"], context["pages"]
    moments = [changed(item) for item in articles]
    if moments:
        yield "", max([*moments, *([changed(context["home"])] if context["home"] else [])])
        yield "topik/", max(moments)
        yield "cari/", max(moments)
    yield from sitemap_entries(context["office_pages"])
    yield from translations.sitemap_entries(context)
    yield from sharing.sitemap_entries(context)
    for groups in (context["categories"], context["tags"]):
        for group, listed in groups:
            yield group.url, max(changed(article) for article in listed)
    for item in (*articles, *pages):
        yield item.url, changed(item)


def _label_feed(context: Mapping[str, Any], feed: Any) -> None:
    """Give feeds plain summaries and clean links, and mark every release that is not cleared."""
    everything = (*context["articles"], *context["english"])
    articles = {f"{context['SITEURL']}/{article.url}": article for article in everything}
    for item in feed.items:
        article = articles[item["link"]]
        sample = article.kind is PageType.RELEASE and not context["RILIS_RESMI"]
        summary = f"{SAMPLE_LABEL}. {article.summary}" if sample else article.summary
        item["description"] = escape(summary, quote=False)
        item["content"] = None
        if sample:
            item["title"] = f"[{SAMPLE_LABEL}] {article.title}"


def _publish(pelican: Any) -> None:
    """Swap the finished site in, unless Pelican complained on the way. Raise SiteError."""
    staging: Staging = pelican.staging
    if _complaints.lines:
        staging.discard()
        listed = "\n".join(f"  - {line}" for line in dict.fromkeys(_complaints.lines))
        raise SiteError(f"Situs tidak diterbitkan karena peringatan ini:\n{listed}",
                        "\nPerbaiki, lalu bangun lagi. Situs yang lama tidak berubah.")
    finishing.finish(pelican.settings, Path(pelican.path), staging.path)
    holding.record(pelican.settings, staging.path)
    counts = pelican.settings.pop("page_counts", {})
    staging.publish(counts)


def _topic(slug: str, settings: Mapping[str, Any]) -> Any:
    tag = Tag(topic_label(slug), settings)
    tag.slug = slug
    return tag


def _lines(value: Any) -> list[str]:
    given = value if isinstance(value, list) else [value]
    return [str(line).strip() for line in given if str(line).strip()]


def _sentence(value: Any) -> str:
    return " ".join(_lines(value))


def _words(value: Any) -> list[str]:
    return [word for word in (part.strip() for part in _sentence(value).split(",")) if word]
