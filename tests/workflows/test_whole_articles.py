"""Articles of several pages: the form with all pages on one is asked for, the linked one where that is refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from loopback import Loopback

from monitor.config.settings import Fetching, Settings, Storage
from monitor.extraction.outlets import Outlet, read_outlets
from monitor.models import Source, SourceKind, TextKind
from monitor.storage.store import Store
from monitor.workflows.collect import collect

DATA = Path(__file__).parents[1] / "data/collect"
NOW = datetime(2026, 8, 20, 3, tzinfo=UTC)


def gather(server: Loopback, folder: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, tuple[str, TextKind]]:
    monkeypatch.setitem(read_outlets(), "127.0.0.1", Outlet(name="Media Uji", hosts=("127.0.0.1",), whole="page=all"))
    settings = Settings(storage=Storage(database_url=f"sqlite:///{folder}/uji.sqlite"),
                        fetching=Fetching(connect_seconds=2, read_seconds=2, total_seconds=4))
    url = server.serve("/feed", (DATA / "feed.xml").read_bytes().replace(b"BASE", server.url.encode()))
    collect(settings, sources=[Source("uji", "Media Uji", url, SourceKind.FEED, 2)], loopback=server.seam,
            now=lambda: NOW)
    with Store(settings.storage.database_url) as store:
        clips = store.clips(NOW - timedelta(days=60), NOW + timedelta(days=60), relevant=None)
    return {clip.article.url.partition("/berita/")[2]: (clip.article.text, clip.article.text_kind) for clip in clips}


def test_the_page_with_the_whole_article_is_read(server: Loopback, tmp_path: Path,
                                                 monkeypatch: pytest.MonkeyPatch) -> None:
    page = (DATA / "page.html").read_bytes()
    server.serve("/berita/pulang?page=all", page, Content_Type="text/html; charset=utf-8")
    kept = gather(server, tmp_path, monkeypatch)
    assert kept["pulang"][1] is TextKind.FULL
    assert "/berita/pulang?page=all" in server.paths()
    assert "/berita/pulang" not in server.paths()


def test_where_that_page_is_refused_the_linked_one_is_read(server: Loopback, tmp_path: Path,
                                                           monkeypatch: pytest.MonkeyPatch) -> None:
    server.serve("/robots.txt", b"User-agent: *\nDisallow: /*?page=all\n", Content_Type="text/plain")
    server.serve("/berita/pulang", (DATA / "page.html").read_bytes(), Content_Type="text/html; charset=utf-8")
    kept = gather(server, tmp_path, monkeypatch)
    assert kept["pulang"][1] is TextKind.FULL
    assert "/berita/pulang?page=all" not in server.paths()
