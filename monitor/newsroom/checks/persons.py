"""Find private people named in a text: workers, victims, children. Initials and officials are none of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from monitor.config.officials import read_officials
from monitor.newsroom.checks.layout import Paragraph, paragraphs, sign_off
from monitor.newsroom.checks.lexicon import known, names

_TOKEN = r"(?:[A-Z][a-zé’']+(?:-[A-Z][a-z]+)?|[A-Z]{3,}|[A-Z]\.)"
_NAME = rf"{_TOKEN}(?: (?:bin|binti|bt\.?|b\.|al|{_TOKEN})){{0,5}}"
_LEAD = (
    r"(?:bernama(?: lengkap)?|atas nama|a\.n\.?|an\.|[Aa]lm(?:h)?\.|[Aa]lmarhum(?:ah)?|[Mm]endiang"
    r"|[Dd]iketahui bernama|identitas(?:nya)?"
    r"(?: korban| pasien)?(?: adalah|,| yakni| yaitu)?|inisial|[Ss]audar[ai]|Sdr[i]?\.|Tn\.|Ny\.|Nn\.|panggilan)"
)
_WORKER = (
    r"(?:[Jj]enazah|[Kk]orban|[Pp]asien|[Pp]enyintas|[Aa]nak|[Bb]ayi|[Bb]alita|[Pp]utra|[Pp]utri|[Ss]uami"
    r"|[Ii]stri|[Ii]bu dari"
    r"|[Pp]ekerja [Mm]igran(?: Indonesia)?(?: \(C?PMI\))?|[Ww]arga(?: negara Indonesia)?|CPMI|PMI|WNI|ABK|TKI"
    r"|TKW|[Ee]ks-PMI|[Pp]urna PMI"
    r"|[Pp]erempuan|[Pp]emuda|[Ll]aki-laki|[Pp]ria|[Ww]anita|[Rr]emaja|[Aa]wak kapal|[Dd]eportan)"
)
_STATE = (
    r"(?: (?:yang )?(?:sakit|meninggal(?: dunia)?|bermasalah|terkendala|wafat|hamil|nonprosedural|TPPO|kekerasan"
    r"|penipuan"
    r"|perdagangan orang|kecelakaan(?: kerja)?|eksploitasi|penyiksaan|penganiayaan|pemerkosaan|kritis|tewas|PMI|WNI"
    r"|lumpuh|depresi|tersebut|itu|lainnya|pertama|kedua|adalah|ialah|yakni|yaitu))*"
)
_NAMED = re.compile(rf"(?<!\w)(?:{_LEAD})[:,]? +(?P<name>{_NAME})")
_WORKER_NAMED = re.compile(
    rf"(?<!\w){_WORKER}{_STATE}(?:(?: asal| dari) [A-Z]\w+(?: [A-Z]\w+){{0,3}})?,? +(?:itu,? )?(?P<name>{_NAME})"
)
_AGE = r"\(?(?:usia |berusia |umur )?\d{1,2}(?: ?(?:tahun|th|thn))?\)?"
_LISTED = re.compile(
    r"(?<!\w)(?:[Kk]orban|[Pp]asien|[Jj]enazah|[Aa]lmarhum(?:ah)?|[Pp]ekerja|PMI|WNI|ABK)\b[^.,:\n]{0,50}?,? "
    rf"(?:yakni|yaitu|ialah|adalah|masing-masing(?: bernama)?|antara lain):? (?P<name>{_NAME})"
)
_NEXT = re.compile(rf"(?:,? dan |,? serta |, )(?P<name>{_NAME})(?= ?[,.(\n]| dan | serta |$)")
_AGED = re.compile(
    rf"(?<!\w)(?P<name>{_NAME})(?: \((?:[LPlp],? ?|laki-laki,? ?|perempuan,? ?)?\d{{1,2}}(?: ?(?:tahun|th|thn))?\)"
    rf"|,? (?:usia|berusia|umur) \d{{1,2}} tahun|, \d{{1,2}} tahun|, (?:seorang )?(?:PMI|CPMI|WNI|TKI|TKW|ABK"
    rf"|pekerja(?: migran)?|buruh|nelayan|pelaut|mantan pekerja|penderita|pasien|asisten rumah tangga|perawat asal"
    rf"|perempuan|warga|asal|kelahiran|ibu|awak kapal|korban)\b)"
)
_DOING = re.compile(
    rf"(?<!\w)(?P<name>{_NAME})(?:,[^,.\n]{{3,60}},?| asal [A-Z]\w+(?: [A-Z]\w+){{0,2}})? "
    rf"(?:yang )?(?:(?:telah|sudah|sempat|sedang|kini|masih|diketahui"
    r"|dilaporkan|dinyatakan|juga|akhirnya|diduga) )*(?:meninggal|wafat|menderita|mengidap|didiagnos\w+|dirawat"
    r"|sakit|tewas"
    r"|terserang|mengalami|menjadi korban|disiksa|dianiaya|diperkosa|disekap|divonis|positif|terinfeksi|lumpuh|hamil"
    r"|dipukul\w*|terkena|dioperasi|koma|berpulang|melahirkan|depresi|dieksploitasi|dilecehkan)\b"
)
_OFFICE = (
    r"(?:Menteri|Wamen\w*|Menko|Presiden|Kepala|Plt\.?|Plh\.?|Direktur|Dirjen|Sekjen|Sekretaris|Inspektur|Irjen"
    r"|Deputi|Gubernur|Bupati|Wali ?[Kk]ota"
    r"|Camat|Lurah|Kapol\w+|Komandan|Kasat\w*|Kanit\w*|Kasi|Kabid|Kabag|Konsul\w*|Konjen|Duta|Dubes|Ketua"
    r"|Juru Bicara|Jubir|Koordinator|Manajer"
    r"|Analis|Staf|Anggota|Kombes|Komjen|Brigjen|AKBP|Kompol|AKP|Iptu|Ipda|Aipda|Letkol|Kolonel|Mayor|Kapten"
    r"|Prof\.?|Dr\.|dr\.|Ustaz|KH"
    r"|Atase|Rektor|Dekan|Kuasa [Hh]ukum|Pengacara|Pendamping|Dokter|Perawat|Petugas|Pengantar Kerja|Humas"
    r"|Narahubung|Penyuluh|Peneliti"
    r"|Pengamat|Aktivis|Ir\.|Drs\.|Hj?\.|Komisaris|CEO|Penanggung [Jj]awab|Kades|Perbekel|Keuchik|Geuchik"
    r"|Mediator|Wakil)"
)
_CHAIN = (
    r"(?:[ ,/]+(?:\([^)\n]{1,40}\)|(?:Pol|Drs?|Dra|Ir|Hj?|KH|Prof|Moch|Muh|[A-Z])\.|[A-Z0-9][\w’'-]*|dan|bidang"
    r"|untuk|pada"
    r"|se-\w+|selaku|yaitu|yakni))"
)
_TITLED = re.compile(rf"(?<!\w){_OFFICE}{_CHAIN}+|(?<!\w){_NAME}(?:,| selaku| sebagai)+ {_OFFICE}(?!\w)")
_ENTITLED = re.compile(rf"(?<!\w){_OFFICE}{_CHAIN}*[, ]+$")
_SPEAKER = re.compile(
    rf"(?:ujar|kata|tegas|jelas|ucap|papar|tutur|tambah|imbuh|pesan|tutup|pungkas|ungkap|terang"
    rf"|lanjut)(?:nya)? (?P<name>{_NAME})"
)
_PLACE_WORDS = frozenset(
    [
        "Kondisi",
        "Pak",
        "Bu",
        "Bapak",
        "Kebakaran",
        "Tragedi",
        "Kasus",
        "Kecelakaan",
        "Identitas",
        "Nama",
        "Penerbangan",
        "Insiden",
        "Peristiwa",
        "Bencana",
        "Banjir",
        "Konflik",
        "Perang",
        "Penipuan",
        "Sindikat",
        "Kekerasan",
        "Po",
        "Kabupaten",
        "Kota",
        "Provinsi",
        "Kecamatan",
        "Desa",
        "Kelurahan",
        "Dusun",
        "Rumah",
        "Sakit",
        "Bandara",
        "Pelabuhan",
        "Badan",
        "Balai",
        "Kantor",
        "Dinas",
        "Kementerian",
        "Pekerja",
        "Migran",
        "Indonesia",
        "Tenaga",
        "Kerja",
        "Wanita",
        "Warga",
        "Negara",
        "Tahun",
        "Hari",
        "Senin",
        "Selasa",
        "Rabu",
        "Kamis",
        "Jumat",
        "Sabtu",
        "Minggu",
        "Januari",
        "Februari",
        "Maret",
        "April",
        "Mei",
        "Juni",
        "Juli",
        "Agustus",
        "September",
        "Oktober",
        "November",
        "Desember",
        "Pemulangan",
        "Terkendala",
        "Bermasalah",
        "Asal",
        "Nonprosedural",
        "Deportasi",
        "Pelindungan",
        "Penempatan",
        "Kepala",
        "Menteri",
        "Direktur",
        "Republik",
        "Polda",
        "Polres",
        "Polri",
        "Polsek",
        "Kedutaan",
        "Besar",
        "Konsulat",
        "Jenderal",
        "Layanan",
        "Terpadu",
        "Pusat",
        "Lembaga",
        "Yayasan",
        "Bank",
        "Universitas",
        "Sekolah",
        "Imigrasi",
        "Posko",
        "Internasional",
        "Terminal",
        "Program",
        "Kampung",
        "Halo",
        "Menurut",
        "Dalam",
        "Pada",
        "Dari",
        "Untuk",
        "Saat",
        "Selain",
        "Setelah",
        "Sebelum",
        "Keluarga",
        "Pihak",
        "Petugas",
        "Mereka",
        "Kami",
        "Para",
        "Jenazah",
        "Korban",
        "Almarhum",
        "Almarhumah",
        "Pemerintah",
        "Sebanyak",
        "Seorang",
        "Ia",
        "Dia",
        "Namun",
        "Dan",
        "Yang",
        "Ketika",
        "Usai",
        "Hingga",
        "Sementara",
        "Berdasarkan",
        "Pasal",
        "Undang",
        "Sebagai",
        "Bulan",
        "Perempuan",
        "Pria",
        "Seluruh",
        "Semua",
        "Sejumlah",
        "Sebagian",
        "Satu",
        "Dua",
        "Tiga",
        "Empat",
        "Lima",
        "Gunung",
        "Pulau",
        "Laut",
        "Selat",
        "Jalan",
        "Hotel",
        "Wisma",
        "Shelter",
        "Pekerja",
        "Anak",
        "Bayi",
        "Ibu",
        "Suami",
        "Istri",
        "Pasien",
        "Luar",
        "Negeri",
        "Malaysia",
        "Undang-Undang",
        "Perdagangan",
        "Orang",
        "Tindak",
        "Pidana",
    ]
)


_SAME = re.compile(
    r"(?:^|(?<=[.!?] ))(?:Ia|Dia|Beliau|Almarhum(?:ah)?|Korban|Pasien|Yang bersangkutan|Pekerja tersebut|PMI tersebut"
    r"|Perempuan itu|Perempuan tersebut|Pria itu|Jenazah|Penyebab|Hasil)\b"
)


_GOES_ON = re.compile(r"(?:Ia|Dia|Beliau|Almarhum(?:ah)?|Yang bersangkutan|Penyebab|Hasil|Pekerja tersebut)\b")


@dataclass(frozen=True, slots=True)
class Person:
    """A private person's name at [start, end) of a body, and the text around it that tells why it is there."""

    start: int
    end: int
    name: str
    sentence: str
    around: str


@lru_cache(maxsize=16)
def private(text: str) -> tuple[Person, ...]:
    """Return the private people named in a text, in order."""
    public = _public(text)
    closing = sign_off(text)
    found: dict[int, Person] = {}
    for paragraph in paragraphs(text):
        if closing and paragraph.start <= closing.start() and paragraph.text.startswith("*"):
            continue
        for match, strong in _named(paragraph.text):
            span = _person(match, paragraph.text, public, strong=strong)
            if span is None:
                continue
            start, end = paragraph.start + span[0], paragraph.start + span[1]
            if not any(person.start < end and person.end > start for person in found.values()):
                sentence, around = _sentence(paragraph.text, span[0]), _around(text, paragraph, span[0])
                found[start] = Person(start, end, text[start:end], sentence, around)
    return tuple(found[start] for start in sorted(found))


def _named(text: str) -> Iterator[tuple[re.Match[str], bool]]:
    """Yield every place where a private person may be named, and whether the words before it make that certain."""
    for pattern in (_NAMED, _AGED, _DOING, _WORKER_NAMED):
        for match in pattern.finditer(text):
            yield match, pattern in (_NAMED, _AGED)
    for match in _LISTED.finditer(text):
        following: re.Match[str] | None = match
        while following:
            yield following, following is match
            following = _NEXT.match(text, following.end())


def _person(match: re.Match[str], text: str, public: frozenset[str], *, strong: bool) -> tuple[int, int] | None:
    """Return the span of a private person's full name in a match, without the place words around it."""
    start, words = match.start("name"), match["name"].split()
    while words and (words[0] in _PLACE_WORDS or words[0] in names()):
        start += len(words[0]) + 1
        words = words[1:]
    if len(words) > 1 and words[0].isupper() and not words[1].isupper() and len(words[0].rstrip(".")) > 1:
        start += len(words[0]) + 1
        words = words[1:]
    while words and (words[0] in _PLACE_WORDS or words[0] in names()):
        start += len(words[0]) + 1
        words = words[1:]
    kept: list[str] = []
    for word in words:
        if word in _PLACE_WORDS or (kept and word in names() and len(kept) > 1):
            break
        kept.append(word)
    whole = " ".join(kept).rstrip(".,")
    real = [word for word in kept if len(word.rstrip(".")) > 2 and word not in ("bin", "binti")]
    if not real or real[0] in public or all(word in public for word in real) or whole in names():
        return None
    if len(real) == 1 and real[0].isupper():
        return None
    if _ENTITLED.search(text[max(0, start - 120) : start]):
        return None
    unknown = [word for word in real if not known(word.lower())]
    if not strong and not unknown:
        return None
    if (
        len(real) == 1
        and not strong
        and not re.match(
            r" (?:\(|,|meninggal|menderita|mengidap|didiag|dirawat|tewas|wafat|"
            r"dimakamkan|tiba|diserahkan|dipulangkan|disemayamkan|asal)",
            text[start + len(whole) :],
        )
    ):
        return None
    return start, start + len(whole)


@lru_cache(maxsize=16)
def _public(text: str) -> frozenset[str]:
    """Return the words of names that officials.toml, a title or the role of a speaker makes public."""
    found: set[str] = set()
    for record in read_officials().officials:
        for name in (record.name, *record.aliases):
            found.update(name.split())
    for match in _TITLED.finditer(text):
        found.update(word for word in re.findall(r"[\w’'-]+", match[0]) if word[0].isupper() and len(word) > 2)
    for match in _SPEAKER.finditer(text):
        found.update(match["name"].split())
    return frozenset(found - _PLACE_WORDS)


def _sentence(text: str, position: int) -> str:
    """Return the sentence at a position; the full stop of an abbreviation or initial ends none."""
    ends = [
        found.end() for found in re.finditer(r"(?<![A-Z])(?<!\bAlm)(?<!\bSdr)(?<!\ba\.n)(?<!\bNo)[.!?][”\"]?\s", text)
    ]
    start = max((end for end in ends if end <= position), default=0)
    return text[start : min((end for end in ends if end > position), default=len(text))]


def _around(text: str, paragraph: Paragraph, position: int) -> str:
    """Return the sentence, the next one, and those of this and the next paragraph that go on about the same person."""
    sentence = _sentence(paragraph.text, position)
    after = paragraph.text[paragraph.text.find(sentence) + len(sentence) :]
    before = paragraph.text[: paragraph.text.find(sentence)]
    more = [_sentence(after, 0), _sentence(before, max(0, len(before) - 2)) if before else ""]
    following = next((other.text for other in paragraphs(text) if other.start > paragraph.start), "")
    more += [after] if _SAME.search(after) else []
    more += [following] if _GOES_ON.match(following) else []
    return " ".join((sentence, *more))
