"""The encoder with one small head per question, and the loss over rows that answer only some of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import torch
import torch.nn.functional as functional
from levels import named_levels
from network import Encoder
from torch import nn

TONES = ("positive", "neutral", "negative")
ENTITIES = ("O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC")
QUESTIONS = {"tone": 3, "event": 3, "relevance": 1, "sentiment": 3}
SMOOTHED = {"tone": 0.05, "event": 0.05, "sentiment": 0.1}  # what goes to all answers alike (Szegedy et al. 2016)
SHARES = {"tone": 1.0, "event": 0.8, "relevance": 0.4, "topics": 22.0, "sentiment": 0.3, "entities": 4.0}
IGNORED = -100


@dataclass
class Sample:
    """One text with the answers it has, and how much they count."""

    tokens: list[int]
    answers: dict[str, int] = field(default_factory=dict)
    topics: list[int] | None = None
    optional: list[int] = field(default_factory=list)
    entities: list[int] | None = None
    weight: float = 1.0


class Heads(nn.Module):
    """Encoder, pooling (the mean and a learnt weighting of the states) and linear heads."""

    def __init__(self, encoder: Encoder, topics: int, drop: float = 0.1) -> None:
        super().__init__()
        hidden = encoder.word.weight.shape[1]
        self.encoder = encoder
        self.look = nn.Linear(hidden, 1)
        self.drop = nn.Dropout(drop)
        self.heads = nn.ModuleDict({name: nn.Linear(2 * hidden, size) for name, size in QUESTIONS.items()})
        self.heads["topics"] = nn.Linear(2 * hidden, topics)
        self.named = named_levels(len(encoder.layers))
        self.entities = nn.Linear(len(self.named) * hidden, len(ENTITIES))

    def states(self, tokens: torch.Tensor, seen: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """What names are read of (batch, length, 3 x hidden), and the pooled text (batch, 2 x hidden)."""
        levels = self.encoder.levels(tokens, seen)
        last = levels[-1]
        mean = (last * seen[..., None]).sum(1) / seen.sum(1, keepdim=True)
        weights = self.look(last).squeeze(-1).masked_fill(seen == 0, -1e4).softmax(1)
        named = torch.cat([levels[at] for at in self.named], 2)
        return named, torch.cat([mean, (last * weights[..., None]).sum(1)], 1)

    def forward(self, tokens: torch.Tensor, seen: torch.Tensor) -> dict[str, torch.Tensor]:
        """Raw scores of every question (batch, size), and of the entity tags (batch, length, 7)."""
        named, pooled = self.states(tokens, seen)
        pooled = self.drop(pooled)
        found = {name: head(pooled) for name, head in self.heads.items()}
        return found | {"entities": self.entities(self.drop(named))}


def loss_of(scores: dict[str, torch.Tensor], batch: Sequence[Sample], balance: dict[str, torch.Tensor]) -> torch.Tensor:
    """Sum the weighted losses of the questions that the rows of a batch answer."""
    total = torch.zeros(())
    whole = sum(sample.weight for sample in batch)
    for name in QUESTIONS:
        chosen = [i for i, sample in enumerate(batch) if name in sample.answers]
        if not chosen:
            continue
        weight = torch.tensor([batch[i].weight for i in chosen])
        wanted = torch.tensor([batch[i].answers[name] for i in chosen])
        given = scores[name][chosen].float()
        if name == "relevance":
            missed = functional.binary_cross_entropy_with_logits(given.squeeze(1), wanted.float(), reduction="none")
        else:
            missed = functional.cross_entropy(given, wanted, weight=balance.get(name), reduction="none",
                                              label_smoothing=SMOOTHED[name])
        total = total + SHARES[name] * (missed * weight).sum() / whole
    return total + _topics(scores, batch, whole) + _entities(scores, batch)


def _topics(scores: dict[str, torch.Tensor], batch: Sequence[Sample], whole: float) -> torch.Tensor:
    """Multi-label loss; a topic that only one annotator gave counts neither way."""
    chosen = [(i, sample, sample.topics) for i, sample in enumerate(batch) if sample.topics is not None]
    if not chosen:
        return torch.zeros(())
    given = scores["topics"][[i for i, _, _ in chosen]].float()
    wanted, counts = torch.zeros_like(given), torch.ones_like(given)
    for at, (_, sample, topics) in enumerate(chosen):
        wanted[at, topics] = 1
        counts[at, sample.optional] = 0
    missed = functional.binary_cross_entropy_with_logits(given, wanted, reduction="none") * counts
    weight = torch.tensor([sample.weight for _, sample, _ in chosen])
    return SHARES["topics"] * (missed.mean(1) * weight).sum() / whole


def _entities(scores: dict[str, torch.Tensor], batch: Sequence[Sample]) -> torch.Tensor:
    chosen = [(i, sample.entities) for i, sample in enumerate(batch) if sample.entities is not None]
    if not chosen:
        return torch.zeros(())
    given = scores["entities"][[i for i, _ in chosen]].float()
    wanted = torch.full(given.shape[:2], IGNORED)
    for at, (_, tags) in enumerate(chosen):
        wanted[at, : len(tags)] = torch.tensor(tags)
    missed = functional.cross_entropy(given.reshape(-1, len(ENTITIES)), wanted.reshape(-1), ignore_index=IGNORED)
    return SHARES["entities"] * missed * len(chosen) / len(batch)


def to_plain(scores: dict[str, torch.Tensor]) -> dict[str, Any]:
    """Turn raw scores into shares: softmax, or a sigmoid where answers do not exclude each other."""
    made: dict[str, Any] = {}
    for name, given in scores.items():
        if name != "entities":
            alone = name in ("relevance", "topics")
            made[name] = (given.float().sigmoid() if alone else given.float().softmax(-1)).numpy()
    return made
