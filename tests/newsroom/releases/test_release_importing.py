from __future__ import annotations

import io
from datetime import datetime
from pathlib import Path

import pytest
from PIL import Image
from word_files import TITLE, manuscript, photo, with_macros

from monitor.config.settings import Site
from monitor.dates import ZONES
from monitor.errors import DraftError, MonitorError, ReleaseError
from monitor.newsroom.frontmatter import read_document
from monitor.newsroom.releases import photos
from monitor.newsroom.releases.drafting import Beginning
from monitor.workflows import release, writing

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=ZONES["WIB"])
EMPTY = Beginning("", NOW)
WEB = """<!doctype html><html><head><title>Situs</title><style>p{color:red}</style></head><body>
<nav><a href="/">Beranda</a></nav><h1>Layanan&nbsp;pindah ke lantai dua</h1><div style="font:12px"><p>
<span>Bandung, KemenP2MI (20/11/2026) &ndash; Loket <b onclick="x()">pindah</b>. <a href="javascript:alert(1)">klik</a>
dan <a href="https://contoh.invalid/a?b=1">tautan</a>.</span></p><script>alert("jahat")</script>
<iframe src="https://y.invalid"></iframe><img src="https://luar.invalid/p.jpg" alt="x">
<table><tr><td>Senin</td><td>08.00</td></tr></table><ul><li>Satu</li></ul></div></body></html>"""


@pytest.fixture
def site(content: Path) -> Site:
    return Site(content=content)


def pictures(content: Path) -> list[str]:
    return sorted(each.name for each in (content / "images").iterdir() if each.suffix != ".svg")


def test_a_word_file_becomes_a_draft_with_text_photo_and_caption(site: Site, tmp_path: Path) -> None:
    written = writing.import_file(site, manuscript(tmp_path / "a.docx"), EMPTY)
    document = read_document(written.path)
    assert document.text("title") == TITLE
    assert document.text("status") == "draft"
    assert document.text("city") == "Solo"
    assert document.text("date").startswith("2026-11-20 ")
    assert document.text("summary") == "Sebanyak 40 calon perawat mulai belajar bahasa Jepang di Solo."
    name = written.path.stem
    for part in ("Solo, KemenP2MI (20/11/2026) – Sebanyak", "**Bawa KTP.**", "| Solo | 40 orang |", "- Kartu keluarga",
                 f"![Peserta duduk di ruang kelas]({{static}}/images/{name}-1.webp)\n"
                 f"*Kelas hari pertama. Foto: Humas KemenP2MI* [Unduh foto]({{static}}/images/{name}-1.jpg)\n",
                 "** (Humas/KemenP2MI)"):
        assert part in document.body, part
    assert document.body.count("Kelas hari pertama") == 1
    assert TITLE not in document.body
    assert pictures(site.content) == [f"{name}-1.jpg", f"{name}-1.webp"]
    assert [words for _, words in written.missing] == ["[Isi: topik, misalnya kerja-sama-negara-tujuan]"]


def test_photos_lose_place_and_camera_and_fit_the_page(site: Site, tmp_path: Path) -> None:
    assert b"KameraRahasia" in photo(place=True)
    writing.import_file(site, manuscript(tmp_path / "a.docx"), EMPTY)
    for name in pictures(site.content):
        data = (site.content / "images" / name).read_bytes()
        assert b"KameraRahasia" not in data
        with Image.open(io.BytesIO(data)) as picture:
            assert not picture.getexif()
            assert name.endswith(".jpg") or (len(data) <= photos.PAGE_BYTES and max(picture.size) <= photos.PAGE_SIDE)


@pytest.mark.parametrize("alt", ["", "A group of people in a room\n\nDescription automatically generated",
                                 "IMG_2031.jpg", "WhatsApp Image 2026-11-20 at 10.31.22.jpeg"])
def test_an_alternative_text_no_person_wrote_is_asked_for(site: Site, tmp_path: Path, alt: str) -> None:
    written = writing.import_file(site, manuscript(tmp_path / "a.docx", alt=alt), EMPTY)
    assert "[Isi: apa yang terlihat di foto ini]" in {words for _, words in written.missing}
    with pytest.raises(ReleaseError, match="belum diisi"):
        release.ready(site, written.path, by="Sari", now=NOW)


def test_tracked_changes_are_refused_or_told(site: Site, tmp_path: Path) -> None:
    source = manuscript(tmp_path / "a.docx", tracked=True)
    with pytest.raises(ReleaseError, match="1 disisipkan, 1 dihapus"):
        writing.import_file(site, source, EMPTY)
    assert pictures(site.content) == []
    written = writing.import_file(site, source, EMPTY, accept_changes=True)
    assert any("seandainya semua diterima" in each for each in written.said)
    assert "Kelas selesai Februari" in written.path.read_text("utf-8")
    assert "Januari" not in written.path.read_text("utf-8")


def test_macros_and_other_files_are_refused_and_leave_nothing(site: Site, tmp_path: Path) -> None:
    before = sorted(site.content.rglob("*"))
    files = {"m.docx": with_macros(tmp_path / "m.docx").read_bytes(), "a.docm": b"PK", "a.pdf": b"%PDF", "a.doc": b"x",
             "rusak.docx": b"bukan zip", "kosong.txt": b"  ", "latin.txt": "é".encode("latin-1"), "a.bin": b"x",
             "judul.txt": b"Hanya judul\n", "kunci.md": b"Title: A\nSlug: a\n\nIsi\n"}
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
        with pytest.raises((DraftError, ReleaseError)) as error:
            writing.import_file(site, tmp_path / name, EMPTY)
        assert error.value.todo, name
    with pytest.raises(ReleaseError, match="tidak ditemukan"):
        writing.import_file(site, tmp_path / "tiada.docx", EMPTY)
    assert sorted(site.content.rglob("*")) == before


def test_a_page_pasted_from_a_website_is_cleaned(site: Site, tmp_path: Path) -> None:
    (tmp_path / "web.html").write_text(WEB, "utf-8")
    written = writing.import_file(site, tmp_path / "web.html", EMPTY)
    document = read_document(written.path)
    assert document.text("title") == "Layanan pindah ke lantai dua"
    assert document.text("city") == "Bandung"
    for part in ("Loket **pindah**. klik", "[tautan](https://contoh.invalid/a?b=1)", "- Satu", "08.00"):
        assert part in document.body
    for part in ("<", "javascript", "alert", "onclick", "luar.invalid", "Beranda", "color"):
        assert part not in document.body
    assert any("2 skrip atau bingkai dibuang" in each for each in written.said)
    assert any("1 gambar dari situs lain" in each for each in written.said)


def test_html_inside_a_text_file_is_cleaned_too(site: Site, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text('Judul tempelan\n\n<p style="x">Solo, KemenP2MI (20/11/2026) – Isi.</p>'
                                    '<div onclick="a()">Lagi</div>\n', "utf-8")
    written = writing.import_file(site, tmp_path / "a.txt", EMPTY)
    assert written.path.name == "judul-tempelan.md"
    body = read_document(written.path).body
    assert "Lagi" in body
    assert "<" not in body


def test_a_second_import_of_the_same_file_overwrites_nothing(site: Site, tmp_path: Path) -> None:
    source = manuscript(tmp_path / "a.docx")
    written = writing.import_file(site, source, EMPTY)
    before = {path: path.read_bytes() for path in site.content.rglob("*") if path.is_file()}
    with pytest.raises(ReleaseError, match="sudah dipakai"):
        writing.import_file(site, source, EMPTY)
    written.path.unlink()
    with pytest.raises(ReleaseError, match="sudah ada"):
        writing.import_file(site, source, EMPTY)
    before.pop(written.path)
    assert {path: path.read_bytes() for path in site.content.rglob("*") if path.is_file()} == before


def test_an_imported_draft_goes_on_to_publication(site: Site, tmp_path: Path) -> None:
    begin = Beginning("", NOW, topics=("kerja-sama-negara-tujuan",), contact="Humas, 021 1234 5678")
    written = writing.import_file(site, manuscript(tmp_path / "a.docx"), begin)
    assert written.missing == ()
    release.ready(site, written.path, by="Sari", now=NOW)
    release.approve(site, written.path, by="Budi", now=NOW)
    release.publish(site, written.path, at=None, by="Sari", now=NOW)


@pytest.fixture
def draft(site: Site) -> Path:
    return writing.new(site, Beginning("Kelas dibuka", NOW, "Solo")).path


def test_a_photo_is_put_before_the_sign_off(site: Site, draft: Path, tmp_path: Path) -> None:
    (tmp_path / "p.jpg").write_bytes(photo(3000, 2000, place=True))
    writing.add_photo(site, draft, tmp_path / "p.jpg", alt="Peserta [kelas]", caption="Hari *pertama*")
    writing.add_photo(site, draft, tmp_path / "p.jpg", alt="Ruang kelas", caption="")
    body = draft.read_text("utf-8")
    assert body.index("kelas-dibuka-1.webp") < body.index("kelas-dibuka-2.webp") < body.index("** (Humas")
    assert "![Peserta kelas]({static}/images/kelas-dibuka-1.webp)\n*Hari pertama* [Unduh foto]" in body


def test_a_photo_takes_the_approval_of_a_release_away(site: Site, draft: Path, tmp_path: Path) -> None:
    text = draft.read_text("utf-8").replace("Status: draft", "Status: approved\nApproved: 2026-11-22 09:00 WIB | Budi")
    draft.write_text(text, "utf-8")
    (tmp_path / "p.jpg").write_bytes(photo())
    written = writing.add_photo(site, draft, tmp_path / "p.jpg", alt="a b", caption="c")
    assert any("Budi) tidak berlaku lagi" in each for each in written.said)


@pytest.mark.parametrize(("data", "said"), [
    (b"bukan foto", "bukan foto yang bisa dibuka"), (b"", "bukan foto yang bisa dibuka"),
    (photo()[:3000], "bukan foto yang bisa dibuka"), (b"GIF89a" + b"\xff\xff\xff\xff" + b"\x00" * 40, "foto"),
])
def test_a_file_that_is_no_photo_is_refused(site: Site, draft: Path, tmp_path: Path, data: bytes, said: str) -> None:
    (tmp_path / "p.jpg").write_bytes(data)
    before = draft.read_bytes()
    with pytest.raises(MonitorError, match=said):
        writing.add_photo(site, draft, tmp_path / "p.jpg", alt="a", caption="b")
    assert draft.read_bytes() == before
    assert pictures(site.content) == []


def test_a_photo_of_forty_megabytes_is_told_before_the_build(site: Site, draft: Path) -> None:
    with (site.content / "images/raksasa.jpg").open("wb") as file:
        file.truncate(40_000_000)
    text = draft.read_text("utf-8").replace("Status: draft\n", "")
    draft.write_text(text + "\n![Foto]({static}/images/raksasa.jpg)\n", "utf-8")
    from monitor.newsroom.content import check_content

    (found,) = [each for each in check_content(site.content) if "raksasa" in each.what]
    assert found.blocks
    assert found.line == len(draft.read_text("utf-8").splitlines())
    assert "40,0 MB" in found.what
    assert "monitor release photo" in found.todo


@pytest.mark.parametrize("link", ["/../../pelicanconf.py", "../../../etc/passwd", "/%2e%2e/%2e%2e/rahasia.jpg"])
def test_a_link_out_of_the_content_folder_stops_the_build(site: Site, draft: Path, link: str) -> None:
    from monitor.newsroom.content import check_content

    text = draft.read_text("utf-8").replace("Status: draft\n", "")
    draft.write_text(text + f"\n[x]({{static}}{link})\n", "utf-8")
    assert any("di luar folder isi" in each.what and each.blocks for each in check_content(site.content))


def test_transparent_and_turned_photos_come_out_upright_on_white() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (300, 200), (0, 0, 0, 0)).save(out, "PNG")
    with Image.open(io.BytesIO(photos.shrink(out.getvalue(), "a.png").press)) as picture:
        assert picture.getpixel((10, 10)) == (255, 255, 255)
    turned = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (300, 200)).save(turned, "JPEG", exif=exif)
    small = photos.shrink(turned.getvalue(), "b.jpg")
    assert (small.width, small.height) == (200, 300)
