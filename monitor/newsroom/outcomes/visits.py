"""Turn requests into visits of a page, each with its unit and channel and nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from urllib.parse import parse_qs, unquote, urlsplit

import crawleruseragents

from monitor.config.units import read_units
from monitor.newsroom.outcomes.accesslog import Request
from monitor.newsroom.sharing.links import Channel
from monitor.weeks import WIB

NO_CODE = "tanpa-kode"
UNKNOWN = "kode-tidak-dikenal"
OTHER_PAGE = "halaman-lain"
HOME = "/"
_ANSWERED = {200, 304}
_PAGE = re.compile(r"/(penjelasan|klarifikasi|siaran-pers|bagikan)/([a-z0-9]+(?:-[a-z0-9]+)*)/?(?:index\.html)?$")
_ENGLISH = re.compile(r"/en/")
_HTML = re.compile(r"(?:/|\.html)$")
_TAGS = ("utm_campaign", "utm_content", "utm_term", "utm_id", "utm_source", "utm_medium")
_HOSTS = {
    "whatsapp.com": Channel.WHATSAPP, "wa.me": Channel.WHATSAPP, "com.whatsapp": Channel.WHATSAPP,
    "x.com": Channel.X, "twitter.com": Channel.X, "t.co": Channel.X, "threads.net": Channel.THREADS,
    "threads.com": Channel.THREADS, "facebook.com": Channel.FACEBOOK, "com.facebook.katana": Channel.FACEBOOK,
    "linkedin.com": Channel.LINKEDIN, "lnkd.in": Channel.LINKEDIN, "instagram.com": Channel.INSTAGRAM,
    "t.me": Channel.TELEGRAM, "telegram.org": Channel.TELEGRAM, "org.telegram.messenger": Channel.TELEGRAM,
}
_SPOKEN = {"wa": Channel.WHATSAPP, "fb": Channel.FACEBOOK, "ig": Channel.INSTAGRAM, "twitter": Channel.X,
           "tg": Channel.TELEGRAM}
_ROBOT = re.compile(r"\b(?:bot|crawler|spider|crawling|scraper|lighthouse|headless\w*|monitoring|uptime\w*|preview|"
                    r"http-?client|okhttp|curl|wget|python|java|libwww\S*|php|ruby|perl|axios|node-fetch)\b|bot[/;)]",
                    re.I)


@dataclass(frozen=True, slots=True)
class Visit:
    """One page that was opened: its day in WIB, unit code, page and channel."""

    day: date
    unit: str
    page: str
    channel: str


def page_of(request: Request) -> str:
    """Return the page that a request opened, empty for everything else (files, errors, other methods)."""
    if request.method != "GET" or request.status not in _ANSWERED:
        return ""
    path = unquote(_path(request.target))
    if found := _PAGE.search(path):
        return f"{'/en' if _ENGLISH.search(path) else ''}/{found[1]}/{found[2]}/"
    if path in {"/", "/index.html"}:
        return HOME
    return OTHER_PAGE if _HTML.search(path) else ""


def visit_of(request: Request, page: str) -> Visit:
    """Return the visit that a request to a page was."""
    tags = _tags(request.target)
    return Visit(request.at.astimezone(WIB).date(), _unit(tags), page, _channel(tags, request.referer))


@lru_cache(maxsize=50_000)
def is_robot(agent: str) -> bool:
    """Tell whether a browser's name is that of a crawler, a link preview or a script; no name counts as one."""
    return not agent.strip() or bool(crawleruseragents.is_crawler(agent)) or bool(_ROBOT.search(agent))


def _path(target: str) -> str:
    try:
        return urlsplit(target).path
    except ValueError:
        return ""


@lru_cache(maxsize=10_000)
def _tags(target: str) -> dict[str, str]:
    try:
        given = parse_qs(urlsplit(target).query, max_num_fields=50)
    except ValueError:
        return {}
    return {name: given[name][-1].strip().lower().replace("_", "-") for name in _TAGS if name in given}


def _unit(tags: dict[str, str]) -> str:
    """Return the first tag that is a unit code we know; any other word could be a person's name and is dropped."""
    known = read_units()
    for value in tags.values():
        for code in (value, f"bp3mi-{value}"):
            if code in known:
                return code
    return UNKNOWN if tags.get("utm_campaign") or tags.get("utm_content") else NO_CODE


def _channel(tags: dict[str, str], referer: str) -> str:
    known = {channel.value: channel for channel in Channel}
    for name in ("utm_source", "utm_medium"):
        value = tags.get(name, "")
        if found := known.get(value) or _SPOKEN.get(value):
            return found.value
    try:
        host = urlsplit(referer).hostname or ""
    except ValueError:
        host = ""
    for name, channel in _HOSTS.items():
        if host == name or host.endswith(f".{name}"):
            return channel.value
    return UNKNOWN if tags.get("utm_source") else NO_CODE
