from __future__ import annotations

from enum import StrEnum
from pathlib import Path

import pytest

from monitor.config.loading import Strict, read
from monitor.config.settings import read_settings
from monitor.errors import ConfigError


class Colour(StrEnum):
    RED = "merah"
    BLUE = "biru"


class Row(Strict):
    id: str
    size: int = 1
    colour: Colour = Colour.RED


class Table(Strict):
    row: tuple[Row, ...]


def problems(path: Path, text: str) -> str:
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigError) as caught:
        read(path, Table)
    return str(caught.value)


def test_every_problem_is_reported_together_with_file_key_and_nearest_name(tmp_path: Path) -> None:
    rows = '[[row]]\nid="a"\nsizee=2\n[[row]]\nid="b"\ncolour="mera"\n[[row]]\nsize="x"\n'
    said = problems(tmp_path / "warna.toml", rows)
    assert "4 masalah" in said
    assert "warna.toml: row[1] 'a'.sizee: kunci tidak dikenal, mungkin maksudnya 'size'" in said
    assert "row[2] 'b'.colour: nilai 'mera' tidak dikenal, mungkin maksudnya 'merah'" in said
    assert "row[3].id: wajib diisi" in said
    assert "row[3].size: harus berupa bilangan bulat" in said


@pytest.mark.parametrize(("text", "word"), [("a = = 1", "bukan TOML"), ("\x00", "bukan TOML")])
def test_a_file_that_is_not_toml_is_named(tmp_path: Path, text: str, word: str) -> None:
    assert word in problems(tmp_path / "rusak.toml", text)


def test_a_file_in_another_encoding_is_named(tmp_path: Path) -> None:
    path = tmp_path / "latin.toml"
    path.write_bytes(b'id = "caf\xe9"')
    with pytest.raises(ConfigError, match="UTF-8"):
        read(path, Table)


def test_settings_need_no_file_and_follow_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert read_settings(environ={}).storage.database_url.startswith("sqlite")
    settings = read_settings(environ={"MONITOR_DATABASE_URL": "postgresql://x/y", "MONITOR_MODEL": "cepat"})
    assert settings.storage.database_url == "postgresql://x/y"
    assert settings.tagging.model == "cepat"


def test_a_named_settings_file_must_exist(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="tidak ditemukan"):
        read_settings(tmp_path / "tidak-ada.toml", environ={})


def test_settings_from_a_file_override_the_defaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("monitor.toml").write_text("[fetching]\nmax_bytes = 5\n", "utf-8")
    assert read_settings(environ={}).fetching.max_bytes == 5


def test_wrong_settings_and_the_wrong_source_list_they_name_are_told_together(tmp_path: Path) -> None:
    (tmp_path / "sumber.toml").write_text('[[source]]\nid = "a"\nname = "A"\nurl = "ftp://a.id"\nkind = "feed"\n'
                                          "tier = 1\nwarna = 2\n", "utf-8")
    wrong = tmp_path / "pantau.toml"
    wrong.write_text(f'sources = "{tmp_path / "sumber.toml"}"\n[fetching]\ntotal_seconds = -5\nconcurrency = 900\n')
    with pytest.raises(ConfigError) as caught:
        read_settings(wrong, environ={})
    told = "\n".join(caught.value.problems)
    assert "pantau.toml: fetching.total_seconds: harus lebih besar dari 0" in told
    assert "concurrency: paling besar 500" in told
    assert "sumber.toml: source[1] 'a'.url: 'ftp://a.id' harus diawali" in told
    assert "source[1] 'a'.warna: kunci tidak dikenal" in told
    assert "Input should" not in told
