"""`monitor collect`: fetch every enabled source and store what is new."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import click

from monitor.models import SourceResult, SourceStatus

_UNREACHED = ("nama tidak ditemukan:", "koneksi:", "waktu habis:")
_MANY = 5
"""More sources than this with the same cause are listed together."""


@click.command("collect", short_help="Ambil berita baru dari semua sumber.")
@click.option("--source", "sources", multiple=True, metavar="ID",
              help="Hanya sumber ini (boleh diulang). Sumber yang dimatikan pun dicoba.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d", "%d/%m/%Y"]), metavar="TANGGAL",
              help="Abaikan berita sebelum tanggal ini (2026-08-17 atau 17/08/2026, WIB).")
@click.pass_obj
def command(config: Path | None, sources: tuple[str, ...], since: datetime | None) -> int:
    """Ambil berita baru dari semua sumber aktif lalu simpan.

    Setiap sumber dilaporkan: baru, tidak berubah, dilewati, atau gagal beserta sebabnya. Satu sumber yang gagal tidak
    menghentikan yang lain. Kode keluar 1 hanya bila tidak satu pun sumber terbaca.
    """
    from monitor.config.settings import read_settings
    from monitor.config.sources import read_sources
    from monitor.workflows.collect import choose, collect

    settings = read_settings(config)
    expected = len(choose(read_sources(settings.sources), sources))
    start = since.replace(tzinfo=ZoneInfo("Asia/Jakarta")) if since else None
    with click.progressbar(length=expected, label="Mengumpulkan", file=sys.stderr) as bar:
        results = collect(settings, only=sources, since=start, on_progress=lambda _: bar.update(1))
    for line in report(results):
        click.echo(line)
    return 1 if results and all(result.status is SourceStatus.FAILED for result in results) else 0


def report(results: Sequence[SourceResult]) -> Iterator[str]:
    """Yield the lines of a run's report, grouped by how sources ended; the last line counts."""
    new, unchanged, skipped, failed = (
        [result for result in results if result.status is status] for status in
        (SourceStatus.NEW, SourceStatus.UNCHANGED, SourceStatus.SKIPPED, SourceStatus.FAILED))
    if new:
        yield f"Baru ({len(new)} sumber):"
        yield from (f"  {result.source_id}: {result.new} naskah baru dari {result.seen}" for result in new)
    if unchanged:
        yield f"Tidak berubah ({len(unchanged)} sumber):"
        yield "  " + ", ".join(result.source_id for result in unchanged)
    for label, group in (("Dilewati", skipped), ("Gagal", failed)):
        if group:
            yield f"{label} ({len(group)} sumber):"
            yield from _causes(group)
    if not results:
        yield "Tidak ada sumber yang aktif; aktifkan di sources.toml."
    if failed and len(failed) == len(results):
        yield _all_failed(failed)
    yield (f"{sum(result.new for result in results)} naskah baru dari {len(results)} sumber: {len(new)} baru, "
           f"{len(unchanged)} tidak berubah, {len(skipped)} dilewati, {len(failed)} gagal")


def _all_failed(failed: Sequence[SourceResult]) -> str:
    """Say what to do when no source was read: the connection is to blame when none could even be reached."""
    if all(result.cause.startswith(_UNREACHED) for result in failed):
        return "Semua sumber tidak terhubungi: periksa sambungan internet komputer ini, lalu jalankan lagi."
    return "Tidak satu pun sumber terbaca: perbaiki sebab di atas, lalu jalankan lagi."


def _causes(group: Sequence[SourceResult]) -> Iterator[str]:
    """Yield one line per source, or one for many that share a cause."""
    shared: dict[str, list[SourceResult]] = {}
    for result in group:
        shared.setdefault(result.cause.partition(":")[0], []).append(result)
    for cause, results in sorted(shared.items()):
        if len(results) > _MANY:
            yield f"  {cause}, {len(results)} sumber: {', '.join(result.source_id for result in results)}"
            yield f"    contoh {results[0].source_id}: {results[0].cause.partition(': ')[2]}"
        else:
            yield from (f"  {result.source_id}: {result.cause}" for result in results)
