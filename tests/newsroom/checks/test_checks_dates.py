from __future__ import annotations

import time
from datetime import date
from pathlib import Path

import pytest

from monitor.newsroom.checks import dates
from monitor.newsroom.checks.model import Draft, Hit, Part

RELEASES = Path(__file__).parents[2] / "data/releases"
RULES = {rule.code: rule for rule in dates.RULES}
PUBLISHED = date(2026, 3, 12)


def draft(body: str, published: date | None = PUBLISHED, title: str = "", summary: str = "") -> Draft:
    return Draft(path="x.md", title=title, summary=summary, body=body, city="Jakarta", published=published)


def found(code: str, body: str, published: date | None = PUBLISHED) -> list[str]:
    return [body[hit.start : hit.end] for hit in RULES[code].check(draft(body, published))]


def hits(body: str, published: date | None = PUBLISHED) -> dict[str, list[Hit]]:
    return {code: told for code, rule in RULES.items() if (told := list(rule.check(draft(body, published))))}


def release(name: str) -> Draft:
    head, _, body = (RELEASES / name).read_text("utf-8").partition("\n\n")
    meta = dict(line.split(": ", 1) for line in head.splitlines())
    return Draft(
        path=name,
        title=meta["Title"],
        summary=meta["Summary"],
        body=body,
        city=meta["City"],
        published=date.fromisoformat(meta["Date"][:10]),
    )


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Rapat digelar Selasa (11/03/2026).", "Selasa"),
        ("Rapat digelar Kamis, 11 Maret 2026.", "Kamis"),
        ("Rapat digelar Jum'at 11 Maret 2026.", "Jum'at"),
        ("Rapat digelar Jumat malam (11-03-2026).", "Jumat"),
        ("Rapat digelar Ahad, (11/3/26).", "Ahad"),
        ("Rapat digelar pada hari Senin tanggal 11 Maret 2026.", "Senin"),
        ("Rapat digelar Senin (11/3).", "Senin"),
        ("“Kita bertemu Senin (11/03/2026),” katanya.", "Senin"),
        ("Kegiatan berlangsung Selasa–Jumat (10–12/03/2026).", "Jumat"),
    ],
)
def test_weekday_that_disagrees_with_its_date_is_found(text: str, word: str) -> None:
    assert found("R001", text) == [word]


@pytest.mark.parametrize(
    "text",
    [
        "Rapat digelar Rabu (11/03/2026).",
        "Rapat digelar Jumat (26/09/2025), dilanjutkan Sabtu, 27 September 2025.",
        "Ahad (8/3) dan Jum’at (6/3/2026) kantor tutup.",
        "Kegiatan berlangsung Selasa–Kamis (10–12/03/2026).",
        "Sabtu dan Minggu, 7-8 Maret 2026.",
        "Pada minggu kedua, 11 Maret 2026, rapat digelar.",
        "Rabu pagi hingga Kamis malam rapat berlangsung.",
        "Rabu (31/12) lalu petugas datang.",
    ],
)
def test_weekday_that_agrees_is_silent(text: str) -> None:
    assert found("R001", text, date(2026, 1, 5) if "31/12" in text else PUBLISHED) == []


def test_weekday_without_year_is_read_in_the_year_of_the_dateline_when_no_release_date_is_known() -> None:
    body = "Serang, KemenP2MI (11/03/2026) – Rapat digelar Kamis (11/3)."
    assert found("R001", body, None) == ["Kamis"]
    assert found("R001", "Rapat digelar Kamis (11/3).", None) == []


@pytest.mark.parametrize(
    "text",
    [
        "Serang, KemenP2MI (11/3/) – Rapat digelar.",
        "Rapat digelar Rabu (11//2026).",
        "Rapat digelar (/3/2026).",
        "Rapat digelar Rabu (11/3/202).",
        "Rapat digelar Rabu (11/).",
        "Rapat digelar Rabu (11/2026).",
    ],
)
def test_broken_date_is_found(text: str) -> None:
    assert len(found("R002", text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Serang, KemenP2MI (11/03/2026) – Rapat digelar.",
        "Peraturan (UU 18/2017) berlaku.",
        "Nilai (3/4) dari peserta.",
    ],
)
def test_whole_date_or_fraction_is_silent(text: str) -> None:
    assert found("R002", text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Rapat digelar Rabu (11/03/2025).",
        "Rapat (11/03/2026) dihadiri 20 orang. Foto: rapat (11/03/2025).",
        "Petugas datang (9/3/2025) dan mencatat.",
    ],
)
def test_wrong_year_is_found(text: str) -> None:
    assert len(found("R003", text)) == 1
    assert "2026" in next(RULES["R003"].check(draft(text))).message


@pytest.mark.parametrize(
    "text",
    [
        "Nota kesepahaman diteken pada 11 Maret 2025.",
        "Pada Selasa (11/03/2025) kantor dibuka; kini melayani 3 kabupaten.",
        "Menteri dilantik pada 8 September 2025 dan rapat digelar Rabu (11/03/2026).",
    ],
)
def test_earlier_year_that_stands_alone_is_silent(text: str) -> None:
    assert found("R003", text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Pontianak, KemenP2MI (12/03/2026) – Dua orang dideportasi (29/03/2026).",
        "Rombongan telah tiba pada 20 Maret 2026.",
        "Rombongan tiba Selasa (24/03/2026) dan langsung didata.",
    ],
)
def test_past_event_after_the_dateline_is_found(text: str) -> None:
    assert len(found("R004", text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Pameran akan digelar Selasa (24/03/2026).",
        "Pendaftaran dibuka hingga 30 April 2026.",
        "Rombongan dijadwalkan pulang Sabtu, 14 Maret 2026.",
        "Rombongan tiba Rabu (11/03/2026).",
        "“Kami datang Selasa (24/03/2026),” ujarnya.",
        "Thursday, 2 April 2026\n\nRombongan tiba.",
    ],
)
def test_announcement_or_earlier_event_is_silent(text: str) -> None:
    assert found("R004", text) == []


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("Kebakaran di Tai Po terjadi pada Minggu, 30 November 2025 dini hari.", date(2025, 12, 1)),
        ("Presiden melantik Mukhtarudin pada 9 September 2025.", date(2025, 9, 10)),
        ("KUR Penempatan PMI diluncurkan pada Kamis (28/8/2025).", date(2025, 9, 1)),
        (
            "Kapal Sinar Laut tenggelam pada Selasa (10/03/2026).\n\nKapal Sinar Laut tenggelam Rabu (11/03/2026).",
            PUBLISHED,
        ),
        (
            "Menteri membuka pelatihan juru las di balai Serang, Senin (9/3/2026)\n\nSerang, "
            "KemenP2MI (12/03/2026) – Menteri "
            "membuka pelatihan juru las di balai Serang, Selasa (10/3/2026).",
            PUBLISHED,
        ),
    ],
)
def test_event_with_a_second_date_is_found(text: str, published: date) -> None:
    assert len(found("R005", text, published)) == 1


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("Kebakaran di Tai Po terjadi pada Rabu, 26 November 2025.", date(2025, 12, 1)),
        ("Sejak kebakaran Tai Po, data hingga 30 November 2025 mencatat 140 orang.", date(2025, 12, 1)),
        ("KUR Penempatan PMI diluncurkan pada Jumat (29/8/2025).", date(2025, 9, 1)),
        (
            "Rapat pertama digelar di Serang, Senin (9/3/2026). Pelatihan dibuka di Pandeglang, Selasa (10/3/2026).",
            PUBLISHED,
        ),
    ],
)
def test_event_told_with_one_date_is_silent(text: str, published: date) -> None:
    assert found("R005", text, published) == []


@pytest.mark.parametrize(
    "text",
    [
        "Rapat pada Selasa (31/02/2026).",
        "Rapat pada 31 April 2026.",
        "Rapat pada 29/02/2026.",
        "Rapat pada 12/13/2026.",
        "Rapat pada 32 Januari 2026.",
    ],
)
def test_impossible_date_is_found(text: str) -> None:
    assert len(found("R006", text)) == 1
    assert "R001" not in hits(text)


def test_leap_day_is_possible_in_a_leap_year() -> None:
    assert found("R006", "Rapat pada 29/02/2024 dan 28 Februari 2026.") == []


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Rombongan tiba kemarin.", "kemarin"),
        ("Hari ini petugas datang.", "Hari ini"),
        ("Kapal sandar tadi malam.", "tadi malam"),
        ("Mereka pulang besok pagi.", "besok pagi"),
        ("Rapat digelar Rabu lalu.", "Rabu lalu"),
    ],
)
def test_relative_day_without_a_date_is_found(text: str, word: str) -> None:
    assert found("R007", text) == [word]


@pytest.mark.parametrize(
    "text",
    [
        "Hari ini, Kamis (12/03/2026), petugas datang.",
        "“Kami datang hari ini,” katanya.",
        "Pada hari yang sama rapat ditutup.",
    ],
)
def test_relative_day_with_a_date_or_in_a_quotation_is_silent(text: str) -> None:
    assert found("R007", text) == []


def test_publication_label_months_after_the_event_is_found() -> None:
    body = "00.09 18 September 2026 12\n\nCianjur, KemenP2MI (18/02/2026) – Rapat digelar Rabu (18/02/2026)."
    assert found("R008", body, None) == ["18 September 2026"]
    assert found("R008", body.replace("September", "Februari"), None) == []


def test_release_date_months_after_the_dateline_is_found() -> None:
    body = "Cianjur, KemenP2MI (18/02/2026) – Rapat digelar Rabu (18/02/2026)."
    assert len(found("R008", body, date(2026, 9, 18))) == 1
    assert found("R008", body, date(2026, 2, 20)) == []


def test_event_date_without_year_is_found_once_per_date() -> None:
    assert found("R009", "Medan, KemenP2MI (11/3) – Rapat digelar Rabu (11/3).") == ["(11/3)", "Rabu (11/3)"]
    assert found("R009", "Kegiatan Rabu–Senin (26/11–1/12/2025), menjelang 17 Agustus.") == []


def test_missing_comma_after_the_weekday_is_fixed() -> None:
    body = "Rapat digelar di Serang, Rabu 11 Maret 2026"
    (hit,) = RULES["R011"].check(draft(body))
    assert body[: hit.start] + str(hit.fix) + body[hit.end :] == "Rapat digelar di Serang, Rabu, 11 Maret 2026"
    assert found("R011", "Rapat digelar Rabu, 11 Maret 2026 dan Kamis (12/03/2026), “Rabu 11 Maret 2026”.") == []


def test_title_and_summary_are_read_too() -> None:
    text = draft("Rapat.", title="Rapat Selasa (11/03/2026)", summary="Rapat pada 31 April 2026.")
    assert [hit.part for hit in RULES["R001"].check(text)] == [Part.TITLE]
    assert [hit.part for hit in RULES["R006"].check(text)] == [Part.SUMMARY]


@pytest.mark.parametrize(
    "text",
    [
        "Rabu 17/9/2025 rapat.",
        "Senin (24/11/2025)",
        "Sabtu (6/12/2025)",
        "Jumat (26/09/2025)",
    ],
)
def test_dates_known_to_be_right_are_silent(text: str) -> None:
    assert found("R001", text, date(2025, 12, 10)) == []


@pytest.mark.parametrize("name", ["dates-kepulangan-lewat-tarakan.md", "figures-pelatihan-di-cirebon.md"])
def test_correct_release_has_no_finding(name: str) -> None:
    text = release(name)
    assert [(rule.code, hit.message) for rule in dates.RULES for hit in rule.check(text)] == []


@pytest.mark.parametrize(
    "text", ["", " ", "(((", "9/9/9999", "0/0/0000", "99 Januari 0001", "Rabu " * 400, "(1/" * 400]
)
def test_odd_text_is_survived(text: str) -> None:
    hits(text)


def test_six_hundred_words_take_little_time() -> None:
    text = draft(release("dates-kepulangan-lewat-tarakan.md").body * 2)
    started = time.perf_counter()
    for rule in dates.RULES:
        list(rule.check(text))
    assert time.perf_counter() - started < 0.3
