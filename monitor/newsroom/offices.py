"""Write one page per BP3MI office, with its facts, its pages of the site and a feed of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

from pelican.generators import Generator

from monitor.config.regions import Office, Regions, read_regions
from monitor.newsroom.details import Reference
from monitor.newsroom.structured import changed
from monitor.weeks import WIB

FOLDER = "bp3mi"


@dataclass(frozen=True, slots=True)
class OfficePage:
    """One office with the articles that name it, newest first, their topics, and where its facts were read."""

    office: Office
    articles: tuple[Any, ...]
    sources: tuple[Reference, ...]

    @property
    def url(self) -> str:
        """The address below the site."""
        return f"{FOLDER}/{self.office.id}/"

    @property
    def feed(self) -> str:
        """The path of its feed without the ending, empty while there is nothing to read in it."""
        return f"feed/{FOLDER}-{self.office.id}" if self.articles else ""

    @property
    def topics(self) -> tuple[Any, ...]:
        """The topics of its articles, each once, by name."""
        found = {tag.slug: tag for article in self.articles for tag in article.tags}
        return tuple(sorted(found.values(), key=lambda tag: str(tag.name)))

    @property
    def changed(self) -> datetime | None:
        """When the page last changed: with its newest article, else when its facts were checked."""
        if self.articles:
            return max(changed(article) for article in self.articles)
        return datetime.combine(self.sources[0].checked, time(), WIB) if self.sources else None


class OfficesGenerator(Generator):  # type: ignore[misc]
    """The Pelican generator of `bp3mi/<id>/` and the office feeds; the list itself is a direct template."""

    def generate_context(self) -> None:
        """Nothing to read: the offices are configuration, the articles come from their own generator."""

    def generate_output(self, writer: Any) -> None:
        """Write a page for each office, and feeds for those that have articles."""
        relative = self.settings["RELATIVE_URLS"]
        template = self.get_template("office")
        for page in self.context["office_pages"]:
            writer.write_file(f"{page.url}index.html", template, self.context, relative, template_name="office",
                              paginated={"articles": page.articles}, url=page.url, office=page)
            for form in ("atom", "rss") if page.feed else ():
                writer.write_feed(list(page.articles), self.context, f"{page.feed}.{form}.xml", feed_type=form,
                                  feed_title=f"{self.settings['SITENAME']} – {page.office.name}")


def office_pages(articles: Sequence[Any], regions: Regions | None = None) -> tuple[OfficePage, ...]:
    """Return every office in the order of regions.toml with the articles that name it."""
    known = regions or read_regions()
    listed: dict[str, list[Any]] = {}
    for article in articles:
        for office in article.offices:
            listed.setdefault(office.id, []).append(article)
    return tuple(OfficePage(office, tuple(listed.get(office.id, ())), tuple(_sources(office, known)))
                 for office in known.offices)


def by_island(pages: Sequence[OfficePage]) -> list[tuple[str, list[OfficePage]]]:
    """Group the offices by island for the list, both in the order of regions.toml."""
    return [(island, list(group)) for island, group in groupby(pages, key=lambda page: page.office.island)]


def sitemap_entries(pages: Sequence[OfficePage]) -> Iterator[tuple[str, datetime]]:
    """Yield the address of the list and of each office with the time it last changed."""
    moments: Mapping[str, datetime] = {page.url: page.changed for page in pages if page.changed}
    if moments:
        yield f"{FOLDER}/", max(moments.values())
    yield from moments.items()


def _sources(office: Office, regions: Regions) -> Iterator[Reference]:
    for url in office.sources if regions.checked else ():
        assert regions.checked is not None
        yield Reference((urlsplit(url).hostname or url).removeprefix("www."), url, regions.checked)
