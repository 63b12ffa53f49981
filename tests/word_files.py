"""Write Word files as staff do: with photos, captions, tracked changes, comments, macros."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Inches
from PIL import Image

TITLE = "Empat puluh perawat mulai belajar bahasa Jepang di Solo"
BODY = ("Solo, KemenP2MI (20/11/2026) – Sebanyak 40 calon perawat mulai belajar bahasa Jepang di Solo. Kelasnya bebas "
        "biaya.")


def photo(width: int = 1600, height: int = 1000, *, kind: str = "JPEG", place: bool = False, seed: int = 1) -> bytes:
    """Return a noisy picture; `place` adds a GPS position as phones do."""
    small = Image.frombytes("RGB", (80, 50), random.Random(seed).randbytes(80 * 50 * 3))
    picture = small.resize((width, height), Image.Resampling.BICUBIC)
    exif = Image.Exif()
    if place:
        exif[0x010F] = "KameraRahasia"
        exif.get_ifd(0x8825).update({1: "S", 2: (7.0, 34.0, 12.0), 3: "E", 4: (110.0, 49.0, 9.0)})
    out = io.BytesIO()
    picture.save(out, kind, quality=95, exif=exif)
    return out.getvalue()


def manuscript(path: Path, *, alt: str = "Peserta duduk di ruang kelas", title: str = TITLE,
               tracked: bool = False) -> Path:
    """Write a release in Word: title, dateline, photo with caption, table, list, link, sign-off."""
    document = Document()
    document.add_heading(title, 0)
    document.add_paragraph(BODY)
    paragraph = document.add_paragraph("Pendaftaran dibuka di kantor balai. ")
    paragraph.add_run("Bawa KTP.").bold = True
    drawing = document.add_picture(io.BytesIO(photo(place=True)), width=Inches(5))
    drawing._inline.docPr.set("descr", alt)
    document.add_paragraph("Kelas hari pertama. Foto: Humas KemenP2MI", style="Caption")
    table = document.add_table(rows=2, cols=2)
    for cell, words in zip([cell for row in table.rows for cell in row.cells],
                           ["Kota", "Peserta", "Solo", "40 orang"], strict=True):
        cell.text = words
    document.add_paragraph("Kartu keluarga", style="List Bullet")
    document.add_paragraph("** (Humas/KemenP2MI)")
    if tracked:
        run = '<w:r><w:{0} xml:space="preserve">{1}</w:{0}></w:r>'
        stamp = 'w:id="1" w:author="Sari" w:date="2026-11-20T08:00:00Z"'
        extra = document.add_paragraph("Kelas selesai ")._p
        for tag, text, words in (("del", "delText", "Januari"), ("ins", "t", "Februari")):
            extra.append(parse_xml(f'<w:{tag} {nsdecls("w")} {stamp}>{run.format(text, words)}</w:{tag}>'))
    document.save(str(path))
    return path


def with_macros(path: Path) -> Path:
    """Write a Word file that holds a macro project."""
    manuscript(path)
    with zipfile.ZipFile(path, "a") as packed:
        packed.writestr("word/vbaProject.bin", b"\xd0\xcf\x11\xe0")
    return path
