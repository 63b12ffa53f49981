"""Rules on dates: weekdays, years, impossible and unfinished dates, dates against the dateline and known events."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from monitor.dates import WEEKDAY_NAMES, long_date
from monitor.newsroom.checks import calendar, occasions
from monitor.newsroom.checks.calendar import Mention, mentions
from monitor.newsroom.checks.model import Draft, Hit, Part, Rule, Severity
from monitor.newsroom.checks.spans import is_quoted

_DAYS = "Senin|Selasa|Rabu|Kamis|Jum['’`]?at|Sabtu|Minggu|Ahad"
_MONTHS = "Januari|Februari|Maret|April|Mei|Juni|Juli|Agustus|September|Oktober|November|Desember"
_WORD = re.compile(rf"\b({_DAYS})\b", re.IGNORECASE)
_BROKEN = re.compile(
    r"\(\s?(?:\d{1,2}\s?/\s?\d{1,2}\s?/\s?|\d{1,2}\s?/\s?/\s?\d{2,4}|/\s?\d{1,2}\s?/\s?\d{2,4}|\d{1,2}\s?/"
    r"|0{1,2}/\d{1,2}/\d{2,4}|\d{1,2}/0{1,2}/\d{2,4}|[.?_X]{1,4}\s?/\s?\d{1,2}\s?/\s?\d{2,4}"
    r"|\d{1,2}\s?/\s?\d{1,2}\s?/\s?\d{3}|\d{1,2}\s?/\s?\d{4}(?=\))|/\s?\d{1,2})\s?\)"
    rf"|(?<=\w) \((?:\s?/\s?\d{{0,4}}|\s?/\s?/\s?\d{{4}})\s?\)"
    rf"|\b(?:{_DAYS}),?\s\(\s?\d{{1,2}}\s?\)|\(\d{{1,2}}\s?/\s?\d{{1,2}}\s?/\s?20\s?\)"
    rf"|\b\d{{1,2}} (?:{_MONTHS}) (?:20|\d{{3}})(?![\d.,]\d|\d)(?=[\s.,;)]|$)"
)
_SLASHED = re.compile(r"\((?=[^()\n]*/)[\d\s/.–-]{3,16}\)")
_WHOLE = re.compile(r"\(\s?\d{1,2}(?:\s?[-–]\s?\d{1,2})?\s?/\s?\d{1,2}(?:\s?/\s?\d{2,4})?"
                    r"(?:\s?[-–]\s?\d{1,2}\s?/\s?\d{1,2}(?:\s?/\s?\d{2,4})?)?\s?\)")
"""A date, or a range of days or dates, with or without its year."""
_FUTURE = re.compile(
    r"\b(?:akan|hingga|sampai|s\.?d\.?|mulai|berlaku|paling (?:lambat|lama)|batas|renca\w*|direncanakan|"
    r"dijadwal\w*|jadwal\w*|mendatang|target\w*|menargetkan|nanti\w*|diperkirakan|tenggat|ditutup|dibuka|"
    r"periode|berakhir|terakhir|kedaluwarsa|depan|pendaftaran|tahap\w*|menjelang|sebelum|besok|lusa|"
    r"embargo|gelombang|agenda|bakal|siap|undang\w*|mengundang|wajib|persiapan|menyambut|sejak)\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:telah|sudah|lalu|kemarin|tiba|dideportasi|dipulangkan|ditangkap|meninggal|terjadi)\b", re.IGNORECASE
)
_COMPARED = re.compile(
    r"\b(?:dibanding\w*|sebelumnya|sejak|hingga|sampai|periode|tahun|kontrak|berlaku|dari|antara)\b", re.IGNORECASE
)
_HAPPENED = re.compile(
    r"\b(?:telah|sudah)\b|^(?!.*\b(?:akan|bakal|(?:di)?rencana\w*|dijadwal\w*|diperkirakan)\b).*"
    r"\b(?:tiba|dideportasi|ditangkap|diamankan|meninggal|tewas|terjadi|berlangsung|diselamatkan)\b",
    re.IGNORECASE | re.DOTALL,
)
_RELATIVE = re.compile(
    r"\b(?:kemarin(?: (?:pagi|siang|sore|malam|lusa))?|hari ini|besok(?: (?:pagi|siang|sore|malam))?|"
    r"lusa|tadi (?:pagi|siang|sore|malam)|semalam|(?:pagi|siang|sore|malam) (?:ini|tadi)|"
    rf"(?:{_DAYS}) (?:lalu|kemarin|depan|ini|mendatang))\b",
    re.IGNORECASE,
)
_LABEL = re.compile(r"^\s*(?:00\.\d\d\s+|Diperbarui\s+|Dipublikasikan:?\s+|Tanggal terbit:?\s+)", re.MULTILINE)
_RUNS_ON = re.compile(r"\s?(?:[-–—]|s\.?d\.?|hingga|sampai)\s?\d{1,2}[/ ]")
_PARTS = (Part.TITLE, Part.SUMMARY, Part.BODY)


def _all(draft: Draft) -> Iterator[tuple[Part, str, Mention]]:
    for part in _PARTS:
        text = draft.text(part)
        for mention in mentions(text):
            yield part, text, mention


def _weekday(draft: Draft) -> Iterator[Hit]:
    to = calendar.reference(draft)
    for part, text, mention in _all(draft):
        on = calendar.meant(mention, to)
        if mention.weekday < 0 or on is None or on.weekday() == mention.weekday:
            continue
        written, right = text[mention.start : mention.end], calendar.weekday(on)
        word = _weekday_word(text, mention)
        if word is None:
            continue
        yield Hit(
            word.start(),
            word.end(),
            f"“{written}” keliru: {long_date(on)} adalah hari {right}; tulis {right} atau betulkan tanggalnya.",
            part=part,
        )


def _weekday_word(text: str, mention: Mention) -> re.Match[str] | None:
    """Find the weekday of a mention; in a range `Senin–Rabu` the one that belongs to it."""
    found = list(_WORD.finditer(text, mention.start, mention.end))
    for word in found:
        name = re.sub("['’`]", "", word[0].lower()).replace("ahad", "minggu").capitalize()
        if WEEKDAY_NAMES[mention.weekday] == name:
            return word
    return found[0] if found else re.compile(r"\w+").match(text, mention.start)


def _incomplete(draft: Draft) -> Iterator[Hit]:
    for part in _PARTS:
        text = draft.text(part)
        broken = {found.start(): found for found in _SLASHED.finditer(text) if not _WHOLE.fullmatch(found[0])}
        broken |= {found.start(): found for found in _BROKEN.finditer(text)}
        for found in broken.values():
            yield Hit(
                found.start(),
                found.end(),
                f"Tanggal “{found[0].strip()}” tidak lengkap; tulis hari, bulan, dan tahun, misalnya (17/09/2025).",
                part=part,
            )


def _yearless(draft: Draft) -> Iterator[Hit]:
    for part, text, mention in _all(draft):
        if mention.year or not mention.event or is_quoted(text, mention.start) or _RUNS_ON.match(text, mention.end):
            continue
        written = text[mention.start : mention.end]
        yield Hit(mention.start, mention.end, f"Tanggal “{written}” tanpa tahun; tambahkan tahunnya.", part=part)


def _year(draft: Draft) -> Iterator[Hit]:
    to = calendar.reference(draft)
    head = draft.published or to
    everything = list(_all(draft))
    years: dict[tuple[int, int], set[int]] = {}
    for _, _, mention in everything:
        if mention.year:
            years.setdefault((mention.day, mention.month), set()).add(mention.year)
    for part, text, mention in everything:
        if not mention.year or head is None:
            continue
        right = _right_year(mention, head, years[mention.day, mention.month]) or _beside(mention, text, head)
        if right:
            written = text[mention.start : mention.end]
            yield Hit(
                mention.start,
                mention.end,
                f"Tahun pada “{written}” bertentangan dengan tanggal lain di naskah; "
                f"periksa apakah yang benar {right}.",
                part=part,
            )


def _right_year(mention: Mention, head: date, same_day: set[int]) -> int:
    """Return the year that was probably meant, 0 when the written one raises no doubt."""
    on, near = mention.value(), calendar.nearest(mention, head)
    if on is None or near is None or near.year == on.year:
        return 0
    wrong_weekday = mention.weekday >= 0 and on.weekday() != mention.weekday
    close = abs((near - head).days) <= 120
    if wrong_weekday and close and near.weekday() == mention.weekday:
        return near.year
    if mention.weekday >= 0 and not wrong_weekday:
        return near.year if near.year in same_day and abs((near - head).days) <= 31 and mention.event else 0
    if not mention.event:
        return 0
    if near.year in same_day and abs((near - head).days) <= 120:
        return near.year
    return near.year if mention.numeric and abs((near - head).days) <= 45 else 0


def _beside(mention: Mention, text: str, head: date) -> int:
    """Return the year of a date in the same sentence that is days away but for the year, 0 when none or compared."""
    start, end = calendar.sentence(text, mention.start)
    near = calendar.nearest(mention, head)
    if _COMPARED.search(text, start, end) or near is None or near.year == mention.year:
        return 0
    others = [one.value() for one in mentions(text) if start <= one.start < end and one.start != mention.start]
    return near.year if any(one and one.year == near.year and abs((one - near).days) <= 14 for one in others) else 0


def _later(draft: Draft) -> Iterator[Hit]:
    to = calendar.reference(draft)
    if to is None or not (draft.published or calendar.dateline(draft.body)):
        return
    limit = max(to, draft.published) if draft.published and abs((draft.published - to).days) <= 14 else to
    head = calendar.dateline(draft.body)
    for part, text, mention in _all(draft):
        in_head = head is not None and part is Part.BODY and head.start() <= mention.start < head.end()
        on = calendar.meant(mention, to) if mention.year else None
        if in_head and draft.published and on and on > draft.published and on.year == draft.published.year:
            yield Hit(
                mention.start,
                mention.end,
                f"Titimangsa {long_date(on)} lebih akhir daripada tanggal naskah "
                f"{long_date(draft.published)}; betulkan salah satunya.",
                part=part,
            )
        if in_head or on is None or on <= limit or is_quoted(text, mention.start):
            continue
        start, end = calendar.sentence(text, mention.start)
        clause = text[start:end]
        if not clause.replace(text[mention.start : mention.end], "").strip(" .,\n"):
            continue  # a page header, not a statement
        if _FUTURE.search(clause) and not _HAPPENED.search(clause):
            continue
        if mention.event or _PAST.search(clause):
            yield Hit(
                mention.start,
                mention.end,
                f"Tanggal {long_date(on)} lebih akhir daripada tanggal naskah "
                f"{long_date(limit)}; betulkan tanggalnya atau tulis bahwa acara itu akan berlangsung.",
                part=part,
            )


def _impossible(draft: Draft) -> Iterator[Hit]:
    for part, text, mention in _all(draft):
        years = (mention.year,) if mention.year else (2024,)
        if all(mention.on(year) is None for year in years) and (mention.year or mention.event):
            written = text[mention.start : mention.end]
            yield Hit(
                mention.start,
                mention.end,
                f"Tanggal “{written}” tidak ada di kalender; periksa hari dan bulannya.",
                part=part,
            )


def _relative(draft: Draft) -> Iterator[Hit]:
    for part in (Part.SUMMARY, Part.BODY):
        text = draft.text(part)
        for found in _RELATIVE.finditer(text):
            if is_quoted(text, found.start()):
                continue
            start, end = calendar.sentence(text, found.start())
            if any(start <= mention.start < end for mention in mentions(text)):
                continue
            yield Hit(
                found.start(),
                found.end(),
                f"“{found[0]}” tidak jelas bagi pembaca di kemudian hari; tulis juga tanggalnya.",
                part=part,
            )


def _format(draft: Draft) -> Iterator[Hit]:
    """Yield `Sabtu 6 Desember 2025`: a weekday needs a comma or brackets before the date."""
    for part, text, mention in _all(draft):
        written = text[mention.start : mention.end]
        if mention.weekday < 0 or mention.numeric or mention.glue.strip() or "(" in written:
            continue
        found = re.match(
            rf"((?:{_DAYS})(?: (?:pagi|siang|sore|malam|petang|dini hari))?) (?=\d{{1,2}} )", written, re.I
        )
        if found and not is_quoted(text, mention.start):
            fixed = f"{found[1]}, {written[found.end() :]}"
            yield Hit(mention.start, mention.end, f"Beri koma sesudah hari: tulis “{fixed}”.", fix=fixed, part=part)


def _future_label(draft: Draft) -> Iterator[Hit]:
    """Yield a publication label, or a dateline, that the newest event in the text precedes by months."""
    text = draft.body
    head = calendar.dateline(text)
    dated = [(mention, on) for mention in mentions(text) if (on := mention.value())]
    labels = {label.end() for label in _LABEL.finditer(text)}
    told = [on for mention, on in dated if mention.start not in labels and mention.event]
    if not told:
        return
    newest = max(told)
    for mention, on in dated:
        if mention.start in labels and (on - newest).days > 45:
            yield Hit(
                mention.start,
                mention.end,
                f"Tanggal terbit {long_date(on)} jauh sesudah peristiwa terakhir dalam "
                f"naskah ({long_date(newest)}); periksa bulannya.",
            )
    if (
        draft.published
        and 60 < (draft.published - newest).days < 366
        and head
        and any(head.start() <= mention.start < head.end() for mention, _ in dated)
    ):
        yield Hit(
            head.start(),
            head.end(),
            f"Tanggal naskah {long_date(draft.published)} jauh sesudah peristiwa terakhir "
            f"dalam naskah ({long_date(newest)}); periksa bulannya.",
        )


RULES: tuple[Rule, ...] = (
    Rule(
        "R001",
        "weekday_mismatch",
        Severity.BLOCKS,
        "Nama hari tidak cocok dengan tanggalnya.",
        "Media menyalin hari yang salah; empat media pernah menyalin satu kesalahan kementerian.",
        "Rabu (9/10/2025)",
        "Kamis (9/10/2025)",
        _weekday,
    ),
    Rule(
        "R002",
        "date_incomplete",
        Severity.BLOCKS,
        "Tanggal dalam kurung terpotong.",
        "Pembaca tidak tahu kapan peristiwa terjadi, dan naskah tampak belum selesai.",
        "Jakarta, KemenP2MI (17/9/) –",
        "Jakarta, KemenP2MI (17/09/2025) –",
        _incomplete,
    ),
    Rule(
        "R003",
        "year_conflict",
        Severity.BLOCKS,
        "Tahun satu tanggal bertentangan dengan tanggal lain di naskah.",
        "Peristiwa baru terbaca sebagai peristiwa setahun sebelumnya.",
        "Kamis (23/10/2024) dalam rilis Oktober 2025",
        "Kamis (23/10/2025)",
        _year,
    ),
    Rule(
        "R004",
        "date_after_dateline",
        Severity.BLOCKS,
        "Peristiwa yang sudah terjadi diberi tanggal sesudah titimangsa.",
        "Rilis tidak mungkin melaporkan sesuatu yang belum terjadi; hampir selalu bulan atau harinya salah tulis.",
        "Pontianak, KemenP2MI (02/09/2025) – … dideportasi (29/09/2025)",
        "… dideportasi (29/08/2025)",
        _later,
    ),
    Rule(
        "R005",
        "event_date_conflict",
        Severity.BLOCKS,
        "Satu peristiwa ditulis dengan dua tanggal, atau berbeda dari catatan.",
        "Keterangan kementerian yang saling bertentangan dikutip media sebagai ketidaktelitian.",
        "Kebakaran Tai Po pada Minggu (30/11/2025)",
        "Kebakaran Tai Po pada Rabu (26/11/2025)",
        occasions.conflicts,
    ),
    Rule(
        "R006",
        "impossible_date",
        Severity.BLOCKS,
        "Tanggal tidak ada di kalender.",
        "Tidak ada pembaca yang dapat menebak tanggal yang benar.",
        "Selasa (31/02/2026)",
        "Selasa (03/02/2026)",
        _impossible,
    ),
    Rule(
        "R007",
        "relative_date",
        Severity.WARNS,
        "Kemarin, hari ini, atau besok ditulis tanpa tanggal.",
        "Rilis dibaca berhari-hari kemudian; tanpa tanggal artinya berubah.",
        "Rombongan tiba kemarin.",
        "Rombongan tiba pada Rabu (17/09/2025).",
        _relative,
    ),
    Rule(
        "R008",
        "future_publish_date",
        Severity.BLOCKS,
        "Tanggal terbit berbulan-bulan sesudah peristiwa dalam naskah.",
        "Halaman tampil dengan tanggal yang belum tiba.",
        "Tanggal terbit 18 September 2026 untuk acara 18 Februari 2026",
        "18 Februari 2026",
        _future_label,
    ),
    Rule(
        "R009",
        "date_without_year",
        Severity.WARNS,
        "Tanggal peristiwa ditulis tanpa tahun.",
        "Arsip dan pencarian kehilangan tahun peristiwa.",
        "pada Rabu (17/9)",
        "pada Rabu (17/09/2025)",
        _yearless,
    ),
    Rule(
        "R011",
        "date_format",
        Severity.WARNS,
        "Hari dan tanggal tidak dipisah koma atau kurung.",
        "Bentuk tanggal yang tetap mudah dibaca dan dicari.",
        "Sabtu 6 Desember 2025",
        "Sabtu, 6 Desember 2025",
        _format,
    ),
)
