"""Read and write tags as JSON Lines, for `monitor annotate` and for people who test the tagger."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from monitor.models import Tags, TextKind

MOST_BYTES = 4_000_000


class LineError(ValueError):
    """Say in Indonesian why one input line cannot be used."""


@dataclass(frozen=True, slots=True)
class Request:
    """One input line: `text` may be empty, `kind` is free (headline, post, page ...), `date` optional."""

    id: str
    title: str
    text: str
    text_kind: TextKind
    published: date | None


def parse(line: str) -> Request:
    """Parse one JSON line. Raise LineError with the reason in Indonesian."""
    return request_of(parse_object(line))


def parse_object(line: str) -> dict[str, Any]:
    """Parse one JSON line into its object. Raise LineError."""
    if len(line) > MOST_BYTES:
        raise LineError(f"lebih dari {MOST_BYTES // 1_000_000} MB")
    try:
        raw = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise LineError("bukan JSON yang sah") from error
    if not isinstance(raw, dict):
        raise LineError("harus berupa objek {…}")
    return raw


def request_of(raw: Mapping[str, Any]) -> Request:
    """Return what is to be tagged of one object. Raise LineError."""
    given = {key: _string(raw, key) for key in ("id", "title", "text", "kind", "date")}
    if "title" not in raw and "text" not in raw:
        raise LineError("tidak ada title maupun text")
    return Request(given["id"], given["title"], given["text"],
                   TextKind.STUB if given["kind"] == TextKind.STUB.value else TextKind.FULL, _date(given["date"]))


def record(request: Request, tags: Tags) -> dict[str, Any]:
    """Return the output object of one request; entity offsets count characters of title + "\\n\\n" + text."""
    return {
        "id": request.id,
        "relevant": tags.relevant,
        "relevance_reason": tags.relevance_reason,
        "tone": {"label": tags.tone.label.value if tags.tone.label else None, "scores": dict(tags.tone.scores),
                 "abstained": tags.tone.abstained, "reason": tags.tone.reason},
        "event": tags.event.value,
        "topics": list(tags.topics),
        "regions": list(tags.regions),
        "destinations": list(tags.destinations),
        "entities": [{"text": entity.text, "label": entity.label, "start": entity.start, "end": entity.end,
                      "link": entity.link} for entity in tags.entities],
        "quotes": [{"text": quote.text, "speaker": quote.speaker, "link": quote.link} for quote in tags.quotes],
        "evidence": tags.evidence,
        "model": tags.model,
    }


def _string(raw: Mapping[str, Any], key: str) -> str:
    value = raw.get(key)
    if value is None:
        return ""
    if isinstance(value, int) and key == "id":
        return str(value)
    if not isinstance(value, str):
        raise LineError(f"{key} harus berupa teks, bukan {type(value).__name__}")
    return value.encode("utf-8", "replace").decode("utf-8")


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None
