"""Load the tagging pipeline from the package and tag articles with it, offline."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from monitor.config.settings import Tagging
from monitor.errors import ModelError
from monitor.models import Article, Tags, TextKind
from monitor.tagging import tokenizer
from monitor.tagging.components import BREAK
from monitor.tagging.findings import begin, findings
from monitor.tagging.stacked import stack
from monitor.tagging.stored import ACCURATE, ENCODER, FAST, folders_of, size_of, verify, way_out

MOST_TITLE, MOST_TEXT = 1_000, 40_000
"""Characters read of one item; what lies beyond is ignored, so that time stays bounded."""
_LONGEST_RUN = 120
_UNBROKEN = re.compile(rf"(\S{{{_LONGEST_RUN}}})\S")
"""Runs without a space are broken up, since spaCy's tokenizer needs quadratic time on them; the length stays."""


class Tagger:
    """A loaded pipeline. `model` names it with its version and a hash of weights and configuration."""

    def __init__(self, nlp: Language, model: str) -> None:
        self.nlp = nlp
        self.model = model

    @property
    def abstain_below(self) -> float:
        """The calibrated score that the likeliest tone needs so as not to be left to a reader."""
        return float(self.nlp.get_pipe("verdict").abstain_below)  # type: ignore[attr-defined]

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
        title, text = _broken(title[:MOST_TITLE]), _broken(text[:MOST_TEXT])
        whole = f"{title}{BREAK}{text}" if text else title
        doc = self.nlp.make_doc(whole)
        begin(doc, whole, len(title) if text else None, kind, on)
        return doc

    def _tags(self, doc: Doc) -> Tags:
        own = findings(doc)
        return Tags(own.relevant, own.relevance_reason, own.tone, own.event, own.topics, own.regions,
                    own.destinations, own.mentions, own.quotes, own.evidence, self.model)


def _broken(text: str) -> str:
    return _UNBROKEN.sub(r"\1 ", text) if max(map(len, text.split()), default=0) > _LONGEST_RUN else text


REGISTERED = (tokenizer.NAME,)
"""Names that a stored pipeline looks up; importing their modules registers them."""


def load(settings: Tagging | None = None) -> Tagger:
    """Load the model that the settings name. Raise ModelError.

    `akurat` and `cepat` are the sizes in the package, `bawaan` one of them; anything else is the folder of a pipeline.
    """
    settings = settings or Tagging()
    return _load(size_of(settings.model) or settings.model, settings.abstain_below)


@cache
def _load(model: str, abstain_below: float | None) -> Tagger:
    size, folders = size_of(model), folders_of(model)
    digest = verify(folders)
    if size != FAST:  # not before, as onnxruntime takes its time to start
        from monitor.tagging import encoder
    try:
        nlp = spacy.load(folders[0])
        if size == ACCURATE:
            encoder.add(nlp, ENCODER)
        verdict: Any = nlp.get_pipe("verdict")
        if abstain_below is not None:
            verdict.abstain_below = abstain_below
        stack(nlp)
        gc.freeze()  # the pipeline stays; looking through it for garbage again and again takes a tenth of the time
    except (OSError, ValueError, KeyError) as error:
        raise ModelError(f"Model penanda di {folders[-1]} tidak dapat dimuat: {error}.",
                         way_out(folders[-1])) from error
    name = nlp.meta["name"] + (f"-{size}" if size else "")
    return Tagger(nlp, f"{name}-{nlp.meta['version']}-{digest}")
