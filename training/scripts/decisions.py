"""Measure the decisions that rest on rules and scores together, from the scores that crossval.py wrote.

Usage: python training/scripts/decisions.py CORPUS.jsonl

Prints relevance F1 (phrases, then the classifier where they are unsure), abstention and calibration of the tone, and
topics micro-F1 with the two bars of the verdict component.
"""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

import spacy
from crossval import f1
from learning import CONFIG, TONES, relevant

from monitor.config.gate import judge
from monitor.tagging.reading import choose_reading
from monitor.tagging.topics import count_topics
from monitor.tagging.weighing import decide_relevance, decide_topics, weigh_tone

Row = dict[str, Any]


def main() -> None:
    """Print one JSON object per decision."""
    rows = [json.loads(line) for line in Path(sys.argv[1]).read_text("utf-8").splitlines()]
    bars = dict(spacy.util.load_config(CONFIG)["verdict"])
    for report in (relevance(rows, _scores("relevance"), bars), tone(rows, _scores("tone"), bars),
                   topics(rows, _scores("topics"), bars)):
        print(json.dumps(report))


def relevance(rows: list[Row], scores: dict[str, Any], bars: dict[str, float]) -> dict[str, Any]:
    """Judge every tone_train and disambiguation row, with and without the classifier."""
    pairs, by_rule = {"tone_train": [], "pmi_disambiguation": []}, {"tone_train": [], "pmi_disambiguation": []}
    for row in rows:
        if row["id"] in scores and row["file"] in pairs:
            verdict = judge(choose_reading(row["title"], row["text"]), on=day(row["date"]))
            decided = decide_relevance(verdict, scores[row["id"]],
                                       drop_below=bars["drop_below"], keep_above=bars["keep_above"])
            pairs[row["file"]].append((relevant(row), decided.relevant))
            by_rule[row["file"]].append((relevant(row), verdict.relevant))
    return {"decision": "relevance", **{name: f1(found) for name, found in pairs.items()},
            "all": f1([pair for found in pairs.values() for pair in found]),
            "phrases_only": f1([pair for found in by_rule.values() for pair in found])}


def tone(rows: list[Row], scores: dict[str, Any], bars: dict[str, float]) -> dict[str, Any]:
    """Report how often the tone abstains, how right the rest is, and the expected calibration error."""
    held = [row for row in rows if row["file"] == "tone_train" and row["tone"] in TONES]
    sure, bins = [], {}
    for row in held:
        found = weigh_tone(scores[row["id"]], sharpness=bars["sharpness"], abstain_below=bars["abstain_below"])
        assert found.label
        right = found.label.value == row["tone"]
        top = found.scores[found.label.value]
        bins.setdefault(min(9, int(top * 10)), []).append((top, right))
        if not found.abstained:
            sure.append(right)
    error = sum(abs(sum(top for top, _ in group) - sum(right for _, right in group)) for group in bins.values())
    return {"decision": "tone", "rows": len(held), "abstained": round(1 - len(sure) / len(held), 3),
            "accuracy_of_the_rest": round(sum(sure) / len(sure), 3), "calibration_error": round(error / len(held), 3)}


def topics(rows: list[Row], scores: dict[str, Any], bars: dict[str, float]) -> dict[str, Any]:
    """Compare phrases alone with the classifier and phrases together; optional topics never count."""
    both, phrases = [], []
    for row in rows:
        if row["file"] != "tone_train" or row["tone"] == "offtopic":
            continue
        counts = count_topics(choose_reading(row["title"], row["text"]))
        chosen = decide_topics(scores[row["id"]], counts, alone=bars["topic_alone"], confirmed=bars["topic_confirmed"])
        for slug in scores[row["id"]]:
            if slug not in row["topics_optional"]:
                both.append((slug in row["topics"], slug in chosen))
                phrases.append((slug in row["topics"], slug in counts))
    return {"decision": "topics", "micro": f1(both), "phrases_only": f1(phrases)}


def _scores(task: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(Path(f"{sys.argv[1]}.{task}.scores").read_text("utf-8"))
    return found


def day(written: str) -> date | None:
    """Read an ISO date; None for anything else (a range, say)."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


if __name__ == "__main__":
    main()
