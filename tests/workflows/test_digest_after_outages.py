"""Outages on their way from visits in the store to the digest of a week."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.config.settings import DigestSettings, Settings, Site, Storage
from monitor.models import (
    Article,
    ItemKind,
    Polarity,
    SourceResult,
    SourceStatus,
    Tags,
    TextKind,
    TimeOrigin,
    Timestamp,
    Tone,
    ToneLabel,
)
from monitor.storage.store import Store
from monitor.urls import item_id
from monitor.weeks import Week
from monitor.workflows.digest import digest

WEEK = Week(2026, 34)
SOURCES = tuple(f"s{number}" for number in range(20))
TAGS = Tags(True, "uji", Tone(ToneLabel.NEGATIVE, {"negative": 1.0}), Polarity.NEGATIVE, model="uji")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(storage=Storage(database_url=f"sqlite:///{tmp_path}/uji.sqlite"),
                    digest=DigestSettings(out=tmp_path / "digest"), site=Site(content=tmp_path / "tidak-ada"))


def item(source: str, at: datetime, number: int) -> Article:
    url = f"https://{source}.example/{at:%Y%m%d}/{number}"
    return Article(item_id(url), url, f"Berita contoh {source} {at:%d} nomor {number}", "Isi.", TextKind.FULL,
                   ItemKind.NEWS, source, f"Kabar {source}", 2, Timestamp(at, TimeOrigin.FEED), at)


def days(weeks: int) -> Iterator[datetime]:
    start = WEEK.back(weeks - 1).start + timedelta(hours=4)
    return (start + timedelta(days=day) for day in range(7 * weeks))


def fill(settings: Settings, *, out: frozenset[str] = frozenset(), silent: frozenset[str] = frozenset()) -> None:
    """Visit twenty sources daily for five weeks, three items each; in the last week some are out or silent."""
    with Store(settings.storage.database_url) as store:
        run = store.begin_run(WEEK.back(4).start)
        tagged: list[str] = []
        for at in days(5):
            for source in SOURCES:
                last = at >= WEEK.start
                new = [] if last and source in out | silent else [item(source, at, number) for number in range(3)]
                result = SourceResult(source, f"Kabar {source}", SourceStatus.NEW if new else SourceStatus.UNCHANGED,
                                      seen=3)
                if last and source in out:
                    result = replace(result, status=SourceStatus.FAILED, seen=0, cause="waktu habis: lama.")
                store.keep(run, result, new, None, at + timedelta(hours=1))
                tagged += [article.id for article in new]
        store.save_tags([(key, TAGS) for key in tagged])


def made(settings: Settings) -> dict[str, Any]:
    files = digest(settings, week=WEEK, now=WEEK.end + timedelta(hours=6))
    found: dict[str, Any] = json.loads(files.json.read_text("utf-8"))
    return found


def test_three_of_twenty_sources_out_make_a_fall_in_criticism_doubtful(settings: Settings) -> None:
    fill(settings, out=frozenset({"s1", "s2", "s3"}))
    found = made(settings)
    assert found["negative_change"] == {"previous": 420, "sign": "↘", "moved": "turun 15\N{NO-BREAK SPACE}%",
                                        "reason": "3 sumber gagal", "verdict": "belum tentu turun"}
    assert found["same"] == {"sources": 17, "stories": 357, "previous_stories": 357, "negative": 357,
                             "previous_negative": 357}
    assert [(each["visited"], each["out"]) for each in found["coverage"]["days"]] == [(20, 3)] * 7


def test_a_source_that_falls_silent_is_missing_from_its_week(settings: Settings) -> None:
    fill(settings, silent=frozenset({"s7"}))
    found = made(settings)
    failed, = found["coverage"]["failed"]
    assert (failed["source_id"], failed["silent"]) == ("s7", True)
    assert failed["last_cause"].startswith("diam: tidak ada naskah baru sejak 16 Agustus 2026 (7 hari terbaca tanpa ")
    assert found["figures"][0]["change"]["verdict"] == "belum tentu turun"
    assert "1 sumber diam" in found["conclusion"][1]


def test_without_outages_nothing_is_doubted(settings: Settings) -> None:
    fill(settings)
    found = made(settings)
    assert found["coverage"]["failed"] == found["coverage"]["partial"] == []
    assert found["figures"][0]["change"]["reason"] == ""
    assert found["same"] is None
    assert found["coverage"]["warning"] == ""
