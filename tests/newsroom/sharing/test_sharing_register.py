from __future__ import annotations

import io
import sys
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest
import zxingcpp
from PIL import Image

sys.path.insert(0, str(Path(__file__).parent))

from shared_pages import claim

from monitor.errors import SiteError
from monitor.newsroom.details import Channel, PageType
from monitor.newsroom.keeping import Keeper
from monitor.newsroom.sharing.archive import pack
from monitor.newsroom.sharing.kit import KitMaker
from monitor.newsroom.sharing.register import FILE, Entry, Issue, history, read_register, record, write_register
from monitor.newsroom.sharing.version import Version, differences, version_of

DAY = date(2026, 9, 12)
PHONE = Channel("Telepon", "0-800-1000", "tel:08001000", date(2026, 9, 1))


def state(folder: Path, **given: str) -> Version:
    return version_of(claim(folder, **given), (PHONE,))


def test_a_new_checking_date_alone_makes_no_new_version(tmp_path: Path) -> None:
    old = state(tmp_path, checked="2026-09-10")
    new = state(tmp_path, checked="2026-11-20")
    assert old.hash == new.hash
    assert differences(old, new) == ()


def test_a_changed_word_anywhere_makes_a_new_version_and_is_named(tmp_path: Path) -> None:
    old = state(tmp_path)
    assert differences(old, state(tmp_path, title="Judul lain")) == (
        "Judul. Dahulu: “Tidak ada bantuan tunai” Sekarang: “Judul lain”",)
    fact = "Kementerian tidak pernah membagikan uang lewat pesan. Bantahannya terbit pada 3 September 2026."
    assert differences(old, state(tmp_path, fact=fact)) == (
        "Fakta. Dahulu: “Kementerian tidak membagikan uang lewat pesan berantai.” "
        "Sekarang: “Kementerian tidak pernah membagikan uang lewat pesan.”",)
    body = "Nomor pengirim sudah diblokir.\n\n## Bagian baru\n\nIsi."
    assert differences(old, state(tmp_path, body=body)) == (
        "Bagian “Bagaimana kami tahu”: diperbarui.", "Bagian “Bagian baru”: ditambahkan.")
    assert differences(state(tmp_path, body=body), old)[-1] == "Bagian “Bagian baru”: dihapus."
    other = version_of(claim(tmp_path), (Channel("Telepon", "0-800-2000", "", PHONE.checked),))
    assert differences(old, other) == ("Tempat mengadu: diperbarui.",)


def test_the_register_remembers_versions_withdrawals_and_returns(tmp_path: Path) -> None:
    first, second = state(tmp_path), state(tmp_path, title="Judul lain")
    entries = record({}, [("bantuan-tunai", PageType.CLARIFICATION, first)], DAY)
    write_register(tmp_path, entries)
    assert read_register(tmp_path) == entries
    before = (tmp_path / FILE).stat().st_mtime_ns
    write_register(tmp_path, record(entries, [("bantuan-tunai", PageType.CLARIFICATION, first)], date(2026, 9, 20)))
    assert (tmp_path / FILE).stat().st_mtime_ns == before, "nothing new, nothing written"

    changed = record(entries, [("bantuan-tunai", PageType.CLARIFICATION, second)], date(2026, 9, 21))
    assert [issue.issued for issue in changed["bantuan-tunai"].issues] == [DAY, date(2026, 9, 21)]
    gone = record(changed, [], date(2026, 9, 22))
    assert gone["bantuan-tunai"].withdrawn == date(2026, 9, 22)
    assert record(gone, [], date(2026, 10, 1)) == gone, "the day it was found gone stays"
    write_register(tmp_path, gone)
    assert read_register(tmp_path) == gone
    back = record(gone, [("bantuan-tunai", PageType.CLARIFICATION, second)], date(2026, 10, 2))
    assert back["bantuan-tunai"].withdrawn is None


def test_the_history_is_the_same_before_and_after_recording(tmp_path: Path) -> None:
    first, second = state(tmp_path), state(tmp_path, title="Judul lain")
    entry = Entry("bantuan-tunai", PageType.CLARIFICATION, (Issue(DAY, first),))
    waiting = history(entry, second)
    recorded = record({"bantuan-tunai": entry}, [("bantuan-tunai", PageType.CLARIFICATION, second)], DAY)
    assert waiting == history(recorded["bantuan-tunai"], second) != ()
    assert history(None, first) == history(entry, first) == ()


@pytest.mark.parametrize("text", ["", "[]", "{", '{"format": 2, "kit": {}}', '{"format": 1, "kit": {"a": {}}}',
                                  '{"format": 1, "kit": {"../x": {"kind": "klarifikasi", "issues": []}}}'])
def test_a_damaged_register_is_told_not_ignored(tmp_path: Path, text: str) -> None:
    (tmp_path / FILE).write_text(text, "utf-8")
    with pytest.raises(SiteError) as error:
        read_register(tmp_path)
    assert "rusak" in error.value.what
    assert "git" in error.value.todo


def test_a_zip_holds_everything_and_the_same_bytes_each_time(tmp_path: Path) -> None:
    maker = KitMaker("https://info.contoh.go.id", True, (PHONE,), Keeper(None), unit="bp3mi-jabar")
    page = claim(tmp_path)
    kit = maker.make(page)
    assert pack(kit) == pack(maker.make(page))
    with ZipFile(io.BytesIO(pack(kit))) as archive:
        names = archive.namelist()
        assert names == [f"bantuan-tunai/{name}" for name in (
            "BACA-DULU.txt", "takarir-whatsapp.txt", "takarir-x-threads.txt", "takarir-facebook-linkedin.txt",
            "takarir-instagram.txt", "tanya-jawab.txt", "teks-alternatif.txt", "kartu-1200x630.png",
            "kartu-1080x1080.png", "kartu-1080x1920.png", "qr.png", "qr.svg")]
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        cover = archive.read(names[0]).decode()
        code = Image.open(io.BytesIO(archive.read("bantuan-tunai/qr.png")))
        sizes = [Image.open(io.BytesIO(archive.read(name))).size for name in names if "kartu-1" in name]
        captions = "".join(archive.read(name).decode() for name in names if "takarir" in name)
    assert sizes == [(1200, 630), (1080, 1080), (1080, 1920)]
    assert [found.text for found in zxingcpp.read_barcodes(code)] == [kit.address]
    assert "Berlaku sampai 9 Desember 2026." in cover
    assert kit.version.hash in cover
    assert "Jangan minta NIK di kolom komentar." in cover
    assert "- Telepon: 0-800-1000 (diperiksa 1 September 2026)" in cover
    assert "SITUS CONTOH" not in cover
    assert captions.count("utm_campaign=bp3mi-jabar") == 3


def test_the_zip_of_a_site_that_is_not_cleared_says_so(tmp_path: Path) -> None:
    kit = KitMaker("https://situs-contoh.invalid", False, (), Keeper(None)).make(claim(tmp_path))
    with ZipFile(io.BytesIO(pack(kit))) as archive:
        assert archive.read("bantuan-tunai/BACA-DULU.txt").decode().startswith("SITUS CONTOH, BUKAN SITUS RESMI")
