"""Print the cross-validated figures with bootstrap 95 % intervals, from the scores that crossval.py wrote.

Usage: python training/scripts/intervals.py CORPUS.jsonl          (after crossval.py for all four tasks)

Rows are resampled 1,000 times with a fixed seed (monitor.tagging.evaluation.measures). An interval says how far a
figure would move with other rows of the same kind, not how it moves with other outlets, years or annotators.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from decisions import day
from errors import Read, read_scores
from learning import CONFIG, TONES, relevant

from monitor.config.gate import judge
from monitor.tagging.evaluation.measures import Figure, accuracy, bootstrap, confusion, macro_f1, micro_f1
from monitor.tagging.reading import choose_reading
from monitor.tagging.topics import count_topics
from monitor.tagging.weighing import decide_event, decide_relevance, decide_topics

Row = dict[str, Any]


def main() -> None:
    """Print one line per figure of the corpus named on the command line."""
    corpus = Path(sys.argv[1])
    rows = [json.loads(line) for line in corpus.read_text("utf-8").splitlines()]
    bars = dict(spacy.util.load_config(CONFIG)["verdict"])
    on_topic = [row for row in rows if row["file"] == "tone_train" and row["tone"] in TONES]
    scores = {task: json.loads(Path(f"{corpus}.{task}.scores").read_text("utf-8"))
              for task in ("event", "relevance", "topics")}
    event = [(row["event"], decide_event(scores["event"][row["id"]], neutral=bars["event_neutral"]).value)
             for row in on_topic]
    for name, count, figure in (
            *_tone(list(read_scores(corpus))), *_classes("event", event),
            ("topics, micro-F1", len(on_topic), micro_f1([_topics(row, scores["topics"], bars) for row in on_topic])),
            *_relevance(rows, scores["relevance"], bars)):
        print(f"{name:36} {count:4d} rows  {figure.value:.3f}  [{figure.low:.3f}, {figure.high:.3f}]")


def _tone(reads: Sequence[Read]) -> Iterator[tuple[str, int, Figure]]:
    yield from _classes("tone", [(read.row["tone"], read.guess) for read in reads])
    for kind in ("headline", "post", "page"):
        pairs = [(read.row["tone"], read.guess) for read in reads if read.row["kind"] == kind]
        yield f"tone, {kind}s, macro-F1", len(pairs), macro_f1(_cells(pairs))
        yield f"tone, {kind}s, accuracy", len(pairs), accuracy(_cells(pairs))
    yield "tone, share that abstains", len(reads), _share([read.abstained for read in reads])
    rest = [read.right for read in reads if not read.abstained]
    yield "tone, accuracy of the rest", len(rest), _share(rest)


def _classes(task: str, pairs: Sequence[tuple[str, str]]) -> Iterator[tuple[str, int, Figure]]:
    cells = _cells(pairs)
    yield f"{task}, macro-F1", len(pairs), macro_f1(cells)
    yield f"{task}, accuracy", len(pairs), accuracy(cells)
    for label in TONES:
        counts = [_counts(gold == label, guess == label) for gold, guess in pairs]
        yield f"{task}, {label} F1", len(pairs), micro_f1(counts)


def _cells(pairs: Sequence[tuple[str, str]]) -> Any:
    return confusion(TONES, [gold for gold, _ in pairs], [guess for _, guess in pairs])


def _topics(row: Row, scores: dict[str, Any], bars: dict[str, float]) -> tuple[int, int, int]:
    counts = count_topics(choose_reading(row["title"], row["text"]))
    chosen = decide_topics(scores[row["id"]], counts, alone=bars["topic_alone"], confirmed=bars["topic_confirmed"])
    found, gold = ({slug for slug in slugs if slug in scores[row["id"]] and slug not in row["topics_optional"]}
                   for slugs in (chosen, row["topics"]))
    return len(found & gold), len(found - gold), len(gold - found)


def _relevance(rows: Sequence[Row], scores: dict[str, Any],
               bars: dict[str, float]) -> Iterator[tuple[str, int, Figure]]:
    counts: dict[str, list[tuple[int, int, int]]] = {"tone_train": [], "pmi_disambiguation": []}
    for row in rows:
        if row["file"] in counts and row["id"] in scores:
            verdict = judge(choose_reading(row["title"], row["text"]), on=day(row["date"]))
            decided = decide_relevance(verdict, scores[row["id"]], drop_below=bars["drop_below"],
                                       keep_above=bars["keep_above"])
            counts[row["file"]].append(_counts(bool(relevant(row)), decided.relevant))
    for name, found in {**counts, "both": [count for each in counts.values() for count in each]}.items():
        yield f"relevance, {name}, F1", len(found), micro_f1(found)


def _counts(gold: bool, guess: bool) -> tuple[int, int, int]:
    return int(gold and guess), int(guess and not gold), int(gold and not guess)


def _share(hits: Sequence[bool]) -> Figure:
    return bootstrap(np.array([sum(hits), len(hits) - sum(hits)]), lambda drawn: drawn[:, 0] / drawn.sum(axis=1))


if __name__ == "__main__":
    main()
