from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from monitor.config.synonyms import Synonyms, read_synonyms
from monitor.errors import SiteError
from monitor.newsroom.search import Entry, available, write_index


def entry(url: str = "penjelasan/satu/", **more: object) -> Entry:
    return Entry(url, "Judul satu", "Ringkasan satu", "Penjelasan", **more)  # type: ignore[arg-type]


def test_a_page_with_one_word_of_a_group_is_found_by_the_others() -> None:
    beside = read_synonyms().beside("Banyak pekerja migran tertipu lowongan.")
    assert {"penipuan", "menipu", "tki", "pmi", "loker"} <= set(beside)
    assert "tertipu" not in beside
    assert "gaji" not in beside


def test_a_phrase_counts_only_word_for_word() -> None:
    words = Synonyms(groups=(("arab saudi", "riyadh"), ("kur", "pinjaman")))
    assert words.beside("Ke Arab Saudi") == ("riyadh",)
    assert words.beside("Arab dan Saudi, kursi, pinjam") == ()


def test_what_readers_typed_into_a_page_cannot_break_the_index_page() -> None:
    typed = entry(body="</p><script>alert(1)</script>", filters={"topik": ('A "B"',)})
    html = typed.html(Synonyms(groups=(("a", "b"),)))
    assert "<script>" not in html
    assert 'content="A &quot;B&quot;"' in html


def test_a_quiet_summary_is_shown_but_not_searched() -> None:
    synonyms = Synonyms(groups=(("a", "b"),))
    assert entry().html(synonyms).count("Ringkasan satu") == 2
    assert entry(quiet=True).html(synonyms).count("Ringkasan satu") == 1


def test_the_index_holds_the_pages_and_no_ready_made_search_box(tmp_path: Path) -> None:
    assert available(), "Pagefind belum terpasang: pip install 'pagefind[bin]'"
    synonyms = read_synonyms()
    pages = {f"{each.url}index.html": each.html(synonyms) for each in (entry(), entry("bp3mi/aceh/"))}
    write_index(pages, tmp_path / "pagefind")
    names = {path.name for path in (tmp_path / "pagefind").iterdir()}
    assert {"pagefind.js", "pagefind-worker.js", "pagefind-entry.json", "wasm.id.pagefind"} <= names
    assert not [name for name in names if "ui" in name]
    found = [gzip.decompress(path.read_bytes()).removeprefix(b"pagefind_dcd")
             for path in (tmp_path / "pagefind/fragment").iterdir()]
    assert {json.loads(each)["url"] for each in found} == {"/penjelasan/satu/", "/bp3mi/aceh/"}
    languages = json.loads((tmp_path / "pagefind/pagefind-entry.json").read_text("utf-8"))["languages"]
    assert {name: known["page_count"] for name, known in languages.items()} == {"id": 2}


def test_a_failing_program_is_reported_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = tmp_path / "pagefind-rusak"
    broken.write_text("#!/bin/sh\necho disk penuh >&2\nexit 3\n", "utf-8")
    broken.chmod(0o755)
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(broken))
    with pytest.raises(SiteError, match="Indeks pencarian tidak dapat dibuat: disk penuh"):
        write_index({"a/index.html": entry("a/").html(read_synonyms())}, tmp_path / "pagefind")


def test_a_missing_program_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(tmp_path / "tidak-ada"))
    assert not available()
