"""Remember in the built site which approved releases are out, so that the next build cannot change one in silence.

The keys in a front matter can be edited by hand; the site that is out now cannot. A build therefore compares the
releases it is about to write with those of the site it replaces.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from monitor.errors import SiteError
from monitor.newsroom.frontmatter import Document
from monitor.newsroom.releases.state import State, read_release

FILE = ".rilis.json"
"""In every built site: slug, hash and number of corrections of each approved release. It names nothing that is not
public."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One approved release that is out: its slug, the hash of its text, its corrections, whether it was withdrawn."""

    slug: str
    hash: str
    corrections: int
    withdrawn: bool


def entry(document: Document) -> Entry | None:
    """Return the entry of a release that is out, or None for one nobody approved."""
    release = read_release(document)
    if not release.approved_hash:
        return None
    return Entry(document.text("slug"), release.approved_hash, len(release.corrections),
                 release.state is State.WITHDRAWN)


def compare(old: Path, entries: Iterable[Entry]) -> None:
    """Raise SiteError when a release of the old site would be gone or other than it was without a note."""
    now = {each.slug: each for each in entries}
    if faults := [fault for each in _read(old) for fault in _faults(each, now.get(each.slug))]:
        listed = "\n".join(f"  - {fault}" for fault in faults)
        raise SiteError(f"Situs tidak dibangun, rilis yang sudah terbit berubah tanpa catatan:\n{listed}",
                        f"\nSitus yang lama tidak berubah. Bila perubahan ini memang diputuskan pimpinan, hapus "
                        f"{old / FILE}, lalu bangun lagi.")


def write(site: Path, entries: Iterable[Entry]) -> None:
    """Leave the entries in a new site."""
    lines = [asdict(each) for each in sorted(entries, key=lambda each: each.slug)]
    (site / FILE).write_text(json.dumps(lines, ensure_ascii=False, indent=0) + "\n", "utf-8")


def _faults(before: Entry, after: Entry | None) -> Iterator[str]:
    if after is None:
        yield (f"{before.slug}: sudah terbit, tetapi berkasnya, persetujuannya, atau tanggal terbitnya tidak ada lagi. "
               "Kembalikan; untuk menariknya: monitor release withdraw")
    elif before.withdrawn and not after.withdrawn:
        yield f"{before.slug}: sudah ditarik, jadi tidak bisa terbit lagi. Buat naskah baru: monitor release new"
    elif not after.withdrawn and after.hash != before.hash and after.corrections <= before.corrections:
        yield f"{before.slug}: teksnya lain dari yang terbit. Kembalikan, lalu ubah dengan: monitor release correct"


def _read(site: Path) -> list[Entry]:
    """Return the entries of a built site; none when it has no such file or one that no build of ours wrote."""
    try:
        kept = json.loads((site / FILE).read_text("utf-8"))
        return [Entry(str(each["slug"]), str(each["hash"]), int(each["corrections"]), bool(each["withdrawn"]))
                for each in kept]
    except (OSError, ValueError, KeyError, TypeError):
        return []
