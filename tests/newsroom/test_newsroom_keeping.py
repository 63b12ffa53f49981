from __future__ import annotations

import os
import time
from pathlib import Path

from monitor.newsroom.keeping import DAYS, Keeper, key


def test_a_thing_is_made_once_and_then_kept(tmp_path: Path) -> None:
    keeper, made = Keeper(tmp_path / "simpanan"), []

    def make() -> bytes:
        made.append(1)
        return b"isi"

    assert [keeper.file("pdf-1", make), keeper.file("pdf-1", make)] == [b"isi", b"isi"]
    assert made == [1]


def test_a_folder_is_kept_whole(tmp_path: Path) -> None:
    keeper = Keeper(tmp_path / "simpanan")

    def make(into: Path) -> None:
        into.mkdir()
        (into / "a").write_text("isi", "utf-8")

    keeper.tree("cari-1", tmp_path / "satu", make)
    keeper.tree("cari-1", tmp_path / "dua", lambda into: None)
    assert (tmp_path / "dua/a").read_text("utf-8") == "isi"


def test_without_a_folder_everything_is_made_again(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    keeper = Keeper.beside(tmp_path / "content")
    assert keeper.file("pdf-1", lambda: b"isi") == b"isi"
    assert [path.name for path in tmp_path.iterdir()] == ["content"]
    (tmp_path / "keluaran").mkdir()
    Keeper.beside(tmp_path / "content").file("pdf-1", lambda: b"isi")
    assert (tmp_path / "keluaran/simpanan/pdf-1").read_bytes() == b"isi"


def test_what_no_build_used_for_long_is_forgotten(tmp_path: Path) -> None:
    keeper = Keeper(tmp_path / "simpanan")
    for name in ("lama", "baru"):
        keeper.file(name, lambda: b"isi")
    old = time.time() - (DAYS + 1) * 86400
    os.utime(tmp_path / "simpanan/lama", (old, old))
    keeper.forget_old()
    assert [path.name for path in (tmp_path / "simpanan").iterdir()] == ["baru"]


def test_a_name_depends_on_every_part_and_their_borders() -> None:
    assert key("pdf", ["ab", "c"]) == key("pdf", [b"ab", "c"])
    assert len({key("pdf", ["ab", "c"]), key("pdf", ["a", "bc"]), key("pdf", ["abc"]), key("foto", ["ab", "c"])}) == 4
