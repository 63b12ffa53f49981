"""`monitor release ready`, `approve`, `publish`, `correct`, `withdraw` and `log`: the steps of a release."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.cli.release_write import moment

if TYPE_CHECKING:
    from monitor.config.settings import Site
    from monitor.workflows.release import Step

_NAME = click.argument("path", metavar="NASKAH", type=click.Path(path_type=Path))
_BY = click.option("--as", "by", default="", metavar="NAMA", help="Nama Anda; biasanya dari git.")


@click.command(short_help="Tandai naskah siap disetujui.")
@_NAME
@_BY
@click.pass_obj
def ready(config: Path | None, path: Path, by: str) -> None:
    """Periksa naskah dan tandai siap disetujui. Temuan yang memblokir harus dibetulkan dulu."""
    from monitor.workflows import release

    site, path = _site(config, path)
    _tell(release.ready(site, path, by=_who(site, by), now=_now()))


@click.command(short_help="Setujui naskah seperti adanya.")
@_NAME
@click.option("--as", "by", required=True, metavar="NAMA", help="Nama yang menyetujui.")
@click.pass_obj
def approve(config: Path | None, path: Path, by: str) -> None:
    """Setujui naskah seperti adanya sekarang.

    Persetujuan berlaku hanya untuk judul, isi, dan foto itu. Satu huruf yang berubah sesudahnya menghentikan
    penerbitan.
    """
    from monitor.workflows import release

    site, path = _site(config, path)
    _tell(release.approve(site, path, by=by, now=_now()))


@click.command(short_help="Terbitkan naskah yang disetujui.")
@_NAME
@click.option("--at", "at", callback=moment, metavar="WAKTU",
              help="Embargo sampai waktu ini, misalnya “25/11/2026 10.00 WITA”. Tanpa ini: sekarang.")
@_BY
@click.pass_obj
def publish(config: Path | None, path: Path, at: datetime | None, by: str) -> None:
    """Terbitkan naskah yang sudah disetujui dan tidak berubah sejak itu.

    Tanggal naskah menjadi waktu terbitnya. Halamannya ditulis oleh `monitor site build` pertama sesudah waktu itu;
    sebelumnya tidak ada apa pun darinya di situs.
    """
    from monitor.workflows import release

    site, path = _site(config, path)
    _tell(release.publish(site, path, at=at, by=_who(site, by), now=_now()))


@click.command(short_help="Tambahkan catatan koreksi pada rilis terbit.")
@_NAME
@click.option("--note", default="", metavar="KALIMAT", help="Apa yang dibetulkan; tampil untuk umum.")
@click.option("--as", "by", default="", metavar="NAMA", help="Nama yang menyetujui koreksi.")
@click.pass_obj
def correct(config: Path | None, path: Path, note: str, by: str) -> None:
    """Tambahkan catatan koreksi bertanggal pada rilis yang sudah terbit.

    Betulkan naskahnya dulu, lalu jalankan ini. Catatannya tampil di bawah judul. Yang menyetujui sebelum terbit
    tetap tercatat; nama pada --as menyetujui naskah yang baru.
    """
    from monitor.workflows import release

    site, path = _site(config, path)
    note = note or _ask("--note", "Apa yang dibetulkan (tampil untuk umum)")
    by = by or _ask("--as", "Nama yang menyetujui koreksi")
    _tell(release.correct(site, path, note=note, by=by, now=_now()))


@click.command(short_help="Tarik rilis yang sudah terbit.")
@_NAME
@click.option("--reason", default="", metavar="KALIMAT", help="Mengapa ditarik; tampil untuk umum.")
@click.option("--as", "by", default="", metavar="NAMA", help="Nama yang menarik.")
@click.pass_obj
def withdraw(config: Path | None, path: Path, reason: str, by: str) -> None:
    """Tarik rilis: halamannya hanya menyebut bahwa rilis ditarik dan mengapa.

    Rilis yang masih diembargo kembali menjadi draf tanpa halaman penarikan.
    """
    from monitor.workflows import release

    site, path = _site(config, path)
    reason = reason or _ask("--reason", "Mengapa ditarik (tampil untuk umum)")
    by = by or _ask("--as", "Nama yang menarik")
    _tell(release.withdraw(site, path, reason=reason, by=by, now=_now()))


@click.command(short_help="Siapa melakukan apa pada naskah, dan kapan.")
@click.argument("paths", nargs=-1, metavar="[NASKAH]...", type=click.Path(path_type=Path))
@click.pass_obj
def log(config: Path | None, paths: tuple[Path, ...]) -> None:
    """Tampilkan siapa melakukan apa dan kapan, dari keterangan berkas dan dari git.

    Tanpa NASKAH: semua siaran pers, yang terlama lebih dulu.
    """
    from monitor.config.settings import read_settings
    from monitor.errors import reason
    from monitor.newsroom.releases import history
    from monitor.workflows import release

    site = read_settings(config).site
    chosen = [release.find(site, path) for path in paths] or release.all_releases(site)
    if not site.content.is_dir():
        raise click.UsageError(f"Folder {site.content} tidak ada.")
    if not history.has_git(site.content):
        click.echo("git tidak ada atau folder ini bukan repositori git: riwayat hanya dari keterangan berkas.",
                   err=True)
    events: list[history.Event] = []
    for path in chosen:
        try:
            events += history.events(path)
        except (UnicodeDecodeError, OSError) as error:
            why = reason(error) if isinstance(error, OSError) else "bukan teks UTF-8"
            click.echo(f"Peringatan: {path}: tidak terbaca ({why}).", err=True)
    for event in sorted(events, key=lambda each: each.at):
        click.echo(f"{event.at:%d/%m/%Y %H.%M} WIB  {event.path.stem if not paths or len(paths) > 1 else event.origin}"
                   f"  {event.by}: {event.what}")
    for path in chosen if paths else ():
        click.echo(release.standing(site, path, _now()))
    click.echo(f"{len(chosen)} naskah, {len(events)} catatan")


COMMANDS = (ready, approve, publish, correct, withdraw, log)
"""In the order of the job."""


def _site(config: Path | None, path: Path) -> tuple[Site, Path]:
    from monitor.config.settings import read_settings
    from monitor.workflows import release

    site = read_settings(config).site
    return site, release.find(site, path)


def _now() -> datetime:
    from datetime import UTC

    return datetime.now(UTC)


def _who(site: Site, by: str) -> str:
    """Return the given name, else the one git knows, else the account's."""
    import getpass

    from monitor.newsroom.releases import history

    return by or history.user_of_git(site.content) or getpass.getuser()


def _ask(option: str, question: str) -> str:
    if not sys.stdin.isatty():
        raise click.UsageError(f"Sebut {option}.")
    answer: str = click.prompt(question)
    return answer


def _tell(step: Step) -> None:
    for warning in step.warnings:
        click.echo(f"Peringatan: {warning}", err=True)
    for sentence in step.said:
        click.echo(sentence)
    click.echo(f"{step.path}: {step.label}, {len(step.warnings)} peringatan")
