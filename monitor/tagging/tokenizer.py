"""Register spaCy's Indonesian tokenizer without its 4,000 listed exceptions.

The exceptions (reduplicated words such as `anak-anak`) matter to no component here, and reading them takes three
seconds at every start.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import spacy
from spacy.lang.id import Indonesian
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex, registry

_PLAIN_WORD = re.compile(r"(?!USD|Rp|IDR|RMB|SGD)[A-Za-z]+\Z")
"""Words that the rules for prefixes, infixes and suffixes leave whole; trying those rules is slow."""
_MAY_BE_PREFIX, _MAY_BEGIN_SUFFIX = r"\A(?![a-zA-HJ-QTV-Z])", r"(?:(?![a-zA-Z])|(?<=[0-9]))"
"""Where one of the long lists of prefixes or suffixes can match at all: a prefix only at the start, and from a letter
only if that begins a currency (USD, Rp, IDR, SGD, RMB); a suffix not from a letter, except a unit after a digit."""
NAME = "monitor.PlainIndonesianTokenizer.v1"


def blank() -> Language:
    """Return `spacy.blank("id")` with the plain tokenizer."""
    return spacy.blank("id", config={"nlp": {"tokenizer": {"@tokenizers": NAME}}})


@registry.tokenizers(NAME)  # type: ignore[untyped-decorator]
def build_tokenizer() -> Callable[[Language], Tokenizer]:
    """Return a factory that makes the tokenizer for a pipeline."""
    return _tokenizer


def _tokenizer(nlp: Language) -> Tokenizer:
    rules = Indonesian.Defaults
    return Tokenizer(
        nlp.vocab,
        prefix_search=re.compile(f"{_MAY_BE_PREFIX}(?:{compile_prefix_regex(rules.prefixes or []).pattern})").search,
        suffix_search=re.compile(f"{_MAY_BEGIN_SUFFIX}(?:{compile_suffix_regex(rules.suffixes or []).pattern})").search,
        infix_finditer=compile_infix_regex(rules.infixes or []).finditer,
        token_match=_PLAIN_WORD.match, max_cache_size=200_000)
