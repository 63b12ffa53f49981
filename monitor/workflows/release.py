"""Take a release from draft to publication, correction or withdrawal; each step is refused unless it may be taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo
from pathlib import Path

from monitor.config.settings import Site
from monitor.dates import ZONES, clock, long_date
from monitor.errors import ReleaseError
from monitor.newsroom.content import Problem, check_release
from monitor.newsroom.details import PageType, zone_name
from monitor.newsroom.frontmatter import parse_document, read_document
from monitor.newsroom.releases.editing import one_line, read_source, set_keys, write_whole
from monitor.newsroom.releases.fingerprint import fingerprint, pictures_of
from monitor.newsroom.releases.history import unsaved
from monitor.newsroom.releases.state import Release, Remark, Stamp, State, faults, read_release, stamp, written
from monitor.weeks import WIB

_LATE = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Step:
    """A step that was taken: the file, where it stands now, and sentences for the person who took it."""

    path: Path
    state: State
    said: tuple[str, ...]
    warnings: tuple[Problem, ...] = ()
    waiting: bool = False

    @property
    def label(self) -> str:
        """The Indonesian word for where the release stands; a published one may still wait for its moment."""
        return "diembargo" if self.waiting else self.state.label


def find(site: Site, name: Path) -> Path:
    """Return the file of a release named by path or slug. Raise ReleaseError when it is not in the content folder."""
    folder = site.content / PageType.RELEASE
    if name.suffix == "" and len(name.parts) == 1:
        for path in sorted(folder.rglob("*.md")):
            if path.stem == name.name or read_source_slug(path) == name.name:
                return path
    if not name.is_file():
        raise ReleaseError(f"{name} tidak ditemukan.", f"Sebut berkas di {folder} atau slug-nya.")
    if not name.resolve().is_relative_to(folder.resolve()):
        raise ReleaseError(f"{name} bukan siaran pers.", f"Perintah ini hanya untuk berkas di {folder}.")
    return name


def all_releases(site: Site) -> list[Path]:
    """Return every release file, by name."""
    return sorted((site.content / PageType.RELEASE).rglob("*.md"))


def standing(site: Site, path: Path, now: datetime) -> str:
    """Say in one sentence where a release stands, and whether its text is still the approved one."""
    _, release = _open(site, path)
    about = "" if release.state is not State.PUBLISHED or release.is_out(now) else ", masih diembargo"
    if release.approved:
        same = release.unchanged(site.content)
        about += ", naskah sama dengan yang disetujui" if same else ", naskah BERUBAH sejak disetujui"
    else:
        about += ", belum disetujui"
    saved = ", ada perubahan yang belum disimpan di git" if unsaved(path) else ""
    return f"{path}: {release.state.label}{about}{saved}"


def read_source_slug(path: Path) -> str:
    """Return the slug a file gives itself, empty when it cannot be read."""
    try:
        return read_document(path).text("slug")
    except UnicodeDecodeError:
        return ""


def ready(site: Site, path: Path, *, by: str, now: datetime) -> Step:
    """Mark a draft as ready for approval. Raise ReleaseError listing what blocks it."""
    source, release = _open(site, path)
    if release.state not in {State.DRAFT, State.READY, State.APPROVED}:
        raise ReleaseError(f"{path} sudah {release.state.label}.", _next(release, now))
    after = set_keys(source, {"Status": State.READY.value, "Ready": str(stamp(now, _name(by))), "Approved": None,
                              "Approved-Hash": None})
    warnings = _refuse(site, path, after, "belum siap")
    write_whole(path, after)
    return Step(path, State.READY, (f"Siap disetujui. Lanjutkan: monitor release approve {path} --as NAMA",), warnings)


def approve(site: Site, path: Path, *, by: str, now: datetime) -> Step:
    """Bind an approval to the text as it is now. Raise ReleaseError when it is not ready or already out."""
    source, release = _open(site, path)
    name = _name(by)
    if release.state in {State.DRAFT, State.WITHDRAWN}:
        raise ReleaseError(f"{path} masih {release.state.label}." if release.state is State.DRAFT else
                           f"{path} sudah ditarik.", _next(release, now))
    if release.agreed and release.unchanged(site.content):
        raise ReleaseError(f"{path} sudah disetujui {release.agreed.by} pada {_in_words(release.agreed.at)}, dan "
                           "naskahnya tidak berubah.", _next(release, now))
    if release.agreed and release.is_out(now):
        raise ReleaseError(f"{path} sudah terbit dan berubah sesudah disetujui {release.agreed.by}.",
                           f"Perubahan pada rilis yang terbit perlu catatan koreksi: monitor release correct {path}")
    state = State.APPROVED if release.state is State.READY else release.state
    after = _approved(site, path, source, stamp(now, name), {"Status": state.value})
    warnings = _refuse(site, path, after, "belum bisa disetujui")
    write_whole(path, after)
    said = [f"Disetujui {name}: “{release.document.text('title')}”, {_counted(release, site)}."]
    if release.ready and release.ready.by.casefold() == name.casefold():
        said.append(f"Catatan: {name} juga yang menyiapkan naskah ini. Sebaiknya orang lain yang menyetujui.")
    return Step(path, state, (*said, _following(path, state)), warnings)


def publish(site: Site, path: Path, *, at: datetime | None, by: str, now: datetime) -> Step:
    """Give an approved release its public moment: `at` (WIB, WITA or WIT), else its own date to come, else now.

    Raise ReleaseError when it is not approved, its text changed since, or anything in it blocks.
    """
    source, release = _open(site, path)
    if release.state is not State.APPROVED:
        waiting = release.state in {State.DRAFT, State.READY}
        raise ReleaseError(f"{path} belum disetujui." if waiting else f"{path} sudah {release.state.label}.",
                           _next(release, now))
    assert release.approved is not None
    if not release.unchanged(site.content):
        raise ReleaseError(f"{path} berubah sesudah disetujui {release.approved.by} pada "
                           f"{_in_words(release.approved.at)}, jadi tidak diterbitkan.",
                           f"Kembalikan naskahnya, atau minta persetujuan lagi: monitor release approve {path} --as "
                           "NAMA")
    if at is not None and at < now - _LATE:
        raise ReleaseError(f"{_in_words(at)} sudah lewat.", "Hilangkan --at untuk terbit sekarang.")
    moment = at or (release.date if release.date and release.date > now else now.astimezone(_zone(release)))
    after = set_keys(source, {"Status": State.PUBLISHED.value, "Date": written(moment), "Modified": None,
                              "Published": str(stamp(now, _name(by)))})
    warnings = _refuse(site, path, after, "tidak diterbitkan")
    write_whole(path, after)
    return Step(path, State.PUBLISHED, tuple(_released(moment, now)), warnings, waiting=moment > now)


def correct(site: Site, path: Path, *, note: str, by: str, now: datetime) -> Step:
    """Add a public dated note to a release that is out and bind its approval to the text as it is now.

    Who approved it first stays in the file; the note says who stands for the text from then on.
    """
    source, release = _open(site, path)
    name, sentence = _name(by), one_line(note, "Catatan koreksi")
    if not release.is_out(now):
        raise ReleaseError(f"{path} {_standing(release, now)}; catatan koreksi hanya untuk rilis yang sudah terbit.",
                           _next(release, now))
    changed = not (release.approved and release.unchanged(site.content))
    moment = stamp(now, name).at
    notes = (*map(str, release.corrections), str(Remark(moment, sentence, name)))
    after = _approved(site, path, source, release.approved or stamp(now, name),
                      {"Corrections": notes, "Modified": written(moment)})
    warnings = _refuse(site, path, after, "belum bisa dikoreksi")
    write_whole(path, after)
    said = ["Catatan koreksi tampil di bawah judul pada pembangunan situs berikutnya: monitor site build"]
    if not changed:
        said.insert(0, "Naskahnya sendiri tidak berubah sejak disetujui; hanya catatannya yang ditambahkan.")
    return Step(path, State.PUBLISHED, tuple(said), warnings)


def withdraw(site: Site, path: Path, *, reason: str, by: str, now: datetime) -> Step:
    """Withdraw a release that is out, or take an embargoed one back to draft, of which the public learns nothing."""
    source, release = _open(site, path)
    name, sentence = _name(by), one_line(reason, "Alasan")
    if release.state is not State.PUBLISHED:
        raise ReleaseError(f"{path} {_standing(release, now)}; yang bisa ditarik hanya rilis yang sudah terbit.",
                           _next(release, now))
    if not release.is_out(now):
        after = set_keys(source, {"Status": State.DRAFT.value, "Ready": None, "Approved": None, "Approved-Hash": None,
                                  "Published": None})
        write_whole(path, after)
        return Step(path, State.DRAFT, ("Rilis ini belum sempat terbit, jadi kembali menjadi draf. Tidak ada halaman "
                                        "penarikan, dan alasannya tidak dicatat di situs.",))
    after = set_keys(source, {"Status": State.WITHDRAWN.value, "Withdrawn": str(Remark(stamp(now, name).at, sentence,
                                                                                     name))})
    write_whole(path, after)
    return Step(path, State.WITHDRAWN, (
        "Pada pembangunan situs berikutnya halamannya hanya menyebut bahwa rilis ditarik dan mengapa; judul, isi, dan "
        "fotonya hilang dari seluruh situs: monitor site build",))


def _open(site: Site, path: Path) -> tuple[str, Release]:
    """Read a release and its state. Raise ReleaseError when lines of the state cannot be read."""
    source = read_source(path)
    document = parse_document(path, source)
    if not document.fields:
        raise ReleaseError(f"{path}:1: Tidak ada keterangan di awal berkas.",
                           "Mulai dengan monitor release new atau monitor release import.")
    try:
        return source, read_release(document)
    except ValueError as error:
        listed = [f"{path}:{fault.line}: {fault.what} {fault.todo}" for fault in faults(document, site.content)]
        raise ReleaseError("\n".join(listed) or f"{path}: {error} tidak terbaca pada Status atau Date.",
                           "\nBetulkan barisnya, lalu ulangi.") from None


def _approved(site: Site, path: Path, source: str, approval: Stamp,
              also: Mapping[str, str | tuple[str, ...] | None]) -> str:
    text = fingerprint(parse_document(path, source), site.content)
    return set_keys(source, {**also, "Approved": str(approval), "Approved-Hash": text})


def _refuse(site: Site, path: Path, source: str, what: str) -> tuple[Problem, ...]:
    """Return the warnings of a release as it would be written. Raise ReleaseError when anything in it blocks."""
    found = [_as_on_disk(each, path, source) for each in check_release(site.content, path, source)]
    missing = [Problem(path, 1, f"Foto {name} tidak ada.", "Simpan fotonya di folder itu.")
               for name, picture in pictures_of(parse_document(path, source), site.content) if not picture.is_file()]
    if blocking := [*missing, *(each for each in found if each.blocks)]:
        listed = "\n".join(f"  - {each}" for each in blocking)
        raise ReleaseError(f"{path} {what}, {len(blocking)} masalah:\n{listed}",
                           "\nPerbaiki baris di atas, lalu ulangi. Berkasnya tidak diubah.")
    return tuple(each for each in found if not each.blocks)


def _as_on_disk(problem: Problem, path: Path, source: str) -> Problem:
    """Count the line of a finding in the body as in the file that the writer sees, without the keys to be added."""
    before, after = (parse_document(path, text).body_line for text in (read_source(path), source))
    return replace(problem, line=problem.line - after + before) if problem.line >= after else problem


def _zone(release: Release) -> tzinfo:
    return ZONES[zone_name(release.date)] if release.date else WIB


def _name(by: str) -> str:
    return one_line(by, "Nama")


def _counted(release: Release, site: Site) -> str:
    words = len(release.document.body.split())
    photos = sum(1 for _ in pictures_of(release.document, site.content))
    return f"{words} kata" + (f", {photos} berkas foto" if photos else "")


def _released(moment: datetime, now: datetime) -> Sequence[str]:
    if moment <= now:
        return ("Terbit pada pembangunan situs berikutnya: monitor site build",)
    west = f" ({clock(moment)})" if zone_name(moment) != "WIB" else ""
    return (f"Diembargo sampai {_in_words(moment)}{west}. Tidak ada apa pun darinya di situs sebelum itu.",
            "Halamannya muncul pada monitor site build pertama sesudah waktu itu.")


def _in_words(moment: datetime) -> str:
    return f"{long_date(moment.date())} {clock(moment, zone=zone_name(moment))}"


def _standing(release: Release, now: datetime) -> str:
    if release.state is State.PUBLISHED and not release.is_out(now):
        return "masih diembargo"
    return f"berstatus {release.state.label}"


def _following(path: Path, state: State) -> str:
    if state is State.APPROVED:
        return f"Lanjutkan: monitor release publish {path}"
    return "Bangun situs: monitor site build"


def _next(release: Release, now: datetime) -> str:
    path = release.document.path
    return {
        State.DRAFT: f"Tandai siap dulu: monitor release ready {path}",
        State.READY: f"Minta persetujuan dulu: monitor release approve {path} --as NAMA",
        State.APPROVED: f"Lanjutkan: monitor release publish {path}",
        State.PUBLISHED: f"Untuk mengubahnya: monitor release correct {path}; untuk menariknya: monitor release "
                         f"withdraw {path}" if release.is_out(now) else
                         f"Ubah naskahnya lalu setujui lagi (monitor release approve {path} --as NAMA), atau tarik "
                         f"kembali menjadi draf: monitor release withdraw {path}",
        State.WITHDRAWN: "Buat naskah baru: monitor release new",
    }[release.state]
