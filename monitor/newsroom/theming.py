"""What the theme may call: Indonesian dates, links that also work from a folder, share links, JSON-LD."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import quote, urlsplit
from weakref import WeakKeyDictionary

from jinja2 import Environment, pass_context, pass_environment
from jinja2.environment import TemplateModule
from jinja2.runtime import Context
from markupsafe import Markup, escape

from monitor.dates import clock, long_date
from monitor.newsroom import structured
from monitor.newsroom.cleaning import open_as_file
from monitor.newsroom.details import PageType
from monitor.newsroom.headers import POLICIES
from monitor.newsroom.language import ENGLISH, INDONESIAN, day, english
from monitor.newsroom.revisions import revisions

NOT_FOUND = "404.html"
_REACHABLE = re.compile(r"(https?://[^\s,;]+|\b\d{4}-\d{2}-\d{2}\b|(?<![\w.,])[+0][\d -]{6,}\d(?!\w|[.,]\d|[ -]\d))")

_frames: WeakKeyDictionary[Environment, dict[tuple[Any, ...], Markup]] = WeakKeyDictionary()


def filters() -> dict[str, Callable[..., Any]]:
    """Return the filters by the names the templates use."""
    return {"long_date": long_date, "clock": clock, "link": link, "body": body, "dial": dial,
            "english": lambda words: english().get(words, words), "english_day": lambda moment: day(moment, ENGLISH)}


def globals_for(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return the global names of the templates for one site."""
    site = structured.Publication(settings["SITEURL"], settings["SITENAME"], bool(settings.get("RILIS_RESMI")))
    return {"site": site, "schema": structured, "PageType": PageType, "share_links": share_links, "once": once,
            "component": component, "ready_text": ready_text, "SAMPLE_LABEL": structured.SAMPLE_LABEL,
            "changed": structured.changed, "POLICIES": POLICIES, "revisions": revisions}


@pass_context
def link(context: Context, url: str) -> str:
    """Return the link from the page being written to a path of the site.

    Read straight from a folder (LINK_INDEX), links name the file. On a server the not-found page is shown at any
    depth, so its links start at the root of the site.
    """
    in_folder = context.get("LINK_INDEX")
    at_any_depth = context.get("output_file") == NOT_FOUND and not in_folder
    base = urlsplit(context["site"].siteurl).path if at_any_depth else context["SITEURL"]
    whole = f"{base}/{url}"
    return f"{whole}index.html" if in_folder and whole.endswith("/") else whole


@pass_context
def once(context: Context, name: str) -> Markup:
    """Return a component that is the same on all pages of a section and depth: head banner, header, footer.

    It may read the lists of the whole site, `root`, `page_lang` and `output_file`, but nothing of the single page.
    """
    root, frames = str(context.get("root") or ""), _frames.setdefault(context.environment, {})
    section, _, rest = root.partition("/")
    own = context.get("output_file") if not root or NOT_FOUND in root else None
    key = (name, context.get("SITEURL"), context.get("page_lang"), section, bool(rest), own)
    if key not in frames:
        frames[key] = Markup(context.environment.get_template(name).render(context.get_all()))
    return frames[key]


@pass_environment
def component(environment: Environment, name: str) -> TemplateModule:
    """Return the macros of a component that need nothing of the page; `import` compares all globals each time."""
    return environment.get_template(f"components/{name}.html").module


@pass_context
def body(context: Context, html: str) -> Markup:
    """Return the cleaned body of a page as markup, its links fit for the way the site is read."""
    return open_as_file(html) if context.get("LINK_INDEX") else Markup(html)


@lru_cache(maxsize=1024)
def dial(text: str, lang: str = INDONESIAN) -> Markup:
    """Return a contact line with telephone numbers and web addresses as links, and ISO dates in words."""
    parts = _REACHABLE.split(text)
    return Markup("").join(_reach(part, lang) if number % 2 else part for number, part in enumerate(parts))


def ready_text(site: structured.Publication, page: Any) -> str:
    """Return the text an employee can pass on: title, one-sentence fact, address."""
    fact = page.fact if page.kind is PageType.CLARIFICATION else page.summary
    return f"{page.title}\n\n{fact}\n\nSelengkapnya: {site.address(page.url)}"


def share_links(site: structured.Publication, page: Any) -> list[tuple[str, str]]:
    """Return (name, address) of plain share links; nothing is loaded from those sites until a reader follows one."""
    address = quote(site.address(page.url), safe="")
    text = quote(ready_text(site, page), safe="")
    title = quote(str(page.title), safe="")
    return [("WhatsApp", f"https://wa.me/?text={text}"),
            ("X", f"https://x.com/intent/post?text={title}&url={address}"),
            ("Facebook", f"https://www.facebook.com/sharer/sharer.php?u={address}"),
            ("Telegram", f"https://t.me/share/url?url={address}&text={title}")]


def _reach(found: str, lang: str) -> Markup:
    if found.startswith("http"):
        shown = found.split("//", 1)[1].rstrip("/")
        return Markup('<a href="{}" rel="noopener noreferrer">{}</a>').format(found, shown)
    if found[4:5] == found[7:8] == "-":
        return escape(day(date.fromisoformat(found), lang))
    return Markup('<a href="tel:{}">{}</a>').format(re.sub(r"[ -]", "", found), found)
