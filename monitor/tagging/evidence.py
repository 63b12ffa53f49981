"""Pick the sentence that decides the tone, word for word, so that a reader can check it at a glance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from monitor.config.gate import mentions_target
from monitor.models import ToneLabel

_MOST = 30
_LONGEST = 600
_SHORTEST = 12
_TARGET_BONUS = 1.15


def deciding_sentence(sentences: Sequence[str], label: ToneLabel, classifier: Any) -> str:
    """Return the sentence whose own score for the label is highest; empty when there is none.

    Sentences that name the ministry, its people or migrant workers count a little more. A text without end marks is
    cut at a word. `classifier` is the pipeline's tone component.
    """
    texts = [text for text in sentences if len(text) >= _SHORTEST][:_MOST] or list(sentences[:1])
    if len(texts) < 2:
        return _shortened(texts[0]) if texts else ""
    column = list(classifier.labels).index(f"tone:{label.value}")
    scores = classifier.model.predict([text[:_LONGEST] for text in texts])[:, column]
    weighted = [float(score) * (_TARGET_BONUS if mentions_target(text) else 1.0)
                for score, text in zip(scores, texts, strict=True)]
    return _shortened(texts[max(range(len(texts)), key=weighted.__getitem__)])


def _shortened(sentence: str) -> str:
    return sentence if len(sentence) <= _LONGEST else sentence[:_LONGEST].rsplit(" ", 1)[0]
