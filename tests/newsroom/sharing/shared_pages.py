"""Pages to share, and titles that are hard to set."""

from __future__ import annotations

import random
from pathlib import Path

from monitor.newsroom.sharing.page import SharedPage, read_page

CLAIM = """Title: {title}
Slug: {slug}
Date: 2026-09-12 14:30
Type: klarifikasi
Summary: Pesan itu bukan dari kementerian.
Topics: hoaks-lowongan-palsu
Checked: {checked}
Sources: Catatan uji | https://contoh.invalid/sumber | diperiksa {checked}
Fact: {fact}
Claim: Setiap pekerja migran mendapat Rp150 juta.
Verdict: PENIPUAN
Advice: Jangan membalas dan jangan mengirim foto KTP.
    Simpan bukti percakapan, lalu hubungi 0800 (diperiksa 2026-09-01).

## Bagaimana kami tahu

{body}
"""
FACT = "Kementerian tidak membagikan uang lewat pesan berantai. Bantahannya terbit pada 3 September 2026."
WORDS = ("di", "ke", "biaya", "pekerja", "migran", "luar negeri", "penempatan", "Rp370.000", "BP3MI", "P3MI",
         "ketenagakerjaan", "mempertanggungjawabkannya", "ketidakberpihakannya", "Kamboja–Myanmar", "(EPS-TOPIK)",
         "“gratis”", "Türkiye", "24/7", "pelindungan", "nonprosedural", "keberangkatan-pemulangan-penempatan")


def write_claim(folder: Path, *, slug: str = "bantuan-tunai", title: str = "Tidak ada bantuan tunai", fact: str = FACT,
                checked: str = "2026-09-10", body: str = "Nomor pengirim bukan nomor kanal resmi.") -> Path:
    """Write a clarification and return its file."""
    path = folder / f"{slug}.md"
    path.write_text(CLAIM.format(slug=slug, title=title, fact=fact, checked=checked, body=body), "utf-8")
    return path


def claim(folder: Path, **given: str) -> SharedPage:
    """Return a clarification read from a file."""
    return read_page(write_claim(folder, **given))


def hard_titles(count: int = 200, seed: int = 4) -> list[str]:
    """Return titles of 3 to 140 characters: long words, capitals, no spaces, marks and letters from elsewhere."""
    chance = random.Random(seed)
    found = ["KTP", "W" * 140, "i" * 140, "MENTERI " * 17 + "P2MI", "a-b" * 46, "Ya?", "😀 Kabar 你好 palsu",
             "W" * 70 + " " + "M" * 69, "J" * 3, "fff ggg jjj " * 11]
    while len(found) < count:
        length, title = chance.randint(3, 140), ""
        while len(title) < length:
            title += ("" if chance.random() < 0.02 else " ") + chance.choice(WORDS)
        title = title.strip()[:length].strip()
        found.append(chance.choice((str, str.upper, str.title, str))(title) if len(title) >= 3 else "KTP")
    return found[:count]
