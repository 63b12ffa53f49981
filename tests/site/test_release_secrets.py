"""Build a site full of texts that must not go out, and look for them in every byte that was written."""

from __future__ import annotations

import gzip
import io
import shutil
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from built_site import CONTENT, Built, pelican, walk
from word_files import photo

from monitor.config.settings import Site
from monitor.dates import ZONES
from monitor.newsroom.frontmatter import parse_document
from monitor.newsroom.releases.editing import set_keys
from monitor.newsroom.releases.fingerprint import fingerprint
from monitor.newsroom.releases.state import written
from monitor.workflows import release

NOW = datetime.now(ZONES["WIB"])
PAST, SOON = NOW - timedelta(minutes=40), NOW + timedelta(minutes=40)
SECRET = ("title", "slug", "summary", "body", "photo", "contact", "official", "source")
"""Each of these parts of a text carries a word of its own that is looked for."""


def word(name: str, part: str) -> str:
    """A word that no other text has, such as `zqdrafbody`."""
    return f"zq{name}{part}"


def text(name: str, moment: datetime, *more: str, kind: str = "siaran-pers") -> str:
    """A text of which every part carries its word; `moment` in the zone it has."""
    keys = {
        "Title": f"Judul {word(name, 'title')}", "Slug": word(name, "slug"), "Date": written(moment), "Type": kind,
        "Summary": f"Ringkasan {word(name, 'summary')}.", "Topics": "remitansi-kur", "City": "Jakarta",
        "Offices": "sulteng", "Contact": f"Humas {word(name, 'contact')}", "Officials": word(name, "official"),
        "Checked": "2026-03-05",
        "Sources": f"Catatan {word(name, 'source')} | https://contoh.invalid/a | diperiksa 2026-03-05"}
    if kind != "siaran-pers":
        keys = {key: value for key, value in keys.items() if key not in {"City", "Contact", "Officials"}}
        keys["Answer"] = f"Jawaban {word(name, 'body')}."
    head = "\n".join([*(f"{key}: {value}" for key, value in keys.items()), *more])
    return (f"{head}\n\nJakarta, KemenP2MI ({moment:%d/%m/%Y}) – Loket {word(name, 'body')} dibuka.\n\n"
            f"![Foto {word(name, 'photo')}]({{static}}/images/{word(name, 'photo')}.jpg)\n\n** (Humas/KemenP2MI)\n")


def wit(moment: datetime) -> datetime:
    return moment.astimezone(ZONES["WIT"])


def add(content: Path, name: str, moment: datetime, *more: str, kind: str = "siaran-pers") -> Path:
    path = content / kind / f"{name}.md"
    path.write_text(text(name, moment, *more, kind=kind), "utf-8")
    (content / "images" / f"{word(name, 'photo')}.jpg").write_bytes(photo(400, 300, seed=sum(map(ord, name))))
    return path


def fill(content: Path) -> None:
    """Add one text in each state in which nothing, or only a withdrawal, may be seen, and two that are out."""
    site = Site(content=content)
    add(content, "draf", PAST, "Status: draft")
    add(content, "siap", PAST, "Status: ready")
    add(content, "rusak", PAST, "Status: draft", "Topics: tidak-ada", "Offices: entah", "Checked: besok")
    add(content, "penjelasandraf", PAST, "Status: draft", kind="penjelasan")
    add(content, "penjelasanembargo", wit(SOON), kind="penjelasan")
    approved = add(content, "disetujui", PAST, "Status: ready")
    release.approve(site, approved, by="Uji", now=NOW)
    embargoed = add(content, "embargowit", wit(SOON), "Status: ready")
    release.approve(site, embargoed, by="Uji", now=NOW)
    release.publish(site, embargoed, at=None, by="Uji", now=NOW)
    withdrawn = add(content, "ditarik", PAST)
    release.withdraw(site, withdrawn, reason="Angkanya keliru.", by="Zqpenarik", now=NOW)
    add(content, "terbitwit", wit(PAST))
    out = add(content, "terkoreksi", PAST)
    release.correct(site, out, note="Jam buka dibetulkan.", by="Zqpengoreksi", now=NOW)
    add(content, "belumdisetujui", PAST)
    add(content, "penjelasanterbit", PAST, kind="penjelasan")


HELD = ("draf", "siap", "rusak", "penjelasandraf", "penjelasanembargo", "disetujui", "embargowit")


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[bool, Built]:
    """The same content built as a sample and as an official site."""
    folder = tmp_path_factory.mktemp("rahasia")
    content = Path(shutil.copytree(CONTENT, folder / "content"))
    fill(content)
    built = {}
    for official in (False, True):
        done = pelican(content, folder / f"situs-{official}", "-e", f"RILIS_RESMI={str(official).lower()}",
                       siteurl="https://info.contoh.invalid")
        assert done.returncode == 0, done.stdout + done.stderr
        built[official] = Built(folder / f"situs-{official}")
    return built


def pieces(name: str, data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield a file, and what is packed in it: archives, compressed search fragments, streams of a PDF."""
    yield name, data
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for inner in packed.namelist():
                yield from pieces(f"{name}!{inner}", packed.read(inner))
    elif data[:2] == b"\x1f\x8b":
        yield from pieces(f"{name}!gz", gzip.decompress(data))
    elif data[:5] == b"%PDF-":
        for part in data.split(b"stream\n")[1:]:
            try:
                yield f"{name}!stream", zlib.decompressobj().decompress(part)
            except zlib.error:
                continue


def leaks(site: Built, names: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return (file, word) for every word of these texts in a name or in the bytes of a file."""
    words = [word(name, part) for name in names for part in SECRET]
    found = []
    for path, data in walk(site.path):
        for name, piece in pieces(str(path.relative_to(site.path)), data):
            low = piece.lower() + name.encode().lower()
            found += [(name, each) for each in words if each.encode() in low]
    return found


def test_the_search_for_leaks_finds_what_is_out_in_every_kind_of_file(sites: dict[bool, Built]) -> None:
    """Guard the other tests: a file that could not be opened up would seem clean."""
    found = {name for name, _ in leaks(sites[False], ("terkoreksi", "penjelasanterbit"))}
    for kind in (".html", ".xml", ".pdf", ".jpg", ".zip", ".txt"):
        assert any(kind in name for name in found), kind
    if any(path.suffix == ".pf_fragment" for path, _ in walk(sites[False].path)):
        assert any(".pf_fragment!gz" in name for name in found)


@pytest.mark.parametrize("official", [False, True])
def test_no_file_holds_a_word_of_what_is_not_out(sites: dict[bool, Built], official: bool) -> None:
    site = sites[official]
    kinds = {path.suffix for path, _ in walk(site.path)}
    assert {".html", ".xml", ".txt", ".pdf"} <= kinds
    assert leaks(site, HELD) == []


@pytest.mark.parametrize("official", [False, True])
def test_a_withdrawn_release_leaves_its_address_and_the_reason_and_no_other_word(
        sites: dict[bool, Built], official: bool) -> None:
    site = sites[official]
    name = f"siaran-pers/{word('ditarik', 'slug')}/index.html"
    found = {(file, each) for file, each in leaks(site, ("ditarik",))}
    assert {each for _, each in found} <= {word("ditarik", "slug")}
    assert {file for file, _ in found} == {name}
    page = site.pages[name]
    assert page.one("//h1").text_content() == "Siaran pers ini ditarik"
    assert "Angkanya keliru." in page.source
    assert page.all("//meta[@name='robots'][@content='noindex']")
    assert "NewsArticle" not in page.source


def test_names_of_employees_stay_in_the_front_matter(sites: dict[bool, Built]) -> None:
    for site in sites.values():
        for path, data in walk(site.path):
            assert b"zqpenarik" not in data.lower(), path
            assert b"zqpengoreksi" not in data.lower(), path


def test_an_embargo_counts_in_the_zone_it_was_written_in(sites: dict[bool, Built]) -> None:
    """The clock of WIT is two hours ahead: read as WIB, the one that is out would still wait."""
    page = sites[False].pages[f"siaran-pers/{word('terbitwit', 'slug')}/index.html"]
    assert page.one("//p[@class='dateline']//time[1]/@datetime").endswith("+09:00")
    assert leaks(sites[False], ("embargowit",)) == []


def test_a_release_nobody_approved_goes_out_as_a_sample_and_not_on_an_official_site(sites: dict[bool, Built]) -> None:
    assert f"siaran-pers/{word('belumdisetujui', 'slug')}/index.html" in sites[False].pages
    assert leaks(sites[True], ("belumdisetujui", "terbitwit")) == []
    assert f"siaran-pers/{word('terkoreksi', 'slug')}/index.html" in sites[True].pages


def test_a_correction_is_shown_with_its_day(sites: dict[bool, Built]) -> None:
    page = sites[True].pages[f"siaran-pers/{word('terkoreksi', 'slug')}/index.html"]
    note = page.one("//aside[@id='koreksi']").text_content()
    assert "Jam buka dibetulkan." in note
    assert str(NOW.astimezone(ZONES["WIB"]).year) in note
    assert page.node("NewsArticle")["correction"][0]["text"] == "Jam buka dibetulkan."
    assert page.node("NewsArticle")["dateModified"] > page.node("NewsArticle")["datePublished"]


def test_a_published_text_that_changed_without_a_note_stops_the_build_and_keeps_the_old_site(
        content: Path, tmp_path: Path) -> None:
    path = add(content, "disunting", PAST)
    release.approve(Site(content=content), path, by="Uji", now=NOW)
    assert pelican(content, tmp_path / "situs").returncode == 0
    before = dict(walk(tmp_path / "situs"))
    path.write_text(path.read_text("utf-8").replace("dibuka.", "ditutup."), "utf-8")
    done = pelican(content, tmp_path / "situs")
    assert done.returncode != 0
    said = " ".join((done.stdout + done.stderr).split())
    line = path.read_text("utf-8").split("Approved-Hash")[0].count("\n") + 1
    assert f"disunting.md:{line}: Naskah berubah sesudah disetujui Uji" in said
    assert "monitor release correct" in said
    assert dict(walk(tmp_path / "situs")) == before
    release.correct(Site(content=content), path, note="Loket ditutup, bukan dibuka.", by="Uji", now=NOW)
    assert pelican(content, tmp_path / "situs").returncode == 0


def test_a_photo_that_was_swapped_after_approval_stops_the_build(content: Path, tmp_path: Path) -> None:
    path = add(content, "fotolain", PAST)
    release.approve(Site(content=content), path, by="Uji", now=NOW)
    (content / "images" / f"{word('fotolain', 'photo')}.jpg").write_bytes(photo(400, 300, seed=9))
    done = pelican(content, tmp_path / "situs")
    assert done.returncode != 0
    assert "Naskah berubah sesudah disetujui" in " ".join((done.stdout + done.stderr).split())


def rehash(path: Path, content: Path) -> None:
    """Edit a published text and its hash by hand, as nobody should."""
    source = path.read_text("utf-8").replace("dibuka.", "ditutup.")
    mark = fingerprint(parse_document(path, source), content)
    path.write_text(set_keys(source, {"Approved-Hash": mark}), "utf-8")


@pytest.mark.parametrize(("how", "said"), [
    (rehash, "teksnya lain dari yang terbit"), (lambda path, _: path.unlink(), "tidak ada lagi"),
    (lambda path, _: path.write_text(set_keys(path.read_text("utf-8"), {"Date": written(SOON)}), "utf-8"),
     "tidak ada lagi"),
    (lambda path, _: path.write_text(set_keys(path.read_text("utf-8"), {"Approved": None, "Approved-Hash": None}),
                                     "utf-8"), "tidak ada lagi"),
])
def test_the_site_that_is_out_is_not_changed_behind_its_back(
        content: Path, tmp_path: Path, how: Callable[[Path, Path], object], said: str) -> None:
    path = add(content, "terbit", PAST)
    release.approve(Site(content=content), path, by="Uji", now=NOW)
    assert pelican(content, tmp_path / "situs").returncode == 0
    before = dict(walk(tmp_path / "situs"))
    how(path, content)
    done = pelican(content, tmp_path / "situs")
    assert done.returncode != 0
    assert said in " ".join((done.stdout + done.stderr).split())
    assert dict(walk(tmp_path / "situs")) == before
