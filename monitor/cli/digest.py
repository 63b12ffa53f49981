"""`monitor digest`: write the digest of a week."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.weeks import Week

if TYPE_CHECKING:
    from monitor.config.settings import Settings
    from monitor.digest.writing import DigestFiles


@click.command("digest", short_help="Tulis digest satu pekan.")
@click.option("--week", metavar="PEKAN", help="Pekan ISO dalam WIB, misalnya 2026-W34; bawaan: pekan terakhir yang "
                                              "selesai.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), metavar="FOLDER",
              help="Folder tujuan; bawaan: keluaran/digest.")
@click.pass_obj
def command(config: Path | None, week: str | None, out: Path | None) -> None:
    """Tulis digest satu pekan: PDF satu halaman, halaman web, pesan WhatsApp, bukti XLSX, dan JSON.

    Pekan tanpa berita tetap dibuatkan digest yang mengatakannya. Digest lama pekan yang sama diganti.
    """
    chosen = read_week(week)

    from monitor.config.settings import read_settings
    from monitor.workflows.digest import digest

    settings = read_settings(config)
    files = digest(settings, week=chosen, out=out)
    if not files.stories:
        click.echo(empty_week(settings, files), err=True)
    click.echo(f"PDF: {files.pdf}\nHTML: {files.html}\nWhatsApp: {files.text}\nBukti: {files.evidence}\n"
               f"JSON: {files.json}")
    click.echo(f"{files.stories} berita, {files.copies} salinan, {files.failed} sumber gagal")


def read_week(name: str | None) -> Week | None:
    """Read `2026-W34`; raise click.BadParameter with an example when there is no such week."""
    if name is None:
        return None
    try:
        return Week.parse(name)
    except ValueError as error:
        raise click.BadParameter(f"“{name}” bukan pekan. Tulis tahun dan nomor pekan ISO, misalnya 2026-W34 "
                                 "(17–23 Agustus 2026).", param_hint="--week") from error


def empty_week(settings: Settings, files: DigestFiles) -> str:
    """Say that a week has no items, and which weeks have some."""
    from monitor.workflows.digest import known_weeks

    known = known_weeks(settings)
    if known is None:
        return (f"Pekan {files.folder.name} tidak punya berita relevan, dan penyimpanan masih kosong. "
                "Jalankan monitor collect lalu monitor tag.")
    first, last = known
    span = f"{first}" if first == last else f"{first} sampai {last}"
    return f"Pekan {files.folder.name} tidak punya berita relevan. Pekan yang ada datanya: {span}; pilih dengan --week."
