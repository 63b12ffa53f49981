"""`monitor site`: build the site, or build it and look at it on this computer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from monitor.newsroom.output import SiteSummary

OUT = click.option("--out", type=click.Path(file_okay=False, path_type=Path), metavar="FOLDER",
                   help="Tulis situs ke folder ini, bukan keluaran/situs.")


@click.group("site", short_help="Bangun atau lihat situs.")
def command() -> None:
    """Bangun situs dari folder content, atau lihat hasilnya di komputer ini.

    Perintah `pelican content` memberi hasil yang sama.
    """


@command.command()
@OUT
@click.pass_obj
def build(config: Path | None, out: Path | None) -> None:
    """Periksa isi dan bangun situs.

    Situs lama diganti hanya bila situs baru sudah utuh. Alamat terbit diatur dengan SITEURL di lingkungan atau
    ALAMAT di pelicanconf.py.
    """
    summary = _build(config, out)
    click.echo(f"Halaman depan: {summary.index}")
    click.echo(_counted(summary))


@command.command()
@OUT
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, metavar="ANGKA",
              help="Porta di komputer ini; 0 memilih yang kosong.")
@click.pass_obj
def serve(config: Path | None, out: Path | None, port: int) -> None:
    """Bangun situs, lalu tampilkan di 127.0.0.1 sampai Ctrl-C."""
    from monitor.config.settings import read_settings
    from monitor.newsroom import guide, serving

    summary = _build(config, out)
    click.echo(_counted(summary))
    folder = guide.folder_beside(read_settings(config).site.settings)

    def on_ready(address: str) -> None:
        click.echo(f"Buka {address} (Ctrl-C untuk berhenti)")
        if folder.is_dir():
            click.echo(f"Panduan petugas: {address}panduan/")

    serving.serve(summary.index.parent, port=port, on_ready=on_ready, guide_folder=folder)
    click.echo("Berhenti.")


def _build(config: Path | None, out: Path | None) -> SiteSummary:
    from monitor.config.settings import read_settings
    from monitor.workflows.publish import publish

    summary = publish(read_settings(config).site, out=out)
    for warning in summary.warnings:
        click.echo(f"Peringatan: {warning}", err=True)
    return summary


def _counted(summary: SiteSummary) -> str:
    return ", ".join(f"{count} {name.lower()}" for name, count in summary.counts.items())
