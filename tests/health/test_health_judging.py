"""What is said of a source, from invented visits: every state, its cause, and no alarm where there is no reason."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta

import pytest

from monitor.health import judge
from monitor.health.causes import named
from monitor.health.compile import compile_report, source_health
from monitor.health.model import Health, SourceHealth, State
from monitor.models import Source, SourceDay, SourceKind, SourceRecord, SourceResult, SourceStatus

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 5, 30, tzinfo=UTC)
SOURCE = Source("uji", "Kabar Uji", "https://uji.example/feed", SourceKind.FEED, 2)
READ = SourceResult("uji", "Kabar Uji", SourceStatus.UNCHANGED)


def record(*news: int | None, streak: int = 0, seen: int = 20, success: datetime | None = NOW) -> SourceRecord:
    """One value per day, yesterday last: items of a day that was read, or None for a day on which all visits failed."""
    days = [SourceDay(TODAY - timedelta(days=back), 2, 0 if new is None else 2, 2 if new is None else 0, new or 0,
                      0 if new is None else seen)
            for back, new in zip(range(len(news), 0, -1), news, strict=True)]
    return SourceRecord("uji", tuple(days), success, streak)


def judged(found: SourceRecord | None, last: SourceResult | None = READ, *, source: Source = SOURCE, paused: str = "",
           unset: str = "") -> SourceHealth:
    return source_health(Health(source, last, NOW if last else None, paused, unset), found, NOW)


def failed(cause: str) -> SourceResult:
    return SourceResult("uji", "Kabar Uji", SourceStatus.FAILED, cause=cause)


def test_a_source_that_delivers_as_usual_is_healthy_and_says_nothing() -> None:
    one = judged(record(*[5] * 35))
    assert (one.state, one.cause, one.detail, one.todo) == (State.HEALTHY, "", "", "")
    assert (one.pulse.usual, one.pulse.recent, one.pulse.silent_days) == (5, 5, 0)


def test_a_quiet_weekend_of_a_source_that_never_writes_then_is_no_alarm() -> None:
    weekly = [0 if (TODAY - timedelta(days=back)).weekday() >= 5 else 8 for back in range(35, 0, -1)]
    assert judged(record(*weekly)).state is State.HEALTHY
    assert (TODAY - timedelta(days=1)).weekday() == 5


def test_a_busy_source_that_brings_nothing_is_silent_after_one_day() -> None:
    one = judged(record(*[12] * 34, 0))
    assert (one.state, one.cause, one.pulse.silent_days) == (State.SILENT, "tidak ada yang baru", 1)
    assert "sejak 20 November 2026" in one.detail
    assert "biasanya 12 sehari" in one.detail


def test_a_rare_source_is_silent_only_after_a_week_and_twice_its_longest_pause() -> None:
    rare = [0, 0, 1] * 9
    assert judged(record(*rare, 0, 0, 0, 0)).state is State.HEALTHY
    assert judged(record(*rare, *[0] * 8)).state is State.SILENT


def test_a_source_silent_for_months_stays_silent() -> None:
    assert judged(record(*[6] * 30, *[0] * 90)).state is State.SILENT


def test_a_source_that_gave_nothing_for_weeks_is_not_healthy_because_nobody_remembers() -> None:
    one = judged(record(*[0] * 60))
    assert (one.state, one.detail) == (State.SILENT, "Terbaca pada 60 hari, tanpa satu pun naskah yang belum ada.")
    assert judged(record(*[0] * 20)).state is State.HEALTHY


def test_an_empty_feed_where_there_used_to_be_entries_is_named() -> None:
    days = record(*[9] * 30).days
    empty = tuple(SourceDay(TODAY - timedelta(days=back), 2, 2, 0, 0, 0) for back in (3, 2, 1))
    one = judged(SourceRecord("uji", (*days[:-3], *empty), NOW, 0))
    assert (one.state, one.cause) == (State.SILENT, "feed kosong")


def test_a_feed_that_never_had_an_entry_is_named() -> None:
    one = judged(record(*[0] * 6, seen=0))
    assert (one.state, one.cause) == (State.SILENT, "kosong sejak awal")


def test_chance_alone_never_makes_a_source_silent_or_slow() -> None:
    dice = random.Random(5)
    alarms = 0
    for _ in range(300):
        mean = dice.choice((1, 2, 4, 9, 20))
        days = [sum(dice.random() < 0.02 for _ in range(mean * 50)) for _ in range(35)]
        alarms += judged(record(*days)).state is not State.HEALTHY
    assert alarms <= 6


def test_half_the_usual_is_slow_and_an_outage_day_is_no_zero() -> None:
    assert judged(record(*[20] * 28, *[4] * 7)).state is State.SLOW
    assert judged(record(*[20] * 28, 20, None, None, None, 22, 19, 20)).state is State.HEALTHY


def test_a_feed_that_shrank_is_named() -> None:
    before, after = record(*[3] * 28).days, record(*[3] * 7, seen=4).days
    moved = tuple(SourceDay(each.day - timedelta(days=7), *_numbers(each)) for each in before)
    one = judged(SourceRecord("uji", (*moved, *after), NOW, 0))
    assert (one.state, one.cause, one.detail) == (State.SLOW, "isi feed menyusut",
                                                  "Biasanya memuat 20 entri, sekarang 4.")


def _numbers(each: SourceDay) -> tuple[int, int, int, int, int]:
    return each.visits, each.reads, each.failed, each.new, each.seen


def test_one_failure_is_mentioned_and_a_streak_is_an_outage() -> None:
    cause = "waktu habis: uji.example terlalu lama menjawab. Biasanya sementara; coba lagi nanti."
    once = judged(record(*[5] * 35, streak=1, success=NOW - timedelta(hours=3)), failed(cause))
    assert (once.state, once.cause) == (State.HEALTHY, "baru saja gagal: terlalu lama menjawab")
    often = judged(record(*[5] * 35, streak=3, success=NOW - timedelta(hours=3)), failed(cause))
    assert (often.state, often.cause, often.detail) == (
        State.DOWN, "terlalu lama menjawab", "uji.example terlalu lama menjawab.")
    late = judged(record(*[5] * 35, streak=1, success=NOW - timedelta(hours=30)), failed(cause))
    assert late.state is State.DOWN
    never = judged(SourceRecord("uji", record(None).days, None, 1), failed(cause))
    assert never.state is State.DOWN


@pytest.mark.parametrize(("recorded", "name"), [
    ("status 403: Server menolak dibaca program (a, status 403).", "situs menolak"),
    ("nama tidak ditemukan: Nama a tidak ditemukan di internet.", "nama situs tidak ditemukan (DNS)"),
    ("waktu habis: a terlalu lama menjawab.", "terlalu lama menjawab"),
    ("status 502: Server sedang bermasalah (a, status 502).", "situs bermasalah (502)"),
    ("terpotong: Kiriman server terputus sebelum selesai.", "isi terpotong"),
    ("bukan feed: Alamat https://a memberi halaman HTML, bukan feed.", "bukan feed lagi"),
    ("bukan feed: Di https://a, selektor item 'li' tidak menemukan apa pun.", "bentuk halaman berubah"),
    ("bukan feed: Feed https://a rusak dan tidak bisa dibaca (X).", "isi rusak"),
    ("bukan feed: Isi alamat ini tidak selesai dibaca dalam batas waktu olah (5 detik).", "isi terlalu berat"),
    ("bukan feed: Jawaban X tidak memuat data; bentuknya mungkin berubah.", "bentuk jawaban berubah"),
    ("kunci hilang: dulu terbaca, sekarang isi MONITOR_X_TOKEN.", "kunci hilang"),
    ("batas biaya: Batas biaya X bulan ini (5 dolar) tercapai.", "batas biaya tercapai"),
    ("robots.txt: Situs melarang.", "situs melarang (robots.txt)"),
    ("sesuatu yang baru: Kalimat.", "sesuatu yang baru"), ("", "sebab tidak tercatat")])
def test_every_recorded_cause_has_a_name_and_a_next_step(recorded: str, name: str) -> None:
    found = named(recorded, "uji")
    assert found.name == name
    assert found.todo.endswith(".")
    assert "{" not in found.todo


def test_pauses_on_purpose_are_no_outages() -> None:
    gone = judged(record(*[5] * 20, None), failed("berakhir: a menyatakan (410)."),
                  paused="berakhir: a menyatakan alamat ini sudah dihapus untuk selamanya (410). Cari alamat baru.")
    assert (gone.state, gone.cause) == (State.PAUSED, "sudah ditutup (410)")
    assert "monitor collect --source uji" in gone.todo
    waiting = judged(record(*[5] * 20), READ, paused="servernya meminta kita menunggu")
    assert (waiting.state, waiting.cause) == (State.PAUSED, "diminta menunggu")
    capped = judged(record(*[5] * 20), failed("batas biaya: Batas biaya X bulan ini (5 dolar) tercapai."))
    assert (capped.state, capped.cause) == (State.PAUSED, "batas biaya tercapai")


def test_a_missing_key_is_unset_at_first_and_an_outage_once_it_was_there() -> None:
    words = "belum disetel: isi MONITOR_X_TOKEN, panduan di docs/sumber/x.md"
    assert judged(None, None, unset=words).state is State.UNSET
    lost = judged(record(*[5] * 30, streak=4, success=NOW - timedelta(days=2)),
                  failed("kunci hilang: dulu terbaca, sekarang isi MONITOR_X_TOKEN."), unset=words)
    assert (lost.state, lost.cause) == (State.DOWN, "kunci hilang")


def test_the_most_urgent_source_comes_first_and_a_stopped_monitor_is_said() -> None:
    def one(name: str, last: SourceResult | None, visited: datetime | None = NOW) -> Health:
        return Health(Source(name, name, f"https://{name}.example", SourceKind.FEED, 2), last, visited)
    report = compile_report([one("sehat", READ), one("baru", None, None), one("putus", failed("koneksi: x."))],
                            {"putus": SourceRecord("putus", record(None).days, None, 1)}, NOW)
    assert [each.id for each in report.sources] == ["putus", "baru", "sehat"]
    assert report.warning == ""
    late = compile_report([one("sehat", READ, NOW - timedelta(days=3))], {}, NOW)
    assert late.warning.startswith("Pengumpulan terakhir 19 November 2026 pukul 12.30 WIB: sejak itu pemantau")
    ahead = compile_report([one("sehat", READ, NOW + timedelta(days=3))], {}, NOW)
    assert "jam komputer pernah keliru" in ahead.warning


def test_the_chart_days_tell_outage_from_zero_from_no_visit() -> None:
    shown = judge.days_shown(SourceRecord("uji", record(4, 0, None).days), TODAY)
    assert [(each.new, each.out) for each in shown[-5:]] == [
        (None, False), (4, False), (0, False), (None, True), (None, False)]
    assert len(shown) == 36
