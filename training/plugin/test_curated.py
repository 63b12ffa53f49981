"""A pipeline of spacy-curated-transformers, tiny and random, plugged in by path. Run by `make test-plugin`."""

from __future__ import annotations

import string
from pathlib import Path

import pytest
from random_pipeline import build

from monitor.config.settings import Tagging
from monitor.models import TextKind
from monitor.tagging import load

CONFIG = Path(__file__).with_name("curated.cfg")
TINY = {"hidden_width": 48, "num_attention_heads": 2, "num_hidden_layers": 2, "intermediate_width": 64}


def pieces(path: Path) -> int:
    """Write a WordPiece vocabulary of letters and return its size."""
    marks = string.ascii_letters + string.digits + ".,:!?-"
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "pekerja", "migran", *marks, *(f"##{mark}" for mark in marks)]
    path.write_text("".join(f"{word}\n" for word in words), "utf-8")
    return len(words)


def test_a_transformer_pipeline_is_plugged_in_by_path(tmp_path: Path) -> None:
    """It loads, tags, shows evidence, and says the same of a text alone and among others."""
    sizes = {**TINY, "vocab_size": pieces(tmp_path / "pieces.txt")}
    build(CONFIG, {"paths.pieces": str(tmp_path / "pieces.txt"),
                   **{f"components.transformer.model.{name}": size for name, size in sizes.items()}}
          ).to_disk(tmp_path / "saved")
    tagger = load(Tagging(model=str(tmp_path / "saved")))
    text = "Rombongan tiba di Dumai. Keluarga mengecam KemenP2MI karena laporan diabaikan."
    items = [("BP3MI Riau pulangkan 12 pekerja migran", text, TextKind.FULL, None), ("", "", TextKind.FULL, None),
             ("😀" * 2_000, "kata " * 3_000, TextKind.FULL, None)]
    tags = list(tagger.tag_texts(items))
    assert tags[0].relevant
    assert sum(tags[0].tone.scores.values()) == pytest.approx(1, abs=0.001)
    assert tags[0].evidence in text
    assert tags[0].evidence
    assert tags[1].tone.label is None
    assert tags[0].tone == tagger.tag_text(*items[0][:2]).tone
