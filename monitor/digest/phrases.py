"""Sentences that more than one of the five files needs."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlsplit

from monitor.dates import full_date, short_date
from monitor.digest.comparison import Doubts, failed_words
from monitor.digest.model import Digest, Figure, HistoryPoint, Issue, Shade
from monitor.digest.wording import NO_COLLECTION, SHORT_DAYS, TOP, event_word, listed, number, share, shorten
from monitor.weeks import WIB

HOW_TO_READ = (
    "Satu berita adalah satu naskah; pemuatan ulang di media lain dihitung sebagai salinan. Peristiwa menggabungkan "
    "berita tentang kejadian yang sama. Nada adalah sikap terhadap kerja pelindungan oleh kementerian dan negara, "
    "bukan baik-buruknya peristiwa. Perlu dibaca: mesin ragu, staf perlu menilai sendiri. Tidak dinilai: isi naskah "
    "tidak terbaca. Median dihitung hanya dari pekan yang ada datanya. Percakapan tertutup dan media yang tidak "
    "dipantau tidak tertangkap.")

HOW_IN_BRIEF = (
    "Berita = satu naskah; pemuatan ulang dihitung sebagai salinan. Peristiwa menggabungkan berita tentang kejadian "
    "yang sama. Nada = sikap terhadap kerja pelindungan oleh kementerian dan negara, bukan baik-buruknya peristiwa. "
    "Perlu dibaca = mesin ragu; tidak dinilai = isi tidak terbaca. Percakapan tertutup tidak tertangkap.")


def web_link(url: str) -> str:
    """Return an http(s) address unchanged and anything else as nothing, so that no other scheme becomes a link."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.hostname and url.isprintable() else ""


def doubt_in_brackets(digest: Digest) -> str:
    """Return ` (2 sumber gagal)` or the like after a "nothing was seen", so that an outage never reads as good news."""
    if not digest.coverage.collected:
        return f" ({NO_COLLECTION})"
    coverage = digest.coverage
    if coverage.failed:
        return f" ({failed_words(coverage)}, belum tentu tidak ada)"
    unsure = len(coverage.partial) + coverage.lost
    return f" ({number(unsure)} sumber tidak terbaca penuh, belum tentu tidak ada)" if unsure else ""


def empty_words(digest: Digest) -> dict[str, str]:
    """Return what to say where a part of the page has nothing."""
    doubt = doubt_in_brackets(digest)
    return {
        "stories": f"Tidak ada berita yang terpantau{doubt}.", "topics": f"Tidak ada topik yang terpantau{doubt}.",
        "negative": f"Tidak ada berita negatif yang terpantau{doubt}.",
        "positive": f"Tidak ada berita positif yang terpantau{doubt}.",
        "hoaxes": f"Tidak ada hoaks baru terpantau{doubt}.",
        "gaps": ("Tidak diperiksa: daftar penjelasan (folder content) tidak ditemukan." if not digest.answers_known
                 else f"Semua topik yang terpantau sudah punya penjelasan{doubt}." if digest.topics and doubt
                 else "Semua topik pekan ini sudah punya penjelasan." if digest.topics
                 else f"Tidak ada topik yang terpantau{doubt}."),
        "regions": f"Tidak ada wilayah yang disebut{doubt}.",
        "destinations": f"Tidak ada negara tujuan yang disebut{doubt}.",
        "speakers": f"Tidak ada kutipan bernama narasumber{doubt}.",
    }


def issue_words(one: Issue) -> str:
    """Write `3 berita · 7 salinan · peristiwa buruk · Kepulauan Riau, Malaysia`."""
    parts = [f"{number(one.stories)} berita", f"{number(one.copies)} salinan" if one.copies else "tanpa salinan",
             event_word(one.event)]
    if one.places:
        parts.append(listed([place.removeprefix("BP3MI ") for place in one.places], 3))
    return " · ".join(parts)


def answer_words(one: Issue, limit: int) -> str:
    """Name the page that answers an issue, or call it a gap; empty where no answer is asked for."""
    if one.answer is None:
        if not one.gap:
            return ""
        return "celah: belum ada penjelasan" if one.topics else "topik belum dikenali"
    return f"dijawab “{shorten(one.answer.title, limit)}”"


def charts_in_words(digest: Digest) -> dict[str, str]:
    """Say what each chart shows, for those who cannot see it."""
    tones = ", ".join(f"{shade.label} {number(digest.tone.of(shade))} ({share(digest.tone, shade)})" for shade in Shade)
    days = "; ".join(f"{SHORT_DAYS[day.day.weekday()]} {number(day.tone.total)} berita, "
                     f"{number(day.tone.negative)} negatif"
                     + (f" ({doubt})" if (doubt := day_doubt(digest, day.day)) else "") for day in digest.days)
    topics = "; ".join(f"{row.label} {number(row.tone.total)} berita, {number(row.tone.negative)} negatif"
                       for row in digest.topics[:TOP])
    weeks = "; ".join(f"{point.week} {'tidak ada data' if point.stories is None else number(point.stories)}"
                      for point in digest.history)
    return {"tone": f"Nada pekan ini: {tones}.", "days": f"Berita per hari: {days}.",
            "topics": f"Berita per topik: {topics}.", "trend": f"Berita per pekan: {weeks}."}


def volume_head(digest: Digest) -> str:
    """Name what the headline numbers are compared with."""
    weeks = digest.figures[0].weeks
    posts = f"; termasuk {number(digest.posts)} unggahan media sosial" if digest.posts else ""
    if not weeks:
        return f"Banyaknya berita (belum ada pekan untuk menghitung median{posts})"
    return f"Banyaknya berita (dibanding pekan lalu dan median {number(weeks)} pekan yang ada datanya{posts})"


def trend_note(digest: Digest) -> str:
    """Explain the marks of the small trend, or say that it has nothing to compare with."""
    if not has_trend(digest):
        return "Belum ada pekan lain yang tercatat."
    shaky = any(is_shaky(point) for point in digest.history)
    return "? = banyak sumber gagal pada pekan itu" if shaky else ""


def empty_day(digest: Digest, day: date) -> str:
    """Say why a day has no story: not reached yet, nobody listened, or nothing seen."""
    cutoff = digest.coverage.cutoff
    if cutoff and cutoff.astimezone(WIB).date() < day:
        return "belum"
    return "tak ada" if digest.coverage.collected and not digest.coverage.shaky_day(day) else "?"


def day_doubt(digest: Digest, day: date) -> str:
    """Say how many sources were out on a day, or that nobody listened; empty when all were read."""
    found = digest.coverage.day(day)
    if found and found.out:
        return f"{number(found.out)} dari {number(found.visited)} sumber tidak terbaca hari itu"
    return "tidak ada pengumpulan hari itu" if digest.coverage.shaky_day(day) else ""


def days_note(digest: Digest) -> str:
    """Explain the mark of days on which sources were out, or nothing when no day has one."""
    shaky = any(digest.coverage.shaky_day(day.day) for day in digest.days)
    return "? = banyak sumber tidak terbaca hari itu" if shaky else ""


def incomplete(digest: Digest) -> str:
    """Say why any number of the week may be too low, whatever it is compared with; empty when all sources were read."""
    return Doubts(digest.week, digest.coverage).now


def same_words(digest: Digest) -> str:
    """Compare the two weeks over the sources that delivered in both, where some did not."""
    same = digest.same
    if same is None:
        return ""
    return (f"Dari {number(same.sources)} sumber yang terbaca di kedua pekan: berita {number(same.previous_stories)} → "
            f"{number(same.stories)}, negatif {number(same.previous_negative)} → {number(same.negative)}.")


def has_trend(digest: Digest) -> bool:
    """Tell whether at least one earlier week has data."""
    return any(point.stories is not None for point in digest.history[:-1])


def is_shaky(point: HistoryPoint) -> bool:
    """Tell whether more than a tenth of the sources failed in a week."""
    return point.working < 0.9 * point.expected


def past_words(figure: Figure) -> str:
    """Say what last week was and the median of the weeks before."""
    last = "" if figure.change.previous is None else f"pekan lalu {number(figure.change.previous)}"
    shaky = f" ({number(figure.shaky)} pekan bergangguan)" if figure.shaky else ""
    middle = "" if figure.median is None else f"median {number(figure.median)}{shaky}"
    return " · ".join(filter(None, (last, middle)))


def failure_lines(digest: Digest) -> list[dict[str, str]]:
    """Return name, cause and visits of every source that failed; one that broke off says since when or on what days."""
    partly = [{"name": each.source_name, "cause": each.last_cause or "sebab tidak tercatat",
               "visits": f"tidak terbaca pada {', '.join(map(short_date, each.out_days))}"}
              for each in digest.coverage.partial]
    return [*({"name": each.source_name, "cause": each.last_cause or "sebab tidak tercatat",
             "visits": f"{number(each.visits)} kunjungan" + (
                 f", terakhir terbaca {full_date(each.last_success)}" if each.last_success else "")}
              for each in digest.coverage.failed), *partly]
