"""What is older than its kind may be is deleted on demand and by every run; the rest stays; on both engines."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from clippings import article
from posting import everything, post

from monitor.config.settings import Privacy, Retention, Settings
from monitor.models import Grouping, ItemKind
from monitor.storage.store import Store
from monitor.workflows.privacy import expire, months_before, report

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LIMIT = datetime(2025, 10, 22, 12, tzinfo=UTC)


@pytest.fixture
def filled(settings: Settings) -> Settings:
    old = [post(number, f"lamaunik{number}", at=LIMIT - timedelta(days=number, seconds=1)) for number in range(3)]
    kept = [post(10, "tepat batas", at=LIMIT), post(11, "baru", at=NOW)]
    with Store(settings.storage.database_url) as store:
        store.add([*old, *kept, article("berita-lama", at=LIMIT - timedelta(days=900), title="beritalama")])
        store.save_groupings([Grouping(each.id, old[0].id, old[0].id) for each in (*old, kept[0])])
    return settings


def test_old_posts_go_without_a_trace_and_news_stays(filled: Settings, tmp_path: Path) -> None:
    url = filled.storage.database_url
    posts, news = expire(filled, now=NOW)
    assert (posts.kind, posts.months, posts.count, posts.oldest) == (
        ItemKind.POST, 13, 3, LIMIT - timedelta(days=2, seconds=1))
    assert (news.months, news.count) == (0, 0)
    assert b"lamaunik" in everything(url, tmp_path)
    assert [due.count for due in expire(filled, yes=True, now=NOW)] == [3, 0]
    assert b"lamaunik" not in everything(url, tmp_path)
    with Store(url) as store:
        assert store.count() == 3
        (clip,) = store.search('"tepat batas"')
        assert clip.grouping
        assert clip.grouping.story_id == clip.article.id
    assert [due.count for due in expire(filled, yes=True, now=NOW)] == [0, 0]


def test_retention_is_set_per_kind_and_nought_keeps_for_good(filled: Settings) -> None:
    def kept(post: int, news: int) -> Settings:
        return filled.model_copy(update={"privacy": Privacy(retention=Retention(post=post, news=news))})

    assert [due.count for due in expire(kept(0, 0), now=NOW)] == [0, 0]
    assert [due.count for due in expire(kept(1, 24), now=NOW)] == [4, 1]
    assert [due.count for due in report(kept(1, 24), now=NOW).due] == [4, 1]


@pytest.mark.parametrize(("at", "months", "expected"), [
    ("2026-03-31", 1, "2026-02-28"), ("2024-03-31", 1, "2024-02-29"), ("2026-11-22", 13, "2025-10-22"),
    ("2026-01-15", 1, "2025-12-15"), ("2026-12-31", 6, "2026-06-30"), ("2024-02-29", 12, "2023-02-28")])
def test_months_are_those_of_the_calendar(at: str, months: int, expected: str) -> None:
    assert months_before(datetime.fromisoformat(at), months) == datetime.fromisoformat(expected)


def test_an_empty_store_has_nothing_to_report_or_delete(settings: Settings) -> None:
    assert report(settings, now=NOW).holdings.kinds == ()
    assert [due.count for due in expire(settings, yes=True, now=NOW)] == [0, 0]
