"""Measure extraction on a folder of saved pages: how much of the right text, how fast, beside its peers.

    python bench/extraction.py DIR [--json FILE]   every NAME.html with its NAME.txt (the right text), or page.html +
                                                   page.txt in a folder of their own for every page
    python bench/extraction.py                     the pages of tests/data/outlets, and generated ones for speed

Scores are token-level: words are counted with their repetitions, averaged over the pages. Every page is listed with
each extractor's F1 (and ours with precision and recall), then the means and pages per processor second; the same
figures go to FILE as JSON. A first line `<!-- url: https://… -->` in a page sets its address, for outlet rules.

Peers: trafilatura, readability-lxml, and the two in a row (`gabungan`: readability's block, read by trafilatura in
precision mode, or trafilatura on the whole page where that gives much more) are dependencies of the toolkit;
newspaper4k is in the extra `bench`. A peer that is missing is named, not left out silently.
"""

from __future__ import annotations

import argparse
import json
import logging
import random
import re
import sys
import time
import warnings
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
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

OUTLETS = Path(__file__).resolve().parents[1] / "tests/data/outlets"
NOW = datetime(2026, 11, 21, tzinfo=UTC)
SOURCE = Source(id="uji", name="Media Uji", url="https://media-uji.example/", kind=SourceKind.FEED, tier=2)
URL = re.compile(rb"<!--\s*url:\s*(\S+)\s*-->")
MUCH_SHORTER = 0.6
WORDS = ["pekerja", "migran", "Indonesia", "pelindungan", "kementerian", "keluarga", "negara", "penempatan",
         "pemulangan", "dokumen", "kontrak", "majikan", "pelatihan", "daerah", "kepala", "balai", "menteri",
         "mengatakan", "menegaskan", "pemerintah", "layanan", "pengaduan", "calon", "berangkat", "resmi", "jalur",
         "aman", "kerja", "luar", "negeri", "hari", "ini", "sebelumnya", "pihaknya", "akan", "terus", "melakukan",
         "pendampingan", "hingga", "tuntas"]


@dataclass(frozen=True, slots=True)
class Saved:
    """One page: its name, its bytes, the right text."""

    name: str
    page: bytes
    right: str


def address(page: bytes) -> str:
    """Return the address that a page's first line gives, or one of no known outlet."""
    found = URL.search(page[:300])
    return found[1].decode("utf-8", "replace") if found else "https://media-uji.example/berita/1"


def ours(page: bytes) -> str:
    """Extract as the toolkit does."""
    url = address(page)
    return extract(page, url=url, entry=Entry("uji", url, ""), source=SOURCE, fetched_at=NOW).text


def by_trafilatura(page: bytes) -> str:
    """Extract by trafilatura with its defaults, comments left out."""
    return trafilatura.extract(page, include_comments=False) or ""


def by_trafilatura_precision(page: bytes) -> str:
    """Extract by trafilatura in precision mode."""
    return trafilatura.extract(page, include_comments=False, favor_precision=True) or ""


def by_readability(page: bytes) -> str:
    """Extract by readability-lxml: the text of its block."""
    return " ".join(document_fromstring(Document(decode(page)).summary()).itertext())


def by_both(page: bytes) -> str:
    """Extract by the recipe we are held to: readability's block read by trafilatura, with a fallback."""
    text = trafilatura.extract(Document(decode(page)).summary(), include_comments=False, favor_precision=True) or ""
    alone = by_trafilatura_precision(page)
    return alone if len(text) < MUCH_SHORTER * len(alone) else text


def by_newspaper(page: bytes) -> str:
    """Extract by newspaper4k."""
    from newspaper import Article  # type: ignore[import-not-found,unused-ignore]
    article = Article(address(page))
    article.download(input_html=decode(page))
    article.parse()
    return str(article.text)


EXTRACTORS: dict[str, Callable[[bytes], str]] = {
    "kami": ours, "trafilatura": by_trafilatura, "trafilatura (presisi)": by_trafilatura_precision,
    "readability-lxml": by_readability, "newspaper4k": by_newspaper, "gabungan": by_both}


def present() -> dict[str, Callable[[bytes], str]]:
    """Return the extractors that can run here; say loudly which cannot."""
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    chosen = dict(EXTRACTORS)
    try:
        import newspaper  # type: ignore[import-not-found,unused-ignore]  # noqa: F401
    except ImportError as missing:
        del chosen["newspaper4k"]
        print(f"PEMBANDING TIDAK ADA: newspaper4k ({missing}); pasang dengan: pip install -e '.[bench]'")
    return chosen


def score(found: str, right: str) -> tuple[float, float, float]:
    """Return token-level precision, recall and F1 of a found text."""
    ours_, theirs = (Counter(re.findall(r"\w+", text.lower())) for text in (found, right))
    both = sum((ours_ & theirs).values())
    if not both:
        return (float(not ours_ and not theirs),) * 3
    precision, recall = both / sum(ours_.values()), both / sum(theirs.values())
    return precision, recall, 2 * precision * recall / (precision + recall)


def read(extractor: Callable[[bytes], str], page: bytes) -> str | None:
    """Return an extractor's text, None where it gives up (newspaper4k wants more packages for some scripts)."""
    try:
        return extractor(page)
    except (ImportError, ValueError, TypeError, AttributeError, LookupError, RuntimeError, OSError):
        return None


def measure(pages: Sequence[Saved], *, each: bool) -> dict[str, object]:
    """Print a line for every page (with `each`) and the means of every extractor; return the figures."""
    results, speeds, refused = {}, {}, {}
    for name, extractor in present().items():
        for one in pages[:20]:
            read(extractor, one.page)  # word lists and patterns load on first use
        started = time.process_time()
        texts = [read(extractor, one.page) for one in pages]
        speeds[name] = len(pages) / max(time.process_time() - started, 1e-6)
        results[name] = [score(text or "", one.right) for text, one in zip(texts, pages, strict=True)]
        refused[name] = texts.count(None)
    if each:
        _print_pages(pages, results)
    means = {name: tuple(mean(column) for column in zip(*scores, strict=True)) for name, scores in results.items()}
    print(f"{len(pages)} halaman\n{'':24}{'presisi':>9}{'recall':>9}{'F1':>9}{'halaman/s':>11}")
    for name, (precision, recall, f1) in means.items():
        print(f"{name:24}{precision:9.3f}{recall:9.3f}{f1:9.3f}{speeds[name]:11.1f}"
              + (f"   MENYERAH pada {refused[name]} halaman (dihitung 0)" if refused[name] else ""))
    return {"pages": len(pages),
            "means": {name: {"precision": _short(p), "recall": _short(r), "f1": _short(f), "gave_up": refused[name],
                             "pages_per_cpu_second": round(speeds[name], 1)} for name, (p, r, f) in means.items()},
            "each": [{"page": one.name, **{name: dict(zip(("precision", "recall", "f1"), map(_short, scores[place]),
                                                         strict=True)) for name, scores in results.items()}}
                     for place, one in enumerate(pages)]}


def _short(value: float) -> float:
    return round(value, 4)


def _print_pages(pages: Sequence[Saved], results: dict[str, list[tuple[float, float, float]]]) -> None:
    others = [name for name in results if name != "kami"]
    print(f"{'halaman':32}{'presisi':>9}{'recall':>8}{'F1 kami':>9}" + "".join(f"{name[:16]:>18}" for name in others))
    for place, one in enumerate(pages):
        precision, recall, f1 = results["kami"][place]
        best = max(results[name][place][2] for name in results)
        mark = "" if f1 >= best - 0.005 else "  <"
        print(f"{one.name[-31:]:32}{precision:9.3f}{recall:8.3f}{f1:9.3f}"
              + "".join(f"{results[name][place][2]:18.3f}" for name in others) + mark)


def generate(count: int, seed: int = 7) -> list[Saved]:
    """Make news-like pages of 300 to 600 words with menus, cards, scripts and "Baca juga" boxes."""
    random.seed(seed)
    return [_page(number) for number in range(count)]


def _sentence(length: int) -> str:
    return " ".join(random.choices(WORDS, k=length)).capitalize() + "."


def _page(number: int) -> Saved:
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
    return Saved(f"buatan-{number}", html.encode(), "\n".join(paragraphs))


def saved(folder: Path) -> list[Saved]:
    """Read every page of a folder that has its right text beside it."""
    pages = sorted(path for path in folder.rglob("*.htm*") if path.with_suffix(".txt").exists())
    return [Saved(str(page.parent.relative_to(folder) if page.stem == "page" else page.stem), page.read_bytes(),
                  page.with_suffix(".txt").read_text("utf-8")) for page in pages]


def main() -> None:
    """Run the measurement from the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures there")
    arguments = parser.parse_args()
    folder = arguments.folder or OUTLETS
    if not folder.is_dir():
        sys.exit(f"{folder}: folder tidak ada")
    pages = saved(folder)
    if not pages:
        sys.exit(f"{folder}: tidak ada pasangan .html dan .txt")
    figures: dict[str, object] = {"folder": folder.name, **measure(pages, each=True)}
    if arguments.folder is None:
        print("\nHalaman yang sama seolah dari media tanpa aturan (jalan umum):")
        figures["without_rules"] = measure([replace(one, page=URL.sub(b"", one.page, count=1)) for one in pages],
                                           each=False)
        print("\nHalaman buatan berukuran halaman berita (kecepatan):")
        figures["generated"] = measure(generate(60), each=False)
    if arguments.json:
        arguments.json.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
