"""Posts made by a seeded generator, with the place of every piece of personal data in them. Nobody in them exists.

Frames and forms are written in the way people write on platforms, also badly; look-alikes are figures and names that
must stay. `HARD` forms are those that rules cannot be expected to find; they count like the others and are also counted
apart.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

from monitor.privacy.marks import Kind

SEED = 27_2022


@dataclass(frozen=True, slots=True)
class Gold:
    """One piece of personal data at [start, end)."""

    start: int
    end: int
    kind: Kind
    hard: bool


@dataclass(frozen=True, slots=True)
class Made:
    """A generated post."""

    text: str
    gold: tuple[Gold, ...]


_REGENCIES = ("3203", "3515", "5203", "1871", "3318", "5314", "7371", "6171", "3212", "1207", "9201", "3578")
_NAMES = ("siti", "budi", "rina", "wati", "agus", "dewi", "joko", "nur", "yanti", "eko", "sri", "tono")
_STREETS = ("Melati", "Kenanga Raya", "Diponegoro", "Gajah Mada", "H. Agus Salim", "Pattimura", "Cempaka Putih",
            "Veteran")


class _Maker:
    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def digits(self, count: int) -> str:
        return "".join(self.random.choice("0123456789") for _ in range(count))

    def nik(self) -> str:
        day = self.random.randint(1, 28) + self.random.choice((0, 40))
        number = (f"{self.random.choice(_REGENCIES)}{self.random.randint(1, 20):02d}{day:02d}"
                  f"{self.random.randint(1, 12):02d}{self.random.randint(60, 99):02d}{self.random.randint(1, 99):04d}")
        return self.random.choice((number, number, re.sub(r"(\d{4})(?=\d)", r"\1 ", number),
                                   f"{number[:6]}.{number[6:12]}.{number[12:]}"))

    def nik_hard(self) -> str:
        whole = re.sub(r"\D", "", self.nik())
        return self.random.choice((whole[:6] + "\n" + whole[6:], " ".join(whole)))

    def passport(self) -> str:
        return self.random.choice((f"{self.random.choice('ABCEX')}{self.digits(7)}",
                                   f"{self.random.choice('abcx')}{self.digits(7)}",
                                   f"{self.random.choice('ABC')} {self.digits(7)}"))

    def mobile(self) -> str:
        head = self.random.choice(("811", "812", "813", "821", "852", "857", "878", "895", "838", "896"))
        tail = self.digits(self.random.choice((7, 8)))
        grouped = f"{head}-{tail[:4]}-{tail[4:]}"
        return self.random.choice((f"0{head}{tail}", f"0{grouped}", f"0{head} {tail[:4]} {tail[4:]}", f"+62 {grouped}",
                                   f"+62{head}{tail}", f"62{head}{tail}", f"0{head}.{tail[:4]}.{tail[4:]}"))

    def abroad(self) -> str:
        d = self.digits
        return self.random.choice((f"+852 {self.random.choice('5669')}{d(3)} {d(4)}", f"+60 12-{d(3)} {d(4)}",
                                   f"+8869{d(8)}", f"+966 5{self.random.choice('03459')}{d(7)}", f"+65 9{d(3)}{d(4)}",
                                   f"+82 10-{self.random.randint(2000, 9999)}-{d(4)}", f"+971 50 {d(3)} {d(4)}"))

    def landline(self) -> str:
        return self.random.choice((f"021-{self.random.randint(2, 8)}{self.digits(6)}", f"(0274) 5{self.digits(5)}",
                                   f"0341 4{self.digits(5)}"))

    def phone_hard(self) -> str:
        return self.random.choice((
            f"08{self.digits(2)} 🙏 {self.digits(4)} 🙏 {self.digits(4)}",
            "kosong delapan satu dua tiga empat lima enam tujuh",
            f"0 8 1 2 {' '.join(self.digits(7))}", f"08lima{self.digits(8)}", f"nol812{self.digits(7)}"))

    def mail(self) -> str:
        name = f"{self.random.choice(_NAMES)}{self.random.choice(('.', '_', ''))}{self.digits(2)}"
        return self.random.choice((f"{name}@gmail.com", f"{name}@yahoo.co.id", f"{name.upper()}@Gmail.com",
                                   f"{name} (at) gmail.com"))

    def mail_hard(self) -> str:
        return f"{self.random.choice(_NAMES)}{self.digits(2)} at gmail titik com"

    def handle(self) -> str:
        first, mark, last = (self.random.choice(each) for each in (_NAMES, ("_", ".", ""), _NAMES))
        return f"@{first}{mark}{last}{self.digits(2)}"

    def profile(self) -> str:
        name = self.handle()[1:].replace(".", "")
        return self.random.choice((f"https://www.tiktok.com/@{name}/video/73{self.digits(17)}",
                                   f"https://x.com/{name}/status/18{self.digits(17)}",
                                   f"https://www.instagram.com/{name}/", f"facebook.com/{name}"))

    def handle_hard(self) -> str:
        return f"{self.random.choice(_NAMES)}_{self.random.choice(_NAMES)}{self.digits(2)}"

    def address(self) -> str:
        street, number = self.random.choice(_STREETS), self.random.randint(1, 200)
        kin = f"RT {self.random.randint(1, 12):02d}/RW {self.random.randint(1, 9):02d}"
        return self.random.choice((
            f"Jl. {street} No. {number}", f"Jalan {street} nomor {number}", f"jl {street.lower()} no {number}",
            f"Jl {street} No.{number} {kin}", f"Perumahan Griya {street} Blok C{number % 20}", kin,
            f"Gang {street} No {number}", f"Dusun {street} {kin}"))

    def address_hard(self) -> str:
        return (f"rumah cat hijau samping masjid {self.random.choice(_STREETS)}, "
                f"belakang warung Bu {self.random.choice(_NAMES).title()}")

    def account(self) -> str:
        return self.digits(self.random.choice((10, 13, 15)))


_PIECES: dict[str, tuple[Kind, bool]] = {
    "nik": (Kind.NIK, False), "nik_hard": (Kind.NIK, True), "passport": (Kind.PASSPORT, False),
    "mobile": (Kind.PHONE, False), "abroad": (Kind.PHONE, False), "landline": (Kind.PHONE, False),
    "phone_hard": (Kind.PHONE, True), "mail": (Kind.MAIL, False), "mail_hard": (Kind.MAIL, True),
    "handle": (Kind.HANDLE, False), "profile": (Kind.HANDLE, False), "handle_hard": (Kind.HANDLE, True),
    "address": (Kind.ADDRESS, False), "address_hard": (Kind.ADDRESS, True), "account": (Kind.BANK, False),
}

FRAMES: tuple[str, ...] = (
    "Min tolong dong, kakak saya PMI di Hong Kong ga digaji 4 bln. NIK {nik}, bisa hub {mobile}",
    "assalamualaikum pak menteri, paspor saya {passport} ditahan agency, majikan galak. wa {mobile}",
    "Mohon bantuan KBRI!! Korban a.n. ibu saya, no paspor {passport}, NIK: {nik}",
    "Data CPMI: NIK {nik} / HP {mobile} / alamat {address}, Kec. Wlingi",
    "Saya tinggal di {address} Desa Sukamaju, suami hilang kontak di Malaysia nomornya {abroad}",
    "yg mau kerja ke Taiwan tanpa potongan langsung japri {mobile} ya, kuota terbatas",
    "Loker Jepang!!! kirim CV ke {mail} atau chat {abroad}",
    "hati2 penipuan an agen ini nomor nya {mobile} rek BCA {account}",
    "Transfer dulu ke rekening BRI {account} katanya buat medical, ternyata bodong. pelakunya {handle}",
    "{handle} {handle} tolong viralkan, TKW disiksa di Saudi",
    "mention {handle} lihat video nya di {profile}",
    "cek {profile} kasian bgt mbaknya",
    "KTP sy {nik} kok sudah terdaftar di siskop ya? email sy {mail}",
    "Ibu saya sakit di Riyadh, paspornya {passport}, yang bisa dihubungi {abroad} (majikan)",
    "kontak keluarga: {mobile} atau rumah {landline}",
    "telp rumah {landline} ga diangkat, coba HP {mobile}",
    "alamat keluarga di {address}, mohon segera ditindaklanjuti",
    "jenazah dipulangkan ke rumah duka {address}, Kab. Kendal",
    "no sy {phone_hard} ya min, tolong dihub",
    "email: {mail_hard} , makasih",
    "ig nya {handle_hard} suka nipu CPMI",
    "dari bandara belok kiri, {address_hard}",
    "nik sy {nik_hard} belum ke verif",
    "WA: https://wa.me/{wame} langsung chat aja kak",
    "Paspor {passport} habis bulan depan gmn perpanjang di KJRI?",
    "PMI kaburan Taiwan no ARC lupa, nama disingkat S, hub {abroad} atau {mail}",
)

CLEAN: tuple[str, ...] = (
    "Gaji saya Rp {amount} per bulan dipotong Rp {amount}, apa sesuai aturan min?",
    "Lapor ke 0-800-1000 atau +62 21 2924 4800 atau WA 0811-8080-141 aja kak, itu resmi",
    "Berangkat {date} jam {time}, pulang {date}",
    "Sesuai UU 18/2017 Pasal 30 dan Permen P2MI 4/2025, biaya penempatan nol rupiah",
    "Tiket GA 876 kursi 32A, kode booking {code}, transit jam {time}",
    "plat mobilnya B 1234 XYZ warna hitam, {date}",
    "nomor pendaftaran {permit} sudah keluar belum ya min",
    "SIP3MI PT itu nomor {permit}, masih aktif?",
    "No. perkara 123/Pid.Sus/2026/PN Btm, sidang {date}",
    "penempatan {big} orang tahun 2024/2025 naik 12,5 persen",
    "remitansi Rp {big} triliun, {big} PMI terdata",
    "kurs 1 NTD = 512,45 rupiah, 1 HKD = 2.087,33",
    "harga tiket @Rp3.500.000 x 4, total {amount}",
    "makasih @kemenp2mi sudah bantu pulangkan ibu saya",
    "kirim pengaduan ke pengaduan@kp2mi.go.id, lampirkan kontrak",
    "Kantor BP3MI Jabar di Jl. Soekarno Hatta No. 587, buka 08.00-16.00",
    "KBRI Riyadh pindah ke gedung baru Jl. Al Amanah No. 12",
    "demo di depan kantor kementerian Jl. MT Haryono Kav. 52 tgl {date}",
    "macet parah Jalan Sudirman arah Semanggi",
    "resi {code}{tracking} belum sampai, kontrak asli dikirim dari Penang",
    "skor 3-1, menit 45+2, nonton bareng PMI Korea",
    "suhu 38.5, tensi 120/80, mohon doa buat PMI di RS",
    "ISBN 978-602-8519-93-9 buku panduan buruh migran bab 2 hal 101-117",
    "VA tagihan kuliah anak 8808{va} sudah lunas alhamdulillah",
    "NIP 198503122010011005 a.n. petugas, sudah dilayani baik",
    "https://www.youtube.com/watch?v=dQw4w9WgXcQ menit 12.30",
    "https://www.kompas.com/tren/read/2026/08/21/103000565/pmi-hong-kong",
    "koordinat -6.2146, 106.8451 lokasi penampungan ilegal",
    "hotline 110 polisi, 112 darurat, 1500-454 bpjs",
    "kuota G to G Korea 2026: 4.200 dari 8.200, roster 16.000",
    "naik kapal KM Umsini tgl {date} dek 5 no 5021",
    "gaji 28.590 NTD, overtime 1.500, potongan 2.500 x 12",
    "call visa H2 / E9 tahun 2025-2026 ditutup",
    "bpjs {bpjs} sudah aktif kok",
    "Perum Bulog bantu beras untuk keluarga PMI",
    "RT RW setempat diminta mendata warga yang kerja di luar negeri",
    "gang sempit, jalan kampung rusak, padahal kampung TKI",
    "Live jam {time} di TikTok: bahas kontrak kerja",
    "versi aplikasi 2.14.0.1025 error terus di Android 14",
    "mulai 01-09-2026 s.d. 30.09.2026 pukul 09.00 - 15.00",
)


def posts(count: int = 600, *, seed: int = SEED) -> Iterator[Made]:
    """Yield posts, about half of them without personal data."""
    maker = _Maker(seed)
    for number in range(count):
        if number % 2:
            yield Made(_plain(maker, CLEAN[(number // 2) % len(CLEAN)]), ())
        else:
            yield _filled(maker, FRAMES[(number // 2) % len(FRAMES)])


def _filled(maker: _Maker, frame: str) -> Made:
    text, gold = "", []
    for part in re.split(r"(\{\w+\})", frame):
        name = part.strip("{}")
        if name == "wame":
            part, kind, hard = f"628{maker.digits(10)}", Kind.PHONE, False
        elif part != name and name in _PIECES:
            part, (kind, hard) = getattr(maker, name)(), _PIECES[name]
        else:
            text += part
            continue
        gold.append(Gold(len(text), len(text) + len(part), kind, hard))
        text += part
    return Made(text, tuple(gold))


def _plain(maker: _Maker, frame: str) -> str:
    values = {
        "amount": lambda: f"{maker.random.randint(1, 99)}.{maker.digits(3)}.{maker.digits(3)}",
        "date": lambda: maker.random.choice(("{:02d}-{:02d}-2026", "{:02d}/{:02d}/2026", "{:02d}.{:02d}.2026")).format(
            maker.random.randint(1, 28), maker.random.randint(1, 12)),
        "time": lambda: f"{maker.random.randint(0, 23):02d}.{maker.random.randint(0, 59):02d}",
        "code": lambda: "".join(maker.random.choice("ABCDEFGHJKLMNPQRSTUVWXYZ") for _ in range(2)) + maker.digits(4),
        "permit": lambda: f"{maker.digits(3)}/{maker.digits(4)}/SIP3MI/X/20{maker.random.randint(20, 26)}",
        "big": lambda: f"{maker.random.randint(1, 299)}.{maker.digits(3)}",
        "tracking": lambda: maker.digits(9) + "MY", "va": lambda: maker.digits(12),
        "bpjs": lambda: "000" + maker.digits(10),
    }
    return re.sub(r"\{(\w+)\}", lambda found: values[found[1]](), frame)
