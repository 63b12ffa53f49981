"""Load the tagging pipeline from the package and tag articles with it, offline."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from monitor.config import gate, officials, phrases, regions, taxonomy
from monitor.config.loading import packaged
from monitor.config.settings import Tagging
from monitor.errors import ModelError
from monitor.models import Article, Tags, TextKind
from monitor.tagging import tokenizer
from monitor.tagging.components import BREAK

PACKAGED = "bawaan"
CHECKSUMS = "checksums.json"
MODEL = Path(__file__).with_name("model")
MOST_TITLE, MOST_TEXT = 1_000, 40_000
"""Characters read of one item; what lies beyond is ignored, so that time stays bounded."""
_UNBROKEN = re.compile(r"(\S{120})\S")
"""Runs without a space are broken up, since spaCy's tokenizer needs quadratic time on them; the length stays."""


class Tagger:
    """A loaded pipeline. `model` names it with its version and a hash of weights and configuration."""

    def __init__(self, nlp: Language, model: str) -> None:
        self.nlp = nlp
        self.model = model

    def tag(self, articles: Iterable[Article], *, batch: int = 64) -> Iterator[tuple[Article, Tags]]:
        """Tag articles in their order, a batch at a time."""
        pairs = ((self._doc(article.title, article.text, article.text_kind, article.published.at.date()), article)
                 for article in articles)
        for doc, article in self.nlp.pipe(pairs, as_tuples=True, batch_size=batch):
            yield article, self._tags(doc)

    def tag_text(self, title: str, text: str, kind: TextKind = TextKind.FULL, *, on: date | None = None) -> Tags:
        """Tag one text; `on` is the day it was published, when known."""
        return self._tags(self.nlp(self._doc(title, text, kind, on)))

    def tag_texts(self, texts: Iterable[tuple[str, str, TextKind, date | None]], *, batch: int = 64) -> Iterator[Tags]:
        """Tag (title, text, kind of text, day) in their order."""
        docs = (self._doc(*text) for text in texts)
        yield from (self._tags(doc) for doc in self.nlp.pipe(docs, batch_size=batch))

    def _doc(self, title: str, text: str, kind: TextKind, on: date | None) -> Doc:
        title, text = (_UNBROKEN.sub(r"\1 ", part) for part in (title[:MOST_TITLE], text[:MOST_TEXT]))
        whole = f"{title}{BREAK}{text}" if text else title
        doc = self.nlp.make_doc(whole)
        doc.user_data["text"] = whole
        doc._.title_length = len(title) if text else None
        doc._.text_kind, doc._.published = kind, on
        return doc

    def _tags(self, doc: Doc) -> Tags:
        return Tags(doc._.relevant, doc._.relevance_reason, doc._.tone, doc._.event, doc._.topics, doc._.regions,
                    doc._.destinations, doc._.mentions, doc._.quotes, doc._.evidence, self.model)


REGISTERED = (tokenizer.NAME,)
"""Names that a stored pipeline looks up; importing their modules registers them."""


def load(settings: Tagging | None = None) -> Tagger:
    """Load the model that the settings name: `bawaan`, or the folder of a spaCy pipeline. Raise ModelError."""
    settings = settings or Tagging()
    folder = MODEL if settings.model == PACKAGED else Path(settings.model)
    return _load(folder, settings.abstain_below)


@cache
def _load(folder: Path, abstain_below: float) -> Tagger:
    digest = _verify(folder)
    try:
        nlp = spacy.load(folder)
        nlp.get_pipe("verdict").abstain_below = abstain_below  # type: ignore[attr-defined]
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"Model penanda di {folder} tidak dapat dimuat: {error}.", _restore(folder)) from error
    return Tagger(nlp, f"{nlp.meta['name']}-{nlp.meta['version']}-{digest}")


def _verify(folder: Path) -> str:
    """Compare the model files with their checksums; return a short hash of them, the word lists and the rules' code.

    A pipeline plugged in by path needs no list of checksums.
    """
    if not (folder / "config.cfg").is_file():
        raise ModelError(f"Berkas model {folder / 'config.cfg'} tidak ada.", _restore(folder))
    found = {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
             for path in sorted(folder.rglob("*")) if path.is_file() and path.name != CHECKSUMS}
    if folder == MODEL or (folder / CHECKSUMS).exists():
        for name, wanted in _listed(folder).items():
            if name not in found:
                raise ModelError(f"Berkas model {folder / name} tidak ada.", _restore(folder))
            if found[name] != wanted:
                raise ModelError(f"Berkas model {folder / name} rusak (isinya berubah).", _restore(folder))
    whole = hashlib.sha256(json.dumps(found, sort_keys=True).encode())
    for module in (taxonomy, regions, officials):
        whole.update(packaged(module.FILE).read_bytes())
    for code in (Path(gate.__file__), Path(phrases.__file__), *sorted(Path(__file__).parent.glob("*.py"))):
        whole.update(code.read_bytes())
    return whole.hexdigest()[:8]


def _listed(folder: Path) -> dict[str, str]:
    listing = folder / CHECKSUMS
    try:
        listed: dict[str, str] = json.loads(listing.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"Berkas model {listing} tidak ada atau rusak.", _restore(folder)) from error
    return listed


def _restore(folder: Path) -> str:
    if folder == MODEL:
        return ("Pulihkan dengan `git restore monitor/tagging/model`, atau pasang ulang dengan "
                "`pip install --force-reinstall --no-deps .` dari folder proyek.")
    return "Periksa `model` di bagian [tagging] monitor.toml (atau MONITOR_MODEL); `bawaan` memakai model dari paket."
