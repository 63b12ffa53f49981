"""Say in Indonesian why the database failed and what staff can do; never with a user name or password in it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from monitor.errors import StoreError

Sentences = tuple[str, str]

_AGAIN = "Yang sudah tersimpan tidak hilang; jalankan perintah yang sama untuk melanjutkan."

_SQLITE: dict[int, Sentences] = {
    sqlite3.SQLITE_FULL: ("Disk penuh saat menulis {place}.", "Kosongkan ruang disk, lalu jalankan lagi. " + _AGAIN),
    sqlite3.SQLITE_BUSY: ("{place} sedang dipakai proses lain terlalu lama.",
                          "Tunggu proses itu selesai, lalu jalankan lagi. " + _AGAIN),
    sqlite3.SQLITE_LOCKED: ("{place} sedang dipakai proses lain.", "Tunggu sebentar, lalu jalankan lagi. " + _AGAIN),
    sqlite3.SQLITE_READONLY: ("{place} tidak boleh ditulis.",
                              "Beri izin tulis pada berkas dan foldernya, atau ganti storage.database_url."),
    sqlite3.SQLITE_CANTOPEN: ("{place} tidak dapat dibuka.",
                              "Pastikan foldernya ada dan boleh ditulis, atau ganti storage.database_url."),
    sqlite3.SQLITE_PERM: ("{place} tidak boleh dibuka.",
                          "Beri izin baca dan tulis, atau ganti storage.database_url."),
    sqlite3.SQLITE_NOTADB: ("{place} bukan basis data SQLite.",
                            "Periksa storage.database_url; bila berkas itu rusak, pulihkan dari cadangan."),
    sqlite3.SQLITE_CORRUPT: ("{place} rusak.",
                             "Pulihkan dari cadangan, atau pindahkan berkas itu lalu kumpulkan ulang."),
    sqlite3.SQLITE_IOERR: ("Disk gagal membaca atau menulis {place}.",
                           "Periksa disk (penuh, rusak atau terputus), lalu jalankan lagi. " + _AGAIN),
    sqlite3.SQLITE_CONSTRAINT: ("Data tidak cocok dengan isi {place}.",
                                "Barisnya merujuk butir yang tidak ada atau kurang lengkap; tidak ada yang disimpan."),
}

_POSTGRESQL: dict[str, Sentences] = {
    "53100": ("Disk server basis data penuh ({place}).", "Minta pengelola server mengosongkan ruang. " + _AGAIN),
    "53300": ("Server basis data {place} kehabisan sambungan.", "Coba lagi sebentar lagi. " + _AGAIN),
    "28P01": ("Server basis data {place} menolak nama pengguna atau kata sandi.",
              "Periksa MONITOR_DATABASE_URL atau storage.database_url."),
    "28000": ("Server basis data {place} menolak pengguna ini.",
              "Periksa MONITOR_DATABASE_URL atau storage.database_url."),
    "3D000": ("Basis data pada {place} belum ada.", "Buat dahulu (createdb), atau periksa namanya di URL."),
    "42501": ("Pengguna basis data tidak berhak menulis di {place}.",
              "Minta pengelola server memberi hak membuat dan mengisi tabel."),
    "25006": ("Server basis data {place} hanya dapat dibaca.", "Sambungkan ke server utama, bukan salinannya."),
    "40P01": ("Dua proses menulis {place} bersamaan dan salah satunya dibatalkan.", "Jalankan lagi. " + _AGAIN),
    "57P01": ("Server basis data {place} sedang dimatikan.", "Jalankan lagi setelah server hidup. " + _AGAIN),
}

_TEXTS: tuple[tuple[str, str], ...] = (
    ("password authentication failed", "28P01"), ("no password supplied", "28P01"),
    ("role", "28000"), ("no pg_hba.conf entry", "28000"),
    ("database", "3D000"), ("too many clients", "53300"), ("shutting down", "57P01"), ("starting up", "57P01"),
)
"""Words of a failed PostgreSQL log-in, which carries no SQLSTATE; tried in this order, only after `FATAL:`."""


@contextmanager
def explained(place: str) -> Iterator[None]:
    """Turn any database error inside the block into a StoreError that names `place` (without credentials)."""
    try:
        yield
    except SQLAlchemyError as error:
        what, todo = sentences(error)
        raise StoreError(what.format(place=place), todo) from error


def sentences(error: SQLAlchemyError) -> Sentences:
    """Return what happened and what to do; `{place}` stands where the database is to be named."""
    origin = error.orig if isinstance(error, DBAPIError) else None
    if isinstance(origin, sqlite3.Error):
        return _sqlite(origin)
    state = getattr(origin, "sqlstate", None) or _state_of(str(origin))
    if state in _POSTGRESQL:
        return _POSTGRESQL[state]
    if str(state).startswith("23"):
        return _SQLITE[sqlite3.SQLITE_CONSTRAINT]
    if isinstance(error, DBAPIError) and (error.connection_invalidated or not state):
        return ("Server basis data {place} tidak dapat dihubungi.",
                "Pastikan server hidup serta alamat dan porta di URL benar, lalu jalankan lagi. " + _AGAIN)
    return ("Basis data {place} menolak perintah" + (f" (kode {state})." if state else "."),
            "Bila terulang, laporkan kode ini kepada pengembang. " + _AGAIN)


def _sqlite(origin: sqlite3.Error) -> Sentences:
    code = getattr(origin, "sqlite_errorcode", 0) & 0xFF
    if code in _SQLITE:
        return _SQLITE[code]
    name = getattr(origin, "sqlite_errorname", "") or type(origin).__name__
    return (f"Basis data {{place}} menolak perintah (kode {name}).",
            "Bila terulang, laporkan kode ini kepada pengembang. " + _AGAIN)


def _state_of(message: str) -> str:
    _, fatal, rest = message.partition("FATAL:")
    return next((state for words, state in _TEXTS if fatal and words in rest), "")
