"""Make training samples of the labelled files."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from heads import ENTITIES, IGNORED, TONES, Sample
from network import END, LONGEST, START, encode
from tokenizers import Tokenizer

Row = dict[str, Any]
WEIGHTS = {"tone_train": 1.0, "pages_tone": 1.0, "social_tone": 0.6, "institution_tone": 0.6, "written_tone": 0.6,
           "clips": 0.6, "pmi_disambiguation": 1.0, "written_pages": 0.8, "written_headlines": 0.8,
           "written_posts": 0.8, "written_pair_pages": 0.8, "written_pair_headlines": 0.8, "written_pair_posts": 0.8}
SURE = {3: 1.0, 2: 0.85, 1: 0.6}


def read_rows(path: Path) -> list[Row]:
    """Read the prepared rows (see ../scripts/prepare.py)."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def text_of(row: Row) -> str:
    """What the encoder reads of a row."""
    return f"{row['title']}. {row['text']}" if row["text"] else str(row["title"])


def topic_names(rows: Iterable[Row]) -> list[str]:
    """Every topic that occurs, in a fixed order."""
    return sorted({slug for row in rows for slug in (row["topics"] or ())})


def tone_samples(rows: Sequence[Row], tokenizer: Tokenizer, topics: Sequence[str]) -> list[Sample]:
    """Samples of the labelled rows: tone, event, relevance and topics, as far as a row has them."""
    made = []
    for row, tokens in zip(rows, encode(tokenizer, [text_of(row) for row in rows]), strict=True):
        sample = Sample(tokens, weight=WEIGHTS[row["file"]] * SURE.get(row["sure"], 1.0))
        if row["tone"] in TONES:
            sample.answers["tone"] = TONES.index(row["tone"])
        if row["event"] in TONES:
            sample.answers["event"] = TONES.index(row["event"])
        if "relevant" in row:
            sample.answers["relevance"] = int(row["relevant"])
        elif row["tone"] is not None and row["file"] not in ("institution_tone", "clips"):
            sample.answers["relevance"] = int(row["tone"] != "offtopic")
        if row["topics"] is not None:
            sample.topics = [topics.index(slug) for slug in row["topics"]]
            sample.optional = [topics.index(slug) for slug in row["topics_optional"] if slug in topics]
        made.append(sample)
    return made


def entity_rows(data: Path, split: str, file: str = "idner_news_2k") -> list[tuple[list[str], list[str]]]:
    """Words and their tags (PER, ORG, LOC in BIO) of one split."""
    with gzip.open(data / "ner" / f"{file}.jsonl.gz", "rt", encoding="utf-8") as source:
        rows = [json.loads(line) for line in source]
    return [(row["tokens"], row["tags_unified"]) for row in rows if row["split"] == split]


def entity_sample(tokenizer: Tokenizer, words: Sequence[str], tags: Sequence[str]) -> tuple[Sample, list[int]]:
    """A sample whose first piece of each word carries the tag; also the position of each word's first piece."""
    tokens, wanted, firsts = [START], [IGNORED], []
    for word, tag in zip(words, tags, strict=True):
        pieces = tokenizer.encode(word, add_special_tokens=False).ids or [3]
        firsts.append(len(tokens))
        tokens += pieces
        wanted += [ENTITIES.index(tag)] + [IGNORED] * (len(pieces) - 1)
    tokens, wanted = [*tokens[:LONGEST * 2 - 1], END], [*wanted[:LONGEST * 2 - 1], IGNORED]
    return Sample(tokens, entities=wanted), firsts
