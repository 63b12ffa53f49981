"""`monitor stories`: see what was counted as one story or event, and undo a wrong merge."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from monitor.models import Clip
from monitor.weeks import Week

if TYPE_CHECKING:
    from datetime import datetime

    from monitor.workflows.stories import StoryRow

_FORMATS = click.Choice(["text", "csv", "json"])
_LIST = ("nomor", "pertama_terbit", "judul", "naskah", "media", "alamat")
_SHOW = ("terbit", "media", "judul", "alamat")


def _week(context: click.Context, parameter: click.Parameter, value: str | None) -> Week | None:
    try:
        return Week.parse(value) if value else None
    except ValueError as error:
        raise click.BadParameter(f"{value!r} bukan pekan; tulis seperti 2026-W34") from error


_EVENT = click.option("--event", "of_event", is_flag=True, help="Peristiwa, bukan salinan satu berita.")
_FORMAT = click.option("--format", "form", type=_FORMATS, default="text", show_default=True, help="Bentuk keluaran.")


@click.group("stories", short_help="Lihat salinan yang digabung, dan pisahkan yang keliru.")
def command() -> None:
    """Lihat naskah yang dihitung sebagai satu berita atau satu peristiwa, dan pisahkan yang keliru digabung."""


@command.command("list", short_help="Tampilkan berita dengan jumlah salinannya.")
@click.option("--week", metavar="PEKAN", callback=_week, help="Hanya pekan ini (2026-W34); tanpa ini 30 hari terakhir.")
@click.option("--least", type=click.IntRange(1), default=2, show_default=True, metavar="N",
              help="Hanya yang terdiri dari sedikitnya N naskah.")
@_EVENT
@_FORMAT
@click.pass_obj
def list_command(config: Path | None, week: Week | None, least: int, of_event: bool, form: str) -> None:
    """Tampilkan berita yang dimuat lebih dari sekali, yang terbanyak dahulu, dengan nomor untuk `show` dan `split`."""
    from monitor.config.settings import read_settings
    from monitor.workflows.stories import listed

    rows = listed(read_settings(config), *_span(week), least=least, of_event=of_event)
    if form != "text":
        click.echo(_table(_LIST, map(_list_row, rows), form), nl=False)
        return
    for row in rows:
        click.echo(f"{row.id}  {row.items} naskah, {row.outlets} media\n  {_plain(row.first.article.title)}")
    click.echo(f"{len(rows)} {'peristiwa' if of_event else 'berita'} dengan sedikitnya {least} naskah")


@command.command("show", short_help="Tampilkan semua naskah satu berita.")
@click.argument("name", metavar="NOMOR")
@_EVENT
@_FORMAT
@click.pass_obj
def show_command(config: Path | None, name: str, of_event: bool, form: str) -> None:
    """Tampilkan naskah yang dihitung sebagai berita NOMOR, menurut waktu terbit."""
    from monitor.config.settings import read_settings
    from monitor.workflows.stories import show

    clips = show(read_settings(config), name, of_event=of_event)
    if form != "text":
        click.echo(_table(_SHOW, map(_show_row, clips), form), nl=False)
        return
    _tell(clips)
    click.echo(f"{len(clips)} naskah dihitung sebagai satu {'peristiwa' if of_event else 'berita'}")


@command.command("split", short_help="Keluarkan naskah dari berita, untuk seterusnya.")
@click.argument("name", metavar="NOMOR")
@click.argument("urls", metavar="ALAMAT...", nargs=-1, required=True)
@_EVENT
@click.pass_obj
def split_command(config: Path | None, name: str, urls: tuple[str, ...], of_event: bool) -> None:
    """Keluarkan naskah di ALAMAT dari berita NOMOR.

    Keputusan ini disimpan: pengelompokan berikutnya, juga `monitor tag --all`, tidak menggabungkannya lagi.
    """
    from monitor.config.settings import read_settings
    from monitor.workflows.stories import split

    number, clips = split(read_settings(config), name, urls, of_event=of_event)
    _tell(clips)
    click.echo(f"Pemisahan nomor {number} disimpan: {len(clips)} naskah dikeluarkan. "
               f"Keliru? `monitor stories undo {number}`")


@command.command("splits", short_help="Tampilkan pemisahan yang disimpan.")
@click.pass_obj
def splits_command(config: Path | None) -> None:
    """Tampilkan pemisahan yang disimpan, dengan nomor untuk `undo`."""
    from monitor.config.settings import read_settings
    from monitor.dates import clock, short_date
    from monitor.workflows.stories import splits

    found = splits(read_settings(config))
    for split, clips in found:
        kind = "peristiwa" if split.of_event else "berita"
        click.echo(f"Nomor {split.number}, {short_date(split.at)} {clock(split.at)}: dikeluarkan dari {kind} "
                   f"yang terdiri dari {len(split.kept)} naskah lain")
        _tell(clips)
    click.echo(f"{len(found)} pemisahan")


@command.command("undo", short_help="Batalkan satu pemisahan.")
@click.argument("number", metavar="NOMOR", type=click.IntRange(1))
@click.pass_obj
def undo_command(config: Path | None, number: int) -> None:
    """Batalkan pemisahan NOMOR; naskahnya dikelompokkan lagi menurut isinya."""
    from monitor.config.settings import read_settings
    from monitor.workflows.stories import undo

    clips = undo(read_settings(config), number)
    _tell(clips)
    click.echo(f"Pemisahan nomor {number} dibatalkan; {len(clips)} naskah dikelompokkan lagi")


def _span(week: Week | None) -> tuple[datetime, datetime]:
    from datetime import UTC, datetime, timedelta

    if week:
        return week.start, week.end
    now = datetime.now(UTC)
    return now - timedelta(days=30), now + timedelta(days=1)


def _list_row(row: StoryRow) -> tuple[str | int, ...]:
    article = row.first.article
    return row.id, article.published.at.isoformat(), article.title, row.items, row.outlets, article.url


def _show_row(clip: Clip) -> tuple[str | int, ...]:
    article = clip.article
    return article.published.at.isoformat(), article.outlet, article.title, article.url


def _table(head: Sequence[str], rows: Iterable[tuple[str | int, ...]], form: str) -> str:
    from monitor.collectors.cells import inert

    if form == "json":
        return json.dumps([dict(zip(head, row, strict=True)) for row in rows], ensure_ascii=False, indent=2) + "\n"
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    writer.writerows([inert(cell) if isinstance(cell, str) else cell for cell in row] for row in rows)
    return out.getvalue()


def _tell(clips: Iterable[Clip]) -> None:
    from monitor.dates import clock, short_date

    for clip in clips:
        article, when = clip.article, clip.article.published
        time = "" if when.dated_only else f" {clock(when.at)}"
        click.echo(f"{short_date(when.at)}{time} | {_plain(article.outlet)}\n  {_plain(article.title)}\n"
                   f"  {_plain(article.url)}")


def _plain(text: str) -> str:
    """Return one line without control characters: what we read may try to steer the terminal."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
