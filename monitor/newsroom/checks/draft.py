"""Read a file that staff wrote into a Draft that rules check, with the way back to its lines."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

from monitor.errors import DraftError
from monitor.newsroom.checks.layout import is_furniture
from monitor.newsroom.checks.model import Draft, Part
from monitor.newsroom.details import parse_moment
from monitor.newsroom.frontmatter import Document, Field, parse_document

SUFFIXES = (".md", ".txt", ".docx")
MAX_BYTES = 5_000_000
RELEASE = "siaran-pers"
TITLE_LINE = 220
"""Characters beyond which a first line is a paragraph and no title."""

_OURS = {"title", "slug", "type", "date", "summary", "topics", "city", "checked", "sources"}
_HEADING = re.compile(r"#{1,6}\s+")
_DATELINE = re.compile(r"^\**(?P<city>[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,3})\s*,\s*"
                       r"(?:Kemen\s?P2MI|KP2MI|BP2MI)\s*,?\s*\((?P<date>[\d/.-]+)\)", re.M)


@dataclass(frozen=True, slots=True)
class Given:
    """What the person who checks says about a text that does not say it itself."""

    title: str = ""
    published: date | None = None
    city: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Something wrong with the file itself: the code of a rule of frame.py, a 1-based line, a sentence."""

    code: str
    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A draft and its file: `pieces` says for each part at which offset of `source` a stretch of it begins."""

    draft: Draft
    source: str
    pieces: dict[Part, tuple[tuple[int, int], ...]]
    writable: bool = True
    notes: tuple[Note, ...] = ()

    def offset(self, part: Part, position: int) -> int:
        """Return where a position of a part is in the source; 0 for a part that the file does not hold."""
        pieces = self.pieces.get(part)
        if not pieces:
            return 0
        begin, at = pieces[max(0, bisect_right(pieces, (position, len(self.source))) - 1)]
        return min(at + position - begin, len(self.source))


def read_manuscript(path: Path, given: Given | None = None) -> Manuscript:
    """Read one .md, .txt or .docx file.

    Raise DraftError when the file is of another kind, too large, not text, or holds nothing; OSError when it cannot be
    opened.
    """
    given = given or Given()
    suffix = path.suffix.lower()
    if suffix == ".docx":
        from monitor.newsroom.checks.word import read_word

        text, tracked = read_word(path)
        notes = (Note("R099", 1, "Naskah Word memuat perubahan terlacak; yang diperiksa adalah teks seandainya semua "
                      "perubahan diterima, jadi terima atau tolak dulu di Word."),) if tracked else ()
        return replace(read_bare(path.as_posix(), text, given), writable=False, notes=notes)
    if suffix not in SUFFIXES:
        raise DraftError(f"{path}: berkas {suffix or 'tanpa akhiran'} tidak bisa diperiksa.", _advice(suffix))
    return parse_manuscript(path.as_posix(), _text(path), given)


def parse_manuscript(path: str, source: str, given: Given | None = None) -> Manuscript:
    """Make a manuscript of text with line ends `\\n`: front matter when its keys are ours, else bare text."""
    given = given or Given()
    document = parse_document(Path(path), source)
    if _OURS & document.fields.keys():
        return _with_front_matter(path, source, document, given)
    return read_bare(path, source, given)


def read_bare(path: str, source: str, given: Given) -> Manuscript:
    """Make a manuscript of a text without front matter: its first line that is no page furniture is the title.

    City and date come from `given`, else from a complete dateline.
    """
    if not source.strip():
        raise DraftError(f"{path}: berkas kosong.", "Tulis naskahnya dulu.")
    start, end = (0, 0) if given.title else _title_line(source)
    title = given.title or _HEADING.sub("", source[start:end]).strip()
    head, after = source[:start], min(end + 1, len(source)) if end else 0
    title_at = max(0, source.find(title, start)) if end else 0
    body = head + source[after:]
    pieces: dict[Part, tuple[tuple[int, int], ...]] = {Part.TITLE: ((0, title_at),), Part.BODY: ((0, after),)}
    if head:
        pieces[Part.BODY] = ((0, 0), (len(head), after))
    found = _DATELINE.search(body)
    draft = Draft(path, title, "", body, city=given.city or (found["city"] if found else ""),
                  published=given.published or (_day(found["date"]) if found else None),
                  lines=(_line(source, title_at), 1, _line(source, after)))
    line = source[start:source.find("\n", start) if "\n" in source[start:] else len(source)] if end else ""
    return Manuscript(draft, source, pieces, notes=tuple(_spaces(line, draft.lines[0])))


def _spaces(title: str, line: int) -> Iterator[Note]:
    """Yield what is wrong with the spaces of a title as it stands in the file."""
    if title != title.rstrip():
        yield Note("R013", line, "Judul berakhir dengan spasi; hapus.")
    if "  " in title.strip():
        yield Note("R097", line, "Judul memuat spasi ganda; sisakan satu.")


def _title_line(source: str) -> tuple[int, int]:
    """Return where the title is; (0, 0) when the text begins with its dateline or a paragraph instead."""
    at, first = 0, None
    for line in source.split("\n"):
        if line.strip() and not line.lstrip().startswith(("<!--", "# periksa:")):
            first = first or (at, at + len(line))
            if not is_furniture(line):
                return (0, 0) if _DATELINE.match(line) or len(line.strip()) > TITLE_LINE else (at, at + len(line))
        at += len(line) + 1
    return first or (0, 0)


def _with_front_matter(path: str, source: str, document: Document, given: Given) -> Manuscript:
    lines = source.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    at = starts[min(document.body_line - 1, len(lines))]
    pieces: dict[Part, tuple[tuple[int, int], ...]] = {Part.BODY: ((0, at),)}
    for part, key in ((Part.TITLE, "title"), (Part.SUMMARY, "summary")):
        if entry := document.fields.get(key):
            pieces[part] = _value_pieces(entry, lines, starts)
    notes, moment = [], None
    if not document.text("title") and not given.title:
        notes.append(Note("R098", 1, "Baris Title belum ada di awal berkas; tulis judulnya."))
    if written := document.text("date"):
        try:
            moment = parse_moment(written)
        except ValueError:
            notes.append(Note("R098", document.fields["date"].line, f"Date “{written}” bukan tanggal yang sah; tulis "
                              "seperti 2026-05-12 10:00."))
    if "title" in document.fields and not given.title:
        number = document.fields["title"].line
        notes += _spaces(source.split("\n")[number - 1].partition(":")[2].removeprefix(" "), number)
    first = [document.fields[key].line if key in document.fields else 1 for key in ("title", "summary")]
    draft = Draft(path, given.title or document.text("title"), document.text("summary"), source[at:],
                  document.text("slug"), given.city or document.text("city"),
                  document.text("type") or ("halaman" if "slug" in document.fields else RELEASE),
                  given.published or (moment.date() if isinstance(moment, datetime) else None),
                  document.text("contact"), (first[0], first[1], _line(source, at)),
                  document.text("lang") or "id")
    return Manuscript(draft, source, pieces, notes=tuple(notes))


def _value_pieces(entry: Field, lines: list[str], starts: list[int]) -> tuple[tuple[int, int], ...]:
    """Map the one-line value of a key, possibly wrapped, to where its stretches are in the file."""
    pieces, position, number = [], 0, entry.line - 1
    for value in entry.values:
        while number < len(lines) and value not in lines[number]:
            number += 1
        if number == len(lines):
            break
        skip = lines[number].find(":") + 1 if number == entry.line - 1 else 0
        pieces.append((position, starts[number] + lines[number].index(value, skip)))
        position += len(value) + 1
        number += 1
    return tuple(pieces) or ((0, starts[entry.line - 1]),)


def _text(path: Path) -> str:
    if path.stat().st_size > MAX_BYTES:
        raise DraftError(f"{path}: berkas lebih dari {MAX_BYTES // 1_000_000} MB.", "Naskah teks tidak sebesar itu; "
                         "periksa apakah berkasnya benar.")
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DraftError(f"{path}: berkas bukan teks UTF-8.", "Simpan ulang sebagai UTF-8.") from None
    if "\x00" in text:
        raise DraftError(f"{path}: berkas bukan teks.", "Simpan naskah sebagai .md, .txt, atau .docx.")
    return text.replace("\r\n", "\n")


def _advice(suffix: str) -> str:
    if suffix == ".docm":
        return "Berkas Word bermakro ditolak; simpan sebagai .docx tanpa makro."
    if suffix in {".doc", ".rtf", ".odt"}:
        return "Simpan sebagai .docx dari Word atau LibreOffice."
    return f"Pakai {', '.join(SUFFIXES)}."


def _day(written: str) -> date | None:
    found = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", written)
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) if found else None
    except ValueError:
        return None


def _line(source: str, offset: int) -> int:
    return source.count("\n", 0, offset) + 1
