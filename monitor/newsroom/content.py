"""Check every content file before Pelican sees it, and say all that is wrong with file and line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from monitor.config.loading import nearest
from monitor.config.regions import read_regions
from monitor.config.taxonomy import read_taxonomy
from monitor.errors import SiteError
from monitor.newsroom.checks.model import Severity
from monitor.newsroom.checks.publishing import check_one, check_releases
from monitor.newsroom.details import (
    PageType,
    Verdict,
    parse_channel,
    parse_day,
    parse_helper,
    parse_moment,
    parse_reference,
)
from monitor.newsroom.frontmatter import Document, Field, parse_document, read_document
from monitor.newsroom.releases import photos, state
from monitor.newsroom.revisions import parse_revision
from monitor.newsroom.translations import faults, language
from monitor.weeks import WIB

TITLE_MAX = 65
SUMMARY_MAX = 160
SLUG_MAX = 100
PAGES = "pages"

_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_DEVICE = re.compile(r"con|prn|aux|nul|com\d|lpt\d")
_COMMON = ("title", "slug", "date", "type", "summary", "topics", "checked")
_REQUIRED = {
    PageType.RELEASE: (*_COMMON, "city"),
    PageType.EXPLAINER: (*_COMMON, "sources", "answer"),
    PageType.CLARIFICATION: (*_COMMON, "sources", "fact", "claim", "verdict", "advice"),
}
_OPTIONAL = {
    PageType.RELEASE: ("sources", "contact", "officials", *state.KEYS),
    PageType.EXPLAINER: ("helpers", "legal"),
    PageType.CLARIFICATION: ("seen",),
}
_ALWAYS_OPTIONAL = ("modified", "offices", "destinations", "status", "redirect-from", "changes", "lang")
_PAGE_REQUIRED = ("title", "slug", "summary", "modified")
_PAGE_OPTIONAL = ("date", "checked", "sources", "channels", "status", "redirect-from", "changes")
_EXAMPLES = {
    "title": "Title: Cara memeriksa izin perusahaan penempatan", "slug": "Slug: cara-memeriksa-izin-perusahaan",
    "date": "Date: 2025-09-17 10:00", "type": "Type: penjelasan", "checked": "Checked: 2026-03-05",
    "summary": f"Summary: satu kalimat, paling banyak {SUMMARY_MAX} huruf",
    "topics": "Topics: biaya-penempatan, regulasi",
    "sources": "Sources: Nama sumber | https://alamat/halaman | diperiksa 2026-03-05", "city": "City: Jakarta",
    "answer": "Answer: jawaban singkat, satu sampai tiga kalimat", "fact": "Fact: fakta yang benar, satu kalimat",
    "claim": "Claim: isi klaim yang beredar", "verdict": "Verdict: SALAH", "modified": "Modified: 2026-03-05 09:00",
    "advice": "Advice: apa yang dilakukan bila menerimanya", "channels": "Channels: Telepon | nomor | tel:nomor | "
    "diperiksa 2026-03-05", "helpers": "Helpers: siapa | kontak | kapan",
    "changes": "Changes: 2026-03-05 | Nomor telepon diperbarui.",
}
_RAW_HTML = re.compile(r"<\s*(script|iframe|object|embed|style|form|link|meta)\b|\son\w+\s*=|javascript:", re.I)
_PICTURES = {".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif", ".svg"}
_NO_ALT = re.compile(r"!\[\s*\]\s*[\(\[]|<img\b(?![^>]*\balt\s*=\s*[\"'][^\"']*\w)[^>]*>", re.I)
_SUSPECT = re.compile(rf"{_RAW_HTML.pattern}|{_NO_ALT.pattern}|^#\s", re.I | re.M)
"""Anything that `_check_body` complains about; most texts have none of it."""
_TOP_HEADING = re.compile(r"^#\s+\S")


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding in a content file. `line` is 1-based; `blocks` stops the build, else it is only a warning."""

    path: Path
    line: int
    what: str
    todo: str = ""
    blocks: bool = True

    def __str__(self) -> str:
        return f"{self.path.as_posix()}:{self.line}: {self.what}" + (f" {self.todo}" if self.todo else "")


def check_content(content: Path) -> tuple[Problem, ...]:
    """Check every Markdown file below a content folder; return all findings in file order.

    Raise SiteError when the folder itself is missing.
    """
    if not content.is_dir():
        raise SiteError(f"Folder isi situs {content} tidak ditemukan.",
                        "Jalankan dari folder proyek, atau isi [site] content di monitor.toml.")
    problems: list[Problem] = []
    articles: list[tuple[PageType, Document]] = []
    for folder in (*PageType, PAGES):
        for path in _files(content, folder):
            document = _read(path, problems)
            if document is None:
                continue
            if isinstance(folder, PageType):
                articles.append((folder, document))
                problems += _check_article(document, folder)
                problems += _check_pictures(document, content)
            else:
                problems += _check_page(document)
    documents = [document for _, document in articles]
    problems += _repeated_slugs(documents)
    problems += [Problem(document.path, line, what, todo) for document, line, what, todo in faults(documents)]
    releases = [each for kind, each in articles if kind is PageType.RELEASE]
    problems += _check_releases(content, [each for each in releases if not state.is_withdrawn(each)])
    problems = _soften(problems, releases)
    for document in releases:
        problems += _check_state(document, content)
    return tuple(sorted(problems, key=lambda problem: (problem.path, problem.line)))


def check_release(content: Path, path: Path, source: str) -> tuple[Problem, ...]:
    """Check one release as if `source` were its file and it were to be published now; return all findings."""
    document = parse_document(path, source)
    if not document.fields:
        return (_headless(path),)
    others = [read_document(each) for folder in PageType for each in _files(content, folder)
              if each.suffix == ".md" and each.resolve() != path.resolve()]
    problems = [*_check_article(document, PageType.RELEASE), *_check_pictures(document, content),
                *_check_state(document, content), *_repeated_slugs([*others, document])]
    problems += [Problem(path, line, f"Bagian {words} belum diisi.", "Tulis isinya atau hapus bagiannya.")
                 for line, words in state.to_fill(source)]
    problems += [Problem(path, found.line, f"{found.code} {found.message}", blocks=found.severity is Severity.BLOCKS)
                 for found in check_one(path.as_posix(), source)]
    return tuple(sorted(problems, key=lambda problem: problem.line))


def check_keys(document: Document, kind: PageType) -> tuple[Problem, ...]:
    """Check the front matter and body of one article by themselves."""
    return tuple(_check_article(document, kind))


def is_slug(text: str) -> bool:
    """Tell whether a text can be the last part of an address: no dots, slashes, capitals or spaces.

    Windows opens a device instead of a file with one of its reserved names, so those are none either.
    """
    return len(text) <= SLUG_MAX and _SLUG.fullmatch(text) is not None and _DEVICE.fullmatch(text) is None


def refuse(problems: Sequence[Problem]) -> None:
    """Raise SiteError listing every blocking finding; do nothing when there is none."""
    blocking = [str(problem) for problem in problems if problem.blocks]
    if blocking:
        listed = "\n".join(f"  - {line}" for line in blocking)
        raise SiteError(f"Situs tidak dibangun, {len(blocking)} masalah pada berkas isi:\n{listed}",
                        "\nPerbaiki baris di atas, lalu bangun lagi. Situs yang lama tidak berubah.")


def _files(content: Path, folder: str) -> Iterator[Path]:
    """Yield the files of a folder that staff wrote, pictures and hidden files left out."""
    for path in sorted((content / folder).rglob("*")):
        hidden = any(part.startswith(".") for part in path.relative_to(content).parts)
        if path.is_file() and not hidden and path.suffix.lower() not in _PICTURES:
            yield path


def _read(path: Path, problems: list[Problem]) -> Document | None:
    if path.suffix != ".md":
        problems.append(Problem(path, 1, f"Berkas {path.suffix or 'tanpa akhiran'} tidak bisa ditayangkan.",
                                "Simpan naskah sebagai Markdown (.md), atau pindahkan dari folder isi."))
        return None
    try:
        document = read_document(path)
    except UnicodeDecodeError:
        problems.append(Problem(path, 1, "Berkas bukan teks UTF-8.", "Simpan ulang sebagai UTF-8."))
        return None
    if not document.fields:
        problems.append(_headless(path))
        return None
    return document


def _headless(path: Path) -> Problem:
    return Problem(path, 1, "Tidak ada keterangan di awal berkas.", f"Mulai baris pertama dengan: {_EXAMPLES['title']}")


def _check_article(document: Document, kind: PageType) -> Iterator[Problem]:
    required, optional = _REQUIRED[kind], (*_OPTIONAL[kind], *_ALWAYS_OPTIONAL)
    yield from _check_keys(document, required, optional)
    yield from _check_shapes(document)
    yield from _check_body(document)
    written = document.fields.get("type")
    if written and written.text != kind:
        yield _problem(document, written, f"Type {written.text!r} tidak cocok dengan foldernya.",
                       f"Tulis: Type: {kind}")
    yield from _check_names(document, "topics", [topic.slug for topic in read_taxonomy().topics], "Topik")
    yield from _check_names(document, "offices", [office.id for office in read_regions().offices], "Kantor BP3MI")
    yield from _check_names(document, "destinations", [each.id for each in read_regions().destinations],
                            "Negara tujuan")
    verdict = document.fields.get("verdict")
    verdicts = [known.value for known in Verdict]
    if verdict and verdict.text and verdict.text not in verdicts:
        yield _problem(document, verdict, f"Verdict {verdict.text!r} tidak dikenal"
                       f"{nearest(verdict.text.upper(), verdicts)}.", f"Pilih: {', '.join(verdicts)}.")


def _check_releases(content: Path, documents: Sequence[Document]) -> Iterator[Problem]:
    """Run the rules of the release checker."""
    for found in check_releases(content, [each.path for each in documents]):
        yield Problem(Path(found.path), found.line, f"{found.code} {found.message}",
                      blocks=found.severity is Severity.BLOCKS)


def _soften(problems: Sequence[Problem], releases: Sequence[Document]) -> list[Problem]:
    """Let nothing in a release that is not to be published yet stop the build: nothing of it is built."""
    unpublished = {each.path for each in releases if state.is_unpublished(each)}
    return [replace(each, blocks=False) if each.path in unpublished else each for each in problems]


def _check_state(document: Document, content: Path) -> Iterator[Problem]:
    blocks = not state.is_unpublished(document)
    for fault in state.faults(document, content):
        yield Problem(document.path, fault.line, fault.what, fault.todo, blocks or fault.always)
    for entry in document.repeated:
        if entry.name.lower() in {"status", "date", *state.KEYS}:
            yield _problem(document, entry, f"{entry.name} ditulis dua kali, jadi statusnya tidak pasti.",
                           "Sisakan satu.")


def _check_pictures(document: Document, content: Path) -> Iterator[Problem]:
    for number, line in enumerate(document.body.splitlines(), document.body_line):
        for what, todo in photos.faults(line, document.path, content):
            yield Problem(document.path, number, what, todo)


def _check_page(document: Document) -> Iterator[Problem]:
    yield from _check_keys(document, _PAGE_REQUIRED, _PAGE_OPTIONAL)
    yield from _check_shapes(document)
    yield from _check_body(document)


def _check_keys(document: Document, required: Sequence[str], optional: Sequence[str]) -> Iterator[Problem]:
    for key in required:
        entry = document.fields.get(key)
        if entry is None or not entry.text:
            line = entry.line if entry else 1
            yield Problem(document.path, line, f"{key.capitalize()} wajib diisi.", f"Tulis seperti: {_EXAMPLES[key]}")
    known = [key.capitalize() for key in (*required, *optional)]
    for entry in document.fields.values():
        if entry.name.lower() not in (*required, *optional):
            yield _problem(document, entry, f"Kunci {entry.name!r} tidak dikenal"
                           f"{nearest(entry.name.capitalize(), known)}.", "Hapus atau betulkan.")
    for entry in document.repeated:
        yield _problem(document, entry, f"{entry.name} ditulis dua kali.", "Sisakan satu.")


def _check_shapes(document: Document) -> Iterator[Problem]:
    fields = document.fields
    yield from _check_lengths(document)
    if (slug := fields.get("slug")) and len(slug.text) > SLUG_MAX:
        yield _problem(document, slug, f"Slug {len(slug.text)} huruf, terlalu panjang untuk alamat.",
                       f"Pendekkan sampai {SLUG_MAX} huruf.")
    elif slug and slug.text and not is_slug(slug.text):
        yield _problem(document, slug, f"Slug {slug.text!r} tidak bisa dipakai sebagai alamat.",
                       "Pakai huruf kecil, angka, dan tanda hubung saja, seperti: Slug: cara-memeriksa-izin")
    release = document.text("type") == PageType.RELEASE
    known = [each.value for each in state.State] if release else ["published", "draft"]
    if (status := fields.get("status")) and status.text.lower() not in known:
        yield _problem(document, status, f"Status {status.text!r} tidak dikenal{nearest(status.text.lower(), known)}.",
                       f"Pilih: {', '.join(known[:-1])} atau {known[-1]}.")
    yield from _check_dates(document)
    for key, read in (("sources", parse_reference), ("helpers", parse_helper), ("channels", parse_channel),
                      ("changes", parse_revision)):
        yield from _check_lines(document, key, read)


def _check_lengths(document: Document) -> Iterator[Problem]:
    title, summary = document.fields.get("title"), document.fields.get("summary")
    if title and len(title.text) > TITLE_MAX:
        yield _problem(document, title, f"Judul {len(title.text)} huruf, terpotong di mesin pencari.",
                       f"Pendekkan sampai {TITLE_MAX} huruf.", blocks=False)
    if summary and len(summary.text) > SUMMARY_MAX:
        yield _problem(document, summary, f"Summary {len(summary.text)} huruf, paling banyak {SUMMARY_MAX}.",
                       "Pendekkan menjadi satu kalimat.")


def _check_dates(document: Document) -> Iterator[Problem]:
    moments: dict[str, datetime] = {}
    for key, read in (("date", parse_moment), ("modified", parse_moment), ("checked", parse_day)):
        entry = document.fields.get(key)
        if entry is None or not entry.text:
            continue
        try:
            found = read(entry.text)
        except ValueError:
            yield _problem(document, entry, f"{entry.name} {entry.text!r} bukan tanggal yang sah.",
                           f"Tulis seperti: {_EXAMPLES[key]}")
            continue
        if isinstance(found, datetime):
            moments[key] = found
        elif found > datetime.now(UTC).astimezone(WIB).date():
            yield _problem(document, entry, f"Checked {entry.text} belum terjadi.",
                           "Tulis tanggal pemeriksaan terakhir.")
    if "date" in moments and moments.get("modified", moments["date"]) < moments["date"]:
        yield _problem(document, document.fields["modified"], "Modified lebih awal daripada Date.",
                       "Tulis waktu perubahan terakhir, atau hapus barisnya.")


def _check_lines(document: Document, key: str, read: Callable[[str], object]) -> Iterator[Problem]:
    entry = document.fields.get(key)
    for number, value in enumerate(entry.values if entry else ()):
        try:
            read(value)
        except ValueError as error:
            assert entry is not None
            yield Problem(document.path, entry.line + number, f"{entry.name}: {error}.",
                          f"Tulis seperti: {_EXAMPLES[key]}")


def _check_names(document: Document, key: str, known: list[str], noun: str) -> Iterator[Problem]:
    entry = document.fields.get(key)
    for name in entry.items if entry else ():
        if name not in known:
            assert entry is not None
            yield _problem(document, entry, f"{noun} {name!r} tidak dikenal{nearest(name, known)}.",
                           f"Pilihan ada di monitor/config/{'taxonomy' if key == 'topics' else 'regions'}.toml.")


def _check_body(document: Document) -> Iterator[Problem]:
    if not _SUSPECT.search(document.body):
        return
    for number, line in enumerate(document.body.splitlines(), document.body_line):
        if found := _RAW_HTML.search(line):
            yield Problem(document.path, number, f"HTML {found[0].strip()!r} tidak akan ditayangkan.",
                          "Hapus; tulis dengan Markdown.", blocks=False)
        if _NO_ALT.search(line):
            yield Problem(document.path, number, "Gambar tanpa teks alternatif.",
                          "Tulis isi gambar di dalam kurung siku: ![isi gambar](…)")
        if _TOP_HEADING.match(line):
            yield Problem(document.path, number, "Judul tingkat satu (#) hanya untuk judul halaman.",
                          "Pakai ## di isi.")


def _repeated_slugs(documents: Sequence[Document]) -> Iterator[Problem]:
    first: dict[tuple[str, str], Document] = {}
    for document in documents:
        slug = document.fields.get("slug")
        if slug is None:
            continue
        if (other := first.setdefault((slug.text, language(document)), document)) is not document:
            yield _problem(document, slug, f"Slug {slug.text!r} sudah dipakai {other.path.as_posix()}.",
                           "Beri slug lain.")


def _problem(document: Document, entry: Field, what: str, todo: str, *, blocks: bool = True) -> Problem:
    return Problem(document.path, entry.line, what, todo, blocks)
