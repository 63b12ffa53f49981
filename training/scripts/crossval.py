"""Cross-validate one task by group folds and print macro-F1 (tone, event), micro-F1 (topics) or F1 (relevance).

Usage: python training/scripts/crossval.py CORPUS.jsonl tone [key=value ...]

Scores are over the tone_train rows only; the other files are in training only, and never a row whose group is in the
fold under test.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from learning import TONES, read_doc, relevant, task_rows, train

Row = dict[str, Any]


def main() -> None:
    """Cross-validate the task named on the command line."""
    rows = [json.loads(line) for line in Path(sys.argv[1]).read_text("utf-8").splitlines()]
    changed = {key: float(value) for key, value in (word.split("=") for word in sys.argv[3:])}
    start = time.perf_counter()
    scores = predict_folds(sys.argv[2], rows, **changed)
    report = score(sys.argv[2], rows, scores)
    print(json.dumps({"task": sys.argv[2], **changed, **report, "seconds": round(time.perf_counter() - start)}))
    Path(f"{sys.argv[1]}.{sys.argv[2]}.scores").write_text(json.dumps(scores), "utf-8")


def predict_folds(task: str, rows: Sequence[Row], **changed: float) -> dict[str, dict[str, float]]:
    """Return id -> label -> score for every evaluated row, each scored by a model that never saw its group."""
    scores = {}
    for fold in sorted({row["fold"] for row in rows if row["fold"] >= 0}):
        nlp = train(task, [row for row in rows if row["fold"] != fold], **changed)
        held = [row for row in rows if row["fold"] == fold and row["file"] in ("tone_train", "pmi_disambiguation")]
        for row, doc in zip(held, nlp.pipe(read_doc(nlp, row) for row in held), strict=True):
            scores[row["id"]] = {label.split(":", 1)[1]: round(value, 4) for label, value in doc.cats.items()}
    return scores


def score(task: str, rows: Sequence[Row], scores: dict[str, dict[str, float]]) -> dict[str, Any]:
    """Compare scores with the labels."""
    held = [row for row in task_rows(task, rows) if row["id"] in scores]
    if task in ("tone", "event"):
        held = [row for row in held if row["file"] == "tone_train" and row["tone"] != "offtopic"]
        guess = {row["id"]: max(scores[row["id"]], key=scores[row["id"]].__getitem__) for row in held}
        report = {"rows": len(held), **_macro(task, held, guess)}
        for kind in ("headline", "post", "page"):
            report[kind] = _macro(task, [row for row in held if row["kind"] == kind], guess)["macro_f1"]
        return report
    if task == "relevance":
        return f1([(relevant(row), scores[row["id"]]["yes"] >= 0.5) for row in held])
    best = {}
    for cut in (0.2, 0.25, 0.3, 0.35, 0.4, 0.5):
        best[str(cut)] = _micro([row for row in held if row["tone"] != "offtopic"], scores, cut)
    return best


def _macro(task: str, held: Sequence[Row], guess: dict[str, str]) -> dict[str, Any]:
    each = {label: f1([(row[task] == label, guess[row["id"]] == label) for row in held])["f1"] for label in TONES}
    right = sum(guess[row["id"]] == row[task] for row in held)
    return {"macro_f1": round(sum(each.values()) / 3, 3), "accuracy": round(right / max(1, len(held)), 3), **each}


def _micro(held: Sequence[Row], scores: dict[str, dict[str, float]], cut: float) -> dict[str, float]:
    pairs = []
    for row in held:
        for slug, value in scores[row["id"]].items():
            if slug not in row["topics_optional"]:
                pairs.append((slug in row["topics"], value >= cut))
    return f1(pairs)


def f1(pairs: Sequence[tuple[bool | None, bool]]) -> dict[str, float]:
    """Return F1, precision and recall of (gold, guess) pairs."""
    hit = sum(bool(gold) and guess for gold, guess in pairs)
    extra = sum(not gold and guess for gold, guess in pairs)
    missed = sum(bool(gold) and not guess for gold, guess in pairs)
    shares = {"f1": 2 * hit / max(1, 2 * hit + extra + missed), "precision": hit / max(1, hit + extra),
              "recall": hit / max(1, hit + missed)}
    return {name: round(share, 3) for name, share in shares.items()}


if __name__ == "__main__":
    main()
