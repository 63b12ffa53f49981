"""`monitor tag`: tag what is new, or everything again."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command("tag", short_help="Tandai nada, topik, wilayah, narasumber.")
@click.option("--all", "everything", is_flag=True,
              help="Tandai ulang semua berita, misalnya setelah topik atau model berubah.")
@click.pass_obj
def command(config: Path | None, *, everything: bool) -> None:
    """Tandai berita baru: relevansi, nada, peristiwa, topik, wilayah, dan narasumber.

    Setiap kelompok langsung disimpan; bila dihentikan, jalankan lagi untuk melanjutkan.
    """
    from monitor.config.settings import read_settings
    from monitor.workflows.tag import tag

    settings = read_settings(config)
    done = 0

    def show(size: int) -> None:
        nonlocal done
        done += size
        click.echo(f"\rMenandai: {done}", err=True, nl=not sys.stderr.isatty())

    summary = tag(settings, everything=everything, on_progress=show)
    if done and sys.stderr.isatty():
        click.echo(err=True)
    click.echo(f"Model: {summary.model}")
    click.echo(f"Perlu dibaca orang karena nadanya meragukan: {summary.abstained}")
    if summary.stories:
        click.echo(f"Salinan digabung: {summary.stories} berita tentang {summary.events} peristiwa, "
                   "termasuk sepekan di sekitarnya")
    click.echo(f"{summary.tagged} naskah ditandai, {summary.relevant} relevan")
