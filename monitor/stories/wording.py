"""What an item says, without what each outlet adds: datelines, bylines, copyright lines and outlet names in titles."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from monitor.models import Article
from monitor.urls import host

WORD = re.compile(r"[^\W_]+")

_DATELINE = re.compile(
    r"^\W*+(?:(?:[A-Z][\w.'’]*+|\d{1,4}|(?:dan|di|of)\b|\([^)\n]{2,40}+\))[\s,/|.]*+){1,9}(?:[-–—]{1,3}|:)\s+")
"""`JAKARTA, KOMPAS.com -`, `Jakarta (ANTARA) -`, `Batam, 20 Agustus 2026 –`, `KBRN, Batam:` at the very beginning."""

_TAIL = re.compile(
    r"(?:^|(?<=[\n.!?”\")\]]))\s*\(?(?:(?:Pewarta|Editor|Penulis|Reporter|Sumber)\s*:|Copyright\b|COPYRIGHT\b"
    r"|Hak [Cc]ipta|©|Dilarang keras).*", re.S)
_TAIL_CHARACTERS = 320
_SUFFIX = re.compile(r"\s[-–—|]\s([^-–—|]{2,40})$")
_SUFFIX_CHARACTERS = 44
_DOMAIN = re.compile(r"\w\.(?:com|id|net|org|tv|news|co)\b", re.I)

_COUNTED = {"satu": "1", "dua": "2", "tiga": "3", "empat": "4", "lima": "5", "enam": "6", "tujuh": "7", "delapan": "8",
            "sembilan": "9", "sepuluh": "10", "sebelas": "11", "belasan": "1x", "puluhan": "x0", "ratusan": "x00",
            "ribuan": "x000"}

_COMMON_WORDS = """
a ada adalah agar akan akhirnya aku anda antara apa apabila atas atau bagi bagaimana bahkan bahwa banyak baru beberapa
begini begitu berapa berbagai beri bersama bila bisa dalam dan dapat dari dengan di dia diduga dirinya ia
ini ikut ingin itu jadi jelas jika juga jumat kamis kan karena kata katanya ke kembali kepada kerap ketika kini
kita lagi lain lalu lebih lewat maka mana masih mau melalui memang menjadi menurut mereka meski minggu namun nya oleh
pada paling para pernah pihak pihaknya pula pun rabu saat saja sampai sang sangat saya sebab sebagai
sebelumnya sebuah secara sedang sehingga sejak sejumlah selain selama selasa seluruh semua senin seorang seperti serta
sesuai setelah setiap si siap soal suatu sudah sabtu tapi telah tentang terhadap terkait tersebut tetapi
tiap tiba ucap ucapnya ujar ujarnya untuk usai wib wita wit yakni yaitu yang
indonesia pekerja migran pmi tki tkw tenaga kerja kementerian pelindungan perlindungan kp2mi kemenp2mi bp2mi menteri
"""
COMMON = frozenset(_COMMON_WORDS.split())
"""Function words but no negations, and the words that nearly every item here shares: they do not tell events apart."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Words of an item in lower case. Two items with equal wording are the same text."""

    title: tuple[str, ...]
    body: tuple[str, ...]

    @property
    def numbers(self) -> frozenset[str]:
        """Numbers of the title, or of the body when the title has none."""
        return numbers(self.title) or numbers(self.body[:40])


def wording(article: Article) -> Wording:
    """Read an item's words without what its outlet added. A text that only repeats the title counts as none."""
    title = words(_bare_title(article))
    body = words(bare_text(article.text))
    return Wording(title, () if body == title else body)


def bare_text(text: str) -> str:
    """Return a text without dateline, byline, and the credits and copyright lines at its end."""
    text = _DATELINE.sub("", text.strip(), count=1)
    end = max(0, len(text) - _TAIL_CHARACTERS)
    return text[:end] + _TAIL.sub("", text[end:], count=1)


def words(text: str) -> tuple[str, ...]:
    """Cut a text into lower-case words; small counted words become digits, so that `tiga` equals `3`."""
    found = WORD.findall(text.lower())
    if _COUNTED.keys().isdisjoint(found):
        return tuple(found)
    return tuple([_COUNTED.get(word, word) for word in found])


@lru_cache(maxsize=20_000)  # a text is compared with many others
def numbers(said: tuple[str, ...]) -> frozenset[str]:
    """Return the words that are numbers; names such as bp3mi are not."""
    return frozenset([word for word in said
                      if word[0] in _FIRST and (word in _VAGUE or (word[0].isdigit() and word[-1].isdigit()))])


_VAGUE = frozenset(_COUNTED.values())
_FIRST = frozenset("x0123456789")


def _bare_title(article: Article) -> str:
    """Drop ` - Outlet` as Google News and many sites append it."""
    title = article.title.strip()
    found = _SUFFIX.search(title, max(0, len(title) - _SUFFIX_CHARACTERS))
    if not found:
        return title
    suffix, outlet = words(found[1]), words(article.outlet)
    site = host(article.url).split(".")[0]
    known = suffix == outlet or "".join(suffix) in {"".join(outlet), site}
    return title[:found.start()] if known or _DOMAIN.search(found[1]) else title
