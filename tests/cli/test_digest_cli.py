from __future__ import annotations

import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from monitor.models import Article, SourceResult, SourceState, SourceStatus
from monitor.storage.store import Store
from monitor.weeks import WIB

sys.path.insert(0, str(Path(__file__).parents[1] / "digest"))

from digest_weeks import WEEK, make_clips


def run(folder: Path, *args: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "MONITOR_DATABASE_URL": f"sqlite:///{folder / 'uji.sqlite'}"}
    return subprocess.run([sys.executable, "-m", "monitor", "digest", *args], capture_output=True, text=True,
                          cwd=folder, env=environment, check=False)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder whose store holds two weeks of tagged items, a run with one failed source, and an untagged item."""
    folder = tmp_path_factory.mktemp("digest-cli")
    clips = make_clips(items=40, sample=True) + make_clips(WEEK.back(1), items=30, seed=2)
    visited = datetime(2026, 8, 24, 5, 0, tzinfo=WIB)
    with Store(f"sqlite:///{folder / 'uji.sqlite'}") as store:
        articles = [clip.article for clip in clips]
        loose = articles[0]
        store.add([*articles, Article(
            id="f" * 16, url="https://contoh.example/belum", title="Belum ditandai", text="Teks.",
            text_kind=loose.text_kind, kind=loose.kind, source_id="uji", outlet="Contoh Pos", tier=1,
            published=loose.published, fetched_at=visited)])
        store.save_tags([(clip.article.id, clip.tags) for clip in clips if clip.tags])
        store.save_groupings([clip.grouping for clip in clips if clip.grouping])
        run_id = store.begin_run(visited)
        store.keep(run_id, SourceResult("baik", "Sumber Baik", SourceStatus.UNCHANGED), [], SourceState("baik"),
                   visited)
        store.keep(run_id, SourceResult("rusak", "Sumber Rusak", SourceStatus.FAILED, cause="HTTP 503"), [], None,
                   visited + timedelta(seconds=1))
        store.finish_run(run_id, visited + timedelta(minutes=1))
    return folder


def test_a_week_is_written_and_its_files_are_named(filled: Path) -> None:
    shown = run(filled, "--week", "2026-W34", "--out", "hasil")
    assert shown.returncode == 0, shown.stderr
    folder = filled / "hasil" / "2026-W34"
    for name in ("digest.pdf", "digest.html", "digest.txt", "evidence.xlsx", "digest.json"):
        assert (folder / name).stat().st_size > 100
        assert name in shown.stdout
    assert shown.stdout.rstrip().splitlines()[-1].endswith("salinan, 1 sumber gagal")
    text = (folder / "digest.txt").read_text()
    assert text.startswith("*CONTOH")
    assert "1 dari 2 sumber bekerja" in text
    assert "1 naskah belum ditandai" in (folder / "digest.html").read_text()


def test_the_same_store_gives_the_same_bytes(filled: Path) -> None:
    for out in ("satu", "dua"):
        assert run(filled, "--week", "2026-W34", "--out", out).returncode == 0
    for path in (filled / "satu" / "2026-W34").iterdir():
        assert path.read_bytes() == (filled / "dua" / "2026-W34" / path.name).read_bytes(), path.name


def test_without_a_week_the_last_full_one_is_taken_and_weeks_with_data_are_named(filled: Path) -> None:
    shown = run(filled, "--out", "bawaan")
    assert shown.returncode == 0, shown.stderr
    assert "tidak punya berita relevan. Pekan yang ada datanya: 2026-W33 sampai 2026-W34" in shown.stderr
    assert len(list((filled / "bawaan").glob("*/digest.pdf"))) == 1
    assert shown.stdout.rstrip().splitlines()[-1].startswith("0 berita, 0 salinan")


def test_an_empty_store_still_gives_a_digest_and_the_next_step(tmp_path: Path) -> None:
    shown = run(tmp_path, "--week", "2026-W34")
    assert shown.returncode == 0, shown.stderr
    assert (tmp_path / "keluaran" / "digest" / "2026-W34" / "digest.pdf").exists()
    assert "monitor collect" in shown.stderr


@pytest.mark.parametrize("name", ["34", "2026-W54", "2026-W00", "Agustus", "2025-W53"])
def test_a_wrong_week_exits_with_2_and_an_example(tmp_path: Path, name: str) -> None:
    shown = run(tmp_path, "--week", name)
    assert shown.returncode == 2
    assert "misalnya 2026-W34" in shown.stderr
    assert "Traceback" not in shown.stderr
    assert not list(tmp_path.iterdir())


def test_a_week_that_has_not_begun_is_refused(tmp_path: Path) -> None:
    shown = run(tmp_path, "--week", "2126-W10")
    assert shown.returncode == 1
    assert "belum mulai" in shown.stderr


def test_an_output_folder_that_is_a_file_is_refused(filled: Path) -> None:
    (filled / "berkas").write_text("isi")
    shown = run(filled, "--week", "2026-W34", "--out", "berkas")
    assert shown.returncode == 2
    assert "Traceback" not in shown.stderr
    shown = run(filled, "--week", "2026-W34", "--out", "berkas/dalam")
    assert shown.returncode == 1
    assert shown.stderr.startswith("Galat: berkas/dalam bukan folder")
