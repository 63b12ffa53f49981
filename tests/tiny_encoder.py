"""Write a tiny encoder of random weights with the code that writes the real one: three layers of 64."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT / "training" / "encoder"))

import export  # noqa: E402
from levels import named_levels  # noqa: E402

HIDDEN, INNER, LAYERS, POSITIONS = 64, 128, 3, 160
LEVELS = named_levels(LAYERS)
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,:!?-"
TOPICS = tuple(sorted(label.removeprefix("topics:") for label in json.loads(
    (ROOT / "monitor/tagging/model/meta.json").read_text("utf-8"))["labels"]["topics"]))
ENTITIES: tuple[str, ...] = export.LABELS["entities"]

State = dict[str, np.ndarray[Any, Any]]


def pieces() -> list[tuple[str, float]]:
    """One piece for each letter, one for the mark before a word, and a few whole words."""
    words = ("▁Menteri", "▁BP3MI", "▁pekerja", "▁migran", "▁Budi", "▁Santoso")
    return [("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", -20.0), ("▁", -5.0),
            *((letter, -9.0) for letter in LETTERS), *((word, -3.0) for word in words)]


def tokenizer() -> Tokenizer:
    """A tokenizer set up like the real one, see training/encoder/network.py."""
    made = Tokenizer(models.Unigram(pieces(), unk_id=3, byte_fallback=False))
    made.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " ")])
    made.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always", split=False)
    return made


def state(topics: int = len(TOPICS), seed: int = 3) -> State:
    """Random arrays with the names of `Heads.state_dict()`."""
    dice = np.random.default_rng(seed)
    sizes = {"encoder.word": (len(pieces()), HIDDEN), "encoder.position": (POSITIONS, HIDDEN)}
    made = {f"{name}.weight": dice.normal(size=size) for name, size in sizes.items()}
    linear = {"look": (1, HIDDEN), "entities": (len(ENTITIES), len(LEVELS) * HIDDEN), "heads.tone": (3, 2 * HIDDEN),
              "heads.event": (3, 2 * HIDDEN), "heads.relevance": (1, 2 * HIDDEN), "heads.topics": (topics, 2 * HIDDEN)}
    norms = ["encoder.norm"]
    for layer in range(LAYERS):
        prefix = f"encoder.layers.{layer}"
        linear |= {f"{prefix}.qkv": (3 * HIDDEN, HIDDEN), f"{prefix}.join": (HIDDEN, HIDDEN),
                   f"{prefix}.rise": (INNER, HIDDEN), f"{prefix}.fall": (HIDDEN, INNER)}
        norms += [f"{prefix}.norm1", f"{prefix}.norm2"]
    for name, (rows, columns) in linear.items():
        made[f"{name}.weight"] = dice.normal(size=(rows, columns)) * columns ** -0.5
        made[f"{name}.bias"] = dice.normal(size=rows) * 0.1
    for name in norms:
        made[f"{name}.weight"] = 1 + dice.normal(size=HIDDEN) * 0.1
        made[f"{name}.bias"] = dice.normal(size=HIDDEN) * 0.1
    return {name: array.astype(np.float32) for name, array in made.items()}


def write(folder: Path, *, blend: Mapping[str, float] | None = None, topics: Sequence[str] = TOPICS,
          arrays: State | None = None, **settings: Any) -> Path:
    """Write the three files of an encoder and their checksums, and return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    vocabulary = folder.parent / f"{folder.name}-tokenizer.json"
    tokenizer().save(str(vocabulary))
    shares = dict.fromkeys(("tone", "event", "relevance", "topics"), 0.5) if blend is None else blend
    export.write(folder, arrays or state(len(topics)), tokenizer=vocabulary, topics=topics,
                 settings={"blend": shares, **settings})
    return folder
