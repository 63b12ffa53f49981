"""One site with a photo, an English page, an old address and a history: what a build makes beside plain pages."""

from __future__ import annotations

import gzip
import shutil
import subprocess
from pathlib import Path

import pytest
from built_site import CONTENT, Built, pelican, walk
from PIL import Image

from monitor.config.regions import read_regions

ENGLISH = """Title: How do I check a placement company's licence?
Slug: cek-izin
Lang: en
Date: 2025-09-11 09:00
Modified: 2025-10-01 09:00
Type: penjelasan
Summary: Ask for the full company name and match it with the official list.
Topics: biaya-penempatan
Checked: 2026-03-05
Sources: Test note | https://contoh.invalid/satu | diperiksa 2026-03-05
Answer: Ask for the full company name.
Helpers: Nearest BP3MI | 021 1234 5678, checked 2026-03-05 | on weekdays
Legal: Law 18/2017
Changes: 2025-10-01 | Telephone number updated.

## What shows that a licence is fake?

There is no such address. See [the Indonesian page]({filename}/penjelasan/cek-izin.md).
"""
PHOTO = "\n![Petugas melayani warga]({static}/images/acara.jpg)\n*Layanan di Palu. Foto: Humas*\n"
RELEASE = "siaran-pers/layanan-pindah/index.html"
SITEURL = "https://info.contoh.invalid"


def photograph(path: Path, side: int = 2600) -> None:
    """Write a grainy photo with a camera's notes in it."""
    note = Image.Exif()
    note[0x010F] = "KAMERA-RAHASIA"
    Image.effect_noise((side, side * 2 // 3), 80).convert("RGB").save(path, "JPEG", quality=88, exif=note)


@pytest.fixture(scope="module")
def content_with_all(tmp_path_factory: pytest.TempPathFactory) -> Path:
    content = Path(shutil.copytree(CONTENT, tmp_path_factory.mktemp("lengkap") / "content"))
    (content.parent / "keluaran").mkdir()
    (content / "penjelasan/cek-izin.en.md").write_text(ENGLISH, "utf-8")
    photograph(content / "images/acara.jpg")
    release = content / "siaran-pers/layanan-pindah.md"
    text = release.read_text("utf-8")
    assert "Type: siaran-pers\n" in text
    release.write_text(text.replace("Type: siaran-pers\n", "Type: siaran-pers\nRedirect-From: /berita/lama/\n") + PHOTO,
                       "utf-8")
    return content


@pytest.fixture(scope="module")
def site(content_with_all: Path) -> Built:
    out = content_with_all.parent / "situs"
    done = pelican(content_with_all, out, "-e", "KIT_BAGIKAN=false", siteurl=SITEURL)
    assert done.returncode == 0, done.stdout + done.stderr
    return Built(out)


def test_every_office_has_a_page_with_its_own_articles(site: Built) -> None:
    offices = read_regions().offices
    for office in offices:
        page = site.pages[f"bp3mi/{office.id}/index.html"]
        assert page.one("//h1").text_content() == office.name
        assert page.one("//p[@class='lead']").text_content() == f"{office.full_name}."
        node = page.node("GovernmentOrganization")
        assert node["name"] == office.full_name
        assert node["parentOrganization"]["name"] == "Kementerian Pelindungan Pekerja Migran Indonesia"
        assert node["areaServed"]["name"] == office.province
        assert ("address" in node) == bool(office.seat)
        assert page.all("//section[@class='sources']//a/@href") == list(office.sources)
        assert "diperiksa 5 Maret 2026" in page.one("//section[@class='sources']").text_content()
    own = site.pages["bp3mi/sulteng/index.html"]
    assert own.all("//ul[@class='items']//a[contains(@href, 'layanan-pindah')]")
    assert (site.path / "feed/bp3mi-sulteng.atom.xml").is_file()
    assert "Siaran pers dan penjelasan" not in site.pages["bp3mi/aceh/index.html"].source
    listed = site.pages["bp3mi/index.html"].all("//main//ul//a/@href")
    assert listed == [f"../bp3mi/{office.id}/" for office in offices]


def test_nothing_on_an_office_page_is_marked_as_a_gap(site: Built) -> None:
    for name, page in site.pages.items():
        if name.startswith("bp3mi/"):
            words = page.one("//main").text_content().lower()
            assert not [word for word in ("belum diketahui", "tidak diketahui", "celah", "unverified", "n/a", "none")
                        if word in words], name


def test_a_photo_is_a_small_figure_to_download_without_camera_notes(site: Built) -> None:
    page = site.pages[RELEASE]
    picture = page.one("//figure/img")
    file = page.target(picture.get("src"))
    with Image.open(file) as shown:
        assert (str(shown.width), str(shown.height)) == (picture.get("width"), picture.get("height"))
        assert shown.format == "WEBP"
    assert file.stat().st_size <= 45_000
    assert picture.get("alt") == "Petugas melayani warga"
    assert picture.get("loading") is None
    assert page.one("//figcaption").text_content().startswith("Layanan di Palu. Foto: Humas Unduh foto (")
    with Image.open(page.target(page.one("//figcaption/a/@href"))) as press:
        assert press.format == "JPEG"
        assert not press.getexif()
    assert not (site.path / "images/acara.jpg").exists()
    assert not [file for file, body in walk(site.path) if b"KAMERA-RAHASIA" in body]
    assert page.node("NewsArticle")["image"][0] == f"{SITEURL}/images/acara.foto.webp"


def test_a_release_with_a_photo_is_light_on_the_first_visit(site: Built) -> None:
    page = site.pages[RELEASE]
    font = site.path / "theme/fonts/plus-jakarta-sans-latin.woff2"
    files = {page.file, font, *(page.target(address) for address in page.loads)}
    weight = sum(len(gzip.compress(file.read_bytes())) if file.suffix in {".html", ".css", ".svg"}
                 else file.stat().st_size for file in files)
    assert len(files) <= 6, sorted(map(str, files))
    assert weight <= 100_000, weight


def test_releases_and_explainers_have_a_tagged_pdf_of_the_said_size(site: Built) -> None:
    pikepdf = pytest.importorskip("pikepdf")
    for name, title, sample in ((RELEASE, "Layanan informasi pindah", True),
                                ("penjelasan/cek-izin/index.html", "Bagaimana memeriksa izin", False),
                                ("en/cek-izin/index.html", "How do I check", False)):
        page = site.pages[name]
        line = page.one("//p[@class='papers']")
        file = page.target(line.find("a").get("href"))
        assert f"({round(file.stat().st_size / 1000)} KB)" in line.text_content()
        with pikepdf.open(file) as paper:
            assert str(paper.docinfo["/Title"]).startswith(title)
            assert "/MarkInfo" in paper.Root
            assert str(paper.Root.Lang)[:2] == ("en" if name.startswith("en/") else "id")
        assert (b"Naskah contoh, bukan rilis resmi" in words_of(file)) is sample
    assert site.pages["klarifikasi/bantuan-tunai/index.html"].all("//p[@class='papers']") == []


def words_of(file: Path) -> bytes:
    program = shutil.which("pdftotext")
    if program is None:
        pytest.skip("pdftotext tidak ada: isi PDF TIDAK diuji; pasang poppler-utils")
    return subprocess.run([program, str(file), "-"], capture_output=True, check=True).stdout


def test_an_unchanged_page_keeps_its_pdf_and_the_search_index_its_bytes(content_with_all: Path, site: Built) -> None:
    kept = content_with_all.parent / "keluaran/simpanan"
    before = {path.name: path.stat().st_ino for path in kept.iterdir()}
    out = content_with_all.parent / "lagi"
    assert pelican(content_with_all, out, "-e", "KIT_BAGIKAN=false", siteurl=SITEURL).returncode == 0
    assert {path.name: path.stat().st_ino for path in kept.iterdir()} == before
    first = {file.relative_to(site.path): body for file, body in walk(site.path)}
    second = {file.relative_to(out): body for file, body in walk(out)}
    assert first == second


def test_an_english_page_and_its_original_name_each_other(site: Built) -> None:
    original, english = site.pages["penjelasan/cek-izin/index.html"], site.pages["en/cek-izin/index.html"]
    for page in (original, english):
        assert {link.get("hreflang"): link.get("href") for link in page.all("//link[@hreflang]")} == {
            "id": f"{SITEURL}/penjelasan/cek-izin/", "x-default": f"{SITEURL}/penjelasan/cek-izin/",
            "en": f"{SITEURL}/en/cek-izin/"}
    assert original.one("//main//a[@hreflang='en']").text_content() == "Read in English"
    assert original.target(original.one("//main//a[@hreflang='en']/@href")) == english.file.resolve()
    assert english.node("Article")["inLanguage"] == "en"
    assert english.node("FAQPage")["mainEntity"][0]["name"] == "How do I check a placement company's licence?"
    assert site.pages["en/index.html"].all("//main//h2/a/@href") == ["../en/cek-izin/"]
    assert f"{SITEURL}/en/cek-izin/" in site.text("sitemap.xml")


def test_nothing_indonesian_is_left_in_the_frame_of_an_english_page(site: Built) -> None:
    page = site.pages["en/cek-izin/index.html"]
    for element in page.all("//*[@lang='id']"):
        element.drop_tree()
    words = page.one("//body").text_content()
    indonesian = ("Jawaban", "Sumber", "Halaman", "diperiksa", "Diterbitkan", "Beranda", "Langsung", "Kanal", "Siapa",
                  "Unduh", "Telepon", "Maret")
    assert [word for word in indonesian if word in words] == []


def test_changes_are_told_with_their_day(site: Built) -> None:
    page = site.pages["en/cek-izin/index.html"]
    assert [item.text_content() for item in page.all("//section[@class='history']//li")] == [
        "11 September 2025: Published", "1 October 2025: Telephone number updated."]
    assert page.one("//p[@class='dateline']/a[@href='#riwayat']").text_content() == "see what changed"


def test_an_old_address_leads_to_the_page(site: Built) -> None:
    moved = site.pages["berita/lama/index.html"]
    assert moved.one("//meta[@http-equiv='refresh']/@content") == "0; url=../../siaran-pers/layanan-pindah/"
    assert moved.target("../../siaran-pers/layanan-pindah/").is_file()
    assert "/berita/lama/ /siaran-pers/layanan-pindah/ 301!" in site.text("_redirects")
    assert "berita" not in site.text("sitemap.xml")


def test_a_photo_that_cannot_be_opened_stops_the_build_by_name(content: Path, tmp_path: Path) -> None:
    (content / "images/acara.jpg").write_bytes(b"bukan foto" * 20_000)
    path = content / "penjelasan/cek-izin.md"
    path.write_text(path.read_text("utf-8") + PHOTO, "utf-8")
    done = pelican(content, tmp_path / "situs", "-e", "KIT_BAGIKAN=false")
    assert done.returncode != 0
    said = " ".join((done.stdout + done.stderr).split())
    assert "penjelasan/cek-izin.md: foto images/acara.jpg tidak bisa dibuka" in said
    assert not (tmp_path / "situs").exists()


def test_without_the_search_program_the_site_is_built_with_plain_lists(
        content: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAGEFIND_BINARY_PATH", str(tmp_path / "tidak-ada"))
    done = pelican(content, tmp_path / "situs", "-e", "KIT_BAGIKAN=false", "PDF=false", siteurl=SITEURL)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "pip install 'pagefind[bin]'" in done.stderr
    site = Built(tmp_path / "situs")
    page = site.pages["cari/index.html"]
    assert page.all("//form | //script[@src]") == []
    assert "script-src" not in page.one("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert len(page.all("//main//ul//a")) > 25
    assert site.pages["index.html"].all("//form") == []
    assert not (site.path / "pagefind").exists()


def test_a_text_with_letters_that_the_font_lacks_gets_its_page_but_no_pdf(content: Path, tmp_path: Path) -> None:
    path = content / "penjelasan/cek-izin.md"
    path.write_text(path.read_text("utf-8") + "\nDi Korea: 고용허가제. Di Arab: نظام الكفالة. 😀\n", "utf-8")
    done = pelican(content, tmp_path / "situs", "-e", "KIT_BAGIKAN=false", "PENCARIAN=false")
    assert done.returncode == 0, done.stdout + done.stderr
    page = Built(tmp_path / "situs").pages["penjelasan/cek-izin/index.html"]
    assert "고용허가제" in page.source
    assert page.all("//p[@class='papers']") == []
    assert "penjelasan/cek-izin.md:1: PDF tidak dapat dibuat" in done.stderr
