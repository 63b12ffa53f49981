"""Write prepared rows as spaCy's training files, for a pipeline that is plugged in by path.

Usage: python training/plugin/corpus.py ROWS.jsonl OUT_FOLDER      writes train.spacy and dev.spacy (fold 0)
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from spacy.tokens import DocBin

from monitor.config.taxonomy import read_taxonomy
from monitor.tagging.components import BREAK
from monitor.tagging.tokenizer import blank

POLARITIES = ("positive", "neutral", "negative")


def main() -> None:
    """Write the two files named on the command line."""
    rows = [json.loads(line) for line in Path(sys.argv[1]).read_text("utf-8").splitlines()]
    folder, nlp = Path(sys.argv[2]), blank()
    folder.mkdir(parents=True, exist_ok=True)
    for name, chosen in (("train", [row for row in rows if row["fold"]]),
                         ("dev", [row for row in rows if not row["fold"] and row["file"] == "tone_train"])):
        docs = DocBin()
        for row in chosen:
            doc = nlp.make_doc(f"{row['title']}{BREAK}{row['text']}".strip())
            doc.cats = cats(row)
            docs.add(doc)
        docs.to_disk(folder / f"{name}.spacy")
        print(f"{name}: {len(docs)}")


def cats(row: dict[str, Any]) -> dict[str, float]:
    """Return 1 or 0 for every label that the row answers; labels it does not answer are left out."""
    made = {}
    for task in ("tone", "event"):
        if row[task] in POLARITIES:
            made |= {f"{task}:{label}": float(row[task] == label) for label in POLARITIES}
    relevant = row.get("relevant", row["tone"] != "offtopic" if row["tone"] else None)
    if relevant is not None:
        made |= {"relevance:yes": float(relevant), "relevance:no": float(not relevant)}
    if row["topics"] is not None:
        made |= {f"topics:{topic.slug}": float(topic.slug in row["topics"]) for topic in read_taxonomy().topics
                 if topic.slug not in row["topics_optional"]}
    return made


if __name__ == "__main__":
    main()
