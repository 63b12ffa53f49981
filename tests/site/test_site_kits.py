"""The share kits as a build writes them: pages, cards, ZIPs, and what becomes of them when a page changes."""

from __future__ import annotations

import json
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from built_site import Built, pelican, walk
from PIL import Image

from monitor.newsroom.sharing.page import complaint_lines, official_channels, read_page
from monitor.newsroom.sharing.register import FILE, read_register, record, write_register
from monitor.newsroom.sharing.version import version_of

KIT = "bagikan/bantuan-tunai/index.html"
CLAIM = "klarifikasi/bantuan-tunai.md"


def build(content: Path, out: Path, *extra: str) -> Built:
    done = pelican(content, out, *extra)
    assert done.returncode == 0, done.stdout + done.stderr
    return Built(out)


def hand_out(content: Path, day: date = date(2026, 3, 6)) -> None:
    """Put the kits of the content as it is now into the register."""
    contacts = complaint_lines(official_channels(content))
    pages = [read_page(content / name) for name in (CLAIM, "penjelasan/cek-izin.md")]
    write_register(content, record({}, [(page.slug, page.kind, version_of(page, contacts)) for page in pages], day))


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


@pytest.mark.parametrize("slug", ["bantuan-tunai", "cek-izin"])
def test_every_explainer_and_clarification_has_a_kit_and_no_release_has(sample_site: Built, slug: str) -> None:
    folder = sample_site.path / "bagikan" / slug
    assert {file.name for file in folder.iterdir()} == {
        "index.html", f"{slug}.zip", "qr.svg", "kartu-1200x630.png", "kartu-1080x1080.png", "kartu-1080x1920.png"}
    assert {each.name for each in folder.parent.iterdir()} == {"index.html", "bantuan-tunai", "cek-izin"}
    with ZipFile(BytesIO((folder / f"{slug}.zip").read_bytes())) as archive:
        assert archive.testzip() is None
        assert len(archive.namelist()) == 12


def test_the_card_is_the_picture_of_the_page_when_it_is_shared(official_site: Built) -> None:
    page = official_site.pages["klarifikasi/bantuan-tunai/index.html"]
    address = page.one("//meta[@property='og:image']/@content")
    assert address == "https://info.contoh.invalid/bagikan/bantuan-tunai/kartu-1200x630.png"
    with Image.open(official_site.path / address.removeprefix("https://info.contoh.invalid/")) as card:
        assert [str(side) for side in card.size] == [
            page.one("//meta[@property='og:image:width']/@content"),
            page.one("//meta[@property='og:image:height']/@content")]
    assert "Tidak ada bantuan tunai" in page.one("//meta[@property='og:image:alt']/@content")
    other = official_site.pages["tentang/index.html"]
    assert other.one("//meta[@property='og:image']/@content").endswith("/theme/img/share.png")


def test_a_page_leads_to_its_kit_and_the_kit_back(sample_site: Built) -> None:
    page = sample_site.pages["klarifikasi/bantuan-tunai/index.html"]
    kit = sample_site.pages[KIT]
    assert page.target(page.one("//a[text()='Kit berbagi untuk pegawai']/@href")) == sample_site.path / KIT
    assert kit.target(kit.one("//a[text()='Baca halamannya']/@href")).parent.name == "bantuan-tunai"


def test_a_kit_shows_fact_captions_pictures_replies_and_rules(sample_site: Built) -> None:
    kit = sample_site.pages[KIT]
    text = " ".join(kit.one("//main").text_content().split())
    for words in ("Fakta dalam satu kalimat Kementerian tidak membagikan uang", "diperiksa 5 Maret 2026",
                  "Berlaku sampai3 Juni 2026", "Jangan minta NIK di kolom komentar.", "Tempat mengadu", "0-800-1000",
                  "Masa berlaku kit ini sudah lewat.", "Benarkah kabar ini:", "Belum ada perubahan sejak kit pertama."):
        assert words in text
    labels = [" ".join(label.text_content().split()) for label in kit.all("//label")]
    assert len(labels) == 4
    assert all("ubah dengan kata Anda sendiri" in label for label in labels)
    areas = {area.get("id"): area.text for area in kit.all("//textarea")}
    assert len(areas["takarir-x-threads"].strip()) <= 280
    pictures = kit.all("//main//figure/img")
    assert len(pictures) == 4
    assert all(len(picture.get("alt")) > 20 for picture in pictures)
    hosts = {link.split("/")[2] for link in kit.all("//section[@aria-labelledby='langsung']//a/@href")}
    assert hosts == {"wa.me", "x.com", "www.facebook.com", "t.me"}


def test_the_kit_is_the_same_whether_or_not_it_was_recorded(content: Path, tmp_path: Path) -> None:
    hand_out(content)
    edit(content / CLAIM, "Kementerian tidak membagikan uang", "KemenP2MI tidak membagikan uang")
    before = build(content, tmp_path / "satu").text(KIT)
    contacts = complaint_lines(official_channels(content))
    page = read_page(content / CLAIM)
    other = read_page(content / "penjelasan/cek-izin.md")
    write_register(content, record(read_register(content), [(each.slug, each.kind, version_of(each, contacts))
                                                            for each in (page, other)], date(2026, 3, 9)))
    assert build(content, tmp_path / "dua").text(KIT) == before


def test_a_changed_page_recalls_its_kit_with_the_new_truth_and_the_day(content: Path, tmp_path: Path) -> None:
    hand_out(content)
    edit(content / CLAIM, "Kementerian tidak membagikan uang lewat pesan berantai",
         "KemenP2MI tidak pernah membagikan uang lewat pesan berantai")
    edit(content / CLAIM, "Date: 2025-09-12 14:30", "Date: 2025-09-12 14:30\nModified: 2026-03-08 09:00\n"
         "Changes: 2026-03-08 | Nama kementerian ditulis singkat.")
    site = build(content, tmp_path / "situs")
    notice = " ".join(site.pages[KIT].one("//aside[@aria-label='Kit berubah']").text_content().split())
    assert notice.startswith("Kit ini berubah pada 8 Maret 2026. Kiriman lama perlu dihapus atau dibetulkan.")
    assert "Dahulu: “Kementerian tidak membagikan uang" in notice
    assert "Sekarang: “KemenP2MI tidak pernah membagikan uang" in notice
    assert notice.endswith("Keterangan redaksi: Nama kementerian ditulis singkat.")
    assert "KemenP2MI tidak pernah" in site.pages[KIT].one("//section[@aria-labelledby='fakta']").text_content()
    assert site.pages["bagikan/cek-izin/index.html"].all("//aside[@aria-label='Kit berubah']") == []


@pytest.mark.parametrize("how", ["hapus", "embargo"])
def test_a_withdrawn_page_leaves_a_notice_and_no_kit(content: Path, tmp_path: Path, how: str) -> None:
    hand_out(content)
    if how == "hapus":
        (content / CLAIM).unlink()
    else:
        edit(content / CLAIM, "Date: 2025-09-12 14:30", "Date: 2099-09-12 14:30")
    site = build(content, tmp_path / "situs")
    assert [file.name for file in (site.path / "bagikan/bantuan-tunai").iterdir()] == ["index.html"]
    page = site.pages[KIT]
    assert page.one("//h1").text_content() == "Kit ini ditarik"
    assert "Jangan membagikan lagi" in page.one("//main").text_content()
    assert "Kit terakhir dibagikan6 Maret 2026" in "".join(page.one("//main").text_content().split("\n"))
    assert page.all("//textarea | //main//img") == []
    listed = site.pages["bagikan/index.html"]
    assert [link.text_content() for link in listed.all("//section[@aria-labelledby='ditarik']//a")] == [
        "Tidak ada bantuan tunai lewat pesan berantai"]


def test_a_page_that_moved_leads_from_its_old_kit_to_the_new_one(content: Path, tmp_path: Path) -> None:
    hand_out(content)
    edit(content / CLAIM, "Slug: bantuan-tunai", "Slug: tidak-ada-bantuan\nRedirect-From: /klarifikasi/bantuan-tunai/")
    site = build(content, tmp_path / "situs")
    page = site.pages[KIT]
    assert page.one("//h1").text_content() == "Kit ini pindah"
    assert page.target(page.one("//a[text()='kit yang baru']/@href")) == (
        site.path / "bagikan/tidak-ada-bantuan/index.html")


def test_a_page_that_never_was_public_leaves_nothing(content: Path, tmp_path: Path) -> None:
    edit(content / CLAIM, "Date: 2025-09-12 14:30", "Date: 2099-09-12 14:30")
    site = build(content, tmp_path / "situs")
    assert not (site.path / "bagikan/bantuan-tunai").exists()
    for file, body in walk(site.path / "bagikan"):
        assert b"bantuan-tunai" not in body, file


def test_cards_are_kept_between_builds(content: Path, tmp_path: Path) -> None:
    (tmp_path / "keluaran").mkdir()
    build(content, tmp_path / "situs")
    kept = {file: file.read_bytes() for file in (tmp_path / "keluaran/simpanan").glob("kartu-*.png")}
    assert len(kept) == 6
    mark = next(file for file, body in kept.items()
                if body == (tmp_path / "situs/bagikan/cek-izin/kartu-1200x630.png").read_bytes())
    Image.new("RGB", (1200, 630), "red").save(mark)
    edit(content / CLAIM, "Tidak ada bantuan tunai", "Tak ada bantuan tunai")
    site = build(content, tmp_path / "situs")
    assert (site.path / "bagikan/cek-izin/kartu-1200x630.png").read_bytes() == mark.read_bytes(), "not drawn again"
    assert len(list((tmp_path / "keluaran/simpanan").glob("kartu-*.png"))) == 9


def test_one_setting_leaves_the_kits_out(content: Path, tmp_path: Path) -> None:
    site = build(content, tmp_path / "situs", "-e", "KIT_BAGIKAN=false")
    assert not (site.path / "bagikan").exists()
    page = site.pages["klarifikasi/bantuan-tunai/index.html"]
    assert page.one("//meta[@property='og:image']/@content").endswith("/theme/img/share.png")
    assert page.all("//a[text()='Kit berbagi untuk pegawai']") == []


def test_a_damaged_register_stops_the_build(content: Path, tmp_path: Path) -> None:
    (content / FILE).write_text(json.dumps({"format": 9}), "utf-8")
    done = pelican(content, tmp_path / "situs")
    assert done.returncode != 0
    assert "bagikan.json rusak" in done.stdout + done.stderr
    assert not (tmp_path / "situs").exists()

