"""The key of this installation's hashes: from MONITOR_PRIVACY_KEY, else from a file beside the store.

Without the key nobody can tell from a hash whose it is, nor whether a name belongs to it. It is never written into the
store, a log, an export or a message.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from monitor.errors import PrivacyError, reason

VARIABLE = "MONITOR_PRIVACY_KEY"
SHORTEST = 32
"""Characters that a key has at least: the 64 hex digits of a generated one, or a long phrase."""
_SERVER_FILE = Path("var/monitor.kunci")


def key_file(database_url: str) -> Path | None:
    """Return where the key of a store is kept; None for a store in memory, whose key lives as long as it does."""
    backend, _, rest = database_url.partition(":")
    if not backend.startswith("sqlite"):
        return _SERVER_FILE
    path = rest.removeprefix("//").removeprefix("/").removeprefix("file:").partition("?")[0]
    return Path(f"{path}.kunci") if path and path != ":memory:" else None


def load_key(database_url: str, environ: Mapping[str, str] = os.environ) -> bytes:
    """Return the key of a store; at first use one is made and kept readable for its owner only. Raise PrivacyError."""
    if stated := environ.get(VARIABLE, "").strip():
        if len(stated) < SHORTEST:
            raise PrivacyError(f"{VARIABLE} terlalu pendek: paling sedikit {SHORTEST} huruf atau angka.",
                               "Isi dengan hasil: python3 -c 'import secrets; print(secrets.token_hex(32))'")
        return _derived(stated)
    file = key_file(database_url)
    if file is None:
        return secrets.token_bytes(32)
    try:
        return _derived(_read(file) or _made(file))
    except OSError as error:
        raise PrivacyError(f"Kunci privasi {file} tidak dapat dibaca atau dibuat ({reason(error)}).",
                           f"Beri izin baca dan tulis pada foldernya, atau isi {VARIABLE}.") from error


def _derived(stated: str) -> bytes:
    return hashlib.blake2b(stated.encode(), digest_size=32, person=b"monitor-privasi").digest()


def _read(file: Path) -> str:
    """Return the key in a file, closed to others again; empty when there is no file. Raise PrivacyError, OSError."""
    try:
        stated = file.read_text("ascii", "replace").strip()
    except FileNotFoundError:
        return ""
    if len(stated) < SHORTEST:
        raise PrivacyError(f"Kunci privasi {file} rusak atau terpotong.",
                           "Pulihkan berkas itu dari cadangan; yang baru hanya dibuat menurut docs/privasi.md.")
    if file.stat().st_mode & 0o077:
        file.chmod(0o600)
    return stated


def _made(file: Path) -> str:
    """Make a key file in one step, so that of two programs starting at once both use the same. Raise OSError."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".kunci-")  # mode 0600
    try:
        with os.fdopen(handle, "w") as out:
            out.write(secrets.token_hex(32) + "\n")
        with suppress(FileExistsError):
            os.link(name, file)
    finally:
        Path(name).unlink()
    return _read(file)
