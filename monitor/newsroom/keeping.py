"""Keep what is slow to make (search index, PDFs, small pictures) under a hash of what it was made from."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

FOLDER = "keluaran/simpanan"
DAYS = 30


class Keeper:
    """A folder of made things; without the folder everything is simply made again.

    Every name is a hash of all that went into the thing, so nothing in the folder is ever out of date, and deleting
    it loses nothing. Things that no build has used for 30 days are removed.
    """

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder

    @classmethod
    def beside(cls, content: Path) -> Keeper:
        """Return the keeper beside a content folder, in `keluaran`, once a build has made that folder."""
        home = content.resolve().parent / FOLDER
        return cls(home if home.parent.is_dir() else None)

    def file(self, key: str, make: Callable[[], bytes]) -> bytes:
        """Return the kept bytes of a key, or make and keep them."""
        path = self.folder / key if self.folder else None
        if path is None:
            return make()
        try:
            found = path.read_bytes()
        except OSError:
            return self._keep(path, make())
        os.utime(path)
        return found

    def tree(self, key: str, into: Path, make: Callable[[Path], None]) -> None:
        """Put the kept folder of a key at `into`, or make it there and keep a copy."""
        path = self.folder / key if self.folder else None
        if path and path.is_dir():
            shutil.copytree(path, into)
            os.utime(path)
            return
        make(into)
        if path:
            path.parent.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=path.parent) as name:
                whole = Path(name) / "baru"
                shutil.copytree(into, whole)
                whole.rename(path)

    def forget_old(self) -> None:
        """Remove what no build has used for 30 days."""
        limit = time.time() - DAYS * 86400
        for path in list(self.folder.iterdir()) if self.folder and self.folder.is_dir() else []:
            if path.stat().st_mtime < limit:
                shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)

    def _keep(self, path: Path, made: bytes) -> bytes:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as handle:
            handle.write(made)
        Path(handle.name).rename(path)
        return made


def key(kind: str, parts: Iterable[bytes | str], suffix: str = "") -> str:
    """Return the name under which a thing made from some parts is kept."""
    digest = hashlib.sha256()
    for part in parts:
        raw = part.encode() if isinstance(part, str) else part
        digest.update(len(raw).to_bytes(8, "big") + raw)
    return f"{kind}-{digest.hexdigest()[:32]}{suffix}"
