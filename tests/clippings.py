"""Items, tags and visits for tests, each with sensible values that a test can replace."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from monitor.models import (
    Article,
    Clip,
    Entity,
    ItemKind,
    Polarity,
    Quote,
    Tags,
    TextKind,
    TimeOrigin,
    Timestamp,
    Tone,
    ToneLabel,
)
from monitor.urls import item_id

WITA = timezone(timedelta(hours=8))
MOMENT = datetime(2026, 8, 19, 10, 30, tzinfo=WITA)
"""A Wednesday of 2026-W34."""


def article(name: str = "satu", *, at: datetime = MOMENT, **changes: Any) -> Article:
    url = f"https://contoh.example/{name}"
    made = Article(
        id=item_id(url), url=url, title=f"Judul {name}", text=f"Isi berita {name} tentang pekerja migran.",
        text_kind=TextKind.FULL, kind=ItemKind.NEWS, source_id="contoh", outlet="Kabar Contoh", tier=2,
        published=Timestamp(at, TimeOrigin.FEED), fetched_at=at.astimezone(UTC) + timedelta(minutes=5),
    )
    return replace(made, **changes)


def tags(*, relevant: bool = True, label: ToneLabel | None = ToneLabel.POSITIVE, **changes: Any) -> Tags:
    scores = {"positive": 0.1 + 0.2, "neutral": 0.3, "negative": 0.4} if label else {}
    made = Tags(
        relevant=relevant, relevance_reason="menyebut PMI", tone=Tone(label, scores, False, "" if label else "stub"),
        event=Polarity.NEGATIVE, topics=("penempatan", "tppo"), regions=("bp3mi-riau",), destinations=("my", "hk"),
        entities=(Entity("Riau", "LOC", 3, 7, "bp3mi-riau"), Entity("Siti", "PER", 9, 13)),
        quotes=(Quote("“Kami jemput,” katanya", "Siti", "siti"), Quote("tanpa nama")),
        evidence="BP3MI Riau memulangkan 29 orang.", model="uji-1",
    )
    return replace(made, **changes)


def clip(name: str = "satu", *, at: datetime = MOMENT, found: Tags | None = None, **changes: Any) -> Clip:
    return Clip(article(name, at=at, **changes), found)
