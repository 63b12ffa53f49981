"""Groups 14 and 15 once more, in a browser that would run what slipped through."""

from __future__ import annotations

from pathlib import Path

import pytest
from loopback import Loopback
from test_safety_markup import BODIES, TITLES, collected, digest_of, kept_like

from monitor.digest.render_html import render_html


@pytest.mark.attack(15)
def test_nothing_runs_and_nothing_is_asked_for_in_a_real_browser(request: pytest.FixtureRequest, server: Loopback,
                                                                 tmp_path: Path) -> None:
    articles = collected(tmp_path, server)
    raw = [kept_like(title, text=body) for title, body in zip(TITLES, BODIES, strict=False)]
    page_file = tmp_path / "digest.html"
    page_file.write_text(render_html(digest_of(*articles, *raw)), "utf-8")
    page = request.getfixturevalue("browser").new_page()  # not before: its loop would be in the way of collecting
    asked: list[str] = []
    page.on("request", lambda asking: asked.append(asking.url))
    page.goto(page_file.as_uri())
    assert "Judul 3" in page.content()
    assert page.evaluate("window.kena") is None
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert page.locator("script").count() == 0
    page.close()
