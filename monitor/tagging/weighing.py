"""Turn classifier scores and phrase counts into decisions, and say when they are too close to call."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from operator import itemgetter

from monitor.config.gate import Verdict
from monitor.config.taxonomy import read_taxonomy
from monitor.models import Polarity, Tone, ToneLabel


def by_task(cats: Mapping[str, float]) -> defaultdict[str, dict[str, float]]:
    """Return the scores of each classifier by label, without its prefix."""
    scores: defaultdict[str, dict[str, float]] = defaultdict(dict)
    given = tuple(cats.values())
    for task, labels, places in _parted(tuple(cats)):
        scores[task] = dict(zip(labels, places(given), strict=True))
    return scores


@cache
def _parted(names: tuple[str, ...]) -> list[tuple[str, list[str], Callable[[tuple[float, ...]], Iterable[float]]]]:
    """Return of each classifier its labels, and what picks their scores; the names hardly ever differ."""
    of_task: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for place, name in enumerate(names):
        task, _, label = name.partition(":")
        of_task[task][label] = place
    return [(task, list(places), _pick(list(places.values()))) for task, places in of_task.items()]


def _pick(places: list[int]) -> Callable[[tuple[float, ...]], Iterable[float]]:
    return itemgetter(*places) if len(places) > 1 else itemgetter(slice(places[0], places[0] + 1))


def best(scores: Mapping[str, float], *, default: str) -> str:
    """Return the label with the highest score."""
    return max(scores, key=scores.__getitem__) if scores else default


def decide_relevance(verdict: Verdict, scores: Mapping[str, float], *, drop_below: float, keep_above: float) -> Verdict:
    """Let a clear score of the classifier overrule the phrases where they are not sure."""
    if verdict.sure or not scores:
        return verdict
    relevant = scores["yes"] >= (drop_below if verdict.relevant else keep_above)
    if relevant == verdict.relevant:
        return verdict
    return Verdict(relevant, "isi teks tentang pekerja migran" if relevant
                   else f"{verdict.reason}, tetapi isi teksnya bukan tentang pekerja migran")


def decide_event(scores: Mapping[str, float], *, neutral: float) -> Polarity:
    """Return the most likely polarity; the score of `neutral`, the commonest, counts this many times."""
    weighed = {label: score * neutral if label == Polarity.NEUTRAL else score for label, score in scores.items()}
    return Polarity(best(weighed, default=Polarity.NEUTRAL))


def decide_topics(scores: Mapping[str, float], counts: Mapping[str, int], *, alone: float,
                  confirmed: float) -> tuple[str, ...]:
    """Return topic slugs, most certain first.

    A topic needs the score `alone`, or the lower score `confirmed` when one of its phrases is in the text. A topic that
    the classifier was never taught goes by its phrases.
    """
    chosen = {}
    for slug in _slugs():
        score = scores.get(slug)
        if score is None:
            score = float(slug in counts)
        if score >= (confirmed if slug in counts else alone):
            chosen[slug] = score
    return tuple(sorted(chosen, key=lambda slug: -chosen[slug]))


@cache
def _slugs() -> tuple[str, ...]:
    return tuple(topic.slug for topic in read_taxonomy().topics)


def weigh_tone(scores: Mapping[str, float], *, sharpness: float, abstain_below: float) -> Tone:
    """Return the tone with calibrated scores; abstain when the best one is below the bar."""
    raised = {label: max(score, 1e-6) ** sharpness for label, score in scores.items()}
    total = sum(raised.values())
    calibrated = {label: round(score / total, 4) for label, score in raised.items()}
    label = best(calibrated, default="neutral")
    return Tone(ToneLabel(label), calibrated, abstained=calibrated.get(label, 0.0) < abstain_below)
