"""Keep held and withdrawn articles out of a Pelican build, whatever template or plugin looks at them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from pelican import readers
from pelican.contents import Article
from pelican.urlwrappers import Category
from pelican.utils import SafeDatetime

from monitor.errors import SiteError
from monitor.newsroom.details import PageType, parse_moment
from monitor.newsroom.releases import ledger
from monitor.newsroom.releases.state import UNPUBLISHED, parse_remark
from monitor.newsroom.releases.visibility import Visibility, key_of, survey

SETTING = "ARTICLE_VISIBILITY"
"""Pelican setting with the visibility of each article by its `key_of`; a path that is not in it is held."""

OUT = "RELEASES_OUT"
"""Pelican setting with the approved releases that this build writes."""

PREVIEW = "PREVIEW_ARTICLE"
"""Pelican setting that names the one article to show whatever its state; only `monitor release preview` sets it."""

HELD_TITLE = "Naskah yang belum terbit"
WITHDRAWN_TITLE = "Siaran pers ini ditarik"
_NEVER = SafeDatetime(9999, 1, 1, tzinfo=UTC)
_numbers = count(1)
_KEPT = {"slug", "date", "lang", "kind", "type", "category", "template", "path", "reader"}


def read_zones() -> None:
    """Let Pelican read dates as we write them, zone included; its own reader takes WITA for WIB."""
    readers.METADATA_PROCESSORS["date"] = readers.METADATA_PROCESSORS["modified"] = _moment


def decide(settings: dict[str, Any], content: Path) -> None:
    """Decide for every article once, before Pelican reads any; say which releases only lack an approval.

    Raise SiteError when a release of the site to be replaced would change or go without a note.
    """
    found = survey(content, official=bool(settings.get("RILIS_RESMI")), now=datetime.now(UTC))
    ledger.compare(Path(settings["OUTPUT_PATH"]), found.entries)
    settings[SETTING], settings[OUT] = found.seen, found.entries
    for path in found.unapproved:
        sys.stderr.write(f"Peringatan: {path.as_posix()}:1: Belum disetujui, jadi tidak ditayangkan di situs resmi. "
                         f"Jalankan: monitor release approve {path.as_posix()} --as NAMA\n")


def record(settings: Mapping[str, Any], site: Path) -> None:
    """Leave in a finished site which approved releases are out."""
    ledger.write(site, settings.get(OUT, ()))


def hold_unread(metadata: dict[str, Any], settings: Mapping[str, Any]) -> bool:
    """Empty the metadata of an article that says it is not published; tell whether it was one."""
    if PREVIEW in settings or str(metadata.get("status", "")).strip().lower() not in UNPUBLISHED:
        return False
    date = metadata.get("date", _NEVER)
    metadata.clear()
    metadata.update(status="draft", title=HELD_TITLE, slug=_unused_slug(), date=date, kind=PageType.RELEASE,
                    category=Category(PageType.RELEASE.label, settings), tags=[], summary="")
    return True


def settle(content: Any) -> None:
    """Give an article the status Pelican knows, and take the words of a held or withdrawn one away."""
    if not isinstance(content, Article):
        return
    seen = _seen(content, content.settings)
    content.status = {Visibility.PUBLIC: "published", Visibility.HELD: "draft",
                      Visibility.WITHDRAWN: "hidden"}[seen]
    if seen is Visibility.PUBLIC:
        content.corrections = _remarks(content.metadata.get("corrections"))
        return
    if seen is Visibility.WITHDRAWN:
        content.withdrawal = _remarks(content.metadata.get("withdrawn"))[0]
        _empty(content, WITHDRAWN_TITLE)
        content.template = "withdrawn"
        return
    _empty(content, HELD_TITLE)
    content.slug = _unused_slug()


def verify(articles: Iterable[Any], settings: Mapping[str, Any]) -> None:
    """Raise SiteError when anything but a public article got into the lists of a build."""
    leaked = [article.source_path for article in articles if _seen(article, settings) is not Visibility.PUBLIC]
    if leaked:
        raise SiteError(f"Naskah yang belum boleh terbit ikut terbaca: {', '.join(leaked)}.",
                        "Situs lama tidak berubah. Laporkan ke pengelola situs.")


def _seen(article: Any, settings: Mapping[str, Any]) -> Visibility:
    path = key_of(Path(article.source_path or ""))
    if settings.get(PREVIEW) == path:
        return Visibility.PUBLIC
    found: Visibility = settings.get(SETTING, {}).get(path, Visibility.HELD)
    return found


def _unused_slug() -> str:
    """Return a slug of its own for a held article, which has no address: Pelican compares slugs."""
    return f"belum-terbit-{next(_numbers)}"


def _empty(content: Any, title: str) -> None:
    kept = {key: value for key, value in content.metadata.items() if key in _KEPT}
    for key in content.metadata.keys() - _KEPT - {"status", "title", "summary"}:
        content.__dict__.pop(key, None)
    content.metadata = kept
    content._content = content._summary = content.city = ""
    content.title = title
    content.tags = []
    content.offices = content.officials = content.sources = content.corrections = ()
    content.checked = None


def _remarks(lines: Any) -> tuple[Any, ...]:
    given = lines if isinstance(lines, list) else [lines] if lines else []
    return tuple(parse_remark(line) for line in given if str(line).strip())


def _moment(value: str, _settings: Mapping[str, Any]) -> SafeDatetime:
    """Read a date with its zone; what cannot be read is in a draft (the check refused the rest) and never comes."""
    try:
        found = parse_moment(value)
    except ValueError:
        return _NEVER
    return SafeDatetime(found.year, found.month, found.day, found.hour, found.minute, tzinfo=found.tzinfo)
