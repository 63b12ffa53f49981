"""Find lists that mix provinces with towns, and Indonesian missions named wrongly."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from monitor.config.names import read_names
from monitor.config.regions import read_regions
from monitor.config.words import read_words
from monitor.newsroom.checks.model import Draft, Hit
from monitor.newsroom.checks.wording import parts

_PLACE = r"(?:(?:Kabupaten|Kota|Provinsi|Kab\.|Prov\.|BP3MI)\s+)?[A-Z][\w.]*(?:\s[A-Z][\w.]*){0,3}"
_LIST = re.compile(rf"{_PLACE}(?:,\s+{_PLACE})+(?:,?\s+(?:dan|serta)\s+{_PLACE})?")
_LABEL = re.compile(r"^(?:Kabupaten|Kota|Provinsi|Kab\.|Prov\.|(?:Para\s+)?(?:Kepala\s+)?BP3MI|Kepala Balai)\s+")
_BOTH = {"jakarta", "yogyakarta", "jambi", "bengkulu", "gorontalo", "papua"}
_FULL = {"KBRI": "Kedutaan Besar Republik Indonesia", "KJRI": "Konsulat Jenderal Republik Indonesia",
         "KDEI": "Kantor Dagang dan Ekonomi Indonesia"}
_NAMES = {name: kind for kind, name in _FULL.items()} | {name.replace("Republik Indonesia", "RI"): kind
                                                         for kind, name in _FULL.items()}


@cache
def _levels() -> dict[str, tuple[str, bool]]:
    """Return every known place in small letters with its province and whether it is a province itself."""
    names = read_names()
    out: dict[str, tuple[str, bool]] = {}
    for office in read_regions().offices:
        province = "DI Yogyakarta" if office.id == "diy" else office.province
        out |= {alias.lower(): (province, False) for alias in (*office.aliases, *office.guarded)
                if "bp3mi" not in alias.lower()}
    return out | {name: (province, names.is_province(name)) for name, province in names.levels().items()}


def _level(name: str) -> tuple[str, bool] | None:
    """Return the province of a place and whether it is one; towns of words.toml are of a province not told there."""
    return _levels().get(name) or (("", False) if name in _towns() else None)


@cache
def _towns() -> frozenset[str]:
    return frozenset(read_words().towns)


def mixed_levels(draft: Draft) -> Iterator[Hit]:
    """Yield lists of three or more places in which towns stand beside provinces."""
    for part, text in parts(draft):
        for found in _LIST.finditer(text):
            items = list(re.finditer(_PLACE, found.group()))
            known = [_level(_LABEL.sub("", item.group()).rstrip(".").lower()) for item in items]
            if len(items) < 3 or any(one is None for one in known):
                continue
            level = [(one[0], one[1], _LABEL.sub("", item.group()).lower() in _BOTH)
                     for one, item in zip(known, items, strict=True) if one]
            if any(not a[1] and b[1] and a[0] == b[0] for a, b in pairwise(level)):
                continue
            towns = [item.group() for item, one in zip(items, level, strict=True) if not one[1] and not one[2]]
            provinces = [item.group() for item, one in zip(items, level, strict=True) if one[1] and not one[2]]
            if towns and provinces:
                end = found.start() + len(found.group().rstrip("."))
                yield Hit(found.start(), end, f"Daftar ini mencampur kota ({', '.join(towns)}) dengan provinsi "
                          f"({', '.join(provinces)}); tulis satu tingkat wilayah saja.", part=part)


@cache
def _mission_pattern() -> re.Pattern[str]:
    cities = sorted((city for group in read_names().missions.values() for city in group), key=len, reverse=True)
    kinds = "|".join(sorted((*_FULL, *_NAMES), key=len, reverse=True))
    return re.compile(rf"\b(?P<kind>{kinds})(?:\s*\((?:KBRI|KJRI|KDEI)\))?(?:\s+RI)?(?:\s+(?:di|untuk|untuk Kota))?\s+"
                      rf"(?P<city>{'|'.join(map(re.escape, cities))})\b")


def wrong_missions(draft: Draft) -> Iterator[Hit]:
    """Yield an embassy named where a consulate general stands, and the other way round."""
    for part, text in parts(draft):
        for found in _mission_pattern().finditer(text):
            kind = _NAMES.get(found["kind"], found["kind"])
            right = read_names().mission(found["city"])
            if kind != right:
                yield Hit(*found.span("kind"), f"Perwakilan Indonesia di {found['city']} adalah {right}, bukan {kind}.",
                          part=part)
