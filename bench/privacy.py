"""Mask 600 generated posts, and store 5,000 with authors hashed: speed, recall and precision.

The posts and what is personal in them come from tests/privacy/generated_posts.py, made by the author of the rules: read
the figures as an upper bound. `hard` forms (spelt out, split by emoji, told in words) count in the second recall only.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "privacy"))

from generated_posts import posts
from posting import post

from monitor.models import ItemKind
from monitor.privacy.accounts import publicity
from monitor.privacy.masking import find, mask
from monitor.storage.store import Store


def main() -> None:
    """Print one line per measurement."""
    public, made = publicity(), list(posts(600))
    usual = hard = found_usual = found_hard = marked = false = 0
    for each in made:
        marks = find(each.text, public)
        covered = {at for mark in marks for at in range(mark.start, mark.end)}
        for gold in each.gold:
            whole = all(at in covered for at in range(gold.start, gold.end) if each.text[at].isalnum())
            usual, hard = usual + (not gold.hard), hard + gold.hard
            found_usual, found_hard = found_usual + (whole and not gold.hard), found_hard + (whole and gold.hard)
        marked += len(marks)
        false += sum(not any(mark.start < gold.end and gold.start < mark.end for gold in each.gold) for mark in marks)
    print(f"recall: {found_usual / usual:.3f} of {usual} usual forms, "
          f"{(found_usual + found_hard) / (usual + hard):.3f} with {hard} hard ones; "
          f"precision {1 - false / marked:.3f} of {marked}")
    start = time.process_time()
    for number in range(10):
        for each in made:
            mask(f"{each.text} {number}", public)
    print(f"masking: {10 * len(made) / (time.process_time() - start):,.0f} posts/s on one core (processor time)")
    for kind in (ItemKind.NEWS, ItemKind.POST):
        print(f"storing 5,000 items as {kind.value}: {_stored(made, kind):,.0f}/s (SQLite)")


def _stored(made: list[object], kind: ItemKind) -> float:
    texts = [getattr(each, "text", "") for each in made]
    batch = [post(number, texts[number % len(texts)], kind=kind) for number in range(5_000)]
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        with Store(f"sqlite:///{folder}/bench.sqlite") as store:
            start = time.perf_counter()
            store.add(batch)
            return len(batch) / (time.perf_counter() - start)


if __name__ == "__main__":
    main()
