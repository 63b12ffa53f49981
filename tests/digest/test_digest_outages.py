"""An outage flows into every number that depends on it, and never reads as good news."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO

import openpyxl
from digest_weeks import EXPLAINERS, NAMES, WEEK, make_clips, make_history, make_outcomes

from monitor.digest.charts import Size, draw
from monitor.digest.compile import compile_digest
from monitor.digest.model import DayCoverage, Digest
from monitor.digest.phrases import charts_in_words, day_doubt, empty_words, past_words, same_words
from monitor.digest.render_html import render_html
from monitor.digest.render_pdf import document_data
from monitor.digest.render_txt import render_txt
from monitor.digest.render_xlsx import render_xlsx
from monitor.models import Clip, SourceOutcome, Tone, ToneLabel
from monitor.weeks import WIB, Week

CUTOFF = datetime(2026, 8, 24, 6, 10, tzinfo=WIB)
SIZE = Size(340, 11, height=90)


def outcome(number: int, *, works: bool = True, silent: bool = False, out: int = 0) -> SourceOutcome:
    days = WEEK.days[1:1 + out]
    cause = "diam: tidak ada naskah baru." if silent else "" if works else "waktu habis: x."
    return SourceOutcome(f"s{number}", f"Sumber Contoh {number}", 7, 7 - out if works else 0, cause,
                         CUTOFF - timedelta(hours=3) if works else None, days, silent)


def compiled(clips: list[Clip], previous: list[Clip], outcomes: list[SourceOutcome],
             before: list[SourceOutcome] | None, days: tuple[DayCoverage, ...] = ()) -> Digest:
    return compile_digest(WEEK, clips=clips, previous=previous, history=make_history(working=20, expected=20),
                          outcomes=outcomes, cutoff=CUTOFF, explainers=EXPLAINERS, names=NAMES, before=before,
                          days=days)


def of_source(clips: list[Clip], number: int, tone: ToneLabel) -> list[Clip]:
    return [replace(clip, article=replace(clip.article, source_id=f"s{number}", id=f"{number}-{clip.article.id}"),
                    tags=clip.tags and replace(clip.tags, tone=Tone(tone, {})),
                    grouping=clip.grouping and replace(clip.grouping, item_id=f"{number}-{clip.article.id}",
                                                       story_id=f"{number}-{clip.article.id}"))
            for clip in clips]


def week_of(critics: int, week: Week = WEEK) -> list[Clip]:
    """Twelve neutral items of source 1, and critical ones of sources 2 to 4."""
    clips = make_clips(week, items=40)
    found = of_source(clips[:12], 1, ToneLabel.NEUTRAL)
    for number in (2, 3, 4)[:critics]:
        found += of_source(clips[12:16], number, ToneLabel.NEGATIVE)
    return found


TWENTY = [outcome(number) for number in range(1, 21)]
THREE_OUT = [*TWENTY[:1], *(outcome(number, works=False) for number in (2, 3, 4)), *TWENTY[4:]]


def test_a_fall_in_criticism_while_three_of_twenty_sources_were_out_is_never_good_news() -> None:
    digest = compiled(week_of(0), week_of(3, WEEK.back(1)), THREE_OUT, TWENTY)
    assert digest.negative_change.text == "↘ turun 100\N{NO-BREAK SPACE}%"
    assert digest.negative_change.doubt == "3 sumber gagal, belum tentu turun"
    assert digest.conclusion[1].startswith("Nada terhadap kementerian (tanpa 3 sumber gagal):")
    assert digest.conclusion[2] == ("Tidak ada nada negatif yang terpantau, tetapi 3 sumber tidak terbaca penuh; "
                                    "itu belum berarti tidak ada.")
    assert "3 dari 20 sumber gagal" in digest.coverage.warning
    assert empty_words(digest)["negative"].endswith("(3 sumber gagal, belum tentu tidak ada).")
    text = render_txt(digest)
    assert "(per berita, tanpa 3 sumber gagal)" in text
    assert "Tidak ada keputusan mendesak" not in text + render_html(digest) + document_data(digest)


def test_the_two_weeks_are_also_compared_over_the_sources_of_both() -> None:
    digest = compiled(week_of(0), week_of(3, WEEK.back(1)), THREE_OUT, TWENTY)
    assert same_words(digest) == "Dari 17 sumber yang terbaca di kedua pekan: berita 12 → 12, negatif 0 → 0."
    assert same_words(digest) in render_html(digest)
    whole = compiled(week_of(0), week_of(3, WEEK.back(1)), TWENTY, TWENTY)
    assert (whole.same, whole.negative_change.doubt) == (None, "")
    assert whole.conclusion[2].startswith("Tidak ada keputusan mendesak")


def test_a_silent_source_counts_as_missing_and_is_named() -> None:
    digest = compiled(week_of(2), week_of(3, WEEK.back(1)), [outcome(1, silent=True), *TWENTY[1:]], TWENTY)
    assert (digest.coverage.working, [each.source_id for each in digest.coverage.failed]) == (19, ["s1"])
    assert digest.figure("berita").change.doubt == "1 sumber diam, belum tentu turun"
    assert "1 dari 20 sumber gagal atau diam" in digest.coverage.warning
    assert "diam: tidak ada naskah baru." in render_html(digest)


def test_a_lost_source_is_not_made_up_for_by_an_added_one() -> None:
    swapped = [*TWENTY[:19], outcome(99)]
    fallen = compiled(week_of(2), week_of(3, WEEK.back(1)), swapped, TWENTY)
    assert fallen.figure("berita").change.doubt == "1 sumber tidak dikunjungi lagi, belum tentu turun"
    assert "1 sumber yang pekan lalu terbaca tidak dikunjungi" in fallen.coverage.warning
    risen = compiled(week_of(3), week_of(2, WEEK.back(1)), [*TWENTY, outcome(99)], TWENTY)
    assert risen.figure("berita").change.doubt == "1 sumber baru dibaca pekan ini, belum tentu naik"


def test_a_source_that_came_back_explains_a_rise() -> None:
    digest = compiled(week_of(3), week_of(1, WEEK.back(1)), TWENTY, THREE_OUT)
    assert digest.figure("berita").change.doubt == "pekan lalu 3 sumber gagal, belum tentu naik"


def test_a_source_that_was_out_for_some_days_is_doubted_and_told_by_its_days() -> None:
    digest = compiled(week_of(2), week_of(3, WEEK.back(1)), [outcome(1, out=2), *TWENTY[1:]], TWENTY)
    assert digest.coverage.working == 20
    assert digest.figure("berita").change.doubt == "1 sumber terputus sebagian pekan, belum tentu turun"
    assert "tidak terbaca pada 18/08/2026, 19/08/2026" in render_html(digest)
    once = compiled(week_of(2), week_of(3, WEEK.back(1)), [outcome(1, out=1), *TWENTY[1:]], TWENTY)
    assert once.figure("berita").change.doubt == ""


def test_outage_days_are_marked_in_the_chart_of_days() -> None:
    days = tuple(DayCoverage(day, 20, {2: 3, 3: 1}.get(place, 0)) for place, day in enumerate(WEEK.days))
    clips = [clip for clip in week_of(3) if clip.article.published.at.astimezone(WIB).date() != WEEK.days[2]]
    digest = compiled(clips, [], TWENTY, TWENTY, days)
    assert day_doubt(digest, WEEK.days[2]) == "3 dari 20 sumber tidak terbaca hari itu"
    assert [digest.coverage.shaky_day(day) for day in WEEK.days] == [False, False, True, False, False, False, False]
    drawn = draw(digest, tone=SIZE, days=SIZE, topics=SIZE, trend=SIZE).days
    assert ">?<" in drawn
    full = draw(compiled(week_of(3), [], TWENTY, TWENTY, days), tone=SIZE, days=SIZE, topics=SIZE, trend=SIZE).days
    assert full.count("?<") == 1
    assert "(3 dari 20 sumber tidak terbaca hari itu)" in charts_in_words(digest)["days"]
    assert "? = banyak sumber tidak terbaca hari itu" in render_html(digest)
    assert "1 dari 20 sumber tidak terbaca hari itu" in render_html(digest)


def test_a_day_without_any_visit_is_an_outage_only_where_every_day_is_listened_to() -> None:
    daily = tuple(DayCoverage(day, 0 if place == 4 else 20, 0) for place, day in enumerate(WEEK.days))
    digest = compiled(week_of(3), [], TWENTY, TWENTY, daily)
    assert day_doubt(digest, WEEK.days[4]) == "tidak ada pengumpulan hari itu"
    weekly = tuple(DayCoverage(day, 20 if place == 6 else 0, 0) for place, day in enumerate(WEEK.days))
    digest = compiled(week_of(3), [], TWENTY, TWENTY, weekly)
    assert [day_doubt(digest, day) for day in WEEK.days] == [""] * 7


def test_every_row_of_numbers_says_what_it_rests_on() -> None:
    digest = compiled(week_of(0), week_of(3, WEEK.back(1)), THREE_OUT, TWENTY)
    book = openpyxl.load_workbook(BytesIO(render_xlsx(digest)))
    head, *rows = book["Angka"].iter_rows(values_only=True)
    note = head.index("Catatan")
    assert all("3 sumber gagal" in str(row[note]) for row in rows[1:])
    states = {row[1]: row[4] for row in book["Sumber"].iter_rows(values_only=True)}
    assert (states["s2"], states["s1"]) == ("gagal", "bekerja")


def test_a_median_over_weeks_with_outages_says_so() -> None:
    history = [*make_history(working=20, expected=20)[:-3], *make_history(working=15, expected=20)[-3:-1],
               make_history(working=20, expected=20)[-1]]
    digest = compile_digest(WEEK, clips=week_of(3), previous=[], history=history, outcomes=make_outcomes(failed=0),
                            cutoff=CUTOFF, explainers=None, names=NAMES)
    assert "(2 pekan bergangguan)" in past_words(digest.figure("berita"))
