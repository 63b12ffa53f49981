"""The guide for staff stands beside the preview of the site, on this computer only, and never in the site."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError

import pytest
from built_site import Built, walk

from monitor.newsroom import guide

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs/panduan"
SERVE = ("import sys; from pathlib import Path; from monitor.newsroom.serving import serve; "
         "serve(Path(sys.argv[1]), port=0, on_ready=lambda at: print(at, flush=True), guide_folder=Path(sys.argv[2]))")


@pytest.fixture(scope="module")
def address(sample_site: Built) -> Iterator[str]:
    """A preview of the sample site with the guide beside it."""
    process = subprocess.Popen([sys.executable, "-c", SERVE, str(sample_site.path), str(GUIDE)], stdout=subprocess.PIPE,
                               text=True)
    assert process.stdout
    yield process.stdout.readline().strip()
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=20) == 0


def get(address: str) -> tuple[str, str]:
    with urllib.request.urlopen(address, timeout=10) as answer:
        body = answer.read()
        return answer.headers["Content-Type"], body.decode() if "text" in answer.headers["Content-Type"] else ""


def test_a_built_site_holds_nothing_of_the_guide(sample_site: Built) -> None:
    lines = {line.strip().encode() for page in GUIDE.glob("*.md") for line in page.read_text("utf-8").splitlines()
             if len(line) > 60}
    assert len(lines) > 100
    for file, body in walk(sample_site.path):
        assert "panduan" not in file.relative_to(sample_site.path).parts
        assert b"/panduan/" not in body, file
        assert not any(line in body for line in lines), file


def test_every_page_and_picture_of_the_guide_is_shown(address: str) -> None:
    kind, home = get(f"{address}panduan/")
    assert kind == "text/html; charset=utf-8"
    assert "<h1>Panduan Humas</h1>" in home
    for page in re.findall(r'href="([a-z-]+\.md)"', home):
        _, body = get(f"{address}panduan/{page}")
        assert "uji:" not in body
        assert "```" not in body
        for picture in re.findall(r'src="([^"]+)"', body):
            assert get(f"{address}panduan/{picture}")[0] == "image/webp"


@pytest.mark.parametrize("path", ["panduan/../pelicanconf.py", "panduan/screenshots.py", "panduan/%2e%2e/cli.md",
                                  "panduan/gambar/../../cli.md", "panduan/tidak-ada.md", "panduan/gambar/"])
def test_nothing_else_is_reached_through_the_guide(address: str, path: str) -> None:
    with pytest.raises(HTTPError) as refused:
        get(address + path)
    assert refused.value.code == 404


def test_without_a_guide_the_preview_is_only_the_site(tmp_path: Path) -> None:
    assert guide.answer(tmp_path, "/panduan/") is None
    assert guide.folder_beside(ROOT / "pelicanconf.py") == GUIDE
