"""Cross-validate the encoder by group on tone_train, in two steps.

Usage: python training/encoder/crossval.py ROWS.jsonl DATA_FOLDER ENCODER_FOLDER OUT.json [options]

The first step trains once on the other label files, without any row whose group holds a tone_train row, and on named
entities. The second continues per fold on the tone_train rows of the other folds and a share of the first step's rows.
Scores of the rows left out go to OUT.json as {id: {task: {label: share}}}.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from heads import TONES, Heads, Sample
from network import load_encoder
from samples import Row, entity_rows, entity_sample, read_rows, tone_samples, topic_names
from sklearn.metrics import accuracy_score, f1_score

from training import predict, train

BALANCE = {"tone": torch.tensor([1.1, 0.8, 1.3]), "event": torch.tensor([1.3, 0.9, 0.9])}
REPLAYED = {"pages_tone": 4.0, "written_pages": 2.0, "written_pair_pages": 2.0}
OWN = ("tone_train", "pmi_disambiguation")


def main() -> None:
    """Run the steps for the options given and print the figures after every fold."""
    options = _options()
    torch.set_num_threads(options.threads)
    rows = read_rows(options.rows)
    encoder, tokenizer = load_encoder(options.encoder, drop=options.drop)
    topics = topic_names(rows)
    samples = tone_samples(rows, tokenizer, topics)
    base = Heads(encoder, len(topics), options.drop)
    touched = {row["group"] for row in rows if row["file"] in OWN}
    apart = [(row, sample) for row, sample in zip(rows, samples, strict=True) if row["group"] not in touched]
    aside = [sample for _, sample in apart]
    likely = [REPLAYED.get(row["file"], 1.0) for row, _ in apart]
    first = options.first or options.out.with_suffix(".first.pt")
    if options.onward:
        base.load_state_dict(torch.load(options.onward, weights_only=True))
    if first.exists():
        base.load_state_dict(torch.load(first, weights_only=True))
    else:
        entities = [entity_sample(tokenizer, words, tags)[0] for words, tags in entity_rows(options.data, "train")]
        begun = time.time()
        train(base, [*aside, *entities], epochs=options.first_epochs, rate=options.rate, seed=options.seed,
              decay=options.decay, balance=BALANCE, batch=options.batch)
        print(f"first step {time.time() - begun:.0f} s", flush=True)
        torch.save(base.state_dict(), first)
    if options.first_only:
        return
    found: dict[str, Any] = {}
    for fold in range(5):
        own = [(row, sample) for row, sample in zip(rows, samples, strict=True) if row["group"] in touched]
        known = [sample for row, sample in own if row["fold"] != fold]
        kept_out = [(row, sample) for row, sample in own if row["fold"] == fold and row["file"] in OWN]
        replay = random.Random(fold).choices(aside, likely, k=round(len(known) * options.replay))
        model = copy.deepcopy(base)
        train(model, [*known, *replay], epochs=options.epochs, rate=options.second_rate, seed=options.seed + fold,
              decay=options.decay, balance=BALANCE, batch=options.batch, report=999)
        found |= _named([row for row, _ in kept_out], [sample for _, sample in kept_out], model, topics)
        report(rows, found, f"fold {fold}")
        options.out.write_text(json.dumps(found), "utf-8")


def _named(rows: Sequence[Row], samples: Sequence[Sample], model: Heads, topics: list[str]) -> dict[str, Any]:
    shares = predict(model, [sample.tokens for sample in samples])
    labels = {"tone": TONES, "event": TONES, "relevance": ("yes",), "topics": topics}
    return {row["id"]: {task: dict(zip(names, map(float, shares[task][i]), strict=True))
                        for task, names in labels.items()} for i, row in enumerate(rows)}


def report(rows: Sequence[Row], found: dict[str, Any], title: str) -> None:
    """Print the figures of the rows scored so far."""
    rows = [row for row in rows if row["id"] in found and row["file"] == "tone_train"]
    on = [row for row in rows if row["tone"] in TONES]
    said = {row["id"]: max(TONES, key=lambda tone: found[row["id"]]["tone"][tone]) for row in on}
    parts = [title]
    for name, kind in (("tone", ""), ("head", "headline"), ("post", "post"), ("page", "page")):
        chosen = [row for row in on if row["kind"] == kind or not kind]
        wanted, given = [row["tone"] for row in chosen], [said[row["id"]] for row in chosen]
        parts.append(f"{name} {f1_score(wanted, given, average='macro', labels=TONES, zero_division=0):.3f}"
                     f"/{accuracy_score(wanted, given):.3f}")
    each = f1_score([row["tone"] for row in on], list(said.values()), average=None, labels=TONES)
    events = [max(TONES, key=lambda tone: found[row["id"]]["event"][tone]) for row in rows]
    surprise = -np.mean([np.log(found[row["id"]]["tone"][row["tone"]] + 1e-6) for row in on])
    topics = [(slug in row["topics"], score > 0.35) for row in on for slug, score in found[row["id"]]["topics"].items()
              if slug not in row["topics_optional"]]
    parts += [f"neg {each[2]:.3f} pos {each[0]:.3f}", f"loss {surprise:.3f}",
              f"event {f1_score([row['event'] for row in rows], events, average='macro'):.3f}",
              f"topics {f1_score(*zip(*topics, strict=True)):.3f}"]
    print("  ".join(parts), flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    for name in ("rows", "data", "encoder", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--first", type=Path, default=None, help="use this first step instead of training one")
    parser.add_argument("--first-only", action="store_true", help="stop after the first step")
    parser.add_argument("--onward", type=Path, default=None, help="train the first step on from this one")
    for name, value in (("first_epochs", 3.0), ("epochs", 4.0), ("rate", 1e-4), ("second_rate", 7e-5), ("decay", 0.9),
                        ("replay", 0.5), ("drop", 0.1)):
        parser.add_argument("--" + name.replace("_", "-"), type=float, default=value)
    for name, value in (("seed", 0), ("batch", 24), ("threads", 2)):
        parser.add_argument("--" + name, type=int, default=value)
    return parser.parse_args()


if __name__ == "__main__":
    main()
