"""Keep the first step in the repository: 8 bits a weight, with one scale for each row of a matrix.

Usage: python training/encoder/checkpoint.py pack FIRST.pt ENCODER_FOLDER first.npz
       python training/encoder/checkpoint.py unpack first.npz ENCODER_FOLDER

`pack` takes the tokenizer of the folder along. `unpack` writes what the other scripts read: encoder.pt and
tokenizer.json (their ENCODER_FOLDER), and first.pt beside them.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch

SCALE, TOKENIZER = ":scale", ":tokenizer"
LARGEST = 127


def main() -> None:
    """Pack or unpack, as the first word of the command line says."""
    if sys.argv[1] == "pack":
        state, folder, packed = sys.argv[2:]
        pack(torch.load(state, weights_only=True), (Path(folder) / "tokenizer.json").read_bytes(), Path(packed))
    else:
        packed, folder = sys.argv[2:]
        _spread(*unpack(Path(packed)), Path(folder))


def _spread(state: Mapping[str, torch.Tensor], tokenizer: bytes, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    torch.save(dict(state), folder / "first.pt")
    inner = {name.removeprefix("encoder."): array for name, array in state.items() if name.startswith("encoder.")}
    torch.save(inner, folder / "encoder.pt")
    (folder / "tokenizer.json").write_bytes(tokenizer)


def pack(state: Mapping[str, torch.Tensor], tokenizer: bytes, path: Path) -> None:
    """Write matrices as whole numbers up to 127 and a scale for each row, everything else as it is."""
    arrays: dict[str, Any] = {TOKENIZER: np.frombuffer(tokenizer, np.uint8)}
    for name, tensor in state.items():
        array = tensor.float().numpy()
        if array.ndim == 2:
            scale = np.maximum(np.abs(array).max(1, keepdims=True), 1e-12) / LARGEST
            arrays[name + SCALE] = scale
            arrays[name] = np.rint(array / scale).astype(np.int8)
        else:
            arrays[name] = array
    np.savez_compressed(path, **arrays)


def unpack(path: Path) -> tuple[dict[str, torch.Tensor], bytes]:
    """Read a packed checkpoint: the state of `Heads`, and the tokenizer's file.

    Weights are spread at random (seeded) over the width of their step. Left on the steps, what a short training changes
    is mostly less than half of one, and export.py, whose steps are the same, would round it away.
    """
    dice = np.random.default_rng(0)
    with np.load(path) as arrays:
        plain = [name for name in arrays if not name.endswith((SCALE, TOKENIZER))]
        state = {}
        for name in plain:
            array = arrays[name]
            if name + SCALE in arrays:
                array = (array + dice.uniform(-0.5, 0.5, array.shape)) * arrays[name + SCALE]
            state[name] = torch.tensor(array.astype(np.float32))
        return state, arrays[TOKENIZER].tobytes()


if __name__ == "__main__":
    main()
