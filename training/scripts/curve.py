"""Measure how tone grows with the number of labelled rows: is more labelling worth it?

Usage: python training/scripts/curve.py CORPUS.jsonl [DRAWS [FILE]]

Of each fold's training rows a share is kept, by whole groups drawn with a seed; the rows under test stay the same.
With a FILE (tone_train, say) only that file's rows are thinned, and all other files stay in training. Prints one JSON
object per share: rows per fold, and the mean, lowest and highest macro-F1 and negative F1 over the draws.
"""

from __future__ import annotations

import json
import random
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from statistics import mean
from typing import Any

from crossval import score
from learning import read_doc, task_rows, train

Row = dict[str, Any]
SHARES = (0.25, 0.5, 0.75, 1.0)
DRAWS = 3


def main() -> None:
    """Print the learning curve of the corpus named on the command line."""
    rows = [json.loads(line) for line in Path(sys.argv[1]).read_text("utf-8").splitlines()]
    draws = int(sys.argv[2]) if len(sys.argv) > 2 else DRAWS
    only = sys.argv[3] if len(sys.argv) > 3 else ""
    for share in SHARES:
        reports = [measure(rows, share, seed, only) for seed in range(1, (draws if share < 1 else 1) + 1)]
        found = {name: _spread([report[name] for report in reports]) for name in ("macro_f1", "negative")}
        print(json.dumps({"share": share, "thinned": only or "all", "draws": len(reports),
                          "training_rows": round(mean(report["training_rows"] for report in reports)), **found}),
              flush=True)


def measure(rows: Sequence[Row], share: float, seed: int, only: str = "") -> dict[str, float]:
    """Cross-validate tone on a share of each fold's training rows."""
    tested = [row for row in task_rows("tone", rows) if row["file"] == "tone_train"]
    scores, used = {}, []
    for fold in sorted({row["fold"] for row in rows}):
        chosen = thin([row for row in rows if row["fold"] != fold], share, seed * 10 + fold, only)
        used.append(len(task_rows("tone", chosen)))
        nlp = train("tone", chosen)
        held = [row for row in tested if row["fold"] == fold]
        for row, doc in zip(held, nlp.pipe(read_doc(nlp, row) for row in held), strict=True):
            scores[row["id"]] = {label.split(":", 1)[1]: value for label, value in doc.cats.items()}
    return {"training_rows": mean(used), **score("tone", rows, scores)}


def thin(rows: Sequence[Row], share: float, seed: int, only: str = "") -> list[Row]:
    """Keep whole groups, drawn by seed, until they hold a share of the rows; rows of other files than `only` stay."""
    subject = [row for row in rows if not only or row["file"] == only]
    groups = sorted({row["group"] for row in subject})
    random.Random(seed).shuffle(groups)
    sizes = Counter(row["group"] for row in subject)
    kept, room = set(), share * len(subject)
    for group in groups:
        if room <= 0:
            break
        kept.add(group)
        room -= sizes[group]
    return [row for row in rows if (only and row["file"] != only) or row["group"] in kept]


def _spread(found: Sequence[float]) -> list[float]:
    return [round(mean(found), 3), min(found), max(found)]


if __name__ == "__main__":
    main()
