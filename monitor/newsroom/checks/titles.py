"""Rules for people in office: the spelling of known officials' names, and who held which post on the day."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

from monitor.config.names import read_names
from monitor.config.officials import Official, read_officials
from monitor.dates import long_date
from monitor.newsroom.checks.calendar import mentions, reference, sentence
from monitor.newsroom.checks.holders import wrong_holders
from monitor.newsroom.checks.model import Draft, Hit, Part, Rule, Severity
from monitor.newsroom.checks.wording import Word, close, distance, own_words, parts, words

_PROVINCES = "|".join(sorted((name for province, shorts in read_names().provinces.items() for name in (
    province, *shorts)), key=len, reverse=True))
_P2MI = (r"(?:P2MI|KP2MI|KemenP2MI|Pe(?:r)?lindungan\s+Pekerja\s+Migran(?:\s+Indonesia)?)"
         r"(?:\s*\((?:P2MI|KP2MI|KemenP2MI)\))?"
         r"(?:\s*/\s*(?:Wakil\s+)?Kepala\s+(?:BP2MI|Badan\s+Pelindungan\s+Pekerja\s+Migran\s+Indonesia(?:\s*\(BP2MI\))?))?")
_POSTS = (
    ("wamen", rf"(?:Wakil\s+Menteri|Wamen)(?:\s+{_P2MI})?"),
    ("menaker", r"(?:Menaker|Menteri\s+(?:Ketenagakerjaan|Tenaga\s+Kerja(?:\s+Indonesia)?))(?:\s+\(Menaker\))?"
                r"(?:\s+RI)?"),
    ("menteri", rf"Menteri(?:\s+{_P2MI})?"),
    ("kepala-bp2mi", r"Kepala\s+(?:BP2MI|Badan\s+Pelindungan\s+Pekerja\s+Migran\s+Indonesia)(?:\s*\(BP2MI\))?"),
    ("bp3mi", r"Kepala\s+(?:BP3MI|Balai\s+Pelayanan\s+Pelindungan\s+Pekerja\s+Migran\s+Indonesia)(?:\s*\(BP3MI\))?"
              rf"(?:\s+(?:Provinsi\s+)?(?:{_PROVINCES}))?"),
    ("sekjen", r"(?:Sekretaris\s+Jenderal|Sekjen)(?:\s+(?:KP2MI|KemenP2MI|Kementerian\s+P2MI))?"),
    ("irjen", r"Inspektur\s+Jenderal(?:\s+(?:KP2MI|KemenP2MI|Kementerian\s+P2MI))?"),
    ("dirjen", r"(?:Direktur\s+Jenderal|Dirjen)(?:\s+(?:Promosi|Penempatan|Pelindungan|Pemberdayaan)"
               r"(?:\s+dan\s+Pemanfaatan\s+Peluang\s+Kerja\s+Luar\s+Negeri)?)?(?:\s+(?:KP2MI|KemenP2MI|Kementerian\s+P2MI))?"),
)
_TITLE = re.compile("|".join(rf"(?P<{name.replace('-', '_')}>\b{post})" for name, post in _POSTS)
                    .join((r"(?<![\w-])(?:", r")(?=[\s,:])")))
_HONOUR = (r"(?:(?:Bapak|Ibu|Drs|Dra|Dr|H|Hj|Ir|Prof|Komjen|Irjen|Brigjen|Kombes|AKBP|Jenderal|Pol|Purn|KH|Sdr|RI"
           r"|Republik Indonesia)\b\.?\s*|\((?:Purn|P2MI|KP2MI|Wamen|Sekjen|Irjen|Menaker)\.?\)\s*)*")
_NAME = re.compile(rf"[\s,:]+{_HONOUR}(?P<name>[A-Z][\w'’.]*(?:\s+[A-Z][\w'’.]*){{0,4}})")
_PAST = re.compile(
    r"\b(?:mantan|eks|bekas|saat itu|kala itu|ketika itu|waktu itu|semasa|era (?:Menteri|kepemimpinan)|kepemimpinan"
    r"|menjabat|sebelumnya|terdahulu|pendahulu\w*|digantikan|menggantikan|gantikan|purnatugas|dahulu|dulu|serah terima"
    r"|sertijab|estafet|periode 20\d\d|pada masa|di masa|saat masih|ketika masih)\b", re.IGNORECASE)
_MONTHS = ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober",
           "November", "Desember")
_MONTH = re.compile(rf"\b(?:(?P<month>{'|'.join(_MONTHS)})\s+)?(?P<year>20\d\d)\b")
_OURS = re.compile(r"\bMenteri\s+(?:P2MI|Pe(?:r)?lindungan)|KemenP2MI|KP2MI")
_COMMON = {"Abdul", "Ahmad", "Muhammad", "Siti"}
_RANKS = {"wamen": "Wakil Menteri", "menteri": "Menteri", "kepala-bp2mi": "Kepala BP2MI"}


@dataclass(frozen=True, slots=True)
class _Titled:
    """A title with the capitalised words behind it."""

    post: str
    start: int
    name: tuple[Word, ...]


@cache
def _post(official: Official) -> str:
    """Return the post of an official as the title pattern names it, an empty string for other posts."""
    title = official.title
    return next((post for post, start in (
        ("wamen", "Wakil Menteri"), ("menteri", "Menteri"), ("kepala-bp2mi", "Kepala BP2MI"), ("bp3mi", "Kepala BP3MI"),
        ("sekjen", "Sekretaris Jenderal"), ("irjen", "Inspektur Jenderal"), ("dirjen", "Direktur Jenderal"))
        if title.startswith(start)), "")


@cache
def _known() -> tuple[Official, ...]:
    return tuple(one for one in read_officials().officials if _post(one))


@cache
def _parts_of(name: str) -> tuple[str, ...]:
    return tuple(word.text for word in words(name) if len(word.text) > 1)


@lru_cache(maxsize=16)
def _titled(text: str) -> tuple[_Titled, ...]:
    """Return every title that stands directly before a capitalised name."""
    row, found = words(text), []
    starts = [word.start for word in row]
    for match in _TITLE.finditer(text):
        post = next(name for name, _ in _POSTS if match[name.replace("-", "_")])
        if named := _NAME.match(text, match.end()):
            low, high = bisect_left(starts, named.start("name")), bisect_left(starts, named.end("name"))
            found.append(_Titled(post, match.start(), tuple(word for word in row[low:high] if len(word.text) > 1)))
    return tuple(found)


def _named(row: tuple[Word, ...]) -> tuple[Official, int] | None:
    """Return the official whose name, surname or alias the words begin with, and how many words it takes."""
    written = tuple(word.text.lower() for word in row)
    best: tuple[Official, int] | None = None
    for official in _known():
        for form in (official.name, *official.aliases, *_short_names(official)):
            wanted = tuple(part.lower() for part in _parts_of(form))
            if written[:len(wanted)] == wanted and (best is None or len(wanted) > best[1]):
                best = official, len(wanted)
    return best


@cache
def _short_names(official: Official) -> tuple[str, ...]:
    """Return the single names by which a minister or vice minister is called after the first mention."""
    own = _parts_of(official.name)
    if _post(official) not in ("menteri", "wamen") or len(own) < 2:
        return ()
    return tuple(name for name in (own[0], own[-1]) if name not in _COMMON)


def _name_typo(draft: Draft) -> Iterator[Hit]:
    for part, text in parts(draft):
        seen: set[int] = set()
        for word, right in (*_after_titles(text), *_listed(text), *_bare(draft, text)):
            if word.start not in seen:
                seen.add(word.start)
                yield Hit(word.start, word.end, f"Nama pejabat yang tercatat ditulis {right}, bukan {word.text}.",
                          right if right in _ministers() else None, part)


@cache
def _ministers() -> frozenset[str]:
    """Return the names whose spelling is certain: other posts change hands more often than the list is checked."""
    return frozenset(part for one in _known() if _post(one) in ("menteri", "wamen") for part in _parts_of(one.name))


def _after_titles(text: str) -> Iterator[tuple[Word, str]]:
    """Yield misspelt names behind a title that the named official holds."""
    for titled in _titled(text):
        found = _named(titled.name)
        if not found or (found[1] == 1 and len(titled.name) > 1):
            yield from _corrections(titled)


def _corrections(titled: _Titled) -> Iterator[tuple[Word, str]]:
    """Return the words to correct for the official of this post whose name is nearest."""
    best: tuple[int, list[tuple[Word, str]]] | None = None
    for official in _known():
        if not _may_hold(titled.post, official):
            continue
        for form in (official.name, *official.aliases, *_short_names(official)):
            wanted = _parts_of(form)
            row = titled.name[:len(wanted)]
            if len(row) < len(wanted) or not _alike(row, wanted, titled.name):
                continue
            away = sum(distance(one.text.lower(), want.lower()) for one, want in zip(row, wanted, strict=True))
            wrong = [(one, want) for one, want in zip(row, wanted, strict=True) if one.text.lower() != want.lower()]
            if wrong and (best is None or away - len(row) < best[0]):
                best = away - len(row), wrong
    yield from best[1] if best else ()


def _may_hold(post: str, official: Official) -> bool:
    own = _post(official)
    if {post, own} <= {"menteri", "wamen", "kepala-bp2mi"}:
        return True
    return post == own


def _alike(row: tuple[Word, ...], wanted: tuple[str, ...], name: tuple[Word, ...]) -> bool:
    """Tell whether the words are a name misspelt: every word near, and a one-word name not part of a longer one."""
    if len(wanted) == 1 and (len(wanted[0]) < 5 or (len(name) > 1 and not _verb(name[1].text))):
        return False
    return all(one.text.lower() == want.lower() or close(one.text, want)
               or (len(want) >= 10 and distance(one.text.lower(), want.lower()) <= 3)
               for one, want in zip(row, wanted, strict=True))


def _verb(word: str) -> bool:
    """Tell whether a capitalised word behind a name, as in a headline, is a verb or another plain word."""
    return bool(re.match(r"(?:Me[nmly]|Ber|Ter|Di[a-z]{3}|Se[a-z]{4}|Ajak|Buka|Gelar|Ingin|Minta|Tegas|Lepas|Tekan"
                         r"|Dorong|Pasti|Temui|Lantik|Resmi|Kunjung|Bahas|Ungkap|Sebut|Harap|Dan$|Bersama|Serah|Luncur|Tinjau|Terima"
                         r"|Perkuat|Pimpin|Sambut|Hadir|Beri|Imbau|Ingat|Apresiasi|Soroti|Siap|Jadi|Tutup|Tanam|Sapa"
                         r"|Soal|Di$|Ke$|Pada$|Teken|Targetkan|Komit|Usul|Janji|Fasilit|Panggil|Segel|Cabut"
                         r"|Jamin)", word))


@cache
def _typos() -> dict[tuple[str, ...], tuple[str, ...]]:
    return {_parts_of(typo): _parts_of(one.name) for one in _known() for typo in one.typos
            if len(_parts_of(typo)) == len(_parts_of(one.name))}


def _listed(text: str) -> Iterator[tuple[Word, str]]:
    """Yield full names of two or more words in a wrong form that officials.toml lists."""
    row = words(text)
    firsts = {typo[0] for typo in _typos() if len(typo) > 1}
    for index in (index for index, word in enumerate(row) if word.text in firsts):
        for typo, right in _typos().items():
            here = row[index:index + len(typo)]
            if len(typo) > 1 and tuple(word.text for word in here) == typo:
                yield from ((one, want) for one, want in zip(here, right, strict=True) if one.text != want)


def _bare(draft: Draft, text: str) -> Iterator[tuple[Word, str]]:
    """Yield misspelt one-word names without a title, when the text elsewhere gives that official his title."""
    singles, listed = _present(draft), _single_typos() if _OURS.search(draft.body) else {}
    row = words(text)
    for index, word in enumerate(row):
        if not word.capital or len(word.text) < 6:
            continue
        for name in (*singles, *listed.get(word.text, ())):
            if close(word.text, name) and not word.text.startswith(name) and _alone(text, row, index) \
                    and not _somebody_else(draft, word.text):
                yield word, name


@cache
def _single_typos() -> dict[str, tuple[str, ...]]:
    return {typo: (one.name,) for one in _known() for typo in one.typos if len(_parts_of(typo)) == 1}


def _present(draft: Draft) -> tuple[str, ...]:
    """Return the one-word names of the officials whom a text gives their title, rightly spelt or not."""
    titled = [one for _, text in parts(draft) for one in _titled(text)]
    people = {found[0].id: found[0] for one in titled if (found := _named(one.name))}
    fixed = {right for one in titled for _, right in _corrections(one)}
    people |= {one.id: one for one in _known() if fixed & set(_parts_of(one.name))}
    return tuple(sorted({name for one in people.values() for name in _single_names(one) if len(name) >= 7}))


def _single_names(official: Official) -> tuple[str, ...]:
    return (official.name,) if len(_parts_of(official.name)) == 1 else _short_names(official)


def _alone(text: str, row: tuple[Word, ...], index: int) -> bool:
    """Tell whether a capitalised word has no capitalised neighbour that would make it part of a longer name."""
    before, word = row[index - 1] if index else None, row[index]
    after = row[index + 1] if index + 1 < len(row) else None
    if after and after.capital and not text[word.end:after.start].strip() and "\n" not in text[word.end:after.start] \
            and not _verb(after.text):
        return False
    if before and before.capital and not text[before.end:word.start].strip():
        sentence_start = not text[:before.start].strip() or text[:before.start].rstrip()[-1:] in ".!?:”"
        return sentence_start and before.text.lower() in ("menurut", "kata", "ujar", "menteri", "bapak", "pak")
    return True


def _somebody_else(draft: Draft, name: str) -> bool:
    """Tell whether the text has somebody of this very name in another role or with a longer name."""
    text = own_words(draft.body)
    row = words(text)
    if any(word.text == name and not _alone(text, row, index) and not re.search(
            r"(?:Menteri|Wamen|P2MI\)?)\s+$", text[max(0, word.start - 10):word.start])
            for index, word in enumerate(row)):
        return True
    role = r"(?:bernama|warga|saudara|korban|Bupati|Camat|anggota|anak|[Kk]etua|pengacara|nama)"
    after = r"\s*(?:\(|,\s*(?:warga|seorang|kepala|ketua|anggota|\d))"
    return bool(re.search(rf"{role}\s+(?:\w+\s+)?{re.escape(name)}\b|{re.escape(name)}{after}", text))


def _anachronism(draft: Draft) -> Iterator[Hit]:
    day = draft.published or reference(draft)
    for part, text in parts(draft):
        for titled in _titled(text):
            found = _named(titled.name)
            if found and (message := _wrong_post(titled, found[0], text, day)):
                yield Hit(titled.start, titled.name[found[1] - 1].end, message, part=part)
        yield from _behind_name(draft, part, text, day)
        yield from wrong_holders(part, text, day)
    yield from _called_menaker(draft)


def _wrong_post(titled: _Titled, official: Official, text: str, day: date | None) -> str:
    """Say why an official did not hold the post with which a text names him, an empty string when he did."""
    start, end = sentence(text, titled.start)
    own = _post(official)
    if _PAST.search(text[start:end]):
        return ""
    if titled.post == "menaker":
        return f"{official.name} bukan Menteri Ketenagakerjaan; jabatannya {official.title}."
    if {titled.post, own} == {"menteri", "wamen"}:
        return f"{official.name} adalah {official.title}, bukan {_RANKS[titled.post]}."
    if own not in ("menteri", "wamen", "kepala-bp2mi") or titled.post not in ("menteri", "wamen", "kepala-bp2mi"):
        return ""
    return _outside(official, text[start:end], titled.start - start, day)


def _outside(official: Official, around: str, at: int, day: date | None) -> str:
    """Say that a post was not held on the day behind a title, else the days of its sentence, else the release's day."""
    term = _term(official)
    dated = [(one, value) for one in mentions(around) if (value := one.value())]
    behind = [value for one, value in dated if one.event and one.start >= at][:1]
    events = behind or [value for one, value in dated if one.event]
    if not events and any(_within(value, term) for value in (*(value for _, value in dated), *_months(around))):
        return ""
    late = [one for one in events or ([day] if day else []) if not _within(one, term)]
    if not late or len(late) < len(events):
        return ""
    if term[1] and late[0] > term[1]:
        return (f"Pada {long_date(late[0])} {official.name} tidak lagi menjabat (sampai {long_date(term[1])}); "
                "tulis “mantan” atau “saat itu”, atau periksa tanggalnya.")
    since = long_date(term[0]) if term[0] else ""
    return f"Pada {long_date(late[0])} {official.name} belum menjabat (sejak {since}); periksa tanggal atau jabatannya."


def _months(text: str) -> Iterator[date]:
    """Yield the middle of every month, and of every year without a month, that a text names."""
    for found in _MONTH.finditer(text):
        yield date(int(found["year"]), _MONTHS.index(found["month"]) + 1 if found["month"] else 6, 15)


def _within(on: date, term: tuple[date | None, date | None]) -> bool:
    return (term[0] or date.min) <= on <= (term[1] or date.max)


def _term(official: Official) -> tuple[date | None, date | None]:
    """Return the term; without a stated end it ends when the first later holder of the post is on record."""
    if official.valid_to or official.valid_from:
        return official.valid_from, official.valid_to
    later = [one.valid_from for one in _known() if one is not official and one.valid_from
             and official.title.split("/")[-1] in one.title and "Wakil" not in one.title]
    return None, min(later, default=None)


_BEHIND = re.compile(rf"(?:,\s+(?:selaku\s+)?|\s+selaku\s+)(?P<post>Menteri|Wakil Menteri|Wamen)\s+{_P2MI}"
                     r"(?![\s,]+[A-Z])(?!\w)")


def _behind_name(draft: Draft, part: Part, text: str, day: date | None) -> Iterator[Hit]:
    """Yield `Name, Menteri P2MI` and `Name selaku Menteri P2MI` where the post was not his."""
    row = words(text)
    for found in _BEHIND.finditer(text):
        before = tuple(word for word in row if word.end <= found.start())[-4:]
        for size in range(len(before), 0, -1):
            named = _named(before[-size:])
            if named and named[1] == size:
                post = "menteri" if found["post"] == "Menteri" else "wamen"
                titled = _Titled(post, found.start() + 1, before[-size:])
                if message := _wrong_post(titled, named[0], text, day):
                    yield Hit(before[-size].start, found.end(), message, part=part)
                break


_LABOUR = re.compile(r"\b(?:Menaker|Menteri Ketenagakerjaan|Menteri Tenaga Kerja|Kemnaker|Kemenaker|Yassierli)\b",
                     re.IGNORECASE)


def _called_menaker(draft: Draft) -> Iterator[Hit]:
    """Yield a headline or address that calls the minister menaker while the text knows only the Menteri P2MI."""
    if not re.search(r"\bMenteri\s+(?:P2MI|Pelindungan)|\bMenteri\s+(?:Karding|Mukhtarudin)", draft.body) \
            or _LABOUR.search(draft.body):
        return
    if found := re.search(r"\b(?:Menaker|Menteri Ketenagakerjaan|Menteri Tenaga Kerja)\b", draft.title, re.IGNORECASE):
        yield Hit(*found.span(), "Isi naskah menyebut Menteri P2MI; judul jangan menyebut Menteri Ketenagakerjaan.",
                  part=Part.TITLE)
    elif re.search(r"(?:^|[-/])(?:menaker|menteri-ketenagakerjaan|menteri-tenaga-kerja)(?:-|$)", draft.slug):
        yield Hit(0, len(draft.title), f"Alamat halaman ({draft.slug}) menyebut menaker, sedangkan isinya Menteri "
                  "P2MI; ganti alamatnya.", part=Part.TITLE)


RULES: tuple[Rule, ...] = (
    Rule("R040", "name_typo", Severity.BLOCKS,
         "Nama pejabat yang dikenal salah eja di dekat jabatannya.",
         "Nama menteri yang salah eja disalin media dan tersimpan di mesin pencari.",
         "Menteri P2MI Muktarudin", "Menteri P2MI Mukhtarudin", _name_typo),
    Rule("R041", "office_holder_anachronism", Severity.BLOCKS,
         "Pejabat disebut dengan jabatan yang tidak dipegangnya pada tanggal itu, atau dengan jabatan orang lain.",
         "Kutipan seolah-olah datang dari pejabat yang tidak berwenang.",
         "Menteri P2MI Abdul Kadir Karding, Senin (10/11/2025)",
         "Mantan Menteri P2MI Abdul Kadir Karding, Senin (10/11/2025)", _anachronism),
)
