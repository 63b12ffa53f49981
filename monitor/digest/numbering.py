"""List every number that a digest shows, with its formula in words and the way to its items."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from monitor.digest.model import Figure, Names, Number, Place, Shade, Speaker, TopicRow
from monitor.digest.tally import HOAX_TOPIC, Tally
from monitor.digest.wording import SHORT_DAYS

_VOLUME = {
    "berita": "banyaknya ID berita yang berbeda (salinan digabung)",
    "salinan": "banyaknya baris dengan tanda ini: seluruh baris dikurangi banyaknya ID berita yang berbeda",
    "media": "banyaknya nama media yang berbeda, tanpa membedakan huruf besar, spasi, dan tanda baca",
    "peristiwa": "banyaknya ID peristiwa yang berbeda (berita tentang kejadian yang sama digabung)",
}
_STORIES = "banyaknya ID berita yang berbeda dengan tanda ini"


def numbers(counts: Tally, volume: Sequence[Figure], *, topics: Sequence[TopicRow],
            places: tuple[Sequence[Place], Sequence[Place]], speakers: Sequence[Speaker],
            names: Names) -> tuple[Number, ...]:
    """Return the numbers in the order of the page; each key is also in `Item.counted_in` of the items behind it."""
    found = [Number(figure.key, figure.label, figure.value, _VOLUME[figure.key], _filter(figure.key))
             for figure in volume]
    found.extend(_tones(counts))
    for row in topics:
        found.append(_counted(f"topik:{row.slug}", f"Topik {row.label}", row.tone.total))
        found.extend(Number(f"topik:{row.slug}+nada:{shade.value}", f"Topik {row.label}, {shade.label}",
                            row.tone.of(shade), _STORIES, _filter(f"topik:{row.slug}", f"nada:{shade.value}"))
                     for shade in Shade if row.tone.of(shade))
    hoaxes = sum(HOAX_TOPIC in counts.lead(story).tags.topics for story in counts.stories)
    if not any(row.slug == HOAX_TOPIC for row in topics):
        found.append(_counted(f"topik:{HOAX_TOPIC}", f"Topik {names.topics.get(HOAX_TOPIC, HOAX_TOPIC)}", hoaxes))
    for kind, label, rows in (("wilayah", "Wilayah", places[0]), ("negara", "Negara tujuan", places[1])):
        found.extend(_counted(f"{kind}:{place.key}", f"{label} {place.label}", place.stories) for place in rows)
    found.extend(Number(f"narasumber:{one.key}", f"Narasumber {one.name}", one.quotes,
                        f"banyaknya kutipan dalam {one.stories} berita; kutipan dalam salinan tidak dihitung",
                        _filter(f"narasumber:{one.key}")) for one in speakers)
    return tuple(found)


def _tones(counts: Tally) -> Iterator[Number]:
    for shade in Shade:
        value = sum(story.shade is shade for story in counts.stories)
        yield _counted(f"nada:{shade.value}", f"Nada {shade.label}", value)
    days = sorted({story.day for story in counts.stories})
    for day in days:
        stories = [story for story in counts.stories if story.day == day]
        label = f"{SHORT_DAYS[day.weekday()]} {day:%d/%m/%Y}"
        yield _counted(f"hari:{day}", label, len(stories))
        for shade in Shade:
            value = sum(story.shade is shade for story in stories)
            if value:
                yield Number(f"hari:{day}+nada:{shade.value}", f"{label}, {shade.label}", value, _STORIES,
                             _filter(f"hari:{day}", f"nada:{shade.value}"))


def _counted(key: str, label: str, value: int) -> Number:
    return Number(key, label, value, _STORIES, _filter(key))


def _filter(*keys: str) -> str:
    wanted = " dan ".join(f"[{key}]" for key in keys)
    return f"lembar Naskah, kolom Dihitung dalam memuat {wanted}"
