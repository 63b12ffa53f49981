"""`monitor run`: collect, tag, digest and site in one go."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command("run", short_help="Jalankan semua tahap.")
@click.option("--week", metavar="PEKAN", help="Pekan digest, misalnya 2026-W34; bawaan: pekan terakhir yang selesai.")
@click.pass_obj
def command(config: Path | None, week: str | None) -> int:
    """Jalankan semua tahap: kumpulkan, tandai, tulis digest dan kesehatan sumber, bangun situs.

    Aman diulang: yang sudah tersimpan tidak diambil dua kali. Sumber yang gagal disebut satu per satu. Unggahan yang
    lewat masa simpannya dihapus.
    """
    from monitor.cli.collect import report
    from monitor.cli.digest import read_week
    from monitor.config.settings import read_settings
    from monitor.config.sources import read_sources
    from monitor.models import SourceStatus
    from monitor.workflows.clock import clock_doubt
    from monitor.workflows.collect import choose, collect
    from monitor.workflows.digest import digest
    from monitor.workflows.health import sources_report, write_report
    from monitor.workflows.privacy import expire
    from monitor.workflows.publish import publish
    from monitor.workflows.tag import tag

    chosen_week = read_week(week)
    settings = read_settings(config)
    expected = len(choose(read_sources(settings.sources), ()))
    with click.progressbar(length=expected, label="1/4 Mengumpulkan", file=sys.stderr) as bar:
        results = collect(settings, on_progress=lambda _: bar.update(1))
    all_failed = bool(results) and all(result.status is SourceStatus.FAILED for result in results)
    for line in report(results):
        click.echo(line)
    if doubt := clock_doubt(settings):
        click.echo(f"Masa simpan tidak dijalankan. {doubt}", err=True)
    elif expired := sum(due.count for due in expire(settings, yes=True)):
        click.echo(f"{expired} naskah lewat masa simpannya dihapus (monitor privacy expire)")
    click.echo("2/4 Menandai", err=True)
    tagged = tag(settings)
    click.echo("3/4 Menulis digest", err=True)
    written = digest(settings, week=chosen_week)
    page = settings.digest.out.parent / "sumber.html"
    write_report(sources_report(settings), page)
    click.echo("4/4 Membangun situs", err=True)
    site = publish(settings.site)
    if all_failed:
        click.echo("Tidak ada sumber yang terbaca, jadi digest ini hanya dari yang sudah tersimpan.")
    click.echo(f"Digest: {written.pdf}\nKesehatan sumber: {page}\nSitus: {site.index}")
    click.echo(f"{sum(result.new for result in results)} naskah baru, {tagged.tagged} ditandai, "
               f"{sum(result.status is SourceStatus.FAILED for result in results)} sumber gagal")
    return 1 if all_failed else 0
