"""Let the encoder label unlabelled texts with shares, for the fast classifiers to learn from (Hinton et al. 2015).

Usage: python training/encoder/teach.py ROWS.jsonl DATA_FOLDER ENCODER_FOLDER FIRST.pt OUT.jsonl [--most 12000]

The teacher is the first step of crossval.py, which saw no row of tone_train, so a cross-validation of the pupil on
tone_train stays honest. OUT.jsonl holds the labelled rows and the taught ones (file `taught`, fold -1).
"""

from __future__ import annotations

import argparse
import json
import random
from pathlib import Path

import torch
from heads import TONES, Heads
from network import encode, load_encoder
from pretrain import NEAR, texts_of
from samples import read_rows, topic_names

from training import predict


def main() -> None:
    """Choose texts near the domain, label them and write them behind the labelled rows."""
    parser = argparse.ArgumentParser()
    for name in ("rows", "data", "encoder", "first", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--most", type=int, default=12_000)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    rows = read_rows(options.rows)
    labelled = {row["title"] for row in rows}
    pool = [text for text in texts_of(options.data, rows) if NEAR.search(text) and text not in labelled]
    random.Random(0).shuffle(pool)
    pool = [text[:400] for text in pool[:options.most]]
    encoder, tokenizer = load_encoder(options.encoder)
    model = Heads(encoder, len(topic_names(rows)))
    model.load_state_dict(torch.load(options.first, weights_only=True))
    shares = predict(model, encode(tokenizer, pool, 96))
    taught = []
    for number, text in enumerate(pool):
        soft = {task: dict(zip(TONES, (round(float(share), 3) for share in shares[task][number]), strict=True))
                for task in ("tone", "event")}
        taught.append({"id": f"taught-{number}", "file": "taught", "kind": "headline", "title": text, "text": "",
                       "date": "", "source": "", "tone": None, "event": None, "topics": None, "sure": 3,
                       "topics_optional": [], "family": "", "group": -100_000 - number, "fold": -1, "soft": soft})
    with options.out.open("w", encoding="utf-8") as sink:
        for row in [*rows, *taught]:
            sink.write(json.dumps(row, ensure_ascii=False) + "\n")
    print(f"{len(taught)} taught rows")


if __name__ == "__main__":
    main()
