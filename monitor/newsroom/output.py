"""Write the site beside the old one and swap when it is whole, so that nothing half-published is ever seen."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from monitor.errors import SiteError

MARKER = ".situs.json"
"""A file in every built site: proof that a folder is ours to replace, and the page counts of the build."""


@dataclass(frozen=True, slots=True)
class SiteSummary:
    """A built site: its front page, pages per type in reading order, and warnings about the content."""

    index: Path
    counts: Mapping[str, int]
    warnings: tuple[str, ...] = ()


class Staging:
    """A new directory next to `final` that replaces it in one step."""

    def __init__(self, final: Path) -> None:
        """Prepare the directory. Raise SiteError when `final` holds files that no build of ours made."""
        if final.is_symlink() or (final.exists() and not final.is_dir()):
            raise SiteError(f"{final} bukan folder biasa.", "Pilih folder lain untuk hasil situs.")
        if final.is_dir() and any(final.iterdir()) and not (final / MARKER).is_file():
            raise SiteError(f"Folder {final} berisi berkas lain dan tidak akan ditimpa.",
                            "Pilih folder kosong atau folder hasil bangun sebelumnya.")
        final.parent.mkdir(parents=True, exist_ok=True)
        self.final = final
        self._holder = tempfile.TemporaryDirectory(prefix=".situs-", dir=final.parent, ignore_cleanup_errors=True)
        self.path = Path(self._holder.name) / "baru"
        self.path.mkdir()

    def publish(self, counts: Mapping[str, int]) -> None:
        """Put the new site in the place of the old one and remove the old one."""
        (self.path / MARKER).write_text(json.dumps(dict(counts), ensure_ascii=False) + "\n", "utf-8")
        old = Path(self._holder.name) / "lama"
        if self.final.exists():
            self.final.rename(old)
        try:
            self.path.rename(self.final)
        except OSError:
            if old.exists():
                old.rename(self.final)
            raise
        self.discard()

    def discard(self) -> None:
        """Remove what was staged; the old site stays as it is."""
        shutil.rmtree(self._holder.name, ignore_errors=True)
        self._holder.cleanup()


def read_counts(site: Path) -> dict[str, int]:
    """Return the page counts that the last build left in a site. Raise SiteError when there is no built site."""
    try:
        counts = json.loads((site / MARKER).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise SiteError(f"Belum ada situs di {site}.", "Jalankan: monitor site build") from error
    return {str(name): int(count) for name, count in counts.items()}
