"""The digest page in a real browser: Debian's Chromium, as `make test` installs it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from digest_weeks import EXPLAINERS, NAMES, WEEK, make_clips, make_history, make_outcomes

from monitor.digest.compile import compile_digest
from monitor.digest.render_html import render_html

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CONTRAST = """() => {
  const parse = text => text.match(/[\\d.]+/g).slice(0, 3).map(Number);
  const light = rgb => rgb.map(v => v / 255).map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const behind = node => { for (; node; node = node.parentElement) {
    const colour = getComputedStyle(node).backgroundColor;
    if (!colour.startsWith('rgba(0, 0, 0, 0')) return parse(colour); } return [255, 255, 255]; };
  const poor = [];
  for (const node of document.querySelectorAll('body *:not(svg):not(svg *)')) {
    if (![...node.childNodes].some(child => child.nodeType === 3 && child.textContent.trim())) continue;
    const [a, b] = [light(parse(getComputedStyle(node).color)), light(behind(node))].sort((x, y) => y - x);
    if ((a + .05) / (b + .05) < 4.5) poor.push(node.className + ': ' + node.textContent.trim().slice(0, 40));
  }
  return poor;
}"""


@pytest.fixture(scope="module")
def page_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    title = "Judul panjang-sekali/tanpa_spasi_" + "x" * 120
    clips = make_clips(items=90, sample=True) + make_clips(items=3, seed=9, title=title)
    digest = compile_digest(WEEK, clips=clips, previous=make_clips(WEEK.back(1), seed=2), history=make_history(),
                            outcomes=make_outcomes(failed=40), cutoff=None, explainers=EXPLAINERS, names=NAMES)
    path = tmp_path_factory.mktemp("digest") / "digest.html"
    path.write_text(render_html(digest), encoding="utf-8")
    return path


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 360, 1280])
def test_the_page_fits_is_legible_and_breaks_no_rule(browser: Browser, page_file: Path, width: int,
                                                     scheme: str) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    complaints: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(page_file.as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.fonts.check('700 16px \"Plus Jakarta Sans\"')")
    assert page.evaluate(CONTRAST) == []
    assert complaints == []
    assert [url for url in asked if not url.startswith(("data:", "file:"))] == []
    context.close()
