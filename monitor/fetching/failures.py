"""Turn what goes wrong on the wire into a cause word and an Indonesian sentence for staff."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

import aiohttp

from monitor.errors import BlockedError, FetchError, GoneError, ThrottledError
from monitor.fetching.decoding import truncated
from monitor.fetching.guard import REFUSED, RefusedAddress, blocked

USUAL_WAIT = timedelta(minutes=15)
"""How long a host is left alone that asks us to wait without a readable time."""

_SHORTEST_WAIT, _LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=24)
_LATER = "Biasanya sementara; coba lagi nanti."
_STATUS = {
    401: ("Server meminta kata sandi", "Alamat ini bukan untuk umum; cari alamat lain."),
    403: ("Server menolak dibaca program", "Cari alamat feed lain, atau pakai pencarian Google News untuk media ini."),
    404: ("Halaman tidak ditemukan", "Alamatnya mungkin sudah pindah; perbarui url di sources.toml."),
}

WireError = aiohttp.ClientError | TimeoutError | OSError | ValueError


def explain(error: WireError, host: str) -> FetchError:
    """Return the error for a request to `host` that failed before a whole answer was read."""
    match error:
        case aiohttp.ClientConnectorDNSError():
            return FetchError("nama tidak ditemukan", f"Nama {host} tidak ditemukan di internet.",
                              "Periksa ejaan alamat sumber dan sambungan internet kantor.")
        case aiohttp.ClientConnectorCertificateError() | aiohttp.ClientSSLError() | ssl.SSLError():
            return FetchError("sertifikat", f"Sambungan aman ke {host} gagal: sertifikatnya tidak sah.",
                              "Beri tahu pengelola situsnya; isi tidak diambil lewat sambungan yang tidak aman.")
        case aiohttp.ClientConnectorError() if isinstance(error.os_error, RefusedAddress):
            return blocked(f"{host} ({error.os_error.address})")
        case aiohttp.ClientConnectorError() if REFUSED in str(error.os_error):  # one of several answers of the name
            return blocked(host)
        case aiohttp.ClientConnectorError():
            return FetchError("koneksi", f"{host} tidak dapat dihubungi: sambungan ditolak atau terputus.", _LATER)
        case TimeoutError():
            return FetchError("waktu habis", f"{host} terlalu lama menjawab.", _LATER)
        case aiohttp.ClientPayloadError():
            return truncated()
        case aiohttp.InvalidURL() | ValueError():
            return FetchError("alamat salah", f"Alamat di {host or 'sumber ini'} tidak sah.",
                              "Perbaiki url di sources.toml.")
        case aiohttp.ServerDisconnectedError() | aiohttp.ClientConnectionResetError():
            return FetchError("koneksi", f"{host} memutus sambungan sebelum menjawab.", _LATER)
        case aiohttp.ClientResponseError():
            return FetchError("jawaban rusak", f"Jawaban {host} bukan HTTP yang sah.",
                              "Beri tahu pengelola situsnya bila terus terjadi.")
        case _:
            return FetchError("koneksi", f"Sambungan ke {host} terganggu.", _LATER)


def never_sent(error: FetchError) -> bool:
    """Say whether a request certainly never reached its server: refused by us, or no connection came about."""
    return isinstance(error, (BlockedError, ThrottledError)) or isinstance(
        error.__cause__, (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError))


def refuse_status(status: int, host: str, retry_after: str) -> None:
    """Raise GoneError, ThrottledError or FetchError for a status that carries no usable body."""
    if status == 410:
        raise GoneError("berakhir", f"{host} menyatakan alamat ini sudah dihapus untuk selamanya (410).",
                        "Cari alamat baru lalu perbarui url di sources.toml.")
    if status == 429 or (status == 503 and retry_after):
        now = datetime.now(UTC)
        raise ThrottledError("diminta menunggu", f"{host} meminta kita menunggu ({status}).",
                             until=wait_until(retry_after, now) or now + USUAL_WAIT)
    if not 200 <= status < 300:
        what, todo = _STATUS.get(status, ("Server sedang bermasalah", _LATER) if status >= 500
                                 else ("Server menolak permintaan", "Periksa alamat sumber di peramban."))
        raise FetchError(f"status {status}", f"{what} ({host}, status {status}).", todo)


def wait_until(retry_after: str, now: datetime) -> datetime | None:
    """Read Retry-After (seconds or an HTTP date); None when absent or unreadable.

    Bounded to between one minute and 24 hours from `now`, so that a mistaken server cannot silence a source for years.
    """
    value = retry_after.strip()
    if value.isascii() and value.isdigit():
        asked = timedelta(seconds=min(int(value[:12]), 10**9))
    else:
        try:
            moment = parsedate_to_datetime(value)
        except (ValueError, TypeError, OverflowError):
            return None
        asked = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now
    return bounded(now + asked, now)


def bounded(until: datetime, now: datetime) -> datetime:
    """Return a moment to wait for, no sooner than a minute and no later than 24 hours from `now`."""
    return now + min(max(until - now, _SHORTEST_WAIT), _LONGEST_WAIT)
