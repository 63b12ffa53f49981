"""Train the four classifiers of the tagger with spaCy, from prepared rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from scipy.optimize import minimize
from scipy.sparse import csr_matrix
from scipy.special import expit, softmax
from spacy.language import Language
from spacy.training import Example

from monitor.tagging.features import READING, fit_idf
from monitor.tagging.reading import choose_reading
from monitor.tagging.stacked import places_of
from monitor.tagging.tokenizer import blank

Row = dict[str, Any]
CONFIG = Path(__file__).parents[1] / "configs" / "pipeline.cfg"
TONES = ("positive", "neutral", "negative")


def task_rows(task: str, rows: Iterable[Row]) -> list[Row]:
    """Keep the rows that carry a label for a task; off-topic rows have no tone and no topics."""
    keeps: dict[str, Callable[[Row], bool]] = {
        "tone": lambda row: row["tone"] in TONES or "tone" in row.get("soft", ()),
        "event": lambda row: row["event"] in TONES or "event" in row.get("soft", ()),
        "topics": lambda row: row["topics"] is not None,
        "relevance": lambda row: relevant(row) is not None,
    }
    return [row for row in rows if keeps[task](row)]


def relevant(row: Row) -> bool | None:
    """Tell whether a row is about our subject. Rows on other institutions are not; None when not labelled.

    Clippings were chosen and labelled for their tone, so the classifier of relevance does not learn from them.
    """
    if row["file"] == "clips":
        return None
    if "relevant" in row:
        return bool(row["relevant"])
    if row["tone"] is None:
        return None
    return row["file"] != "institution_tone" and row["tone"] != "offtopic"


def cats(task: str, row: Row, labels: Sequence[str]) -> dict[str, float]:
    """Return the target of one row as spaCy categories `task:label`."""
    if task == "relevance":
        given = {"yes" if relevant(row) else "no"}
    elif task == "topics":
        given = set(row["topics"])
    else:
        given = {row[task] or max(row["soft"][task], key=row["soft"][task].__getitem__)}
    return {f"{task}:{label}": float(label in given) for label in labels}


def labels_of(task: str, rows: Iterable[Row]) -> list[str]:
    """Return the labels of a task in a fixed order."""
    if task == "relevance":
        return ["no", "yes"]
    if task == "topics":
        return sorted({slug for row in rows for slug in row["topics"]})
    return list(TONES)


def idf_of(rows: Iterable[Row], length: int) -> Any:
    """Count the rarity table that classifiers of one size share."""
    return fit_idf([choose_reading(row["title"], row["text"]) for row in rows], length)


def train(task: str, rows: Sequence[Row], *, corpus: Sequence[Row] = (), **changed: float) -> Language:
    """Train one component on rows and return a pipeline that holds only it.

    Rarity is counted on `corpus` (the rows themselves by default), which must be the same for all classifiers that
    end up in one pipeline.
    """
    corpus = corpus or rows
    config = spacy.util.load_config(CONFIG)
    settings = {"repeats": config["training"]["repeats"]} | config["training"][task] | changed
    rows = [row for row in task_rows(task, rows) if settings["repeats"].get(row["file"], 1)]
    labels = labels_of(task, rows)
    nlp = blank()
    component = dict(config["components"][task])
    pipe: Any = nlp.add_pipe(component.pop("factory"), name=task, config=component)
    features = pipe.model.get_ref("features")
    features.set_param("idf", idf_of(corpus, features.get_dim("length")))
    examples = [Example.from_dict(read_doc(nlp, row), {"cats": cats(task, row, labels)}) for row in rows]
    nlp.initialize(lambda: examples)
    fit(pipe, [example.x for example in examples], _targets(task, rows, pipe.labels),
        weights=_weights(task, rows, settings, pipe.labels), penalty=float(settings["penalty"]))
    return nlp


def fit(pipe: Any, docs: Sequence[Any], targets: Any, *, weights: Any, penalty: float) -> None:
    """Minimise the penalised log loss of a classifier's linear layer with L-BFGS.

    The problem is convex, so the result does not depend on order, step size or a seed. `penalty` is the factor of half
    the squared weights (twice 1/C of the usual notation, since each feature is hashed to two places).
    """
    linear = pipe.model.get_ref("output_layer")
    given = _by_place(pipe.model.get_ref("features").predict(docs), linear.get_dim("length"))
    places = np.unique(given.indices)  # a place that no row reaches keeps the weight 0
    given = given[:, places].tocsr()
    turned, labels = given.T.tocsr(), targets.shape[1]
    shares_of = expit if pipe.model.attrs["multi_label"] else partial(softmax, axis=1)

    def loss(flat: Any) -> tuple[float, Any]:
        table, bias = flat[:-labels].reshape(-1, labels), flat[-labels:]
        shares = np.clip(shares_of(given @ table.astype(np.float32) + bias.astype(np.float32)), 1e-7, 1 - 1e-7)
        missed = -np.log(np.where(targets > 0, shares, 1 - shares)) if pipe.model.attrs["multi_label"] \
            else -np.log(shares) * targets
        pull = (shares - targets).astype(np.float32) * weights
        gradient = np.concatenate([(turned @ pull + penalty * table).ravel(), pull.sum(0)])
        return float((missed * weights).sum() + penalty / 2 * (table ** 2).sum()), gradient.astype(np.float64)

    start = np.zeros((len(places) + 1) * labels)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": 150, "ftol": 1e-6}).x
    table = np.zeros((linear.get_dim("length"), labels), dtype=np.float32)
    table[places] = found[:-labels].reshape(-1, labels)
    linear.set_param("W", np.ascontiguousarray(table.T).ravel())
    linear.set_param("b", found[-labels:].astype(np.float32))
    for name in ("W", "b"):
        linear.set_grad(name, np.zeros_like(linear.get_param(name)))


def _by_place(batch: Any, length: int) -> csr_matrix:
    """Return one row for a text: what reaches each place of `SparseLinear`, which puts a bucket into two of them."""
    keys, values, lengths = batch
    columns = np.concatenate(places_of(keys.astype(np.uint32), length))
    rows = np.tile(np.repeat(np.arange(len(lengths)), lengths), 2)
    return csr_matrix((np.tile(values, 2), (rows, columns.astype(np.int64))), shape=(len(lengths), length))


def read_doc(nlp: Language, row: Row) -> Any:
    """Make a document of a row as the tagger reads it."""
    doc = nlp.make_doc(f"{row['title']}\n\n{row['text']}")
    doc.user_data[READING] = choose_reading(row["title"], row["text"])
    return doc


def _targets(task: str, rows: Sequence[Row], labels: Sequence[str]) -> Any:
    given = [{f"{task}:{label}": share for label, share in row["soft"][task].items()} if task in row.get("soft", ())
             else cats(task, row, [label.removeprefix(f"{task}:") for label in labels]) for row in rows]
    return np.array([[row[label] for label in labels] for row in given], dtype=np.float32)


def _weights(task: str, rows: Sequence[Row], settings: dict[str, Any], labels: Sequence[str]) -> Any:
    """Weigh each row by its file, and rare tones, events and verdicts up to the common ones.

    A topic that only some annotators gave counts neither way.
    """
    files = np.array([[float(settings["repeats"].get(row["file"], 1))] for row in rows])
    if task == "topics":
        counts = [[label.split(":", 1)[1] not in row["topics_optional"] for label in labels] for row in rows]
        return (files * np.array(counts)).astype(np.float32)
    answers = [str(relevant(row)) if task == "relevance" else row[task] for row in rows]
    tally = Counter(answer for answer in answers if answer)
    common = np.array([[sum(tally.values()) / (len(tally) * tally[answer]) if answer else 1.0]
                       for answer in answers])
    return (files * common).astype(np.float32)
