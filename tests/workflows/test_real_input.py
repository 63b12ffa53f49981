"""Real texts that cannot be committed: they are read from ../shared when it lies beside the checkout."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pytest

from monitor.config.settings import DigestSettings, Settings, Storage
from monitor.storage.store import Store
from monitor.weeks import Week
from monitor.workflows.digest import digest
from monitor.workflows.imports import import_file
from monitor.workflows.tag import TagSummary, tag

SHARED = Path(__file__).parents[2] / ".." / "shared"
HEADLINES, POSTS = (SHARED / "data" / "domain" / f"domain_{kind}.jsonl" for kind in ("headlines", "posts"))
SEEDS = SHARED / "seeds"
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)

pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="../shared tidak ada: uji dengan teks nyata dilewati")


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("nyata")
    return Settings(storage=Storage(database_url=f"sqlite:///{folder}/m.sqlite"),
                    digest=DigestSettings(out=folder / "digest"))


@pytest.fixture(scope="module")
def tagged(settings: Settings) -> TagSummary:
    for path in (HEADLINES, POSTS, *sorted(SEEDS.glob("*.txt"))):
        summary = import_file(settings, path, now=NOW)
        assert summary.problems == ()
    return tag(settings)


def test_every_row_is_imported_tagged_and_grouped(settings: Settings, tagged: TagSummary) -> None:
    rows = sum(len(path.read_text("utf-8").splitlines()) for path in (HEADLINES, POSTS))
    assert tagged.tagged == rows + len(list(SEEDS.glob("*.txt")))
    with Store(settings.storage.database_url) as store:
        assert store.count() == tagged.tagged
        assert next(store.untagged(tagged.model), []) == []


def test_the_five_seed_texts_are_relevant_and_found_by_search(settings: Settings, tagged: TagSummary) -> None:
    assert tagged.tagged
    with Store(settings.storage.database_url) as store:
        for path in SEEDS.glob("*.txt"):
            longest = max(path.read_text("utf-8").splitlines(), key=len)
            found = store.search('"' + " ".join(re.findall(r"\w+", longest)[:8]) + '"')
            assert found, path.name
            assert found[0].tags is not None
            assert found[0].tags.relevant, path.name


@pytest.mark.parametrize("week", ["2025-W37", "2025-W43", "2026-W33", "2026-W34"])
def test_several_weeks_make_a_one_page_digest(settings: Settings, tagged: TagSummary, week: str) -> None:
    assert tagged.relevant
    files = digest(settings, week=Week.parse(week), now=NOW)
    with pikepdf.open(files.pdf) as pdf:
        assert len(pdf.pages) == 1
    text = files.text.read_text("utf-8")
    assert "tidak ada pengumpulan tercatat" in text.lower()
    assert files.html.stat().st_size > 5_000
