"""From labels and answers to the report, without a model."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest

from monitor.models import Polarity, ToneLabel
from monitor.tagging.annotation import LineError
from monitor.tagging.evaluation.gold import Gold, Scored, parse_gold, read_gold
from monitor.tagging.evaluation.render_html import render_html
from monitor.tagging.evaluation.render_json import render_json
from monitor.tagging.evaluation.render_text import render_text
from monitor.tagging.evaluation.report import Report, compare
from monitor.tagging.evaluation.wording import WARNING

POSITIVE, NEUTRAL, NEGATIVE = ToneLabel.POSITIVE, ToneLabel.NEUTRAL, ToneLabel.NEGATIVE


def row(**labels: object) -> Gold:
    return parse_gold(1, json.dumps({"id": "x", "kind": "headline", "title": "PMI pulang", "text": "", **labels}))


def answer(tone: ToneLabel | None = NEUTRAL, certainty: float = 0.8, *, relevant: bool = True, abstained: bool = False,
           event: Polarity = Polarity.NEUTRAL, topics: tuple[str, ...] = ()) -> Scored:
    return Scored(relevant, tone, certainty if tone else 0.0, abstained, event, frozenset(topics))


def report(*pairs: tuple[Gold, Scored]) -> Report:
    return compare(pairs, file="uji.jsonl", model="uji-1", failed=0, abstain_below=0.55,
                   known_topics=["jenazah", "regulasi"])


def test_off_topic_rows_count_for_relevance_only() -> None:
    found = report((row(tone="offtopic", event="negative", topics=["jenazah"]), answer(None, relevant=False)),
                   (row(tone="neutral", event="neutral", topics=[]), answer()))
    assert found.relevance is not None
    assert found.relevance.f1.value == 1.0
    assert found.tone is not None
    assert found.event is not None
    assert found.topics is not None
    assert (found.tone.overall.rows, found.event.rows, found.topics.rows) == (1, 1, 1)


def test_an_abstained_guess_counts_and_leaves_the_rest() -> None:
    found = report((row(tone="negative"), answer(NEGATIVE, 0.5, abstained=True)), (row(tone="neutral"), answer()),
                   (row(tone="positive"), answer(None)), (row(tone="positive"), answer(NEUTRAL, 0.9)))
    assert found.tone is not None
    assert found.tone.overall.accuracy.value == 0.5
    assert found.tone.overall.refused == 1
    assert found.tone.overall.macro_f1.value == pytest.approx((0 + 2 / 3 + 1) / 3)
    assert found.tone.overall.confusion == ((0, 1, 0, 1), (0, 1, 0, 0), (0, 0, 1, 0))
    used = found.tone.abstention.in_use
    assert (used.withheld, used.rows, used.accuracy) == (0.5, 2, 0.5)
    assert [one.guess for one in found.tone.mistakes] == ["neutral"]


def test_refused_rows_are_left_out_of_the_judged_figure_only() -> None:
    found = report((row(tone="neutral"), answer()), (row(tone="neutral"), answer(None)),
                   (row(tone="negative"), answer(NEGATIVE))).tone
    assert found is not None
    assert found.overall.macro_f1.value == pytest.approx((2 / 3 + 1) / 2)
    assert found.overall.judged_f1.value == 1.0
    assert "tanpa baris yang tidak dinilai: 1,000" in render_text(report((row(tone="neutral"), answer()),
                                                                          (row(tone="neutral"), answer(None))))


def test_a_file_that_is_refused_as_a_whole_still_gives_a_report() -> None:
    found = report((row(tone="neutral"), answer(None)), (row(tone="negative"), answer(None)))
    assert found.tone is not None
    assert found.tone.overall.macro_f1.value == 0.0
    assert (found.tone.overall.judged_f1.value, found.tone.calibration_error) == (None, None)
    assert "lebih dari 12,0 %" in render_text(found)
    assert "<h2>Kalibrasi</h2>" in render_html(found)
    assert "NaN" not in render_json(found)


def test_the_best_bar_within_the_budget_withholds_at_most_12_percent() -> None:
    pairs = [(row(tone="neutral"), answer(NEUTRAL if place > 4 else NEGATIVE, 0.5 + place / 100))
             for place in range(50)]
    found = report(*pairs).tone
    assert found is not None
    best = found.abstention.within_budget
    assert (best.threshold, best.withheld, best.accuracy) == (pytest.approx(0.56), 0.12, 1.0)


def test_an_optional_topic_is_never_an_error() -> None:
    found = report((row(topics=["jenazah"], topics_optional=["regulasi"]), answer(topics=("jenazah", "regulasi"))),
                   (row(topics=["jenazah"], topics_optional=["regulasi"]), answer(topics=("jenazah",)))).topics
    assert found is not None
    assert (found.micro.precision, found.micro.recall, found.macro_f1) == (1.0, 1.0, 1.0)
    assert [score.label for score in found.each] == ["jenazah"]


def test_topics_micro_and_macro_by_hand() -> None:
    found = report((row(topics=["jenazah"]), answer(topics=("jenazah", "regulasi"))),
                   (row(topics=["jenazah", "regulasi"]), answer(topics=("regulasi",)))).topics
    assert found is not None
    assert found.micro_f1.value == pytest.approx(2 * 2 / (2 * 2 + 1 + 1))
    assert found.macro_f1 == pytest.approx((2 / 3 + 2 / 3) / 2)


def test_parts_without_labels_are_left_out() -> None:
    found = report((row(event="positive"), answer()))
    assert (found.tone, found.relevance, found.topics) == (None, None, None)
    text = render_text(found)
    assert "PERISTIWA" in text
    assert "NADA" not in text
    assert "<svg" in render_html(found)


def test_kinds_are_scored_apart() -> None:
    found = report((row(tone="neutral"), answer()), (row(tone="negative", kind="post"), answer()),
                   (row(tone="neutral"), answer())).tone
    assert found is not None
    assert [(kind, one.rows, one.accuracy.value) for kind, one in found.kinds] == [
        ("headline", 2, 1.0), ("post", 1, 0.0)]


def test_notes_name_few_rows_twins_and_unknown_topics() -> None:
    found = report(*[(row(tone="neutral", topics=["asing"]), answer())] * 2)
    assert found.notes[0].startswith("Nada positif: hanya 0 baris")
    assert "1 baris teksnya sama persis" in found.notes[3]
    assert "1 topik di luar taksonomi" in found.notes[4]
    assert "asing" in found.notes[4]


@pytest.mark.parametrize(("line", "why"), [
    ("{rusak", "bukan JSON"), ("[1]", "objek"), ('{"title": "a"}', "tidak ada label"),
    ('{"tone": "neutral"}', "tidak ada title"), ('{"title": "a", "tone": "netral"}', "tone tidak dikenal: 'netral'"),
    ('{"title": "a", "tone": ["neutral"]}', "tone tidak dikenal"),
    ('{"title": "a", "event": 1}', "event tidak dikenal"),
    ('{"title": "a", "topics": "jenazah"}', "daftar"), ('{"title": "a", "topics": [1]}', "daftar"),
    ('{"title": 3, "tone": "neutral"}', "title harus berupa teks"), ("{" * 100_000, "bukan JSON")])
def test_a_bad_line_says_why(line: str, why: str) -> None:
    with pytest.raises(LineError, match=re.escape(why)):
        parse_gold(1, line)


def test_reading_goes_on_after_a_bad_line_and_skips_blank_ones() -> None:
    problems: list[tuple[int, str]] = []
    good = '{"title": "a", "tone": "offtopic"}\n'
    rows = list(read_gold([good, "\n", "?\n", good], lambda number, why: problems.append((number, why))))
    assert [one.line for one in rows] == [1, 4]
    assert problems == [(3, "bukan JSON yang sah")]


def test_the_text_is_aligned_and_warns_once() -> None:
    text = render_text(report((row(tone="neutral", event="neutral", topics=["jenazah"]), answer()),
                              (row(tone="negative"), answer(NEGATIVE, 0.97))))
    assert text.count(WARNING) == 1
    table = text.split("presisi")[1].splitlines()[1:4]
    assert {len(line) for line in table} == {len(table[0])}
    assert "1,000" in text
    assert "1.000 baris" not in text


def test_json_holds_full_numbers() -> None:
    found = report((row(tone="neutral"), answer()), (row(tone="neutral"), answer(NEGATIVE)),
                   (row(tone="negative"), answer(NEGATIVE)))
    loaded = json.loads(render_json(found))
    assert loaded["tone"]["overall"]["macro_f1"]["value"] == pytest.approx(2 / 3, abs=1e-12)
    assert loaded["event"] is None
    assert loaded["tone"]["mistakes"][0]["gold"] == "neutral"


def test_the_page_asks_for_nothing_and_escapes_what_it_shows() -> None:
    hostile = '<script>alert(1)</script><img src="http://x.example/a">'
    page = render_html(report((row(tone="neutral", title=hostile, kind=hostile, topics=[hostile]),
                               answer(NEGATIVE, topics=('"><script>',)))))
    assert "<script" not in page
    assert "<img" not in page
    assert "default-src 'none'" in unescape(page)
    assert not re.search(r"\sstyle=|\son\w+=|url\(|@import", page)
    assert page.count(WARNING) == 1
