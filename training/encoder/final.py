"""Train the encoder that ships: the first step of the cross-validation, then every labelled row.

Usage: python training/encoder/final.py ROWS.jsonl DATA_FOLDER ENCODER_FOLDER FIRST.pt BLEND.json OUT_FOLDER

FIRST.pt is the first step that crossval.py kept, BLEND.json what blend.py chose. OUT_FOLDER gets heads.pt (float16),
tokenizer.json, topics.json and blend.json, from which export.py makes the files of the package.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
from collections.abc import Sequence
from pathlib import Path

import torch
from crossval import BALANCE, OWN, REPLAYED
from heads import IGNORED, Heads, Sample
from network import load_encoder, pad
from samples import entity_rows, entity_sample, read_rows, tone_samples, topic_names
from torch.nn.functional import cross_entropy

from training import train

NAMES_READ = 2  # times that an epoch reads each sentence with names
PENALTY, NO_NAME = 1e-4, 0.5


def main() -> None:
    """Continue the first step on the rows of tone_train, a share of the others and named entities."""
    parser = argparse.ArgumentParser()
    for name in ("rows", "data", "encoder", "first", "blend", "out"):
        parser.add_argument(name, type=Path)
    for name, value in (("epochs", 4.0), ("rate", 7e-5), ("decay", 0.9), ("replay", 0.5)):
        parser.add_argument("--" + name, type=float, default=value)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    rows = read_rows(options.rows)
    encoder, tokenizer = load_encoder(options.encoder)
    topics = topic_names(rows)
    samples = tone_samples(rows, tokenizer, topics)
    touched = {row["group"] for row in rows if row["file"] in OWN}
    known = [sample for row, sample in zip(rows, samples, strict=True) if row["group"] in touched]
    apart = [(row, sample) for row, sample in zip(rows, samples, strict=True) if row["group"] not in touched]
    likely = [REPLAYED.get(row["file"], 1.0) for row, _ in apart]
    replay = random.Random(0).choices([sample for _, sample in apart], likely, k=round(len(known) * options.replay))
    entities = [entity_sample(tokenizer, words, tags)[0] for words, tags in entity_rows(options.data, "train")]
    model = Heads(encoder, len(topics))
    model.load_state_dict(torch.load(options.first, weights_only=True))
    train(model, [*known, *replay, *entities * NAMES_READ], epochs=options.epochs, rate=options.rate,
          decay=options.decay, seed=options.seed, balance=BALANCE)
    settle_names(model, entities)
    options.out.mkdir(parents=True, exist_ok=True)
    torch.save({name: array.half() for name, array in model.state_dict().items()}, options.out / "heads.pt")
    shutil.copy(options.encoder / "tokenizer.json", options.out / "tokenizer.json")
    (options.out / "topics.json").write_text(json.dumps(topics) + "\n", "utf-8")
    blend = json.loads(options.blend.read_text("utf-8"))
    kept = {name: blend[name] for name in ("blend", "verdict")}
    (options.out / "blend.json").write_text(json.dumps(kept) + "\n", "utf-8")


def settle_names(model: Heads, samples: Sequence[Sample]) -> None:
    """Fit the layer that tags names to the end, the encoder held, and make it a little less sure of names.

    The penalty (on the distance from where it was) and what is added to the score of `O` were chosen on idner valid.
    """
    model.eval()
    states, tags = [], []
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        for sample in samples:
            wanted = torch.tensor(sample.entities)
            found = model.states(*pad([sample.tokens]))[0][0][:len(wanted)]
            states.append(found[wanted != IGNORED].float())
            tags.append(wanted[wanted != IGNORED])
    given, right, layer = torch.cat(states), torch.cat(tags), model.entities
    begun = layer.weight.detach().clone()
    optimiser = torch.optim.LBFGS(layer.parameters(), max_iter=60, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimiser.zero_grad()
        missed = cross_entropy(layer(given), right) + PENALTY * ((layer.weight - begun) ** 2).sum()
        missed.backward()
        return missed

    optimiser.step(loss)
    with torch.no_grad():
        layer.bias[0] += NO_NAME


if __name__ == "__main__":
    main()
