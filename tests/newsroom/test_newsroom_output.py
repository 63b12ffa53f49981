from __future__ import annotations

from pathlib import Path

import pytest

from monitor.errors import SiteError
from monitor.newsroom.output import Staging, read_counts


def build(final: Path, text: str) -> None:
    staging = Staging(final)
    (staging.path / "index.html").write_text(text, "utf-8")
    staging.publish({"Penjelasan": 3})


def test_a_new_site_replaces_the_old_one_whole(tmp_path: Path) -> None:
    final = tmp_path / "situs"
    build(final, "lama")
    (final / "dihapus.html").write_text("x", "utf-8")
    build(final, "baru")
    assert (final / "index.html").read_text("utf-8") == "baru"
    assert not (final / "dihapus.html").exists()
    assert read_counts(final) == {"Penjelasan": 3}
    assert [path.name for path in tmp_path.iterdir()] == ["situs"]


def test_a_discarded_build_leaves_the_old_site(tmp_path: Path) -> None:
    final = tmp_path / "situs"
    build(final, "lama")
    staging = Staging(final)
    (staging.path / "index.html").write_text("separuh", "utf-8")
    staging.discard()
    assert (final / "index.html").read_text("utf-8") == "lama"
    assert [path.name for path in tmp_path.iterdir()] == ["situs"]


def test_a_folder_with_other_files_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "penting.docx").write_text("naskah", "utf-8")
    with pytest.raises(SiteError, match="tidak akan ditimpa"):
        Staging(tmp_path)
    assert (tmp_path / "penting.docx").read_text("utf-8") == "naskah"


def test_a_file_or_link_in_the_way_is_refused(tmp_path: Path) -> None:
    (tmp_path / "berkas").write_text("x", "utf-8")
    (tmp_path / "tautan").symlink_to(tmp_path)
    for name in ("berkas", "tautan"):
        with pytest.raises(SiteError, match="bukan folder biasa"):
            Staging(tmp_path / name)


def test_a_folder_without_a_site_has_no_counts(tmp_path: Path) -> None:
    with pytest.raises(SiteError, match="Belum ada situs"):
        read_counts(tmp_path)
