"""Which account an address or a name stands for, whether it is public, and addresses of posts without the account.

Forms without an account that platforms themselves open: x.com/i/web/status/<id>; tiktok.com/player/v1/<id>
(developers.tiktok.com/doc/embed-player); <server>/statuses/<id> of Mastodon (its PermalinkRedirector);
threads.net/t/<code>; instagram.com/p/<code>. Elsewhere a pseudonym takes the account's place and the address no longer
opens.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

from monitor.config.connectors import PLATFORMS
from monitor.config.public import Public, read_public
from monitor.config.sources import read_sources
from monitor.models import Source, SourceKind
from monitor.privacy.addresses import simple
from monitor.privacy.contacts import public_form
from monitor.urls import host

ANY = "*"
"""Stands for every platform."""

HOSTS = {"x.com": "x", "twitter.com": "x", "tiktok.com": "tiktok", "threads.net": "threads", "threads.com": "threads",
         "instagram.com": "instagram", "facebook.com": "facebook", "fb.com": "facebook", "t.me": "telegram",
         "telegram.me": "telegram", "youtube.com": "youtube", "youtu.be": "youtube", "reddit.com": "reddit",
         "bsky.app": "bluesky", "kaskus.co.id": "kaskus", "play.google.com": "google play",
         "androidpublisher.googleapis.com": "google play"}
NAMED = {"twitter": "x", "x": "x", "x (twitter)": "x", "fb": "facebook", "ig": "instagram", "telegram": "telegram",
         "whatsapp": "whatsapp", "line": "line", "bluesky": "bluesky", "mastodon": "mastodon", "tiktok": "tiktok",
         "instagram": "instagram", "facebook": "facebook", "threads": "threads", "youtube": "youtube",
         "reddit": "reddit", "google play": "google play", "kaskus": "kaskus", "linkedin": "linkedin",
         "snack video": "snack video", "quora": "quora", "wa": "whatsapp", "medsos": "medsos",
         "media sosial": "medsos", "forum": "forum", "blog": "blog", "aduan": "aduan"}

_NO_ACCOUNT = {
    "", "i", "home", "search", "hashtag", "intent", "share", "sharer", "explore", "p", "reel", "reels", "tv", "watch",
    "groups", "events", "permalink.php", "story.php", "photo.php", "photo", "media", "login", "settings", "tag", "t",
    "video", "shorts", "playlist", "embed", "discover", "music", "foryou", "post", "joinchat", "c", "r", "status",
    "web", "s", "statuses", "marketplace", "messages", "hashtags", "legal", "privacy", "about", "notifications",
    "compose", "live", "profile.php", "stories", "channel", "results", "feed", "player",
}
"""First parts of paths that name no account."""

_FIRST = {"x", "instagram", "facebook", "telegram"}
_AT = {"tiktok", "threads", "youtube"}
_TELLING = 6
PSEUDONYM = re.compile(r"akun-[0-9a-f]{12}")
"""What stands in an address where the account was."""
_HANDLE = re.compile(r"[\w.\-]{1,64}(?:@[\w.\-]+)?")


@dataclass(frozen=True, slots=True)
class Account:
    """An account on a platform, both in one way of writing."""

    platform: str
    handle: str


@dataclass(frozen=True, slots=True)
class Publicity:
    """What may stay readable: accounts by platform, names of media, telephone numbers, office addresses.

    A name counts only where no account is known: anybody can take a newspaper's name for an account elsewhere.
    `mentions` are handles made of media's own addresses (@kompascom of kompas.com); who is merely mentioned under one
    stays readable, who writes under one does not.
    """

    accounts: frozenset[Account] = frozenset()
    names: frozenset[str] = frozenset()
    mentions: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()

    def includes(self, account: Account) -> bool:
        """Tell whether an account is public."""
        return account in self.accounts or Account(ANY, account.handle) in self.accounts

    def knows(self, handle: str) -> bool:
        """Tell whether a handle without a platform is that of a public account."""
        bare = normal(handle)
        return bare in self.mentions or any(account.handle == bare for account in self.accounts)

    def listening(self, sources: Iterable[Source]) -> Publicity:
        """Return this with the public channels that these sources listen to."""
        more = frozenset(_listened(sources))
        return replace(self, accounts=self.accounts | more) if more else self


@cache
def publicity(accounts: Path | None = None, sources: Path | None = None) -> Publicity:
    """Read what is public: the packaged and the office's own list, and the sources that staff listen to.

    Raise ConfigError.
    """
    stated, listened = read_public(accounts), read_sources(sources)
    return Publicity(
        accounts=frozenset((*_stated(stated), *_listened(listened))),
        names=frozenset(normal(source.name.split(" (")[0]) for source in listened if source.kind not in PLATFORMS),
        mentions=frozenset(name for source in listened if source.kind not in PLATFORMS for name in _spelt(source.url)),
        phones=frozenset(filter(None, (public_form(each.number) for each in stated.phones))),
        addresses=frozenset(simple(each.address) for each in stated.addresses))


def _stated(stated: Public) -> Iterable[Account]:
    for each in stated.accounts:
        for platform in each.platforms or (ANY,):
            yield Account(platform_named(platform), normal(each.handle))


def _spelt(url: str) -> Iterable[str]:
    """Yield the handles that a medium's address spells: with its ending, and without where that is telling enough."""
    asked = re.search(r"site:([\w.-]+)", url)  # a search of Google News for one medium
    labels = (asked[1] if asked else host(url)).split(".")
    own = labels[-3:] if len(labels) > 2 and labels[-2] in {"co", "or", "go", "com", "ac", "web", "my"} else labels[-2:]
    yield "".join(own)
    if len(own[0]) >= _TELLING:
        yield own[0]


def _listened(sources: Iterable[Source]) -> Iterable[Account]:
    """Yield the public channels that staff chose; on other platforms `accounts` are numbers of our own pages."""
    for source in sources:
        if source.kind is SourceKind.TELEGRAM and source.search:
            yield from (Account("telegram", normal(account)) for account in source.search.accounts)


def normal(handle: str) -> str:
    """Return one way of writing for a handle or name: no @, no case, no odd letters, single blanks."""
    text = "".join(c if c.isprintable() else " " for c in unicodedata.normalize("NFKC", handle))
    return " ".join(text.split()).removeprefix("@").casefold()


def platform_named(name: str) -> str:
    """Return the platform that a name or host stands for; the name itself, in lower case, when it is none we know."""
    simple_name = normal(name)
    return NAMED.get(simple_name) or HOSTS.get(host(f"https://{simple_name}")) or simple_name


def is_platform(name: str) -> bool:
    """Tell whether a name is that of a platform or a host, not of an account."""
    simple_name = normal(name)
    return simple_name in NAMED or re.fullmatch(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}", simple_name) is not None


def platform_of(url: str, outlet: str) -> str:
    """Return the platform of a post from its address, else from the outlet that it came with."""
    return HOSTS.get(host(url)) or platform_named(outlet)


def account_of(url: str) -> Account | None:
    """Return the account that an address names; None when it names none."""
    found = _located(url)
    return found[0] if found else None


def without_account(url: str, pseudonym: str) -> str:
    """Return the address of the same post without the account's name."""
    found = _located(url)
    if found is None:
        return url
    account, index, parts = found
    parsed = urlsplit(url if "://" in url else f"https://{url}")
    rest = parts[index + 1:]
    path = _neutral(account.platform, rest)
    if path is None:
        kept = [*parts[:index], ("@" if parts[index].startswith("@") else "") + pseudonym, *rest]
        return urlunsplit((parsed.scheme, parsed.netloc, "/" + "/".join(kept), "", ""))
    place = "www.tiktok.com" if account.platform == "tiktok" else parsed.netloc
    return urlunsplit((parsed.scheme, place, path, "", ""))


def _neutral(platform: str, rest: list[str]) -> str | None:
    """Return the path of a post's address that needs no account, by what follows the account; None without one."""
    match platform, rest:
        case "x", ["status" | "statuses", number, *_]:
            return f"/i/web/status/{number}"
        case "tiktok", ["video" | "photo", number, *_]:
            return f"/player/v1/{number}"
        case "threads", ["post", code, *_]:
            return f"/t/{code}"
        case "instagram", ["p" | "reel" | "tv", code, *_]:
            return f"/p/{code}/"
        case "mastodon", [number] | ["statuses", number] if number.isdigit():
            return f"/statuses/{number}"
        case _:
            return None


def _located(url: str) -> tuple[Account, int, list[str]] | None:
    """Find the account in an address: it, the place among the path's parts, and those parts."""
    try:
        parsed = urlsplit(url if "://" in url else f"https://{url}")
    except ValueError:
        return None
    parts = [unquote(part) for part in parsed.path.strip("/").split("/")]
    place = host(parsed.geturl())
    platform = HOSTS.get(place, "")
    index = _index(platform, parts)
    if index is None:
        return None
    handle = normal(parts[index])
    if not platform:
        following = parts[index + 1:]
        fediverse = parts[0] == "users" or not following or (len(following) == 1 and following[0].isdigit())
        platform = "mastodon" if fediverse else place
        handle = f"{handle}@{place}" if fediverse and "@" not in handle else handle
    is_name = _HANDLE.fullmatch(handle) or handle.startswith("did:")
    if not is_name or PSEUDONYM.fullmatch(parts[index].removeprefix("@")):
        return None
    return Account(platform, handle), index, parts


def _index(platform: str, parts: list[str]) -> int | None:
    first = parts[0]
    match platform, parts:
        case "bluesky", ["profile", _, *_]:
            return 1
        case "reddit", ["user" | "u", _, *_]:
            return 1
        case "instagram" | "facebook", ["stories", _, *_]:
            return 1
        case "telegram", ["s", _, *_]:
            return 1
        case _ if platform in _AT or not platform:
            if first.startswith("@") and len(first) > 1:
                return 0
            return 1 if not platform and first == "users" and len(parts) > 1 else None
        case _ if platform in _FIRST and first.lower() not in _NO_ACCOUNT and not first.isdigit():
            return 0
        case _:
            return None
