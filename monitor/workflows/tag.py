"""Tag: read what is new (or everything again) with the pipeline, then place it among the stories around it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from monitor.config.settings import Settings
from monitor.storage.store import Store
from monitor.tagging import Tagger, load
from monitor.workflows.stories import Window, place, regroup

BATCH = 200


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
    """Tag untagged items, or all of them, batch by batch, and place what has no group yet (or group all anew).

    Every batch is saved at once, so an interruption loses at most one; the next run tags the rest and also groups
    what an interrupted run left without a group. `on_progress` gets the number of items done in each batch.
    Raise ModelError or StoreError.
    """
    tagger = load(settings.tagging)
    with Store(settings.storage.database_url) as store:
        counts, window = _tag_all(store, tagger, everything=everything, on_progress=on_progress)
        again = window if everything else None
        stories, events = regroup(store, again) if again else place(store, window)
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


def _joined(*windows: Window | None) -> Window | None:
    known = [window for window in windows if window]
    return (min(start for start, _ in known), max(end for _, end in known)) if known else None
