"""`monitor sources`: list, check and try sources without storing anything."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.models import Entry, SourceKind, SourceStatus

if TYPE_CHECKING:
    from monitor.health.model import Health

_OUTCOMES = {SourceStatus.NEW: "baru", SourceStatus.UNCHANGED: "tidak berubah", SourceStatus.SKIPPED: "dilewati",
             SourceStatus.FAILED: "gagal"}
_PAGES = (SourceKind.FEED, SourceKind.GOOGLE_NEWS, SourceKind.LISTING)
_HEAD = ("ID", "NAMA", "JENIS", "AKTIF", "KUNJUNGAN TERAKHIR", "HASIL")


@click.group("sources", short_help="Lihat, periksa, dan coba sumber berita.")
def command() -> None:
    """Lihat, periksa, dan coba sumber berita."""


@command.command("list", short_help="Tampilkan sumber dan kunjungan terakhirnya.")
@click.pass_obj
def list_command(config: Path | None) -> None:
    """Tampilkan semua sumber dan hasil kunjungan terakhirnya."""
    from monitor.config.settings import read_settings
    from monitor.workflows.sources import health

    rows = health(read_settings(config))
    for line in _table([_HEAD, *map(_row, rows)]):
        click.echo(line)
    active = sum(row.source.enabled for row in rows)
    failed = sum(row.last is not None and row.last.status is SourceStatus.FAILED for row in rows)
    waiting = sum(bool(row.unset) and row.source.enabled for row in rows)
    click.echo(f"{len(rows)} sumber: {active} aktif, {len(rows) - active} tidak aktif, {failed} gagal terakhir kali"
               + (f", {waiting} belum disetel" if waiting else ""))


def _ending(ending: str) -> Callable[[click.Context, click.Parameter, Path | None], Path | None]:
    def checked(context: click.Context, parameter: click.Parameter, value: Path | None) -> Path | None:
        if value and value.suffix.lower() != ending:
            raise click.BadParameter(f"nama berkas harus berakhiran {ending}")
        if value and value.is_dir():
            raise click.BadParameter(f"{value} adalah folder")
        return value
    return checked


_FILE = click.Path(path_type=Path)


@command.command("health", short_help="Laporkan kesehatan setiap sumber.")
@click.option("--all", "everything", is_flag=True, help="Tampilkan juga sumber yang nonaktif.")
@click.option("--html", "html", type=_FILE, is_flag=False, flag_value="keluaran/sumber.html", metavar="[BERKAS]",
              callback=_ending(".html"), help="Tulis juga halaman dengan grafik; tanpa nama: keluaran/sumber.html.")
@click.option("--json", "as_json", type=_FILE, metavar="BERKAS", callback=_ending(".json"),
              help="Tulis juga sebagai JSON.")
@click.option("--csv", "as_csv", type=_FILE, metavar="BERKAS", callback=_ending(".csv"), help="Tulis juga sebagai CSV.")
@click.option("--xlsx", "as_xlsx", type=_FILE, metavar="BERKAS", callback=_ending(".xlsx"),
              help="Tulis juga sebagai buku kerja Excel.")
@click.pass_obj
def health_command(config: Path | None, everything: bool, html: Path | None, as_json: Path | None,
                   as_csv: Path | None, as_xlsx: Path | None) -> None:
    """Laporkan dari catatan kunjungan: sehat, melambat, diam, putus, dijeda, atau belum disetel, beserta langkahnya.

    Banyaknya naskah sehari dibandingkan dengan biasanya sumber itu sendiri. Tidak ada yang diunduh; untuk membuka
    setiap sumber sekarang juga, pakai `monitor sources check`.
    """
    from monitor.config.settings import read_settings
    from monitor.health.render_table import render_text
    from monitor.workflows.health import sources_report, write_report

    report = sources_report(read_settings(config))
    files = [file for file in (html, as_json, as_csv, as_xlsx) if file]
    for file in files:
        write_report(report, file)
    click.echo(render_text(report, everything=everything), nl=False)
    for file in files:
        click.echo(f"Ditulis: {file}", err=True)


@command.command("check", short_help="Buka setiap sumber sekali tanpa menyimpan.")
@click.pass_obj
def check_command(config: Path | None) -> int:
    """Buka setiap sumber aktif sekali tanpa menyimpan apa pun; kode keluar 1 bila ada yang gagal."""
    from monitor.config.settings import read_settings
    from monitor.config.sources import read_sources
    from monitor.workflows.sources import check

    settings = read_settings(config)
    enabled = sum(source.enabled for source in read_sources(settings.sources))
    with click.progressbar(length=enabled, label="Memeriksa", file=sys.stderr) as bar:
        results = check(settings, on_progress=lambda _: bar.update(1))
    for result in results:
        if result.status is SourceStatus.SKIPPED:
            click.echo(f"lewat  {result.source_id}: {result.cause}")
            continue
        healthy = result.status is not SourceStatus.FAILED
        note = f"{result.seen} entri" if healthy else result.cause
        moved = f"; {result.cause}" if healthy and result.cause else ""
        click.echo(f"{'sehat' if healthy else 'GAGAL'}  {result.source_id}: {note}{moved}")
    failed = sum(result.status is SourceStatus.FAILED for result in results)
    skipped = sum(result.status is SourceStatus.SKIPPED for result in results)
    click.echo(f"{len(results) - failed - skipped} sehat, {failed} gagal" + (f", {skipped} lewat" if skipped else ""))
    return 1 if failed else 0


@command.command("try", short_help="Coba satu alamat tanpa menyimpan.")
@click.argument("url")
@click.option("--kind", type=click.Choice([kind.value for kind in _PAGES]),
              help="Baca sebagai jenis ini; tanpa pilihan ini, jenisnya ditebak dari isinya.")
@click.pass_obj
def try_command(config: Path | None, url: str, kind: str | None) -> None:
    """Ambil satu feed atau halaman daftar dan tampilkan entrinya sebagai JSON Lines, tanpa menyimpan."""
    from monitor.config.settings import read_settings
    from monitor.workflows.sources import try_url

    entries = try_url(read_settings(config), url, kind=SourceKind(kind) if kind else None)
    for line in _json_lines(entries):
        click.echo(line)
    click.echo(f"{len(entries)} entri, tidak ada yang disimpan", err=True)


def _json_lines(entries: Iterable[Entry]) -> Iterator[str]:
    for entry in entries:
        fields = asdict(entry)
        del fields["source_id"]
        published = entry.published
        fields["published"] = published and (published.at.date() if published.dated_only else published.at).isoformat()
        yield json.dumps({key: value for key, value in fields.items() if value}, ensure_ascii=False)


def _row(row: Health) -> tuple[str, ...]:
    from monitor.dates import clock, short_date

    visited = f"{short_date(row.visited)} {clock(row.visited)}" if row.visited else "belum pernah"
    outcome = _OUTCOMES[row.last.status] if row.last else "-"
    detail = row.unset or row.paused or (row.last.cause if row.last else "")
    source = row.source
    return (source.id, source.name, source.kind.value, "ya" if source.enabled else "tidak", visited,
            "; ".join(filter(None, (detail if row.unset else f"{outcome}: {detail}" if detail else outcome, row.cost))))


def _table(rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
