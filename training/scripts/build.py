"""Train the four classifiers on every prepared row and write the pipeline that ships with the package.

Usage: python training/scripts/build.py CORPUS.jsonl monitor/tagging/model
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from pathlib import Path

import spacy
from learning import CONFIG, train

import monitor.tagging.components  # noqa: F401  (registers the rule components)
from monitor.tagging.stored import CHECKSUMS
from monitor.tagging.tokenizer import blank

NAME, VERSION = "p2mi", "0.1.0"
TASKS = ("relevance", "tone", "event", "topics")


def main() -> None:
    """Build the pipeline named on the command line."""
    corpus, out = Path(sys.argv[1]), Path(sys.argv[2])
    rows = [json.loads(line) for line in corpus.read_text("utf-8").splitlines()]
    nlp = blank()
    for component in ("sentences", "reading"):
        nlp.add_pipe(f"monitor_{component}", name=component)
    for task in TASKS:
        nlp.add_pipe(task, source=train(task, rows, corpus=rows))
        print(f"{task} selesai", flush=True)
    for component in ("names", "quotes"):
        nlp.add_pipe(f"monitor_{component}", name=component)
    nlp.add_pipe("monitor_verdict", name="verdict", config=dict(spacy.util.load_config(CONFIG)["verdict"]))
    nlp.meta |= {
        "name": NAME, "version": VERSION, "license": "AGPL-3.0-or-later",
        "description": "Tone toward migrant-worker protection work, event, topics, names and quotes; Indonesian news.",
        "notes": "Labels were made by language-model annotators, not people; see training/README.md."}
    if out.exists():
        shutil.rmtree(out)
    nlp.to_disk(out, exclude=["vocab"])
    write_checksums(out)
    print(f"{sum(path.stat().st_size for path in out.rglob('*') if path.is_file()) / 1e6:.1f} MB di {out}")


def write_checksums(folder: Path) -> None:
    """List the SHA-256 of every file, for the loader to compare."""
    listed = {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
              for path in sorted(folder.rglob("*")) if path.is_file()}
    (folder / CHECKSUMS).write_text(json.dumps(listed, indent=1, sort_keys=True) + "\n", "utf-8")


if __name__ == "__main__":
    main()
