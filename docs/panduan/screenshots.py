"""Take the guide's pictures from the real tool, run in a temporary folder the way the guide says.

    .venv/bin/python docs/panduan/screenshots.py        (needs the test extras, Chromium and poppler-utils)
"""

from __future__ import annotations

import io
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1] / "tests/docs"))

from guide_reader import lay_out, prepare, run  # noqa: E402
from guide_steps import ORDER, Step, missing, steps  # noqa: E402

PICTURES = HERE / "gambar"
CHROMIUM = "/usr/bin/chromium"
LIMIT = 150_000
KIT = "bagikan/cara-mengadu/"
CORRECTED = "siaran-pers/kelas-bahasa-solo/"


def main() -> None:
    """Follow the guide from its first page and take a picture wherever it shows one."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="panduan-") as folder, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1000, "height": 720}, color_scheme="light", locale="id-ID")
        project = lay_out(Path(folder), kits=True)
        for step in (step for name in ORDER for step in steps(name)):
            if step.kind == "run":
                follow(project, step, page)
            elif step.kind != "read":
                prepare(project, step)
        browser.close()


def follow(project: Path, step: Step, page: Page) -> None:
    """Run one command, and look where the guide shows a picture."""
    words = step.words
    name = ("situs-depan" if words == "monitor site serve" else
            "pratinjau-rilis" if words.endswith("preview kelas-bahasa-solo") else
            "klarifikasi" if words.startswith("monitor release preview content/klarifikasi") else "")
    code, said = run(project, step, (lambda address: shoot(page, address, name)) if name else None)
    if missing(step.shown, said):
        print(f"{step.where} $ {words}: tidak tercetak: {missing(step.shown, said)}\n{said}")
    if code != step.exit_code:
        raise SystemExit(f"{step.where} $ {words}: keluar {code}\n{said}")
    if words.endswith("> hasil.html"):
        shoot(page, (project / "hasil.html").as_uri(), "hasil-periksa")
    elif words.startswith("monitor release correct"):
        serve = Step("", "run", "monitor site serve", ("Buka http…",))
        run(project, serve, lambda address: shoot(page, address + CORRECTED, "koreksi"))
    elif words.startswith("monitor share build cara-mengadu --unit bp3mi"):
        serve = Step("", "run", "monitor site serve", ("Buka http…",))
        run(project, serve, lambda address: shoot(page, address + KIT, "kit"))
    elif words.startswith("monitor digest --week 2026-W34"):
        pdf = project / "keluaran/digest/2026-W34/digest.pdf"
        command = ["pdftoppm", "-r", "90", "-png", "-singlefile", str(pdf)]
        keep(subprocess.run(command, check=True, capture_output=True).stdout, "digest")


def shoot(page: Page, address: str, name: str) -> None:
    """Open an address and keep what is seen first."""
    page.goto(address, wait_until="load")
    if name in {"pratinjau-rilis", "klarifikasi"}:
        page.locator("#count", has_text="memblokir").wait_for()
        if name == "pratinjau-rilis":
            page.click("summary")
    page.wait_for_timeout(600)
    keep(page.screenshot(), name)


def keep(png: bytes, name: str) -> None:
    """Write a WebP of at most 150 kB."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    for quality in (80, 65, 50, 35):
        out = io.BytesIO()
        picture.save(out, "WEBP", quality=quality, method=6)
        if out.tell() <= LIMIT:
            break
    (PICTURES / f"{name}.webp").write_bytes(out.getvalue())
    print(f"{name}.webp {out.tell() // 1000} kB")


if __name__ == "__main__":
    main()
