"""`monitor outcomes`: how often shared pages were opened, by unit, page and channel."""

from __future__ import annotations

from pathlib import Path

import click

_ENDINGS = (".csv", ".xlsx", ".json")


def _out(context: click.Context, parameter: click.Parameter, value: Path | None) -> Path | None:
    if value and value.suffix.lower() not in _ENDINGS:
        raise click.BadParameter(f"akhiran {value.suffix or '(kosong)'!r} tidak dikenal; "
                                 f"pilihan: {', '.join(_ENDINGS)}")
    if value and not value.absolute().parent.is_dir():
        raise click.BadParameter(f"folder {value.parent} tidak ada; buat dahulu atau periksa namanya")
    return value


@click.command("outcomes", short_help="Hitung kunjungan dari tautan yang dibagikan.")
@click.argument("logs", nargs=-1, required=True, metavar="LOG...",
                type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
              help="Bentuk keluaran di layar.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), metavar="BERKAS", callback=_out,
              help="Tulis juga ke berkas ini: .csv, .xlsx, atau .json.")
def command(logs: tuple[Path, ...], form: str, out: Path | None) -> None:
    """Hitung kunjungan menurut unit, halaman, dan kanal dari LOG peladen web.

    Bentuk yang dibaca: common dan combined (Apache, nginx) serta JSON (Caddy), juga yang berakhiran .gz. Satu
    kunjungan adalah satu halaman yang dibuka; satu orang bisa terhitung beberapa kali. Perayap tidak dihitung, alamat
    IP tidak disimpan, dan angka di bawah 5 digabung atau tidak ditampilkan.
    """
    from monitor.newsroom.outcomes.report import as_json, as_text
    from monitor.workflows.outcomes import outcomes, write

    found = outcomes(logs)
    if out:
        write(found, out)
    click.echo(as_json(found) if form == "json" else as_text(found), nl=False)
