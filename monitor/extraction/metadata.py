"""What a page says of itself: JSON-LD, meta elements, canonical link.

JSON-LD wins over meta elements, which win over visible elements; each value is plain text and may be empty.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from monitor import urls
from monitor.extraction.boilerplate import plain
from monitor.extraction.page import Page
from monitor.models import TimeOrigin

_ARTICLE_TYPES = ("NewsArticle", "ReportageNewsArticle", "AnalysisNewsArticle", "OpinionNewsArticle", "LiveBlogPosting",
                  "Article", "BlogPosting", "SocialMediaPosting", "Report", "VideoObject", "WebPage")
_WRAPPING = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*<!\[CDATA\[\*/)|(?:-->|//\s*\]\]>|\]\]>)\s*;?\s*$")
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")
_BROKEN_FIELD = r'"{key}"\s*:\s*"((?:[^"\\]|\\.)*)"'
_SALVAGED = ("datePublished", "articleBody", "isAccessibleForFree")
_BYLINE = re.compile(r"^\s*(?:oleh|by|reporter|penulis|pewarta|editor|jurnalis|laporan|kontributor)\s*[:\-]?\s+", re.I)
_PAGE_PART = re.compile(r"/(?:\d{1,3}|page/?\d{1,3}|halaman/?\d{1,3}|all|amp|full)")
_BODY_FIELDS = ("content", "body", "articleBody", "contentHtml", "htmlContent", "isi")
_LONGEST_TITLE = 300
_MAX_JSON = 2_000_000
_MAX_NODES = 2_000


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says of itself; `free` is False when it says paywalled.

    `times` are raw published times with where they stand, best first.
    """

    title: str
    author: str
    site: str
    image: str
    url: str
    body: str
    description: str
    times: tuple[tuple[str, TimeOrigin], ...]
    free: bool


def read_metadata(page: Page, *, url: str) -> Metadata:
    """Read JSON-LD and meta elements of a page; `url` is where it was fetched, for relative links and canonicals."""
    node = _article_node(page.linked_data)
    meta = _meta(page)
    return Metadata(
        title=_title(page, node, meta, url),
        author=_author(node, meta),
        site=_first(_name(node.get("publisher")), meta.get("og:site_name"), meta.get("application-name")),
        image=_image(node, meta, url),
        url=_canonical(page, meta, url),
        body=_text(node.get("articleBody")) or _updates(node),
        description=_first(meta.get("og:description"), meta.get("description"), _text(node.get("description"))),
        times=tuple(_times(node, meta)),
        free=_is_free(node, meta),
    )


def _first(*values: str | None) -> str:
    return next((text for value in values if value and (text := plain(value))), "")


def _text(value: Any) -> str:
    """Return a JSON-LD value as text: a string, a number, the first of a list, or an object's @value or name."""
    if isinstance(value, Mapping):
        value = value.get("@value") or value.get("name") or value.get("url")
    if isinstance(value, list):
        return next((text for item in value[:20] if not isinstance(item, list) and (text := _text(item))), "")
    return html.unescape(value) if isinstance(value, str) else ""


def _updates(node: Mapping[str, Any]) -> str:
    """Return what a live blog states of its updates: each headline and text on a line of its own, in its order."""
    listed = node.get("liveBlogUpdate")
    posts = [post for post in listed[:500] if isinstance(post, Mapping)] if isinstance(listed, list) else []
    lines = (plain(_text(post.get(key))) for post in posts for key in ("headline", "articleBody"))
    return "\n".join(dict.fromkeys(filter(None, lines)))


def _name(value: Any) -> str:
    items = value if isinstance(value, list) else [value]
    names = [plain(_text(item.get("name")) if isinstance(item, Mapping) else _text(item)) for item in items[:10]]
    return ", ".join(dict.fromkeys(name for name in names if name and "://" not in name))


def _article_node(texts: Iterable[str]) -> Mapping[str, Any]:
    """Return the JSON-LD object that describes the article; salvage single fields when the JSON is broken."""
    best: Mapping[str, Any] = {}
    rank = len(_ARTICLE_TYPES)
    for text in texts:
        for node in _nodes(_parse(text)):
            kinds = node.get("@type")
            for kind in kinds if isinstance(kinds, list) else [kinds]:
                if kind in _ARTICLE_TYPES and (found := _ARTICLE_TYPES.index(kind)) < rank:
                    best, rank = node, found
    return best


def _parse(text: str) -> Any:
    text = _WRAPPING.sub("", text[:_MAX_JSON])
    for candidate in (text, _TRAILING_COMMA.sub(r"\1", text), html.unescape(text)):
        try:
            return json.loads(candidate, strict=False)
        except (ValueError, RecursionError):
            continue
    if "Article" not in text:
        return {}
    found = {key: match[1] for key in _SALVAGED if (match := re.search(_BROKEN_FIELD.format(key=key), text))}
    return {"@type": "Article"} | {key: re.sub(r"\\(.)", r"\1", value) for key, value in found.items()}


def _nodes(data: Any) -> Iterator[Mapping[str, Any]]:
    """Yield the objects of JSON-LD data, breadth first: lists, @graph and mainEntity are opened."""
    queue = [data]
    for _ in range(_MAX_NODES):
        if not queue:
            return
        item = queue.pop(0)
        if isinstance(item, list):
            queue.extend(item[:200])
        elif isinstance(item, Mapping):
            yield item
            queue.extend(item[key] for key in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement")
                         if isinstance(item.get(key), Mapping | list))


def drawn_body(state: str) -> str:
    """Return the article's markup from the JSON of a page that is drawn in the browser; empty when it holds none.

    It is the longest text with paragraphs among the fields that sites name so.
    """
    queue, found = [_parse(state)] if len(state) <= _MAX_JSON else [], ""
    for _ in range(_MAX_NODES):
        if not queue:
            break
        item = queue.pop(0)
        if isinstance(item, list):
            queue.extend(item[:200])
        elif isinstance(item, Mapping):
            queue.extend(value for value in item.values() if isinstance(value, Mapping | list))
            texts = (value for key in _BODY_FIELDS if isinstance(value := item.get(key), str) and "<p" in value)
            found = max((found, *texts), key=len)
    return found


def _meta(page: Page) -> dict[str, str]:
    """Return the first content of each meta element by lower-case property, name or itemprop."""
    found: dict[str, str] = {}
    for element in page.tree.iter("meta"):
        key = element.get("property") or element.get("name") or element.get("itemprop") or ""
        if (content := (element.get("content") or "").strip()) and key:
            found.setdefault(key.lower(), content)
    return found


def _title(page: Page, node: Mapping[str, Any], meta: Mapping[str, str], url: str) -> str:
    """Return the headline: JSON-LD, the page's heading, og:title or <title>, without the site's name at its end."""
    site = {plain(name).casefold() for name in (_name(node.get("publisher")), meta.get("og:site_name", ""),
                                                urls.host(url), urls.host(url).split(".")[0])}
    for value in (_text(node.get("headline")), _heading(page), meta.get("og:title"), _text(node.get("name")),
                  meta.get("twitter:title"), page.tree.findtext(".//title")):
        title = plain(html.unescape(value or ""))
        head, separator, tail = title.rpartition(" | ") if " | " in title else title.rpartition(" - ")
        if separator and tail.strip().casefold() in site:
            title = head.strip()
        if 0 < len(title) <= _LONGEST_TITLE and not title.endswith(("...", "…")) and title.casefold() not in site:
            return title
    return ""


def _heading(page: Page) -> str:
    """Return the page's only h1 of headline length, or the first one that calls itself a title."""
    headings = [(plain(" ".join(h1.itertext())), f"{h1.get('class')} {h1.get('id')} {h1.get('itemprop')}".lower())
                for h1 in page.tree.iter("h1")]
    said = [(text, what) for text, what in headings if 15 <= len(text) <= _LONGEST_TITLE]
    if len(said) == 1:
        return said[0][0]
    return next((text for text, what in said if re.search(r"title|judul|headline", what)), "")


def _author(node: Mapping[str, Any], meta: Mapping[str, str]) -> str:
    values = (_name(node.get("author")), meta.get("author"), meta.get("content_author"), meta.get("article:author"),
              meta.get("dable:author"))
    return next((name for value in values if value and (name := clean_author(value))), "")


def clean_author(raw: str) -> str:
    """Return a byline without its "Reporter:" and the site's name after a dash; empty for addresses and sentences."""
    name = re.split(r"\s[-|–•]\s", _BYLINE.sub("", plain(raw)), maxsplit=1)[0].strip(" -|,:;")
    return "" if "://" in name or "@" in name or len(name) > 120 else name


def _image(node: Mapping[str, Any], meta: Mapping[str, str], url: str) -> str:
    image = node.get("image")
    listed = image[0] if isinstance(image, list) and image else image
    said = listed.get("url") if isinstance(listed, Mapping) else listed
    candidates = (meta.get("og:image"), meta.get("og:image:url"), said if isinstance(said, str) else "",
                  meta.get("twitter:image"))
    return next((full for value in candidates if value and (full := _absolute(value, url))), "")


def _absolute(link: str, base: str) -> str:
    """Return an http(s) address, resolved against the page; empty for anything else."""
    try:
        full = urljoin(base, link.strip())
        parts = urlsplit(full)
    except ValueError:
        return ""
    return full if parts.scheme in {"http", "https"} and parts.netloc and len(full) <= 2000 else ""


def _canonical(page: Page, meta: Mapping[str, str], url: str) -> str:
    """Return the address the page calls its own, when it is an article address on the same host; else `url`.

    Another host is not believed: a copy that names its origin is still a clip of the outlet that printed it, and a
    hostile page must not be able to pose as another outlet's.
    """
    links = [link.get("href") or "" for link in page.tree.iter("link")
             if "canonical" in (link.get("rel") or "").lower().split()]
    for candidate in [*links[:1], meta.get("og:url", "")]:
        full = _absolute(candidate, url) if candidate else ""
        if full and urls.host(full) == urls.host(url) and not _is_section(full, url):
            return urls.canonical(full)
    return urls.canonical(url)


def _is_section(link: str, url: str) -> bool:
    """Tell whether a link leads to a page above this one (a section, the home page) rather than to the page itself.

    Sites that name their section as every article's canonical exist; believing them would make all articles one item.
    """
    above, here = (urlsplit(urls.canonical(address)).path.rstrip("/") for address in (link, url))
    return not above or (here.startswith(above + "/") and not _PAGE_PART.fullmatch(here[len(above):]))


def _times(node: Mapping[str, Any], meta: Mapping[str, str]) -> Iterator[tuple[str, TimeOrigin]]:
    keys = ("article:published_time", "datepublished", "og:published_time", "publishdate", "content_publisheddate",
            "pubdate", "publish-date", "publication_date", "dc.date.issued", "dc.date", "cxenseparse:recs:publishtime",
            "jpnncom_news_pubdate", "parsely-pub-date", "sailthru.date", "date")
    stated = [*((_text(node.get(key)), TimeOrigin.JSON_LD) for key in ("datePublished", "uploadDate")),
              *((meta.get(key, ""), TimeOrigin.PAGE) for key in keys),
              (_text(node.get("dateCreated")), TimeOrigin.JSON_LD)]
    first: dict[str, TimeOrigin] = {}
    for value, origin in stated:
        if value.strip():
            first.setdefault(value.strip(), origin)
    yield from first.items()


def _is_free(node: Mapping[str, Any], meta: Mapping[str, str]) -> bool:
    said = [node.get("isAccessibleForFree"), meta.get("article:content_tier"), meta.get("content_tier")]
    return not any(str(value).strip().lower() in {"false", "no", "0", "locked", "premium"}
                   for value in said if value is not None)
