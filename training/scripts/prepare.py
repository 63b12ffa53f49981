"""Read the labelled files, leave out what may not be used, and put near-duplicates into one fold.

Usage: python training/scripts/prepare.py DATA_FOLDER OUT.jsonl

Each row written has id, file, kind, title, text, date, source, tone (None when not labelled), event, topics,
topics_optional, sure, family, group and fold (0-4). A group joins near-duplicate titles, rows of one written family,
and anything linked through them, so that a split by fold never has the same story on both sides.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import sys
from collections import defaultdict
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from rapidfuzz import fuzz, process

FOLDS = 5
BLOCK = 500  # rows compared with all others at once
NEAR = 80  # token_sort_ratio of two openings that say the same
SAME_STORY = 78  # token_set_ratio of two titles that tell the same story
NON_COMMERCIAL = "okkyibrohim"
WRITTEN = Path(__file__).parents[1] / "written"
CLIPS = Path(__file__).parents[1] / "labels" / "clips.tsv"
LONGEST_TITLE, LONGEST_LEAD, LONGEST_PAGE = 420, 320, 600  # characters that the annotators of the clips read
KINDS = {"headlines": "headline", "leads": "headline", "pages": "page", "posts": "post"}
FILES = ("tone_train", "institution_tone", "pages_tone", "social_tone", "written_tone")

Row = dict[str, Any]


def main() -> None:
    """Prepare the corpus named on the command line."""
    data, out = Path(sys.argv[1]), Path(sys.argv[2])
    rows = list(_rows(data))
    groups = _groups(rows)
    folds = _folds(groups, rows)
    made = [row | {"group": group, "fold": folds[group]} for row, group in zip(rows, groups, strict=True)]
    made += _join_written([*_written(), *_clips(data)], made)
    with out.open("w", encoding="utf-8") as sink:
        for row in made:
            sink.write(json.dumps(row, ensure_ascii=False) + "\n")
    print(f"{len(made)} baris, {len({row['group'] for row in made})} kelompok")


def _rows(data: Path) -> Iterator[Row]:
    refused = _refused(data / "domain" / "domain_posts.jsonl")
    for name in FILES:
        for line in (data / "domain" / f"{name}.jsonl").read_text("utf-8").splitlines():
            raw = json.loads(line)
            if raw["id"] in refused:
                continue
            yield {"id": raw["id"], "file": name, "kind": raw.get("kind", "headline"), "title": raw["title"],
                   "text": raw.get("text", ""), "date": raw.get("date") or "", "source": raw.get("source") or "",
                   "tone": raw["tone"], "event": raw["event"], "topics": raw.get("topics"), "sure": raw.get("sure", 3),
                   "topics_optional": raw.get("topics_optional", []), "family": raw.get("family", "")}
    with (data / "domain" / "pmi_disambiguation.csv").open(encoding="utf-8") as source:
        for entry in csv.DictReader(source):
            yield {"id": entry["id"], "file": "pmi_disambiguation", "kind": "headline", "title": entry["text"],
                   "text": "", "date": entry["date"], "source": "", "tone": None,
                   "event": None, "topics": None, "sure": 3, "topics_optional": [], "family": "",
                   "relevant": entry["sense"] == "pekerja_migran"}


def _written() -> Iterator[Row]:
    """Own rows of ../written: invented headlines, page renderings and posts, in training only.

    Those in its folder `pairs` often differ by a word from a neighbour with another label, and are files of their own.
    """
    for path in sorted(WRITTEN.rglob("*.tsv")):
        kind = KINDS[path.stem.split("-")[0]]
        file = f"written_{kind}s" if path.parent == WRITTEN else f"written_pair_{kind}s"
        with path.open(encoding="utf-8") as source:
            for number, entry in enumerate(csv.DictReader(source, delimiter="\t", quoting=csv.QUOTE_NONE)):
                yield {"id": f"{path.stem}-{number:03}", "file": file, "kind": kind,
                       "title": entry["title"], "text": entry["text"] or "", "date": "", "source": "",
                       "tone": entry["tone"], "event": entry["event"] or None, "sure": int(entry["sure"]), "family": "",
                       "topics": _slugs(entry["topics"]), "topics_optional": _slugs(entry["optional"])}


def _clips(data: Path) -> Iterator[Row]:
    """Headlines, leads, sentences and posts of the data folder with our own labels, in training only.

    Their texts are not ours to ship, so that the labels name each by a hash of it.
    """
    with CLIPS.open(encoding="utf-8") as source:
        labels = {entry["key"]: entry for entry in csv.DictReader(source, delimiter="\t", quoting=csv.QUOTE_NONE)}
    leads = ((title, text, LONGEST_LEAD) for title, text in _texts(data))
    pages = ((title, text, LONGEST_PAGE) for title, text in _pages(data))
    for title, text, longest in chain(leads, pages):
        title, text = " ".join(title.split())[:LONGEST_TITLE], " ".join(text.split())[:longest]
        key = hashlib.sha256(f"{title}\t{text}".encode()).hexdigest()[:16]
        if entry := labels.pop(key, None):
            relevant = entry["relevant"] == "1"
            yield {"id": f"clip-{key}", "file": "clips", "kind": entry["kind"], "title": title, "text": text,
                   "date": "", "source": "", "tone": entry["tone"], "event": entry["event"] or None,
                   "sure": int(entry["sure"]), "family": "", "topics": _slugs(entry["topics"]) if relevant else None,
                   "topics_optional": _slugs(entry["optional"])} | ({"relevant": True} if relevant else {})
    if labels:
        print(f"{len(labels)} teks di {CLIPS.name} tidak ditemukan di {data}", file=sys.stderr)


def _texts(data: Path) -> Iterator[tuple[str, str]]:
    """Title and text of everything unlabelled that our annotators were shown a part of."""
    with gzip.open(data / "news" / "headlines_with_summary.csv.gz", "rt", encoding="utf-8") as source:
        for entry in csv.DictReader(source):
            yield entry["title"], entry["summary"]
            yield entry["title"], ""
    with gzip.open(data / "news" / "headlines_all.csv.gz", "rt", encoding="utf-8") as source:
        yield from ((entry["title"], "") for entry in csv.DictReader(source))
    for name in ("domain_sentences", "kaburajadulu_tweets"):
        with gzip.open(data / "domain" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as source:
            yield from ((json.loads(line)["text"], "") for line in source)
    with gzip.open(data / "news" / "corpus_unlabelled.tsv.gz", "rt", encoding="utf-8") as source:
        yield from ((line.partition("\t")[2], "") for line in source)


def _pages(data: Path) -> Iterator[tuple[str, str]]:
    """Title and summary, or title and opening, of whole articles of the data folder."""
    for name, column in (("detik_1000_topic_entity_summary", "summary"), ("detik_may2026_5cat", "text")):
        with gzip.open(data / "topic" / f"{name}.jsonl.gz", "rt", encoding="utf-8") as source:
            yield from ((row["title"], row[column]) for row in map(json.loads, source))


def _slugs(cell: str) -> list[str]:
    return [slug for slug in cell.split(",") if slug]


def _join_written(written: list[Row], rows: list[Row]) -> list[Row]:
    """Give a written row the group and fold of a near-equal row, or a group of its own and fold -1 (never tested)."""
    openings = [f"{row['title']} {row['text']}"[:160].casefold() for row in rows]
    made = []
    for start in range(0, len(written), BLOCK):
        part = written[start:start + BLOCK]
        near = process.cdist([f"{row['title']} {row['text']}"[:160].casefold() for row in part], openings,
                             scorer=fuzz.token_set_ratio, score_cutoff=SAME_STORY, workers=-1)
        for number, (row, best, score) in enumerate(zip(part, near.argmax(1), near.max(1), strict=True), start + 1):
            kin = rows[best] if score else {"group": -number, "fold": -1}
            made.append(row | {"group": kin["group"], "fold": kin["fold"]})
    return made


def _refused(posts: Path) -> set[str]:
    """Return the ids of posts whose licence is non-commercial."""
    rows = (json.loads(line) for line in posts.read_text("utf-8").splitlines())
    return {row["id"] for row in rows if NON_COMMERCIAL in row["provenance"]}


def _groups(rows: list[Row]) -> list[int]:
    """Join rows by family and by near-equal titles; return the group number of each row."""
    parent = list(range(len(rows)))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    families: dict[str, int] = {}
    for index, row in enumerate(rows):
        if row["family"]:
            parent[root(index)] = root(families.setdefault(row["family"], index))
    openings = [f"{row['title']} {row['text']}"[:160].casefold() for row in rows]
    titles = [row["title"].casefold()[:160] if len(row["title"].split()) >= 5 else "" for row in rows]
    for texts, scorer, cutoff in ((openings, fuzz.token_sort_ratio, NEAR), (titles, fuzz.token_set_ratio, SAME_STORY)):
        for start in range(0, len(rows), BLOCK):
            block = process.cdist(texts[start:start + BLOCK], texts, scorer=scorer, score_cutoff=cutoff, workers=-1)
            for left, right in zip(*block.nonzero(), strict=True):
                parent[root(start + int(left))] = root(int(right))
    return [root(index) for index in range(len(rows))]


def _folds(groups: list[int], rows: list[Row]) -> dict[int, int]:
    """Deal groups into folds, largest first, keeping the tone_train tones even."""
    content: dict[int, list[str]] = defaultdict(list)
    for group, row in zip(groups, rows, strict=True):
        content[group].append(f"{row['file']}/{row['tone']}")
    load: list[dict[str, int]] = [defaultdict(int) for _ in range(FOLDS)]
    folds: dict[int, int] = {}
    for group in sorted(content, key=lambda g: (-len(content[g]), rows[g]["id"])):
        keys = content[group]
        best = min(range(FOLDS), key=lambda f: (sum(load[f][key] for key in keys), sum(load[f].values()), f))
        folds[group] = best
        for key in keys:
            load[best][key] += 1
    return folds


if __name__ == "__main__":
    main()
