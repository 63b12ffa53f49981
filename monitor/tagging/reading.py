"""Choose what the classifiers read of an item: the title, the opening, and the sentences that name the target."""

from __future__ import annotations

import re

from monitor.config.gate import mentions_target
from monitor.tagging.sentences import split

WORDS = 230
_OPENING = 150
_WORD = re.compile(r"\w+")
_MARKUP = re.compile(r"<[^<>]{1,300}>|&#?\w{2,8};")


def choose_reading(title: str, text: str) -> str:
    """Return the title and at most about 230 words of the text, in their order.

    A short text is read whole. Of a long one the first 150 words are read, then sentences that name the ministry,
    its people or migrant workers, since tone toward the ministry is said there.
    """
    title, text = _plain(title), _plain(text)
    if len(text) <= WORDS or len(_WORD.findall(text[:4000])) <= WORDS:
        return whole_reading(title, text)
    chosen, count = [], 0
    for start, end in split(text):
        sentence = text[start:end]
        size = len(_WORD.findall(sentence[:2000]))
        if count < _OPENING or (count + size <= WORDS and mentions_target(sentence)):
            chosen.append(sentence[:2000])
            count += size
        if count >= WORDS:
            break
    return whole_reading(title, " ".join(chosen))


def whole_reading(title: str, text: str) -> str:
    """Return what is read of an item when it is read whole."""
    return f"{title} \n {text}".strip()


def _plain(text: str) -> str:
    return _MARKUP.sub(" ", text) if "<" in text or "&" in text else text
