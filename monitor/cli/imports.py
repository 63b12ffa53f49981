"""`monitor import`: add items from a file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from monitor.collectors.rows import RowProblem
    from monitor.models import Article
    from monitor.workflows.imports import ImportSummary

_RUNS = 12
"""Ranges of lines that one message names; what is more is counted."""


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
              help="Susunan kolom: meltwater, brandwatch, talkwalker, apify, whatsapp, apa-saja, atau buatan sendiri.")
@click.option("--map", "mapping", metavar="ISIAN=KOLOM", multiple=True, callback=_mapping,
              help="Ambil isian dari kolom ini, misalnya --map text=Isi. Boleh diulang.")
@click.option("--sheet", metavar="NAMA", default="", help="Lembar buku kerja Excel yang dibaca, juga yang tersembunyi.")
@click.option("--own", metavar="NAMA", multiple=True,
              help="Nama kantor sendiri di percakapan WhatsApp; pesannya tidak diambil. Boleh diulang.")
@click.option("--check", is_flag=True, help="Perlihatkan kolom yang dipakai dan lima naskah pertama; tidak menyimpan.")
@click.pass_obj
def command(config: Path | None, file: Path, preset: str | None, mapping: dict[str, str], sheet: str,
            own: tuple[str, ...], check: bool) -> int:
    """Tambahkan berita atau unggahan dari CSV, XLSX, JSON Lines, satu teks berita, atau percakapan WhatsApp (.txt).

    Baris judul kolom dicari sendiri. Nama kolom yang lazim dikenali: judul/title, isi/text, ringkasan/summary,
    url/link, sumber/source/media, tanggal/date, penulis/author, jenis/kind. Berkas yang sama boleh diimpor berulang;
    yang sudah ada dilewati. Baris yang rusak disebut, yang lain tetap disimpan; kode keluar 1 hanya bila tidak satu
    baris pun terpakai.
    """
    from monitor.collectors.imports import Options
    from monitor.config.settings import read_settings
    from monitor.workflows.imports import import_file, preview_file

    settings, options = read_settings(config), Options(mapping, sheet, own)
    if check:
        preview = preview_file(settings, file, preset=preset, options=options)
        summary = preview.summary
        for line in (*_layout(summary), *_first(preview.first)):
            click.echo(line)
    else:
        summary = import_file(settings, file, preset=preset, options=options)
    for line in _report(summary):
        click.echo(line)
    if check:
        click.echo("Tidak ada yang disimpan. Bila sudah benar, jalankan lagi tanpa --check.")
    return 1 if summary.problems and not summary.new + summary.known else 0


def _layout(summary: ImportSummary) -> Iterator[str]:
    if summary.sheet:
        yield f"Lembar: {summary.sheet}"
    if summary.layout:
        yield "Kolom yang dipakai:"
        for field, columns in summary.layout.items():
            yield f"  {field}: {', lalu '.join(columns) or '(tidak ada)'}"


def _first(articles: Sequence[Article]) -> Iterator[str]:
    from monitor.dates import clock, long_date
    from monitor.models import ItemKind, TimeOrigin
    from monitor.weeks import WIB

    yield "Naskah pertama:" if articles else "Tidak ada naskah."
    for number, article in enumerate(articles, start=1):
        local = article.published.at.astimezone(WIB)
        when = long_date(local) if article.published.dated_only else f"{long_date(local)} {clock(local)}"
        if article.published.origin is TimeOrigin.FETCHED:
            when = "tanpa tanggal"
        kind = "unggahan" if article.kind is ItemKind.POST else "berita"
        text = " ".join(article.text.split())
        yield f"  {number}. {article.title}"
        yield f"     {kind}, {article.outlet}, {when}"
        if text:
            yield f"     {text[:100]}{'…' if len(text) > 100 else ''}"


def _report(summary: ImportSummary) -> Iterator[str]:
    yield from _problems(summary.problems)
    if summary.others:
        yield (f"Hanya lembar {summary.sheet!r} yang dibaca; lembar lain yang berisi tabel: "
               f"{', '.join(summary.others)}. Baca satu per satu dengan --sheet NAMA.")
    if summary.undated:
        yield (f"{summary.undated} naskah tanpa tanggal terbit yang terbaca; "
               "dicatat pada waktu impor ini, atau pada akhir tahun yang disebut.")
    yield f"{summary.new} naskah baru, {summary.known} sudah ada, {len(summary.problems)} baris bermasalah"


def _problems(problems: Sequence[RowProblem]) -> Iterator[str]:
    """Yield one line per reason, with the lines of the file in ranges: `baris 8, 10-12: ...`."""
    reasons: dict[str, list[int]] = {}
    for problem in problems:
        reasons.setdefault(problem.what, []).append(problem.line)
    for what, lines in reasons.items():
        runs: list[list[int]] = []
        for line in lines:
            if runs and line == runs[-1][1] + 1:
                runs[-1][1] = line
            else:
                runs.append([line, line])
        named = ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in runs[:_RUNS])
        rest = sum(last - first + 1 for first, last in runs[_RUNS:])
        yield f"baris {named}{f', dan {rest} baris lagi' if rest else ''}: {what}"
