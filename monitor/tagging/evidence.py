"""Pick the sentence that decides the tone, word for word, so that a reader can check it at a glance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from spacy.language import Language

from monitor.models import ToneLabel
from monitor.tagging.stacked import NAME as STACKED
from monitor.tagging.stacked import is_hashed

_MOST = 30
_LONGEST = 600
_SHORTEST = 12
_TARGET_BONUS = 1.15

Sentences = Sequence[tuple[str, bool]]
"""The sentences of a text, and whether each names the ministry, its people or migrant workers."""


def deciding_sentences(texts: Sequence[tuple[Sentences, ToneLabel]], nlp: Language) -> list[str]:
    """Return for each text the sentence whose own score for the label is highest; empty when there is none.

    Sentences that name the ministry, its people or migrant workers count a little more. A text without end marks is
    cut at a word. The pipeline's tone component scores the sentences of all texts at once.
    """
    offered = [[one for one in sentences if len(one[0]) >= _SHORTEST][:_MOST] or list(sentences[:1])
               for sentences, _ in texts]
    labels: Sequence[str] = nlp.get_pipe("tone").labels  # type: ignore[attr-defined]
    columns = {label.removeprefix("tone:"): column for column, label in enumerate(labels)}
    scores = iter(_scores([text[:_LONGEST] for few in offered if len(few) > 1 for text, _ in few], nlp))
    return [_best(few, scores, columns[label.value]) for few, (_, label) in zip(offered, texts, strict=True)]


def _scores(texts: Sequence[str], nlp: Language) -> list[list[float]]:
    """Return a row of tone scores for each text; a classifier of another kind reads documents, not strings."""
    tone: Any = nlp.get_pipe("tone")
    if not texts:
        return []
    if is_hashed(tone):
        stacked: Any = nlp.get_pipe(STACKED) if nlp.has_pipe(STACKED) else None
        scores: list[list[float]] = (stacked.scores("tone", texts) if stacked else tone.model.predict(texts)).tolist()
        return scores
    after = nlp.pipe_names[nlp.pipe_names.index("tone") + 1:]
    return [[doc.cats[label] for label in tone.labels] for doc in nlp.pipe(texts, disable=after)]


def _best(few: Sentences, scores: Iterator[Sequence[float]], column: int) -> str:
    """Return the best of a few sentences; only where there are several, `scores` holds a row for each."""
    if len(few) < 2:
        return _shortened(few[0][0]) if few else ""
    weighted = [next(scores)[column] * (_TARGET_BONUS if named else 1.0) for _, named in few]
    return _shortened(few[max(range(len(few)), key=weighted.__getitem__)][0])


def _shortened(sentence: str) -> str:
    return sentence if len(sentence) <= _LONGEST else sentence[:_LONGEST].rsplit(" ", 1)[0]
