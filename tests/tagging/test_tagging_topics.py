from __future__ import annotations

from monitor.tagging.topics import count_topics
from monitor.tagging.weighing import decide_topics


def test_topics_are_found_by_their_phrases() -> None:
    found = count_topics("Jenazah PMI tiba; BPJS Ketenagakerjaan bayar santunan kematian")
    assert {"jenazah", "jaminan-sosial"} <= set(found)


def test_an_excluded_phrase_hides_the_shorter_one_inside_it() -> None:
    assert "kritik-kebijakan" in count_topics("warga gelar demo di kantor kementerian")
    assert "kritik-kebijakan" not in count_topics("warga ikut demo masak di balai kota")


def test_a_phrase_lowers_the_bar_but_does_not_decide_alone() -> None:
    scores = {"jenazah": 0.1, "regulasi": 0.1, "penempatan": 0.9}
    assert decide_topics(scores, {"jenazah": 1}, alone=0.3, confirmed=0.08)[:2] == ("penempatan", "jenazah")
    assert "jenazah" not in decide_topics(scores, {}, alone=0.3, confirmed=0.08)
