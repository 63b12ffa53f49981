"""`monitor release`: write, check, approve, publish, correct and withdraw releases."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli import release_steps, release_write

if TYPE_CHECKING:
    from monitor.errors import DraftError
    from monitor.newsroom.checks.check import Change
    from monitor.newsroom.checks.draft import Given
    from monitor.newsroom.checks.model import Finding, Rule


class _InOrder(click.Group):
    """List the commands in the order of the job."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names as they were added."""
        return list(self.commands)


@click.group("release", cls=_InOrder, short_help="Tulis, periksa, dan terbitkan siaran pers.")
def command() -> None:
    """Tulis, periksa, setujui, dan terbitkan siaran pers.

    Urutannya: new atau import, check, preview, ready, approve, publish; sesudah terbit: correct atau withdraw.
    """


@click.command(short_help="Periksa naskah.")
@click.argument("paths", nargs=-1, required=True, metavar="BERKAS...", type=click.Path(path_type=Path))
@click.option("--title", default="", metavar="JUDUL", help="Judul, bila naskah tidak memuatnya.")
@click.option("--date", "published", callback=release_write.day, metavar="TANGGAL",
              help="Tanggal terbit, misalnya 12/05/2026.")
@click.option("--city", default="", metavar="KOTA", help="Kota pada dateline.")
@click.option("--format", "shape", type=click.Choice(["text", "json", "html"]), default="text", show_default=True,
              help="Bentuk hasil.")
@click.option("--fix", is_flag=True, help="Betulkan yang pasti aman, lalu periksa lagi.")
@click.option("--select", multiple=True, metavar="KODE", help="Jalankan aturan ini saja; boleh dipisah koma.")
@click.option("--ignore", multiple=True, metavar="KODE", help="Lewati aturan ini; boleh dipisah koma.")
@click.pass_context
def check(context: click.Context, paths: tuple[Path, ...], title: str, published: date | None, city: str, shape: str,
          fix: bool, select: tuple[str, ...], ignore: tuple[str, ...]) -> None:
    """Periksa berkas .md, .txt, atau .docx, atau semua naskah dalam folder.

    Keluar dengan kode 0 bila tidak ada yang memblokir, 1 bila ada, 2 bila ada berkas yang tidak bisa diperiksa.
    Penjelasan tiap aturan ada di docs/aturan.
    """
    from monitor.newsroom.checks import report
    from monitor.newsroom.checks.check import check_files, choose, counts, walk
    from monitor.newsroom.checks.draft import Given

    chosen = choose(_codes(select), _codes(ignore))
    given = Given(title, published, city)
    refused: list[DraftError] = []
    files = walk(paths)
    changes = [change for path in files for change in _fix(path, chosen, given)] if fix else []
    found: list[Finding] = []
    checked = 0
    for _, inside in check_files(files, chosen, given, refused.append):
        checked += 1
        found += inside
    for change in changes:
        click.echo(report.describe(change), err=True)
    for error in refused:
        click.echo(f"Galat: {error}", err=True)
    if shape == "html":
        click.echo(report.as_html(found, checked))
    elif shape == "json":
        click.echo(report.as_json(found))
    elif found:
        click.echo(report.as_text(found))
    click.echo(report.summary(found, checked, len(changes)), err=shape != "text")
    context.exit(2 if refused else 1 if counts(found)[0] else 0)


def _fix(path: Path, chosen: Sequence[Rule], given: Given) -> tuple[Change, ...]:
    """Fix one file; one that cannot be read is left for the check itself to report."""
    from monitor.errors import DraftError
    from monitor.newsroom.checks.check import fix_file

    if path.suffix.lower() == ".docx":
        click.echo(f"{path}: berkas Word tidak diubah; betulkan temuannya di Word.", err=True)
    try:
        return fix_file(path, chosen, given)
    except DraftError:
        return ()


def _codes(written: Sequence[str]) -> list[str]:
    return [code for each in written for code in each.split(",") if code.strip()]


for _each in (release_write.new, release_write.import_, release_write.photo, check, release_write.preview,
              *release_steps.COMMANDS):
    command.add_command(_each)
