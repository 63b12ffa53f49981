"""Begin a release: from nothing, from a manuscript of Word or the web, or with one more photo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from monitor.config.regions import read_regions
from monitor.config.settings import Site
from monitor.config.taxonomy import read_taxonomy
from monitor.errors import ReleaseError
from monitor.newsroom.checks.draft import Given, read_bare
from monitor.newsroom.frontmatter import parse_document
from monitor.newsroom.releases import photos
from monitor.newsroom.releases.drafting import Beginning, first_sentence, start
from monitor.newsroom.releases.editing import read_source, write_whole
from monitor.newsroom.releases.importing import Picture, place_pictures, read_foreign
from monitor.newsroom.releases.state import to_fill


@dataclass(frozen=True, slots=True)
class Written:
    """A draft that was written: its file, what is still to fill ((line, words)), and what was (not) taken."""

    path: Path
    missing: tuple[tuple[int, str], ...]
    said: tuple[str, ...] = ()


def new(site: Site, begin: Beginning) -> Written:
    """Write a new draft with marks where the writer goes on. Raise ReleaseError."""
    _known(begin)
    path, text = start(site.content, begin)
    return _keep(path, text, ())


def import_file(site: Site, source: Path, begin: Beginning, *, accept_changes: bool = False) -> Written:
    """Write a draft from a .docx, .html, .txt or .md; `begin` overrules what the manuscript says. Raise ReleaseError.

    City and date come from a complete dateline when `begin` has no city. Nothing is left behind when a step fails.
    """
    manuscript = read_foreign(source, accept_changes=accept_changes)
    draft = read_bare(source.name, f"{manuscript.title}\n\n{manuscript.body}", Given()).draft
    moment = begin.date
    if not begin.city and draft.published:
        moment = moment.replace(year=draft.published.year, month=draft.published.month, day=draft.published.day)
    begin = replace(begin, title=begin.title or manuscript.title, city=begin.city or draft.city, date=moment,
                    summary=begin.summary or first_sentence(manuscript.body))
    _known(begin)
    path, _ = start(site.content, begin, manuscript.body)
    said, stored = [*manuscript.said], list[Path]()

    def put(number: int, picture: Picture, caption: str) -> str:
        name = f"{path.stem}-{number}"
        try:
            small = photos.shrink(picture.data, picture.name)
        except ReleaseError as error:
            said.append(f"{error} Foto itu tidak diambil.")
            return ""
        stored.extend(photos.store(small, site.content, name))
        return photos.markdown(name, picture.alt, caption)

    try:
        body = place_pictures(manuscript, put)
        written = _keep(*start(site.content, begin, body), ())
    except (ReleaseError, OSError):
        for each in stored:
            each.unlink(missing_ok=True)
        raise
    count = len(stored) // 2
    return replace(written, said=(*said, f"{count} foto diambil, tanpa data lokasi dan kamera.") if count
                   else tuple(said))


def add_photo(site: Site, path: Path, picture: Path, *, alt: str, caption: str) -> Written:
    """Shrink a photo and put it at the end of a release, before its sign-off. Raise ReleaseError."""
    source = read_source(path)
    if not picture.is_file():
        raise ReleaseError(f"{picture} tidak ditemukan.", "Periksa nama dan foldernya.")
    if picture.stat().st_size > photos.MAX_READ:
        raise ReleaseError(f"Foto {picture} lebih dari {photos.MAX_READ // 1_000_000} MB.",
                           "Simpan ulang sebagai JPEG dari aplikasi foto.")
    small = photos.shrink(picture.read_bytes(), picture.name)
    number = next(each for each in range(1, 1000)
                  if not (site.content / photos.FOLDER / f"{path.stem}-{each}.webp").exists())
    stored = photos.store(small, site.content, f"{path.stem}-{number}")
    lines = photos.markdown(f"{path.stem}-{number}", alt, caption)
    paragraphs = source.rstrip().split("\n\n")
    last = len(paragraphs) - 1 if "(Humas" in paragraphs[-1] and len(paragraphs) > 1 else len(paragraphs)
    text = "\n\n".join([*paragraphs[:last], lines.strip(), *paragraphs[last:]]) + "\n"
    write_whole(path, text)
    sizes = ", ".join(f"{each.name} {each.stat().st_size // 1000} KB" for each in stored)
    return Written(path, tuple(to_fill(text)), (f"Foto disimpan: {sizes}, tanpa data lokasi dan kamera.",
                                                *_approval_lost(path, source)))


def _approval_lost(path: Path, source: str) -> tuple[str, ...]:
    """Say so when a release that was approved is no longer what was approved."""
    approved = parse_document(path, source).text("approved")
    if not approved:
        return ()
    return (f"Persetujuan ({approved}) tidak berlaku lagi untuk naskah dengan foto ini. Minta persetujuan lagi: "
            f"monitor release approve {path} --as NAMA; bila rilis sudah terbit: monitor release correct {path}",)


def _known(begin: Beginning) -> None:
    """Raise ReleaseError for topics and offices that do not exist."""
    topics, offices = {each.slug for each in read_taxonomy().topics}, {each.id for each in read_regions().offices}
    _all_in(begin.topics, topics, "Topik")
    _all_in(begin.offices, offices, "Kantor BP3MI")


def _all_in(given: Sequence[str], known: set[str], noun: str) -> None:
    if unknown := [each for each in given if each not in known]:
        raise ReleaseError(f"{noun} {', '.join(unknown)} tidak dikenal.", f"Pilihan: {', '.join(sorted(known))}.")


def _keep(path: Path, text: str, said: tuple[str, ...]) -> Written:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists():
        raise ReleaseError(f"{path} sudah ada.", "Beri slug lain dengan --slug.")
    write_whole(path, text)
    return Written(path, tuple(to_fill(text)), said)
