"""Tell whether a word is Indonesian or English, and which known word a misspelt one probably was.

The stems are those of Hunspell's id_ID and en_US (dictionary/, with their licences). Indonesian affixes are undone here
instead of by Hunspell's own tables: those take milliseconds per unknown word in pure Python, this takes microseconds.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import OSA

from monitor.config.officials import read_officials
from monitor.config.regions import read_regions
from monitor.config.words import read_words
from monitor.errors import DraftError

SHORTEST = 5
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_CLITICS = ("nya", "lah", "kah", "pun", "ku", "mu")
_PLAIN = (
    "di",
    "ke",
    "se",
    "ter",
    "ber",
    "per",
    "be",
    "te",
    "pe",
    "keber",
    "keter",
    "seke",
    "penge",
    "menge",
    "dipen",
    "pasca",
    "antar",
    "non",
    "pra",
    "multi",
    "anti",
    "swa",
    "mem",
    "pem",
    "men",
    "pen",
    "meng",
    "peng",
    "me",
)
_FORBIDDEN = {
    "me": "aeioubcdfghjkpstvxz",
    "mem": "acdeghijklmnoqrstuwxyz",
    "men": "abefghiklmnopqruvwx",
    "meng": "bcdfjlmnpqrstvwxyz",
    "pem": "acdeghijklmnoqrstuwxyz",
    "pen": "abefghiklmnopqruvwx",
    "peng": "bcdfjlmnpqrstvwxyz",
}
_DROPPED = {"meng": "k", "peng": "k", "meny": "s", "peny": "s", "mem": "p", "pem": "p", "men": "t", "pen": "t"}


_ENGLISH_HEADS = ("re", "un", "in", "dis", "de", "con", "pro", "com", "en", "sub", "pre")
_ENGLISH_ENDS = (
    ("s", ""), ("es", ""), ("d", ""), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"), ("ies", "y"), ("ied", "y"),
    ("er", ""), ("er", "e"), ("ers", ""), ("ers", "e"), ("ly", ""), ("ment", ""), ("ness", ""), ("ion", "e"),
    ("ions", "e"), ("ive", "e"), ("est", ""), ("th", ""),
)
_INNER = {
    "di": "per ber ke",
    "mem": "per ber",
    "meng": "ke",
    "me": "per",
    "ke": "ber ter pe",
    "se": "pe ke per ber",
    "ter": "per ke",
    "ber": "pe ke per se",
    "pem": "ber per",
    "pen": "ter",
    "peng": "ke",
    "per": "-",
    "be": "ke pe",
    "te": "-",
    "pe": "-",
    "men": "ter",
    "meny": "-",
    "peny": "-",
}
"""What may follow a prefix when another prefix follows at all; for the rest (antar-, pasca-) anything may."""


def _read(name: str) -> frozenset[str]:
    """Return the words of a packaged list. Raise DraftError when it is missing: no list, no spelling check."""
    path = Path(__file__).parent / "dictionary" / f"{name}.txt"
    try:
        return frozenset(path.read_text("utf-8").splitlines())
    except OSError as error:
        raise DraftError(f"Daftar kata {path.name} tidak bisa dibaca, jadi ejaan tidak dapat diperiksa.",
                         "Pasang ulang monitor.") from error


@cache
def stems() -> frozenset[str]:
    """Return the Indonesian stems, lower-case, with the words of words.toml."""
    words = read_words()
    own = {*words.known, *words.towns, *words.passives, *words.places, *words.processes}
    for right in (*words.nonstandard.values(), *words.word_form.values()):
        own.update(right.lower().split())
    listed = {stem.lower() for stem in _read("id") if len(stem) > 1}
    wrong = {word for word in (*words.nonstandard, *words.word_form) if " " not in word}
    return frozenset((listed - wrong - set(words.rare)) | own)


@cache
def english() -> frozenset[str]:
    """Return English words in lower-case form."""
    return _read("en")


@cache
def names() -> frozenset[str]:
    """Return single words of names that are right: places, offices, officials, the list in words.toml."""
    regions, officials, found = read_regions(), read_officials(), set(read_words().names)
    for place in (*regions.offices, *regions.destinations):
        for alias in (place.name, *place.aliases):
            found.update(re.findall(r"[A-Z][a-z]+", alias))
    for record in officials.records():
        for alias in (record.name, *record.aliases):
            found.update(re.findall(r"[A-Z][a-z]+", alias))
    return frozenset(found)


@lru_cache(maxsize=60_000)
def known(word: str) -> bool:
    """Tell whether a lower-case word, with its affixes, is Indonesian or English."""
    if "-" in word:
        return all(known(part) for part in word.split("-") if part and not part.isdigit())
    return len(word) < 3 or is_indonesian(word) or word in english() or _is_english_form(word)


@lru_cache(maxsize=60_000)
def is_indonesian(word: str) -> bool:
    """Tell whether a lower-case word can be formed from an Indonesian stem."""
    if _formed(word):
        return True
    return any(
        word.endswith(clitic) and len(word) - len(clitic) >= 3 and _formed(word[: -len(clitic)]) for clitic in _CLITICS
    )


@lru_cache(maxsize=20_000)
def nearest(word: str) -> str:
    """Return the known word that a misspelt lower-case word most likely was, or an empty string."""
    slip = one_slip(word)
    if slip or len(word) < max(SHORTEST, 8):
        return slip
    found = process.extractOne(word, _long_stems(), scorer=OSA.distance, score_cutoff=2)
    return found[0] if found else ""


@lru_cache(maxsize=20_000)
def one_slip(word: str) -> str:
    """Return the known word that one swapped, missing, wrong or surplus letter away was probably meant, or ""."""
    if len(word) < SHORTEST:
        return ""
    listed = next((near for near in _edits(word) if near in stems()), "")
    return listed or next((near for near in _edits(word) if is_indonesian(near)), "")


@lru_cache(maxsize=20_000)
def nearest_name(word: str) -> str:
    """Return the known name that a capitalised word misspells by one letter (two from ten letters on), or ""."""
    limit = 0 if len(word) < 6 else 1 if len(word) < 10 else 2
    if not limit or word in names():
        return ""
    listed = [name for name in read_words().names if name[0] == word[0] and len(name) >= 5]
    found = process.extractOne(word, listed, scorer=OSA.distance, score_cutoff=limit)
    return found[0] if found else ""


@cache
def _long_stems() -> list[str]:
    """Return the long words of this field, the only ones that two slips may still lead to."""
    return sorted(
        {word for word in (*read_words().known, *(name.lower() for name in read_words().names)) if len(word) >= 8}
    )


def _is_english_form(word: str) -> bool:
    """Undo the English affixes by which Hunspell's list is packed: `return` stands there as `turn`."""
    if len(word) < 5:
        return False
    heads = (head for head in _ENGLISH_HEADS if word.startswith(head) and len(word) - len(head) > 2)
    bases = [word, *(word[len(head):] for head in heads)]
    return any(base in english() for base in bases[1:]) or any(
        base.endswith(end) and len(base) - len(end) > 2 and base[: -len(end)] + put in english()
        for base in bases for end, put in _ENGLISH_ENDS)


def _formed(word: str) -> bool:
    bases = [
        word,
        *(word[: -len(end)] for end in ("kan", "an", "i")
          if word.endswith(end) and len(word) > len(end) + 2 and not word.endswith("ii")),
    ]
    return any(base in stems() or any(root in stems() for root in _roots(base, 3)) for base in bases)


def _roots(base: str, depth: int) -> Iterator[str]:
    """Yield what is left of a word after its prefixes, with the consonant that meN- and peN- swallow put back."""
    for prefix in (*_PLAIN, "meny", "peny"):
        rest = base[len(prefix) :]
        if len(rest) < 3 or not base.startswith(prefix):
            continue
        if prefix in _DROPPED and rest[0] in "aeiou":
            yield _DROPPED[prefix] + rest
        if prefix in ("meny", "peny") or rest[0] in _FORBIDDEN.get(prefix, ""):
            continue
        yield rest
        inner = _INNER.get(prefix, "")
        if depth > 1 and (not inner or rest.startswith(tuple(inner.split()))):
            yield from _roots(rest, depth - 1)


def _edits(word: str) -> Iterator[str]:
    """Yield every string one slip away: swapped letters first, then a missing, a wrong and a surplus letter."""
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    yield from (head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1)
    yield from (head + letter + tail for head, tail in cuts for letter in _LETTERS)
    yield from (head + tail[1:] for head, tail in cuts if tail)
    yield from (head + letter + tail[1:] for head, tail in cuts if tail for letter in _LETTERS)
