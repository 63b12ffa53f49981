from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from monitor.newsroom.details import parse_moment
from monitor.newsroom.language import day, english, say
from monitor.newsroom.revisions import Revision, parse_revision, revisions


def page(**more: object) -> SimpleNamespace:
    return SimpleNamespace(date=parse_moment("2025-09-10 09:00"), **more)


def test_a_page_that_never_changed_has_one_entry() -> None:
    assert revisions(page()) == (Revision(date(2025, 9, 10), "Diterbitkan"),)


def test_changes_and_corrections_are_told_in_order() -> None:
    correction = SimpleNamespace(at=parse_moment("2025-09-12 10:00"), text="Jumlah peserta 40, bukan 14.")
    change = parse_revision("2025-10-01 | Nomor telepon diperbarui.")
    told = revisions(page(changes=(change,), corrections=(correction,),
                          modified=parse_moment("2025-10-01 08:00")))
    assert [(each.at.isoformat(), each.text) for each in told] == [
        ("2025-09-10", "Diterbitkan"), ("2025-09-12", "Koreksi: Jumlah peserta 40, bukan 14."),
        ("2025-10-01", "Nomor telepon diperbarui.")]


def test_an_unexplained_change_is_told_with_its_day_only() -> None:
    told = revisions(page(modified=parse_moment("2025-11-02 08:00"), lang="en"))
    assert [each.text for each in told] == ["Published", "Content updated"]


@pytest.mark.parametrize("line", ["2025-10-01", "2025-10-01 | ", "31/02/2026 | x", "2026-02-31 | x", " | x"])
def test_a_bad_line_says_what_is_wrong(line: str) -> None:
    with pytest.raises(ValueError, match=r"bentuknya harus|bukan tanggal"):
        parse_revision(line)


def test_the_theme_speaks_both_languages() -> None:
    assert (say("Sumber", "id"), say("Sumber", "en")) == ("Sumber", "Sources")
    assert (day(date(2025, 8, 1), "id"), day(date(2025, 8, 1), "en")) == ("1 Agustus 2025", "1 August 2025")
    assert all(words and meaning for words, meaning in english().items())
