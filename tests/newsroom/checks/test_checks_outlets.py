from __future__ import annotations

from datetime import date
from pathlib import Path

from monitor.newsroom.checks.check import check_files, check_together, choose
from monitor.newsroom.checks.draft import Given, parse_manuscript
from monitor.newsroom.checks.model import Finding

CHOSEN = choose(["cross_outlet_conflict"])


def compare(*bodies: str, on: date = date(2026, 3, 12)) -> list[list[Finding]]:
    manuscripts = [parse_manuscript(f"naskah-{number}.txt", f"Judul naskah\n\n{body}", Given(published=on))
                   for number, body in enumerate(bodies)]
    return [list(each) for each in check_together(manuscripts, CHOSEN)]


def test_different_figures_for_one_event_are_told_in_both_texts() -> None:
    first, second = compare("Petugas menyegel kantor PT Rimba Jaya Abadi setelah 214 calon pekerja melapor dirugikan.",
                            "Sebanyak 241 calon pekerja melapor dirugikan oleh PT Rimba Jaya Abadi.")
    assert [(each.code, each.line) for each in (*first, *second)] == [("R025", 3), ("R025", 3)]
    assert "ditulis 214 calon di sini dan 241 calon di naskah-1.txt" in first[0].message
    assert "ditulis 241 calon di sini dan 214 calon di naskah-0.txt" in second[0].message


def test_different_days_for_one_event_are_told() -> None:
    found = compare("Kebakaran gudang di Penang terjadi pada Senin (02/03/2026) dan melukai enam pekerja.",
                    "Kebakaran gudang di Penang yang melukai enam pekerja terjadi pada Selasa (03/03/2026).")
    assert [len(each) for each in found] == [1, 1]


def test_different_sums_of_money_are_told() -> None:
    found = compare("Kerugian korban penipuan PT Sinar Karya Nusa mencapai Rp4,2 miliar.",
                    "Korban penipuan PT Sinar Karya Nusa merugi Rp4,8 miliar.")
    assert [len(each) for each in found] == [1, 1]


def test_equal_figures_and_other_events_are_silent() -> None:
    same = "Sebanyak 87 pekerja dipulangkan dari Tawau melalui Pelabuhan Tunon Taka."
    assert compare(same, same) == [[], []]
    assert compare(same, "Sebanyak 40 pekerja mengikuti kelas bahasa di Tawau.") == [[], []]
    assert compare("Sebanyak 87 pekerja dipulangkan dari Tawau melalui Pelabuhan Tunon Taka, Rabu (11/03/2026).",
                   "Sebanyak 52 pekerja pulang dari Tawau melalui Pelabuhan Tunon Taka, Rabu (04/03/2026).") == [[], []]


def test_texts_weeks_apart_tell_different_events(tmp_path: Path) -> None:
    for name, day, count in (("a.txt", "12/01/2026", 87), ("b.txt", "12/03/2026", 78)):
        (tmp_path / name).write_text(f"Pemulangan pekerja\n\nTarakan, KemenP2MI ({day}) – Sebanyak {count} pekerja "
                                     "dipulangkan dari Tawau melalui Pelabuhan Tunon Taka.\n", "utf-8")
    found = dict(check_files(sorted(tmp_path.iterdir()), CHOSEN))
    assert all(inside == () for inside in found.values())


def test_one_text_alone_has_nothing_to_differ_from() -> None:
    assert compare("Sebanyak 87 pekerja dipulangkan dari Tawau. Sebanyak 78 pekerja dipulangkan dari Tawau.") == [[]]


def test_many_files_give_the_same_findings_as_one_by_one(tmp_path: Path) -> None:
    for number in range(160):
        body = f"Kelas dibuka\n\nPeserta kelas {number} datang,, lalu pulang.\n"
        (tmp_path / f"{number:03}.txt").write_text(body, "utf-8")
    chosen = choose(["punctuation", "cross_outlet_conflict"])
    found = list(check_files(sorted(tmp_path.iterdir()), chosen))
    assert len(found) == 160
    assert {(each.code, each.line) for _, inside in found for each in inside} == {("R057", 3)}
    assert all(len(inside) == 1 and inside[0].path == path.as_posix() for path, inside in found)
