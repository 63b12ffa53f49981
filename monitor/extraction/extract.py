"""From a fetched page, or a feed entry alone, to an Article. Nothing here fetches, and no input makes it raise."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from lxml import etree
from lxml.html import HtmlElement, tostring

from monitor import urls
from monitor.extraction.body import SHORT, main_text
from monitor.extraction.boilerplate import clean, plain, prune
from monitor.extraction.metadata import Metadata, clean_author, drawn_body, read_metadata
from monitor.extraction.outlets import Outlet, Reading, apply, lines_of, outlet_of
from monitor.extraction.page import PARSE_ERRORS, Page, open_page
from monitor.extraction.published import choose_time, ministry_dates
from monitor.models import Article, Entry, ItemKind, Source, SourceKind, TextKind, TimeOrigin, Timestamp

_SHORTEST_FULL = 200
_PARTIAL = 0.4
"""A rule that finds a smaller part of what stands on the page no longer fits it."""
_LONG_PARAGRAPH = 120
_SHORTEST_UNLOCKED = 1_500
_PAYWALL = re.compile(
    r"(?:artikel|konten|berita) (?:ini )?(?:khusus|eksklusif|hanya) (?:untuk )?(?:pelanggan|member"
    r"|pembaca berlangganan)"
    r"|(?:silakan )?(?:berlangganan|login|masuk|daftar)(?: sekarang)? untuk (?:membaca|melanjutkan|mengakses)"
    r"|baca (?:selengkapnya|artikel lengkap\w*) di (?:aplikasi|epaper|e-paper)"
    r"|(?:untuk )?(?:membaca|melanjutkan membaca) (?:artikel|berita|tulisan) (?:ini )?(?:selengkapnya|secara lengkap)"
    r"(?: silakan|, silakan| dengan)? (?:berlangganan|login|masuk)"
    r"|sudah berlangganan\?|subscribe to (?:read|continue)|this (?:article|content) is for subscribers", re.I)
# every alternative of _PAYWALL holds one of these; most pages hold none
_PAYWALL_HINT = re.compile(r"langgan|untuk me(?:mbaca|lanjutkan|ngakses)|membaca (?:artikel|berita|tulisan)|member\b"
                           r"|di (?:aplikasi|e-?paper)|subscri", re.I)
_NO_ARTICLE = re.compile(
    r"\s*(?:just a moment|attention required|access denied|403 forbidden|(?:error )?404\W*(?:$|not found|halaman)"
    r"|page not found|(?:halaman |artikel )?tidak ditemukan|halaman tidak tersedia"
    r"|are you a robot|verify you are human|security check|service unavailable|bad gateway)", re.I)
_CUT_OFF = re.compile(r"(?:\[?(?:…|\.\.\.)\]?|\b(?:selengkapnya|read more|continue reading|baca selengkapnya))\W*$",
                      re.I)
_BODY_NAMES = re.compile(r"article|content|detail|read|paywall|premium|locked|subscri|berlangganan", re.I)
_WORD = re.compile(r"\w{2,}")
_TEXTS = etree.XPath("//text()")


@dataclass(frozen=True, slots=True)
class _Text:
    """An article's text and how much of the original it is."""

    text: str
    kind: TextKind


def extract(html: bytes | str, *, url: str, entry: Entry, source: Source, fetched_at: datetime) -> Article:
    """Read a fetched page into an Article; what the page does not tell is taken from the entry.

    `url` is where the page was fetched (after redirects). Never raises: a page that cannot be read gives the entry's
    own address and summary, or a stub when there is none. `text` is plain, one paragraph per line, without the title.
    """
    page = open_page(html)
    article = _read(page, url=url, entry=entry, source=source, fetched_at=fetched_at) if page else None
    if article is not None:
        return article
    held = _held(entry)
    kind = TextKind.STUB if not held.text else held.kind
    return _article(entry, source, fetched_at, url=urls.canonical(entry.url or url), body=_Text(held.text, kind))


def from_entry(entry: Entry, *, source: Source, fetched_at: datetime) -> Article:
    """Make an Article of what a feed says alone: `full` when it carries the body or is a post, else `summary`."""
    whole = entry.kind is ItemKind.POST
    return _article(entry, source, fetched_at, url=urls.canonical(entry.url),
                    body=_Text(entry.body, TextKind.FULL) if whole else _held(entry))


def _read(page: Page, *, url: str, entry: Entry, source: Source, fetched_at: datetime) -> Article | None:
    """Read a parsed page; None when it holds no article (a challenge, an error page, a home page) or defies reading."""
    try:
        said = read_metadata(page, url=url)
        if _NO_ARTICLE.match(page.tree.findtext(".//title") or "") or not urlsplit(url).path.strip("/"):
            return None
        locked = not said.free or _shows_paywall(page.tree)
        original = deepcopy(page.tree)
        prune(page.tree)
        outlet = outlet_of(url)
        reading = apply(outlet, page.tree) if outlet else Reading()
        title = _title(reading.title or said.title, entry)
        body = _body(page, reading, said, title=title, locked=locked, entry=entry)
        shown = [reading.date, *(ministry_dates(original, body.text) if outlet and outlet.ministry else ())]
        stated = [*said.times, *((raw, TimeOrigin.PAGE) for raw in shown if raw)]
        published = choose_time(entry.published, stated, original, url=url, timezone=source.timezone,
                                fetched_at=fetched_at)
    except PARSE_ERRORS:
        return None
    article = _article(entry, source, fetched_at, url=said.url, body=body, published=published)
    return replace(article, title=title, outlet=_outlet_name(said.url, entry, source, said.site),
                   author=reading.author or said.author or article.author, image=said.image or article.image)


def _article(entry: Entry, source: Source, fetched_at: datetime, *, url: str, body: _Text,
             published: Timestamp | None = None) -> Article:
    published = published or choose_time(entry.published, (), None, url=url, timezone=source.timezone,
                                         fetched_at=fetched_at)
    return Article(
        id=urls.item_id(url), url=url, title=plain(entry.title), text=body.text, text_kind=body.kind,
        kind=entry.kind, source_id=source.id, outlet=_outlet_name(url, entry, source, ""), tier=source.tier,
        published=published, fetched_at=fetched_at, image=entry.image,
        author=clean_author(entry.author) if entry.kind is ItemKind.NEWS else entry.author,
        language=entry.language or source.language, sample=source.sample)


def _held(entry: Entry) -> _Text:
    """Return the text the entry itself carries: a whole body, or a teaser that may be empty."""
    body, summary = clean(entry.body, title=entry.title), clean(entry.summary, title=entry.title)
    if len(body) >= SHORT and not _CUT_OFF.search(body):
        return _Text(body, TextKind.FULL)
    teaser = max((summary, body), key=len)
    repeats = teaser.startswith(plain(entry.title)) and len(teaser) <= len(plain(entry.title)) + 40
    return _Text("" if repeats and entry.title else teaser, TextKind.SUMMARY)


def _body(page: Page, reading: Reading, said: Metadata, *, title: str, locked: bool, entry: Entry) -> _Text:
    """Choose the text: the outlet's rule, the general extractor, the feed's own body; and say how whole it is."""
    text = clean(reading.text, title=title)
    if len(text) < max(SHORT, _PARTIAL * _written(page.tree)):
        whole = main_text(page.tree, title=title, said=said.body)
        text = max((text, whole), key=len) if len(text) < max(SHORT, _PARTIAL * len(whole)) else text
    if len(text) < SHORT and page.state:
        text = max((text, _drawn(page.state, title=title)), key=len)
    if locked:
        text = "\n".join(line for line in text.split("\n") if not (len(line) < 300 and _PAYWALL.search(line)))
    held = _held(entry)
    if held.kind is TextKind.FULL and len(held.text) > 1.2 * len(text):
        return held
    if locked and len(text) < (_SHORTEST_UNLOCKED if not said.free else _SHORTEST_UNLOCKED * 0.7):
        return _Text(text or held.text, TextKind.STUB)
    if len(text) >= _SHORTEST_FULL:
        return _Text(text, TextKind.FULL)
    teaser = max((held.text, text), key=len)
    return _Text(teaser, TextKind.SUMMARY if teaser else TextKind.STUB)


def _written(tree: HtmlElement) -> int:
    """Return how many characters stand in the page's longer paragraphs, those of teasers left out."""
    lengths = (len("".join(p.itertext()).strip()) for p in tree.iter("p"))
    return sum(length for length in lengths if length >= _LONG_PARAGRAPH)


def _drawn(state: str, *, title: str) -> str:
    """Read the article of a page that the browser would draw from its JSON."""
    page = open_page(f"<html><body><article>{drawn_body(state)}</article></body></html>")
    if page is None:
        return ""
    prune(page.tree)
    return clean(lines_of(BeautifulSoup(tostring(page.tree, encoding="unicode"), "lxml")), title=title)


def _shows_paywall(tree: HtmlElement) -> bool:
    """Tell whether the article's own part of the page asks to subscribe; promotions elsewhere do not count."""
    if not _PAYWALL_HINT.search(" ".join(tree.itertext())):
        return False
    for words in _TEXTS(tree):
        if len(words) < 400 and _PAYWALL.search(words):
            around = [words.getparent(), *words.getparent().iterancestors()]
            outside = any(element.tag in ("footer", "nav", "aside", "header") for element in around)
            if not outside and any(map(_is_article_part, around)):
                return True
    return False


def _is_article_part(element: HtmlElement) -> bool:
    names = f"{element.get('class')} {element.get('id')}"
    return element.tag in ("article", "main") or _BODY_NAMES.search(names) is not None


def _title(said: str, entry: Entry) -> str:
    """Return the page's headline unless it shares hardly a word with the feed's; then the page speaks of itself."""
    fed = plain(entry.title)
    ours, theirs = set(_WORD.findall(said.casefold())), set(_WORD.findall(fed.casefold()))
    if not fed or not said:
        return said or fed
    return said if len(ours & theirs) >= 0.3 * min(len(ours), len(theirs)) and len(ours) > 1 else fed


def _outlet_name(url: str, entry: Entry, source: Source, site: str) -> str:
    """Return one name per outlet, however it was reached: the rule's, the feed's, the source's, the page's, the host.

    A source's name is used without what follows it in brackets ("ANTARA (hukum)"); a Google News search is no outlet.
    """
    rule: Outlet | None = outlet_of(url)
    own = "" if source.kind is SourceKind.GOOGLE_NEWS else source.name.split(" (")[0].strip()
    return (rule.name if rule else "") or plain(entry.outlet) or own or site or urls.host(url) or source.name
