"""`monitor import`: add items from a file."""

from __future__ import annotations

from pathlib import Path

import click


def _mapping(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    """Read `--map isi=Kolom` into field and column."""
    from monitor.config.imports import USUAL, field_named

    mapping = {}
    for value in values:
        name, equals, column = value.partition("=")
        field = field_named(name)
        if not equals or not column.strip():
            raise click.BadParameter(f"{value!r} harus berbentuk ISIAN=KOLOM, misalnya text=Isi")
        if not field:
            raise click.BadParameter(f"isian {name!r} tidak dikenal; pilihan: {', '.join(USUAL)}")
        mapping[field] = column.strip()
    return mapping


@click.command("import", short_help="Tambahkan berita dari CSV, XLSX, JSON Lines, teks.")
@click.argument("file", metavar="BERKAS", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--preset", metavar="NAMA",
              help="Susunan kolom: meltwater, brandwatch, talkwalker, apify, apa-saja, atau buatan sendiri.")
@click.option("--map", "mapping", metavar="ISIAN=KOLOM", multiple=True, callback=_mapping,
              help="Ambil isian dari kolom ini, misalnya --map text=Isi. Boleh diulang.")
@click.pass_obj
def command(config: Path | None, file: Path, preset: str | None, mapping: dict[str, str]) -> int:
    """Tambahkan berita atau unggahan dari CSV, XLSX, JSON Lines, atau satu teks berita (.txt).

    Nama kolom yang lazim dikenali sendiri: judul/title, isi/text, ringkasan/summary, url/link, sumber/source/media,
    tanggal/date, penulis/author, jenis/kind. Berkas yang sama boleh diimpor berulang; yang sudah ada dilewati.
    """
    from monitor.config.settings import read_settings
    from monitor.workflows.imports import import_file

    summary = import_file(read_settings(config), file, preset=preset, mapping=mapping)
    for problem in summary.problems:
        click.echo(f"baris {problem.line}: {problem.what}")
    if summary.undated:
        click.echo(f"{summary.undated} naskah tanpa tanggal terbit yang terbaca; "
                   "dicatat pada waktu impor ini, atau pada akhir tahun yang disebut.")
    click.echo(f"{summary.new} naskah baru, {summary.known} sudah ada, {len(summary.problems)} baris bermasalah")
    return 1 if summary.problems and not summary.new + summary.known else 0
