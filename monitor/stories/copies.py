"""Find syndicated copies: MinHash proposes pairs, an aligned comparison of their words confirms them.

Copies of copies are copies, so a story is what is connected by pairs of copies. Which pairs are copies does not depend
on the other texts: placing some items among grouped ones gives the stories that grouping all of them anew gives.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from monitor.stories.confirm import Judge
from monitor.stories.sketches import Buckets, Numbers
from monitor.stories.texts import Joined, Text, Told, texts

_AT_ONCE = 500_000


def stories(items: Sequence[Told]) -> list[list[Told]]:
    """Return the items in lists of copies, each in time order, the lists by their first item.

    `items` must be in time order (published, then id). Those that were grouped before stay with their story.
    """
    found = texts(items)
    joined = Joined([text.labels for text in found])
    _keep_together(found, joined)
    _join_copies(found, joined)
    together: dict[int, list[Told]] = {}
    for number, text in enumerate(found):
        together.setdefault(joined.root(number), []).extend(text.items)
    ordered = (sorted(story, key=lambda item: item.when) for story in together.values())
    return sorted(ordered, key=lambda story: story[0].when)


def _keep_together(found: Sequence[Text], joined: Joined) -> None:
    """Join the two sides of each decision, the latest first, then the stories that were grouped before."""
    sides: dict[tuple[int, bool], list[int]] = {}
    before: dict[str, list[int]] = {}
    for number, text in enumerate(found):
        for label in text.items[0].decided.story:
            sides.setdefault(label, []).append(number)
        for item in text.items:
            if item.before:
                before.setdefault(item.before.story_id, []).append(number)
    for label in sorted(sides, reverse=True):
        joined.join_all(sides[label])
    for numbers in before.values():
        joined.join_all(numbers)


def _join_copies(found: Sequence[Text], joined: Joined) -> None:
    """Compare neighbours in the buckets first: that joins nearly all copies, and what is joined is not compared."""
    buckets, judge = Buckets([text.wording for text in found]), Judge(found)
    roots = np.arange(len(found))

    def compare(pairs: Numbers) -> None:
        for start in range(0, pairs.shape[1], _AT_ONCE):
            a, b = pairs[:, start:start + _AT_ONCE]
            apart = roots[a] != roots[b]
            a, b = a[apart], b[apart]
            yes = judge.copies(a, b)
            for one, two in zip(a[yes].tolist(), b[yes].tolist(), strict=True):
                joined.join(one, two)
            roots[:] = [joined.root(number) for number in range(len(roots))]

    roots[:] = [joined.root(number) for number in range(len(roots))]
    near = buckets.neighbours()
    compare(near[:, judge.fits(near[0], near[1])])
    for pairs in buckets.others(roots, judge.fits, _AT_ONCE):
        compare(pairs)
