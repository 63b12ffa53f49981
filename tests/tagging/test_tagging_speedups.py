"""The quick ways through the fast size give what the plain ways give."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import spacy
from hypothesis import example, given
from hypothesis import strategies as st
from spacy.lang.id import Indonesian
from spacy.tokenizer import Tokenizer
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

from monitor.config.phrases import fold, tokens
from monitor.tagging import load
from monitor.tagging.annotation import parse
from monitor.tagging.features import cut, hash_texts, weigh, words
from monitor.tagging.language import _MANY, _known
from monitor.tagging.names import _TITLED, _titles
from monitor.tagging.pipeline import Tagger
from monitor.tagging.sentences import _END
from monitor.tagging.stored import MODEL
from monitor.tagging.tokenizer import blank
from monitor.tagging.words import words as word_lists

GOLD = Path(__file__).parents[1] / "data/tagging/gold.jsonl"
LETTERS = st.sampled_from("aB1_ .,-!?#\"“”‘’…–\n\xa0\t\x11\x12\x1c²ﬁÉе٣😀<&")
TEXTS = st.text(st.one_of(LETTERS, st.characters()), max_size=60)


@pytest.fixture(scope="module")
def texts() -> list[str]:
    rows = [parse(line) for line in GOLD.read_text("utf-8").splitlines()]
    return [f"{row.title}\n\n{row.text}" for row in rows]


@given(TEXTS)
def test_words_are_those_of_the_pattern(text: str) -> None:
    assert words(text) == re.findall(r"\w+|[!?#…“”\"]", fold(text))


@given(TEXTS)
def test_tokens_and_their_offsets_are_those_of_the_pattern(text: str) -> None:
    wanted = [(match[0], match.start(), match.end()) for match in re.finditer(r"\w+", fold(text))]
    assert [tuple(token) for token in tokens(text)] == wanted


@given(TEXTS)
def test_sentences_end_where_the_plain_pattern_ends_them(text: str) -> None:
    plain = re.compile(r"[.!?…]+[\"”’')\]]*(?=\s+[\"“‘'(\[]?[A-Z0-9@#])|\n+")
    assert [match.span() for match in _END.finditer(text)] == [match.span() for match in plain.finditer(text)]


@pytest.fixture(scope="module")
def tokenizers() -> tuple[Tokenizer, Tokenizer]:
    """Ours, and spaCy's with every rule tried on every word.

    spaCy puts `^` before each prefix as written, so that of `<b>|<a ...>` only the first half has to be at the start,
    and "5<a5>" loses as many letters of its front as the tag has. Both halves are held to the start here.
    """
    rules, nlp = Indonesian.Defaults, blank()
    ours: Any = nlp.tokenizer
    prefixes = re.compile(rf"\A(?:{compile_prefix_regex(rules.prefixes or []).pattern})")
    return ours, Tokenizer(nlp.vocab, prefix_search=prefixes.search,
                           suffix_search=compile_suffix_regex(rules.suffixes or []).search,
                           infix_finditer=compile_infix_regex(rules.infixes or []).finditer)


def test_the_tokenizer_splits_as_with_all_rules_tried(tokenizers: tuple[Tokenizer, Tokenizer],
                                                      texts: list[str]) -> None:
    ours, plain = tokenizers
    currencies = "Rp500 RpX USDabc usd IDRa SGD12 RMB S$ S$5 5km 12jt 3ratus. U.S. PT. (biaya) kata,nya anak-anaknya"
    for text in [*texts, currencies, "KemenP2MI/BP3MI “Rp2.000.000,-” 50% </b> ... :) US$3 tidak's Rp. 5"]:
        assert [token.text for token in ours(text)] == [token.text for token in plain(text)]


@given(text=st.text(st.sampled_from("aRpUSDkm5%.,-'\"”()/<b>$… é"), max_size=24))
@example(text="5<a5>")
def test_the_tokenizer_splits_any_text_so(tokenizers: tuple[Tokenizer, Tokenizer], text: str) -> None:
    ours, plain = tokenizers
    assert [token.text for token in ours(text)] == [token.text for token in plain(text)]


@given(st.lists(TEXTS, max_size=4))
def test_letters_hashed_all_at_once_give_what_one_by_one_they_give(several: list[str]) -> None:
    for text, found in zip(several, hash_texts(several), strict=True):
        singles = [plain_hash(f" {word[:40]} ") for word in words(text)]
        pairs = [one * 0x7F4A7C15 % 2 ** 32 ^ two for one, two in pairwise(singles)]
        assert Counter(found.words.tolist()) == Counter([*singles, *pairs])
        pieces = [plain_hash(padded[start:start + size], size) for padded in (f" {word[:40]} " for word in words(text))
                  for size in range(2, 6) for start in range(len(padded) - size + 1)]
        assert Counter(found.pieces.tolist()) == Counter(pieces)


@given(st.lists(TEXTS, max_size=5))
def test_parts_of_a_hashed_text_have_the_hashes_that_they_have_alone(parts: list[str]) -> None:
    for part, whole in zip(parts, cut(hash_texts(["before", " \n".join(parts)])[1], parts), strict=True):
        alone = hash_texts([part])[0]
        assert whole is not None
        assert np.array_equal(whole.words, alone.words)
        assert np.array_equal(whole.pieces, alone.pieces)


def test_of_parts_that_are_not_the_text_nothing_is_known() -> None:
    assert cut(hash_texts(["satu dua tiga"])[0], ["satu", "dua"]) == [None, None]


def test_one_look_at_a_word_counts_it_for_every_list_that_holds_it() -> None:
    lists = word_lists().language
    several = sorted(lists.indonesian | lists.english | lists.regional)
    assert _known().keys() == set(several)
    for word in several:
        held = [word in listed for listed in (lists.indonesian, lists.english, lists.regional)]
        assert _known()[word] == sum(_MANY ** place for place, holds in enumerate(held) if holds)


@given(st.lists(st.sampled_from(["Menteri P2MI ", "Kepala", " ", "Wakil ", "Bupati, ", "Budi Santoso", "menteri", "-",
                                 "\n", "Kombes Pol Andi", ", Kepala BP3MI Riau,", "x"]), max_size=8))
def test_titles_tried_at_few_words_are_those_found_in_the_whole_text(pieces: list[str]) -> None:
    text = "".join(pieces)
    found = [match.span() for match in _titles(text, tokens(text))]
    assert found == [match.span() for match in _TITLED.finditer(text)]


def plain_hash(letters: str, size: int = 0) -> int:
    """Return the hash of a whole word, or of a piece of a given size, letter by letter."""
    codes = [stirred(ord(letter) * 0x9E3779B1 % 2 ** 32) for letter in letters]
    if not size:  # the first letter has the lowest power
        return stirred(sum(code * 0x9E3779B1 ** (power + 1) for power, code in enumerate(codes)) % 2 ** 32)
    value = 0
    for code in codes:
        value = (value * 0x9E3779B1 + code) % 2 ** 32
    return stirred(value ^ size * 0x01000193 % 2 ** 32)


def stirred(value: int) -> int:
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):
        value = (value ^ value >> shift) * factor % 2 ** 32
    return value ^ value >> 16


def test_words_that_begin_or_end_alike_share_no_bucket() -> None:
    known = ["pulang", "pulangkan", "dipulangkan", "pemulangan", "kepulangan", "migran", "imigran", "migrasi"]
    singles = {int(found.words[0]) for found in hash_texts(known)}
    assert len(singles) == len(known)


def test_a_batch_weighs_each_text_as_if_it_were_alone(texts: list[str]) -> None:
    idf = np.random.default_rng(0).random(1 << 12).astype(np.float32)
    keys, values, lengths = weigh(hash_texts(["", *texts, "", texts[0]]), idf)
    end = 0
    for text, length in zip(["", *texts, "", texts[0]], lengths.tolist(), strict=True):
        start, end = end, end + length
        wanted = plain_weights(text, idf)
        for block, found in zip(wanted, split_blocks(keys[start:end], values[start:end], wanted), strict=True):
            assert found.keys() == block.keys()
            assert list(found.values()) == pytest.approx([block[key] for key in found], rel=1e-5)
    assert end == len(keys)


def plain_weights(text: str, idf: Any) -> list[dict[int, float]]:
    """Count and weigh in plain Python, block by block, as features.py promises."""
    blocks = []
    for hashes in hash_texts([text])[0][:2]:
        counts = Counter(int(one) % len(idf) for one in hashes)
        weights = {bucket: (1 + np.log(count)) * float(idf[bucket]) for bucket, count in counts.items()}
        norm = float(np.sqrt(sum(weight ** 2 for weight in weights.values()))) or 1.0
        blocks.append({bucket: weight / norm for bucket, weight in weights.items()})
    return blocks


def split_blocks(keys: Any, values: Any, wanted: list[dict[int, float]]) -> list[dict[int, float]]:
    first = len(wanted[0])
    return [dict(zip(part[0].tolist(), part[1].tolist(), strict=True))
            for part in ((keys[:first], values[:first]), (keys[first:], values[first:]))]


def test_all_classifiers_at_once_score_as_each_alone(texts: list[str]) -> None:
    plain, tagger = spacy.load(MODEL), load_fast()
    for text, quick in zip(texts, tagger.nlp.pipe(texts), strict=True):
        slow = plain(text)
        assert list(quick.cats) == list(slow.cats)
        assert list(quick.cats.values()) == pytest.approx(list(slow.cats.values()), abs=5e-6)  # single precision
        assert (quick._.tone.label, quick._.topics, quick._.evidence) == (
            slow._.tone.label, slow._.topics, slow._.evidence)


def test_an_empty_text_alone_scores_nothing() -> None:
    assert set(load_fast().nlp("").cats.values()) == {0.0}


def test_the_quick_component_names_a_classifier_it_does_not_know() -> None:
    stacked: Any = load_fast().nlp.get_pipe("stacked")
    with pytest.raises(KeyError, match="nada"):
        stacked.scores("nada", ["Pekerja migran tiba"])


def load_fast() -> Tagger:
    from monitor.config.settings import Tagging

    return load(Tagging(model="cepat"))
