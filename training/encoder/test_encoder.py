"""The scripts of this folder on tiny networks; `python -m pytest training/encoder` runs them, beside PyTorch."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime
import pytest
import torch
from checkpoint import pack, unpack
from final import NO_NAME, settle_names
from graph import SHARES, build, quantise
from heads import ENTITIES, IGNORED, Heads, Sample
from network import Encoder, pad
from torch.nn.functional import cross_entropy

from training import train

TOPICS = 5


def tiny(seed: int = 0) -> Heads:
    """Three layers of 64 over 50 pieces."""
    torch.manual_seed(seed)
    return Heads(Encoder(50, 3, hidden=64, heads=2, inner=128, positions=160), TOPICS).eval()


def named(count: int) -> list[Sample]:
    """Texts in which pieces above 40 are places."""
    dice = np.random.default_rng(1)
    texts = [[0, *dice.integers(4, 50, 12).tolist(), 2] for _ in range(count)]
    place = ENTITIES.index("B-LOC")
    return [Sample(text, entities=[IGNORED, *(place if token > 40 else 0 for token in text[1:-1]), IGNORED])
            for text in texts]


def missed(model: Heads, samples: list[Sample]) -> float:
    with torch.no_grad():
        scores = model(*pad([sample.tokens for sample in samples]))["entities"]
        wanted = torch.tensor([sample.entities for sample in samples])
        return float(cross_entropy(scores.reshape(-1, len(ENTITIES)), wanted.reshape(-1), ignore_index=IGNORED))


def test_a_kept_first_step_comes_back_the_same_twice_and_within_half_a_step(tmp_path: Path) -> None:
    state = tiny().state_dict()
    pack(state, b"pieces", tmp_path / "first.npz")
    found, pieces = unpack(tmp_path / "first.npz")
    assert pieces == b"pieces"
    assert all(torch.equal(found[name], again) for name, again in unpack(tmp_path / "first.npz")[0].items())
    for name, array in state.items():
        step = array.abs().amax(-1, keepdim=True) / 127 if array.ndim == 2 else torch.zeros(1)
        assert ((found[name] - array).abs() <= step * 1.01).all(), name  # half a step rounded off, half a step spread


def test_what_a_short_training_changes_is_not_rounded_away_by_the_export(tmp_path: Path) -> None:
    wide = Heads(Encoder(400, 1, hidden=256, heads=8, inner=512, positions=160), TOPICS)
    pack(wide.state_dict(), b"", tmp_path / "first.npz")
    begun = unpack(tmp_path / "first.npz")[0]["encoder.layers.0.rise.weight"].numpy()
    step = np.abs(begun).max(1, keepdims=True) / 127
    inner = np.abs(begun) < 100 * step
    before, scales = quantise(begun.T, axis=0)
    after = np.round((begun + 0.2 * step * inner).T / scales)
    assert (after - before)[inner.T].mean() == pytest.approx(0.2, abs=0.01)


def test_the_graph_reads_what_pytorch_reads(tmp_path: Path) -> None:
    model, tokens = tiny(), [0, 7, 44, 9, 12, 31, 2]
    graph = build({name: array.numpy() for name, array in model.state_dict().items()})
    session = onnxruntime.InferenceSession(graph.SerializeToString())
    with torch.no_grad():
        scores = model(*pad([tokens]))
    for name, kind in SHARES.items():
        wanted = scores[name].sigmoid() if kind == "Sigmoid" else scores[name].softmax(-1)
        assert session.run([name], {"tokens": np.array([tokens])})[0] == pytest.approx(wanted.numpy(), abs=0.02), name
    found = session.run(["entities"], {"tokens": np.array([tokens])})[0]
    assert np.corrcoef(found.ravel(), scores["entities"].numpy().ravel())[0, 1] > 0.999


def test_settled_names_miss_less_than_those_that_training_left() -> None:
    model, samples = tiny(), named(60)
    train(model, samples, epochs=1, rate=1e-4)
    before = missed(model.eval(), samples)
    settle_names(model, samples)
    with torch.no_grad():
        model.entities.bias[0] -= NO_NAME  # what helps `O` is not part of the fit
    assert missed(model, samples) < before


def test_names_read_the_states_of_three_layers() -> None:
    model = tiny()
    with torch.no_grad():
        tokens, seen = pad([[0, 5, 6, 2]])
        levels = model.encoder.levels(tokens, seen)
        named, _ = model.states(tokens, seen)
    assert torch.equal(named, torch.cat(levels[1:], 2))
