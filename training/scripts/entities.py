"""Train spaCy's `ner` from scratch on idner-news-2k, and measure it and the tagger's own rules on its test split.

The network is chosen on the valid split; the test split is read once, at the end. Span F1 counts a name as found when
its label and both ends agree with the annotators.

Usage: python training/scripts/entities.py DATA_FOLDER OUT_FOLDER      prints one JSON object per reader
"""

from __future__ import annotations

import gzip
import json
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.scorer import get_ner_prf
from spacy.tokens import Doc, DocBin, Span
from spacy.training import Example, biluo_tags_to_spans, iob_to_biluo
from spacy.training.initialize import init_nlp
from spacy.training.loop import train

from monitor.config.phrases import tokens
from monitor.tagging.names import find_entities
from monitor.tagging.places import find_places
from monitor.tagging.tokenizer import blank

CONFIG = Path(__file__).parents[1] / "configs" / "entities.cfg"
FILE = "ner/idner_news_2k.jsonl.gz"


def main() -> None:
    """Train into the folder named on the command line and measure on the test split."""
    data, out = Path(sys.argv[1]), Path(sys.argv[2])
    out.mkdir(parents=True, exist_ok=True)
    gold = {split: list(_read(data / FILE, split)) for split in ("train", "valid", "test")}
    for split in ("train", "valid"):
        DocBin(docs=gold[split]).to_disk(out / f"{split}.spacy")
    config = spacy.util.load_config(CONFIG, overrides={
        "paths.train": str(out / "train.spacy"), "paths.dev": str(out / "valid.spacy")}, interpolate=True)
    start = time.process_time()
    best, _ = train(init_nlp(config), out, stdout=sys.stderr, stderr=sys.stderr)
    spent = time.process_time() - start
    nlp = spacy.load(out / "model-best")
    size = sum(path.stat().st_size for path in (out / "model-best").rglob("*") if path.is_file())
    print(json.dumps({"reader": "spaCy ner from scratch", **_measure(nlp, gold["test"]),
                      "cpu_seconds": round(spent), "megabytes": round(size / 1e6, 1)}))
    print(json.dumps({"reader": "rules of the tagger", **_scores(gold["test"], map(_by_rule, gold["test"]))}))
    del best


def _read(path: Path, split: str) -> Iterator[Doc]:
    vocab = blank().vocab
    with gzip.open(path, "rt", encoding="utf-8") as source:
        for row in map(json.loads, source):
            if row["split"] == split:
                doc = Doc(vocab, words=row["tokens"])
                doc.set_ents(biluo_tags_to_spans(doc, iob_to_biluo(row["tags_unified"])))
                yield doc


def _measure(nlp: Language, gold: Sequence[Doc]) -> dict[str, Any]:
    """Read the given words, and count how many headlines with a lead the pipeline alone reads in a second."""
    read = list(nlp.pipe(Doc(nlp.vocab, words=[token.text for token in doc]) for doc in gold))
    words, start = sum(map(len, read)), time.process_time()
    for _ in nlp.pipe(doc.text for doc in gold):
        pass
    spent = time.process_time() - start
    return {**_scores(gold, read), "words_per_cpu_second": round(words / spent)}


def _scores(gold: Sequence[Doc], read: Any) -> dict[str, Any]:
    scores = get_ner_prf([Example(guess, doc) for guess, doc in zip(read, gold, strict=True)])
    by_label = {label: round(found["f"], 3) for label, found in sorted(scores["ents_per_type"].items())}
    return {"f1": round(scores["ents_f"], 3), "precision": round(scores["ents_p"], 3),
            "recall": round(scores["ents_r"], 3), **by_label}


def _by_rule(doc: Doc) -> Doc:
    """Return the same words with the names that the tagger's rules find in them."""
    guess = Doc(doc.vocab, words=[token.text for token in doc])
    words = tokens(guess.text)
    spans: list[Span | None] = [guess.char_span(entity.start, entity.end, label=entity.label, alignment_mode="expand")
                                for entity in find_entities(guess.text, words, find_places(words))]
    guess.set_ents(spacy.util.filter_spans(span for span in spans if span is not None))
    return guess


if __name__ == "__main__":
    main()
