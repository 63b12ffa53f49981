"""Measure extraction on a folder of saved pages: how much of the right text, how fast, beside its two ingredients.

    python bench/extraction.py DIR            every NAME.html with its NAME.txt (the right text) beside it
    python bench/extraction.py                only the speed, on generated pages of 300 to 600 words

Scores are token-level over the whole folder's pages, averaged per page: words are counted with their repetitions.
`url.txt`-like metadata is not needed; a first line `<!-- url: https://… -->` in a page sets its address.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean

import trafilatura
from lxml.html import document_fromstring
from readability import Document

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from monitor.extraction.extract import extract
from monitor.extraction.page import decode
from monitor.models import Entry, Source, SourceKind

NOW = datetime(2026, 11, 21, tzinfo=UTC)
SOURCE = Source(id="uji", name="Media Uji", url="https://media-uji.example/", kind=SourceKind.FEED, tier=2)
URL = re.compile(r"<!--\s*url:\s*(\S+)\s*-->")
WORDS = ["pekerja", "migran", "Indonesia", "pelindungan", "kementerian", "keluarga", "negara", "penempatan",
         "pemulangan", "dokumen", "kontrak", "majikan", "pelatihan", "daerah", "kepala", "balai", "menteri",
         "mengatakan", "menegaskan", "pemerintah", "layanan", "pengaduan", "calon", "berangkat", "resmi", "jalur",
         "aman", "kerja", "luar", "negeri", "hari", "ini", "sebelumnya", "pihaknya", "akan", "terus", "melakukan",
         "pendampingan", "hingga", "tuntas"]


def ours(page: bytes) -> str:
    """Extract as the toolkit does."""
    found = URL.search(page[:300].decode("utf-8", "replace"))
    url = found[1] if found else "https://media-uji.example/berita/1"
    return extract(page, url=url, entry=Entry("uji", url, ""), source=SOURCE, fetched_at=NOW).text


def by_trafilatura(page: bytes) -> str:
    """Extract by trafilatura with its defaults, comments left out."""
    return trafilatura.extract(page, include_comments=False) or ""


def by_trafilatura_precision(page: bytes) -> str:
    """Extract by trafilatura in precision mode."""
    return trafilatura.extract(page, include_comments=False, favor_precision=True) or ""


def by_both(page: bytes) -> str:
    """Extract by readability's block, then trafilatura in precision mode, and nothing else: the bar to reach."""
    return trafilatura.extract(Document(decode(page)).summary(), include_comments=False, favor_precision=True) or ""


def by_readability(page: bytes) -> str:
    """Extract by readability-lxml: the text of its block."""
    return " ".join(document_fromstring(Document(decode(page)).summary()).itertext())


EXTRACTORS: dict[str, Callable[[bytes], str]] = {
    "kami": ours, "trafilatura": by_trafilatura, "trafilatura (presisi)": by_trafilatura_precision,
    "readability-lxml": by_readability, "gabungan": by_both}


def score(found: str, right: str) -> tuple[float, float, float]:
    """Return token-level precision, recall and F1 of a found text."""
    ours_, theirs = (Counter(re.findall(r"\w+", text.lower())) for text in (found, right))
    both = sum((ours_ & theirs).values())
    if not both:
        return (float(not ours_ and not theirs),) * 3
    precision, recall = both / sum(ours_.values()), both / sum(theirs.values())
    return precision, recall, 2 * precision * recall / (precision + recall)


def measure(pages: Sequence[tuple[str, bytes, str]], *, verbose: bool) -> None:
    """Print one line per extractor: mean precision, recall, F1, and pages per second on one core."""
    print(f"{len(pages)} halaman\n{'':24}{'presisi':>9}{'recall':>9}{'F1':>9}{'halaman/s':>11}")
    for name, extractor in EXTRACTORS.items():
        for _, page, _ in pages[:20]:
            extractor(page)  # word lists and patterns load on first use
        started = time.process_time()
        texts = [extractor(page) for _, page, _ in pages]
        seconds = time.process_time() - started
        scores = [score(text, right) for text, (_, _, right) in zip(texts, pages, strict=True)]
        precision, recall, f1 = (mean(column) for column in zip(*scores, strict=True))
        print(f"{name:24}{precision:9.3f}{recall:9.3f}{f1:9.3f}{len(pages) / seconds:11.1f}")
        if verbose:
            for (page, _, _), values in zip(pages, scores, strict=True):
                print(f"    {page:40}" + "".join(f"{value:9.3f}" for value in values))


def generate(count: int, seed: int = 7) -> list[tuple[str, bytes, str]]:
    """Make news-like pages of 300 to 600 words with menus, cards, scripts and "Baca juga" boxes."""
    random.seed(seed)
    return [_page(number) for number in range(count)]


def _sentence(length: int) -> str:
    return " ".join(random.choices(WORDS, k=length)).capitalize() + "."


def _page(number: int) -> tuple[str, bytes, str]:
    title = _sentence(9).rstrip(".")
    paragraphs = [" ".join(_sentence(random.randint(9, 18)) for _ in range(random.randint(2, 3)))
                  for _ in range(random.randint(9, 14))]
    menu = "".join(f'<li class="menu__item"><a href="/k/{n}">Kanal {n}</a></li>' for n in range(40))
    cards = "".join(f'<article class="card"><a href="/b/{n}"><img src="/{n}.jpg"><h3>{_sentence(8)}</h3></a>'
                    f'<span class="date">{n} jam lalu</span></article>' for n in range(30))
    related = f'<p><strong>Baca juga: <a href="/b/x">{_sentence(8)}</a></strong></p>'
    text = "".join(f"<p>{paragraph}</p>" + (related if place % 4 == 3 else "")
                   for place, paragraph in enumerate(paragraphs))
    script = "<script>" + "window.dataLayer=window.dataLayer||[];" * 400 + "</script>"
    head = (f'<title>{title} - Media Uji</title><meta property="og:title" content="{title}">'
            f'<meta property="article:published_time" content="2026-11-20T08:05:00+07:00">{script * 3}')
    story = (f'<h1>{title}</h1><div class="date">Jumat, 20 Nov 2026 08:05 WIB</div><figure><img src="/a.jpg">'
             f'<figcaption>Foto: Contoh</figcaption></figure><div class="detail-text">{text}</div>'
             '<div class="tags"><a href="/t/1">pmi</a></div>')
    html = (f'<!doctype html><html lang="id"><head>{head}</head><body><header><nav><ul>{menu}</ul></nav></header><main>'
            f'<div class="row"><div class="col-8">{story}</div><aside>{cards}</aside></div></main>'
            f'<footer>{menu}Copyright 2026</footer>{script}</body></html>')
    return f"buatan-{number}", html.encode(), "\n".join(paragraphs)


def saved(folder: Path) -> list[tuple[str, bytes, str]]:
    """Read every page of a folder that has its right text beside it."""
    pages = sorted(folder.rglob("*.html"))
    return [(page.stem, page.read_bytes(), page.with_suffix(".txt").read_text("utf-8"))
            for page in pages if page.with_suffix(".txt").exists()]


def main() -> None:
    """Run the measurement from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--verbose", action="store_true", help="also print every page")
    arguments = parser.parse_args()
    if arguments.folder:
        pages = saved(arguments.folder)
        if not pages:
            sys.exit(f"{arguments.folder}: tidak ada pasangan .html dan .txt")
        measure(pages, verbose=arguments.verbose)
    print("\nHalaman buatan (kecepatan):")
    measure(generate(60), verbose=False)
    print("\nHalaman buatan dari media yang punya aturan sendiri:")
    rule = b"<!-- url: https://www.cnnindonesia.com/nasional/1/x -->"
    measure([(name, rule + page, text) for name, page, text in generate(60)], verbose=False)


if __name__ == "__main__":
    main()
