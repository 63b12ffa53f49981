"""Rules that compare parts of one text: headline, address and body; sentences, phrases and abbreviations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from monitor.config.regions import read_regions
from monitor.newsroom.checks.layout import paragraphs, sign_off, visible
from monitor.newsroom.checks.model import Draft, Hit, Part, Rule, Severity
from monitor.newsroom.checks.spans import is_quoted

_WORD = re.compile(r"[A-Za-zÀ-ÿ0-9]+")
_STOP = frozenset(_WORD.findall(
    "yang dari dan untuk dengan pada dalam oleh atau akan para serta bagi agar jadi juga telah sudah tidak bukan ini "
    "itu antara atas bawah hingga sampai lewat melalui tentang soal siaran pers rilis berita kabar fakta cek "
    "klarifikasi hoaks salah penjelasan update terbaru gelar html index news detail"))
_NUMBER_WORDS = ("nol", "satu", "dua", "tiga", "empat", "lima",
                 "enam", "tujuh", "delapan", "sembilan", "sepuluh", "sebelas")
_TITLE_NUMBER = re.compile(r"(?<![\w.,/-])(?:Rp ?)?(?P<digits>\d{1,3}(?:\.\d{3})+|\d+)(?![\w/]|[.,-]\d)")
_ROUGH = re.compile(r"(?:lebih dari|sekitar|hampir|nyaris|mencapai|kurang dari)\s+(?:Rp ?)?$", re.I)
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?![\s”\"’')]|$)[^.!?\n]*)*[.!?]*")
_ABBREVIATION = re.compile(r"(?<![\w/.-])(?:[A-Z]{2,}\d?[A-Z]*\d?|[A-Z]\d[A-Z][A-Z0-9]*)(?![\w.])")
_ROMAN = re.compile(r"[IVXLC]+")
_KNOWN = frozenset(_WORD.findall(
    "RI WNI WNA KTP SIM KK NIK NPWP DPR MPR DPD DPRD TNI ASN PNS CPNS PPPK PT CV UD UU PP RW RT SD SMP SMA SMK MA TK "
    "BUMN BUMD UMKM APBN APBD BPJS HIV AIDS SMS PDF TV USB GPS KBRI KJRI KDEI NTB NTT DKI DIY DI PBB ASEAN AS UEA UE "
    "USA UK WHO ILO IOM KPK KPU SAR BNN BNPB BPBD BMKG OJK BI BRI BNI BTN BSI BCA BPD PLN PLBN RSUD RS RSU UGD IGD ICU "
    "KUA UGM ITB UI IPB UNHAS UIN ITS WIB WITA WIT EMAS SISKOP2MI PMI CPMI P2MI MC TVRI RRI AI IT HP WA SDM HAM PJ PLT "
    "PJS HUT SK MI TKI TKW LPK COVID ATM QR QRIS HRD CEO SOP FAQ KM DVI CCTV ID OK NO IKN TMII JPNN BBC CNN "
    "TPI PMK KMK SE MK VIP VVIP GOR RM BBM PAUD MI MTS SLB TPA KB IG FB AL AD AU TNI-AL UPT UPTD"))
_PERSON_AFTER = re.compile(r" \(\d{1,2}(?: tahun)?\)|, \d{1,2} tahun|,? (?:perempuan|laki-laki|pria|wanita|asal|berusia"
                           r"|warga|pekerja|ibu)\b")
_PERSON_BEFORE = re.compile(r"(?:\b(?:kata|ujar|tutur|ucap|cerita|ungkap|inisial|berinisial|bernama|jenazah|korban|anak"
                            r"|almarhum(?:ah)?|saudara|sdr|yaitu|yakni)|[“\"],?)\s+$", re.IGNORECASE)
_FLIGHT = re.compile(r"[A-Z][A-Z0-9] ?-?\d{2,4}\b")
_MINISTRY = re.compile(r"(?:Kementerian|Menteri|Badan)\s+Pe(?:r)?lindungan\s+Pekerja\s+Migran")
RELEASE = "siaran-pers"
MIN_SENTENCE = 5
MIN_CLAUSE = 7
_EDGE = " “”\"'‘’\n\t"
_PLAIN_WORDS = re.compile(r"\b[a-z]{3,}\b(?:.*?\b[a-z]{3,}\b){3}", re.S)


def check_slug(draft: Draft) -> Iterator[Hit]:
    """Find an address that promises what headline and text do not say."""
    if not draft.slug or draft.kind != RELEASE:
        return
    said = _stems(f"{draft.title} {draft.summary} {draft.body}")
    said_numbers = _numbers(f"{draft.title} {draft.summary} {draft.body}")
    whole = f"{draft.title} {draft.body}".lower()
    strange = [word for word in draft.slug.split("-")
               if not _is_said(word, said, said_numbers) and not any(name in whole for name in _same_place(word))]
    if strange:
        yield Hit(0, len(draft.title), f"Alamat (slug) memuat “{' '.join(strange)}” yang tidak ada pada judul dan isi; "
                  "samakan slug dengan judul.", part=Part.TITLE)
        return
    headline = _stems(draft.title)
    wanted = [word for word in draft.slug.split("-") if len(word) > 3 and word not in _STOP]
    if len(wanted) >= 3 and not any(word[:5] in headline for word in wanted):
        yield Hit(0, len(draft.title), "Alamat (slug) tidak memuat satu pun kata judul; samakan slug dengan judul.",
                  part=Part.TITLE)


def _is_said(word: str, said: frozenset[str], numbers: frozenset[str]) -> bool:
    if word.isdigit():
        return word in numbers or (len(word) == 1 and word != "0" and _NUMBER_WORDS[int(word)][:5] in said)
    return len(word) < 4 or word in _STOP or word[:5] in said


@cache
def _same_place(word: str) -> tuple[str, ...]:
    """Return the other names of a region that an address abbreviates: sulteng is Sulawesi Tengah."""
    for office in read_regions().offices:
        names = tuple(name.lower() for name in (office.id, office.province, *office.aliases))
        if word in names:
            return names
    return ()


@lru_cache(maxsize=8)
def _stems(text: str) -> frozenset[str]:
    return frozenset(word.lower()[:5] for word in _WORD.findall(text))


@lru_cache(maxsize=8)
def _numbers(text: str) -> frozenset[str]:
    found = re.findall(r"\d+(?:[.,]\d+)*", text)
    return frozenset([*(each.lstrip("0") or each for each in found), *found,
                      *(re.sub(r"\D", "", each) for each in found), *(part for each in found for part in
                                                                      re.split(r"[.,]", each))])


def check_title_in_body(draft: Draft) -> Iterator[Hit]:
    """Find a headline whose number or subject the text does not have."""
    if not draft.body.strip() or draft.kind != RELEASE:
        return
    body_numbers, body_stems = _numbers(draft.body), _stems(draft.body)
    for found in _TITLE_NUMBER.finditer(draft.title):
        digits = found["digits"].replace(".", "")
        if _ROUGH.search(draft.title[:found.start()]) or _in_body(digits, draft.body, body_numbers):
            continue
        yield Hit(found.start(), found.end(), f"Angka {found['digits']} pada judul tidak ada di isi; samakan judul dan "
                  "isi.", part=Part.TITLE)
    words = [word for word in _WORD.findall(draft.title) if len(word) > 3 and word.lower() not in _STOP]
    missing = [word for word in words if word.lower()[:5] not in body_stems]
    if len(words) >= 4 and len(missing) * 10 > len(words) * 7 and len(draft.body) > 300:
        yield Hit(0, len(draft.title), f"Isi tidak membahas sebagian besar judul ({', '.join(missing[:4])}); samakan "
                  "judul dan isi.", part=Part.TITLE)


def _in_body(digits: str, body: str, numbers: frozenset[str]) -> bool:
    if digits in numbers or (len(digits) == 4 and digits[:2] in {"19", "20"}):
        return True
    value = int(digits)
    word = _NUMBER_WORDS[value] if value < len(_NUMBER_WORDS) else ""
    if re.search(rf"\b(?:ke)?{word}\b", body, re.I) if word else value > 99 and _spells(body):
        return True
    return any(other.startswith(digits) and set(other[len(digits):]) == {"0"} for other in numbers)


def _spells(body: str) -> bool:
    return re.search(r"\b(?:ratus|ribu) [a-z]+", body) is not None


def check_headline_again(draft: Draft) -> Iterator[Hit]:
    """Find the headline repeated as a line of the text, as the ministry's pages do."""
    title = _plain(draft.title)
    if len(title.split()) < 3:
        return
    for found in re.finditer(r"[^\n]+", draft.body):
        if _plain(found[0]) == title:
            start = found.start() + len(found[0]) - len(found[0].lstrip())
            yield Hit(start, start + len(found[0].strip()), "Judul tertulis lagi di dalam isi; hapus baris ini.")


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.lower()))


def check_sentences(draft: Draft) -> Iterator[Hit]:
    """Find a sentence, or a long half of one, that stands twice; also inside quotations, where it is only reported."""
    seen: dict[str, tuple[int, int]] = {}
    title = _plain(draft.title)
    for paragraph in paragraphs(draft.body):
        if not paragraph.prose:
            continue
        here: dict[str, tuple[int, int]] = {}
        for found in _SENTENCE.finditer(paragraph.text):
            yield from _again(draft, paragraph.start, found, seen, here, title)


def _again(draft: Draft, base: int, found: re.Match[str], seen: dict[str, tuple[int, int]],
           here: dict[str, tuple[int, int]], title: str) -> Iterator[Hit]:
    for at, text in _stretches(base + found.start(), found[0]):
        key = _plain(text)
        span = (at + len(text) - len(text.lstrip(_EDGE)), at + len(text.rstrip()))
        if len(key.split()) < MIN_SENTENCE or key == title:
            continue
        opening = " ".join(text.strip(_EDGE).split()[:5])
        first = seen.setdefault(key, span)
        if first != span and first[1] <= span[0]:
            line = draft.lines[2] + draft.body.count("\n", 0, first[0])
            yield Hit(*span, f"“{opening} …” sudah tertulis pada baris {line}; hapus salah satu.")
            return
        if any(other[1] <= span[0] and _nearly(key, before) for before, other in here.items()):
            yield Hit(*span, f"“{opening} …” hampir sama dengan kalimat sebelumnya; hapus salah satu.")
            return
        here[key] = span


def _stretches(begin: int, sentence: str) -> Iterator[tuple[int, str]]:
    """Yield a sentence and its long clauses that are more than names and titles."""
    yield begin, sentence
    if spoken := re.match(r"[^”\"]+(?=[”\"])", sentence):
        yield begin, spoken[0]
    for piece in re.finditer(r"[^,;“”\"]+", sentence):
        if piece[0] != sentence and len(_WORD.findall(piece[0])) >= MIN_CLAUSE and _PLAIN_WORDS.search(piece[0]):
            yield begin + piece.start(), piece[0]


def _nearly(key: str, other: str) -> bool:
    """Tell whether two stretches share four of five words of the shorter one: the same thought said again."""
    one, two = set(key.split()), set(other.split())
    shorter = min(len(one), len(two))
    return shorter >= 8 and len(one & two) * 5 >= shorter * 4 and _digits(key) == _digits(other)


def _digits(text: str) -> set[str]:
    return {word for word in text.split() if word[0].isdigit()}


def check_abbreviations(draft: Draft) -> Iterator[Hit]:
    """Find an abbreviation that readers do not all know and that is nowhere spelled out, once each."""
    body = draft.body
    signed = sign_off(body)
    limit = signed.start() if signed else len(body)
    shown = visible(body)[:limit]
    seen: set[str] = set()
    for found in _ABBREVIATION.finditer(shown):
        short = found[0]
        if short in seen or short in _KNOWN or _ROMAN.fullmatch(short) or is_quoted(body, found.start()):
            continue
        at = found.start()
        if _in_dateline(shown, at) or _shouted(shown, at) or _FLIGHT.match(shown, at) \
                or _is_initials(short, shown, found):
            continue
        seen.add(short)
        if not _explained(short, body):
            yield Hit(found.start(), found.end(), f"{short} belum diuraikan; tulis kepanjangannya sekali, lalu "
                      f"({short}).")


def _is_initials(short: str, text: str, found: re.Match[str]) -> bool:
    """Tell whether two or three capitals stand for a person whose name must not be told."""
    before = text[max(0, found.start() - 24):found.start()]
    return short.isalpha() and len(short) < 4 and bool(
        _PERSON_AFTER.match(text, found.end()) or _PERSON_BEFORE.search(before))


def _in_dateline(text: str, position: int) -> bool:
    begin = text.rfind("\n", 0, position) + 1
    end = text.find("\n", position)
    dash = re.search(r"\s[–—-]\s", text[begin:min(position + 60, end if end >= 0 else len(text))])
    if dash is None:
        return False
    return position - begin < dash.start() < 60


def _shouted(text: str, position: int) -> bool:
    """Tell whether the line is written in capitals throughout, so that nothing can be told from them."""
    begin = text.rfind("\n", 0, position) + 1
    end = text.find("\n", position)
    words = [word for word in _WORD.findall(text[begin:end if end >= 0 else None]) if word.isalpha()]
    return len([word for word in words if word.isupper()]) * 2 > len(words)


def _explained(short: str, body: str) -> bool:
    if short in {"KP2MI", "BP2MI"} and _MINISTRY.search(body):
        return True
    name = re.escape(short)
    return re.search(
        rf"\w[\w”’\"]*\s+\((?:[^()\n]{{0,40}}[\s/,])?{name}(?:[\s/,-][^()\n]{{0,40}})?\)"
        rf"|\b{name}\s*\((?=[^()\n]*[a-z])[^()\n]{{8,}}\)"
        rf"|\b{name},? (?:adalah|merupakan|yaitu|yakni|atau|singkatan|kependekan)\b"
        rf"|\b(?:disingkat|disebut|atau)\s+{name}\b", body) is not None


def check_trailing(draft: Draft) -> Iterator[Hit]:
    """Find spaces at the end of lines; two plain spaces inside a paragraph are a Markdown line break and stay."""
    for found in re.finditer(r"(?<=\S)[ \t\xa0]+(?=\n|$)", draft.body):
        following = draft.body[found.end() + 1:found.end() + 2]
        if found[0] != "  " or following in {"", "\n"}:
            yield Hit(found.start(), found.end(), "Ada spasi di akhir baris; hapus.", "")


RULES: tuple[Rule, ...] = (
    Rule("R013", "trailing_space", Severity.WARNS, "Spasi di akhir baris.",
         "Spasi yang tidak terlihat ikut tersalin ke judul dan alamat.",
         "Pelatihan dibuka ", "Pelatihan dibuka", check_trailing),
    Rule("R090", "slug_headline_mismatch", Severity.WARNS,
         "Alamat halaman memuat kata yang tidak ada pada judul dan isi.",
         "Alamat yang berbeda dari isi dipakai orang untuk menuduh naskah diubah diam-diam.",
         "Slug: 12-perawat-batal-berangkat", "Slug: 12-perawat-berangkat", check_slug),
    Rule("R091", "headline_body_mismatch", Severity.WARNS, "Angka atau pokok judul tidak ada di isi.",
         "Media mengutip judul; bila isi berkata lain, keduanya diragukan.",
         "Judul: 45 perawat berangkat; isi: 54 perawat", "Judul: 54 perawat berangkat; isi: 54 perawat",
         check_title_in_body),
    Rule("R092", "duplicate_headline", Severity.WARNS, "Judul tertulis lagi sebagai baris di dalam isi.",
         "Judul ganda tampil dua kali di halaman dan di surel.",
         "(judul yang sama pada baris pertama isi)", "(isi dimulai dengan dateline)", check_headline_again),
    Rule("R093", "repetition", Severity.WARNS, "Kalimat yang sama tertulis dua kali.",
         "Pembaca mengira naskah belum disunting.",
         "Kelas gratis bagi semua peserta. Kelas gratis bagi semua peserta.", "Kelas gratis bagi semua peserta.",
         check_sentences),
    Rule("R095", "unexpanded_abbrev", Severity.WARNS, "Singkatan yang tidak umum tidak diuraikan.",
         "Warga tidak tahu singkatan kantor; mereka berhenti membaca atau salah mengartikan.",
         "Peserta mendaftar di LTSA.", "Peserta mendaftar di Layanan Terpadu Satu Atap (LTSA).", check_abbreviations),
)
"""R013, R090-R093 and R095."""
