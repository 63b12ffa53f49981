from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.dates import ZONES
from monitor.newsroom.content import check_content
from monitor.newsroom.details import PageType, parse_moment, zone_name
from monitor.newsroom.frontmatter import parse_document
from monitor.newsroom.releases.editing import one_line, read_source, set_keys, write_whole
from monitor.newsroom.releases.fingerprint import fingerprint
from monitor.newsroom.releases.state import State, faults, read_release, to_fill, written
from monitor.newsroom.releases.visibility import Visibility, visibility

TEXT = ("Title: Judul\nSlug: judul\nDate: 2026-11-20 10:00\nType: siaran-pers\nSummary: Satu kalimat.\n"
        "Topics: aduan-layanan\nCity: Solo\nChecked: 2026-03-05\n\nSolo, KemenP2MI (20/11/2026) – Isi naskah.\n"
        "![Foto]({static}/images/a.jpg)\n")
NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


def hashed(content: Path, text: str = TEXT) -> str:
    return fingerprint(parse_document(content / "siaran-pers/a.md", text), content)


def test_a_fingerprint_survives_what_editors_and_git_do_to_line_ends(content: Path) -> None:
    same = (TEXT.replace("\n", "\r\n"), TEXT + "\n\n", TEXT.replace("naskah.\n", "naskah. \t\n"),
            TEXT.replace("Summary: Satu kalimat.", "Summary: Satu\n    kalimat."), "---\n" + TEXT.replace(
                "\n\n", "\n---\n\n", 1))
    assert {hashed(content, text) for text in same} == {hashed(content)}


@pytest.mark.parametrize(("old", "new"), [
    ("Title: Judul", "Title: judul"), ("Slug: judul", "Slug: lain"), ("City: Solo", "City: Kupang"),
    ("Satu kalimat.", "Satu kalimat!"), ("Isi naskah.", "Isi naskah"), ("Isi naskah", "Isi  naskah"),
    ("![Foto]", "![Lain]"), ("a.jpg", "b.jpg"), ("City: Solo", "City: Solo\nContact: Humas"),
    ("City: Solo", "City: Solo\nOfficials: Budi"),
])
def test_a_fingerprint_follows_every_word_that_readers_see(content: Path, old: str, new: str) -> None:
    assert old in TEXT
    assert hashed(content, TEXT.replace(old, new)) != hashed(content)


def test_a_fingerprint_follows_the_bytes_of_a_photo(content: Path) -> None:
    missing = hashed(content)
    (content / "images/a.jpg").write_bytes(b"satu")
    first = hashed(content)
    (content / "images/a.jpg").write_bytes(b"dua")
    assert len({missing, first, hashed(content)}) == 3


def test_publication_does_not_change_a_fingerprint(content: Path) -> None:
    published = set_keys(TEXT, {"Date": "2026-11-25 10:00 WITA", "Status": "published", "Modified": "2026-11-26 10:00",
                                "Checked": "2026-11-22", "Published": "2026-11-22 09:00 WIB | Sari"})
    assert hashed(content, published) == hashed(content)


def test_a_moment_keeps_the_zone_it_was_written_in() -> None:
    for zone, hour in (("WIB", 3), ("WITA", 2), ("WIT", 1)):
        moment = parse_moment(f"2026-11-25 10:00 {zone}")
        assert moment.astimezone(UTC).hour == hour
        assert zone_name(moment) == zone
        assert written(moment) == f"2026-11-25 10:00 {zone}"
    assert parse_moment("2026-11-25 10:00") == parse_moment("2026-11-25 10:00 WIB")
    for wrong in ("2026-11-25 10:00 UTC", "2026-02-31 10:00 WIB", "2026-11-25 WITA", "2026-11-25 10:00  WIT"):
        with pytest.raises(ValueError, match=r"."):
            parse_moment(wrong)


@pytest.mark.parametrize(("keys", "official", "seen"), [
    ({}, False, Visibility.PUBLIC), ({}, True, Visibility.HELD),
    ({"Approved": "2026-11-20 09:00 WIB | Budi", "Approved-Hash": "0" * 64}, True, Visibility.PUBLIC),
    ({"Status": "draft"}, False, Visibility.HELD), ({"Status": "ready"}, False, Visibility.HELD),
    ({"Status": "approved"}, False, Visibility.HELD), ({"Status": "entah"}, False, Visibility.HELD),
    ({"Status": "withdrawn", "Withdrawn": "2026-11-21 09:00 WIB | Keliru. | Budi"}, True, Visibility.WITHDRAWN),
    ({"Date": "2026-11-22 10:59 WIT"}, False, Visibility.PUBLIC), ({"Date": "2026-11-22 11:01 WIT"}, False,
                                                                    Visibility.HELD),
    ({"Date": "2026-11-22 09:01"}, False, Visibility.HELD), ({"Date": "31/02/2026"}, False, Visibility.HELD),
    ({"Date": "2026-11-22 11:01 WIT", "Status": "withdrawn", "Withdrawn": "2026-11-21 09:00 WIB | Keliru. | Budi"},
     False, Visibility.HELD),
])
def test_what_a_build_does_with_a_release(keys: dict[str, str], official: bool, seen: Visibility) -> None:
    document = parse_document(Path("a.md"), set_keys(TEXT, keys))
    assert visibility(document, PageType.RELEASE, official=official, now=NOW) is seen


@pytest.mark.parametrize(("keys", "line", "said", "always"), [
    ({"Approved": "kemarin | Budi", "Approved-Hash": "0" * 64}, 9, "Approved 'kemarin | Budi' tidak terbaca", False),
    ({"Approved": "2026-11-20 09:00 WIB | Budi"}, 1, "harus ada bersama", False),
    ({"Approved-Hash": "abc"}, 9, "Approved-Hash 'abc' tidak terbaca", False),
    ({"Status": "draft", "Published": "2026-11-20 09:00 WIB | Sari"}, 9, "sudah diterbitkan Sari", True),
    ({"Published": "2026-11-20 09:00 WIB | Sari"}, 1, "baris persetujuannya hilang", True),
    ({"Status": "withdrawn"}, 9, "tanpa alasan", True), ({"Status": "approved"}, 9, "tanpa baris Approved", False),
    ({"Corrections": ("2026-11-20 09:00 WIB | Satu. | Budi", "2026-11-20 | Dua.")}, 10, "tidak terbaca", False),
    ({"Approved": "2026-11-20 09:00 WIB | Budi", "Approved-Hash": "0" * 64}, 10, "berubah sesudah disetujui Budi",
     False),
])
def test_a_broken_state_is_told_with_its_line_and_cure(content: Path, keys: dict[str, str], line: int, said: str,
                                                       always: bool) -> None:
    (fault,) = faults(parse_document(content / "a.md", set_keys(TEXT, keys)), content)
    assert (fault.line, fault.always) == (line, always)
    assert said in fault.what
    assert fault.todo


def test_a_draft_never_stops_a_build_but_a_lost_publication_does(content: Path) -> None:
    path = content / "siaran-pers/draf.md"
    path.write_text(set_keys(TEXT, {"Status": "draft", "Date": "besok", "Topics": "tidak-ada", "Slug": "cek-izin"}),
                    "utf-8")
    mine = [each for each in check_content(content) if each.path == path]
    assert len(mine) >= 3
    assert not any(each.blocks for each in mine)
    path.write_text(set_keys(TEXT, {"Status": "draft", "Published": "2026-11-20 09:00 WIB | Sari"}), "utf-8")
    assert [each.line for each in check_content(content) if each.path == path and each.blocks] == [9]


def test_two_states_in_one_file_stop_the_build(content: Path) -> None:
    path = content / "siaran-pers/dua.md"
    path.write_text(TEXT.replace("City:", "Status: draft\nStatus: published\nCity:").replace("![Foto]", "!Foto"),
                    "utf-8")
    (found,) = [each for each in check_content(content) if each.path == path and each.blocks]
    assert found.line == 8
    assert "ditulis dua kali" in found.what


def test_keys_are_set_in_place_and_nothing_else_moves() -> None:
    source = "---\ntitle: Lama\nSources: a\n    b\nCity: Solo\n---\n\nTitle: bukan kunci\n"
    changed = set_keys(source, {"Title": "Baru", "Sources": None, "Corrections": ("satu", "dua")})
    assert changed == ("---\nTitle: Baru\nCity: Solo\nCorrections: satu\n    dua\n---\n\nTitle: bukan kunci\n")
    assert set_keys(source, {}) == source


def test_a_file_keeps_its_line_ends_and_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(b"\xef\xbb\xbfTitle: A\r\n\r\nIsi\r\n")
    path.chmod(0o640)
    write_whole(path, set_keys(read_source(path), {"Status": "draft"}))
    assert path.read_bytes() == b"\xef\xbb\xbfTitle: A\r\nStatus: draft\r\n\r\nIsi\r\n"
    assert path.stat().st_mode & 0o777 == 0o640
    assert [each.name for each in tmp_path.iterdir()] == ["a.md"]


@pytest.mark.parametrize("text", ["", "  ", "a | b", "a\x00b"])
def test_a_name_that_would_break_the_line_is_refused(text: str) -> None:
    from monitor.errors import ReleaseError

    with pytest.raises(ReleaseError, match="Nama kosong atau memuat"):
        one_line(text, "Nama")


def test_a_release_reads_as_where_it_stands() -> None:
    release = read_release(parse_document(Path("a.md"), set_keys(TEXT, {"Date": "2026-11-25 10:00 WITA"})))
    assert release.state is State.PUBLISHED
    assert not release.is_out(NOW)
    assert release.is_out(datetime(2026, 11, 25, 10, 0, tzinfo=ZONES["WITA"]))


def test_places_to_fill_are_found_with_their_lines() -> None:
    assert list(to_fill("Title: a\n\n[Isi: satu] dan [Isi: dua]\n[Isian]\n")) == [(3, "[Isi: satu]"), (3, "[Isi: dua]")]
