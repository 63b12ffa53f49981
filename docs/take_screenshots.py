"""Write the README's pictures from what `make demo` made; run with the test extras installed.

    .venv/bin/monitor demo && .venv/bin/python docs/take_screenshots.py
"""

from __future__ import annotations

import subprocess
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
DEMO = ROOT / "keluaran" / "demo"
IMAGES = Path(__file__).with_name("images")
CHROMIUM = "/usr/bin/chromium"


def main() -> None:
    """Take the digest from its PDF and the site from Chromium at 1280 px."""
    IMAGES.mkdir(exist_ok=True)
    page = next(iter(sorted((DEMO / "digest").glob("*/digest.pdf"), reverse=True)))
    subprocess.run(["pdftoppm", "-r", "90", "-png", "-singlefile", str(page), str(IMAGES / "digest")], check=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        window = browser.new_page(viewport={"width": 1280, "height": 1500})
        window.goto((DEMO / "situs" / "index.html").as_uri())
        window.screenshot(path=str(IMAGES / "site.png"))
        browser.close()


if __name__ == "__main__":
    main()
