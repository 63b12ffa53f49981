"""Rules on personal data: illness or death beside a worker's name, children, identity numbers and addresses.

UU 27/2022 Pasal 4 lists health data and children's data as specific personal data. Initials, officials and
spokespeople are not reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from monitor.config.words import read_words
from monitor.newsroom.checks.model import Draft, Hit, Part, Rule, Severity
from monitor.newsroom.checks.persons import private

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
_ID_MASK = re.compile(r"[xX*•]{2,}")
_SIXTEEN = re.compile(
    r"(?<![\d.,/-])(\d{2})[ .-]?(\d{2})[ .-]?(\d{2})[ .-]?(\d{2})[ .-]?(\d{2})[ .-]?(\d{2})[ .-]?(\d{4})(?![\d/])"
)
_PASSPORT = re.compile(r"(?<![\w-])[A-Z] ?\d{7}(?!\d)|(?<=[Pp]aspor)[^.\n]{0,30}?(?<!\w)([A-Z]{1,2} ?\d{6,8})(?!\d)")
_PHONE = re.compile(r"(?<![\d/.-])(?:\+?62[ -]?|0)8\d{1,2}(?:[ .-]?\d{3,5}){2,3}(?![\d])")
_MAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@([\w-]+(?:\.[\w-]+)+)")
_ACCOUNT = re.compile(r"(?:rekening|no\.? ?rek)\b[^.\n\d]{0,40}(\d(?:[ -]?\d){8,15})(?!\d)", re.I)
_HOME = re.compile(
    r"(?:beralamat|tinggal|berdomisili|domisili|rumah(?:nya)?|kediaman|alamat(?:nya)?)[^.\n]{0,40}?((?:Jalan"
    r"|Jl\.|Gang|Gg\.|Perumahan|Perum|Komplek)\s"
    r"[^,\n]{2,40}?(?:[Nn]o(?:mor|\.)? ?\d+\w?|[Bb]lok \w+)|(?:RT|Rt)[ .]?\d{1,3} ?/? ?(?:RW|Rw)[ .]?\d{1,3})"
    r"|((?:RT|Rt)[ .]?\d{1,3} ?[/,]? ?(?:RW|Rw)[ .]?\d{1,3})"
)
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
    for found in _SIXTEEN.finditer(text):
        province, day, month = int(found[1]), int(found[4]), int(found[5])
        labelled = re.search(r"\b(?:NIK|KTP|KK|identitas)\b[^.\n]{0,25}$", text[: found.start()])
        if labelled or (11 <= province <= 97 and (1 <= day <= 31 or 41 <= day <= 71) and 1 <= month <= 12):
            yield found.start(), found.end(), "NIK atau nomor KK"
    for found in _PASSPORT.finditer(text):
        start, end = found.span(1) if found[1] else found.span()
        yield start, end, "Nomor paspor"
    for found in _ACCOUNT.finditer(text):
        yield found.start(1), found.end(1), "Nomor rekening"


def _contacts(text: str) -> Iterator[tuple[int, int, str]]:
    for found in _PHONE.finditer(text):
        digits = re.sub(r"\D", "", found[0])
        line = text[text.rfind("\n", 0, found.start()) + 1 : found.start()]
        near = re.split(r"(?<=[.!?])\s", line)[-1]
        if digits not in read_words().phones and 9 < len(digits) < 15 and not _DESK.search(near):
            yield found.start(), found.end(), "Nomor telepon pribadi"
    for found in _MAIL.finditer(text):
        if not found[1].lower().endswith((".go.id", ".mil.id")) and not re.match(
            r"(?:info|humas|redaksi|pengaduan|contact|kontak)\b", found[0]
        ):
            yield found.start(), found.end(), "Alamat surel pribadi"


def _homes(text: str) -> Iterator[tuple[int, int, str]]:
    for found in _HOME.finditer(text):
        group = 1 if found[1] else 2
        near = text[max(0, found.start() - 60) : found.start() + 30]
        if not re.search(r"[Kk]antor|Balai|BP3MI|P4MI|[Gg]edung|[Pp]osko", near):
            yield found.start(group), found.end(group), "Alamat rumah"
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
