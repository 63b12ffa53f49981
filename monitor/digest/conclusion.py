"""Write the three sentences at the top of a digest from its numbers, by rule.

The first says how much was said, the second in which tone, the third what to decide. With fewer than THIN stories
no percentage is given. Nothing is concluded from a week in which nobody listened.
"""

from __future__ import annotations

from collections.abc import Sequence

from monitor.digest.comparison import failed_words
from monitor.digest.model import Change, Coverage, Figure, Issue, Shade, ToneCount, TopicRow
from monitor.digest.tally import STANCE_TOPIC
from monitor.digest.wording import NO_COLLECTION, THIN, number, share, shorten

_MANY_FAILED = 0.2
_MANY_UNSURE = 0.2


def conclude(figures: Sequence[Figure], tone: ToneCount, topics: Sequence[TopicRow], *,
             hoaxes: Sequence[Issue], coverage: Coverage) -> tuple[str, str, str]:
    """Return the three sentences; the third is the decision asked for."""
    if not tone.total:
        return _silence(coverage)
    return _volume(figures), _tone(tone, coverage), _decision(tone, topics, hoaxes, coverage)


def _silence(coverage: Coverage) -> tuple[str, str, str]:
    if coverage.untagged:
        return (f"Belum ada berita yang dapat dihitung: {number(coverage.untagged)} naskah belum ditandai.",
                "Nada dan topik baru terbaca setelah penandaan.",
                "Yang perlu dilakukan: jalankan penandaan (`monitor tag`), lalu buat ulang digest ini.")
    if not coverage.collected:
        return (f"Pekan ini {NO_COLLECTION}, sehingga tidak ada berita yang dapat dihitung.",
                "Ini bukan tanda bahwa media tidak memberitakan kementerian.",
                "Yang perlu dilakukan: jalankan pengumpulan, atau impor berita pekan ini.")
    first = f"Tidak ada berita relevan yang terpantau dari {number(coverage.working)} sumber yang bekerja."
    if coverage.failed:
        return (first, f"Namun {number(len(coverage.failed))} dari {number(coverage.expected)} sumber gagal, "
                       "jadi pekan ini belum tentu sepi.",
                "Yang perlu dilakukan: pulihkan sumber yang gagal sebelum menyimpulkan.")
    return first, "Nada tidak dapat dinilai tanpa berita.", "Tidak ada keputusan yang diminta pekan ini."


def _volume(figures: Sequence[Figure]) -> str:
    by_key = {figure.key: figure for figure in figures}
    stories, outlets = by_key["berita"], by_key["media"]
    return (f"Terpantau {number(stories.value)} berita di {number(outlets.value)} media, "
            f"{_moved(stories.change)}.")


def _moved(change: Change) -> str:
    if change.previous is None:
        return "data pekan lalu tidak ada" + (f", dan {change.reason}" if change.reason else "")
    moved = f"{change.moved} dibanding pekan lalu" if change.sign != "→" else "sama dengan pekan lalu"
    if not change.reason:
        return moved
    if change.verdict == "bisa lebih tinggi":
        return f"{moved} meski {change.reason}"
    return f"{moved}, tetapi {change.reason} sehingga {change.verdict}"


def _tone(tone: ToneCount, coverage: Coverage) -> str:
    without = f" (tanpa {failed_words(coverage)})" if coverage.collected and coverage.failed else ""
    if tone.total < THIN:
        parts = [f"{number(tone.of(shade))} {shade.label}" for shade in Shade if tone.of(shade)]
        return f"Nada terhadap kementerian{without}: {_and(parts)}; datanya terlalu sedikit untuk persentase."
    parts = [f"{share(tone, shade)} {shade.label}" for shade in (Shade.POSITIVE, Shade.NEUTRAL, Shade.NEGATIVE)]
    rest = [f"{share(tone, shade)} {shade.label}" for shade in (Shade.UNSURE, Shade.UNSCORED) if tone.of(shade)]
    return f"Nada terhadap kementerian{without}: {_and(parts + rest)}."


def _decision(tone: ToneCount, topics: Sequence[TopicRow], hoaxes: Sequence[Issue], coverage: Coverage) -> str:
    if coverage.collected and len(coverage.failed) > _MANY_FAILED * coverage.expected:
        return (f"Yang perlu diputuskan: pulihkan {number(len(coverage.failed))} sumber yang gagal "
                "sebelum angka ini dipakai.")
    open_hoaxes = [hoax for hoax in hoaxes if hoax.gap]
    if open_hoaxes:
        return (f"Yang perlu diputuskan: klarifikasi untuk {number(len(open_hoaxes))} isu hoaks atau lowongan palsu "
                "yang belum dijawab.")
    subjects = [row for row in topics if row.slug != STANCE_TOPIC]
    worst = max(subjects, key=lambda row: (row.tone.negative, row.gap), default=None)
    if worst and worst.tone.negative and worst.explainers:
        return (f"Yang perlu dilakukan: bagikan “{shorten(worst.explainers[0].title, 70)}” untuk menjawab "
                f"{number(worst.tone.negative)} berita negatif tentang {worst.label}.")
    if worst and worst.tone.negative and worst.gap:
        return (f"Yang perlu diputuskan: penjelasan tentang {worst.label}, "
                f"topik dengan {number(worst.tone.negative)} berita negatif yang belum dijawab.")
    if tone.unsure > _MANY_UNSURE * tone.total:
        return f"Yang perlu dilakukan: baca {number(tone.unsure)} berita yang nadanya belum pasti."
    if tone.negative:
        unknown = "" if worst and worst.tone.negative else "; topiknya belum dikenali"
        return f"Yang perlu dilakukan: baca {number(tone.negative)} berita negatif{unknown}."
    if not coverage.collected:
        return "Tidak ada berita negatif di antara yang tersimpan; tanpa pengumpulan, itu belum berarti tidak ada."
    if coverage.failed or coverage.partial or coverage.lost:
        missing = len(coverage.failed) + len(coverage.partial) + coverage.lost
        return (f"Tidak ada nada negatif yang terpantau, tetapi {number(missing)} sumber tidak terbaca penuh; "
                "itu belum berarti tidak ada.")
    return "Tidak ada keputusan mendesak: tidak ada nada negatif yang belum dijawab."


def _and(parts: Sequence[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    if len(parts) == 2:
        return " dan ".join(parts)
    return f"{', '.join(parts[:-1])}, dan {parts[-1]}"
