"""Tell whether a text is in a language that the tone classifier was taught: Indonesian or close to it (Malay).

A count of function words, no model: enough to keep English, Javanese, Arabic script and word salad from being scored.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import cache
from itertools import repeat

from monitor.tagging.words import words as word_lists

_WORD = re.compile(r"[^\W\d_]+")
_LETTERS = {code: chr(code).lower() if chr(code).isalpha() else " " for code in range(128)}
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_ENOUGH = 12  # words from which the absence of Indonesian function words means something
_READ = 4000  # characters
_MANY = 1 << 16  # more words than are read


def unsupported(text: str) -> str:
    """Return why a text cannot be scored, in Indonesian, or an empty string when it can."""
    text = text[:_READ]
    words = text.translate(_LETTERS).split() if text.isascii() else list(map(str.lower, _WORD.findall(text)))
    if not words:
        return "tidak ada kalimat untuk dibaca"
    if not _is_latin(text):
        return "bukan tulisan Latin"
    known = _known()
    found = sum(map(known.get, words, repeat(0)))
    indonesian, english, regional = found % _MANY, found // _MANY % _MANY, found // _MANY ** 2
    if english > indonesian and english >= max(2, 0.12 * len(words)):
        return "bahasa Inggris"
    if regional > indonesian and regional >= max(2, 0.12 * len(words)):
        return "bahasa daerah"
    if len(words) >= _ENOUGH and indonesian < 0.04 * len(words):
        return "bahasa tidak dikenal"
    return ""


@cache
def _known() -> dict[str, int]:
    """Return for each function word a number whose digits to the base `_MANY` say which lists hold it.

    The sum over a text holds three counts, so that one look at each word is enough.
    """
    lists = word_lists().language
    known: Counter[str] = Counter()
    for place, listed in enumerate((lists.indonesian, lists.english, lists.regional)):
        known.update(dict.fromkeys(listed, _MANY ** place))
    return dict(known)


def _is_latin(text: str) -> bool:
    """Tell whether at least half of the letters are Latin."""
    if text.isascii():
        return True
    foreign = sum(char.isalpha() and "LATIN" not in unicodedata.name(char, "") for char in _BEYOND_ASCII.findall(text))
    return not foreign or foreign <= sum(map(str.isalpha, text)) / 2
