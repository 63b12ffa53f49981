"""Rules on personal data: illness or death beside a worker's name, children, identity numbers and addresses.

UU 27/2022 Pasal 4 lists health data and children's data as specific personal data. Initials, officials and
spokespeople are not reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.newsroom.checks.model import Draft, Hit, Part, Rule, Severity
from monitor.newsroom.checks.persons import private
from monitor.privacy.accounts import publicity
from monitor.privacy.addresses import addresses
from monitor.privacy.contacts import mails, phones
from monitor.privacy.identity import bank_numbers, identity_numbers, passport_numbers
from monitor.privacy.marks import Kind

_ILL = re.compile(
    r"\b(?:sakit(?! kepada)|menderita|mengidap|didiagnos\w+|diagnos\w+|penyakit|strok?e|kanker|tumor|HIV|AIDS"
    r"|TBC?|tuberkulosis|gagal "
    r"ginjal|ginjal|jantung|diabetes|hipertensi|hepatitis|gangguan (?:jiwa|mental|kejiwaan|saraf|pernapasan"
    r"|penglihatan|kesehatan)|depresi"
    r"|skizofrenia|lumpuh|koma|dirawat|perawatan (?:medis|intensif)|opname|operasi|pneumonia|paru|leukemia"
    r"|epilepsi|kritis|hamil|keguguran"
    r"|cuci darah|hemodialisis|patah tulang|cedera|luka (?:bakar|berat)|covid|demam|kista|asma|pendarahan"
    r"|perdarahan|malaria|sepsis|infeksi"
    r"|amputasi|kursi roda|bipolar|trauma|rawat inap|ODGJ|positif|meningitis|serangan jantung|kecelakaan kerja)\b",
    re.I,
)
_HOSPITAL = re.compile(r"Rumah Sakit|rumah sakit")
_VICTIM = re.compile(
    r"\b(?:jenazah|meninggal|wafat|almarhum(?:ah)?|alm\.|mendiang|tewas|berpulang|dimakamkan|pemakaman|korban"
    r"|dianiaya|penganiayaan|disiksa"
    r"|penyiksaan|diperkosa|pemerkosaan|pelecehan|dilecehkan|kekerasan|disekap|penyekapan|dieksploitasi"
    r"|eksploitasi|TPPO|perdagangan "
    r"orang|diperdagangkan|kerja paksa|tidak digaji|bunuh diri|dibunuh|pembunuhan|terkendala|hilang kontak"
    r"|penyintas|hukuman mati)\b",
    re.I,
)
_CHILD = re.compile(
    r"\b(?:anak(?!-anak buah| buah| usaha| perusahaan| tangga)|bayi|balita|putra|putri|di bawah umur|siswa"
    r"|siswi|pelajar"
    r"|remaja|santri)\b",
    re.I,
)
_MINOR = re.compile(
    r"\(?(?:usia |berusia |umur |berumur )?\b(?:[1-9]|1[0-7]) ?(?:tahun|th|thn|bulan)\b\)?"
    r"|\((?:[LP],? ?)?(?:[1-9]|1[0-7])\)"
)
_WHAT = {
    Kind.NIK: "NIK atau nomor KK",
    Kind.PASSPORT: "Nomor paspor",
    Kind.BANK: "Nomor rekening",
    Kind.PHONE: "Nomor telepon pribadi",
    Kind.MAIL: "Alamat surel pribadi",
    Kind.ADDRESS: "Alamat rumah",
}
_ID_MASK = re.compile(r"[xX*•]{2,}")
_LIVES = re.compile(
    r"(?:beralamat|tinggal|berdomisili|domisili|rumah(?:nya)?|kediaman|alamat(?:nya)?)[^.\n]{0,40}$"
)
_NEIGHBOURS = re.compile(r"(?i)\bRT[ .]?\d")
_OFFICE = re.compile(r"[Kk]antor|Balai|BP3MI|P4MI|[Gg]edung|[Pp]osko")
_NEAR_HOME = re.compile(r"(?:Jalan|Jl\.|Gang|Gg\.) [A-Z][^,.\n]{1,40}?(?:,)? ?[Nn]o(?:mor|\.)? ?\d+")
_DESK = re.compile(
    r"humas|narahubung|kontak media|call ?cent|hotline|posko|pengaduan|layanan|piket|helpdesk|halo|kantor|balai"
    r"|resmi|BP3MI"
    r"|KBRI|KJRI|KDEI|saluran siaga",
    re.I,
)


def _health(draft: Draft) -> Iterator[Hit]:
    for person in private(draft.body):
        ill = _ILL.search(_HOSPITAL.sub("", f"{person.sentence} {person.around}"))
        if ill:
            yield Hit(
                person.start,
                person.end,
                f"Nama “{person.name}” berdiri di samping data kesehatan (“{ill[0]}”); tulis inisial "
                "dan hapus penyakitnya, kecuali keluarga memberi izin tertulis.",
            )


def _child(draft: Draft) -> Iterator[Hit]:
    for person in private(draft.body):
        at = person.sentence.find(person.name)
        before, after = person.sentence[max(0, at - 45) : at], person.sentence[at + len(person.name) :][:40]
        if (
            _CHILD.search(before)
            or _MINOR.match(after.lstrip(" ,"))
            or re.match(r",? (?:anak|bayi|balita|siswa|siswi|pelajar)\b", after)
        ):
            yield Hit(
                person.start,
                person.end,
                f"Nama anak “{person.name}” tidak boleh terbit; tulis “seorang anak” tanpa nama dan asal.",
            )


def _victim(draft: Draft) -> Iterator[Hit]:
    for person in private(draft.body):
        case = _VICTIM.search(person.sentence) or _VICTIM.search(person.around)
        if case:
            yield Hit(
                person.start,
                person.end,
                f"Nama lengkap “{person.name}” terkait “{case[0]}”; tulis inisial, kecuali keluarga memberi "
                "izin tertulis.",
            )


def _identity(draft: Draft) -> Iterator[Hit]:
    for part in Part:
        text = draft.text(part)
        for start, end, what in (*_numbers(text), *_contacts(text), *_homes(text)):
            if not _ID_MASK.search(text[start:end]):
                yield Hit(start, end, f"{what} tidak boleh terbit; hapus.", None, part)


def _numbers(text: str) -> Iterator[tuple[int, int, str]]:
    for mark in (*identity_numbers(text), *passport_numbers(text, context=False), *bank_numbers(text)):
        yield mark.start, mark.end, _WHAT[mark.kind]


def _contacts(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield mobile numbers and mailboxes of people; those of a desk that answers the public are none."""
    for mark in phones(text, public=publicity().phones):
        line = text[text.rfind("\n", 0, mark.start) + 1 : mark.start]
        near = re.split(r"(?<=[.!?])\s", line)[-1]
        mobile = re.match(r"(?:62|0)8", re.sub(r"\D", "", text[mark.start : mark.end]))
        if mobile and not _DESK.search(near):
            yield mark.start, mark.end, _WHAT[mark.kind]
    for mark in mails(text):
        if not re.match(r"(?:info|humas|redaksi|pengaduan|contact|kontak)\b", text[mark.start : mark.end]):
            yield mark.start, mark.end, _WHAT[mark.kind]


def _homes(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield addresses where somebody lives: said to be, with RT/RW, or right behind a private person's name."""
    for mark in addresses(text):
        lived_in = _LIVES.search(text, max(0, mark.start - 60), mark.start)
        near = text[max(0, mark.start - 60) : mark.start + 30]
        if (lived_in or _NEIGHBOURS.search(text, mark.start, mark.end)) and not _OFFICE.search(near):
            yield mark.start, mark.end, _WHAT[mark.kind]
    for person in private(text):
        for found in _NEAR_HOME.finditer(text, person.end, person.end + 80):
            if not re.search(
                r"[Kk]antor|Balai|[Gg]edung|[Rr]umah [Ss]akit|tinggal|alamat|domisili|rumah|kediaman",
                text[person.end : found.start()],
            ):
                yield found.start(), found.end(), "Alamat rumah"


RULES: tuple[Rule, ...] = (
    Rule(
        "R080",
        "personal_data_health",
        Severity.BLOCKS,
        "Nama seseorang di samping penyakit atau diagnosisnya.",
        "Data kesehatan adalah data pribadi spesifik menurut UU 27/2022 Pasal 4; keluarga dapat menggugat.",
        "Sumiyati (41) menderita gagal ginjal.",
        "S (41) dipulangkan karena alasan kesehatan.",
        _health,
    ),
    Rule(
        "R081",
        "personal_data_child",
        Severity.BLOCKS,
        "Nama anak.",
        "Data anak adalah data pribadi spesifik menurut UU 27/2022 Pasal 4.",
        "Anaknya, Rafka (6), ikut pulang.",
        "Seorang anak ikut pulang.",
        _child,
    ),
    Rule(
        "R082",
        "personal_data_id",
        Severity.BLOCKS,
        "NIK, nomor paspor, rekening, telepon, surel, atau alamat rumah seseorang.",
        "Nomor identitas dipakai untuk pinjaman dan penipuan.",
        "Paspor C1234567 atas namanya ditahan.",
        "Paspornya ditahan.",
        _identity,
    ),
    Rule(
        "R083",
        "personal_data_victim",
        Severity.BLOCKS,
        "Nama lengkap korban atau pekerja yang meninggal.",
        "Nama korban yang terbit tidak dapat ditarik kembali dan dapat membahayakan keluarganya.",
        "Jenazah Sumiyati tiba di Kupang.",
        "Jenazah S, asal Nusa Tenggara Timur, tiba di Kupang.",
        _victim,
    ),
)
"""R080-R083."""
