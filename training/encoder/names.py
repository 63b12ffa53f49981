"""Measure how well the graph that ships reads names: span F1 on idner-news-2k valid and test.

Usage: python training/encoder/names.py DATA_FOLDER MODEL_FOLDER
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from benchmarks import span_scores
from export import options
from graph import LONGEST
from samples import entity_rows, entity_sample
from tokenizers import Tokenizer


def main() -> None:
    """Print precision, recall and F1 of both splits."""
    data, folder = Path(sys.argv[1]), Path(sys.argv[2])
    session = onnxruntime.InferenceSession(folder / "encoder.onnx", options(onnxruntime))
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))

    def read(tokens: list[int]) -> Any:
        return session.run(["entities"], {"tokens": np.array([tokens[:LONGEST]])})[0][0]

    for split in ("valid", "test"):
        rows = entity_rows(data, split)
        print(split, span_scores(read, [entity_sample(tokenizer, *row) for row in rows], [tags for _, tags in rows]))


if __name__ == "__main__":
    main()
