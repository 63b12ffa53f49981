"""Run a randomly initialised BERT-base (110M parameters, PyTorch, CPU) on the texts of another benchmark.

Weights do not change how long it takes, so random ones do. PyTorch is no dependency of the project: BENCH_TORCH_PYTHON
names an interpreter that has it, and without it `measure` says None, which the benchmarks print as not measured.
A token is a mark or at most seven letters of a word, about 1.2 a word: no more than WordPiece needs of Indonesian, and
fewer than our own encoder reads. At most 160 are read.

Usage: python bench/bert_base.py CORES < TEXTS.jsonl    (one JSON string per line; prints one JSON object)
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

PYTHON = "BENCH_TORCH_PYTHON"
LAYERS, HIDDEN, HEADS, INNER, VOCABULARY, POSITIONS = 12, 768, 12, 3072, 30_522, 512
LONGEST, BATCH, FIRST = 160, 32, 1_000
_PIECE = re.compile(r"\w{1,7}|[^\w\s]")


def measure(texts: Sequence[str], *, cores: int) -> dict[str, Any] | None:
    """Return BERT's figures on the texts, measured now in a process of its own; None without BENCH_TORCH_PYTHON."""
    python = os.environ.get(PYTHON)
    if not python:
        return None
    done = subprocess.run([python, __file__, str(cores)], input="\n".join(json.dumps(text) for text in texts),
                          stdout=subprocess.PIPE, text=True, check=True, cwd=Path(__file__).parent)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def main() -> None:
    """Read the texts, run them once to warm up and once to measure, and print the figures."""
    import torch

    cores = int(sys.argv[1])
    torch.set_num_threads(cores)
    torch.manual_seed(0)
    rows = sorted((tokens(json.loads(line)) for line in sys.stdin if line.strip()), key=len)
    encoder, embed, classify = build()
    parameters = sum(part.numel() for module in (encoder, embed, classify) for part in module.parameters())
    wall = cpu = 0.0
    with torch.inference_mode():
        for turn in (rows[:BATCH], rows):
            wall, cpu = time.perf_counter(), time.process_time()
            for start in range(0, len(turn), BATCH):
                batch = turn[start:start + BATCH]
                length = len(batch[-1])
                seen = torch.tensor([[at < len(row) for at in range(length)] for row in batch])
                words = torch.tensor([row + [0] * (length - len(row)) for row in batch])
                states = embed(words, torch.arange(length))
                states = encoder(states, src_key_padding_mask=None if bool(seen.all()) else ~seen)
                classify(states[:, 0]).softmax(1).tolist()
            wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(json.dumps({"parameters": parameters, "cores": cores, "texts": len(rows),
                      "tokens_each": round(sum(map(len, rows)) / len(rows), 1),
                      "items_per_second": round(len(rows) / wall, 2), "items_per_cpu_second": round(len(rows) / cpu, 2),
                      "torch": torch.__version__}))


def tokens(text: str) -> list[int]:
    """Number each piece by its checksum; the first and last token stand for [CLS] and [SEP]."""
    pieces = _PIECE.findall(text)[:LONGEST - 2]
    return [101, *(FIRST + zlib.crc32(piece.encode()) % (VOCABULARY - FIRST) for piece in pieces), 102]


def build() -> tuple[Any, Any, Any]:
    """Build BERT-base of PyTorch's own layers (its fused inference path), the embeddings and a classifier of three."""
    import torch
    from torch import nn

    class Embeddings(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.word, self.position = nn.Embedding(VOCABULARY, HIDDEN), nn.Embedding(POSITIONS, HIDDEN)
            self.segment, self.norm = nn.Embedding(2, HIDDEN), nn.LayerNorm(HIDDEN, 1e-12)

        def forward(self, words: torch.Tensor, places: torch.Tensor) -> torch.Tensor:
            made: torch.Tensor = self.norm(self.word(words) + self.position(places) + self.segment.weight[0])
            return made

    layer = nn.TransformerEncoderLayer(HIDDEN, HEADS, INNER, activation="gelu", layer_norm_eps=1e-12, batch_first=True)
    pooled = nn.Sequential(nn.Linear(HIDDEN, HIDDEN), nn.Tanh(), nn.Linear(HIDDEN, 3))
    return nn.TransformerEncoder(layer, LAYERS, enable_nested_tensor=False).eval(), Embeddings().eval(), pooled.eval()


if __name__ == "__main__":
    main()
