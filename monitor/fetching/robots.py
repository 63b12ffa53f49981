"""robots.txt: what a host lets us read, and how slowly (RFC 9309, and the customary Crawl-delay)."""

from __future__ import annotations

from dataclasses import dataclass

from protego import Protego

from monitor.errors import BlockedError
from monitor.urls import shown

MAX_BYTES = 512_000
"""RFC 9309 2.5 asks for at least 500 KiB; what lies beyond is not read."""

_LONGEST_DELAY = 10.0


@dataclass(frozen=True, slots=True)
class Rules:
    """What one host says; `broken` is the 5xx status its robots.txt answered, which RFC 9309 reads as a full no."""

    parsed: Protego | None = None
    delay: float = 0.0
    broken: int = 0

    def check(self, url: str, agent: str) -> None:
        """Raise BlockedError when this address may not be read."""
        if self.broken:
            raise BlockedError("robots.txt", f"Server gagal menyajikan robots.txt (status {self.broken}), jadi izin "
                               "membaca tidak diketahui dan situsnya tidak dibuka dulu.",
                               "Biasanya pulih sendiri; dicoba lagi pada kunjungan berikutnya.")
        if self.parsed is not None and not self.parsed.can_fetch(url, agent):
            raise BlockedError("robots.txt", f"Situs melarang alamat ini dibaca program (robots.txt): {shown(url)}",
                               "Pakai feed resmi lain atau pencarian Google News untuk media ini.")


def rules(status: int, body: bytes, agent: str) -> Rules:
    """Read an answer to GET /robots.txt: 2xx is parsed, 4xx allows everything, 5xx allows nothing (RFC 9309 2.3.1).

    Crawl-delay is obeyed up to 10 seconds.
    """
    if status >= 500:
        return Rules(broken=status)
    if status >= 300:
        return Rules()
    parsed = Protego.parse(body[:MAX_BYTES].decode("utf-8-sig", "replace"))
    return Rules(parsed, min(max(parsed.crawl_delay(agent) or 0.0, 0.0), _LONGEST_DELAY))
