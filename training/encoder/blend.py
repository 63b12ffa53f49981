"""Choose how much the encoder counts beside the linear classifiers, and measure the two together.

Usage: python training/encoder/blend.py ROWS.jsonl ENCODER_SCORES.json OUT.json

ENCODER_SCORES is what crossval.py of this folder wrote, and ROWS.jsonl.<task>.scores what ../scripts/crossval.py wrote:
both are scores of rows that were left out of training. The share, the sharpness and the topic bars used on a fold are
chosen on the other four folds; those written to OUT.json (for encoder.json) are chosen on all five. OUT.tone.scores
gets the honest mixed scores of the tone, which ../scripts/errors.py reads.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.metrics import accuracy_score, f1_score

TONES = ("positive", "neutral", "negative")
SHARES = (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
SHARPNESS = (0.8, 1.0, 1.2, 1.5, 1.8, 2.2)
NEUTRAL = (0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
DRAWS = 1000
LEAST = 1e-4  # as in monitor.tagging.encoder
Row = dict[str, Any]
Array = npt.NDArray[np.float64]


def main() -> None:
    """Print every figure and write the shares and bars."""
    path, scored, out = Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    encoder = json.loads(scored.read_text("utf-8"))
    linear = {task: json.loads(Path(f"{path}.{task}.scores").read_text("utf-8"))
              for task in ("tone", "event", "relevance", "topics")}
    held = [row for row in rows if row["file"] == "tone_train" and row["id"] in encoder]
    on = [row for row in held if row["tone"] in TONES]
    chosen: dict[str, Any] = {"blend": {}, "verdict": {}, "figures": {}}
    shares, sharp, tone = _tones(on, encoder, linear)
    chosen["blend"]["tone"], chosen["verdict"]["sharpness"] = shares, sharp
    chosen["figures"]["tone"] = _tone(on, tone)
    blunt = (tone ** (1 / sharp)).tolist()  # errors.py sharpens them itself
    mixed = {row["id"]: dict(zip(TONES, scores, strict=True)) for row, scores in zip(on, blunt, strict=True)}
    out.with_suffix(".tone.scores").write_text(json.dumps(mixed), "utf-8")
    share, neutral, event = _events(on, encoder, linear)
    chosen["blend"]["event"], chosen["verdict"]["event_neutral"] = share, neutral
    wanted = np.array([TONES.index(row["event"]) for row in on])
    chosen["figures"]["event"] = _with_interval(lambda at: _macro(wanted[at], event.argmax(1)[at]), len(on))
    _topics([row for row in on if row["topics"] is not None], encoder, linear, chosen)
    out.write_text(json.dumps(chosen, indent=2) + "\n", "utf-8")
    print(json.dumps(chosen, indent=2))


def _tones(rows: Sequence[Row], encoder: Any, linear: Any) -> tuple[float, float, Array]:
    """Share and sharpness for all rows, and honest mixed scores (rows, 3)."""
    return _honest("tone", rows, encoder, linear, _pick, _mixed)


def _events(rows: Sequence[Row], encoder: Any, linear: Any) -> tuple[float, float, Array]:
    """Share and weight of `neutral` for all rows, and honest mixed scores (rows, 3), so weighed."""
    def mixed(ours: Array, theirs: Array, share: float, neutral: float) -> Array:
        made: Array = _mixed(ours, theirs, share, 1.0) * [1, neutral, 1]
        return made

    def pick(ours: Array, theirs: Array, wanted: npt.NDArray[np.int64]) -> tuple[float, float]:
        return max(product(SHARES, NEUTRAL), key=lambda bars: _macro(wanted, mixed(ours, theirs, *bars).argmax(1)))

    return _honest("event", rows, encoder, linear, pick, mixed)


def _honest(task: str, rows: Sequence[Row], encoder: Any, linear: Any,
            pick: Callable[..., tuple[float, float]], mixed: Callable[..., Array]) -> tuple[float, float, Array]:
    """What `pick` chooses on all rows, and each fold mixed with what it chooses on the others."""
    ours = np.array([[encoder[row["id"]][task][label] for label in TONES] for row in rows])
    theirs = np.array([[linear[task][row["id"]][label] for label in TONES] for row in rows])
    wanted = np.array([TONES.index(row[task]) for row in rows])
    folds = np.array([row["fold"] for row in rows])
    made = np.zeros((len(rows), 3))
    for fold in sorted(set(folds.tolist())):
        chosen = pick(ours[folds != fold], theirs[folds != fold], wanted[folds != fold])
        made[folds == fold] = mixed(ours[folds == fold], theirs[folds == fold], *chosen)
    return (*pick(ours, theirs, wanted), made)


def _mixed(ours: Array, theirs: Array, share: float, sharp: float) -> Array:
    """As `monitor.tagging.encoder.pool` mixes labels that exclude each other, sharpened as the verdict does."""
    raised = np.maximum(ours, LEAST) ** (share * sharp) * np.maximum(theirs, LEAST) ** ((1 - share) * sharp)
    made: Array = raised / raised.sum(1, keepdims=True)
    return made


def _mixed_topics(ours: Array, theirs: Array, share: float) -> Array:
    """As `monitor.tagging.encoder.pool` mixes labels that do not: each against its contrary."""
    given, against = (np.maximum(one, LEAST) ** share * np.maximum(other, LEAST) ** (1 - share)
                      for one, other in ((ours, theirs), (1 - ours, 1 - theirs)))
    made: Array = given / (given + against)
    return made


def _pick(ours: Array, theirs: Array, wanted: npt.NDArray[np.int64]) -> tuple[float, float]:
    """The share with the best mean of macro-F1 and likelihood, then the sharpness with the best likelihood."""
    def likelihood(share: float, sharp: float) -> float:
        return float(np.log(_mixed(ours, theirs, share, sharp)[np.arange(len(wanted)), wanted]).mean())

    def worth(share: float) -> float:
        return _macro(wanted, _mixed(ours, theirs, share, 1.0).argmax(1)) + max(likelihood(share, s) for s in SHARPNESS)

    share = max(SHARES, key=worth)
    return share, max(SHARPNESS, key=lambda sharp: likelihood(share, sharp))


def _macro(wanted: Any, given: Any) -> float:
    return float(f1_score(wanted, given, average="macro", labels=[0, 1, 2], zero_division=0))


def _with_interval(measure: Callable[[Any], float], size: int) -> dict[str, Any]:
    chooser = np.random.default_rng(0)
    draws = sorted(measure(chooser.integers(0, size, size)) for _ in range(DRAWS))
    return {"value": round(measure(np.arange(size)), 3), "rows": size,
            "interval": [round(draws[int(DRAWS * 0.025)], 3), round(draws[int(DRAWS * 0.975)], 3)]}


def _tone(rows: Sequence[Row], scores: Array) -> dict[str, Any]:
    wanted = np.array([TONES.index(row["tone"]) for row in rows])
    given, kinds = scores.argmax(1), np.array([row["kind"] for row in rows])
    made: dict[str, Any] = {"macro": _with_interval(lambda at: _macro(wanted[at], given[at]), len(rows)),
                            "accuracy": _with_interval(lambda at: accuracy_score(wanted[at], given[at]), len(rows))}
    for at, tone in enumerate(TONES):
        made[tone] = _with_interval(lambda i, at=at: float(f1_score(wanted[i] == at, given[i] == at)), len(rows))
    for kind in ("headline", "post", "page"):
        its, got = wanted[kinds == kind], given[kinds == kind]
        made[kind] = {"macro": _with_interval(lambda i, its=its, got=got: _macro(its[i], got[i]), len(its)),
                      "accuracy": _with_interval(lambda i, its=its, got=got: accuracy_score(its[i], got[i]), len(its))}
    top, right = scores.max(1), given == wanted
    order = np.argsort(-top)
    made["abstention"] = {f"{share:.2f}": {"below": round(float(top[order[keep - 1]]), 3),
                                           "accuracy_of_the_rest": round(float(right[order[:keep]].mean()), 3)}
                          for share in (0.05, 0.1, 0.12, 0.15, 0.2, 0.3) for keep in [round(len(rows) * (1 - share))]}
    bins = np.minimum((top * 10).astype(int), 9)
    made["ece"] = round(sum(abs(top[bins == b].sum() - right[bins == b].sum()) for b in range(10)) / len(rows), 3)
    return made


def _topics(rows: Sequence[Row], encoder: Any, linear: Any, chosen: dict[str, Any]) -> None:
    """Share and the two bars of the topics (score alone, score beside a phrase of the topic)."""
    from monitor.tagging.reading import choose_reading
    from monitor.tagging.topics import count_topics
    slugs = list(linear["topics"][rows[0]["id"]])
    ours = np.array([[encoder[row["id"]]["topics"].get(slug, 0.0) for slug in slugs] for row in rows])
    theirs = np.array([[linear["topics"][row["id"]][slug] for slug in slugs] for row in rows])
    phrase = np.array([[slug in found for slug in slugs] for row in rows
                       for found in [count_topics(choose_reading(row["title"], row["text"]))]])
    wanted = np.array([[slug in row["topics"] for slug in slugs] for row in rows])
    counts = np.array([[slug not in row["topics_optional"] for slug in slugs] for row in rows])
    folds = np.array([row["fold"] for row in rows])

    def given(at: Any, share: float, alone: float, confirmed: float) -> Any:
        mixed = _mixed_topics(ours[at], theirs[at], share)
        return mixed >= np.where(phrase[at], confirmed, alone)

    def micro(at: Any, said: Any) -> float:
        hit = (said & wanted[at] & counts[at]).sum()
        return float(2 * hit / max(1, (said & counts[at]).sum() + (wanted[at] & counts[at]).sum()))

    alones, confirms = (0.15, 0.2, 0.25, 0.3, 0.35, 0.4), (0.03, 0.05, 0.08, 0.12, 0.16, 0.2, 0.3)
    grid = list(product((0.0, *SHARES, 1.0), alones, confirms))

    def pick(at: Any) -> tuple[float, float, float]:
        return max(grid, key=lambda bars: micro(at, given(at, *bars)))

    said = np.zeros_like(wanted)
    for fold in sorted(set(folds.tolist())):
        said[folds == fold] = given(folds == fold, *pick(folds != fold))
    whole = np.arange(len(rows))
    share, alone, confirmed = pick(whole)
    chosen["blend"]["topics"] = share
    chosen["verdict"] |= {"topic_alone": alone, "topic_confirmed": confirmed}
    chosen["figures"]["topics"] = _with_interval(lambda at: micro(at, said[at]), len(rows))


if __name__ == "__main__":
    main()
