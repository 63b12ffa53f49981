"""Pick the sentence that decides the tone, word for word, so that a reader can check it at a glance."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from spacy.language import Language

from monitor.models import ToneLabel
from monitor.tagging.features import Hashed, hash_texts
from monitor.tagging.stacked import NAME as STACKED
from monitor.tagging.stacked import is_hashed

_MOST = 30
_LONGEST = 600
_SHORTEST = 12
_TARGET_BONUS = 1.15


class Sentence(NamedTuple):
    """A sentence, whether it names the ministry, its people or migrant workers, and its features when already known."""

    text: str
    named: bool
    hashed: Hashed | None = None


Sentences = Sequence[Sentence]


def deciding_sentences(texts: Sequence[tuple[Sentences, ToneLabel]], nlp: Language) -> list[str]:
    """Return for each text the sentence whose own score for the label is highest; empty when there is none.

    Sentences that name the ministry, its people or migrant workers count a little more. A text without end marks is
    cut at a word. The pipeline's tone component scores the sentences of all texts at once.
    """
    offered = [[one for one in sentences if len(one.text) >= _SHORTEST][:_MOST] or list(sentences[:1])
               for sentences, _ in texts]
    labels: Sequence[str] = nlp.get_pipe("tone").labels  # type: ignore[attr-defined]
    columns = {label.removeprefix("tone:"): column for column, label in enumerate(labels)}
    scores = iter(_scores([one for few in offered if len(few) > 1 for one in few], nlp))
    return [_best(few, scores, columns[label.value]) for few, (_, label) in zip(offered, texts, strict=True)]


def _scores(sentences: Sentences, nlp: Language) -> list[list[float]]:
    """Return a row of tone scores for each sentence; a classifier of another kind reads documents, not strings."""
    tone: Any = nlp.get_pipe("tone")
    if not sentences:
        return []
    texts = [one.text[:_LONGEST] for one in sentences]
    if is_hashed(tone):
        scores: Any = _hashed_scores(sentences, nlp) if nlp.has_pipe(STACKED) else tone.model.predict(texts)
        return list(scores.tolist())
    after = nlp.pipe_names[nlp.pipe_names.index("tone") + 1:]
    return [[doc.cats[label] for label in tone.labels] for doc in nlp.pipe(texts, disable=after)]


def _hashed_scores(sentences: Sentences, nlp: Language) -> Any:
    stacked: Any = nlp.get_pipe(STACKED)
    new = iter(hash_texts([one.text[:_LONGEST] for one in sentences if one.hashed is None]))
    return stacked.scores("tone", [one.hashed or next(new) for one in sentences])


def _best(few: Sentences, scores: Iterator[Sequence[float]], column: int) -> str:
    """Return the best of a few sentences; only where there are several, `scores` holds a row for each."""
    if len(few) < 2:
        return _shortened(few[0].text) if few else ""
    weighted = [next(scores)[column] * (_TARGET_BONUS if one.named else 1.0) for one in few]
    return _shortened(few[max(range(len(few)), key=weighted.__getitem__)].text)


def _shortened(sentence: str) -> str:
    return sentence if len(sentence) <= _LONGEST else sentence[:_LONGEST].rsplit(" ", 1)[0]
