"""Compare labels with the tagger's answers and gather every figure of the report; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from monitor.models import Polarity, ToneLabel
from monitor.tagging.evaluation.gold import Gold, Scored
from monitor.tagging.evaluation.measures import (
    Bin,
    ClassScore,
    Figure,
    Point,
    accuracy,
    calibration_error,
    class_score,
    class_scores,
    confusion,
    macro_f1,
    micro_f1,
    point,
    reliability,
)

BUDGET = 0.12
"""The most items that may be left without a verdict (docs: the tagger's bars)."""
THRESHOLDS = tuple(round(0.35 + step * 0.05, 2) for step in range(13))
FEW = 20
MISTAKES = 20
MOST_KINDS = 8
Pairs = Sequence[tuple[Gold, Scored]]


@dataclass(frozen=True, slots=True)
class Labelling:
    """One answer per row: scores per class, and how labels (rows) and answers (columns, last: refused) meet.

    Refused rows are wrong everywhere but in `judged_f1`, the macro-F1 over the rows that were answered.
    """

    rows: int
    refused: int
    macro_f1: Figure
    judged_f1: Figure
    accuracy: Figure
    classes: tuple[ClassScore, ...]
    confusion: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Mistake:
    """A wrong tone: where it stands, what it should be, what was said, and how certain the tagger was."""

    line: int
    id: str
    kind: str
    title: str
    gold: str
    guess: str
    certainty: float


@dataclass(frozen=True, slots=True)
class Abstention:
    """The point in use, the best one within the budget, and the curve; shares are of all tone rows."""

    in_use: Point
    refused: float
    within_budget: Point
    curve: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class ToneReport:
    """Tone over the rows labelled positive, neutral or negative. Certainties exist only for the rows not refused."""

    overall: Labelling
    kinds: tuple[tuple[str, Labelling], ...]
    abstention: Abstention
    calibration_error: float | None
    bins: tuple[Bin, ...]
    mistakes: tuple[Mistake, ...]


@dataclass(frozen=True, slots=True)
class RelevanceReport:
    """Relevance: the class "relevant" of two; `f1` carries the interval."""

    rows: int
    offtopic: int
    relevant: ClassScore
    f1: Figure


@dataclass(frozen=True, slots=True)
class TopicReport:
    """Topics over on-topic rows; an answer among a row's optional topics is neither right nor wrong."""

    rows: int
    micro: ClassScore
    micro_f1: Figure
    macro_f1: float | None
    each: tuple[ClassScore, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Everything measured on one file; a part for which no row has labels is None."""

    file: str
    model: str
    rows: int
    failed: int
    abstain_below: float
    notes: tuple[str, ...]
    tone: ToneReport | None
    relevance: RelevanceReport | None
    event: Labelling | None
    topics: TopicReport | None


def compare(pairs: Pairs, *, file: str, model: str, failed: int, abstain_below: float,
            known_topics: Collection[str]) -> Report:
    """Return the report on (label, answer) pairs; `failed` lines could not be read."""
    return Report(file, model, len(pairs), failed, abstain_below, _notes(pairs, known_topics),
                  tone=_tone([pair for pair in pairs if pair[0].tone], abstain_below),
                  relevance=_relevance([pair for pair in pairs if pair[0].relevant is not None]),
                  event=_event([pair for pair in pairs if pair[0].event and pair[0].relevant is not False]),
                  topics=_topics([pair for pair in pairs
                                  if pair[0].topics is not None and pair[0].relevant is not False]))


def _label(labels: Sequence[str], gold: Sequence[str], guess: Sequence[str | None]) -> Labelling:
    cells = confusion(labels, gold, guess)
    judged = cells.copy()
    judged[:, -1] = 0
    return Labelling(len(gold), int(cells[:, -1].sum()), macro_f1(cells), macro_f1(judged), accuracy(cells),
                     class_scores(labels, cells), tuple(tuple(int(count) for count in row) for row in cells))


def _tone_labels(pairs: Pairs) -> Labelling:
    return _label(list(ToneLabel), [str(gold.tone) for gold, _ in pairs], [scored.tone for _, scored in pairs])


def _tone(pairs: Pairs, abstain_below: float) -> ToneReport | None:
    if not pairs:
        return None
    kinds = Counter(gold.kind for gold, _ in pairs)
    judged = [(scored.certainty, scored.tone is gold.tone) for gold, scored in pairs if scored.tone]
    bins = reliability([certainty for certainty, _ in judged], [right for _, right in judged])
    return ToneReport(
        _tone_labels(pairs),
        tuple((kind, _tone_labels([pair for pair in pairs if pair[0].kind == kind]))
              for kind, _ in kinds.most_common(MOST_KINDS)),
        _abstention(pairs, judged, abstain_below), calibration_error(bins), bins, _mistakes(pairs))


def _abstention(pairs: Pairs, judged: Sequence[tuple[float, bool]], abstain_below: float) -> Abstention:
    certainties, right = [certainty for certainty, _ in judged], [ok for _, ok in judged]
    refused, total = len(pairs) - len(judged), len(pairs)
    spare = int(BUDGET * total) - refused
    ordered = sorted(certainties)
    best = ordered[min(max(spare, 0), len(ordered) - 1)] if ordered else 0.0
    given = [scored.tone is gold.tone for gold, scored in pairs if scored.tone and not scored.abstained]
    in_use = Point(abstain_below, 1 - len(given) / total, len(given), sum(given) / len(given) if given else None)
    return Abstention(in_use, refused / total, point(best, certainties, right, refused=refused),
                      tuple(point(bar, certainties, right, refused=refused) for bar in THRESHOLDS))


def _mistakes(pairs: Pairs) -> tuple[Mistake, ...]:
    """Return the wrong answers the tagger was most certain of."""
    wrong = [Mistake(gold.line, gold.request.id, gold.kind, gold.request.title or gold.request.text[:160],
                     str(gold.tone), str(scored.tone), scored.certainty)
             for gold, scored in pairs if scored.tone and scored.tone is not gold.tone]
    return tuple(sorted(wrong, key=lambda one: (-one.certainty, one.line))[:MISTAKES])


def _relevance(pairs: Pairs) -> RelevanceReport | None:
    if not pairs:
        return None
    rows = [_counts(bool(gold.relevant), scored.relevant) for gold, scored in pairs]
    return RelevanceReport(len(pairs), sum(not gold.relevant for gold, _ in pairs),
                           class_score("relevant", *_summed(rows)), micro_f1(rows))


def _event(pairs: Pairs) -> Labelling | None:
    if not pairs:
        return None
    return _label(list(Polarity), [str(gold.event) for gold, _ in pairs], [scored.event for _, scored in pairs])


def _topics(pairs: Pairs) -> TopicReport | None:
    if not pairs:
        return None
    each: dict[str, list[tuple[int, int, int]]] = {}
    rows = []
    for gold, scored in pairs:
        wanted = gold.topics or frozenset()
        found = {slug: _counts(slug in wanted, slug in scored.topics)
                 for slug in (wanted | scored.topics) - (gold.optional - wanted)}
        rows.append(_summed(list(found.values())))
        for slug, counts in found.items():
            each.setdefault(slug, []).append(counts)
    scores = [class_score(slug, *_summed(counts)) for slug, counts in each.items()]
    defined = [one.f1 for one in scores if one.f1 is not None]
    return TopicReport(len(pairs), class_score("topics", *_summed(rows)), micro_f1(rows),
                       sum(defined) / len(defined) if defined else None,
                       tuple(sorted(scores, key=lambda one: (-one.support, one.label))))


def _counts(wanted: bool, found: bool) -> tuple[int, int, int]:
    return int(wanted and found), int(found and not wanted), int(wanted and not found)


def _summed(rows: Sequence[tuple[int, int, int]]) -> tuple[int, int, int]:
    return sum(row[0] for row in rows), sum(row[1] for row in rows), sum(row[2] for row in rows)


def _notes(pairs: Pairs, known_topics: Collection[str]) -> tuple[str, ...]:
    """Say in Indonesian what makes the figures shaky."""
    notes = []
    tones = Counter(gold.tone for gold, _ in pairs if gold.tone)
    names = {ToneLabel.POSITIVE: "positif", ToneLabel.NEUTRAL: "netral", ToneLabel.NEGATIVE: "negatif"}
    if tones:
        notes += [f"Nada {names[label]}: hanya {tones[label]} baris berlabel, angkanya belum dapat dipegang."
                  for label in ToneLabel if tones[label] < FEW]
    texts = Counter((gold.request.title, gold.request.text) for gold, _ in pairs)
    if twins := sum(texts.values()) - len(texts):
        notes.append(f"{twins} baris teksnya sama persis dengan baris lain; baris kembar dihitung dua kali.")
    unknown = sorted({slug for gold, _ in pairs for slug in gold.topics or ()} - set(known_topics))
    if unknown:
        shown = ", ".join(slug[:40] for slug in unknown[:5])
        notes.append(f"{len(unknown)} topik di luar taksonomi, selalu terhitung terlewat: {shown}.")
    return tuple(notes)
