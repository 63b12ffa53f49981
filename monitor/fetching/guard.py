"""Which addresses may be dialled: public ones only, judged on the address itself and not on its name.

The judgement happens where the socket is made, so a name that resolves differently the second time, or a redirect,
cannot slip past. The `loopback` seam names exact (address, port) pairs that tests and the demo may dial.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from yarl import URL

from monitor.errors import BlockedError
from monitor.urls import shown

AddrInfo = tuple[int, int, int, str, tuple[str, int] | tuple[str, int, int, int] | tuple[int, bytes]]
Seam = frozenset[tuple[str, int]]

_UNICAST = IPv6Network("2000::/3")
_SPECIAL = tuple(IPv6Network(net) for net in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20"))
_NAT64 = IPv6Network("64:ff9b::/96")
_SPECIAL_V4 = tuple(IPv4Network(net) for net in ("192.0.0.0/24", "192.88.99.0/24"))


REFUSED = "alamat bukan milik umum"
"""Words of a refusal, also where it is one of several failures that a name's addresses met."""


class RefusedAddress(OSError):
    """Refuse to make a socket; aiohttp carries it as the cause of its own connection error."""

    def __init__(self, address: str) -> None:
        super().__init__(REFUSED)
        self.address = address


def is_public(address: str) -> bool:
    """Say whether an IP address belongs to the public internet.

    IPv4 inside IPv6 (mapped, and NAT64 64:ff9b::/96) is judged as IPv4. Teredo, 6to4, documentation, benchmark,
    shared (100.64/10), multicast and reserved blocks are not public (IANA special-purpose registries, RFC 6890).
    """
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(ip, IPv6Address):
        inner = ip.ipv4_mapped or (IPv4Address(int(ip) & 0xFFFFFFFF) if ip in _NAT64 else None)
        if inner is None:
            return ip in _UNICAST and not any(ip in net for net in _SPECIAL)
        ip = inner
    special = ip.is_multicast or ip.is_reserved or any(ip in net for net in _SPECIAL_V4)
    return ip.is_global and not special


def guarded_sockets(loopback: Seam) -> Callable[[AddrInfo], socket.socket]:
    """Return a socket factory that raises RefusedAddress for any address that is not public nor in the seam."""

    def make(info: AddrInfo) -> socket.socket:
        family, kind, proto, _, peer = info
        address, port = str(peer[0]), int(peer[1])
        if (address, port) not in loopback and not is_public(address):
            raise RefusedAddress(address)
        return socket.socket(family, kind, proto)

    return make


def check_url(url: URL, loopback: Seam) -> None:
    """Refuse what needs no dialling to be refused: other schemes, log-in data, a private address written out.

    Raise BlockedError.
    """
    if url.scheme not in {"http", "https"}:
        scheme = f"bukan {url.scheme!r}" if url.scheme else "lengkap dengan https:// di depannya"
        raise BlockedError("alamat ditolak", f"Hanya alamat http dan https yang dibuka, {scheme}.",
                           "Periksa alamat sumbernya.")
    host = url.host or ""
    if not host or url.user is not None or url.password is not None:
        raise BlockedError("alamat ditolak", f"Alamat {shown(str(url))} tidak memiliki nama host yang wajar.",
                           "Tulis seperti https://nama.situs/feed, tanpa nama pengguna atau sandi.")
    if _is_literal(host) and (host, url.port or 0) not in loopback and not is_public(host):
        raise blocked(host)


def blocked(address: str) -> BlockedError:
    """Return the error for an address that is not public."""
    return BlockedError("alamat ditolak", f"{address} bukan alamat internet umum (jaringan dalam atau khusus), "
                        "jadi tidak dibuka.",
                        "Periksa alamat sumber; bila sumbernya benar, tanyakan pengelola situsnya.")


def _is_literal(host: str) -> bool:
    try:
        ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True
