"""`monitor share`: hand out share kits, list them, and find those that are out of date."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from monitor.workflows.share import KitStatus


@click.group("share", short_help="Buat dan awasi kit berbagi untuk pegawai.")
def command() -> None:
    """Buat kit berbagi untuk pegawai, dan awasi kit yang tidak sesuai lagi dengan halamannya.

    Situs juga memuat kit setiap penjelasan dan klarifikasi di /bagikan/<slug>/.
    """


@command.command()
@click.argument("slugs", nargs=-1, metavar="[SLUG]...")
@click.option("--unit", default="umum", show_default=True, metavar="KODE",
              help="Kode unit pada tautan; lihat `monitor share units`.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), metavar="FOLDER",
              help="Tulis ZIP ke folder ini, bukan keluaran/bagikan.")
@click.pass_obj
def build(config: Path | None, slugs: tuple[str, ...], unit: str, out: Path | None) -> None:
    """Tulis ZIP setiap kit, atau kit SLUG saja, dan catat versinya di content/bagikan.json.

    Simpan catatan itu di git bersama isi situs: dari situ diketahui halaman yang berubah atau tidak terbit lagi.
    """
    from monitor.config.settings import read_settings
    from monitor.workflows import share

    done = share.build(read_settings(config).site, unit=unit, slugs=slugs, out=out, now=datetime.now(UTC))
    for path in done.archives:
        click.echo(path)
    written = {path.stem for path in done.archives}
    for status in done.before:
        if status.slug in written and status.standing is share.Standing.EXPIRED:
            click.echo(f"Peringatan: masa berlaku kit {status.slug} sudah lewat. Periksa ulang faktanya, lalu perbarui "
                       "Checked.", err=True)
    new = sum(status.issued is None for status in done.before)
    stale = sum(status.stale and status.issued is not None for status in done.before)
    click.echo(f"{len(done.archives)} kit ditulis, {new} belum pernah dicatat, {stale} sebelumnya tidak sesuai lagi")


@command.command("list")
@click.pass_obj
def list_(config: Path | None) -> None:
    """Daftar semua kit: status, masa berlaku, dan judulnya."""
    found = _statuses(config)
    for status in found:
        click.echo(_line(status))
    click.echo(f"{len(found)} kit, {sum(status.stale for status in found)} tidak sesuai lagi")


@command.command()
@click.pass_obj
def stale(config: Path | None) -> None:
    """Daftar kit yang tidak boleh dibagikan lagi apa adanya, dan sebabnya.

    Setelah halamannya benar, jalankan `monitor share build`, lalu bagikan ulang kitnya.
    """
    found = [status for status in _statuses(config) if status.stale]
    for status in found:
        click.echo(_line(status))
        for change in status.changes:
            click.echo(f"    {change}")
    click.echo(f"{len(found)} kit tidak sesuai lagi" if found else "Semua kit masih sesuai dengan halamannya.")


@command.command()
def units() -> None:
    """Daftar kode unit yang boleh dipakai pada tautan."""
    from monitor.config.units import read_units

    known = read_units()
    for code, name in known.items():
        click.echo(f"{code:20} {name}")
    click.echo(f"{len(known)} unit")


def _statuses(config: Path | None) -> Sequence[KitStatus]:
    from monitor.config.settings import read_settings
    from monitor.workflows.share import statuses

    return statuses(read_settings(config).site, now=datetime.now(UTC))


def _line(status: KitStatus) -> str:
    from monitor.dates import short_date

    until = f"sampai {short_date(status.until)}" if status.until else ""
    return f"{status.slug:32} {status.standing.value:20} {until:18} {status.title}".rstrip()
