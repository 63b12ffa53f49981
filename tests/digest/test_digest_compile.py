from __future__ import annotations

import random
import re
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from digest_weeks import EXPLAINERS, NAMES, WEEK, make_clips, make_history, make_outcomes

from monitor.digest.compile import compile_digest
from monitor.digest.model import Digest, Shade, ToneCount
from monitor.digest.phrases import empty_words
from monitor.models import Clip, Explainer, ItemKind, SourceOutcome, TimeOrigin, Tone, ToneLabel, WeekCount
from monitor.weeks import WIB

CUTOFF = datetime(2026, 8, 24, 6, 10, tzinfo=WIB)


def compiled(clips: list[Clip] | None = None, previous: list[Clip] | None = None, **changes: object) -> Digest:
    options: dict[str, object] = {
        "history": make_history(), "outcomes": make_outcomes(failed=0), "cutoff": CUTOFF, "explainers": EXPLAINERS,
        "names": NAMES, **changes}
    return compile_digest(WEEK, clips=make_clips() if clips is None else clips,
                          previous=make_clips(WEEK.back(1), seed=2) if previous is None else previous, **options)


def test_equal_arguments_in_any_order_give_an_equal_digest() -> None:
    clips, previous = make_clips(), make_clips(WEEK.back(1), seed=2)
    first = compiled(clips, previous)
    for each in (clips, previous):
        random.Random(3).shuffle(each)
    assert compiled(clips, previous) == first


def test_copies_collapse_into_stories_and_tone_is_counted_per_story() -> None:
    clips = make_clips(items=80)
    digest = compiled(clips)
    stories = {clip.grouping.story_id for clip in clips if clip.grouping}
    assert digest.figure("berita").value == len(stories) == digest.tone.total
    assert digest.figure("salinan").value == 80 - len(stories) > 0
    assert sum(day.tone.total for day in digest.days) == len(stories)


def test_every_number_can_be_recounted_from_its_items() -> None:
    digest = compiled(make_clips(items=120))
    assert len(digest.numbers) > 40
    for number in digest.numbers:
        keys = number.key.split("+")
        behind = [item for item in digest.items if set(keys) <= set(item.counted_in)]
        if keys[0].startswith("narasumber:"):
            assert behind
            continue
        found = {"salinan": len(behind), "media": len({item.outlet for item in behind}),
                 "peristiwa": len({item.event_id for item in behind})}
        assert number.value == found.get(number.key, len({item.story_id for item in behind})), number


def test_irrelevant_and_untagged_clips_are_not_counted() -> None:
    clips = make_clips(items=10)
    assert clips[0].tags
    clips.append(replace(clips[0], article=replace(clips[0].article, id="f" * 16), tags=None))
    clips.append(replace(clips[0], article=replace(clips[0].article, id="e" * 16),
                         tags=replace(clips[0].tags, relevant=False)))
    digest = compiled(clips, untagged=1)
    assert len(digest.items) == 10
    assert "1 naskah belum ditandai" in digest.coverage.warning


def test_an_abstained_tone_is_perlu_dibaca_and_never_its_best_guess() -> None:
    clip = make_clips(items=1)[0]
    assert clip.tags
    unsure = replace(clip, tags=replace(clip.tags, tone=Tone(ToneLabel.NEGATIVE, {}, abstained=True)))
    unscored = replace(clip, tags=replace(clip.tags, tone=Tone(None, reason="bahasa lain")))
    assert compiled([unsure]).tone == ToneCount(unsure=1)
    assert compiled([unscored]).tone == ToneCount(unscored=1)
    assert compiled([unscored]).items[0].reason == "bahasa lain"


def test_shares_add_up_to_one_hundred() -> None:
    tone = ToneCount(positive=1, neutral=1, negative=1, unsure=3, unscored=1)
    assert sum(tone.share(shade) for shade in Shade) == 100
    assert [ToneCount().share(shade) for shade in Shade] == [0] * 5


def test_a_fall_beside_failed_sources_is_doubted_everywhere() -> None:
    digest = compiled(make_clips(items=20), make_clips(WEEK.back(1), items=90, seed=2),
                      outcomes=make_outcomes(working=90, failed=9))
    for figure in digest.figures[:2]:
        assert figure.change.text.startswith("↘ turun")
        assert figure.change.doubt == "9 sumber gagal, belum tentu turun"
    fallen = [row for row in digest.topics if row.change.sign == "↘"]
    assert fallen
    assert all(row.change.doubt == "9 sumber gagal, belum tentu turun" for row in fallen)
    assert "9 sumber gagal sehingga belum tentu turun" in digest.conclusion[0]
    assert digest.negative_change.sign != "↘" or "belum tentu turun" in digest.negative_change.doubt


def test_fewer_sources_than_last_week_are_doubted_even_when_none_failed() -> None:
    digest = compiled(make_clips(items=20), make_clips(WEEK.back(1), items=90, seed=2),
                      outcomes=make_outcomes(working=60, failed=0))
    assert digest.figure("berita").change.doubt == "37 sumber lebih sedikit dari pekan lalu, belum tentu turun"


def test_a_source_that_broke_off_early_in_the_week_counts_as_failed() -> None:
    tuesday = datetime(2026, 8, 18, 8, 0, tzinfo=WIB)
    broken = SourceOutcome("putus", "Sumber Putus", 7, 2, "waktu habis", tuesday)
    flaky = SourceOutcome("goyah", "Sumber Goyah", 7, 6, "waktu habis", datetime(2026, 8, 23, 8, 0, tzinfo=WIB))
    rare = SourceOutcome("jarang", "Sumber Jarang", 1, 1, "", tuesday)
    coverage = compiled(outcomes=[*make_outcomes(working=5, failed=0), broken, flaky, rare]).coverage
    assert [each.source_id for each in coverage.failed] == ["putus"]
    assert (coverage.working, coverage.expected) == (7, 8)


def test_a_rise_after_an_outage_is_doubted_too() -> None:
    history = make_history(working=40, expected=99)
    digest = compiled(make_clips(items=90), make_clips(WEEK.back(1), items=20, seed=2), history=history,
                      outcomes=make_outcomes(working=99, failed=0))
    assert digest.figure("berita").change.doubt == "pekan lalu 59 sumber gagal, belum tentu naik"


def test_a_week_without_collection_says_so_beside_its_numbers() -> None:
    digest = compiled(make_clips(items=20), make_clips(WEEK.back(1), items=90, seed=2), outcomes=[])
    assert digest.figure("berita").change.doubt == "tidak ada pengumpulan tercatat, belum tentu turun"
    assert digest.coverage.warning.startswith("Tidak ada pengumpulan tercatat")


def test_an_unfinished_week_names_the_last_day_with_data() -> None:
    digest = compiled(make_clips(items=20), make_clips(WEEK.back(1), items=90, seed=2),
                      cutoff=datetime(2026, 8, 21, 9, 0, tzinfo=WIB))
    assert digest.figure("berita").change.doubt == "data baru s.d. Jumat, belum tentu turun"
    assert "21 Agustus 2026 pukul 09.00 WIB" in digest.coverage.warning


def test_last_week_without_data_is_not_a_zero() -> None:
    silent = [*make_history()[:-1], WeekCount(str(WEEK.back(1)), 0, 0, 0, 0, 0)]
    digest = compiled(previous=[], history=silent)
    change = digest.figure("berita").change
    assert (change.previous, change.moved) == (None, "pekan lalu tidak ada data")
    assert digest.figure("berita").weeks == 7


def test_the_median_uses_only_weeks_that_have_data() -> None:
    history = [WeekCount("2026-W30", 30, 20, 5, 9, 9), WeekCount("2026-W31", 0, 0, 0, 0, 0),
               WeekCount("2026-W32", 60, 40, 7, 9, 9), WeekCount("2026-W33", 0, 0, 0, 9, 9)]
    stories = compiled(history=history, previous=[]).figure("berita")
    assert (stories.median, stories.weeks) == (20, 3)
    assert stories.change.previous == 0


@pytest.mark.parametrize(("items", "phrase"),
                         [(5, "datanya terlalu sedikit untuk persentase"), (80, "\u00a0% positif")])
def test_thin_weeks_are_told_without_percentages(items: int, phrase: str) -> None:
    assert phrase in compiled(make_clips(items=items)).conclusion[1]


def test_the_conclusion_has_three_short_sentences() -> None:
    for failed in (0, 9, 40):
        for items in (0, 4, 90):
            sentences = compiled(make_clips(items=items), outcomes=make_outcomes(working=99 - failed, failed=failed),
                                 explainers=()).conclusion
            assert len(sentences) == 3
            assert all(sentence.endswith(".") and len(sentence.split()) <= 25 for sentence in sentences), sentences


def test_an_empty_week_with_failures_is_not_called_quiet() -> None:
    digest = compiled([], outcomes=make_outcomes(working=5, failed=4))
    assert "belum tentu sepi" in digest.conclusion[1]
    assert digest.items == ()


def test_topics_without_a_page_are_gaps_and_issues_name_their_answer() -> None:
    digest = compiled(make_clips(items=120))
    answered = {slug for page in EXPLAINERS for slug in page.topics}
    assert digest.gaps
    assert not answered & {gap.slug for gap in digest.gaps}
    assert all(issue.shade is Shade.NEGATIVE for issue in digest.negative)
    assert {issue.answer.slug for issue in digest.positive if issue.answer} <= {"dipulangkan", "cek-lowongan"}


def test_issues_join_the_stories_of_one_event() -> None:
    clips = [clip for clip in make_clips(items=40) if clip.tags and clip.tags.tone.label is ToneLabel.NEGATIVE]
    together = [replace(clip, grouping=replace(clip.grouping, event_id="a" * 16)) for clip in clips if clip.grouping]
    digest = compiled(together)
    assert len(digest.negative) == 1
    assert digest.negative[0].stories == digest.tone.negative
    assert digest.figure("peristiwa").value == 1


def test_speakers_are_counted_per_story_and_unnamed_quotes_apart() -> None:
    clips = make_clips(items=120)
    digest = compiled(clips)
    leads = {story.lead for story in digest.stories}
    tags = {clip.article.id: clip.tags for clip in clips}
    quotes = [quote for item in digest.items if item.number in leads and (found := tags[item.id])
              for quote in found.quotes]
    assert sum(one.quotes for one in digest.speakers) == sum(bool(quote.speaker) for quote in quotes) > 0
    assert digest.unattributed == sum(not quote.speaker for quote in quotes)


def test_days_are_counted_in_wib() -> None:
    clip = make_clips(items=1)[0]
    moved = replace(clip.article, published=replace(clip.article.published, at=WEEK.start + timedelta(minutes=5)))
    digest = compiled([replace(clip, article=moved)])
    assert digest.days[0].tone.total == 1
    assert digest.items[0].published.hour == 0


def test_posts_are_counted_apart() -> None:
    digest = compiled(make_clips(items=30, kinds=(ItemKind.POST,)))
    assert digest.posts == digest.tone.total


def test_evidence_that_only_repeats_the_title_is_not_shown_twice() -> None:
    clips = [clip for clip in make_clips(items=60) if clip.tags and clip.tags.tone.label is ToneLabel.POSITIVE]
    headline_only = [replace(clip, tags=replace(clip.tags, evidence=f"{clip.article.title}."))
                     for clip in clips if clip.tags]
    assert all(issue.evidence for issue in compiled(clips).positive)
    assert not any(issue.evidence for issue in compiled(headline_only).positive)


def test_the_most_criticised_topic_decides_what_is_asked() -> None:
    clips = make_clips(items=120)
    slug = max(compiled(clips).topics, key=lambda row: row.tone.negative).slug
    pages = (Explainer("jawaban", "Jawaban yang sudah ada", (slug,), "/penjelasan/jawaban/", "penjelasan"),
             *EXPLAINERS)
    assert compiled(clips).conclusion[2].startswith("Yang perlu diputuskan: penjelasan tentang")
    assert "bagikan “Jawaban yang sudah ada”" in compiled(clips, explainers=pages).conclusion[2]


def test_criticism_as_such_is_neither_answered_nor_asked_for() -> None:
    clips = [replace(clip, tags=replace(clip.tags, topics=("kritik-kebijakan", "penempatan")))
             for clip in make_clips(items=120) if clip.tags]
    pages = (Explainer("salah", "Bukan jawabannya", ("kritik-kebijakan",), "/penjelasan/salah/", "penjelasan"),
             Explainer("benar", "Jawabannya", ("penempatan",), "/penjelasan/benar/", "penjelasan"))
    digest = compiled(clips, explainers=pages)
    assert {issue.answer.slug for issue in digest.negative if issue.answer} == {"benar"}
    assert "bagikan “Jawabannya”" in digest.conclusion[2]
    assert not digest.gaps


def test_an_explainer_answers_before_a_clarification_that_fits_as_well() -> None:
    clips = [replace(clip, tags=replace(clip.tags, topics=("penempatan",))) for clip in make_clips() if clip.tags]
    pages = (Explainer("a", "Klarifikasi", ("penempatan",), "/klarifikasi/a/", "klarifikasi"),
             Explainer("b", "Penjelasan", ("penempatan",), "/penjelasan/b/", "penjelasan"))
    assert {issue.answer.slug for issue in compiled(clips, explainers=pages).negative if issue.answer} == {"b"}


def test_items_without_a_published_time_are_mentioned() -> None:
    clips = make_clips(items=20)
    undated = [replace(clip, article=replace(clip.article, published=replace(
        clip.article.published, origin=TimeOrigin.FETCHED))) for clip in clips[:3]]
    assert "3 naskah tanpa tanggal terbit" in compiled([*undated, *clips[3:]]).coverage.warning
    assert "tanpa tanggal terbit" not in compiled(clips).coverage.warning


def test_a_page_about_one_country_does_not_answer_what_happened_in_another() -> None:
    clips = [replace(clip, tags=replace(clip.tags, topics=("penempatan",), destinations=("KH",)))
             for clip in make_clips(items=60) if clip.tags]
    korea = Explainer("korea", "Korea", ("penempatan",), "/penjelasan/korea/", "penjelasan", ("KR",))
    cambodia = replace(korea, slug="kamboja", destinations=("KH",))
    assert {issue.answer for issue in compiled(clips, explainers=(korea,)).negative} == {None}
    assert {issue.answer for issue in compiled(clips, explainers=(korea, cambodia)).negative} == {cambodia}


def test_good_news_is_neither_answered_nor_called_a_gap() -> None:
    digest = compiled(make_clips(items=60))
    assert digest.positive
    assert not any(issue.answer or issue.gap for issue in digest.positive)
    assert any(issue.gap for issue in digest.negative)


def test_without_the_content_no_answer_is_named_and_no_gap_claimed() -> None:
    digest = compiled(make_clips(items=120), explainers=None)
    assert digest.gaps == ()
    assert not any(issue.gap or issue.answer for issue in (*digest.negative, *digest.hoaxes))
    assert re.fullmatch(r"Yang perlu dilakukan: baca \d+ berita negatif\.", digest.conclusion[2])
    assert "tidak ditemukan" in empty_words(digest)["gaps"]
