"""Recall and false alarms on sentences that were written before the rules were read (unseen.py prints them)."""

from __future__ import annotations

from collections import Counter

import pytest
import unseen

from monitor.newsroom.checks.check import known_rules
from monitor.newsroom.checks.model import Severity

FLOOR = 0.98


@pytest.fixture(scope="module")
def missed() -> list[unseen.Instance]:
    return [each for each in unseen.instances() if each.rule and not unseen.is_found(each)]


def test_the_set_has_every_case_at_least_four_times_and_names_rules_that_exist() -> None:
    cases = Counter(each.case for each in unseen.instances() if each.rule)
    assert set(cases) == {f"E{number:02}" for number in range(1, 73)}
    assert min(cases.values()) >= 4
    names = {rule.name for rule in known_rules().values()}
    assert {name for each in unseen.instances() for name in each.rule} <= names
    assert sum(not each.rule for each in unseen.instances()) >= 40


def test_recall_stays_above_the_floor(missed: list[unseen.Instance]) -> None:
    total = sum(bool(each.rule) for each in unseen.instances())
    assert 1 - len(missed) / total >= FLOOR, [each.id for each in missed]


def test_no_case_is_lost_altogether(missed: list[unseen.Instance]) -> None:
    lost, all_of = Counter(each.case for each in missed), Counter(each.case for each in unseen.instances())
    assert [case for case, number in lost.items() if number * 2 > all_of[case]] == []


def test_right_sentences_raise_hardly_a_finding() -> None:
    found = [(each.id, finding) for each in unseen.instances() if not each.rule for finding in unseen.findings(each)]
    assert [(name, one.message) for name, one in found if one.severity is Severity.BLOCKS] == []
    assert len(found) <= 2, found


def test_correct_releases_are_silent() -> None:
    for name in unseen.carriers():
        plain = unseen.Instance("x", "x", (), "meta", "", "open", carrier=name)
        assert unseen.findings(plain) == ()
