"""`monitor add`: add one page by hand."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command("add", short_help="Tambahkan satu halaman dengan tangan.")
@click.argument("url", metavar="ALAMAT")
@click.option("--title", metavar="TEKS", default="", help="Judul, bila yang di halaman salah atau halamannya tertutup.")
@click.option("--text", metavar="TEKS", default="",
              help="Isi yang disalin; halamannya lalu tidak dibuka. Tulis - untuk membaca isi dari masukan baku.")
@click.option("--date", metavar="TANGGAL", default="", help="Waktu terbit, misalnya '21/08/2026 10.30 WIB'.")
@click.option("--outlet", metavar="NAMA", default="", help="Nama media.")
@click.pass_obj
def command(config: Path | None, url: str, title: str, text: str, date: str, outlet: str) -> None:
    """Tambahkan satu halaman berita atau unggahan dari alamatnya.

    Halamannya dibuka dan dibaca seperti berita lain. Bila tertutup (perlu masuk, dilarang robots.txt), beri --title dan
    --text. Alamat yang sudah ada dilewati.
    """
    from monitor.config.settings import read_settings
    from monitor.dates import clock, long_date
    from monitor.models import ItemKind, TimeOrigin
    from monitor.weeks import WIB
    from monitor.workflows.add import Copied, add

    if text == "-":
        text = sys.stdin.read()
    added = add(read_settings(config), url, Copied(title, text, date, outlet))
    if added.forgotten:
        click.echo("Unggahan ini, atau penulisnya, pernah dihapus atas permintaan; tidak disimpan lagi.")
        click.echo("0 naskah baru, 0 sudah ada")
        return
    if not added.new:
        click.echo("0 naskah baru, 1 sudah ada")
        return
    article = added.article
    local = article.published.at.astimezone(WIB)
    when = long_date(local) if article.published.dated_only else f"{long_date(local)} {clock(local)}"
    if article.published.origin is TimeOrigin.FETCHED:
        when = "waktu terbit tidak terbaca, dicatat pada saat ini; beri --date bila tahu"
    kind = "unggahan" if article.kind is ItemKind.POST else "berita"
    click.echo(f"{article.title}\n  {article.outlet}, {kind}, {when}")
    click.echo(f"  {len(article.text.split())} kata, id {article.id}")
    click.echo("1 naskah baru, 0 sudah ada")
