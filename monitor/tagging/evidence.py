"""Pick the sentence that decides the tone, word for word, so that a reader can check it at a glance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from monitor.models import ToneLabel

_MOST = 30
_LONGEST = 600
_SHORTEST = 12
_TARGET_BONUS = 1.15

Sentences = Sequence[tuple[str, bool]]
"""The sentences of a text, and whether each names the ministry, its people or migrant workers."""


def deciding_sentences(texts: Sequence[tuple[Sentences, ToneLabel]], classifier: Any) -> list[str]:
    """Return for each text the sentence whose own score for the label is highest; empty when there is none.

    Sentences that name the ministry, its people or migrant workers count a little more. A text without end marks is
    cut at a word. `classifier` is the pipeline's tone component; it scores the sentences of all texts at once.
    """
    offered = [[one for one in sentences if len(one[0]) >= _SHORTEST][:_MOST] or list(sentences[:1])
               for sentences, _ in texts]
    columns = {label.removeprefix("tone:"): column for column, label in enumerate(classifier.labels)}
    scores = iter(_scores([text[:_LONGEST] for few in offered if len(few) > 1 for text, _ in few], classifier))
    return [_best(few, scores, columns[label.value]) for few, (_, label) in zip(offered, texts, strict=True)]


def _scores(texts: Sequence[str], classifier: Any) -> Any:
    return classifier.model.predict(texts).tolist() if texts else ()


def _best(few: Sentences, scores: Iterator[Sequence[float]], column: int) -> str:
    """Return the best of a few sentences; only where there are several, `scores` holds a row for each."""
    if len(few) < 2:
        return _shortened(few[0][0]) if few else ""
    weighted = [next(scores)[column] * (_TARGET_BONUS if named else 1.0) for _, named in few]
    return _shortened(few[max(range(len(few)), key=weighted.__getitem__)][0])


def _shortened(sentence: str) -> str:
    return sentence if len(sentence) <= _LONGEST else sentence[:_LONGEST].rsplit(" ", 1)[0]
