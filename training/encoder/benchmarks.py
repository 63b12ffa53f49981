"""Measure the encoder on public test sets: SmSA, NusaX-senti (Indonesian) and idner-news-2k.

Usage: python training/encoder/benchmarks.py DATA_FOLDER ENCODER_FOLDER OUT.json [--only smsa,nusax,entities]

SmSA: fine-tuned on SmSA train only. NusaX was made from SmSA, so the SmSA rows that repeat a NusaX test text (equal,
or sharing 70 % of their words) are left out of SmSA train first; then the model goes on with NusaX train and valid.
The models made here are thrown away: the figures are benchmarks, nothing of them ships.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from heads import ENTITIES, TONES, Heads, Sample
from network import encode, load_encoder, pad
from samples import entity_rows, entity_sample
from sklearn.metrics import accuracy_score, f1_score

from monitor.tagging.spans import best_path
from training import predict, train

Reader = Callable[[list[int]], Any]
LONGEST = 112
NEAR = 0.7


def main() -> None:
    """Fine-tune, score and write the figures."""
    parser = argparse.ArgumentParser()
    for name in ("data", "encoder", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--only", default="smsa,nusax,entities")
    parser.add_argument("--epochs", type=float, default=3)
    parser.add_argument("--rate", type=float, default=1.5e-4)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    found: dict[str, Any] = json.loads(options.out.read_text("utf-8")) if options.out.exists() else {}
    wanted = options.only.split(",")
    if "entities" in wanted:
        found["entities"] = _entities(options)
        print(found["entities"], flush=True)
    if "smsa" in wanted or "nusax" in wanted:
        found |= _sentiment(options)
    options.out.write_text(json.dumps(found, indent=2) + "\n", "utf-8")
    print(json.dumps(found, indent=2))


def _sentiment(options: argparse.Namespace) -> dict[str, Any]:
    encoder, tokenizer = load_encoder(options.encoder)
    model = Heads(encoder, 1)
    smsa, nusax = (_read(options.data / "sentiment" / f"{name}.csv") for name in ("smsa", "nusax_senti_ind"))
    train_rows = _without_leaks(smsa["train"], nusax["test"])
    print(f"SmSA train {len(smsa['train'])}, without NusaX test {len(train_rows)}", flush=True)

    def samples(rows: list[tuple[str, str]]) -> list[Sample]:
        tokens = encode(tokenizer, [text for text, _ in rows], LONGEST)
        return [Sample(ids, {"sentiment": TONES.index(label)})
                for ids, (_, label) in zip(tokens, rows, strict=True)]

    def score(rows: list[tuple[str, str]]) -> dict[str, float]:
        shares = predict(model, [sample.tokens for sample in samples(rows)])["sentiment"]
        given, truth = [TONES[i] for i in shares.argmax(1)], [label for _, label in rows]
        return {"macro_f1": round(f1_score(truth, given, average="macro"), 4),
                "accuracy": round(accuracy_score(truth, given), 4), "rows": len(rows)}

    begun = time.time()
    balance = {"sentiment": torch.tensor([0.8, 1.5, 0.9])}
    train(model, samples(train_rows), epochs=options.epochs, rate=options.rate, batch=32, balance=balance)
    made: dict[str, Any] = {"smsa": score(smsa["test"]) | {"seconds": round(time.time() - begun)}}
    print("smsa", made["smsa"], "valid", score(smsa["valid"]), "nusax unseen", score(nusax["test"]), flush=True)
    train(model, samples(nusax["train"] + nusax["valid"]), epochs=4, rate=options.rate / 2, batch=24)
    made["nusax"] = score(nusax["test"])
    print("nusax", made["nusax"], flush=True)
    return made


def _read(path: Path) -> dict[str, list[tuple[str, str]]]:
    splits: dict[str, list[tuple[str, str]]] = defaultdict(list)
    with path.open(encoding="utf-8") as source:
        for row in csv.DictReader(source):
            splits[row["split"]].append((row["text"], row["label"]))
    return splits


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.casefold()))


def _without_leaks(rows: list[tuple[str, str]], test: list[tuple[str, str]]) -> list[tuple[str, str]]:
    held = [_words(text) for text, _ in test]

    def leaks(text: str) -> bool:
        words = _words(text)
        return any(len(words & other) >= NEAR * len(words | other) for other in held)

    return [(text, label) for text, label in rows if not leaks(text)]


def _entities(options: argparse.Namespace) -> dict[str, Any]:
    """Train the tagger of names on idner-news-2k train; span F1 on test (exact borders and type)."""
    encoder, tokenizer = load_encoder(options.encoder)
    model = Heads(encoder, 1)
    rows = {split: entity_rows(options.data, split) for split in ("train", "valid", "test")}
    begun = time.time()
    train(model, [entity_sample(tokenizer, *row)[0] for row in rows["train"]], epochs=8, rate=options.rate, batch=16)
    return {"seconds": round(time.time() - begun)} | {
        split: span_scores(reader(model), [entity_sample(tokenizer, *row) for row in rows[split]],
                           [tags for _, tags in rows[split]]) for split in ("valid", "test")}


def reader(model: Heads) -> Reader:
    """Return what gives the raw entity scores (length, tags) of a text's tokens."""
    model.eval()

    def read(tokens: list[int]) -> Any:
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            return model(*pad([tokens]))["entities"][0].float().numpy()

    return read


def span_scores(read: Reader, samples: list[tuple[Sample, list[int]]], truth: list[list[str]]) -> dict[str, float]:
    """Micro precision, recall and F1 of spans, and F1 by type."""
    hits: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for (sample, firsts), tags in zip(samples, truth, strict=True):
        scores = torch.tensor(read(sample.tokens)).log_softmax(-1).numpy()
        known = scores[[at for at in firsts if at < len(scores)]]
        given = spans([ENTITIES[best] for best in best_path(known, ENTITIES)])
        wanted = spans(tags)
        for name in ("PER", "ORG", "LOC"):
            ours, theirs = {s for s in given if s[2] == name}, {s for s in wanted if s[2] == name}
            for at, number in enumerate((len(ours & theirs), len(ours), len(theirs))):
                hits[name][at] += number
                hits["all"][at] += number
    made = {"precision": hits["all"][0] / max(1, hits["all"][1]), "recall": hits["all"][0] / max(1, hits["all"][2])}
    made |= {f"f1_{name}": 2 * hit / max(1, ours + theirs) for name, (hit, ours, theirs) in hits.items()}
    return {name: round(value, 4) for name, value in made.items()}


def spans(tags: list[str]) -> set[tuple[int, int, str]]:
    """Spans (first, last + 1, type) of BIO tags; an I- without its B- opens a span."""
    made: set[tuple[int, int, str]] = set()
    start, kind = 0, ""
    for at, tag in enumerate([*tags, "O"]):
        begins, name = tag.startswith("B-"), tag[2:]
        if kind and (begins or name != kind):
            made.add((start, at, kind))
            kind = ""
        if name and not kind:
            start, kind = at, name
    return made


if __name__ == "__main__":
    main()
