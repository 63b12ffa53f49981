"""Train heads on samples, and predict with them; bfloat16 products, float32 weights."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from heads import Heads, Sample, loss_of, to_plain
from network import pad
from torch import nn


def train(model: Heads, samples: Sequence[Sample], *, epochs: float, rate: float, batch: int = 24, seed: int = 0,
          decay: float = 0.9, head_rate: float = 1e-3, warm: float = 0.1,
          balance: dict[str, torch.Tensor] | None = None, report: float = 30.0) -> None:
    """Fit in place with AdamW, a linear schedule and lower rates for lower layers (`decay` per layer)."""
    random.seed(seed)
    torch.manual_seed(seed)
    batches = _batches(samples, batch, epochs)
    optimiser = torch.optim.AdamW(_groups(model, rate, decay, head_rate), weight_decay=0.01, fused=True)
    steps = len(batches)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, (step + 1) / (steps * warm)) * max(0.0, 1 - step / steps))
    model.train()
    begun = told = time.time()
    ran = math.nan
    for step, chosen in enumerate(batches):
        tokens, seen = pad([sample.tokens for sample in chosen])
        with torch.autocast("cpu", torch.bfloat16):
            scores = model(tokens, seen)
        loss = loss_of(scores, chosen, balance or {})
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        ran = loss.item() if math.isnan(ran) else 0.97 * ran + 0.03 * loss.item()
        if time.time() - told > report:
            told = time.time()
            print(f"    {step + 1}/{steps}  {told - begun:.0f} s  loss {ran:.3f}", flush=True)


def predict(model: Heads, rows: Sequence[Sequence[int]], batch: int = 48) -> dict[str, Any]:
    """Shares of every question for token rows, in their order."""
    model.eval()
    order = sorted(range(len(rows)), key=lambda i: len(rows[i]))
    made: dict[str, Any] = {}
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        for start in range(0, len(order), batch):
            chosen = order[start:start + batch]
            for name, shares in to_plain(model(*pad([rows[i] for i in chosen]))).items():
                made.setdefault(name, np.zeros((len(rows), shares.shape[1]), np.float32))[chosen] = shares
    return made


def _batches(samples: Sequence[Sample], size: int, epochs: float) -> list[list[Sample]]:
    """Shuffled batches of near-equal length, `epochs` times over."""
    made: list[list[Sample]] = []
    for turn in range(math.ceil(epochs)):
        order = list(samples)
        random.shuffle(order)
        order = order[: round(len(order) * min(1.0, epochs - turn))]
        part = []
        for start in range(0, len(order), size * 20):
            block = sorted(order[start:start + size * 20], key=lambda sample: len(sample.tokens))
            part += [block[at:at + size] for at in range(0, len(block), size)]
        random.shuffle(part)
        made += part
    return made


def _groups(model: Heads, rate: float, decay: float, head_rate: float) -> list[dict[str, Any]]:
    layers = len(model.encoder.layers)
    groups: dict[float, list[nn.Parameter]] = {}
    for name, parameter in model.named_parameters():
        if name.startswith("encoder.layers."):
            at = rate * decay ** (layers - 1 - int(name.split(".")[2]))
        elif name.startswith("encoder."):
            at = rate * decay ** layers
        else:
            at = head_rate
        groups.setdefault(at, []).append(parameter)
    return [{"params": parameters, "lr": at} for at, parameters in groups.items()]
