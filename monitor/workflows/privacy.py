"""Personal data: say what is held, forget an author on request, and delete what is older than its time."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from monitor.config.settings import Settings
from monitor.errors import PrivacyError
from monitor.models import Article, ItemKind
from monitor.privacy.accounts import ANY, HOSTS, NAMED, Account, account_of, normal, platform_named, platform_of
from monitor.privacy.marks import Kind, Mark, links
from monitor.privacy.masking import replaced
from monitor.privacy.shield import HASHED, Shield
from monitor.storage.personal import Holdings, PersonalData, WrittenFile
from monitor.storage.privacy import Held
from monitor.storage.store import Store
from monitor.urls import item_id
from monitor.weeks import Week
from monitor.workflows.digest import digest
from monitor.workflows.export import export
from monitor.workflows.shielding import shield

_LOOKED_FOR = 20


@dataclass(frozen=True, slots=True)
class Due:
    """Items of a kind whose time is over: how long they are kept (months, 0 = for good), how many, the oldest."""

    kind: ItemKind
    months: int
    count: int
    oldest: datetime | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What is held, what of it is due, and the files made from it that are still there."""

    holdings: Holdings
    due: tuple[Due, ...]
    files: tuple[WrittenFile, ...]


@dataclass(frozen=True, slots=True)
class Request:
    """Whom to forget: a handle or the address of a profile, on one platform or all; a hash; or the author of a post."""

    handle: str = ""
    platform: str = ""
    hashed: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What a request reaches: `files` may hold the posts, `rewritten` were made anew, `left` is what is not gone."""

    posts: tuple[Held, ...]
    mentions: int
    files: tuple[Path, ...]
    rewritten: tuple[Path, ...] = ()
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Target:
    """A request, resolved: hashes of the author, keys to remember, single items, and how the author is written."""

    authors: frozenset[str]
    keys: Mapping[str, str]
    items: tuple[Held, ...] = ()
    handle: str = ""


def report(settings: Settings, *, now: datetime | None = None) -> Report:
    """Count what is held of people. Raise StoreError."""
    at = now or datetime.now(UTC)
    with Store(settings.storage.database_url) as store:
        personal = store.personal
        return Report(personal.holdings(), tuple(due for due, _ in _due(settings, personal, at)),
                      tuple(personal.files()))


def forget(settings: Settings, request: Request, *, yes: bool = False, rewrite: bool = False,
           now: datetime | None = None) -> Forgotten:
    """Remove an author's posts and name from the store, and remember not to collect them again; only with `yes`.

    `rewrite` makes the digests and exports of those days anew. Raise PrivacyError for a request that names nobody,
    StoreError, and what making a file raises.
    """
    at = now or datetime.now(UTC)
    with Store(settings.storage.database_url, shield=shield(settings)) as store:
        personal = store.personal
        target = _target(personal, request)
        posts = _posts(personal, target)
        changed = _without(personal, target.handle, {post.id for post in posts})
        files = _files(personal.files(), posts, changed)
        found = Forgotten(posts, len(changed), tuple(file.path for file in files))
        if not yes:
            return found
        keys = dict(target.keys) | _keys(personal.shield, posts)
        personal.forget([post.id for post in posts], changed, keys, at)
        personal.scrub(whole=True)
        left = personal.left_over(_traces(target, posts))
    made = _remade(settings, files, retag=bool(changed)) if rewrite else ()
    return replace(found, rewritten=made, left=tuple(left))


def expire(settings: Settings, *, yes: bool = False, now: datetime | None = None) -> tuple[Due, ...]:
    """Delete what is older than its kind may be, only with `yes`; return what was due by kind. Raise StoreError."""
    with Store(settings.storage.database_url) as store:
        personal = store.personal
        due = _due(settings, personal, now or datetime.now(UTC))
        ids = [held.id for _, some in due for held in some]
        if yes and ids:
            personal.expire(ids)
            personal.scrub(whole=False)
    return tuple(each for each, _ in due)


def new_key(settings: Settings) -> int:
    """Take the present key for the store's, after the old one was lost; return how many requests are lost with it."""
    with Store(settings.storage.database_url, shield=shield(settings)) as store:
        return store.personal.renew_key()


def months_before(moment: datetime, months: int) -> datetime:
    """Return the same day some calendar months earlier, or the last day of that month."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    for day in range(moment.day, 27, -1):
        try:
            return moment.replace(year=year, month=month + 1, day=day)
        except ValueError:
            continue
    return moment.replace(year=year, month=month + 1)


def _due(settings: Settings, personal: PersonalData, at: datetime) -> list[tuple[Due, list[Held]]]:
    kept = settings.privacy.retention
    found = []
    for kind, months in ((ItemKind.POST, kept.post), (ItemKind.NEWS, kept.news)):
        old = personal.older(kind, months_before(at, months)) if months else []
        found.append((Due(kind, months, len(old), old[0].published if old else None), old))
    return found


def _target(personal: PersonalData, request: Request) -> _Target:
    """Resolve a request. Raise PrivacyError when it names nobody."""
    given = [name for name in ("handle", "hashed", "url") if getattr(request, name).strip()]
    if len(given) != 1:
        raise PrivacyError("Sebutkan satu saja: nama akun, --hash, atau --url.",
                           "Contoh: monitor privacy forget @nama_akun")
    if request.url:
        return _of_post(personal, request.url.strip())
    if request.hashed:
        return _of_hash(request.hashed.strip())
    return _of_handle(personal, request)


def _of_hash(hashed: str) -> _Target:
    found = hashed if hashed.startswith("akun:") else f"akun:{hashed}"
    if not HASHED.fullmatch(found):
        raise PrivacyError(f"{hashed[:60]!r} bukan sidik akun.",
                           "Sidik berbentuk akun: dan 32 angka atau huruf a-f; lihat kolom author di basis data.")
    return _Target(frozenset({found}), {found: "akun"})


def _of_post(personal: PersonalData, url: str) -> _Target:
    """Find the author of a post by its address; a post without a known author is forgotten alone."""
    url = url if "://" in url else f"https://{url}"
    held = personal.one(item_id(url))
    named = account_of(url)
    if held is None and named is None:
        raise PrivacyError(f"Tidak ada unggahan dari {url[:200]} di basis data.",
                           "Salin alamat lengkap unggahannya, atau pakai nama akun: monitor privacy forget @nama_akun")
    authors = frozenset({personal.shield.author(named.platform, named.handle)} if named else ())
    if held and HASHED.fullmatch(held.author):
        authors |= {held.author}
    keys = dict.fromkeys(authors, "akun") | {personal.shield.item_key(item_id(url)): "naskah"}
    return _Target(authors, keys, (held,) if held else (), named.handle if named else "")


def _of_handle(personal: PersonalData, request: Request) -> _Target:
    """Hash a handle for every platform that posts came from, or the one that was named."""
    named = account_of(request.handle.strip()) if "/" in request.handle else None
    handle = named.handle if named else normal(request.handle)
    if not handle or "/" in handle:
        raise PrivacyError(f"{request.handle[:60]!r} bukan nama akun.",
                           "Tulis seperti @nama_akun, atau alamat profilnya.")
    said = named.platform if named else platform_named(request.platform) if request.platform.strip() else ""
    key = personal.shield.author
    if said:
        authors = frozenset({key(said, handle), *((handle,) if _is_public(personal.shield, said, handle) else ())})
        return _Target(authors, {key(said, handle): "akun"}, handle=handle)
    platforms = {*HOSTS.values(), *NAMED.values()} | {platform_of(url, outlet) for url, outlet in personal.places()}
    authors = frozenset(key(platform, handle) for platform in platforms)
    return _Target(authors | {handle}, {key(ANY, handle): "akun"}, handle=handle)


def _keys(guard: Shield, posts: Iterable[Held]) -> dict[str, str]:
    """Return what to remember of deleted posts: each, and the lasting account in its address (Bluesky's DID)."""
    accounts = {account for post in posts if (account := account_of(post.url))}
    return ({guard.item_key(post.id): "naskah" for post in posts}
            | {guard.author(account.platform, account.handle): "akun" for account in accounts})


def _is_public(guard: Shield, platform: str, handle: str) -> bool:
    return guard.publicity.includes(Account(platform, handle))


def _posts(personal: PersonalData, target: _Target) -> tuple[Held, ...]:
    found = {held.id: held for held in (*personal.written_by(target.authors), *target.items)}
    return tuple(sorted(found.values(), key=lambda held: (held.published, held.id)))


def _without(personal: PersonalData, handle: str, gone: Collection[str]) -> list[Article]:
    """Return the other items that mention a handle, press included, with its mask in its place."""
    if not handle:
        return []
    bare = rf"|(?<![\w.@-]){re.escape(handle)}(?![\w@-])" if _is_telling(handle) else ""
    pattern = re.compile(rf"(?i)(?<![\w.])@{re.escape(handle)}(?![\w-]){bare}")
    changed = []
    for article in personal.mentioning(handle):
        new = replace(article, title=_masked(article.title, handle, pattern),
                      text=_masked(article.text, handle, pattern))
        if article.id not in gone and new != article:
            changed.append(new)
    return changed


def _masked(text: str, handle: str, pattern: re.Pattern[str]) -> str:
    """Return a text without the addresses of an account, then without its name."""
    marks = [Mark(start, end, Kind.HANDLE) for start, end in links(text)
             if (account := account_of(text[start:end])) and handle in {account.handle, account.handle.split("@")[0]}]
    return pattern.sub(Kind.HANDLE.mask, replaced(text, marks))


def _is_telling(handle: str) -> bool:
    """Tell whether a handle cannot be mistaken for a word of the language, so that it is removed without its @ too."""
    return len(handle) > 4 and re.search(r"[\d_.@-]", handle) is not None


def _traces(target: _Target, posts: Sequence[Held]) -> list[str]:
    """Return what may stand nowhere in the database any more: the handle, and ids and addresses of some of the posts.

    Every word costs a look at the whole database, so not every post is looked for.
    """
    written = [target.handle if _is_telling(target.handle) else f"@{target.handle}"] if target.handle else []
    return [*written, *(word for post in posts[:_LOOKED_FOR] for word in (post.id, post.url))]


def _files(made: Iterable[WrittenFile], posts: Iterable[Held], changed: Iterable[Article]) -> list[WrittenFile]:
    """Return the files whose period holds one of the items."""
    times = [post.published for post in posts] + [article.published.at for article in changed]
    return [file for file in made if any((file.start is None or file.start <= at)
                                         and (file.end is None or at < file.end) for at in times)]


def _remade(settings: Settings, files: Iterable[WrittenFile], *, retag: bool) -> tuple[Path, ...]:
    """Make digests and exports anew in their places."""
    if retag:
        from monitor.workflows.tag import tag

        tag(settings)
    for file in files:
        if file.kind == "digest":
            digest(settings, week=Week.parse(file.path.name), out=file.path.parent)
        else:
            export(settings, file.path, start=file.start, end=file.end, everything=file.everything)
    return tuple(file.path for file in files)
