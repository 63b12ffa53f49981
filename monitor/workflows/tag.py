"""Tag: read what is new (or everything again) with the pipeline, then group the stories around it anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.config.settings import Settings
from monitor.models import Clip
from monitor.storage.store import Store
from monitor.stories import group
from monitor.tagging import Tagger, load

AROUND = timedelta(days=7)
"""Stories are grouped anew from this long before the first item tagged until this long after the last."""
BATCH = 200

Window = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class TagSummary:
    """What a tagging run did: items tagged and how many of them are relevant, and the stories and events around."""

    tagged: int
    relevant: int
    abstained: int
    stories: int
    events: int
    model: str


def tag(settings: Settings, *, everything: bool = False,
        on_progress: Callable[[int], None] = lambda _: None) -> TagSummary:
    """Tag untagged items, or all of them, batch by batch, and regroup the affected window.

    Every batch is saved at once, so an interruption loses at most one; the next run tags the rest and also groups
    what an interrupted run left without a group. `on_progress` gets the number of items done in each batch.
    Raise ModelError or StoreError.
    """
    tagger = load(settings.tagging)
    with Store(settings.storage.database_url) as store:
        counts, window = _tag_all(store, tagger, everything=everything, on_progress=on_progress)
        stories, events = _regroup(store, _joined(window, store.ungrouped_span()))
    return TagSummary(counts["tagged"], counts["relevant"], counts["abstained"], stories, events, tagger.model)


def _tag_all(store: Store, tagger: Tagger, *, everything: bool,
             on_progress: Callable[[int], None]) -> tuple[Counter[str], Window | None]:
    counts: Counter[str] = Counter()
    window: Window | None = None
    for articles in store.untagged(None if everything else tagger.model, batch=BATCH):
        tagged = list(tagger.tag(articles))
        store.save_tags([(article.id, tags) for article, tags in tagged])
        times = [article.published.at for article in articles]
        window = _joined(window, (min(times), max(times)))
        counts.update(tagged=len(tagged), relevant=sum(tags.relevant for _, tags in tagged),
                      abstained=sum(tags.tone.abstained for _, tags in tagged))
        on_progress(len(tagged))
    return counts, window


def _regroup(store: Store, window: Window | None) -> tuple[int, int]:
    """Group the relevant items of a window anew; return the numbers of stories and events in it."""
    if window is None:
        return 0, 0
    groupings = group(_relevant(store, window))
    store.save_groupings(groupings)
    return len({grouping.story_id for grouping in groupings}), len({grouping.event_id for grouping in groupings})


def _relevant(store: Store, window: Window) -> list[Clip]:
    return store.clips(window[0] - AROUND, window[1] + AROUND + timedelta(microseconds=1))


def _joined(*windows: Window | None) -> Window | None:
    known = [window for window in windows if window]
    return (min(start for start, _ in known), max(end for _, end in known)) if known else None
