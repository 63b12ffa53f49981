"""Write the five files of a digest, all or nothing."""

from __future__ import annotations

import errno
import shutil
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from monitor.digest.model import Digest
from monitor.digest.render_html import render_html
from monitor.digest.render_json import render_json
from monitor.digest.render_pdf import render_pdf
from monitor.digest.render_txt import render_txt
from monitor.digest.render_xlsx import render_xlsx
from monitor.errors import DigestError, reason


@dataclass(frozen=True, slots=True)
class DigestFiles:
    """Where a digest was written, and what it counts."""

    folder: Path
    pdf: Path
    html: Path
    text: Path
    evidence: Path
    json: Path
    stories: int
    copies: int
    failed: int


_RENDERERS: Mapping[str, Callable[[Digest], bytes]] = {
    "digest.pdf": render_pdf,
    "digest.html": lambda digest: render_html(digest).encode(),
    "digest.txt": lambda digest: render_txt(digest).encode(),
    "evidence.xlsx": render_xlsx,
    "digest.json": lambda digest: render_json(digest).encode(),
}


def write_digest(digest: Digest, out: Path) -> DigestFiles:
    """Write the files into `out/<week>/`; an earlier digest of the week is replaced at the end, in one step.

    Other files in that folder stay. Raise DigestError when the folder cannot be written; then nothing has changed.
    """
    made = {name: render(digest) for name, render in _RENDERERS.items()}
    folder = out / str(digest.week)
    try:
        _replace(folder, made)
    except OSError as error:
        raise DigestError(*_explain(error, out)) from error
    return DigestFiles(
        folder=folder, pdf=folder / "digest.pdf", html=folder / "digest.html", text=folder / "digest.txt",
        evidence=folder / "evidence.xlsx", json=folder / "digest.json", stories=len(digest.stories),
        copies=len(digest.items) - len(digest.stories), failed=len(digest.coverage.failed))


def _replace(folder: Path, made: Mapping[str, bytes]) -> None:
    """Fill a hidden folder beside the target, then swap the two; on failure the old folder comes back."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        fresh, old = work / "baru", work / "lama"
        fresh.mkdir()
        for name, content in made.items():
            (fresh / name).write_bytes(content)
        if not folder.exists():
            fresh.rename(folder)
            return
        for kept in folder.iterdir():
            if kept.name not in made:
                _copy(kept, fresh / kept.name)
        folder.rename(old)
        try:
            fresh.rename(folder)
        except OSError:
            old.rename(folder)
            raise
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _copy(source: Path, target: Path) -> None:
    if source.is_dir() and not source.is_symlink():
        shutil.copytree(source, target, symlinks=True)
    else:
        shutil.copy2(source, target, follow_symlinks=False)


def _explain(error: OSError, out: Path) -> tuple[str, str]:
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return (f"Disk penuh saat menulis digest ke {out}.",
                    "Digest lama tidak berubah. Kosongkan ruang, lalu jalankan lagi.")
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return f"Folder {out} tidak boleh ditulisi.", "Pilih folder lain dengan --out, atau minta izin."
        case errno.ENOTDIR | errno.EEXIST:
            return f"{out} bukan folder.", "Pilih folder lain dengan --out."
        case _:
            return (f"Digest tidak dapat ditulis ke {out} ({reason(error)}).",
                    "Periksa foldernya, lalu jalankan lagi.")
