"""Build the site with Pelican, exactly as `pelican content` would, and report what was built."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

from monitor.config.settings import Site
from monitor.errors import SiteError, reason
from monitor.newsroom.content import check_content, refuse
from monitor.newsroom.output import SiteSummary, read_counts

_REFUSED = re.compile(r"\w*Error: \[Errno (\d+)\]")
"""The system's own complaint, whose words follow the locale of the machine."""

_WARNING = "Peringatan: "


def publish(site: Site, *, out: Path | None = None) -> SiteSummary:
    """Check the content, build the site into `out` (or the configured folder) and return its summary.

    Pelican runs as a process of its own: it changes logging and locale for good, and Ctrl-C or a crash in it leaves
    the old site in place. Raise SiteError with every problem of the content, or with what Pelican said.
    """
    if not site.settings.is_file():
        raise SiteError(f"{site.settings} tidak ditemukan.",
                        "Jalankan dari folder proyek, atau isi [site] settings di monitor.toml.")
    refuse(check_content(site.content))
    target = out or site.out
    command = [sys.executable, "-m", "pelican", str(site.content), "--settings", str(site.settings),
               "--output", str(target), "--log-handler", "plain"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", errors="replace", check=False)
    if done.returncode:
        raise SiteError(*_reason(done.stderr, target))
    return SiteSummary(index=target / "index.html", counts=read_counts(target),
                       warnings=tuple(_warnings(done.stderr)))


def _warnings(log: str) -> Iterator[str]:
    """Yield what the build warned about, each once: the content, an approval or a program that lacks."""
    lines = [line.removeprefix(_WARNING) for line in log.splitlines() if line.startswith(_WARNING)]
    yield from dict.fromkeys(lines)


def _reason(log: str, target: Path) -> tuple[str, str]:
    """Return what our plugin said, or else the last line of Pelican's own complaint, and what to do."""
    lines = [line.rstrip() for line in log.strip().splitlines()] or ["tanpa keterangan"]
    ours = next((number for number, line in enumerate(lines) if line.startswith("SiteError: ")), None)
    if ours is None:
        if refused := _REFUSED.match(lines[-1]):
            why = reason(OSError(int(refused[1]), ""))
            return (f"Situs tidak dapat ditulis ke {target} ({why}).",
                    "Situs lama tidak berubah. Kosongkan ruang atau pilih folder lain dengan --out, lalu ulangi.")
        return (f"Situs tidak dibangun karena galat pada tema atau pengaturan: {lines[-1]}",
                "Situs lama tidak berubah. Periksa tema dan pelicanconf.py, lalu jalankan lagi.")
    kept = takewhile(lambda line: not line.startswith("Traceback"), lines[ours:])
    return "\n".join(kept).removeprefix("SiteError: ").strip(), ""
