"""Rules for names: the ministry and its offices, their abbreviations, places and missions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise

from monitor.config.names import read_names
from monitor.newsroom.checks import expansions, places
from monitor.newsroom.checks.calendar import sentence
from monitor.newsroom.checks.model import Draft, Hit, Part, Rule, Severity
from monitor.newsroom.checks.wording import Word, close, parts, words

_OWN = (("balai", "pelayanan", "pelindungan"), ("pos", "pelayanan", "pelindungan"), ("badan", "pelindungan"),
        ("kementerian", "pelindungan"), ("menteri", "pelindungan"), ("kementerian", "koordinator", "pelindungan"),
        ("koordinasi", "pelindungan"), ("komputerisasi", "pelindungan"), ("siber", "pelindungan"),
        ("satgas", "pelindungan"), ("tugas", "pelindungan"), ("desk", "pelindungan"), ("wamen", "pelindungan"))
_TERM = ("pekerja", "migran", "indonesia")
_POLICY = (r"(?:Pe(?:r)?lindungan|Pelayanan|Pemberdayaan|Penempatan|Urusan|Bidang|Pengawasan|Pembinaan|Kesejahteraan"
           r"|Jaminan|Ketenagakerjaan|Pengelolaan|Pelatihan|Negara|Nasional|dan|serta|&|,)")
_MINISTRY = re.compile(
    rf"\b(?P<head>Kementerian|Kementrian|Wakil Menteri|Wamen|Menteri|Mentri)\s+(?P<mid>(?:{_POLICY}\s+){{0,5}})"
    r"(?P<tail>(?:Pekerja|Buruh|Tenaga Kerja|Pekerja/Buruh)\s+Migran(?:\s+Indonesia)?|Migran(?:\s+Indonesia)"
    r"|Tenaga Kerja Indonesia|Pekerja Indonesia|TKI)\b")
_SHORT = re.compile(r"\b(?:(?P<head>Kementerian|Kementrian|Menteri|Wakil Menteri|Wamen)\s+"
                    r"(?P<wrong>PPMI|PMI|P3MI|P4MI|PP2MI|BP3MI|P2TKI|PM2I|P2IM)"
                    r"|(?P<alone>Kemen-?PPMI|Kemen-?PMI|KemenP3MI|KemenP2IM|KemenPM2I|Kemp2mi|KemP2MI|KemenBP2MI"
                    r"|KemenKP2MI|KMP2MI|KP3MI))\b")
_GENERAL = re.compile(
    r"\b(?:Dirjen|Ditjen|Direktur Jenderal|Direktorat Jenderal|Deputi Bidang)\s+(?P<wrong>Perlindungan)"
    r"(?=\s*(?:[,.;:)(/]|\n|$)|\s+(?:KP2MI|KemenP2MI|Kementerian P2MI|Kementerian Pe(?:r)?lindungan|BP2MI"
    r"|Pekerja Migran|PMI|Rinardi)\b"
    r"|\s+(?:dan|serta)\s+(?:Dirjen|Ditjen|Direktur|Direktorat))")
_WITH_PMI = re.compile(r"\b(?:Kementerian|Menteri|Wamen|Badan|(?:Balai|Pos)(?: Pelayanan)?|Desk(?: Koordinasi)?|Satgas"
                       r"|Satuan Tugas)\s+(?P<wrong>Perlindungan)(?=\s+PMI\b)")
_UNIT = re.compile(r"(?<!UPT )\b(?P<wrong>BP2MI)\)?\s+(?:Provinsi\s+|Wilayah\s+)?"
                   r"(?P<place>[A-Z][a-z]+(?:\s[A-Z][a-z]+){0,2}|NTB|NTT|DKI|DIY)")
_ANY = re.compile(r"\bperlindungan\b", re.IGNORECASE)
_OTHERS = (r"anak|perempuan|ibu|saksi|korban|konsumen|sosial|hukum|data|wni|warga|hutan|lingkungan|tanaman|hak|ham"
           r"|kesehatan|jaminan|asuransi|diplomatik|konsuler|internasional|nasabah|lansia|disabilitas|diri|tki|tenaga"
           r"|kekayaan|pengungsi|investasi|satwa|masyarakat|keluarga|varietas|guru|wartawan|jurnalis|privasi|cagar")
_OTHER_NEXT = re.compile(rf"\s+(?:dan\s+\w+\s+)?(?:{_OTHERS})\b", re.IGNORECASE)
_OTHERS_LOW = re.compile(r"\s+(?:dan\s+\w+\s+)?(?:anak|perempuan|ibu|saksi|konsumen|data|hutan|lingkungan|tanaman|satwa"
                         r"|varietas|kekayaan|cagar|privasi|guru|wartawan|jurnalis|nasabah|tki)\b", re.IGNORECASE)
"""What follows the word in other bodies' fields also where it is written small."""

_BODY_BEFORE = re.compile(r"(?:Komnas|Komisi|Lembaga|Dinas|Yayasan|Jaringan|Forum|Perkumpulan|Komite|Direktorat"
                          r"|Asosiasi|Pusat|Unit|Rumah|Organisasi|Aliansi|RUU|UU|Undang-Undang|tentang|BNP2TKI)[\w\s,&-]{0,60}$")


@cache
def _provinces() -> frozenset[str]:
    names = read_names().provinces
    return frozenset(name for province, shorts in names.items() for name in (province, *shorts))


def _official_name(draft: Draft) -> Iterator[Hit]:
    for part, text in parts(draft):
        hits = [*_misspelt(text), *_ministry(text), *_units(text)]
        last = -1
        for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end)):
            if hit.start >= last:
                yield Hit(hit.start, hit.end, hit.message, hit.fix, part)
                last = hit.end


@lru_cache(maxsize=16)
def _misspelt(text: str) -> tuple[Hit, ...]:
    """Return words of the ministry's, an office's or the programme's name that have a wrong letter."""
    row = words(text)
    hits: list[Hit] = []
    for index, word in enumerate(row):
        if word.text == "P2MI" and index and row[index - 1].capital and close(row[index - 1].text, "kementerian"):
            hits += _corrections(row[index - 1:index], ("kementerian",))
        if not 5 <= len(word.text) <= 9 or not _like(word.text, "pekerja"):
            continue
        if index + 1 >= len(row) or not _like(row[index + 1].text, "migran"):
            continue
        if not _joined(text, row[index:index + 2]):
            continue
        hits += _in_term(text, row[index:index + 3])
        for form in _OWN:
            before = row[max(0, index - len(form)):index]
            if len(before) == len(form) and before[0].capital and _joined(text, (*before, word)) \
                    and all(_like(one.text, want) for one, want in zip(before, form, strict=True)):
                hits += _corrections(before, form)
    for found in (*_GENERAL.finditer(text), *_WITH_PMI.finditer(text)):
        hits.append(Hit(*found.span("wrong"), "Nama unit ini memakai kata Pelindungan, bukan Perlindungan.",
                        "Pelindungan"))
    return tuple(hits)


def _in_term(text: str, term: tuple[Word, ...]) -> Iterator[Hit]:
    """Yield a wrong letter in `Pekerja Migran Indonesia` where it is written as a name."""
    if len(term) == 3 and _joined(text, term) and all(_like(one.text, want) for one, want in zip(
            term, _TERM, strict=True)) and sum(one.capital for one in term) >= 2:
        yield from _corrections(term, _TERM)


def _corrections(row: tuple[Word, ...], form: tuple[str, ...]) -> Iterator[Hit]:
    for one, want in zip(row, form, strict=True):
        if one.text.lower() != want:
            right = want.capitalize() if one.capital else want
            yield Hit(one.start, one.end, f"Dalam nama resmi ditulis {right}, bukan {one.text}.", right)


def _ministry(text: str) -> Iterator[Hit]:
    """Yield names and short forms that the ministry does not have."""
    for found in _MINISTRY.finditer(text):
        middle = " ".join(found["mid"].split()).replace("Perlindungan", "Pelindungan")
        tail = " ".join(found["tail"].split())
        if middle == "Pelindungan" and tail.startswith("Pekerja Migran"):
            continue
        if not middle and (tail in ("TKI", "Tenaga Kerja Indonesia", "Pekerja Indonesia") or tail.startswith("Buruh")):
            continue
        head = {"Kementrian": "Kementerian", "Mentri": "Menteri", "Wamen": "Wakil Menteri"}.get(
            found["head"], found["head"])
        yield Hit(*found.span(), f"Nama resminya {head} Pelindungan Pekerja Migran Indonesia, bukan {found.group()}.")
    for found in _SHORT.finditer(text):
        right = f"{found['head']} P2MI" if found["head"] else "KemenP2MI"
        yield Hit(*found.span(), f"Bentuk singkatnya {right}, bukan {found.group()}.", right)


def _units(text: str) -> Iterator[Hit]:
    """Yield a province office called by the agency's abbreviation."""
    for found in _UNIT.finditer(text):
        place = found["place"].split()
        known = any(" ".join(place[:size]) in _provinces() for size in (3, 2, 1))
        start, end = sentence(text, found.start())
        if known and not re.search(r"\b20(?:0\d|1\d|2[01])\b|\bdahulu|\bsebelumnya|\bdulu\b", text[start:end]):
            yield Hit(*found.span("wrong"), f"Kantor di {found['place']} bernama BP3MI; BP2MI adalah badan di pusat.",
                      "BP3MI")


def _like(written: str, wanted: str) -> bool:
    lowered = written.lower()
    return lowered == wanted or (wanted == "pelindungan" and lowered == "perlindungan") or close(lowered, wanted)


def _joined(text: str, row: tuple[Word, ...]) -> bool:
    """Tell whether only blanks stand between words."""
    return all(not text[a.end:b.start].strip() for a, b in pairwise(row))


def _spelling_variant(draft: Draft) -> Iterator[Hit]:
    """Yield the first `perlindungan` of each part where the text also has `pelindungan`."""
    own = list(parts(draft))
    if not any(re.search(r"\bpelindungan\b", text, re.IGNORECASE) for _, text in own):
        return
    for part, text in own:
        taken = [(hit.start, hit.end) for hit in _misspelt(text)]
        found = [one for one in _ANY.finditer(text) if _common(text, one, part)
                 and not any(start <= one.start() < end for start, end in taken)]
        if found:
            first, times = found[0], len(found)
            right = "Pelindungan" if first.group()[0].isupper() else "pelindungan"
            more = f" ({times} kali)" if times > 1 else ""
            yield Hit(*first.span(), f"Naskah memakai pelindungan dan {first.group()}{more}; pilih satu bentuk, "
                      f"{right}.", right, part)


def _common(text: str, found: re.Match[str], part: Part) -> bool:
    """Tell whether the word is the common noun of this ministry's field, not part of another body's name or a law."""
    before, after = text[max(0, found.start() - 70):found.start()], text[found.end():found.end() + 40]
    plain = found.group().islower() or part is Part.TITLE
    if (_OTHERS_LOW if plain else _OTHER_NEXT).match(after) or _BODY_BEFORE.search(before):
        return False
    if re.search(r"\b(?:UU|PP|Perpres|Undang-Undang|Peraturan)\b[^.\n]*tentang[^.\n]*$", before):
        return False
    capital = found.group()[0].isupper()
    starts = not before.strip() or before.rstrip()[-1] in ".:!?*-" or "\n" in before[-2:]
    field = re.match(r"\s+(?:Pekerja Migran|PMI|bagi|terhadap)", after)
    return not capital or starts or part is Part.TITLE or bool(field)


_TITLED = re.compile(
    r"\b(?P<head>(?:Wakil Menteri|Wamen|Menteri)(?:\s+Pe(?:r)?lindungan\s+Pekerja\s+Migran(?:\s+Indonesia)?)?)"
    r"\s*(?P<open>\(|\s)(?P<wrong>KP2MI|KemenP2MI|Kemen P2MI|BP2MI|BP3MI)\b(?P<close>\)?)")


def _abbreviation_after_title(draft: Draft) -> Iterator[Hit]:
    for part, text in parts(draft):
        for found in _TITLED.finditer(text):
            if (found["open"] == "(") != bool(found["close"]) and found["open"] == "(":
                continue
            if found["open"] != "(" and "indungan" in found["head"]:
                continue
            yield Hit(*found.span("wrong"), f"Sesudah jabatan ditulis P2MI, bukan {found['wrong']}, sebab yang "
                      "disingkat nama jabatannya.", "P2MI", part)


_FORM = re.compile(r"(?<![\w/])(?P<form>KP2MI|KemenP2MI)(?![\w/])")


def _mixed_short_form(draft: Draft) -> Iterator[Hit]:
    own = list(parts(draft))
    found = [(part, one) for part, text in own for one in _FORM.finditer(text)
             if not re.search(r"(?:Menteri|Wamen|Indonesia)\s*\(?$", text[max(0, one.start() - 14):one.start()])
             or one["form"] == "KemenP2MI"]
    counts = {form: sum(one["form"] == form for _, one in found) for form in ("KP2MI", "KemenP2MI")}
    if all(counts.values()):
        part, first = next((part, one) for part, one in found if one["form"] == "KP2MI")
        yield Hit(*first.span(), f"Naskah memakai KP2MI {counts['KP2MI']} kali dan KemenP2MI {counts['KemenP2MI']} "
                  "kali; pakai KemenP2MI saja.", part=part)


RULES: tuple[Rule, ...] = (
    Rule("R030", "wrong_official_name", Severity.BLOCKS,
         "Nama kementerian, badan, BP3MI, P4MI, atau unitnya salah eja atau bukan nama resmi.",
         "Nama sendiri yang salah merusak kepercayaan dan disalin media.",
         "Kementerian Perlindungan Pekerja Migran Indonesia", "Kementerian Pelindungan Pekerja Migran Indonesia",
         _official_name),
    Rule("R031", "wrong_expansion", Severity.BLOCKS,
         "Kepanjangan di samping singkatan tidak sama dengan kepanjangan resminya.",
         "Singkatan yang diurai salah membuat dua nama beredar untuk satu hal.",
         "Balai Pelindungan Pekerja Migran Indonesia (BP3MI)",
         "Balai Pelayanan Pelindungan Pekerja Migran Indonesia (BP3MI)", expansions.find),
    Rule("R032", "wrong_abbrev_after_title", Severity.BLOCKS,
         "Singkatan kementerian dipakai sesudah jabatan menteri atau wakil menteri.",
         "Yang disingkat adalah nama jabatan, jadi bentuknya P2MI.",
         "Menteri Pelindungan Pekerja Migran Indonesia (KP2MI)", "Menteri Pelindungan Pekerja Migran Indonesia (P2MI)",
         _abbreviation_after_title),
    Rule("R033", "spelling_variant", Severity.WARNS,
         "Perlindungan dan pelindungan dipakai bersama di luar kutipan dan di luar nama lembaga lain.",
         "Satu naskah sebaiknya memakai satu ejaan, yaitu ejaan undang-undang.",
         "layanan pelindungan serta perlindungan pekerja", "layanan serta pelindungan pekerja", _spelling_variant),
    Rule("R034", "mixed_short_form", Severity.WARNS,
         "KP2MI dan KemenP2MI dipakai bersama dalam satu naskah.",
         "Dua bentuk singkat membuat pembaca mengira ada dua lembaga.",
         "KemenP2MI membuka posko. Posko KP2MI buka setiap hari.",
         "KemenP2MI membuka posko. Posko KemenP2MI buka setiap hari.", _mixed_short_form),
    Rule("R035", "inconsistent_geo_level", Severity.WARNS,
         "Satu daftar mencampur kota atau kabupaten dengan provinsi.",
         "Pembaca tidak tahu apakah yang dimaksud kantor kota atau kantor provinsi.",
         "BP3MI dari Surabaya, Bali, dan Lampung", "BP3MI dari Jawa Timur, Bali, dan Lampung", places.mixed_levels),
    Rule("R036", "wrong_mission_name", Severity.BLOCKS,
         "Perwakilan Indonesia di luar negeri disebut dengan jenis yang salah.",
         "Warga yang mencari bantuan datang ke alamat yang salah.",
         "KBRI di Hong Kong", "KJRI Hong Kong", places.wrong_missions),
)
