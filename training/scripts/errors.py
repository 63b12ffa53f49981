"""Show where the cross-validated tone goes wrong, from the scores that crossval.py wrote. No text of a row is printed.

Usage: python training/scripts/errors.py CORPUS.jsonl [SCORES ABSTAIN_BELOW]

SCORES are CORPUS.jsonl.tone.scores (the fast size) unless named; ../encoder/blend.py writes those of the accurate size,
whose bar is in its encoder.json.

Every row of the table is one slice of the on-topic tone_train rows: how many there are, the share read rightly, the
share that abstains and the accuracy of the rest, then how many are negative and how many of those were missed. The
last block counts the confusions, and those made with a certainty of .8 or more.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import spacy
from learning import CONFIG, TONES

from monitor.config.sources import read_sources
from monitor.tagging.weighing import weigh_tone

Row = dict[str, Any]
TIERS = ("0 resmi", "1 nasional utama", "2 nasional", "3 daerah", "4 luar negeri", "5 periksa fakta")
LENGTHS = (1, 13, 41, 81)
CERTAIN = 0.8
SHELL = re.compile(r"^(www|m|amp|rss|feed|lapi|sindikasi)\.")
SUFFIX = re.compile(r"(\.(go|com?|or|ac|web|my|net))?\.[a-z]+$")


@dataclass(frozen=True, slots=True)
class Read:
    """One row with what the tagger made of it; `certainty` is the calibrated score of the guess."""

    row: Row
    guess: str
    certainty: float
    abstained: bool

    @property
    def right(self) -> bool:
        """Whether the guess is the label."""
        return bool(self.guess == self.row["tone"])


def main() -> None:
    """Print the table of the corpus named on the command line."""
    other: dict[str, Any] = {"scored": Path(sys.argv[2]), "bar": float(sys.argv[3])} if len(sys.argv) > 2 else {}
    reads = list(read_scores(Path(sys.argv[1]), **other))
    tier = _tiers()
    views: dict[str, Callable[[Read], str]] = {
        "kind": lambda read: read.row["kind"],
        "outlet tier": lambda read: "media sosial" if read.row["kind"] == "post" else tier(read.row["source"]),
        "annotator sure": lambda read: str(read.row["sure"]),
        "words": lambda read: _length(read.row),
        "tone and event": lambda read: "same" if read.row["tone"] == read.row["event"] else "differ",
        "label": lambda read: read.row["tone"],
    }
    print(f"{'':15} {'':18} rows  right  abstain  right-of-rest  negative  missed")
    print(_line("all", "", reads))
    for name, key in views.items():
        slices: dict[str, list[Read]] = defaultdict(list)
        for read in reads:
            slices[key(read)].append(read)
        for label in sorted(slices):
            print(_line(name, label, slices[label]))
    _print_confusions(reads)


def read_scores(corpus: Path, scored: Path | None = None, bar: float | None = None) -> Iterator[Read]:
    """Read every on-topic tone_train row with its cross-validated tone, as the verdict component would decide."""
    scores = json.loads((scored or Path(f"{corpus}.tone.scores")).read_text("utf-8"))
    bars = dict(spacy.util.load_config(CONFIG)["verdict"])
    for row in map(json.loads, corpus.read_text("utf-8").splitlines()):
        if row["file"] == "tone_train" and row["tone"] in TONES:
            found = weigh_tone(scores[row["id"]], sharpness=bars["sharpness"],
                               abstain_below=bars["abstain_below"] if bar is None else bar)
            assert found.label
            yield Read(row, found.label.value, found.scores[found.label.value], found.abstained)


def _line(view: str, label: str, reads: Sequence[Read]) -> str:
    rest = [read.right for read in reads if not read.abstained]
    critical = [read for read in reads if read.row["tone"] == "negative"]
    missed = sum(not read.right for read in critical)
    sure = f"{sum(rest) / len(rest):13.2f}" if rest else f"{'-':>13}"
    return (f"{view:15} {label:18} {len(reads):4d} {sum(read.right for read in reads) / len(reads):6.2f} "
            f"{1 - len(rest) / len(reads):8.2f}  {sure}  {len(critical):8d}  {missed:6d}")


def _print_confusions(reads: Sequence[Read]) -> None:
    wrong = [read for read in reads if not read.right]
    pairs = Counter((read.row["tone"], read.guess) for read in wrong)
    print(f"\n{'label -> guess':24} rows  abstained  certain")
    for (gold, guess), count in pairs.most_common():
        found = [read for read in wrong if (read.row["tone"], read.guess) == (gold, guess)]
        print(f"{gold + ' -> ' + guess:24} {count:4d}  {sum(read.abstained for read in found):9d}  "
              f"{sum(read.certainty >= CERTAIN for read in found):7d}")


def _length(row: Row) -> str:
    words = len(f"{row['title']} {row['text']}".split())
    return f"from {max(low for low in LENGTHS if low <= words):2d}"


def _tiers() -> Callable[[str], str]:
    """Return a reader of outlet tiers: by source name, by host, then by the site's own name; else `lain`."""
    known: dict[str, int] = {}
    for source in read_sources():
        address = unquote(source.url)
        hosts = re.findall(r"site:([\w.-]+)", address) or [urlsplit(address).hostname or ""]
        names = {source.name.casefold()}
        if source.id.startswith("gn-") or "news.google.com" in hosts:
            hosts = []
        for host in hosts:
            names |= {SHELL.sub("", host), SUFFIX.sub("", host).split(".")[-1]}
        for name in names:
            known[name] = min(source.tier, known.get(name, source.tier))

    def tier(outlet: str) -> str:
        host = SHELL.sub("", outlet.casefold())
        site = SUFFIX.sub("", host).split(".")[-1] if "." in host else host
        found = known.get(host, known.get(site))
        return "lain" if found is None else TIERS[found]
    return tier


if __name__ == "__main__":
    main()
