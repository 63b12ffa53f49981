from __future__ import annotations

from pathlib import Path

import pytest

from monitor.newsroom.content import check_content
from monitor.newsroom.explainers import read_explainers

ENGLISH = """Title: How do I check a placement company's licence?
Slug: cek-izin
Lang: en
Date: 2025-09-10 09:00
Type: penjelasan
Summary: Ask for the full company name and match it with the official list.
Topics: biaya-penempatan
Checked: 2026-03-05
Sources: Test note | https://contoh.invalid/satu | diperiksa 2026-03-05
Answer: Ask for the full company name.

## Steps

Look it up.
"""


def blocking(content: Path, text: str = ENGLISH, name: str = "penjelasan/cek-izin.en.md") -> list[str]:
    (content / name).write_text(text, "utf-8")
    return [str(problem) for problem in check_content(content) if problem.blocks]


def test_a_translation_shares_the_slug_of_its_original(content: Path) -> None:
    assert blocking(content) == []


@pytest.mark.parametrize(("old", "new", "said"), [
    ("Lang: en", "Lang: fr", "Lang 'fr' tidak dikenal"),
    ("Slug: cek-izin", "Slug: tanpa-asal", "Tidak ada naskah Indonesia dengan slug 'tanpa-asal'"),
    ("Date: 2025-09-10 09:00", "Date: 2025-09-10 08:59", "Versi Inggris terbit sebelum naskah Indonesianya"),
    ("Lang: en", "Lang: id", "sudah dipakai"),
])
def test_a_wrong_translation_stops_the_build_with_file_and_line(content: Path, old: str, new: str, said: str) -> None:
    (problem,) = blocking(content, ENGLISH.replace(old, new))
    assert said in problem
    assert "cek-izin" in problem


def test_a_translation_never_tells_of_a_draft(content: Path) -> None:
    (problem,) = blocking(content, ENGLISH.replace("cek-izin", "draf-belum-terbit").replace("2025-09-10", "2026-03-05"),
                          "penjelasan/draf.en.md") or [""]
    assert "naskah Indonesia" in problem
    assert blocking(content, ENGLISH.replace("Lang: en", "Lang: en\nStatus: draft"), "penjelasan/draf.en.md") == []


def test_the_digest_offers_the_indonesian_page_only(content: Path) -> None:
    before = read_explainers(content)
    (content / "penjelasan/cek-izin.en.md").write_text(ENGLISH, "utf-8")
    assert read_explainers(content) == before
