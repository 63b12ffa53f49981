"""The configuration shown for a third model, with a small spaCy network where the transformer stands.

The transformer itself needs PyTorch and is tried by `make test-plugin`; everything else of the plug-in is tried here.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from spacy.util import load_config

from monitor.config.settings import Tagging
from monitor.errors import ModelError
from monitor.models import Polarity, TextKind
from monitor.tagging import Tagger, load

PLUGIN = Path(__file__).parents[2] / "training" / "plugin"
sys.path.append(str(PLUGIN))

import random_pipeline  # noqa: E402

NETWORK = {"@architectures": "spacy.HashEmbedCNN.v2", "pretrained_vectors": None, "width": 24, "depth": 1,
           "embed_size": 200, "window_size": 1, "maxout_pieces": 2, "subword_features": True}
TITLE = "BP3MI Riau pulangkan 12 pekerja migran"
TEXT = "Rombongan tiba di Dumai. Keluarga mengecam KemenP2MI karena laporan diabaikan."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("plugin")
    config: Any = load_config(PLUGIN / "curated.cfg", interpolate=False)
    config["nlp"]["pipeline"].remove("transformer")
    del config["components"]["transformer"], config["initialize"]["components"]["transformer"]
    for component in config["components"].values():
        if "model" in component:
            component["model"]["tok2vec"] = NETWORK
    config.to_disk(made / "plain.cfg")
    random_pipeline.build(made / "plain.cfg", {}).to_disk(made / "saved")
    return made / "saved"


@pytest.fixture(scope="module")
def tagger(folder: Path) -> Tagger:
    return load(Tagging(model=str(folder)))


def test_a_pipeline_of_another_network_tags_and_shows_its_evidence(tagger: Tagger) -> None:
    tags = tagger.tag_text(TITLE, TEXT)
    assert tags.relevant
    assert tags.regions == ("riau",)
    assert sum(tags.tone.scores.values()) == pytest.approx(1, abs=0.001)
    assert tags.tone.label is not None
    assert tags.evidence in (TITLE, *TEXT.replace(". ", ".\n").split("\n"))
    assert isinstance(tags.event, Polarity)
    assert tags.model.startswith("pipeline-")


def test_its_evidence_is_the_sentence_that_it_scores_highest(tagger: Tagger) -> None:
    tags = tagger.tag_text(TITLE, TEXT)
    assert tags.tone.label is not None
    sentences = (TITLE, *TEXT.replace(". ", ".\n").split("\n"))
    scores = [doc.cats[f"tone:{tags.tone.label.value}"] * bonus for doc, bonus
              in zip(tagger.nlp.pipe(sentences), (1.15, 1.0, 1.15), strict=True)]
    assert tags.evidence == sentences[scores.index(max(scores))]


def test_odd_texts_pass_through_it(tagger: Tagger) -> None:
    empty, long = tagger.tag_texts([("", "", TextKind.FULL, None), ("😀" * 900, "kata " * 5_000, TextKind.FULL, None)])
    assert empty.tone.label is None
    assert long.tone.label is None or sum(long.tone.scores.values()) == pytest.approx(1, abs=0.001)


def test_a_pipeline_without_the_verdict_is_refused(folder: Path, tmp_path: Path) -> None:
    config: Any = load_config(folder / "config.cfg")
    config["nlp"]["pipeline"].remove("verdict")
    del config["components"]["verdict"]
    for path in folder.rglob("*"):
        if path.is_file():
            copy = tmp_path / path.relative_to(folder)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(path.read_bytes())
    config.to_disk(tmp_path / "config.cfg")
    with pytest.raises(ModelError, match="verdict") as caught:
        load(Tagging(model=str(tmp_path)))
    assert "MONITOR_MODEL" in caught.value.todo
