"""Say of each source in which state it is, why, and what to do: pure, from its visits and its settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from monitor.dates import clock, long_date
from monitor.health import judge
from monitor.health.causes import PAUSES, named, sentence_of, word_of
from monitor.health.model import Health, Pulse, Report, SourceHealth, State
from monitor.health.wording import amount, day_words, number
from monitor.models import SourceKind, SourceRecord, SourceStatus
from monitor.weeks import WIB

_STREAK = 3
_LATE = timedelta(hours=24)
_STOPPED = timedelta(hours=36)
_PAGES = (SourceKind.FEED, SourceKind.LISTING)
_ORDER = {state: place for place, state in enumerate(State)}

Verdict = tuple[State, str, str, str]
"""State, cause, detail and next step."""


def compile_report(sources: Sequence[Health], records: Mapping[str, SourceRecord], now: datetime) -> Report:
    """Return the health of all sources, the most urgent first and by name within a state."""
    judged = [source_health(each, records.get(each.source.id), now) for each in sources]
    judged.sort(key=lambda one: (_ORDER[one.state], one.name.casefold(), one.id))
    last = max((each.visited for each in sources if each.visited), default=None)
    return Report(now, tuple(judged), last, _warning(last, now))


def source_health(health: Health, record: SourceRecord | None, now: datetime) -> SourceHealth:
    """Return the health of one source at a moment."""
    today, source = now.astimezone(WIB).date(), health.source
    state, cause, detail, todo = _verdict(health, record, now)
    return SourceHealth(
        id=source.id, name=source.name, kind=source.kind.value, state=state, cause=cause, detail=detail, todo=todo,
        last_success=record.last_success if record else None, visited=health.visited,
        streak=record.streak if record else 0, pulse=judge.pulse(record, today), days=judge.days_shown(record, today),
        cost=health.cost)


def silence_words(pulse: Pulse) -> str:
    """Say since when a silent source brings nothing, and what is usual."""
    since = f" sejak {long_date(pulse.last_new)}" if pulse.last_new else ""
    usual = f"; biasanya {amount(pulse.usual)} sehari" if pulse.usual else ""
    return f"tidak ada naskah baru{since} ({day_words(pulse.silent_days)} terbaca tanpa hasil{usual})"


def _verdict(health: Health, record: SourceRecord | None, now: datetime) -> Verdict:
    source, today = health.source, now.astimezone(WIB).date()
    if not source.enabled:
        return State.OFF, "dimatikan", source.note, "Untuk membacanya lagi: enabled = true di sources.toml."
    if health.unset and (record is None or not record.last_success):
        return (State.UNSET, "belum disetel", f"{_capital(health.unset.partition(':')[2].strip())}.",
                "Setel kuncinya bila platform ini hendak dipantau; sampai saat itu sumber ini dilewati.")
    if health.last is None:
        return (State.UNSEEN, "belum dikunjungi", "Belum ada kunjungan yang tercatat.",
                f"Jalankan `monitor collect`, atau `monitor collect --source {source.id}` untuk yang ini saja.")
    return (_paused(health) or _down(health, record, now) or _silent(health, record, today)
            or _slow(health, record, today) or _healthy(health, record, today))


def _paused(health: Health) -> Verdict | None:
    recorded = health.last.cause if health.last else ""
    if health.paused:
        recorded = health.paused if ":" in health.paused else f"diminta menunggu: {_capital(health.paused)}."
    elif not (health.last and health.last.status is not SourceStatus.NEW and word_of(recorded) in PAUSES):
        return None
    cause = named(recorded, health.source.id)
    return State.PAUSED, cause.name, sentence_of(recorded), cause.todo


def _down(health: Health, record: SourceRecord | None, now: datetime) -> Verdict | None:
    """Call a source broken once it failed several times on end, or was not read for a day, or never."""
    last = health.last
    if last is None or last.status is not SourceStatus.FAILED or record is None:
        return None
    late = record.last_success is None or record.last_success < now - _LATE
    if not late and record.streak < _STREAK:
        return None
    cause = named(last.cause, health.source.id)
    return State.DOWN, cause.name, sentence_of(last.cause), cause.todo


def _silent(health: Health, record: SourceRecord | None, today: date) -> Verdict | None:
    source = health.source
    if judge.is_silent(record, today):
        found = judge.pulse(record, today)
        remembered = health.remembered
        marked = bool(remembered and (remembered.etag or remembered.last_modified))
        empty = source.kind in _PAGES and judge.is_empty(record, today) and not marked
        return (State.SILENT, "feed kosong" if empty else "tidak ada yang baru",
                f"Terbaca tanpa galat, tetapi {silence_words(found)}.",
                f"Buka {source.url} di peramban: bila di sana ada berita baru, alamat atau bentuknya sudah berubah; "
                "perbarui url di sources.toml.")
    if source.kind in _PAGES and judge.never_gave(record, today):
        return (State.SILENT, "kosong sejak awal", "Terbaca tanpa galat, tetapi belum pernah memuat satu entri pun.",
                f"Coba `monitor sources try {source.url}`, lalu perbaiki alamatnya di sources.toml.")
    if source.kind in _PAGES and (read := judge.barren(record, today)):
        return (State.SILENT, "tidak ada yang baru",
                f"Terbaca pada {day_words(read)}, tanpa satu pun naskah yang belum ada.",
                f"Buka {source.url}: bila isinya sama dengan sumber lain, matikan (enabled = false); bila tidak, "
                "alamat atau bentuknya sudah berubah.")
    return None


def _slow(health: Health, record: SourceRecord | None, today: date) -> Verdict | None:
    last = health.last
    if (often := judge.failing_often(record, today)) and last:
        recorded = last.cause if last.status is SourceStatus.FAILED else ""
        cause = named(recorded, health.source.id) if recorded else None
        return (State.SLOW, f"sering gagal: {cause.name}" if cause else "sering gagal",
                f"{number(often[0])} dari {number(often[1])} kunjungan dalam 7 hari gagal.",
                cause.todo if cause else "Jalankan `monitor sources check` beberapa kali untuk melihat sebabnya.")
    if health.source.kind in _PAGES and (found := judge.shrunk(record, today)):
        return (State.SLOW, "isi feed menyusut",
                f"Biasanya memuat {number(found[0])} entri, sekarang {number(found[1])}.",
                f"Buka {health.source.url}: bila daftarnya memang lebih pendek, kumpulkan lebih sering supaya "
                "tidak ada yang terlewat.")
    if judge.is_slow(record, today):
        pulse = judge.pulse(record, today)
        return (State.SLOW, "jauh di bawah biasanya",
                f"{_capital(amount(pulse.recent))} naskah baru sehari dalam 7 hari, biasanya {amount(pulse.usual)}.",
                "Bandingkan dengan halaman depannya: bila di sana ramai, feed ini mungkin tidak lengkap lagi.")
    return None


def _healthy(health: Health, record: SourceRecord | None, today: date) -> Verdict:
    last, pulse = health.last, judge.pulse(record, today)
    if last and last.status is SourceStatus.FAILED:
        cause = named(last.cause, health.source.id)
        return (State.HEALTHY, f"baru saja gagal: {cause.name}", sentence_of(last.cause),
                "Belum perlu apa-apa; disebut putus bila berulang.")
    detail = "" if pulse.usual is not None else "Belum cukup hari untuk mengatakan apa yang biasa."
    if last and last.cause:
        return State.HEALTHY, "", _capital(last.cause).rstrip(".") + ".", ""
    return State.HEALTHY, "", detail, ""


def _warning(last: datetime | None, now: datetime) -> str:
    """Say when it is the monitor that has stopped, which makes every source look quiet."""
    if last is None:
        return "Belum pernah ada pengumpulan. Jalankan `monitor collect`."
    if now - last > _STOPPED:
        return (f"Pengumpulan terakhir {long_date(last)} {clock(last)}: sejak itu pemantau sendiri berhenti. "
                "Jalankan `monitor collect`, dan periksa jadwalnya.")
    if last - now > timedelta(minutes=10):
        return (f"Kunjungan terakhir tercatat {long_date(last)} {clock(last)}, sesudah saat ini: jam komputer pernah "
                "keliru. Periksa jam komputer.")
    return ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

