"""Turn what staff bring (Word, a page copied from a website, a plain text) into Markdown, and say what was taken."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import nh3

from monitor.errors import DraftError, ReleaseError
from monitor.newsroom.checks.word import read_word
from monitor.newsroom.releases.editing import read_source

_CAPTION = "p.keterangan"
_STYLES = "\n".join([*(f"p[style-name='{name}'] => {_CAPTION}:fresh" for name in (
    "caption", "Caption", "Keterangan", "Keterangan Gambar")), "p[style-name='Title'] => h1:fresh",
    "p[style-name='Subtitle'] => p:fresh"])
_TAGS = {"p", "br", "h1", "h2", "h3", "h4", "ul", "ol", "li", "strong", "em", "b", "i", "a", "blockquote", "table",
         "thead", "tbody", "tr", "th", "td", "img", "hr", "sup", "sub"}
_HTML = re.compile(r"<\s*(p|div|span|br|table|h[1-6]|article|body|font|script|img)\b[^>]*>", re.I)
_AUTOMATIC = re.compile(r"automatically generated|AI-generated|dibuat secara otomatis|dihasilkan AI|^(image|picture|"
                        r"gambar|foto|img|dsc|whatsapp image)[\s_\d().:-]*(at [\d. :-]+)?(\.\w+)?$", re.I)
_TRACKED = {"disisipkan": re.compile(rb"<w:(?:ins|moveTo) "), "dihapus": re.compile(rb"<w:(?:del|moveFrom) ")}
_PLACE = "foto-ke-"
_UNSAFE = {"script", "style", "iframe", "object", "form", "nav", "header", "footer", "aside", "noscript", "svg"}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture found in a manuscript: its bytes, and the alternative text if a person wrote one."""

    data: bytes
    alt: str
    name: str


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A manuscript as Markdown; `![](foto-ke-1)` stands for the first of `pictures`. `said`: what was (not) taken."""

    title: str
    body: str
    pictures: tuple[Picture, ...] = ()
    captions: dict[int, str] = field(default_factory=dict)
    said: tuple[str, ...] = ()


def read_foreign(path: Path, *, accept_changes: bool = False) -> Manuscript:
    """Read a .docx, .html, .txt or .md file. Raise ReleaseError or DraftError for what cannot or must not be taken."""
    suffix = path.suffix.lower()
    if not path.is_file():
        raise ReleaseError(f"{path} tidak ditemukan.", "Periksa nama dan foldernya.")
    if suffix == ".docx":
        return _from_word(path, accept_changes=accept_changes)
    if suffix in {".docm", ".doc", ".rtf", ".odt", ".pdf"}:
        raise DraftError(f"{path}: berkas {suffix} tidak bisa diambil.",
                         "Berkas bermakro ditolak; simpan sebagai .docx tanpa makro." if suffix == ".docm" else
                         "Buka di Word atau LibreOffice, lalu simpan sebagai .docx.")
    if suffix not in {".html", ".htm", ".txt", ".md"}:
        raise DraftError(f"{path}: berkas {suffix or 'tanpa akhiran'} tidak bisa diambil.",
                         "Pakai .docx, .html, .txt, atau .md.")
    text = read_source(path)
    if not text.strip():
        raise DraftError(f"{path}: berkas kosong.", "Tulis naskahnya dulu.")
    if suffix in {".html", ".htm"} or _HTML.search(text):
        return _from_html(text, ["Kode situs web (HTML) dibersihkan; yang diambil hanya teks, tautan, dan tabel."])
    return _split(text, (), {}, [])


def _from_word(path: Path, *, accept_changes: bool) -> Manuscript:
    _, tracked = read_word(path)  # refuses macros, passwords, oversize and XML entities
    xml = _part(path, "word/document.xml")
    counted = ", ".join(f"{len(pattern.findall(xml))} {word}" for word, pattern in _TRACKED.items())
    if tracked and not accept_changes:
        raise ReleaseError(f"{path}: masih ada perubahan terlacak ({counted}).",
                           "Terima atau tolak semuanya di Word (Tinjau > Terima), lalu ulangi. Bila semuanya memang "
                           "diterima, tambahkan --accept-changes.")
    import mammoth

    pictures: list[Picture] = []

    def keep(image: Any) -> dict[str, str]:
        with image.open() as opened:
            data = opened.read()
        alt = " ".join((image.alt_text or "").split())
        kind = str(image.content_type).rsplit("/", 1)[-1]
        pictures.append(Picture(data, "" if _AUTOMATIC.search(alt) else alt, f"foto {len(pictures) + 1} ({kind})"))
        return {"src": f"{_PLACE}{len(pictures)}"}

    try:
        with path.open("rb") as file:
            html = mammoth.convert_to_html(file, convert_image=mammoth.images.img_element(keep), style_map=_STYLES,
                                           external_file_access=False).value
    except (KeyError, ValueError, AttributeError, zipfile.BadZipFile) as error:  # a part that is named but not there
        raise ReleaseError(f"{path} rusak: ada bagian yang disebut tetapi tidak ada di dalamnya.",
                           "Buka di Word atau LibreOffice, simpan ulang sebagai .docx, lalu ulangi.") from error
    said = [f"Perubahan terlacak ({counted}): diambil teks seandainya semua diterima."] if tracked else []
    if comments := _part(path, "word/comments.xml").count(b"<w:comment "):
        said.append(f"{comments} komentar Word tidak diambil.")
    if _part(path, "word/footnotes.xml").count(b"<w:footnote ") > 2:  # Word itself keeps two for the separators
        said.append("Catatan kaki diambil sebagai daftar di akhir naskah; periksa tempatnya.")
    return _from_html(html, said, tuple(pictures))


def _part(path: Path, name: str) -> bytes:
    with zipfile.ZipFile(path) as packed:
        return packed.read(name) if name in packed.namelist() else b""


def _from_html(html: str, said: list[str], pictures: tuple[Picture, ...] = ()) -> Manuscript:
    """Clean HTML to plain structure and write it as Markdown."""
    from bs4 import BeautifulSoup

    soup = BeautifulSoup(html, "lxml")
    dropped = 0
    for element in soup.find_all(sorted(_UNSAFE)):
        dropped += not element.decomposed and element.name in {"script", "iframe", "object", "form"}
        element.decompose()
    captions = _captions(soup)
    foreign = 0
    for image in soup.find_all("img"):
        if not str(image.get("src", "")).startswith(_PLACE):
            foreign += 1
            image.decompose()
    if dropped:
        said.append(f"{dropped} skrip atau bingkai dibuang.")
    if foreign:
        said.append(f"{foreign} gambar dari situs lain tidak diambil; sisipkan dengan monitor release photo.")
    headline = str(soup.title.string or "").strip() if soup.title else ""
    for first in soup.find_all("h1", limit=1):
        headline = " ".join(first.get_text(" ").split()) or headline
        first.decompose()
    if soup.head:
        soup.head.decompose()
    clean = nh3.clean(str(soup.body.decode_contents() if soup.body else soup), tags=_TAGS, link_rel=None,
                      attributes={"a": {"href"}, "img": {"src", "alt"}, "td": {"colspan"}},
                      url_schemes={"http", "https", "mailto", "tel"}, attribute_filter=_keep)
    return _split(_markdown(clean), pictures, captions, said, headline)


def _captions(soup: Any) -> dict[int, str]:
    """Take the caption paragraphs out and return them by the number of the picture before (else after) them."""
    found: dict[int, str] = {}
    for caption in soup.find_all(["p", "figcaption"]):
        if caption.name == "p" and "keterangan" not in (caption.get("class") or []):
            continue
        image = caption.find_previous("img") or caption.find_next("img")
        number = str(image.get("src", "")).removeprefix(_PLACE) if image else ""
        if number.isdigit() and int(number) not in found:
            found[int(number)] = " ".join(caption.get_text(" ").split())
            caption.decompose()
    return found


def _keep(tag: str, attribute: str, value: str) -> str | None:
    if tag == "a" and attribute == "href" and urlsplit(value).scheme not in {"http", "https", "mailto", "tel"}:
        return None
    return value


def _markdown(html: str) -> str:
    from markdownify import markdownify

    text: str = markdownify(html, heading_style="ATX", bullets="-", strip=["sup", "sub"], escape_underscores=False,
                            escape_asterisks=False, escape_misc=False, table_infer_header=True)
    text = re.sub(r"[ \t\u00a0]+\n", "\n", text.replace("\u00a0", " "))
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def _split(text: str, pictures: tuple[Picture, ...], captions: dict[int, str], said: list[str],
           title: str = "") -> Manuscript:
    """Take the title off the top when it is not known yet; a first line that is a paragraph is none."""
    from monitor.newsroom.checks.draft import Given, read_bare
    from monitor.newsroom.frontmatter import parse_document

    document = parse_document(Path("naskah"), text)
    if {"title", "slug"} & document.fields.keys():
        raise ReleaseError("Berkas ini sudah punya keterangan Title dan Slug.",
                           "Simpan langsung di content/siaran-pers, lalu jalankan: monitor release ready")
    if not title:
        draft = read_bare("naskah", text, Given()).draft
        title, text = draft.title, draft.body
        title = re.sub(r"^[*_#\s]+|[*_\s]+$", "", title)
    body = re.sub(r"^# .*\n+", "", text.strip(), count=1)
    body = re.sub(r"^# ", "## ", body, flags=re.M)
    if not body.strip():
        raise DraftError("Naskah ini tidak memuat paragraf.", "Tulis isinya dulu.")
    return Manuscript(title, body.strip() + "\n", pictures, captions, tuple(said))


def place_pictures(manuscript: Manuscript, put: Callable[[int, Picture, str], str]) -> str:
    """Return the body with each picture mark replaced by the lines that `put(number, picture, caption)` gives."""
    body = manuscript.body
    for number, picture in enumerate(manuscript.pictures, 1):
        lines = put(number, picture, manuscript.captions.get(number, ""))
        mark = re.search(rf"[ \t]*!\[[^\]]*\]\({_PLACE}{number}\)[ \t]*", body)
        if mark:
            body = body[:mark.start()] + (f"\n\n{lines}\n" if lines else "") + body[mark.end():]
    return re.sub(r"\n{3,}", "\n\n", body).strip() + "\n"
