"""Register the small transformer that reads a text beside the linear classifiers and is mixed with them.

It stands after the four classifiers, whose scores in `doc.cats` it replaces by a weighted geometric mean of theirs and
its own, and before the names, for which it leaves the people, bodies and places that it read. Three files make it: the
graph (encoder.onnx), its tokenizer (tokenizer.json) and what the numbers mean (encoder.json). See training/encoder.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np
import onnxruntime
import srsly
from numpy.typing import NDArray
from onnxruntime.capi.onnxruntime_pybind11_state import Fail, InvalidArgument, InvalidGraph, InvalidProtobuf
from pydantic import Field
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import minibatch
from tokenizers import Tokenizer

from monitor.config.loading import Strict
from monitor.tagging.features import reading
from monitor.tagging.spans import NAMES_READ, decode

GRAPH, PIECES, SETTINGS = "encoder.onnx", "tokenizer.json", "encoder.json"
LONGEST = 160  # tokens, with the two that stand around a text
START, END = 0, 2
_CHARACTERS = 4_000  # of a text before it is cut into tokens
_LEAST = 1e-4  # of a share, so that no opinion is a veto


class Settings(Strict):
    """What the numbers mean: labels in the order of each output, and the encoder's weight in the mean of each task.

    `verdict` holds the bars of the verdict component that go with these weights.
    """

    labels: dict[Literal["tone", "event", "relevance", "topics", "entities"], tuple[str, ...]]
    blend: dict[Literal["tone", "event", "relevance", "topics"], float]
    certain: float = Field(default=0.5, ge=0, le=1)
    verdict: dict[Literal["abstain_below", "sharpness", "event_neutral", "topic_alone", "topic_confirmed",
                          "drop_below", "keep_above"], float] = {}


@dataclass(frozen=True, slots=True)
class Found:
    """What the encoder says of one text: shares by task and label, and the names in it."""

    shares: dict[str, dict[str, float]]
    names: list[tuple[str, str]]


@Language.factory("monitor_encoder", assigns=["doc.cats"], default_config={"threads": 2})
class Encoder:
    """Read each text once and mix its scores into `doc.cats`. Without from_disk or from_bytes it has no weights."""

    def __init__(self, nlp: Language, name: str, threads: int) -> None:
        self.name = name
        self.threads = max(1, min(threads, os.cpu_count() or 1))
        self.files: dict[str, bytes] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Mix the scores of one document."""
        return self._mix(doc, self.read(_text(doc)))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """Mix the scores of many documents.

        Texts are read one by one on several cores, so that a text has the same scores in any company. While a batch is
        being read, the components before and after work on the next and on the last.
        """
        with ThreadPoolExecutor(self.threads) as pool:
            waiting: list[Any] = []
            for docs in minibatch(stream, batch_size):  # type: ignore[no-untyped-call]
                begun = [(doc, pool.submit(self.read, _text(doc))) for doc in docs]
                yield from (self._mix(doc, found.result()) for doc, found in waiting)
                waiting = begun
            yield from (self._mix(doc, found.result()) for doc, found in waiting)

    def read(self, text: str) -> Found:
        """Return what the encoder says of a text, of which it reads the first 160 tokens."""
        pieces = self.tokenizer.encode(text[:_CHARACTERS], add_special_tokens=False)
        tokens = np.array([[START, *pieces.ids[:LONGEST - 2], END]], dtype=np.int64)
        labels = self.settings.labels
        outputs: dict[str, NDArray[np.float32]] = dict(zip(labels, self.session.run(list(labels), {"tokens": tokens}),
                                                           strict=True))
        entities = outputs.pop("entities")[0, 1:-1]
        names = decode(text, pieces.offsets[:len(entities)], entities, labels["entities"],
                       certain=self.settings.certain) if len(entities) else []
        return Found({task: dict(zip(labels[task], shares[0].tolist(), strict=True))  # type: ignore[index]
                      for task, shares in outputs.items()}, names)

    def _mix(self, doc: Doc, found: Found) -> Doc:
        for task, weight in self.settings.blend.items():
            read = found.shares[task]
            if task == "relevance":
                read = {"yes": read["yes"], "no": 1 - read["yes"]}
            theirs = {label: doc.cats.get(f"{task}:{label}", score) for label, score in read.items()}
            for label, score in pool(read, theirs, weight, exclusive=task != "topics").items():
                doc.cats[f"{task}:{label}"] = score
        doc.user_data[NAMES_READ] = found.names
        return doc

    def to_disk(self, path: Path | str, *, exclude: Sequence[str] = ()) -> None:
        """Write the three files into a folder."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in self.files.items():
            (folder / name).write_bytes(content)

    def from_disk(self, path: Path | str, *, exclude: Sequence[str] = ()) -> Encoder:
        """Read the three files of a folder. Raise OSError, or ValueError when one is damaged."""
        return self._fill({name: (Path(path) / name).read_bytes() for name in (GRAPH, PIECES, SETTINGS)})

    def to_bytes(self, *, exclude: Sequence[str] = ()) -> bytes:
        """Return the three files as one string of bytes."""
        packed: bytes = srsly.msgpack_dumps(self.files)
        return packed

    def from_bytes(self, data: bytes, *, exclude: Sequence[str] = ()) -> Encoder:
        """Read what `to_bytes` returned. Raise ValueError when it is damaged."""
        return self._fill(srsly.msgpack_loads(data))

    def _fill(self, files: dict[str, bytes]) -> Encoder:
        self.files = files
        self.settings = Settings.model_validate_json(files[SETTINGS])
        self.tokenizer: Any = Tokenizer.from_buffer(files[PIECES])
        try:
            self.session = onnxruntime.InferenceSession(files[GRAPH], _options(), providers=["CPUExecutionProvider"])
        except (Fail, InvalidArgument, InvalidGraph, InvalidProtobuf) as error:
            raise ValueError(f"{GRAPH}: {error}") from error
        return self


def pool(ours: Mapping[str, float], theirs: Mapping[str, float], weight: float, *,
         exclusive: bool) -> dict[str, float]:
    """Mix two opinions by their weighted geometric mean (logarithmic pooling; Genest and Zidek 1986).

    The shares of labels that exclude each other add up to one again; others are weighed each against its contrary.
    """
    both = [(label, max(ours[label], _LEAST), max(theirs[label], _LEAST)) for label in ours]
    mixed = {label: one ** weight * other ** (1 - weight) for label, one, other in both}
    if exclusive:
        whole = sum(mixed.values())
        return {label: share / whole for label, share in mixed.items()}
    against = {label: max(1 - one, _LEAST) ** weight * max(1 - other, _LEAST) ** (1 - weight)
               for label, one, other in both}
    return {label: share / (share + against[label]) for label, share in mixed.items()}


def add(nlp: Language, folder: Path) -> None:
    """Put an encoder into a pipeline of linear classifiers and give the verdict the bars that go with it."""
    encoder: Any = nlp.add_pipe("monitor_encoder", name="encoder", before="names")
    verdict: Any = nlp.get_pipe("verdict")
    encoder.from_disk(folder)
    for name, bar in encoder.settings.verdict.items():
        setattr(verdict, name, bar)


def _text(doc: Doc) -> str:
    """Return what the classifiers read, with title and text joined as in training."""
    return reading(doc).replace(" \n ", ". ", 1)


def _options() -> Any:
    """One thread for a text, and no fusions: the fused skip-and-norm node is seven times slower than its two parts."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    return options
