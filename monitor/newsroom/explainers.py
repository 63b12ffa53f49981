"""List the published explainers and clarifications, so that a theme heard can be matched to an answer."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from monitor.models import Explainer
from monitor.newsroom.details import PageType, parse_moment
from monitor.newsroom.frontmatter import Document, read_document


def read_explainers(content: Path, *, siteurl: str = "", now: datetime | None = None) -> tuple[Explainer, ...]:
    """Return the explainers and clarifications published by `now`, newest first.

    `url` is `/penjelasan/<slug>/` below `siteurl`. Drafts, translations, embargoed and unreadable files are
    left out (the site build reports the unreadable ones); a missing folder gives none.
    """
    moment = now or datetime.now(UTC)
    found: list[tuple[datetime, Explainer]] = []
    for kind in (PageType.EXPLAINER, PageType.CLARIFICATION):
        for path in sorted((content / kind).rglob("*.md")):
            entry = _read(path, kind, siteurl.rstrip("/"))
            if entry and entry[0] <= moment:
                found.append(entry)
    found.sort(key=lambda entry: (-entry[0].timestamp(), entry[1].slug))
    return tuple(explainer for _, explainer in found)


def _read(path: Path, kind: PageType, siteurl: str) -> tuple[datetime, Explainer] | None:
    try:
        document = read_document(path)
        published = parse_moment(document.text("date"))
    except (UnicodeDecodeError, ValueError):
        return None
    foreign = document.text("lang").lower() not in {"", "id"}
    if foreign or document.text("status").lower() == "draft" or not document.text("slug"):
        return None
    return published, _explainer(document, kind, siteurl)


def _explainer(document: Document, kind: PageType, siteurl: str) -> Explainer:
    slug = document.text("slug")
    return Explainer(slug=slug, title=document.text("title"), topics=document.items("topics"),
                     url=f"{siteurl}/{kind}/{slug}/", kind=kind.value, destinations=document.items("destinations"))
