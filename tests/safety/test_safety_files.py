"""Group 18: names that would leave their folder, and archives that bring such names."""

from __future__ import annotations

import io
import shutil
import zipfile
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from word_files import manuscript

from monitor.collectors.imports import read_items
from monitor.config.settings import Site
from monitor.dates import ZONES
from monitor.errors import ImportFileError, MonitorError, ReleaseError
from monitor.newsroom.content import SLUG_MAX, is_slug
from monitor.newsroom.releases.drafting import Beginning, make_slug
from monitor.newsroom.releases.importing import read_foreign
from monitor.workflows import writing

pytestmark = pytest.mark.attack(18)

CONTENT = Path(__file__).parents[1] / "data/site/content"
NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
NAMES = ["..", "../x", "../../etc/passwd", "/etc/passwd", "a/b", "a\\b", "..\\x", "C:\\x", "a\0b", "CON", "con",
         "nul", "aux",
         "com1", "lpt9", "a" * 300, "\u202egpj.exe", "a.md", ".htaccess", "-rf", "a b", "~", "$HOME", "`id`",
         "%2e%2e%2f",
         "a\nb", "", ".", "a:b", "a|b", "a?b", "ａ", "x/../../y", "file:///x"]


def tree(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_is_no_plain_word_is_refused_as_address(tmp_path: Path, name: str) -> None:
    assert not is_slug(name)
    content = Path(shutil.copytree(CONTENT, tmp_path / "dalam/content"))
    before = tree(tmp_path)
    if name:
        with pytest.raises((ReleaseError, ValueError)):
            writing.new(Site(content=content), Beginning("Judul", NOW.astimezone(ZONES["WIB"]), slug=name))
    assert tree(tmp_path) == before


@pytest.mark.parametrize("title", NAMES)
def test_an_address_made_of_a_title_is_a_plain_word_or_refused(tmp_path: Path, title: str) -> None:
    slug = make_slug(title)
    assert len(slug) <= SLUG_MAX
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    content = Path(shutil.copytree(CONTENT, tmp_path / "dalam/content"))
    before = tree(tmp_path)
    try:
        made = writing.new(Site(content=content), Beginning(title or "x", NOW.astimezone(ZONES["WIB"]))).path
    except MonitorError:
        assert tree(tmp_path) == before
        return
    assert made.resolve().is_relative_to((content / "siaran-pers").resolve())
    assert {str(made.relative_to(tmp_path))} == {name for name in tree(tmp_path) - before if name.endswith(".md")}


OUTSIDE = ' TargetMode="External"'
MEMBERS = ["../../jahat.txt", "/tmp/jahat-mutlak.txt", "..\\..\\jahat.txt", "xl/../../jahat.txt", "a\0b", "x" * 300]


@pytest.mark.parametrize("member", MEMBERS)
def test_a_workbook_with_a_slipping_member_writes_nothing(tmp_path: Path, member: str) -> None:
    inside = tmp_path / "a/b"
    inside.mkdir(parents=True)
    book, plain = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["judul", "isi"])  # type: ignore[union-attr]
    book.active.append(["Satu", "Isi"])  # type: ignore[union-attr]
    book.save(plain)
    file = inside / "buku.xlsx"
    file.write_bytes(plain.getvalue())
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(member, b"jahat")
    before = tree(tmp_path)
    with suppress(ImportFileError):
        assert len(read_items(file, fetched_at=NOW).articles) == 1
    assert tree(tmp_path) == before
    assert not Path("/tmp/jahat-mutlak.txt").exists()


@pytest.mark.parametrize("outside", [False, True])
@pytest.mark.parametrize("target", ["../../../jahat.jpg", "/etc/passwd", "file:///etc/passwd", "media/../../../x.jpg",
                                    "http://127.0.0.1:9/x.jpg"])
def test_a_word_file_whose_picture_lies_elsewhere_reads_and_writes_nothing_there(
        tmp_path: Path, dialled: list[object], target: str, outside: bool) -> None:
    good = manuscript(tmp_path / "naskah.docx")
    bad = tmp_path / "jahat.docx"
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(bad, "w") as new:
        for name in old.namelist():
            body = old.read(name)
            if name == "word/_rels/document.xml.rels":
                picture = next(each for each in old.namelist() if each.startswith("word/media/"))
                old_target = f'Target="{picture.removeprefix("word/")}"'.encode()
                assert old_target in body
                body = body.replace(old_target, f'Target="{target}"{OUTSIDE * outside}'.encode())
            new.writestr(name, body)
    before = tree(tmp_path)
    try:
        told = f"{read_foreign(bad)}"
    except ReleaseError as error:
        told = str(error)
    assert "root:" not in told
    assert tree(tmp_path) == before
    assert dialled == []


def test_a_workbook_that_unfolds_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "bom.xlsx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/sharedStrings.xml", "w") as out:
        for _ in range(600):
            out.write(bytes(1 << 20))
    with pytest.raises(ImportFileError):
        read_items(file, fetched_at=NOW)
