"""A small site with every kind of page: a corrected release with a photo, a withdrawn one, English, a wide table."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy
from built_site import CONTENT, Built
from PIL import Image

RELEASE = """Title: Loket pelindungan di Batam menambah jam layanan sore
Slug: loket-batam
Date: 2025-09-19 10:00
Modified: 2025-09-20 08:00
Type: siaran-pers
Summary: Loket di Batam kini juga buka pada sore hari.
Topics: aduan-layanan
Offices: kepri
City: Batam
Contact: Pusat panggilan 0-800-1000
Checked: 2026-03-05
Sources: Catatan uji | https://contoh.invalid/loket | diperiksa 2026-03-05
Status: published
Corrections: 2025-09-20 08:00 WIB | Jam tutup semula tertulis pukul 16.00 WIB; yang benar pukul 17.00 WIB. | Uji

Batam, KemenP2MI (19/09/2025) – Loket pelindungan di Batam kini melayani aduan sampai sore.

![Antrean di depan loket layanan]({static}/images/loket.jpg)
*Antrean di loket. Foto: Uji*

** (Humas/KemenP2MI)
"""
WITHDRAWN = """Title: Naskah yang ditarik
Slug: ditarik
Date: 2025-09-21 10:00
Type: siaran-pers
Summary: Naskah ini ditarik.
Topics: aduan-layanan
City: Jakarta
Checked: 2026-03-05
Sources: Catatan uji | https://contoh.invalid/ditarik | diperiksa 2026-03-05
Status: withdrawn
Withdrawn: 2025-09-22 08:00 WIB | Angka di dalamnya keliru. | Uji

Jakarta, KemenP2MI (21/09/2025) – Isi yang tidak tampil lagi.
"""
TABLE = """Title: Berapa lama setiap layanan berlangsung di kantor?
Slug: lama-layanan
Date: 2025-09-11 09:00
Type: penjelasan
Summary: Lama layanan menurut jenisnya, dari pendaftaran sampai keberangkatan.
Topics: biaya-penempatan, aduan-layanan
Answer: Kebanyakan layanan selesai dalam satu hari kerja.
Checked: 2026-03-04
Helpers: Kantor balai | 0-800-1000 | pada jam kerja
Sources: Catatan uji | https://contoh.invalid/lama/alamat-yang-sangat-panjang-tanpa-tanda-hubung | diperiksa 2026-03-04

## Menurut jenis

| Layanan | Syarat yang dibawa | Lama paling cepat | Lama paling lambat | Tempat |
| --- | --- | ---: | ---: | --- |
| Pendaftaran | Kartu keluarga dan akta kelahiran | 1 jam | 3 jam | Loket |
| Aduan | Pertanggungjawabanpenyelenggaraankeberangkatan | 1 hari | 14 hari | Daring |

### Catatan

> Bawa dokumen asli; salinan dibuat di loket.

1. Ambil nomor.

    Tunggu panggilan.
2. Serahkan dokumen.

## Apa yang perlu diingat?

Simpan tanda terima. Lihat [cara memeriksa izin]({filename}/penjelasan/cek-izin.md).
"""
ENGLISH = """Title: How do I check the licence of a placement company?
Slug: cek-izin
Lang: en
Date: 2025-09-10 09:00
Type: penjelasan
Summary: Match the company's name and licence number with the official list.
Topics: p3mi-pengawasan
Answer: Ask for the full name of the company and its licence number.
Checked: 2026-03-04
Sources: Test note | https://contoh.invalid/licence | diperiksa 2026-03-04

## Steps

1. Write down the name.
2. Ask the office.

## Why?

Because names are copied.
"""


def write_content(folder: Path) -> Path:
    """Copy the test content and add what it lacks; return the content folder."""
    content = Path(shutil.copytree(CONTENT, folder / "content"))
    chance = numpy.random.default_rng(4)
    coarse = Image.fromarray(chance.integers(0, 255, (60, 80, 3), dtype=numpy.uint8))
    coarse.resize((2400, 1800), Image.Resampling.BICUBIC).save(content / "images/loket.jpg", quality=92)
    for name, text in (("siaran-pers/loket-batam.md", RELEASE), ("siaran-pers/ditarik.md", WITHDRAWN),
                       ("penjelasan/lama-layanan.md", TABLE), ("penjelasan/cek-izin.en.md", ENGLISH)):
        (content / name).write_text(text, "utf-8")
    return content


def kinds(site: Built) -> dict[str, str]:
    """Return one page for each kind of address, by that kind: `penjelasan/*`, `topik/`, `404.html`."""
    found: dict[str, str] = {}
    for name in site.pages:
        parts = name.split("/")
        found.setdefault("/".join((*parts[:-2], "*")) if len(parts) > 2 else name.removesuffix("index.html"), name)
    special = {"release with a photo": "siaran-pers/loket-batam/", "withdrawn": "siaran-pers/ditarik/",
               "table": "penjelasan/lama-layanan/"}
    return found | {kind: f"{path}index.html" for kind, path in special.items()}
