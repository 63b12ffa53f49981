"""The report page in a browser."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from monitor.tagging import load
from monitor.tagging.evaluation.gold import read_gold, score
from monitor.tagging.evaluation.render_html import render_html
from monitor.tagging.evaluation.report import compare

if TYPE_CHECKING:
    from playwright.sync_api import Browser

GOLD = Path(__file__).parents[1] / "data/tagging/gold.jsonl"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_fits_360_pixels_and_breaks_no_policy(browser: Browser, tmp_path: Path, scheme: str) -> None:
    rows = list(read_gold(GOLD.read_text("utf-8").splitlines(), lambda number, why: pytest.fail(f"{number}: {why}")))
    tagger = load()
    report = compare(list(zip(rows, score(tagger, rows), strict=True)), file="x" * 120, model=tagger.model, failed=0,
                     abstain_below=0.55, known_topics=[])
    page_file = tmp_path / "laporan.html"
    page_file.write_text(render_html(report), "utf-8")
    page = browser.new_page(viewport={"width": 360, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto(page_file.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    assert page.locator("svg").count() == 6
    paper = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert paper == ("rgb(255, 255, 255)" if scheme == "light" else "rgb(15, 24, 38)")
    assert said == []
    page.close()
