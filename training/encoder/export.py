"""Write a trained checkpoint as what the package loads: encoder.onnx, tokenizer.json, encoder.json and checksums.json.

Usage: python training/encoder/export.py CHECKPOINT_FOLDER OUT_FOLDER [ROWS.jsonl]

The checkpoint folder holds heads.pt (the state of `Heads`, half precision), tokenizer.json, topics.json (slugs in the
order of the topics head) and blend.json (see `monitor.tagging.encoder.Settings`). With prepared rows it also says how
far the 8-bit graph is from PyTorch on them.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from graph import SHARES, State, build

LABELS = {"tone": ("positive", "neutral", "negative"), "event": ("positive", "neutral", "negative"),
          "relevance": ("yes",), "entities": ("O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC")}
FILES = ("encoder.json", "encoder.onnx", "tokenizer.json")
COMPARED = 200  # rows


def main() -> None:
    """Export the checkpoint named on the command line, and compare it where rows are given."""
    checkpoint, out = Path(sys.argv[1]), Path(sys.argv[2])
    write(out, read_state(checkpoint / "heads.pt"), tokenizer=checkpoint / "tokenizer.json",
          topics=json.loads((checkpoint / "topics.json").read_text("utf-8")),
          settings=json.loads((checkpoint / "blend.json").read_text("utf-8")))
    for path in sorted(out.iterdir()):
        print(f"{path.stat().st_size / 1e6:6.2f} MB  {path.name}")
    if len(sys.argv) > 3:
        compare(checkpoint, out, Path(sys.argv[3]))


def write(out: Path, state: State, *, tokenizer: Path, topics: Sequence[str], settings: Mapping[str, Any]) -> None:
    """Write the three files into a folder, and their checksums for the loader to compare."""
    out.mkdir(parents=True, exist_ok=True)
    (out / "encoder.onnx").write_bytes(build(state).SerializeToString())
    shutil.copyfile(tokenizer, out / "tokenizer.json")
    labels = {name: list(given) for name, given in LABELS.items()} | {"topics": list(topics)}
    (out / "encoder.json").write_text(json.dumps({"labels": labels, **settings}, indent=1) + "\n", "utf-8")
    sums = {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in FILES}
    (out / "checksums.json").write_text(json.dumps(sums, indent=1) + "\n", "utf-8")


def read_state(path: Path) -> dict[str, Any]:
    """Read the arrays of a PyTorch checkpoint."""
    import torch

    return {name: array.float().numpy() for name, array in torch.load(path, weights_only=True).items()}


def compare(checkpoint: Path, folder: Path, corpus: Path) -> None:
    """Print, question by question, the largest and mean difference of shares, and how often the first answer agrees."""
    import onnxruntime
    import torch
    from heads import Heads
    from network import Encoder, encode
    from samples import read_rows, text_of
    from tokenizers import Tokenizer

    torch.set_num_threads(1)
    state = torch.load(checkpoint / "heads.pt", weights_only=True)
    layers = 1 + max(int(name.split(".")[2]) for name in state if name.startswith("encoder.layers."))
    model = Heads(Encoder(len(state["encoder.word.weight"]), layers), len(state["heads.topics.bias"])).eval()
    model.load_state_dict({name: array.float() for name, array in state.items()})
    rows = read_rows(corpus)
    texts = [text_of(row) for row in rows[::max(1, len(rows) // COMPARED)]]
    session = onnxruntime.InferenceSession(folder / "encoder.onnx", options(onnxruntime))
    ours: dict[str, list[Any]] = {}
    theirs: dict[str, list[Any]] = {}
    spent = 0.0
    for tokens in encode(Tokenizer.from_file(str(folder / "tokenizer.json")), texts):
        begun = time.process_time()
        found = session.run([*SHARES, "entities"], {"tokens": np.array([tokens])})
        spent += time.process_time() - begun
        with torch.inference_mode():
            scores = model(torch.tensor([tokens]), torch.ones(1, len(tokens)))
        for name, array in zip([*SHARES, "entities"], found, strict=True):
            wanted = scores[name].sigmoid() if SHARES.get(name) == "Sigmoid" else scores[name].softmax(-1)
            given = array if name in SHARES else torch.tensor(array).softmax(-1).numpy()
            ours.setdefault(name, []).append(given[0])
            theirs.setdefault(name, []).append(wanted[0].numpy())
    print(f"{len(texts)} texts, {len(texts) / spent:.1f} per CPU second")
    for name in ours:
        _report(name, ours[name], theirs[name])


def options(onnxruntime: Any) -> Any:
    """One thread, and no fusions: onnxruntime's skip-and-norm node is seven times slower than the two it replaces."""
    made = onnxruntime.SessionOptions()
    made.intra_op_num_threads = 1
    made.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    return made


def _report(name: str, ours: Sequence[Any], theirs: Sequence[Any]) -> None:
    given, wanted = (np.concatenate([rows.reshape(-1, rows.shape[-1]) for rows in side]) for side in (ours, theirs))
    apart = np.abs(given - wanted)
    same = (given >= 0.5) == (wanted >= 0.5) if SHARES.get(name) == "Sigmoid" else given.argmax(1) == wanted.argmax(1)
    print(f"{name:10} largest {apart.max():.4f}  mean {apart.mean():.5f}  same answer {same.mean():.4f}")


if __name__ == "__main__":
    main()
