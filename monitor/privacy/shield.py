"""What every item passes on its way into the store: posts lose their author's name and the personal data in them."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from monitor.models import Article, ItemKind, Source
from monitor.privacy.accounts import (
    ANY,
    Account,
    Publicity,
    account_of,
    is_platform,
    normal,
    platform_named,
    platform_of,
    publicity,
    without_account,
)
from monitor.privacy.key import load_key
from monitor.privacy.masking import mask

HASHED = re.compile(r"akun:[0-9a-f]{32}")
"""How a hashed author is written."""

NAMELESS_OUTLET = "Media sosial"
_NO_OUTLET = "Tidak disebut"  # as collectors.imports writes it
_TIP = "import:"


@dataclass(frozen=True, slots=True)
class Protected:
    """An item as it may be stored. `keys` are the hashes under which its author or it may have been forgotten."""

    article: Article
    keys: frozenset[str]


class Shield:
    """Hashes with one installation's key and knows what is public there."""

    def __init__(self, database_url: str, *, accounts: Path | None = None, sources: Path | None = None,
                 listened: Iterable[Source] = (), news: bool = False) -> None:
        self._url = database_url
        self._accounts, self._sources, self._listened, self._news = accounts, sources, tuple(listened), news

    @cached_property
    def _key(self) -> bytes:
        return load_key(self._url)

    @cached_property
    def publicity(self) -> Publicity:
        """What is public here. Raise ConfigError."""
        return publicity(self._accounts, self._sources).listening(self._listened)

    def check(self) -> str:
        """Return what tells this key from another and nothing of the key itself. Raise PrivacyError."""
        return self._hash("kunci")

    def author(self, platform: str, handle: str) -> str:
        """Return the pseudonym of an account, e.g. `akun:0123...`; the same account always has the same."""
        return f"akun:{self._hash('akun', platform, normal(handle))}"

    def author_keys(self, account: Account) -> frozenset[str]:
        """Return the hashes under which an account may have been forgotten, on its platform or on all."""
        return frozenset({self.author(account.platform, account.handle), self.author(ANY, account.handle)})

    def item_key(self, item_id: str) -> str:
        """Return the hash under which a single item may have been forgotten."""
        return f"naskah:{self._hash('naskah', item_id)}"

    def masked(self, text: str) -> str:
        """Return a text without personal data."""
        return mask(text, self.publicity)

    def protect(self, article: Article) -> Protected:
        """Return an item as it may be stored; what is protected already stays as it is. Raise PrivacyError."""
        if article.kind is ItemKind.POST:
            return self._post(article)
        if self._is_tip(article):
            return self._tip(article)
        if self._news:
            article = self._without_data(article)
        return Protected(article, frozenset({self.item_key(article.id)}))

    def touches(self, article: Article) -> bool:
        """Tell whether an item is one that is changed before it is stored."""
        return article.kind is ItemKind.POST or self._news or self._is_tip(article)

    def hashes(self, article: Article) -> bool:
        """Tell whether the key is needed to store an item."""
        return article.kind is ItemKind.POST or (bool(article.author) and self._is_tip(article))

    def _post(self, article: Article) -> Protected:
        article = self._own_outlet(article)
        named = account_of(article.url)
        platform = named.platform if named else platform_of(article.url, article.outlet)
        said = Account(platform, normal(article.author)) if article.author.strip() else None
        keys = {self.item_key(article.id)}.union(*(self.author_keys(each) for each in (said, named) if each))
        if HASHED.fullmatch(article.author):
            keys.add(article.author)
        lasting = named if named and not named.handle.startswith("did:") else None
        url = article.url
        if lasting and not self.publicity.includes(lasting):
            url = without_account(url, self.author(*_of(lasting)).replace(":", "-")[:17])
        return Protected(replace(self._without_data(article), author=self._author(article.author, said, lasting),
                                 url=url), frozenset(keys))

    def _tip(self, article: Article) -> Protected:
        account = Account(platform_named(article.outlet), normal(article.author))
        keys = self.author_keys(account) if account.handle else frozenset[str]()
        known = not account.handle or HASHED.fullmatch(article.author)
        author = article.author if known else self.author(*_of(account))
        return Protected(replace(self._without_data(article), author=author), keys | {self.item_key(article.id)})

    def _is_tip(self, article: Article) -> bool:
        """Tell whether an imported item has neither an address nor a medium that we know: someone's own words."""
        return article.url.startswith(_TIP) and normal(article.outlet) not in self.publicity.names

    def _author(self, stated: str, said: Account | None, named: Account | None) -> str:
        """Return a public account's own name, else the pseudonym of the account in the address or of the stated name.

        The account in an address is the surer of the two: the stated name may be any that its owner shows.
        """
        if HASHED.fullmatch(stated) or (said and self.publicity.includes(said)):
            return stated.strip()
        if said and not named and said.handle in self.publicity.names:
            return stated.strip()
        account = named or said
        if account is None:
            return ""
        return (stated.strip() or account.handle) if self.publicity.includes(account) else self.author(*_of(account))

    def _own_outlet(self, article: Article) -> Article:
        """Take the outlet of an imported post for its author where it names an account rather than a platform."""
        outlet = article.outlet
        if is_platform(outlet) or outlet in {_NO_OUTLET, NAMELESS_OUTLET} or normal(outlet) in self.publicity.names \
                or not article.source_id.startswith("import"):
            return article
        return replace(article, outlet=NAMELESS_OUTLET, author=article.author or outlet, source_id="import")

    def _without_data(self, article: Article) -> Article:
        return replace(article, title=self.masked(article.title), text=self.masked(article.text))

    def _hash(self, *parts: str) -> str:
        said = "\0".join(parts).encode("utf-8", "replace")
        return hmac.new(self._key, said, hashlib.sha256).hexdigest()[:32]


def _of(account: Account) -> tuple[str, str]:
    return account.platform, account.handle

