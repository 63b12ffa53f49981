"""Texts that nobody should have to tag, through both sizes: no crash, bounded time, honest answers."""

from __future__ import annotations

import time
from typing import Any

import pytest

from monitor.config.settings import Tagging
from monitor.models import Tags, TextKind, ToneLabel
from monitor.tagging import Tagger, load

NEWS = "BP3MI Riau memulangkan 12 pekerja migran dari Malaysia ke kampung halaman dengan biaya negara."
SIZES = ("cepat", "akurat")


@pytest.fixture(scope="module", params=SIZES)
def tagger(request: pytest.FixtureRequest) -> Tagger:
    return load(Tagging(model=request.param))


def is_honest(tags: Tags) -> bool:
    """Either a tone with scores that sum to one, or none with a reason."""
    if tags.tone.label is None:
        return bool(tags.tone.reason) and not tags.tone.scores
    return sum(tags.tone.scores.values()) == pytest.approx(1, abs=0.001)


@pytest.mark.parametrize("text", [
    pytest.param("", id="empty"), pytest.param(" \n\t ", id="blank"), pytest.param("😀🎉😭" * 40, id="emoji"),
    pytest.param((NEWS + " ") * 11_000, id="1 MB of news"), pytest.param("x" * 1_000_000, id="1 MB without a space"),
    pytest.param("￾\ud7ff\x00\x07" * 500, id="control signs"), pytest.param("PMI " * 200_000, id="one word always"),
    pytest.param("ﷺ" * 50_000, id="letters that NFKC lengthens"), pytest.param("a" + "\u0301" * 20_000, id="accents"),
    pytest.param("<div><p>" * 5_000, id="tags"), pytest.param("&lt;" * 50_000, id="entities")])
def test_no_text_crashes_or_stalls(tagger: Tagger, text: str) -> None:
    begun = time.process_time()
    tags = tagger.tag_text(text, text)
    assert time.process_time() - begun < 5
    assert is_honest(tags)
    whole = f"{text[:1000]}\n\n{text[:40_000]}"
    assert all(entity.end <= len(whole) for entity in tags.entities)


@pytest.mark.parametrize(("text", "reason"), [
    ("", "tidak relevan"), ("😀🎉😭" * 40, "tidak relevan"),
    ("Indonesian migrant workers in Malaysia were sent home by BP2MI on Monday after months of waiting for help",
     "bahasa Inggris"),
    ("Pekerja migran sing ana ing Malaysia wis mulih menyang desa lan ora arep bali maneh amarga abot banget uripe",
     "bahasa daerah"),
    ("Pekerja migran: العمال المهاجرون من إندونيسيا عادوا إلى بلادهم بعد أشهر من الانتظار", "bukan tulisan Latin")])
def test_what_cannot_be_judged_is_not_judged(tagger: Tagger, text: str, reason: str) -> None:
    tone = tagger.tag_text(text, "").tone
    assert (tone.label, tone.reason, tone.scores) == (None, reason, {})


@pytest.mark.parametrize("text", ["Kamboja&Laos", "Kamboja&amp;Laos", "Kamboja</b>Laos", "Kamboja=Laos",
                                  "(Kamboja)&(Laos)"])
def test_two_places_without_a_space_between_are_both_found(tagger: Tagger, text: str) -> None:
    tags = tagger.tag_text("BP3MI memulangkan 12 PMI", f"Mereka korban penipuan daring di {text} sejak Mei.")
    assert {"KH", "LA"} <= set(tags.destinations)
    assert is_honest(tags)


def test_malay_is_read_like_indonesian(tagger: Tagger) -> None:
    tags = tagger.tag_text("Seramai 40 pekerja migran Indonesia ditahan imigresen di Johor",
                           "Mereka didapati bekerja tanpa permit yang sah dan akan dihantar pulang tidak lama lagi.")
    assert tags.relevant
    assert tags.tone.label is not None
    assert is_honest(tags)
    assert "MY" in tags.destinations


def test_capitals_do_not_turn_the_tone_around(tagger: Tagger) -> None:
    plain, loud = tagger.tag_text(NEWS, ""), tagger.tag_text(NEWS.upper(), "")
    assert loud.relevant
    assert plain.tone.label is ToneLabel.POSITIVE
    assert loud.tone.abstained or loud.tone.label is not ToneLabel.NEGATIVE


def test_left_over_markup_changes_neither_tone_nor_places(tagger: Tagger) -> None:
    plain = tagger.tag_text(NEWS, "Rombongan tiba di Dumai.")
    marked = tagger.tag_text(NEWS, "<div class='isi'><p>Rombongan&nbsp;tiba di <b>Dumai</b>.</p></div>")
    assert (marked.tone.label, marked.regions) == (plain.tone.label, plain.regions)
    whole = NEWS + "\n\n<div class='isi'><p>Rombongan&nbsp;tiba di <b>Dumai</b>.</p></div>"
    assert all(whole[entity.start:entity.end] == entity.text for entity in marked.entities)


def test_slang_that_complains_is_not_called_praise(tagger: Tagger) -> None:
    for text in ("TKW di ktipu agen, kp2mi kmn aja sih, lapor ga ditanggepin", "min @kp2mi PMI ditipu kok diem aja"):
        tags = tagger.tag_text(text, "")
        assert tags.relevant
        assert tags.tone.abstained or tags.tone.label is not ToneLabel.POSITIVE


def test_the_same_text_has_the_same_tags_in_any_company(tagger: Tagger) -> None:
    texts: list[Any] = [(NEWS, "", TextKind.FULL, None), ("", "", TextKind.FULL, None),
                        (NEWS * 3, NEWS * 200, TextKind.FULL, None), ("😀", "", TextKind.FULL, None)]
    together, backward = list(tagger.tag_texts(texts)), list(tagger.tag_texts(texts[::-1]))[::-1]
    for one, other in zip(together, backward, strict=True):
        assert (one.tone.label, one.topics, one.entities) == (other.tone.label, other.topics, other.entities)
        assert one.tone.scores == pytest.approx(other.tone.scores, abs=0.001)
