"""One wording with all items that say exactly this, and sets of texts that hold together or must stay apart."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from monitor.models import Clip, Grouping
from monitor.stories.wording import Wording, wording

WINDOW = timedelta(days=7)
"""Items further apart than this are neither copies of one another nor reports of one event."""

Label = tuple[int, bool]
"""A decision of staff by number, and whether the item was taken out of its group or left in it."""
Labels = frozenset[Label]
NONE: Labels = frozenset()


@dataclass(frozen=True, slots=True)
class Decided:
    """What staff decided on an item: about its story, and about its event (which parts the stories as well)."""

    story: Labels = NONE
    event: Labels = NONE


UNDECIDED = Decided()
_NOWHERE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Told:
    """An item with its words, what staff decided on it, and whether it has to be placed now."""

    clip: Clip
    wording: Wording
    when: tuple[datetime, str]
    """Published time, then id: what puts items in order."""
    decided: Decided
    before: Grouping | None
    """Where it was grouped by an earlier run; None when it has to be placed."""

    @property
    def id(self) -> str:
        """Id of the item."""
        return self.when[1]

    @property
    def at(self) -> datetime:
        """When it was published."""
        return self.when[0]


@dataclass(slots=True)
class Text:
    """A wording and the items that say exactly this, each within a window of the one before; and when."""

    wording: Wording
    first: datetime
    last: datetime
    regions: frozenset[str] = _NOWHERE
    labels: Labels = NONE
    fresh: bool = False
    items: list[Told] = field(default_factory=list)

    def add(self, item: Told) -> None:
        """Take in an item that is published no earlier than the others."""
        self.last = item.at
        self.fresh |= item.before is None
        self.items.append(item)


def told(clip: Clip, decided: Decided = UNDECIDED, *, anew: bool = False) -> Told:
    """Read the words of an item; `anew` forgets where it was grouped before."""
    at = clip.article.published.at
    return Told(clip, wording(clip.article), (at, clip.article.id), decided, None if anew else clip.grouping)


def texts(items: Iterable[Told]) -> list[Text]:
    """Collapse equal wordings of items in time order, so that a text copied a thousand times is compared once.

    Items without words are texts of their own. Items on two sides of a decision are never one text.
    """
    found: list[Text] = []
    latest: dict[tuple[Wording, frozenset[str], Labels], Text] = {}
    for item in items:
        said, regions = item.wording, frozenset(item.clip.tags.regions) if item.clip.tags else _NOWHERE
        labels = item.decided.story | item.decided.event
        text = latest.get((said, regions, labels))
        if text is None or item.at - text.last > WINDOW or not (said.title or said.body):
            text = latest[said, regions, labels] = Text(said, item.at, item.at, regions, labels)
            found.append(text)
        text.add(item)
    return found


class Joined:
    """Disjoint sets of numbers, the smallest of each its root; sets on two sides of a decision are never joined."""

    def __init__(self, labels: Sequence[Labels]) -> None:
        self.parent = list(range(len(labels)))
        self._labels = {number: set(found) for number, found in enumerate(labels) if found}

    def root(self, number: int) -> int:
        """Return the smallest number of the set that holds this one."""
        parent = self.parent
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    def same(self, a: int, b: int) -> bool:
        """Tell whether two numbers are in one set."""
        return self.root(a) == self.root(b)

    def join(self, a: int, b: int) -> bool:
        """Make one set of two, unless a decision keeps them apart; tell whether they are one now."""
        first, second = sorted((self.root(a), self.root(b)))
        if first == second:
            return True
        if self._labels:
            one, two = self._labels.get(first, set()), self._labels.get(second, set())
            if parted(one, two):
                return False
            if two:
                self._labels[first] = one | two
        self.parent[second] = first
        return True

    def join_all(self, numbers: Sequence[int]) -> None:
        """Join each of some numbers with the first of them."""
        for number in numbers[1:]:
            self.join(numbers[0], number)


def parted(one: Collection[Label], two: Collection[Label]) -> bool:
    """Tell whether a decision has put one of these on the one side and the other on the other side."""
    return any((number, not out) in two for number, out in one)
