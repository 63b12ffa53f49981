"""Rules on words: spacing of prefixes and particles, word forms, nonstandard and foreign words, repeats."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from monitor.config.regions import read_regions
from monitor.config.words import read_words
from monitor.newsroom.checks.layout import visible
from monitor.newsroom.checks.lexicon import is_indonesian, known, stems
from monitor.newsroom.checks.model import Draft, Hit, Part, Rule, Severity
from monitor.newsroom.checks.spans import is_quoted

FIRST = re.compile(r"(?<!\w)\w+")
"""A word as far as its first hyphen or space."""

_FIXED_PUN = frozenset(
    re.findall(
        r"\w+",
        "adapun andaipun ataupun bagaimanapun biarpun kalaupun kendatipun maupun meskipun sekalipun sungguhpun "
        "walaupun himpun menghimpun dihimpun terhimpun ampun diampun empun rumpun serumpun lampun pupun timpun tumpun",
    )
)
_APART = {"walau": "walaupun", "meski": "meskipun", "mau": "maupun", "kendati": "kendatipun", "sungguh": "sungguhpun"}
_NOT_PASSIVE = frozenset(["rekan", "pekan", "ikan", "kan", "bukan", "bahkan", "makan", "silakan", "akan", "pakan"])
_ORDINAL = re.compile(
    r"(?<!\w)((?:yang|tahap|gelombang|kali|periode|angkatan|hari|tahun|minggu|bulan|peringkat|urutan|anak|sesi"
    r"|kloter|lantai"
    r"|bagian|kelompok|juara|posisi|semester|triwulan|kuartal)\s+)(ke)[\s-](satu|dua|tiga|empat|lima|enam|tujuh"
    r"|delapan"
    r"|sembilan|sepuluh)\b|(?<!\w)(ke)[\s-](dua|tiga|empat|lima)(?=(?:nya)?\s*(?:belah|pihak|kali|orang tua"
    r"|kalinya)\b|nya\b)",
    re.I,
)
_PARTICLE = re.compile(r"(?<![\w-])([a-z]{3,}) (nya|lah|kah)(?![\w-])")
_PUN = re.compile(r"(?<![\w-])([A-Za-z]{2,})(pun)(?![\w-])")
_LOOSE_PUN = re.compile(r"(?<![\w-])(walau|meski|mau|kendati|sungguh) pun(?![\w-])", re.I)
_DI = re.compile(r"(?<![\w-])([Dd]i) ([a-z]{3,}(?:-[a-z]+)?)(?![\w-])")
_TORN = re.compile(
    r"(?<![\w-])(ber|me|mem|men|meng|meny|ter|per|pe|pem|pen|peng|memper|diper) ([a-z]{3,})(?![\w-])", re.I
)
_SE = re.compile(
    r"(?<![\w-])([Ss]e) (Indonesia|[A-Z][a-z]+|kabupaten|kota|provinsi|kecamatan|desa|dunia|tanah air)(?![\w-])"
)
_REPEATED = re.compile(
    r"(?<![\w-])((?:[A-Za-z][\w’'-]*)(?: [A-Za-z][\w’'-]*){0,3})([ \t]*,[ \t]*|[ \t]+)\1(?![\w-])", re.I
)
_LISTED_TWICE = re.compile(
    r"(?<!\w)((?:[A-Z][\w-]+)(?: [A-Z][\w-]+){1,5})(?: \([^)\n]{1,40}\))? (?:dan|serta) \1(?!\w)"
)
_ITEM = re.compile(r"[A-Z][\w-]*(?: [A-Z][\w-]*)+")
_NAMES_LISTED = re.compile(r"[A-Z][\w-]*(?: [A-Z][\w-]*)*(?:,(?: dan| serta)? [A-Z][\w-]*(?: [A-Z][\w-]*)*){2,}")
_AGENT_BEFORE = re.compile(
    r"(?:melakukan|menggelar|melaksanakan|mengikuti|menyaksikan|dilakukan|dilaksanakan|proses|acara|sesi"
    r"|prosesi|upacara|agenda"
    r"|pelaksanaan|dalam rangka|dilanjutkan dengan|ditutup dengan|diisi dengan|melalui|dengan)\s+$",
    re.I,
)
_AGENT_EXEMPT = re.compile(
    r"(?:para|pihak|negara|sebagai|menjadi|adalah|seorang|satu|dua|tiga|lembaga|tim|petugas|instansi|unit|badan)\s+$",
    re.I,
)
_ALWAYS_PROCESS = frozenset(
    {"penandatangan", "pemulang", "penempat", "penyerah", "peresmi", "pemberangkat", "pembekal", "penangan", "penguat"}
)


def _texts(draft: Draft) -> Iterator[tuple[Part, str]]:
    for part in Part:
        yield part, visible(draft.text(part))


def _hit(text: str, part: Part, start: int, end: int, right: str, why: str, *, sure: bool = True) -> Hit:
    """Say what to write; inside a quotation nothing is replaced."""
    wrong = text[start:end]
    if wrong[:1].isupper() and right[:1].islower():
        right = right[0].upper() + right[1:]
    if is_quoted(text, start):
        return Hit(
            start, end, f"“{wrong}” {why}: “{right}”; ini di dalam kutipan, pastikan kepada narasumber.", None, part
        )
    return Hit(start, end, f"“{wrong}” {why}: tulis “{right}”.", right if sure else None, part)


@cache
def _by_first(kind: str) -> dict[str, re.Pattern[str]]:
    """Return for each first word of the listed phrases one pattern of all that begin with it, longest first."""
    begin: dict[str, list[str]] = {}
    for phrase in sorted(getattr(read_words(), kind), key=len, reverse=True):
        first = re.split(r"\W", phrase, maxsplit=1)[0].lower()
        begin.setdefault(first, []).append(re.escape(phrase).replace(r"\ ", r"\s+"))
    return {
        first: re.compile(rf"({'|'.join(phrases)})(nya)?(?![\w-])", re.IGNORECASE) for first, phrases in begin.items()
    }


def listed(text: str, kind: str) -> Iterator[re.Match[str]]:
    """Yield every listed phrase (group 1, then -nya) where it stands as words of its own.

    Only words that begin a phrase are looked at closer: one pattern of all phrases costs a millisecond per release.
    """
    patterns, done = _by_first(kind), 0
    for word in FIRST.finditer(text):
        lower = word[0].lower()
        pattern = patterns.get(lower) or (patterns.get(lower[:-3]) if lower.endswith("nya") else None)
        found = pattern.match(text, word.start()) if pattern and word.start() >= done else None
        if found and text[word.start() - 1 : word.start()] != "-":
            done = found.end()
            yield found


def _pairs(draft: Draft, kind: str) -> Iterator[tuple[Part, str, int, int, str]]:
    pairs: Mapping[str, str] = getattr(read_words(), kind)
    for part, text in _texts(draft):
        for found in listed(text, kind):
            right = pairs[re.sub(r"\s+", " ", found[1]).lower()] + (found[2] or "")
            if found[0].isupper() and len(found[0]) > 4:
                right = right.upper()
            elif found[0].istitle() and " " in found[0]:
                right = right.title()
            yield part, text, found.start(), found.end(), right


def _nonstandard(draft: Draft) -> Iterator[Hit]:
    for part, text, start, end, right in _pairs(draft, "nonstandard"):
        yield _hit(text, part, start, end, right, "tidak baku")


def _word_form(draft: Draft) -> Iterator[Hit]:
    for part, text, start, end, right in _pairs(draft, "word_form"):
        yield _hit(text, part, start, end, right, "bukan bentuk yang tepat")
    words = "|".join(read_words().processes)
    for part, text in _texts(draft):
        for found in re.finditer(rf"(?<![\w-])({words})(?= +(?:\d|[A-Za-z]))", text, re.I):
            before = text[max(0, found.start() - 30) : found.start()]
            if _AGENT_EXEMPT.search(before):
                continue
            counted = re.match(r" +\d", text[found.end() :]) is not None
            always = found[1].lower() in _ALWAYS_PROCESS
            if (
                always
                or (_AGENT_BEFORE.search(before) and not before.rstrip().lower().endswith("dengan"))
                or (counted and _AGENT_BEFORE.search(before))
                or (counted and found[1].lower() in {"pelantik", "pemeriksa", "penyalur"})
            ):
                yield _hit(text, part, found.start(), found.end(), found[1] + "an", "berarti pelakunya")


def _foreign(draft: Draft) -> Iterator[Hit]:
    seen: set[str] = set()
    for part, text, start, end, right in _pairs(draft, "foreign"):
        term = text[start:end].lower()
        spoken = is_quoted(text, start) and " " not in term and term != "lobby"
        named = text[start:end].istitle() and part is Part.BODY and re.search(r"[A-Z]\w+ $", text[:start])
        if term in seen or spoken or named or text[max(0, start - 1) : start] in ("*", "_"):
            continue
        seen.add(term)
        yield Hit(
            start, end, f"“{text[start:end]}” istilah asing: tulis “{right}”, atau miringkan dengan *…*.", None, part
        )


def _homophone(draft: Draft) -> Iterator[Hit]:
    for part, text, start, end, right in _pairs(draft, "homophones"):
        yield _hit(text, part, start, end, right, "salah kata")


@cache
def _joined() -> re.Pattern[str]:
    regions = read_regions()
    proper = {
        alias.lower()
        for place in (*regions.offices, *regions.destinations)
        for alias in (place.name, *place.aliases)
        if alias.isalpha() and len(alias) > 3
    }
    places = "|".join(sorted({*read_words().places, *proper}, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(di|ke)-?({places})(nya)?(?![\w-])", re.I)


def _prefix_spacing(draft: Draft) -> Iterator[Hit]:
    for part, text in _texts(draft):
        yield from _joined_places(text, part)
        yield from _torn_verbs(text, part)
        for found in _ORDINAL.finditer(text):
            lead, number = (found[1] or "", found[3] or found[5])
            start = found.start() + len(lead)
            if "-" not in text[start : start + 3]:
                yield _hit(text, part, start, found.end(), "ke" + number, "ditulis serangkai", sure=bool(lead))
        for found in _SE.finditer(text):
            name = found[2]
            right = f"se-{name}" if name[0].isupper() else f"se{name}"
            yield _hit(text, part, found.start(), found.end(), right, "ditulis serangkai")
        bound = "|".join(read_words().bound)
        for found in re.finditer(rf"(?<![\w-])({bound})[ ]([a-z]{{4,}})(?![\w-])", text, re.I):
            if found[2] not in {"jemput", "lain", "yang", "dengan", "untuk", "para"} and is_indonesian(found[2]):
                yield _hit(text, part, found.start(), found.end(), found[1] + found[2], "ditulis serangkai", sure=False)


def _joined_places(text: str, part: Part) -> Iterator[Hit]:
    for found in _joined().finditer(text):
        whole, follows = found[0].lower(), text[found.end() : found.end() + 12]
        if whole == "keluar" and not re.match(r"\s+(?:negeri|daerah|kota|kampung|wilayah|pulau)\b", follows):
            continue
        if whole.startswith("ke") and whole not in {"keluar", "kemana"} and whole in stems():
            continue
        right = f"{found[1]} {found[2]}{found[3] or ''}"
        if part is not Part.TITLE and found[2].lower() not in read_words().places and found[2][0].islower():
            right = f"{found[1]} {found[2].title()}{found[3] or ''}"
        yield _hit(text, part, found.start(), found.end(), right, "ditulis terpisah")


def _torn_verbs(text: str, part: Part) -> Iterator[Hit]:
    passives = frozenset(read_words().passives)
    for found in _DI.finditer(text):
        verb = found[2]
        ending = (
            verb.endswith("kan")
            and len(verb) > 5
            and verb not in _NOT_PASSIVE
            and (verb not in stems() or verb in passives)
        ) or (verb.endswith("kan") and verb in passives)
        causative = verb.startswith("per") and verb.endswith("i") and "di" + verb in stems()
        if verb in passives or ending or causative:
            yield _hit(text, part, found.start(), found.end(), found[1] + verb, "ditulis serangkai")
    for found in _TORN.finditer(text):
        whole = (found[1] + found[2]).lower()
        if found[1].lower() == "per" and not found[2].endswith(("an", "kan", "i")):
            continue
        if found[1].lower() == "per" and found[2] in stems():
            continue
        if is_indonesian(whole):
            yield _hit(text, part, found.start(), found.end(), found[1] + found[2], "ditulis serangkai")


def _clitic_spacing(draft: Draft) -> Iterator[Hit]:
    for part, text in _texts(draft):
        for found in _PUN.finditer(text):
            whole, word = found[0].lower(), found[1].lower()
            if (
                whole not in _FIXED_PUN
                and word not in {"rum", "am"}
                and (whole not in stems() or whole in {"apapun", "siapapun"})
                and (known(word))
                and not (found[0][0].isupper() and word not in stems())
            ):
                apart = re.sub(r"^(di)(mana)$", r"\1 \2", found[1])
                yield _hit(text, part, found.start(), found.end(), f"{apart} pun", "ditulis terpisah")
        for found in _LOOSE_PUN.finditer(text):
            if found[1].lower() != "mau" or not re.search(r"(?:tidak|tak|saya|dia|mereka)\s+$", text[: found.start()]):
                yield _hit(
                    text,
                    part,
                    found.start(),
                    found.end(),
                    _APART[found[1].lower()],
                    "ditulis serangkai",
                    sure=found[1].lower() != "mau",
                )
        for found in _PARTICLE.finditer(text):
            if is_indonesian(found[1]):
                yield _hit(text, part, found.start(), found.end(), found[1] + found[2], "ditulis serangkai")


def _duplicate_phrase(draft: Draft) -> Iterator[Hit]:
    for part, text in _texts(draft):
        for found in _REPEATED.finditer(text):
            comma = "," in found[2]
            if (
                len(found[1]) < 2
                or (comma and (found[1].islower() or len(found[1]) < 4))
                or is_quoted(text, found.start())
            ):
                continue
            longer = re.search(r"[A-Z][\w-]* $", text[max(0, found.start() - 20) : found.start()]) or re.match(
                r" [A-Z]", text[found.end() :]
            )
            if comma and longer:
                continue
            if not comma and found[1] in {"sama", "lama", "hati", "masing", "rata"}:
                continue
            yield Hit(
                found.start(),
                found.end(),
                f"“{found[1]}” tertulis dua kali berturut-turut; hapus satu.",
                None if comma else found[1],
                part,
            )
        yield from _again_in_list(text, part)
        for found in _LISTED_TWICE.finditer(text):
            yield Hit(
                found.start(), found.end(), f"“{found[1]}” disebut dua kali dalam satu deretan; hapus satu.", None, part
            )


def _again_in_list(text: str, part: Part) -> Iterator[Hit]:
    """Yield the second of two equal names, of two words or more, in one list."""
    for found in _NAMES_LISTED.finditer(text):
        seen: set[str] = set()
        for item in _ITEM.finditer(text, *found.span()):
            if item[0] in seen:
                yield Hit(*item.span(), f"“{item[0]}” disebut dua kali dalam satu deretan; hapus satu.", None, part)
            seen.add(item[0])


RULES: tuple[Rule, ...] = (
    Rule(
        "R060",
        "prefix_spacing",
        Severity.WARNS,
        "Awalan yang terpisah, atau kata depan di/ke yang melekat.",
        "Kesalahan ini paling cepat dikenali pembaca sebagai tanda naskah tidak diperiksa.",
        "Paspor di berikan dilapangan.",
        "Paspor diberikan di lapangan.",
        _prefix_spacing,
    ),
    Rule(
        "R061",
        "clitic_spacing",
        Severity.WARNS,
        "Partikel pun, nya, lah, kah yang salah spasi.",
        "Ejaan resmi memisahkan “pun” kecuali pada dua belas kata yang sudah padu.",
        "Tidak satu orangpun tertinggal.",
        "Tidak satu orang pun tertinggal.",
        _clitic_spacing,
    ),
    Rule(
        "R062",
        "word_form",
        Severity.WARNS,
        "Imbuhan yang salah, atau nama pelaku untuk suatu kegiatan.",
        "“Penandatangan” adalah orangnya; kegiatannya “penandatanganan”.",
        "Acara ditutup dengan penandatangan nota.",
        "Acara ditutup dengan penandatanganan nota.",
        _word_form,
    ),
    Rule(
        "R063",
        "nonstandard_word",
        Severity.WARNS,
        "Kata tidak baku.",
        "Naskah kementerian menjadi contoh bahasa bagi media daerah dan sekolah.",
        "Pahami resiko sebelum berangkat.",
        "Pahami risiko sebelum berangkat.",
        _nonstandard,
    ),
    Rule(
        "R064",
        "foreign_term",
        Severity.WARNS,
        "Istilah asing yang punya padanan dan tidak dimiringkan.",
        "Pembaca rilis adalah calon pekerja dan keluarganya; istilah asing menyulitkan mereka.",
        "Jaga team work antarpegawai.",
        "Jaga kerja tim antarpegawai.",
        _foreign,
    ),
    Rule(
        "R065",
        "homophone",
        Severity.WARNS,
        "Kata yang bunyinya mirip tetapi artinya lain.",
        "“Sangsi” berarti ragu; kalimat tentang hukuman menjadi keliru.",
        "Perusahaan dikenai sangsi.",
        "Perusahaan dikenai sanksi.",
        _homophone,
    ),
    Rule(
        "R066",
        "duplicate_phrase",
        Severity.WARNS,
        "Kata atau nama yang tertulis dua kali berdampingan.",
        "Pengulangan adalah sisa penyuntingan dan sering ikut dikutip.",
        "Hadir wakil Kemenaker, Kemenaker.",
        "Hadir wakil Kemenaker.",
        _duplicate_phrase,
    ),
)
"""R060-R066."""
