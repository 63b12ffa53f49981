from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.config.settings import Site
from monitor.dates import ZONES
from monitor.errors import ReleaseError
from monitor.newsroom.frontmatter import read_document
from monitor.newsroom.releases.drafting import Beginning, first_sentence, make_slug
from monitor.newsroom.releases.history import events
from monitor.workflows import release, writing

CONTENT = Path(__file__).parents[1] / "data/site/content"
NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
BODY = ("Solo, KemenP2MI (22/11/2026) – Sebanyak 40 calon perawat mengikuti kelas bahasa Jepang di Solo.\n\n"
        "Kelas itu bebas biaya.\n\n** (Humas/KemenP2MI)\n")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(content=Path(shutil.copytree(CONTENT, tmp_path / "content")))


@pytest.fixture
def path(site: Site) -> Path:
    """A draft that can be published as it is."""
    begin = Beginning("Kelas bahasa Jepang dibuka di Solo", NOW.astimezone(ZONES["WIB"]), "Solo",
                      summary="Sebanyak 40 calon perawat mengikuti kelas bahasa Jepang di Solo.",
                      topics=("kerja-sama-negara-tujuan",), contact="Humas, 021 1234 5678")
    draft = writing.new(site, begin).path
    text = draft.read_text("utf-8")
    draft.write_text(text[:text.index("\n\n") + 2] + BODY, "utf-8")
    return draft


def said(path: Path, key: str) -> str:
    return read_document(path).text(key)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def approved(site: Site, path: Path) -> None:
    release.ready(site, path, by="Sari", now=NOW)
    release.approve(site, path, by="Budi", now=NOW)


def published(site: Site, path: Path) -> None:
    approved(site, path)
    release.publish(site, path, at=None, by="Sari", now=NOW)


def test_a_release_goes_from_draft_to_publication(site: Site, path: Path) -> None:
    assert said(path, "status") == "draft"
    published(site, path)
    assert said(path, "status") == "published"
    assert said(path, "ready") == "2026-11-22 09:00 WIB | Sari"
    assert said(path, "approved") == "2026-11-22 09:00 WIB | Budi"
    assert said(path, "published") == "2026-11-22 09:00 WIB | Sari"
    assert said(path, "date") == "2026-11-22 09:00 WIB"
    assert path.read_text("utf-8").endswith(BODY)


def test_no_step_can_be_left_out(site: Site, path: Path) -> None:
    with pytest.raises(ReleaseError, match="masih draf"):
        release.approve(site, path, by="Budi", now=NOW)
    with pytest.raises(ReleaseError, match="belum disetujui"):
        release.publish(site, path, at=None, by="Sari", now=NOW)
    for late in (release.correct, release.withdraw):
        with pytest.raises(ReleaseError, match="yang sudah terbit"):
            late(site, path, by="Budi", now=NOW, **{"note" if late is release.correct else "reason": "x"})
    assert said(path, "status") == "draft"


@pytest.mark.parametrize(("old", "new", "what"), [
    ("kelas bahasa Jepang di Solo.\n\n", "[Isi: apa]\n\n", "Bagian [Isi: apa] belum diisi"),
    ("Solo, KemenP2MI (22/11/2026) –", "Solo, KemenP2MI (22/11/2026) – Pada Sabtu (22/11/2026)", "R001"),
    ("Topics: kerja-sama-negara-tujuan", "Topics: entah", "Topik 'entah' tidak dikenal"),
    ("Slug: kelas-bahasa", "Slug: ../kelas-bahasa", "tidak bisa dipakai sebagai alamat"),
    ("Kelas itu", "![Kelas]({static}/images/tiada.jpg)\n\nKelas itu", "Foto /images/tiada.jpg tidak ada"),
    ("Kelas itu", "![]({static}/images/tiada.jpg)\n\nKelas itu", "Gambar tanpa teks alternatif"),
])
def test_what_blocks_is_listed_by_its_line_and_nothing_is_written(site: Site, path: Path, old: str, new: str,
                                                                  what: str) -> None:
    edit(path, old, new)
    before = path.read_bytes()
    with pytest.raises(ReleaseError) as error:
        release.ready(site, path, by="Sari", now=NOW)
    assert what in error.value.what
    line = next(line for line in error.value.what.splitlines() if what in line)
    number = int(line.split(".md:")[1].split(":")[0])
    written = path.read_text("utf-8").splitlines()[number - 1]
    assert new.split("\n")[0] in written or number == 1
    assert path.read_bytes() == before


@pytest.mark.parametrize(("old", "new"), [("bebas biaya", "berbayar"), ("Title: Kelas", "Title: Kursus"),
                                          ("40 calon perawat mengikuti kelas", "41 calon perawat mengikuti kelas")])
def test_a_change_after_approval_is_not_published(site: Site, path: Path, old: str, new: str) -> None:
    approved(site, path)
    edit(path, old, new)
    with pytest.raises(ReleaseError, match="berubah sesudah disetujui Budi"):
        release.publish(site, path, at=None, by="Sari", now=NOW)
    assert said(path, "status") == "approved"
    release.approve(site, path, by="Budi", now=NOW)
    release.publish(site, path, at=None, by="Sari", now=NOW)
    assert said(path, "status") == "published"


def test_a_change_makes_the_draft_ready_again_without_its_approval(site: Site, path: Path) -> None:
    approved(site, path)
    release.ready(site, path, by="Sari", now=NOW)
    assert said(path, "approved") == said(path, "approved-hash") == ""


def test_the_same_person_may_approve_but_is_told(site: Site, path: Path) -> None:
    release.ready(site, path, by="Sari", now=NOW)
    step = release.approve(site, path, by="sari", now=NOW)
    assert any("Sebaiknya orang lain" in each for each in step.said)


def test_an_embargo_is_kept_in_its_zone_and_told_in_wib(site: Site, path: Path) -> None:
    edit(path, "(22/11/2026)", "(25/11/2026)")
    edit(path, "Date: 2026-11-22 09:00 WIB", "Date: 2026-11-25 09:00 WIB")
    approved(site, path)
    at = datetime(2026, 11, 25, 10, 0, tzinfo=ZONES["WITA"])
    step = release.publish(site, path, at=at, by="Sari", now=NOW)
    assert said(path, "date") == "2026-11-25 10:00 WITA"
    assert step.label == "diembargo"
    assert "25 November 2026 pukul 10.00 WITA (pukul 09.00 WIB)" in step.said[0]


def test_a_date_to_come_in_the_draft_is_its_embargo(site: Site, path: Path) -> None:
    edit(path, "(22/11/2026)", "(25/11/2026)")
    edit(path, "Date: 2026-11-22 09:00 WIB", "Date: 2026-11-25 08:00 WIT")
    approved(site, path)
    release.publish(site, path, at=None, by="Sari", now=NOW)
    assert said(path, "date") == "2026-11-25 08:00 WIT"


def test_an_embargo_in_the_past_is_refused(site: Site, path: Path) -> None:
    approved(site, path)
    with pytest.raises(ReleaseError, match="sudah lewat"):
        release.publish(site, path, at=NOW.astimezone(ZONES["WIT"]) - timedelta(hours=1), by="Sari", now=NOW)


def test_an_embargoed_release_goes_back_to_draft_without_a_trace(site: Site, path: Path) -> None:
    approved(site, path)
    release.publish(site, path, at=NOW.astimezone(ZONES["WIB"]) + timedelta(minutes=90), by="Sari", now=NOW)
    step = release.withdraw(site, path, reason="Batal", by="Budi", now=NOW)
    assert step.label == "draf"
    assert "Batal" not in path.read_text("utf-8")
    assert all(said(path, key) == "" for key in ("approved", "approved-hash", "published", "withdrawn", "ready"))


def test_a_published_text_changes_only_with_a_note(site: Site, path: Path) -> None:
    published(site, path)
    edit(path, "bebas biaya", "berbayar")
    with pytest.raises(ReleaseError, match="sudah terbit dan berubah"):
        release.approve(site, path, by="Budi", now=NOW + timedelta(days=1))
    with pytest.raises(ReleaseError, match="sudah terbit"):
        release.ready(site, path, by="Budi", now=NOW + timedelta(days=1))
    release.correct(site, path, note="Kelasnya berbayar.", by="Budi", now=NOW + timedelta(days=1))
    release.correct(site, path, note="Catatan kedua.", by="Ani", now=NOW + timedelta(days=2))
    assert read_document(path).fields["corrections"].values == (
        "2026-11-23 09:00 WIB | Kelasnya berbayar. | Budi", "2026-11-24 09:00 WIB | Catatan kedua. | Ani")
    assert said(path, "modified") == "2026-11-24 09:00 WIB"
    assert "naskah sama dengan yang disetujui" in release.standing(site, path, NOW + timedelta(days=2))


def test_a_correction_leaves_who_approved_the_release_before_it_went_out(site: Site, path: Path) -> None:
    published(site, path)
    approval = said(path, "approved")
    edit(path, "bebas biaya", "berbayar")
    release.correct(site, path, note="Kelasnya berbayar.", by="Ani", now=NOW + timedelta(days=1))
    assert approval == said(path, "approved") != ""
    told = [event.what.split(":")[0] for event in events(path) if event.origin == "berkas"]
    assert told == ["menandai siap disetujui", "menyetujui", "menerbitkan", "mengoreksi"]
    edit(path, "berbayar", "gratis")
    with pytest.raises(ReleaseError, match="berubah sesudah disetujui Ani"):
        release.approve(site, path, by="Budi", now=NOW + timedelta(days=2))


@pytest.mark.parametrize("note", ["", "   ", "dua | bagian"])
def test_a_note_must_be_one_sentence(site: Site, path: Path, note: str) -> None:
    published(site, path)
    with pytest.raises(ReleaseError, match="Catatan koreksi kosong"):
        release.correct(site, path, note=note, by="Budi", now=NOW)


def test_a_note_over_several_lines_becomes_one(site: Site, path: Path) -> None:
    published(site, path)
    release.correct(site, path, note="Satu\n\nTitle: bukan kunci", by="Budi", now=NOW)
    assert said(path, "title") == "Kelas bahasa Jepang dibuka di Solo"
    assert "Satu Title: bukan kunci" in said(path, "corrections")


def test_a_withdrawn_release_takes_no_further_step(site: Site, path: Path) -> None:
    published(site, path)
    release.withdraw(site, path, reason="Angkanya keliru.", by="Budi", now=NOW)
    assert said(path, "withdrawn") == "2026-11-22 09:00 WIB | Angkanya keliru. | Budi"
    for step in (release.ready, release.approve):
        with pytest.raises(ReleaseError, match="ditarik"):
            step(site, path, by="Budi", now=NOW)


def test_a_release_is_found_by_path_or_slug_and_nothing_outside_the_folder(site: Site, path: Path) -> None:
    assert release.find(site, Path("kelas-bahasa-jepang-dibuka-di-solo")) == path
    assert release.find(site, path) == path
    for wrong in (Path("tiada"), Path("/etc/passwd"), site.content / "penjelasan/cek-izin.md",
                  site.content / "siaran-pers/../penjelasan/cek-izin.md"):
        with pytest.raises(ReleaseError, match=r"tidak ditemukan|bukan siaran pers"):
            release.find(site, wrong)


def test_a_slug_is_made_of_the_title_and_used_once(site: Site, path: Path) -> None:
    assert make_slug("Menteri Résmikan “Posko” di Batam & Kupang, serta kota lain") == (
        "menteri-resmikan-posko-di-batam-kupang-serta-kota")
    assert make_slug("Empat puluh perawat mulai belajar bahasa Jepang di Solo") == (
        "empat-puluh-perawat-mulai-belajar-bahasa-jepang")
    begin = Beginning("Kelas bahasa Jepang dibuka di Solo", NOW.astimezone(ZONES["WIB"]))
    with pytest.raises(ReleaseError, match="sudah dipakai"):
        writing.new(site, begin)
    for slug in ("../x", "x/y", "X", "a" * 101, "/etc", "a.md", "-a", "cek-izin"):
        with pytest.raises(ReleaseError, match=r"tidak bisa dipakai|sudah dipakai"):
            writing.new(site, Beginning("Judul", NOW.astimezone(ZONES["WIB"]), slug=slug))


def test_a_new_draft_builds_nothing_and_names_what_to_write(site: Site) -> None:
    written = writing.new(site, Beginning("Judul saja", NOW.astimezone(ZONES["WITA"])))
    assert said(written.path, "date") == "2026-11-22 10:00 WITA"
    assert len(written.missing) >= 6
    lines = written.path.read_text("utf-8").splitlines()
    assert all(words in lines[line - 1] for line, words in written.missing)
    with pytest.raises(ReleaseError, match="belum diisi"):
        release.ready(site, written.path, by="Sari", now=NOW)


def test_the_first_sentence_makes_a_summary_when_it_fits() -> None:
    assert first_sentence(BODY) == "Sebanyak 40 calon perawat mengikuti kelas bahasa Jepang di Solo."
    assert first_sentence("Solo, KemenP2MI (22/11/2026) – " + "panjang " * 30 + ".") == ""
