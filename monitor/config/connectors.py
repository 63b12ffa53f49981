"""What each platform needs before it can be asked: its address, its keys in the environment, its questions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from pydantic import Field, model_validator

from monitor.config.loading import Strict
from monitor.models import Source, SourceKind
from monitor.urls import host

ALWAYS = ""
"""In `Platform.tokens`, the rule that stands for any question at all."""


@dataclass(frozen=True, slots=True)
class Platform:
    """One platform. `tokens` maps a rule of SearchRules (or ALWAYS) to the environment variables that it needs.

    `hosts` are the only places its keys may be sent to (empty: any, since everyone may run a Mastodon server).
    `asks` are the rules of which at least one must be filled.
    """

    name: str
    asks: tuple[str, ...]
    hosts: tuple[str, ...] = ()
    tokens: Mapping[str, tuple[str, ...]] | None = None
    paid: bool = False


PLATFORMS: Mapping[SourceKind, Platform] = {
    SourceKind.MASTODON: Platform("Mastodon", ("tags", "queries"), tokens={"queries": ("MONITOR_MASTODON_TOKEN",)}),
    SourceKind.BLUESKY: Platform("Bluesky", ("queries",), ("bsky.social",), {
        ALWAYS: ("MONITOR_BLUESKY_HANDLE", "MONITOR_BLUESKY_APP_PASSWORD")}),
    SourceKind.YOUTUBE: Platform("YouTube", ("queries", "accounts"), ("www.googleapis.com",), {
        "queries": ("MONITOR_YOUTUBE_KEY",), "comments": ("MONITOR_YOUTUBE_KEY",)}),
    SourceKind.TELEGRAM: Platform("Telegram", ("accounts",), ("t.me",)),
    SourceKind.GDELT: Platform("GDELT", ("queries",), ("api.gdeltproject.org",)),
    SourceKind.REDDIT: Platform("Reddit", ("queries",), ("oauth.reddit.com",), {
        ALWAYS: ("MONITOR_REDDIT_CLIENT_ID", "MONITOR_REDDIT_CLIENT_SECRET")}),
    SourceKind.X: Platform("X", ("queries",), ("api.x.com",), {ALWAYS: ("MONITOR_X_TOKEN",)}, paid=True),
    SourceKind.THREADS: Platform("Threads", ("queries",), ("graph.threads.net", "graph.threads.com"), {
        ALWAYS: ("MONITOR_THREADS_TOKEN",)}),
    SourceKind.FACEBOOK: Platform("Facebook", ("accounts",), ("graph.facebook.com",), {
        ALWAYS: ("MONITOR_FACEBOOK_TOKEN",)}),
    SourceKind.INSTAGRAM: Platform("Instagram", ("accounts",), ("graph.facebook.com", "graph.instagram.com"), {
        ALWAYS: ("MONITOR_INSTAGRAM_TOKEN",)}),
    SourceKind.PLAY: Platform("Google Play", ("accounts",), ("androidpublisher.googleapis.com",), {
        ALWAYS: ("MONITOR_PLAY_CREDENTIALS",)}),
}
"""Every kind of source that is asked by API. The guide for staff is docs/sumber/<kind>.md."""


class SearchTable(Strict):
    """The table [source.search]; see monitor.models.SearchRules."""

    queries: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    accounts: tuple[str, ...] = ()
    comments: bool = False
    pages: int = Field(default=5, ge=1, le=50)
    days: int = Field(default=7, ge=1, le=90)
    pause: float = Field(default=0, ge=0, le=60)
    cap: float = Field(default=0, ge=0, le=100_000)
    price: float = Field(default=0, ge=0, le=10)
    languages: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _asks_something_clear(self) -> Self:
        for name in ("queries", "tags", "accounts"):
            values = getattr(self, name)
            if any(not value.strip() or not value.isprintable() for value in values):
                raise ValueError(f"{name} memuat isian kosong")
            if len(set(values)) < len(values):
                raise ValueError(f"{name} memuat isian ganda")
        if wrong := [code for code in self.languages if not re.fullmatch("[a-z]{2,3}", code)]:
            raise ValueError(f"languages: {wrong[0]!r} bukan kode bahasa; tulis seperti [\"id\", \"ms\"]")
        return self


def problem(kind: SourceKind, url: str, rules: SearchTable | None) -> str:
    """Say in Indonesian what is wrong with a platform's source, or return an empty string."""
    platform = PLATFORMS.get(kind)
    if platform is None:
        return "tabel [source.search] hanya untuk sumber dari platform" if rules else ""
    asked = {name for name in ("queries", "tags", "accounts") if rules and getattr(rules, name)}
    if not asked & set(platform.asks):
        return f"tabel [source.search] untuk kind = {kind.value!r} harus mengisi {' atau '.join(platform.asks)}"
    if extra := sorted(asked - set(platform.asks)):
        return f"kind = {kind.value!r} tidak mengenal {', '.join(extra)}; isi {' atau '.join(platform.asks)}"
    if not url.startswith("https://"):
        return "alamat platform harus diawali https://"
    if platform.hosts and host(url) not in {host(f"https://{name}") for name in platform.hosts}:
        return f"url {platform.name} harus di {' atau '.join(platform.hosts)}; kunci akses tidak dikirim ke tempat lain"
    if platform.paid and rules and not (rules.cap > 0 and rules.price > 0):
        return f"{platform.name} berbayar: isi cap (batas dolar per bulan) dan price (harga dolar per unggahan)"
    return ""


def missing(source: Source, environ: Mapping[str, str]) -> tuple[str, ...]:
    """Return the environment variables that a source needs and that are not set, in order."""
    platform = PLATFORMS.get(source.kind)
    if platform is None or platform.tokens is None or source.search is None:
        return ()
    needed = (names for rule, names in platform.tokens.items() if not rule or getattr(source.search, rule))
    return tuple(dict.fromkeys(name for names in needed for name in names if not environ.get(name, "").strip()))


def unset(source: Source, environ: Mapping[str, str]) -> str:
    """Return the words for a source whose keys are not set, naming its guide; empty when it can be asked."""
    names = missing(source, environ)
    return f"belum disetel: isi {' dan '.join(names)}, panduan di {guide(source.kind)}" if names else ""


def guide(kind: SourceKind) -> str:
    """Return the page of docs that says how to get a platform's key."""
    return f"docs/sumber/{kind.value}.md"
