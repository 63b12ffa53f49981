"""The encoder component, with tiny random weights: what it computes, mixes, keeps and finds."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import spacy
import tiny_encoder
from pydantic import ValidationError
from spacy.language import Language
from spacy.tokens import Doc

from monitor.config.settings import Tagging
from monitor.errors import ModelError
from monitor.models import Entity
from monitor.tagging import encoder, load
from monitor.tagging.components import BREAK
from monitor.tagging.spans import decode, join, locate
from monitor.tagging.stored import MODEL

TITLE = "BP3MI Riau pulangkan 12 pekerja migran"
TEXT = "Rombongan tiba di Dumai. Menteri menyampaikan terima kasih kepada Budi Santoso."


def pipeline(folder: Path) -> Language:
    nlp = spacy.load(MODEL)
    encoder.add(nlp, folder)
    return nlp


def cats(nlp: Language, title: str = TITLE, text: str = TEXT) -> dict[str, float]:
    doc = nlp.make_doc(f"{title}{BREAK}{text}" if text else title)
    doc._.title_length = len(title) if text else None
    return dict(nlp(doc).cats)


def forward(state: tiny_encoder.State, tokens: list[int]) -> dict[str, Any]:
    """The same network in plain numpy and single precision, written after training/encoder/network.py and heads.py."""
    def linear(name: str, given: Any) -> Any:
        return given @ state[f"{name}.weight"].T + state[f"{name}.bias"]

    def norm(name: str, given: Any) -> Any:
        apart = given - given.mean(-1, keepdims=True)
        return apart / np.sqrt((apart ** 2).mean(-1, keepdims=True)) * state[f"{name}.weight"] + state[f"{name}.bias"]

    def softmax(given: Any, axis: int = -1) -> Any:
        raised = np.exp(given - given.max(axis, keepdims=True))
        return raised / raised.sum(axis, keepdims=True)

    length = len(tokens)
    states = norm("encoder.norm", state["encoder.word.weight"][tokens] + state["encoder.position.weight"][:length])
    levels = [states]
    for layer in range(tiny_encoder.LAYERS):
        prefix = f"encoder.layers.{layer}"
        query, key, value = (part.reshape(length, -1, 32).transpose(1, 0, 2)
                             for part in np.split(linear(f"{prefix}.qkv", states), 3, axis=-1))
        mixed = softmax(query @ key.transpose(0, 2, 1) / math.sqrt(32)) @ value
        mixed = mixed.transpose(1, 0, 2).reshape(length, -1)
        states = norm(f"{prefix}.norm1", states + linear(f"{prefix}.join", mixed))
        risen = linear(f"{prefix}.rise", states)
        risen = risen * 0.5 * (1 + np.vectorize(math.erf)(risen / math.sqrt(2)))
        states = norm(f"{prefix}.norm2", states + linear(f"{prefix}.fall", risen))
        levels.append(states)
    named = np.concatenate([levels[at] for at in tiny_encoder.LEVELS], axis=-1)
    pooled = np.concatenate([states.mean(0), (states * softmax(linear("look", states), 0)).sum(0)])
    shares = {name: softmax(linear(f"heads.{name}", pooled)) for name in ("tone", "event")}
    alone = {name: 1 / (1 + np.exp(-linear(f"heads.{name}", pooled))) for name in ("relevance", "topics")}
    return {**shares, **alone, "entities": linear("entities", named)}


def test_the_exported_graph_computes_the_network_it_was_made_of(tmp_path: Path) -> None:
    arrays = tiny_encoder.state()
    folder = tiny_encoder.write(tmp_path / "e", arrays=arrays)
    component = encoder.Encoder(spacy.blank("id"), "encoder", 1).from_disk(folder)
    tokens = [encoder.START, *tiny_encoder.tokenizer().encode(TITLE).ids, encoder.END]
    wanted = forward(arrays, tokens)
    names = list(wanted)
    found = dict(zip(names, component.session.run(names, {"tokens": np.array([tokens])}), strict=True))
    for name in names:
        assert found[name][0] == pytest.approx(wanted[name], abs=0.06), name  # eight bits instead of 32
    assert found["tone"][0].sum() == pytest.approx(1, abs=1e-5)
    assert np.corrcoef(found["entities"][0].ravel(), wanted["entities"].ravel())[0, 1] > 0.999


def test_shares_say_how_much_the_encoder_counts(tmp_path: Path) -> None:
    linear = cats(spacy.load(MODEL))
    tasks = ("tone", "event", "relevance", "topics")
    none = cats(pipeline(tiny_encoder.write(tmp_path / "none", blend=dict.fromkeys(tasks, 0.0))))
    alone = cats(pipeline(tiny_encoder.write(tmp_path / "all", blend=dict.fromkeys(tasks, 1.0))))
    half = cats(pipeline(tiny_encoder.write(tmp_path / "half", blend=dict.fromkeys(tasks, 0.5))))
    assert none == pytest.approx(linear, abs=3e-4)  # what is next to nothing is raised to 1e-4
    assert alone != pytest.approx(linear, abs=0.05)
    for task in ("tone", "event", "relevance"):
        means = {label: math.sqrt(linear[label] * alone[label]) for label in linear if label.startswith(f"{task}:")}
        assert {label: half[label] for label in means} == pytest.approx(
            {label: mean / sum(means.values()) for label, mean in means.items()}, abs=3e-4)
    for label in (name for name in linear if name.startswith("topics:")):
        given = math.sqrt(linear[label] * alone[label])
        against = math.sqrt((1 - linear[label]) * (1 - alone[label]))
        assert half[label] == pytest.approx(given / (given + against), abs=2e-3), label


def test_no_opinion_is_a_veto() -> None:
    mixed = encoder.pool({"positive": 1.0, "neutral": 0.0}, {"positive": 0.0, "neutral": 1.0}, 0.5, exclusive=True)
    assert mixed == pytest.approx({"positive": 0.5, "neutral": 0.5}, abs=1e-3)
    assert encoder.pool({"penempatan": 1.0}, {"penempatan": 0.0}, 0.7, exclusive=False)["penempatan"] < 1


def test_topics_are_mixed_by_their_slug_not_by_their_place(tmp_path: Path) -> None:
    one = tiny_encoder.state()
    turned = dict(one)
    for part in ("weight", "bias"):
        turned[f"heads.topics.{part}"] = one[f"heads.topics.{part}"][::-1]
    straight = cats(pipeline(tiny_encoder.write(tmp_path / "a", arrays=one)))
    backward = cats(pipeline(tiny_encoder.write(tmp_path / "b", arrays=turned, topics=tiny_encoder.TOPICS[::-1])))
    assert backward == pytest.approx(straight, abs=1e-6)


def own(doc: Doc) -> dict[str, float]:
    """What only the encoder says; the linear classifiers add up in another order in another batch."""
    return {label: score for label, score in doc.cats.items() if not label.startswith("relevance:")}


def test_a_text_has_the_same_scores_alone_and_among_others(tmp_path: Path) -> None:
    nlp = pipeline(tiny_encoder.write(tmp_path / "e", blend=dict.fromkeys(("tone", "event", "topics"), 1.0)))
    texts = [TITLE, "", TEXT * 40, "😀", *(f"Pekerja migran ke-{number} tiba" for number in range(70))]
    together = [own(doc) for doc in nlp.pipe([nlp.make_doc(text) for text in texts], batch_size=16)]
    assert together == [own(nlp(nlp.make_doc(text))) for text in texts]


def test_a_saved_pipeline_reads_as_before(tmp_path: Path) -> None:
    nlp = pipeline(tiny_encoder.write(tmp_path / "e"))
    nlp.to_disk(tmp_path / "saved")
    assert cats(spacy.load(tmp_path / "saved")) == cats(nlp)
    packed = nlp.get_pipe("encoder").to_bytes()  # type: ignore[attr-defined]
    again = encoder.Encoder(spacy.blank("id"), "encoder", 2).from_bytes(packed)
    assert again.read(TITLE) == nlp.get_pipe("encoder").read(TITLE)  # type: ignore[attr-defined]


def test_a_pipeline_with_an_encoder_can_be_plugged_in_by_path(tmp_path: Path) -> None:
    pipeline(tiny_encoder.write(tmp_path / "e")).to_disk(tmp_path / "saved")
    tags = load(Tagging(model=str(tmp_path / "saved"))).tag_text(TITLE, TEXT)
    assert tags.relevant
    assert tags.model.startswith("p2mi-0.")


def test_the_verdict_takes_the_bars_that_came_with_the_weights(tmp_path: Path) -> None:
    nlp = pipeline(tiny_encoder.write(tmp_path / "e", verdict={"sharpness": 2.5}))
    verdict: Any = nlp.get_pipe("verdict")
    assert verdict.sharpness == 2.5
    assert verdict.topic_alone == spacy.load(MODEL).get_pipe("verdict").topic_alone  # type: ignore[attr-defined]


@pytest.mark.parametrize(("name", "said"), [("encoder.onnx", "encoder.onnx"), ("encoder.json", "Settings")])
def test_a_damaged_file_of_a_plugged_in_encoder_is_told(tmp_path: Path, name: str, said: str) -> None:
    pipeline(tiny_encoder.write(tmp_path / "e")).to_disk(tmp_path / "saved")
    (tmp_path / "saved" / "encoder" / name).write_bytes(b"rusak")
    with pytest.raises(ModelError, match=said):
        load(Tagging(model=str(tmp_path / "saved")))


def test_settings_for_an_unknown_task_are_refused(tmp_path: Path) -> None:
    folder = tiny_encoder.write(tmp_path / "e", blend={"nada": 0.5})
    with pytest.raises(ValidationError, match="nada"):
        encoder.Encoder(spacy.blank("id"), "encoder", 1).from_disk(folder)


def test_names_that_only_the_encoder_reads_join_those_of_the_rules(tmp_path: Path) -> None:
    arrays = tiny_encoder.state()
    arrays["entities.weight"] *= 0
    arrays["entities.bias"] = np.array([0, 9, 0, 0, 0, 0, 0], np.float32)  # every word is a person
    nlp = pipeline(tiny_encoder.write(tmp_path / "e", arrays=arrays))
    doc = nlp(nlp.make_doc("BP3MI Riau bertemu Sutinah"))
    assert [(entity.text, entity.label, bool(entity.link)) for entity in doc._.mentions] == [
        ("BP3MI Riau", "ORG", True), ("bertemu", "PER", False), ("Sutinah", "PER", False)]
    assert [span.text for span in doc.ents] == ["BP3MI Riau", "bertemu", "Sutinah"]


def scores(*tags: str) -> Any:
    return np.array([[9.0 if tag == name else 0.0 for name in tiny_encoder.ENTITIES] for tag in tags], np.float32)


def test_words_of_one_name_are_joined_and_marks_left_out() -> None:
    text = "(Budi Santoso, Kemenlu) Jakarta"
    pieces = [(0, 5), (5, 10), (10, 13), (13, 14), (14, 22), (22, 23), (23, 31)]
    found = decode(text, pieces, scores("B-PER", "I-PER", "I-PER", "O", "B-ORG", "O", "B-LOC"), tiny_encoder.ENTITIES,
                   certain=0.5)
    assert found == [("Budi Santoso", "PER"), ("Kemenlu", "ORG"), ("Jakarta", "LOC")]


def test_a_comma_ends_a_name_and_an_unsure_name_is_left_out() -> None:
    pieces = [(0, 4), (4, 5), (5, 9), (9, 14)]
    given = scores("B-PER", "O", "I-PER", "B-LOC")
    given[3] *= 0.1
    assert decode("Budi, Sari Medan", pieces, given, tiny_encoder.ENTITIES, certain=0.5) == [
        ("Budi", "PER"), ("Sari", "PER")]


def test_a_name_cannot_begin_inside() -> None:
    given = scores("O", "I-LOC", "O")
    given[1, tiny_encoder.ENTITIES.index("B-LOC")] = 8.5
    pieces = [(0, 2), (3, 9), (10, 15)]
    assert decode("ke Medan, lagi"[:15], pieces, given, tiny_encoder.ENTITIES, certain=0.1) == [("Medan", "LOC")]
    given[0, tiny_encoder.ENTITIES.index("B-ORG")] = 8.0
    assert decode("ke Medan, lagi"[:15], pieces, given, tiny_encoder.ENTITIES, certain=0.1) == [("Medan", "LOC")]


def test_a_name_is_found_again_as_a_whole_word_in_order() -> None:
    text = "Kembali ke Bali\n\nBali dan Alibaba bertemu Ali"
    assert locate(text, [("Bali", "LOC"), ("Bali", "LOC"), ("Ali", "PER"), ("Tidak Ada", "PER")]) == [
        Entity("Bali", "LOC", 11, 15), Entity("Bali", "LOC", 17, 21), Entity("Ali", "PER", 42, 45)]


def test_a_known_name_wins_over_the_encoder_and_an_unknown_one_is_lengthened() -> None:
    ruled = [Entity("Budi", "PER", 0, 4), Entity("Riau", "LOC", 20, 24, "riau")]
    read = [Entity("Budi Santoso", "PER", 0, 12), Entity("Riau Pos", "ORG", 20, 28), Entity("Medan", "LOC", 30, 35)]
    assert join(ruled, read) == [read[0], ruled[1], read[2]]
    assert join(ruled, [Entity("Budi", "LOC", 0, 4)]) == ruled
