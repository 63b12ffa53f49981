"""`monitor evaluate`: score the installed tagger on labelled rows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from monitor.tagging.evaluation.gold import Gold

_SHOWN = 20
_OUT = click.Path(dir_okay=False, writable=True, path_type=Path)


@click.command("evaluate", short_help="Ukur ketepatan penanda.")
@click.argument("file", metavar="BERKAS", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@click.option("--json", "as_json", metavar="BERKAS", type=_OUT, help="Tulis juga semua angka sebagai JSON.")
@click.option("--html", "as_html", metavar="BERKAS", type=_OUT, help="Tulis juga halaman dengan grafik.")
@click.pass_obj
def command(config: Path | None, file: Path, as_json: Path | None, as_html: Path | None) -> None:
    """Bandingkan penanda yang terpasang dengan BERKAS berlabel (baris JSON) dan cetak laporannya.

    Setiap baris: {"id", "kind", "title", "text", "date", "tone", "event", "topics", "topics_optional"}. Bagian yang
    labelnya tidak ada tidak diukur. Baris yang salah dilaporkan dengan nomornya, sisanya tetap dinilai.
    """
    _refuse_overwriting(file, as_json, as_html)
    from monitor.config.settings import read_settings
    from monitor.config.taxonomy import read_taxonomy
    from monitor.tagging import load
    from monitor.tagging.evaluation.gold import score
    from monitor.tagging.evaluation.render_html import render_html
    from monitor.tagging.evaluation.render_json import render_json
    from monitor.tagging.evaluation.render_text import render_text
    from monitor.tagging.evaluation.report import compare

    settings = read_settings(config).tagging
    rows, failed = _read(file)
    tagger = load(settings)
    report = compare(list(zip(rows, score(tagger, rows), strict=True)), file=file.name, model=tagger.model,
                     failed=failed, abstain_below=tagger.abstain_below,
                     known_topics=[topic.slug for topic in read_taxonomy().topics])
    click.echo(render_text(report), nl=False)
    for target, render in ((as_json, render_json), (as_html, render_html)):
        if target:
            target.write_text(render(report), "utf-8")
    click.echo(f"{report.rows} baris dinilai, {failed} gagal", err=True)


def _refuse_overwriting(file: Path, *targets: Path | None) -> None:
    taken = {file.resolve()}
    for target in targets:
        if target and target.resolve() in taken:
            raise click.UsageError(f"{target} dipakai dua kali; pilih nama berkas lain.")
        if target:
            taken.add(target.resolve())


def _read(file: Path) -> tuple[list[Gold], int]:
    """Return the usable rows and how many lines were not; raise EvaluationError when there is no row at all."""
    from monitor.errors import EvaluationError
    from monitor.tagging.evaluation.gold import read_gold

    problems: list[tuple[int, str]] = []
    with file.open(encoding="utf-8-sig", errors="replace") as lines:
        rows = list(read_gold(lines, lambda number, why: problems.append((number, why))))
    for number, why in problems[:_SHOWN]:
        click.echo(f"Baris {number}: {why}", err=True)
    if len(problems) > _SHOWN:
        click.echo(f"… dan {len(problems) - _SHOWN} baris lain.", err=True)
    if not rows:
        what = f"{len(problems)} baris salah" if problems else "berkasnya kosong"
        raise EvaluationError(f"Tidak ada baris di {file.name} yang dapat dinilai ({what}).",
                              "Berkas harus UTF-8; baris perlu title atau text, dan label tone, event, atau topics.")
    return rows, len(problems)
