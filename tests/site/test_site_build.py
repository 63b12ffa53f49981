from __future__ import annotations

import gzip
import os
import time
from pathlib import Path

import pytest
from built_site import Built, pelican, walk

SECRETS = (b"rahasia", b"embargo", b"draf-belum", b"Draf yang", b"Kalimat draf", b"2099", b"belum diumumkan",
           b"remitansi-kur", b"/jenazah/")


def unpacked(body: bytes) -> bytes:
    """The words of a file; the search index is gzipped."""
    return gzip.decompress(body) if body.startswith(b"\x1f\x8b") else body


def test_drafts_and_embargoed_pages_are_nowhere(sample_site: Built) -> None:
    assert not (sample_site.path / "drafts").exists()
    for file, body in walk(sample_site.path):
        name = str(file.relative_to(sample_site.path)).encode()
        for secret in SECRETS:
            assert secret not in name
            if file.name not in {"pagefind.js", "pagefind-worker.js"} and file.suffix != ".pagefind":  # not our words
                assert secret not in unpacked(body), (file, secret)


def test_a_released_embargo_publishes_page_and_picture(content: Path, tmp_path: Path) -> None:
    path = content / "siaran-pers/embargo.md"
    path.write_text(path.read_text("utf-8").replace("2099-01-01 07:00", "2025-01-01 07:00"), "utf-8")
    done = pelican(content, tmp_path / "situs")
    assert done.returncode == 0, done.stdout + done.stderr
    site = Built(tmp_path / "situs")
    picture = site.pages["siaran-pers/naskah-rahasia/index.html"].one("//main//img")
    assert picture.get("alt") == "Foto acara yang belum diumumkan"
    assert (site.path / "images/embargo.svg").is_file()


def test_the_same_content_gives_the_same_bytes(content: Path, tmp_path: Path) -> None:
    environ = os.environ.copy()
    for name in ("satu", "dua"):
        os.environ["PYTHONHASHSEED"] = "1" if name == "satu" else "2"
        assert pelican(content, tmp_path / name).returncode == 0
    os.environ.clear()
    os.environ.update(environ)
    first = {file.relative_to(tmp_path / "satu"): body for file, body in walk(tmp_path / "satu")
             if "pagefind" not in file.parts}
    second = {file.relative_to(tmp_path / "dua"): body for file, body in walk(tmp_path / "dua")
             if "pagefind" not in file.parts}
    assert first == second  # but for the search index: Pagefind writes its filters in a random order


def spoil(content: Path, name: str, old: str, new: str) -> None:
    path = content / name
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


@pytest.mark.parametrize(("name", "old", "new", "said"), [
    ("penjelasan/cek-izin.md", "Date: 2025-09-10 09:00", "Date: kemarin", "bukan tanggal yang sah"),
    ("penjelasan/cek-izin.md", "Type: penjelasan\n", "", "Type wajib diisi"),
    ("klarifikasi/bantuan-tunai.md", "Slug: bantuan-tunai", "Slug: cek-izin", "sudah dipakai"),
    ("siaran-pers/layanan-pindah.md", "cek-izin.md#", "tidak-ada.md#", "tidak-ada.md"),
    ("pages/kanal-resmi.md", "tel:08001000", "javascript:1", "bukan tautan"),
])
def test_a_bad_file_stops_plain_pelican_and_keeps_the_old_site(content: Path, tmp_path: Path, name: str, old: str,
                                                               new: str, said: str) -> None:
    out = tmp_path / "situs"
    assert pelican(content, out).returncode == 0
    before = dict(walk(out))
    spoil(content, name, old, new)
    done = pelican(content, out)
    assert done.returncode != 0
    assert said in " ".join((done.stdout + done.stderr).split())
    assert dict(walk(out)) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["content", "situs"]


@pytest.mark.parametrize("name", ["lama.rst", "lama.html", "lama.markdown", "lama.docx"])
def test_a_file_of_another_kind_stops_the_build(content: Path, tmp_path: Path, name: str) -> None:
    (content / "penjelasan" / name).write_text("Judul\n=====\n", "utf-8")
    done = pelican(content, tmp_path / "situs")
    assert done.returncode != 0
    assert f"{name}:1: Berkas .{name.split('.')[1]} tidak bisa ditayangkan" in done.stdout + done.stderr
    assert not (tmp_path / "situs").exists()


def test_a_fresh_clarification_is_on_the_front_page_for_seven_days(content: Path, tmp_path: Path) -> None:
    published = 1757662200  # 12 September 2025, 14.30 WIB
    for days, shown in ((6.9, True), (7.1, False)):
        os.environ["SOURCE_DATE_EPOCH"] = str(int(published + days * 86400))
        try:
            assert pelican(content, tmp_path / "situs").returncode == 0
        finally:
            del os.environ["SOURCE_DATE_EPOCH"]
        page = Built(tmp_path / "situs").pages["index.html"]
        assert ("Klarifikasi terbaru" in page.source) is shown


def test_long_lists_are_split_into_pages(content: Path, tmp_path: Path) -> None:
    model = (content / "penjelasan/cek-izin.md").read_text("utf-8")
    for number in range(24):
        text = model.replace("Slug: cek-izin", f"Slug: cek-{number}").replace("izin perusahaan", f"izin {number}")
        (content / f"penjelasan/cek-{number}.md").write_text(text, "utf-8")
    assert pelican(content, tmp_path / "situs").returncode == 0
    site = Built(tmp_path / "situs")
    second = site.pages["penjelasan/hal-2/index.html"]
    assert len(site.pages["penjelasan/index.html"].all("//main//li[@class='item']")) == 20
    assert len(second.all("//main//li[@class='item']")) == 5
    assert second.one("//link[@rel='canonical']/@href").endswith("/penjelasan/hal-2/")
    assert second.target(second.one("//a[@rel='prev']/@href")) == site.path / "penjelasan/index.html"
    assert second.one("//h1").text_content() == "Penjelasan – halaman 2"


def test_no_page_weighs_more_than_the_promise(any_site: Built) -> None:
    shared = sum((any_site.path / name).stat().st_size for name in (
        "theme/css/site.css", "theme/fonts/plus-jakarta-sans-latin.woff2", "theme/img/icon.svg"))
    assert shared < 60_000
    for name, page in any_site.pages.items():
        assert len(page.source.encode()) + shared < 100_000, name


def test_a_site_of_this_size_builds_quickly(content: Path, tmp_path: Path) -> None:
    start = time.monotonic()
    assert pelican(content, tmp_path / "situs").returncode == 0
    assert time.monotonic() - start < 20
