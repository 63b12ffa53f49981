"""Rows of the store and the frozen dataclasses they stand for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta, timezone
from typing import Any

from monitor.models import (
    Article,
    Clip,
    Entity,
    Grouping,
    ItemKind,
    Polarity,
    Quote,
    SourceResult,
    SourceState,
    Tags,
    TextKind,
    TimeOrigin,
    Timestamp,
    Tone,
    ToneLabel,
)
from monitor.storage.schema import groupings, items, tags

ARTICLE_COLUMNS = tuple(column for column in items.c if column.name != "seq")
TAGS_COLUMNS = tuple(tags.c)
CLIP_COLUMNS = (*ARTICLE_COLUMNS, *TAGS_COLUMNS, *groupings.c)
_TAGS_AT = len(ARTICLE_COLUMNS)
_GROUPING_AT = _TAGS_AT + len(TAGS_COLUMNS)

Row = dict[str, Any]


def storable(text: str) -> str:
    """Return the text without what no database keeps: NUL characters and lone surrogates."""
    if text.isascii():
        return text.replace("\0", "")
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def article_row(article: Article) -> Row:
    """Return the row of an article."""
    published = article.published
    offset = published.at.utcoffset() or timedelta()
    return {
        "id": article.id, "url": storable(article.url), "title": storable(article.title),
        "text": storable(article.text), "text_kind": article.text_kind.value, "kind": article.kind.value,
        "source_id": article.source_id, "outlet": storable(article.outlet), "tier": article.tier,
        "published": published.at, "published_offset": round(offset.total_seconds() / 60),
        "published_origin": published.origin.value, "dated_only": published.dated_only,
        "fetched_at": article.fetched_at, "author": storable(article.author), "image": storable(article.image),
        "language": storable(article.language)[:16], "sample": article.sample,
    }


def to_article(row: Sequence[Any]) -> Article:
    """Read an article from the values of ARTICLE_COLUMNS, its published time back in its own offset."""
    (item_id, url, title, text, text_kind, kind, source_id, outlet, tier,
     published, offset, origin, dated_only, fetched_at, author, image, language, sample) = row
    return Article(
        id=item_id, url=url, title=title, text=text, text_kind=TextKind(text_kind), kind=ItemKind(kind),
        source_id=source_id, outlet=outlet, tier=tier,
        published=Timestamp(_local(published, offset), TimeOrigin(origin), dated_only),
        fetched_at=fetched_at, author=author, image=image, language=language, sample=sample,
    )


def tags_row(item_id: str, found: Tags) -> Row:
    """Return the row of an item's tags."""
    tone = found.tone
    return {
        "item_id": item_id, "relevant": found.relevant, "relevance_reason": storable(found.relevance_reason),
        "tone": tone.label.value if tone.label else None, "tone_scores": dict(tone.scores),
        "tone_abstained": tone.abstained, "tone_reason": storable(tone.reason), "event": found.event.value,
        "topics": list(found.topics), "regions": list(found.regions), "destinations": list(found.destinations),
        "entities": [[e.text, e.label, e.start, e.end, e.link] for e in found.entities],
        "quotes": [[q.text, q.speaker, q.link] for q in found.quotes],
        "evidence": storable(found.evidence), "model": found.model,
    }


def to_tags(row: Sequence[Any]) -> Tags:
    """Read tags from the values of TAGS_COLUMNS."""
    (_, relevant, reason, label, scores, abstained, tone_reason, event,
     topics, regions, destinations, entities, quotes, evidence, model) = row
    tone = Tone(ToneLabel(label) if label else None, scores, abstained, tone_reason)
    return Tags(
        relevant=relevant, relevance_reason=reason, tone=tone, event=Polarity(event), topics=tuple(topics),
        regions=tuple(regions), destinations=tuple(destinations), entities=tuple(Entity(*e) for e in entities),
        quotes=tuple(Quote(*q) for q in quotes), evidence=evidence, model=model,
    )


def to_clip(row: Sequence[Any]) -> Clip:
    """Read a clip from the values of CLIP_COLUMNS; tags and grouping are None where the item has none yet."""
    tagged, grouped = row[_TAGS_AT] is not None, row[_GROUPING_AT] is not None
    return Clip(
        article=to_article(row[:_TAGS_AT]),
        tags=to_tags(row[_TAGS_AT:_GROUPING_AT]) if tagged else None,
        grouping=Grouping(*row[_GROUPING_AT:]) if grouped else None,
    )


def grouping_row(grouping: Grouping) -> Row:
    """Return the row of a grouping."""
    return {"item_id": grouping.item_id, "story_id": grouping.story_id, "event_id": grouping.event_id}


def state_row(state: SourceState) -> Row:
    """Return the row of what we know of a source."""
    return {
        "source_id": state.source_id, "url": storable(state.url), "etag": storable(state.etag),
        "last_modified": storable(state.last_modified), "moved_to": _move_text(state),
        "disabled_reason": storable(state.disabled_reason), "wait_until": state.wait_until,
    }


def to_state(row: Mapping[str, Any]) -> SourceState:
    """Read what we know of a source."""
    since, _, address = str(row["moved_to"]).rpartition(" ")
    seen = datetime.fromisoformat(since) if since[:1].isdigit() else None
    return SourceState(**{**row, "moved_to": address, "moving_since": seen})


def _move_text(state: SourceState) -> str:
    """Write a move into its column: the address, and before it when it was seen while one day's word is not enough."""
    address = storable(state.moved_to).replace(" ", "%20")
    return f"{state.moving_since.isoformat()} {address}" if state.moving_since and address else address


def result_row(run_id: int, result: SourceResult, new: int, at: datetime) -> Row:
    """Return the row of one visit to a source; `new` is what the store really took."""
    return {
        "run_id": run_id, "source_id": result.source_id, "source_name": storable(result.source_name),
        "status": result.status.value, "seen": result.seen, "new": new, "cause": storable(result.cause),
        "seconds": result.seconds, "at": at,
    }


def _local(moment: datetime, offset: int) -> datetime:
    try:
        return moment.astimezone(timezone(timedelta(minutes=offset)))
    except OverflowError:
        return moment
