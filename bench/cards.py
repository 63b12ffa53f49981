"""Measure the share cards: milliseconds per image for each size, and titles that run over.

Run: `python bench/cards.py [--titles 200]`. The titles are generated (tests/newsroom/sharing/shared_pages.py: long
words, capitals, 3 to 140 characters). Each is set and drawn afresh in all three sizes, from the words to the PNG bytes,
and every pixel outside the safe margins is checked. The bar is 150 ms for each image and no title that runs over; the
peer is the rasteriser alone on a card without words.
"""

from __future__ import annotations

import argparse
import io
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "newsroom" / "sharing"))

from PIL import Image, ImageChops
from shared_pages import claim, hard_titles

from monitor.newsroom.keeping import Keeper
from monitor.newsroom.sharing.cards import card_text, notes_of, picture, rasterise
from monitor.newsroom.sharing.layout import FORMATS, MARGIN, CardText, Format

PAPER = (244, 247, 251)
BARE = ('<svg xmlns="http://www.w3.org/2000/svg" width="{0}" height="{1}">'
        '<rect width="{0}" height="{1}" fill="#f4f7fb"/></svg>')


def runs_over(png: bytes, form: Format) -> bool:
    """Tell whether anything but the action bar is drawn outside the safe margins."""
    image = Image.open(io.BytesIO(png)).convert("RGB")
    image.paste(PAPER, (MARGIN, form.free, form.width - MARGIN, form.height - form.free))
    image.paste(PAPER, (0, 0, form.width, 8))
    return ImageChops.difference(image, Image.new("RGB", image.size, PAPER)).getbbox() is not None


def measure(words: CardText, form: Format, titles: list[str]) -> str:
    """Draw every title in one size and return the line of the report."""
    wall, own, weights, over = [], [], [], 0
    for title in titles:
        given = replace(words, title=title)
        started, before = time.perf_counter(), time.process_time()
        png = picture(given, form, Keeper(None)).png
        wall.append((time.perf_counter() - started) * 1000)
        own.append((time.process_time() - before) * 1000)
        weights.append(len(png) / 1000)
        over += runs_over(png, form)
    started = time.perf_counter()
    rasterise(BARE.format(form.width, form.height))
    bare = (time.perf_counter() - started) * 1000
    return (f"{form.name:>9}: {statistics.median(wall):4.0f} ms median, "
            f"{sorted(wall)[int(len(wall) * 0.95)]:4.0f} "
            f"ms p95 ({statistics.median(own):.0f} ms CPU); {statistics.mean(weights):.0f} kB; "
            f"{over} of {len(titles)} titles run over; bare rasteriser {bare:.0f} ms")


def main() -> None:
    """Print one line for each size."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--titles", type=int, default=200)
    titles = hard_titles(parser.parse_args().titles)
    with tempfile.TemporaryDirectory() as folder:
        page = claim(Path(folder))
    address = "https://info.contoh.go.id/klarifikasi/bantuan-tunai/"
    words = card_text(page, address, official=False, notes=notes_of(page))
    picture(words, FORMATS[0], Keeper(None))  # fonts and template are loaded once
    for form in FORMATS:
        print(measure(words, form, titles), flush=True)


if __name__ == "__main__":
    main()
