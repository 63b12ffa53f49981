"""Rules for citations of law and for words that mean something else than the release says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from monitor.config.legal import Instrument, read_legal
from monitor.newsroom.checks.calendar import sentence
from monitor.newsroom.checks.model import Draft, Hit, Part, Rule, Severity
from monitor.newsroom.checks.numerals import MEASURES, counts, written_number
from monitor.newsroom.checks.wording import parts

_MINISTRY = r"(?:P2MI|KP2MI|KemenP2MI|P2MI/BP2MI|Pe(?:r)?lindungan Pekerja Migran Indonesia)"
_KIND = {
    "uu": r"undang[ -]undang(?:\s*\(UU\))?|UU",
    "pp": r"peraturan pemerintah(?:\s*\(PP\))?|PP",
    "perpres": r"peraturan presiden(?:\s*\(perpres\))?|perpres",
    "keppres": r"keputusan presiden(?:\s*\(keppres\))?|keppres",
    "permen-p2mi": rf"(?:peraturan menteri|permen)\s+{_MINISTRY}(?:/\w+)?",
    "per-bp2mi": r"(?:peraturan|perban|perka)\s+(?:badan\s+)?BP2MI",
    "permenaker": r"permenaker|permen(?:aker|naker)|peraturan menteri (?:ketenagakerjaan|tenaga kerja)",
    "kepmenaker": r"kepmen(?:aker|naker)|keputusan menteri (?:ketenagakerjaan|tenaga kerja)",
    "pmk": r"PMK|peraturan menteri keuangan(?:\s*\(PMK\))?",
}
_NUMBER = r"\d{1,4}(?:\s?[/-]?\s?[A-Z](?![A-Za-z]))?"
_CITATION = re.compile(
    r"(?<![\w-])(?:" + "|".join(f"(?P<{name.replace('-', '_')}>{kind})" for name, kind in _KIND.items()) + r")"
    r"(?:\s+(?:RI|Republik Indonesia))?\s*(?:nomor\s+|no\.?\s*|\s)?"
    rf"(?P<numbers>{_NUMBER}(?:(?:\s*/\s*|\s*(?:,|dan|serta)\s+(?:no(?:mor|\.)?\s*)?)\d{{1,3}}(?!\d))*)"
    r"(?:\s*/\s*|\s+(?:tahun|th\.?)\s+)(?P<year>(?:19|20)\d\d)(?!\d)"
    r"(?:\s+tentang\s+(?P<subject>[^.;()\n]{4,140}))?", re.IGNORECASE)
_FIELD = re.compile(r"migran|\bPMI\b|p2mi|pelindungan|tenaga kerja indonesia|\bTKI\b", re.IGNORECASE)
_MISSPELT = re.compile(r"\bperlindungan(?=\s+(?:pekerja migran|data pribadi))", re.IGNORECASE)
_UNNUMBERED = re.compile(r"\b(?:UU|[Uu]ndang-[Uu]ndang)\s+(?:tentang\s+)?(?P<wrong>[Pp]erlindungan)"
                         r"(?=\s+(?:[Pp]ekerja [Mm]igran|PMI|[Dd]ata [Pp]ribadi))")
_APPOINTS = re.compile(r"lantik|angkat|menteri|mukhtarudin|reshuffle|perombakan", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Citation:
    kind: str
    number: int
    letter: str
    year: int
    subject: str
    start: int
    end: int


def _citations(text: str) -> Iterator[_Citation]:
    """Yield every citation; `Perpres 165 dan 166 Tahun 2024` gives two."""
    for found in _CITATION.finditer(text):
        kind = next(name for name in _KIND if found[name.replace("-", "_")])
        numbers = list(re.finditer(r"(\d+)(?:\s?[/-]?\s?([A-Za-z])(?![A-Za-z]))?", found["numbers"]))
        for one in numbers:
            subject = found["subject"] or "" if len(numbers) == 1 else ""
            yield _Citation(kind, int(one[1]), (one[2] or "").upper(), int(found["year"]), subject,
                            found.start(), found.end("year"))


def _meant(cited: _Citation, around: str) -> Instrument | None:
    """Return the known instrument that a citation must mean although its number, year, letter or kind differs."""
    known = read_legal().instruments
    exact = next((one for one in known if (one.kind, one.number, one.year) == (cited.kind, cited.number, cited.year)),
                 None)
    if exact:
        return _by_letter(cited, exact, around) or _by_subject(cited, exact)
    if cited.kind == "keppres" and cited.letter and re.search("mukhtarudin", around, re.IGNORECASE):
        return next((one for one in known if one.kind == "keppres" and one.year == cited.year and one.letter), None)
    if cited.letter and cited.kind != "keppres":
        return next((one for one in known if one.letter == cited.letter and one.number == cited.number), None)
    subject = _own_subject(cited)
    if subject:
        return subject
    if (one := _by_topic(cited, around)):
        return one
    if cited.kind in ("pp", "uu") and cited.year == 2024 and 160 <= cited.number <= 170:
        return _numbered(165 if cited.number != 166 else 166)
    if cited.subject and "pelindungan" not in _spelled(cited.subject):
        return None
    if not _FIELD.search(around):
        return None
    same = [one for one in known if one.number == cited.number and not one.letter]
    if cited.kind in ("pp", "perpres", "uu", "keppres"):
        for one in same:
            if one.year == cited.year and one.kind != cited.kind and one.kind in ("pp", "perpres", "uu"):
                return one
    named = re.search("pelindungan (?:pekerja migran|pmi)|ppmi", around, re.IGNORECASE)
    swapped = [one for one in known if one.kind == cited.kind and one.owns and (
        (one.number == cited.number and abs(one.year - cited.year) <= 10)
        or (named and one.year == cited.year == 2017))]
    return swapped[0] if swapped else _of_ministry(cited, around)


def _by_letter(cited: _Citation, exact: Instrument, around: str) -> Instrument | None:
    if exact.letter == cited.letter or (not cited.letter and not _APPOINTS.search(around)):
        return None
    return exact


def _by_subject(cited: _Citation, exact: Instrument) -> Instrument | None:
    """Return the instrument whose subject a rightly numbered citation states wrongly."""
    subject = _spelled(cited.subject)
    enough = 2 if exact.owns and not re.search(r"undang|\buu\b", subject) else 1
    if not subject or sum(key in subject for key in exact.keys) >= enough:
        if exact.kind == "perpres" and exact.year == 2024 and cited.subject:
            return _other_decree(cited, exact)
        return None
    return exact


def _spelled(subject: str) -> str:
    """Return a subject in small letters with common short forms written out."""
    subject = subject.lower().replace("perlindungan", "pelindungan")
    for pattern, full in ((r"\bc?pmi\b", "pekerja migran indonesia"), (r"\bp?tppo\b", "perdagangan orang"),
                          (r"\bpdp\b", "pelindungan data pribadi"), (r"\bppmi\b", "pelindungan pekerja migran"),
                          (r"kementerian p2mi|kemenp2mi|kp2mi", "kementerian pelindungan pekerja migran indonesia"),
                          (r"\bbp2mi\b", "badan pelindungan pekerja migran indonesia")):
        subject = re.sub(pattern, full, subject)
    return subject


def _other_decree(cited: _Citation, exact: Instrument) -> Instrument | None:
    """Return the decree on the ministry for one cited with the agency's number, and the other way round."""
    first = cited.subject.split()[0].lower()
    wanted = {"kementerian": 165, "badan": 166}.get(first, exact.number)
    return None if wanted == exact.number else exact


def _by_topic(cited: _Citation, around: str) -> Instrument | None:
    """Return the instrument of this number whose subject the sentence names, when the year is another's."""
    spelled = _spelled(cited.subject or around)
    return next((one for one in read_legal().instruments if (one.kind, one.number) == (cited.kind, cited.number)
                 and 0 < abs(one.year - cited.year) <= 5 and len(one.keys) > 1 and (one.owns or _FIELD.search(around))
                 and (all if one.owns else any)(key in spelled for key in one.keys)), None)


def _numbered(number: int) -> Instrument | None:
    return next((one for one in read_legal().instruments if one.number == number), None)


def _own_subject(cited: _Citation) -> Instrument | None:
    """Return the only instrument that can carry the subject of a citation with an unknown number."""
    subject = _spelled(cited.subject)
    if not subject or "perubahan" in subject or "rancangan" in subject:
        return None
    for one in read_legal().instruments:
        if one.owns and one.kind == cited.kind and all(key in subject for key in one.keys):
            return one
    if cited.year in (2024, 2025) and cited.kind in ("pp", "perpres", "keppres"):
        for prefix, number in (("kementerian pelindungan pekerja", 165), ("badan pelindungan pekerja", 166)):
            if subject.startswith(prefix):
                return _numbered(number)
    return None


def _of_ministry(cited: _Citation, around: str) -> Instrument | None:
    """Return Perpres 165/2024 for a neighbouring number of 2024 in a sentence on how the ministry was set up."""
    if cited.year != 2024 or not 160 <= cited.number <= 170 or cited.kind not in ("pp", "perpres", "keppres"):
        return None
    about = re.search("kementerian|badan|kemenp2mi|kp2mi|bp2mi", around, re.IGNORECASE)
    return _numbered(165) if about else None


def _wrong_reference(draft: Draft) -> Iterator[Hit]:
    for part, text in parts(draft):
        seen: set[int] = set()
        for cited in _citations(text):
            start, end = sentence(text, cited.start)
            meant = _meant(cited, text[start:end])
            if meant and cited.start not in seen:
                seen.add(cited.start)
                written = text[cited.start:cited.end]
                yield Hit(cited.start, cited.end, f"“{written}” tidak cocok dengan daftar peraturan; {meant.citation} "
                          f"mengatur {meant.subject}. Periksa jenis, nomor, tahun, dan pokoknya.", part=part)
        yield from _misspelt_titles(text, part)


def _misspelt_titles(text: str, part: Part) -> Iterator[Hit]:
    """Yield the titles of laws spelt with Perlindungan where the law itself has Pelindungan."""
    for found in _CITATION.finditer(text):
        wrong = _MISSPELT.search(found["subject"] or "")
        if wrong and int(found["year"]) >= 2017:
            start = found.start("subject") + wrong.start()
            right = "Pelindungan" if wrong.group()[0].isupper() else "pelindungan"
            yield _misspelt(start, right, part)
    for found in _UNNUMBERED.finditer(text):
        yield _misspelt(found.start("wrong"), "Pelindungan" if found["wrong"][0] == "P" else "pelindungan", part)


def _misspelt(start: int, right: str, part: Part) -> Hit:
    return Hit(start, start + len("Perlindungan"), f"Nama peraturan ini memakai kata {right}, tanpa huruf r.",
               right, part)


_NEEDS = re.compile(r"\b(?:syarat|persyaratan|memiliki|melampirkan|membawa|menyerahkan|menunjukkan|mengisi|wajib"
                    r"|dokumen|berkas|fotokopi|punya|menyiapkan|melengkapi|memasukkan|mencantumkan)\b", re.IGNORECASE)
_APPLICANT = re.compile(r"\b(?:calon|CPMI|PMI|pekerja migran|pemohon|peminjam|peserta|pelamar|pendaftar|penerima"
                        r"|warga|keluarga|debitur|nasabah|pencari kerja)\b", re.IGNORECASE)
_SERVANT = re.compile(r"\b(?:ASN|PNS|PPPK|pegawai|aparatur|pejabat|kepala desa|pelaut negeri)\b", re.IGNORECASE)
_ODD = (
    (re.compile(r"\bNIP\b|\b[Nn]omor [Ii]nduk (?:[Pp]egawai|[Kk]epegawaian)\b"),
     "{0} adalah nomor pegawai negeri, bukan syarat warga; mungkin maksudnya NIK. Tanyakan kepada pemilik data."),
    (re.compile(r"\b(?:SK|[Ss]urat [Kk]eputusan) (?:C?PNS|ASN|PPPK|pengangkatan|kepangkatan|pangkat)\b"
                r"|\b(?:[Nn]omor )?[Kk]arpeg\b|\b[Kk]artu [Pp]egawai\b|\bNRP\b|\bNUPTK\b|\bTaspen\b"
                r"|\b[Nn]omor [Rr]egistrasi [Pp]okok\b"),
     "{0} adalah berkas pegawai negeri, bukan syarat warga; tanyakan kepada pemilik data."),
    (re.compile(r"\bNISN?\b|\bNIDN\b"),
     "{0} bukan syarat yang lazim bagi pekerja migran; mungkin maksudnya NIK. Tanyakan kepada pemilik data."),
    (re.compile(r"\b[Vv]isa (?:turis|wisata|kunjungan|umrah|umroh|ziarah|pelajar)\b"),
     "{0} bukan visa kerja; periksa syarat ini dan tulis visa kerja bila itu maksudnya."),
    (re.compile(r"\b[Pp]aspor (?:dinas|diplomatik|haji)\b"),
     "{0} bukan paspor bagi pekerja migran; periksa syarat ini dan tulis paspor biasa bila itu maksudnya."),
)
_DENIED = re.compile(r"\b(?:bukan|palsu|penipu\w*|waspada\w*|curiga\w*|ditawar\w*|tawaran|bahaya|menyuruh|disuruh|tanpa"
                     r"|tidak|jangan|dilarang|larang\w*|menyalahgunakan|penyalahgunaan|modus|nonprosedural|ilegal|overstay"
                     r"|korban|pelaku|tersangka)\b", re.IGNORECASE)


def _suspicious_term(draft: Draft) -> Iterator[Hit]:
    for part, text in parts(draft):
        for pattern, message in _ODD:
            for found in pattern.finditer(text):
                start, end = sentence(text, found.start())
                around = text[max(0, start - 160):end]
                asked = _NEEDS.search(around) and (_APPLICANT.search(around) or "syarat" in around.lower())
                own = text[start:end].replace(found.group(), "")
                if asked and not _SERVANT.search(own) and not _DENIED.search(own):
                    yield Hit(found.start(), found.end(), message.format(found.group()), part=part)


_MORE = re.compile(r"\s+(?:(?:orang|warga|WNI|PMI|CPMI|pekerja|calon|korban|pelaku|tersangka|migran|negara"
                   r"|Indonesia)\s+){0,5}", re.IGNORECASE)
_NAMED_ROLE = re.compile(r"\s+(?:orang\s+|WNI\s+|warga\s+)?(?P<role>tersangka|pelaku|korban)\b", re.IGNORECASE)
_ARRESTS = re.compile(r"\b(?:men)?(?:angkap|tangkap|ahan|tahan|ringkus|bekuk|ciduk|jerat)\b|\bmembekuk\b|\bmeringkus\b"
                      r"|\bmenetapkan\b|\bamankan\b|\bmengamankan\b", re.IGNORECASE)
_CLAUSE = re.compile(r"[.,;:\n]|\b(?:dan|serta|sementara|sedangkan|empat|tiga|dua)\b|\d")
_ACCUSED = re.compile(r"\b(?:ditangkap|tertangkap|ditahan|diciduk|dibekuk|diringkus|tersangka|pelaku|penangkapan)\b",
                      re.IGNORECASE)
_HARMED = re.compile(r"\b(?:korban|melapor\w*|mengadu\w*|pelapor|diselamatkan|dipulangkan|mengalami|disekap"
                     r"|dianiaya)\b", re.IGNORECASE)


def _roles(text: str) -> dict[float, tuple[set[str], int, int]]:
    """Return for every count the roles that its own clause gives it, and where it stands first."""
    out: dict[float, tuple[set[str], int, int]] = {}
    for count in counts(text):
        more = _MORE.match(text, count.end)
        if not more or count.noun in MEASURES:
            continue
        clause = more[0] + _CLAUSE.split(text[more.end():more.end() + 60])[0]
        roles = {name for name, words in (("accused", _ACCUSED), ("harmed", _HARMED)) if words.search(clause)}
        if named := _NAMED_ROLE.match(text, count.end):
            roles = {"accused" if named["role"].lower() in ("tersangka", "pelaku") else "harmed"}
        before = re.split(r"[.,;:\n]", text[max(0, count.start - 40):count.start])[-1]
        roles |= {"accused"} if _ARRESTS.search(before) else set()
        if roles:
            known = out.setdefault(count.value, (set(), count.start, count.tail))
            known[0].update(roles)
    return out


def _meaning_drift(draft: Draft) -> Iterator[Hit]:
    body = _roles(draft.body)
    for part in (Part.TITLE, Part.SUMMARY):
        for number, (roles, start, end) in _roles(draft.text(part)).items():
            told = body.get(number, (set(), 0, 0))[0]
            if len(roles) == 1 and len(told) == 1 and roles != told:
                head, main = ("ditangkap", "korban atau pelapor") if "accused" in roles else ("korban", "ditangkap")
                yield Hit(start, end, f"Di sini {written_number(number)} orang disebut {head}, di isi naskah {main}; "
                          "samakan dengan sumbernya.", part=part)


RULES: tuple[Rule, ...] = (
    Rule("R045", "wrong_legal_reference", Severity.BLOCKS,
         "Jenis, nomor, tahun, huruf, atau pokok peraturan tidak cocok dengan daftar peraturan (legal.toml).",
         "Pembaca dan media menyalin rujukan hukum apa adanya; rujukan yang salah menunjuk aturan lain.",
         "PP Nomor 165 Tahun 2024 tentang Kementerian Pelindungan Pekerja Migran Indonesia",
         "Perpres Nomor 165 Tahun 2024 tentang Kementerian Pelindungan Pekerja Migran Indonesia", _wrong_reference),
    Rule("R046", "suspicious_term", Severity.WARNS,
         "Istilah yang tidak mungkin menjadi syarat pekerja migran, misalnya nomor pegawai negeri atau visa turis.",
         "Syarat yang salah membuat warga datang dengan berkas yang keliru atau berangkat lewat jalur yang salah.",
         "Calon pekerja migran wajib memiliki NIP dan kartu keluarga.",
         "Calon pekerja migran wajib memiliki NIK dan kartu keluarga.", _suspicious_term),
    Rule("R047", "meaning_drift", Severity.WARNS,
         "Jumlah yang sama disebut ditangkap di judul atau ringkasan, tetapi melapor atau menjadi korban di isi.",
         "Judul yang menukar korban dengan tersangka merugikan orang dan menjadi kutipan yang salah.",
         "Judul: 9 WNI ditangkap. Isi: Sebanyak 9 orang melapor menjadi korban.",
         "Judul: 9 WNI melapor menjadi korban. Isi: Sebanyak 9 orang melapor menjadi korban.", _meaning_drift),
)
