"""Rule on time zones: WIB, WITA or WIT must be the one of the place where the clock was read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from monitor.config.regions import read_regions
from monitor.newsroom.checks import calendar
from monitor.newsroom.checks.model import Draft, Hit, Part, Rule, Severity
from monitor.newsroom.checks.spans import is_quoted

# Keppres 41/1987: the zone of every province; provinces made since then keep the zone of the one they came from.
PROVINCES = {
    "WIB": (
        "Aceh",
        "Sumatera Utara",
        "Sumatera Barat",
        "Riau",
        "Kepulauan Riau",
        "Jambi",
        "Sumatera Selatan",
        "Bengkulu",
        "Lampung",
        "Kepulauan Bangka Belitung",
        "Bangka Belitung",
        "Babel",
        "Banten",
        "DKI Jakarta",
        "Jakarta",
        "Jawa Barat",
        "Jawa Tengah",
        "DI Yogyakarta",
        "Yogyakarta",
        "Jawa Timur",
        "Kalimantan Barat",
        "Kalimantan Tengah",
        "Kalteng",
        "Sumatra Utara",
        "Sumatra Barat",
        "Sumatra Selatan",
        "Sumatera",
    ),
    "WITA": (
        "Bali",
        "Nusa Tenggara Barat",
        "Nusa Tenggara Timur",
        "Kalimantan Selatan",
        "Kalimantan Timur",
        "Kaltim",
        "Kalimantan Utara",
        "Sulawesi Utara",
        "Gorontalo",
        "Sulawesi Tengah",
        "Sulawesi Barat",
        "Sulbar",
        "Sulawesi Selatan",
        "Sulawesi Tenggara",
        "Sulawesi",
    ),
    "WIT": (
        "Maluku",
        "Maluku Utara",
        "Malut",
        "Papua",
        "Papua Barat",
        "Papua Barat Daya",
        "Papua Selatan",
        "Papua Tengah",
        "Papua Pegunungan",
    ),
}
CITIES = {
    "WIB": (
        "Padang",
        "Pangkalpinang",
        "Pangkal Pinang",
        "Muaro Jambi",
        "Tegal",
        "Malang",
        "Juanda",
        "Serang",
        "Solo",
        "Surakarta",
        "Salatiga",
        "Kudus",
        "Jepara",
        "Palangka Raya",
        "Palangkaraya",
        "Sampit",
        "Pangkalan Bun",
        "Kotawaringin",
        "Kapuas",
        "Aruk",
        "Supadio",
        "Ketapang",
        "Sintang",
        "Mempawah",
        "Landak",
        "Bandara Soekarno-Hatta",
        "Tanjung Priok",
        "Tanjung Perak",
        "Hang Nadim",
        "Jombang",
        "Probolinggo",
        "Pasuruan",
        "Mojokerto",
        "Bondowoso",
        "Situbondo",
        "Tuban",
        "Langsa",
        "Meulaboh",
        "Bireuen",
        "Sabang",
        "Binjai",
        "Langkat",
        "Asahan",
        "Pematangsiantar",
        "Metro",
        "Lubuklinggau",
        "Wonogiri",
        "Sukoharjo",
        "Karanganyar",
        "Kendal",
        "Demak",
        "Batang",
        "Rembang",
        "Blora",
        "Pati",
        "Subang",
        "Kuningan",
    ),
    "WITA": (
        "Palu",
        "Gorontalo",
        "Mamuju",
        "Majene",
        "Polewali",
        "Balikpapan",
        "Samarinda",
        "Bontang",
        "Kutai",
        "Penajam",
        "Berau",
        "Banjar",
        "Bima",
        "Ende",
        "Belu",
        "Malaka",
        "Alor",
        "Maumere",
        "Labuan Bajo",
        "Ruteng",
        "Gowa",
        "Maros",
        "Bone",
        "Wajo",
        "Palopo",
        "Toraja",
        "Luwu",
        "Sultan Hasanuddin",
        "Sam Ratulangi",
        "Sigi",
        "Luwuk",
        "Kolaka",
        "Konawe",
        "Malinau",
        "Singaraja",
        "Ubud",
        "Kuta",
        "Praya",
        "Selong",
        "Tanjung Selor",
        "Juwata",
        "Motaain",
        "Waingapu",
        "Martapura",
        "Kotabaru",
        "Tana Tidung",
    ),
    "WIT": (
        "Ambon",
        "Ternate",
        "Tidore",
        "Sofifi",
        "Tual",
        "Halmahera",
        "Jayapura",
        "Sentani",
        "Merauke",
        "Timika",
        "Mimika",
        "Nabire",
        "Wamena",
        "Biak",
        "Sorong",
        "Manokwari",
        "Fakfak",
        "Kaimana",
        "Raja Ampat",
        "Pattimura",
        "Skouw",
        "Serui",
    ),
}
_OFFSET = {"WIB": "UTC+7", "WITA": "UTC+8", "WIT": "UTC+9"}
_TIME = re.compile(r"(?:\b(?:pukul|jam)\s)?\b\d{1,2}(?:[.:]\d\d)?\s?(?P<zone>WIB|WITA|WIT)\b", re.IGNORECASE)
_OWNER = re.compile(
    r"(?:\b(?:BP3MI|P4MI|BP2MI|LTSA|Polda|Polres\w*|Pemprov|Pemkab|Pemkot|Gubernur|Bupati|Wali Kota|Disnaker\w*|"
    r"Dinas [\w ]+|"
    r"DPRD|Universitas|Kepala|Kanwil|Imigrasi|asal|warga|KSOP|Kejati|Kejari)\s)$"
)
_REMOTE = re.compile(
    r"\b(?:daring|virtual|zoom|siaran langsung|live|streaming|webinar|serentak|seluruh Indonesia|se-Indonesia|"
    r"hotline|call center|luar negeri|waktu setempat)\b",
    re.IGNORECASE,
)


@cache
def _zones() -> dict[str, str]:
    """Return the zone of every province, city and port known, by its name in lower case."""
    found = {name.lower(): zone for zone, names in PROVINCES.items() for name in names}
    for office in read_regions().offices:
        zone = found[office.province.lower()]
        found.update({alias: zone for alias in office.aliases if not alias.startswith(("bp3mi", "bp2mi"))})
        if office.seat:
            found[office.seat.lower()] = zone
    found.update({name.lower(): zone for zone, names in CITIES.items() for name in names})
    return found


@cache
def _places() -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in sorted(_zones(), key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{names})(?![\w-])", re.IGNORECASE)


@cache
def _abroad() -> re.Pattern[str]:
    names = "|".join(
        re.escape(alias) for place in read_regions().destinations for alias in place.aliases if len(alias) > 3
    )
    return re.compile(rf"\bdi (?:\w+ )?(?:{names})(?![\w-])", re.IGNORECASE)


def zone(city: str) -> str:
    """Return WIB, WITA or WIT for a city or province, an empty string when it is unknown."""
    found = _places().search(city)
    return _zones()[found[0].lower()] if found else ""


def ends_with_place(text: str) -> bool:
    """Tell whether a text ends with the name of a known place."""
    return any(place.end() == len(text) for place in _places().finditer(text))


def _mismatch(draft: Draft) -> Iterator[Hit]:
    head = calendar.dateline(draft.body)
    home = zone(head["city"]) if head else ""
    home_name = head["city"].strip() if head and home else draft.city
    home = home or zone(draft.city)
    for part in (Part.TITLE, Part.SUMMARY, Part.BODY):
        text = draft.text(part)
        for found in _TIME.finditer(text):
            if is_quoted(text, found.start()):
                continue
            start, end = calendar.sentence(text, found.start())
            right, where = _expected(text, start, end, found.start(), found["zone"].upper(), home, home_name)
            if right:
                at = found.start("zone")
                yield Hit(
                    at,
                    found.end("zone"),
                    f"{where} memakai {right} ({_OFFSET[right]}), bukan {found['zone']}; betulkan "
                    "zona waktunya atau jamnya.",
                    part=part,
                )


def _expected(text: str, start: int, end: int, at: int, written: str, home: str, home_name: str) -> tuple[str, str]:
    """Return the zone that the place of a clock time demands and the place, empty when the written one can stand."""
    places = [place for place in _places().finditer(text, start, end) if place[0][0].isupper()]
    strong = [place for place in places if not _OWNER.search(text, max(start, place.start() - 30), place.start())]
    zones = {_zones()[place[0].lower()] for place in places}
    if written in zones:
        return "", ""
    if strong:
        nearest = min(strong, key=lambda place: abs(place.start() - at))
        return _zones()[nearest[0].lower()], nearest[0]
    if not home or written == home or _REMOTE.search(text, start, end) or _abroad().search(text, start, end):
        return "", ""
    low = text.rfind("\n", 0, start) + 1
    around = {_zones()[place[0].lower()] for place in _places().finditer(text, low, start) if place[0][0].isupper()}
    return ("", "") if written in around else (home, home_name)


RULES: tuple[Rule, ...] = (
    Rule(
        "R010",
        "timezone_mismatch",
        Severity.BLOCKS,
        "Zona waktu tidak cocok dengan tempatnya.",
        "Wartawan dan keluarga datang satu atau dua jam terlalu cepat atau terlambat.",
        "di Denpasar pukul 09.00 WIB",
        "di Denpasar pukul 09.00 WITA",
        _mismatch,
    ),
)
