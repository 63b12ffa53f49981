"""Group what is stored: place new items, group a span anew, list and show stories, split and join them again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from monitor.config.settings import Settings
from monitor.errors import MonitorError
from monitor.models import Clip, Split
from monitor.storage.store import Store
from monitor.stories import group
from monitor.urls import item_id

AROUND = timedelta(days=7)
"""New items are compared with those published up to this long before and after them."""
WEIGHED = 2 * AROUND
"""Events weigh words by the stories of the seven days before, so twice as much is read."""
INSTANT = timedelta(microseconds=1)

Window = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class StoryRow:
    """A story (or an event) in a list: its name, its first item, and how many items and outlets tell it."""

    id: str
    first: Clip
    items: int
    outlets: int


def place(store: Store, tagged: Window | None = None) -> tuple[int, int]:
    """Place the relevant items that have no group; return the numbers of stories and events around.

    `tagged` is when the items of this run were published: the counts cover at least the week around it.
    """
    span = store.ungrouped_span()
    if span is None:
        around = store.clips(tagged[0] - AROUND, tagged[1] + AROUND + INSTANT) if tagged else []
    else:
        start, end = span[0] - WEIGHED, span[1] + AROUND + INSTANT
        _save(store, [*store.clips(start, end), *store.companions(start, end)], store.splits())
        around = store.clips(span[0] - AROUND, end)
    grouped = [clip.grouping for clip in around if clip.grouping]
    return len({one.story_id for one in grouped}), len({one.event_id for one in grouped})


def regroup(store: Store, window: Window) -> tuple[int, int]:
    """Group every relevant item of a window anew, splits respected; return the numbers of stories and events."""
    found = group(store.clips(window[0], window[1] + INSTANT), store.splits(), anew=True)
    store.save_groupings(found)
    return len({one.story_id for one in found}), len({one.event_id for one in found})


def listed(settings: Settings, start: datetime, end: datetime, *, least: int = 1, of_event: bool = False,
           ) -> list[StoryRow]:
    """Return the stories (or events) with an item published in [start, end), the most told first.

    The numbers count the items of that time only. Raise StoreError.
    """
    with Store(settings.storage.database_url) as store:
        clips = store.clips(start, end)
    groups: dict[str, list[Clip]] = {}
    for clip in clips:
        if clip.grouping:
            groups.setdefault(clip.grouping.event_id if of_event else clip.grouping.story_id, []).append(clip)
    rows = [StoryRow(name, found[0], len(found), len({clip.article.outlet for clip in found}))
            for name, found in groups.items() if len(found) >= least]
    return sorted(rows, key=lambda row: (-row.items, row.first.article.published.at, row.id))


def show(settings: Settings, name: str, *, of_event: bool = False) -> list[Clip]:
    """Return the items of a story (or an event), in time order. Raise MonitorError when there is none, StoreError."""
    with Store(settings.storage.database_url) as store:
        return _members(store, name, of_event)


def split(settings: Settings, name: str, urls: Sequence[str], *, of_event: bool = False) -> tuple[int, list[Clip]]:
    """Take items out of a story (or an event) for good; return the number of the decision and the items.

    `urls` are addresses or ids of items. Raise MonitorError when one is not in the story or none would stay in it.
    """
    with Store(settings.storage.database_url) as store:
        members = _members(store, name, of_event)
        out = {_find(members, url, name) for url in urls}
        kept = {clip.article.id for clip in members} - out
        if not kept:
            raise MonitorError(f"Semua naskah {name} disebut, jadi tidak ada yang tersisa untuk dipisahkan.",
                               "Sebut hanya alamat yang tidak termasuk di situ.")
        number = store.split(out, kept, of_event=of_event, at=datetime.now(UTC))
        _settle(store, members, out)
        return number, [clip for clip in store.named(out | kept) if clip.article.id in out]


def undo(settings: Settings, number: int) -> list[Clip]:
    """Forget a split and group its items again; return the items that had been taken out.

    Raise MonitorError when there is no such split, StoreError.
    """
    with Store(settings.storage.database_url) as store:
        decision = next((one for one in store.splits() if one.number == number), None)
        if decision is None or not store.drop_split(number):
            raise MonitorError(f"Tidak ada pemisahan nomor {number}.",
                               "Lihat nomornya dengan `monitor stories splits`.")
        touched = store.named(decision.out | decision.kept)
        _settle(store, touched, set(decision.out))
        return store.named(decision.out)


def splits(settings: Settings) -> list[tuple[Split, list[Clip]]]:
    """Return the splits and the items each took out. Raise StoreError."""
    with Store(settings.storage.database_url) as store:
        return [(decision, store.named(decision.out)) for decision in store.splits()]


def _settle(store: Store, members: Sequence[Clip], out: set[str]) -> None:
    """Place the items of `out` again among everything around their group."""
    times = [clip.article.published.at for clip in members]
    if not times:
        return
    start, end = min(times) - WEIGHED, max(times) + AROUND + INSTANT
    clips = [*store.clips(start, end), *store.companions(start, end)]
    _save(store, [replace(clip, grouping=None) if clip.article.id in out else clip for clip in clips], store.splits())


def _save(store: Store, clips: Sequence[Clip], splits: Sequence[Split]) -> None:
    """Group clips and store what changed; an event renamed as a whole is renamed for items that were not read too."""
    before = {clip.article.id: clip.grouping for clip in clips}
    found = group(clips, splits)
    names: dict[str, set[str]] = {}
    for one in found:
        old = before[one.item_id]
        if old:
            names.setdefault(old.event_id, set()).add(one.event_id)
    renamed = {old: new for old, (new, *others) in ((old, sorted(new)) for old, new in names.items())
               if not others and new != old}
    store.save_groupings([one for one in found if one != before[one.item_id]], renamed)


def _members(store: Store, name: str, of_event: bool) -> list[Clip]:
    members = store.members(name, of_event=of_event)
    if not members:
        raise MonitorError(f"Tidak ada {'peristiwa' if of_event else 'berita'} dengan nomor {name!r}.",
                           "Salin nomornya dari `monitor stories list`; nomor bisa berganti bila ada salinan baru.")
    return members


def _find(members: Sequence[Clip], url: str, name: str) -> str:
    """Return the id of an item of the group that is given by its address or its id."""
    wanted = {url}
    if "://" in url:
        wanted.add(item_id(url))
    for clip in members:
        if clip.article.id in wanted or clip.article.url == url:
            return clip.article.id
    raise MonitorError(f"{url} tidak termasuk {name}.", f"Lihat alamatnya dengan `monitor stories show {name}`.")
