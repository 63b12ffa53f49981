"""Write the kits into the site: one folder below `bagikan/` for every page that may be shared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pelican.generators import Generator

from monitor.config.units import GENERAL, read_units
from monitor.newsroom.details import Channel
from monitor.newsroom.keeping import Keeper
from monitor.newsroom.redirects import old_addresses
from monitor.newsroom.releases.holding import PREVIEW
from monitor.newsroom.sharing.archive import pack
from monitor.newsroom.sharing.captions import OWN_WORDS
from monitor.newsroom.sharing.kit import FOLDER, RULES, Kit, KitMaker, valid_until
from monitor.newsroom.sharing.layout import WIDE
from monitor.newsroom.sharing.page import KINDS, SharedPage, complaint_lines, read_page
from monitor.newsroom.sharing.register import Change, Entry, history, read_register
from monitor.newsroom.sharing.version import version_of
from monitor.weeks import WIB

SETTING = "KIT_BAGIKAN"
"""Pelican setting; False leaves the kits and their cards out of the site."""
LISTED = 100
"""Kits named on the list; older ones are reached from their pages."""


@dataclass(frozen=True, slots=True)
class SharedArticle:
    """A page that may be shared, its Pelican article, and what changed since its first kit; the theme's `kit`."""

    page: SharedPage
    article: Any
    changes: tuple[Change, ...]
    expired: bool

    @property
    def folder(self) -> str:
        """The address of the kit below the site."""
        return f"{FOLDER}/{self.page.slug}/"

    @property
    def card(self) -> str:
        """The address of the wide card below the site, with which links to the page are shown."""
        return f"{self.folder}kartu-{WIDE.name}.png"

    @property
    def card_alt(self) -> str:
        """What the wide card says, in short."""
        return f"Kartu {self.page.kind.label.lower()}: {self.page.title}"


@dataclass(frozen=True, slots=True)
class RecalledKit:
    """A kit whose page is gone; `day` is when that was found, `moved` the kit of the page's new address."""

    entry: Entry
    day: date
    moved: SharedArticle | None = None

    @property
    def url(self) -> str:
        """The address that was handed out."""
        return f"{FOLDER}/{self.entry.slug}/"


class KitsGenerator(Generator):  # type: ignore[misc]
    """The Pelican generator of the kits, their list, and the pages that stand in for recalled ones."""

    def generate_context(self) -> None:
        """Nothing to read: kits are made from the articles, once all are known."""
        self.context["shared"], self.context["recalled"] = [], []

    def gather(self, now: datetime) -> None:
        """Find the pages to share and hang their kits on their articles. Raise SiteError."""
        if not is_wanted(self.settings):
            return
        content, today = Path(self.path), now.astimezone(WIB).date()
        register = read_register(content)
        contacts = complaint_lines(self.context.get("channels", ()))
        articles = {each.slug: each for each in self.context["articles"] if each.kind in KINDS}
        for slug, article in articles.items():
            page = read_page(Path(article.source_path))
            changes = history(register.get(slug), version_of(page, contacts))
            article.kit = SharedArticle(page, article, changes, today > valid_until(page))
            self.context["shared"].append(article.kit)
        moved = {path: item for item in self.context["shared"]
                 for path in old_addresses(getattr(item.article, "redirect_from", ""))}
        self.context["recalled"] += [
            RecalledKit(entry, entry.withdrawn or today, moved.get(f"/{entry.kind}/{slug}/"))
            for slug, entry in sorted(register.items()) if slug not in articles]

    def generate_output(self, writer: Any) -> None:
        """Write every kit, the list, and the pages for recalled kits; one kit is in memory at a time."""
        shared, recalled = self.context["shared"], self.context["recalled"]
        if not shared and not recalled:
            return
        maker = maker_for(self.settings, Path(self.path), self.context.get("channels", ()))
        for item in shared:
            kit = maker.make(item.page)
            archive = pack(kit)
            self._write_files(kit, archive)
            self._write_page(writer, "share_kit", item.folder, item=item, kit=kit, rules=RULES, own_words=OWN_WORDS,
                             units=read_units(), archive_kilobytes=round(len(archive) / 1000))
        for gone in recalled:
            self._write_page(writer, "share_recalled", gone.url, gone=gone)
        self._write_page(writer, "share_list", f"{FOLDER}/", listed=shared[:LISTED], rules=RULES,
                         hidden=max(len(shared) - LISTED, 0))

    def _write_page(self, writer: Any, template: str, url: str, **values: Any) -> None:
        writer.write_file(f"{url}index.html", self.get_template(template), self.context,
                          self.settings["RELATIVE_URLS"], url=url, **values)

    def _write_files(self, kit: Kit, archive: bytes) -> None:
        folder = Path(self.output_path) / FOLDER / kit.slug
        folder.mkdir(parents=True, exist_ok=True)
        for picture in kit.pictures:
            (folder / picture.file).write_bytes(picture.png)
        (folder / "qr.svg").write_text(kit.code, "utf-8")
        (folder / f"{kit.slug}.zip").write_bytes(archive)


def gather_kits(generators: Iterable[Any], now: datetime) -> None:
    """Make the kits; called when all articles are known, so that pages can show their cards."""
    for generator in generators:
        if isinstance(generator, KitsGenerator):
            generator.gather(now)


def is_wanted(settings: Mapping[str, Any]) -> bool:
    """Tell whether a build makes kits: not for a preview, not for another language, not when switched off."""
    return bool(settings.get(SETTING, True)) and PREVIEW not in settings and settings.get("DEFAULT_LANG") == "id"


def maker_for(settings: Mapping[str, Any], content: Path, channels: Sequence[Channel], *,
              unit: str = GENERAL) -> KitMaker:
    """Return the maker of a site's kits for its Pelican settings; `unit` is the code in their links."""
    return KitMaker(siteurl=settings["SITEURL"], official=bool(settings.get("RILIS_RESMI")),
                    contacts=complaint_lines(channels), keeper=Keeper.beside(content), unit=unit)


def sitemap_entries(context: Mapping[str, Any]) -> Iterator[tuple[str, datetime]]:
    """Yield the address of each kit, of recalled ones and of their list, with the time it last changed."""
    moments = {item.folder: item.page.changed for item in context["shared"]}
    moments |= {gone.url: datetime.combine(gone.day, datetime.min.time(), WIB) for gone in context["recalled"]}
    if moments:
        yield f"{FOLDER}/", max(moments.values())
    yield from moments.items()
