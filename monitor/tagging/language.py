"""Tell whether a text is in a language that the tone classifier was taught: Indonesian or close to it (Malay).

A count of function words, no model: enough to keep English, Javanese, Arabic script and word salad from being scored.
"""

from __future__ import annotations

import re
import unicodedata

from monitor.tagging.words import words as word_lists

_WORD = re.compile(r"[^\W\d_]+")
_LETTERS = {code: chr(code).lower() if chr(code).isalpha() else " " for code in range(128)}
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_ENOUGH = 12  # words from which the absence of Indonesian function words means something
_READ = 4000  # characters


def unsupported(text: str) -> str:
    """Return why a text cannot be scored, in Indonesian, or an empty string when it can."""
    text = text[:_READ]
    words = text.translate(_LETTERS).split() if text.isascii() else list(map(str.lower, _WORD.findall(text)))
    if not words:
        return "tidak ada kalimat untuk dibaca"
    if not _is_latin(text):
        return "bukan tulisan Latin"
    lists = word_lists().language
    indonesian, english, regional = (sum(map(known.__contains__, words))
                                     for known in (lists.indonesian, lists.english, lists.regional))
    if english > indonesian and english >= max(2, 0.12 * len(words)):
        return "bahasa Inggris"
    if regional > indonesian and regional >= max(2, 0.12 * len(words)):
        return "bahasa daerah"
    if len(words) >= _ENOUGH and indonesian < 0.04 * len(words):
        return "bahasa tidak dikenal"
    return ""


def _is_latin(text: str) -> bool:
    """Tell whether at least half of the letters are Latin."""
    foreign = sum(char.isalpha() and "LATIN" not in unicodedata.name(char, "") for char in _BEYOND_ASCII.findall(text))
    return not foreign or foreign <= sum(map(str.isalpha, text)) / 2
