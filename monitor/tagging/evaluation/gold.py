"""Read labelled rows of the tone_train.jsonl form, and put the tagger's answer beside each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from monitor.models import Polarity, Tags, ToneLabel
from monitor.tagging.annotation import LineError, Request, parse_object, request_of
from monitor.tagging.pipeline import Tagger

OFFTOPIC = "offtopic"


@dataclass(frozen=True, slots=True)
class Gold:
    """One labelled row. A label that the row does not carry is None; `tone` is None off topic too, see `relevant`."""

    line: int
    kind: str
    request: Request
    relevant: bool | None = None
    tone: ToneLabel | None = None
    event: Polarity | None = None
    topics: frozenset[str] | None = None
    optional: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Scored:
    """What the tagger said of one row. `tone` is None when it refused; else `certainty` is the score of that label."""

    relevant: bool
    tone: ToneLabel | None
    certainty: float
    abstained: bool
    event: Polarity
    topics: frozenset[str]


def read_gold(lines: Iterable[str], on_problem: Callable[[int, str], None]) -> Iterator[Gold]:
    """Yield the usable rows and skip blank lines; report the others as (line number from 1, reason in Indonesian)."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield parse_gold(number, line)
        except LineError as error:
            on_problem(number, str(error))


def parse_gold(number: int, line: str) -> Gold:
    """Parse one line. Raise LineError when it is damaged, or has no label at all."""
    raw = parse_object(line)
    request = request_of(raw)
    tone = _label(raw, "tone", (*ToneLabel, OFFTOPIC))
    event = _label(raw, "event", tuple(Polarity))
    topics, optional = _slugs(raw, "topics"), _slugs(raw, "topics_optional")
    if tone is None and event is None and topics is None:
        raise LineError("tidak ada label (tone, event, atau topics)")
    return Gold(number, _clean(raw.get("kind") or ""), request,
                relevant=None if tone is None else tone != OFFTOPIC,
                tone=ToneLabel(tone) if tone and tone != OFFTOPIC else None,
                event=Polarity(event) if event else None, topics=topics, optional=optional or frozenset())


def score(tagger: Tagger, rows: Sequence[Gold]) -> list[Scored]:
    """Tag the rows with the given tagger, in their order."""
    texts = ((row.request.title, row.request.text, row.request.text_kind, row.request.published) for row in rows)
    return [scored(tags) for tags in tagger.tag_texts(texts)]


def scored(tags: Tags) -> Scored:
    """Keep of the tags what is compared with labels."""
    tone = tags.tone
    return Scored(tags.relevant, tone.label, tone.scores.get(tone.label.value, 0.0) if tone.label else 0.0,
                  tone.abstained, tags.event, frozenset(tags.topics))


def _label(raw: Mapping[str, Any], key: str, known: Sequence[str]) -> str | None:
    value = raw.get(key)
    if value is None or value == "":
        return None
    if value not in [str(one) for one in known]:
        raise LineError(f"{key} tidak dikenal: {_clean(str(value)[:40])!r} (pakai {', '.join(known)})")
    return str(value)


def _slugs(raw: Mapping[str, Any], key: str) -> frozenset[str] | None:
    value = raw.get(key)
    if value is None:
        return None
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise LineError(f"{key} harus berupa daftar teks")
    return frozenset(_clean(one) for one in value)


def _clean(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")
