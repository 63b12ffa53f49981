"""Measure story grouping on a generated syndication set: clusters found, pairs right, texts per second.

Run: `python bench/stories.py [--items 10000] [--kind short|long|mixed] [--peer]`, or `--crowd N` for the two cases
that invite comparing everything with everything: one press release in N edited versions, and N headlines of one
template. What the set is: bench/syndication.py. `--peer` also runs datasketch on the same texts when it is installed
(`pip install datasketch`; it is no dependency of this project).
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from importlib.util import find_spec

from syndication import KINDS, generate, one_template, press_release

from monitor.models import Clip
from monitor.stories import group
from monitor.stories.wording import COMMON, wording

Groups = Mapping[str, object]


def score(found: Groups, truth: Mapping[str, int]) -> tuple[float, float]:
    """Return pairwise precision and recall of clusters."""
    both = _pairs(Counter((found[item], truth[item]) for item in truth).values())
    return (both / max(1, _pairs(Counter(found[item] for item in truth).values())),
            both / max(1, _pairs(Counter(truth.values()).values())))


def _pairs(sizes: Iterable[int]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes)


def ours(clips: list[Clip]) -> Groups:
    """Cluster as the monitor does, events included."""
    return {one.item_id: one.story_id for one in group(clips)}


def datasketch_groups(clips: list[Clip]) -> Groups:
    """Cluster by datasketch alone: MinHash of the same words, LSH at 0.5, connected components."""
    from datasketch import MinHash, MinHashLSH  # type: ignore[import-not-found,unused-ignore]

    lsh, parent = MinHashLSH(threshold=0.5, num_perm=128), {}

    def root(item: str) -> str:
        while parent[item] != item:
            item = parent[item]
        return item

    for clip in clips:
        said = wording(clip.article)
        sketch = MinHash(num_perm=128)
        sketch.update_batch([word.encode() for word in set(said.title + said.body) - COMMON])
        item = parent[clip.article.id] = clip.article.id
        for other in lsh.query(sketch):
            parent[root(other)] = root(item)
        lsh.insert(item, sketch)
    return {item: root(item) for item in parent}


def measure(name: str, kind: str, method: Callable[[list[Clip]], Groups], clips: list[Clip],
            truth: Mapping[str, int]) -> float:
    """Print one row; return texts per second of processor time."""
    started, worked = time.perf_counter(), time.process_time()
    found = method(clips)
    seconds, busy = time.perf_counter() - started, time.process_time() - worked
    precision, recall = score(found, truth)
    print(f"{name}: {len(clips):,} teks {kind}, {len(set(found.values())):,} berita, presisi {precision:.4f}, "
          f"recall {recall:.4f}, {seconds:.1f} detik ({len(clips) / seconds:,.0f}/detik; "
          f"{len(clips) / busy:,.0f} per detik CPU)", flush=True)
    return len(clips) / busy


def main() -> None:
    """Print one row per method."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--items", type=int, default=10_000)
    options.add_argument("--kind", choices=KINDS, nargs="+", default=["mixed"])
    options.add_argument("--crowd", type=int, default=0)
    options.add_argument("--peer", action="store_true")
    given = options.parse_args()
    for kind in given.kind:
        clips, truth = generate(given.items, kind)
        speed = measure("monitor.stories.group", kind, ours, clips, truth)
        if given.peer and find_spec("datasketch"):
            peer = measure("datasketch MinHashLSH", kind, datasketch_groups, clips, truth)
            print(f"  kami {speed / peer:.1f}x datasketch (per detik CPU), peristiwa termasuk")
        elif given.peer:
            print("  datasketch tidak terpasang (pip install datasketch): tidak dibandingkan")
    if given.crowd:
        measure("monitor.stories.group", "(satu rilis, disunting)", ours, *press_release(given.crowd))
        measure("monitor.stories.group", "(satu pola judul)", ours, *one_template(given.crowd))


if __name__ == "__main__":
    main()
