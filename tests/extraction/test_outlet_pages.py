"""Invented pages in the markup of Indonesian outlets: the article whole, nothing else, never less than the peers."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from statistics import mean
from types import ModuleType

import pytest
from benches import load_bench

from monitor.extraction.outlets import outlet_of, read_outlets, whole_page
from monitor.urls import canonical

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "tests/data/outlets").glob("*.html"))
MAJORS = ["detik.com", "kompas.com", "tempo.co", "antaranews.com", "cnnindonesia.com", "cnbcindonesia.com",
          "liputan6.com", "tribunnews.com", "okezone.com", "sindonews.com", "republika.co.id", "jpnn.com", "suara.com",
          "merdeka.com", "viva.co.id", "inews.id", "idntimes.com", "kumparan.com", "tirto.id", "mediaindonesia.com",
          "kontan.co.id", "bisnis.com", "voi.id", "rmol.id", "jawapos.com", "pikiran-rakyat.com", "metrotvnews.com",
          "beritasatu.com", "nu.or.id", "kompas.tv"]
INTRUDERS = re.compile(
    r"baca juga|lihat juga|simak (?:juga|video)|advertisement|scroll to|gulir untuk|pilihan (?:redaksi|editor)"
    r"|google news|whatsapp|foto:|\bdok\b|istimewa|copyright|editor ?:|artikel ini telah tayang|ringkasan berita"
    r"|komentar \(|bagikan:|loading|preferred source|live streaming", re.I)


@pytest.fixture(scope="module")
def bench() -> ModuleType:
    return load_bench("extraction")


def right(page: Path) -> str:
    return page.with_suffix(".txt").read_text("utf-8").strip()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_an_outlets_page_gives_its_article_and_nothing_else(bench: ModuleType, page: Path) -> None:
    assert "CONTOH" in page.read_text("utf-8")
    text = bench.ours(page.read_bytes())
    assert text == right(page)
    assert not INTRUDERS.search(text)


def test_every_major_has_a_rule_and_a_page() -> None:
    covered = {outlet.name for page in PAGES if (outlet := outlet_of(_address(page)))}
    for host in MAJORS:
        assert read_outlets()[host].name in covered, host


def test_without_its_outlets_rule_every_page_reads_no_worse_than_by_the_combined_recipe(bench: ModuleType) -> None:
    ours, theirs = {}, {}
    for page in PAGES:
        body = re.sub(rb"url: https://[^/]+/", b"url: https://media-uji.example/", page.read_bytes(), count=1)
        ours[page.stem] = bench.score(bench.ours(body), right(page))[2]
        theirs[page.stem] = bench.score(bench.by_both(body), right(page))[2]
    worse = {name: (ours[name], theirs[name]) for name in ours if ours[name] < theirs[name] - 0.01}
    assert not worse
    assert mean(ours.values()) > max(0.99, mean(theirs.values()))


@pytest.mark.parametrize(("linked", "whole"), [
    ("https://regional.kompas.com/read/2026/08/19/1/x", "https://regional.kompas.com/read/2026/08/19/1/x?page=all"),
    ("https://news.detik.com/berita/d-1/x", "https://news.detik.com/berita/d-1/x?single=1"),
    ("https://nasional.sindonews.com/read/1/15/x#k", "https://nasional.sindonews.com/read/1/15/x?showpage=all"),
    ("https://www.beritasatu.com/nasional/9/x", "https://www.beritasatu.com/nasional/9/x?view=all"),
])
def test_an_article_of_several_pages_is_asked_for_on_one_and_stays_one_item(linked: str, whole: str) -> None:
    assert whole_page(linked) == whole
    assert canonical(whole) == canonical(linked)


@pytest.mark.parametrize("linked", [
    "https://regional.kompas.com/read/1/x?page=2", "https://media-uji.example/b/1", "https://www.kompas.com/",
    "https://www.liputan6.com/news/read/1/x", "", "https://[",
])
def test_other_addresses_are_asked_for_as_they_are_linked(linked: str) -> None:
    assert whole_page(linked) == linked


def test_the_harness_scores_a_folder_of_pages(tmp_path: Path) -> None:
    for name in ("satu", "dua"):
        folder = tmp_path / "halaman" / name
        folder.mkdir(parents=True)
        (folder / "page.html").write_bytes(PAGES[0].read_bytes())
        (folder / "page.txt").write_text(right(PAGES[0]), "utf-8")
    kept = tmp_path / "hasil.json"
    done = subprocess.run([sys.executable, ROOT / "bench/extraction.py", tmp_path / "halaman", "--json", kept],
                          capture_output=True, text=True, check=True)
    figures = json.loads(kept.read_text("utf-8"))
    assert figures["pages"] == 2
    assert figures["means"]["kami"]["f1"] == 1
    assert figures["means"]["kami"]["f1"] >= figures["means"]["gabungan"]["f1"]
    assert [row["page"] for row in figures["each"]] == ["dua", "satu"]
    assert set(figures["each"][0]["trafilatura"]) == {"precision", "recall", "f1"}
    assert "newspaper4k" in done.stdout


def _address(page: Path) -> str:
    found = re.search(r"<!-- url: (\S+) -->", page.read_text("utf-8"))
    return found[1] if found else ""
