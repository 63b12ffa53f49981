"""Read the text of a Word file as Markdown-like lines; never run or follow anything in it."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from typing import Any

from monitor.errors import DraftError

MAX_BYTES = 60_000_000
MAX_UNPACKED = 300_000_000
_DOCUMENT = "word/document.xml"
_TRACKED = re.compile(rb"<w:(?:ins|del|moveFrom|moveTo)[ >]")
_BLOCKS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "tr"}


def read_word(path: Path) -> tuple[str, bool]:
    """Return the text of a .docx, paragraphs parted by blank lines, and whether it holds tracked changes.

    Inserted text counts, deleted text does not. A picture becomes `![alt](gambar-1)`. Raise DraftError when the file
    is no Word document, holds macros, is locked with a password, or unpacks to more than 300 MB.
    """
    tracked = _inspect(path)
    import mammoth

    count = 0

    def name(_image: Any) -> dict[str, str]:
        nonlocal count
        count += 1
        return {"src": f"gambar-{count}"}

    with path.open("rb") as file:
        html = mammoth.convert_to_html(file, convert_image=mammoth.images.img_element(name),
                                       external_file_access=False).value
    return _as_lines(html), tracked


def _inspect(path: Path) -> bool:
    if path.stat().st_size > MAX_BYTES:
        raise DraftError(f"{path}: berkas lebih dari {MAX_BYTES // 1_000_000} MB.", "Kecilkan foto di Word, lalu "
                         "simpan lagi.")
    try:
        with zipfile.ZipFile(path) as packed:
            names = packed.namelist()
            if any(name.lower().endswith("vbaproject.bin") for name in names):
                raise DraftError(f"{path}: berkas Word memuat makro.", "Simpan sebagai .docx tanpa makro.")
            if sum(entry.file_size for entry in packed.infolist()) > MAX_UNPACKED:
                raise DraftError(f"{path}: isi berkas terlalu besar.", "Kecilkan foto di Word, lalu simpan lagi.")
            xml = packed.read(_DOCUMENT)
    except (zipfile.BadZipFile, KeyError, RuntimeError):
        raise DraftError(f"{path}: bukan berkas Word yang utuh, atau dikunci kata sandi.",
                         "Buka di Word, lalu simpan lagi sebagai .docx tanpa kata sandi.") from None
    if b"<!DOCTYPE" in xml[:2000] or b"<!ENTITY" in xml[:20_000]:
        raise DraftError(f"{path}: berkas Word memuat perintah XML yang ditolak.", "Simpan ulang dari Word.")
    return _TRACKED.search(xml) is not None


def _as_lines(html: str) -> str:
    if not html.strip():
        return ""
    from lxml import html as parser

    lines = []
    for block in parser.fragment_fromstring(html, create_parent="div").iter(*_BLOCKS):
        if any(parent.tag in _BLOCKS for parent in block.iterancestors()):
            continue
        for image in block.iter("img"):
            alt = re.sub(r"[\[\]\s]+", " ", image.get("alt") or "").strip()
            image.tail = f"![{alt}]({image.get('src')})" + (image.tail or "")
        cells = [" ".join(cell.text_content().split()) for cell in block] if block.tag == "tr" else []
        text = f"| {' | '.join(cells)} |" if cells else block.text_content().strip()
        if text:
            lines.append({"li": "- "}.get(block.tag, "") + text)
    return "\n\n".join(lines) + "\n" if lines else ""
