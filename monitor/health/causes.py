"""Name why a source is not read, in the words of staff, and say what to do next.

A recorded cause is `word: what happened and what to do`, written by monitor.workflows.visit; the word before the colon
is stable. `bukan feed` covers whatever could not be read, so there the sentence decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_FIRST = re.compile(r"(?<=[.!?]) (?=[A-Z])")


@dataclass(frozen=True, slots=True)
class Cause:
    """A few words for a table, and the next step."""

    name: str
    todo: str


_WAIT = "Tunggu sampai besok; biasanya pulih sendiri. Bila tidak, buka alamatnya di peramban."
_NEW_ADDRESS = "Buka situs itu di peramban, cari alamat barunya, lalu perbarui url di sources.toml."
_SHAPE = ("Coba `monitor sources try ALAMAT`; bila bentuknya memang berubah, perbarui alamat atau aturan sumber ini di "
          "sources.toml.")
_KEY = "Buat atau salin ulang kuncinya menurut docs/sumber, lalu jalankan `monitor collect --source {id}`."
_DEVELOPER = "Matikan sumber ini (enabled = false) dan laporkan ke pengembang."

_KNOWN = {
    "status 401": Cause("situs meminta kata sandi", "Cari alamat feed yang terbuka, atau matikan sumber ini."),
    "status 403": Cause("situs menolak", "Cari alamat feed lain, atau tambahkan pencarian Google News untuk media ini. "
                                         "Jangan menyamar sebagai peramban."),
    "status 404": Cause("alamat hilang (404)", _NEW_ADDRESS),
    "status 410": Cause("sudah ditutup (410)", _NEW_ADDRESS),
    "nama tidak ditemukan": Cause("nama situs tidak ditemukan (DNS)", "Periksa sambungan internet dan ejaan alamatnya; "
                                  "bila hanya sumber ini, situsnya mungkin pindah."),
    "waktu habis": Cause("terlalu lama menjawab", _WAIT),
    "koneksi": Cause("tidak terhubung", _WAIT),
    "sertifikat": Cause("sertifikat tidak sah", "Beri tahu pengelola situsnya; pemantau tidak membaca lewat sambungan "
                                                "yang tidak aman."),
    "terpotong": Cause("isi terpotong", _WAIT),
    "terlalu besar": Cause("isi terlalu besar", "Cari feed yang lebih kecil dari media itu, misalnya per rubrik."),
    "isi rusak": Cause("isi rusak", "Beri tahu pengelola situsnya bila berulang."),
    "jawaban rusak": Cause("isi rusak", "Beri tahu pengelola situsnya bila berulang."),
    "penyandian asing": Cause("isi rusak", "Beri tahu pengelola situsnya bila berulang."),
    "berakhir": Cause("sudah ditutup (410)", f"{_NEW_ADDRESS} Untuk mencoba lagi alamat lama: "
                                             "`monitor collect --source {id}`."),
    "diminta menunggu": Cause("diminta menunggu", "Tidak perlu apa-apa: dicoba lagi sesudah waktu yang diminta server. "
                                                  "Bila sering, kumpulkan lebih jarang."),
    "robots.txt": Cause("situs melarang (robots.txt)", "Hormati larangannya: cari feed resmi media itu, atau pakai "
                                                       "Google News."),
    "alamat ditolak": Cause("alamat tidak aman", "Periksa url di sources.toml; alamat jaringan dalam tidak dibuka."),
    "alamat salah": Cause("alamat salah", "Perbaiki url di sources.toml."),
    "alihan": Cause("dialihkan terus", _NEW_ADDRESS),
    "kunci hilang": Cause("kunci hilang", "Setel lagi kuncinya di komputer yang menjalankan `monitor collect`."),
    "kunci ditolak": Cause("kunci ditolak", _KEY),
    "kunci diminta": Cause("kunci diminta", _KEY),
    "tidak diizinkan": Cause("kunci tidak diizinkan", "Periksa izin dan paket akun menurut docs/sumber."),
    "batas biaya": Cause("batas biaya tercapai", "Dibaca lagi bulan depan. Bila mendesak dan disetujui, naikkan cap "
                                                 "sumber {id} di sources.toml."),
    "saldo habis": Cause("saldo habis", "Isi saldo akun API, atau matikan sumber ini."),
    "isian salah": Cause("isian salah", "Perbaiki [source.search] sumber {id} di sources.toml."),
    "pertanyaan ditolak": Cause("pertanyaan ditolak", "Perbaiki queries sumber {id} di sources.toml."),
    "galat program": Cause("galat program", _DEVELOPER),
}
_UNREADABLE = (
    (("batas waktu olah", "memori", "menghentikan pembacanya", "terlalu rumit"),
     Cause("isi terlalu berat", _DEVELOPER)),
    (("selektor", "aturan css"), Cause("bentuk halaman berubah", _SHAPE)),
    (("bentuknya mungkin berubah",), Cause("bentuk jawaban berubah", "Laporkan ke pengembang.")),
    (("html", "bukan feed"), Cause("bukan feed lagi", _SHAPE)),
    (("terpotong", "rusak", "json"), Cause("isi rusak", _SHAPE)),
    (("kosong",), Cause("halaman kosong", _SHAPE)),
    (("kanal telegram",), Cause("kanal tertutup", "Periksa nama kanal di [source.search].")),
)
PAUSES = frozenset({"batas biaya", "saldo habis", "diminta menunggu", "berakhir"})
"""Causes after which the source rests on purpose: it is paused, not broken."""


def word_of(recorded: str) -> str:
    """Return the stable word of a recorded cause."""
    return recorded.partition(":")[0].strip()


def sentence_of(recorded: str) -> str:
    """Return the first sentence recorded after the word; what follows is advice, and `named` gives a fuller one."""
    return _FIRST.split(recorded.partition(":")[2].strip(), maxsplit=1)[0]


def named(recorded: str, source_id: str) -> Cause:
    """Name a recorded cause for staff; an unknown one keeps its own word."""
    word, sentence = word_of(recorded), sentence_of(recorded).lower()
    found = _KNOWN.get(word)
    if word == "bukan feed":
        found = next((cause for words, cause in _UNREADABLE if any(each in sentence for each in words)),
                     Cause("isi tidak terbaca", _SHAPE))
    elif found is None and word.startswith("status 5"):
        found = Cause(f"situs bermasalah ({word.removeprefix('status ')})", _WAIT)
    found = found or Cause(word or "sebab tidak tercatat", "Jalankan `monitor sources check` untuk melihat sebabnya.")
    return Cause(found.name, found.todo.replace("{id}", source_id))
