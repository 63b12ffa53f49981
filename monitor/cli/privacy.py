"""`monitor privacy`: what is held of people, forgetting an author on request, and deleting what is too old."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

    from monitor.workflows.privacy import Due, Forgotten

_ASK_YES = "Belum ada yang dihapus. Ulangi dengan --yes untuk melaksanakannya."


@click.group("privacy", short_help="Lihat, hapus, dan batasi data pribadi.")
def command() -> None:
    """Lihat data pribadi yang disimpan, hapus atas permintaan orangnya, dan hapus yang lewat waktu (UU 27/2022).

    Penjelasan untuk petugas dan cara menjawab permintaan warga: docs/privasi.md.
    """


def _table(context: click.Context, parameter: click.Parameter, value: Path | None) -> Path | None:
    if value and value.suffix.lower() not in {".json", ".csv"}:
        raise click.BadParameter(f"akhiran {value.suffix or '(kosong)'!r} tidak dikenal; pilihan: .json, .csv")
    return value


@command.command("report")
@click.option("--out", "file", metavar="BERKAS", type=click.Path(dir_okay=False, path_type=Path), callback=_table,
              help="Tulis juga ke .json atau .csv.")
@click.pass_obj
def _report(config: Path | None, file: Path | None) -> None:
    """Sebutkan data pribadi yang disimpan: berapa, sejak kapan, sampai kapan, dan siapa yang namanya terbaca."""
    from monitor.config.settings import read_settings
    from monitor.workflows.privacy import report
    from monitor.workflows.privacy_report import lines, write

    made = report(read_settings(config))
    for line in lines(made):
        click.echo(line)
    if file:
        write(made, file)
        click.echo(f"Ditulis ke {file}")


@command.command("forget")
@click.argument("account", metavar="[AKUN]", default="")
@click.option("--platform", metavar="NAMA", default="", help="Hanya di platform ini (x, tiktok, ...); bawaan: semua.")
@click.option("--hash", "hashed", metavar="SIDIK", default="", help="Sidik akun (akun:...) sebagai ganti namanya.")
@click.option("--url", metavar="ALAMAT", default="", help="Alamat satu unggahan; penulisnya yang dihapus.")
@click.option("--rewrite", is_flag=True, help="Tulis ulang digest dan ekspor yang memuat masa unggahannya.")
@click.option("--yes", is_flag=True, help="Laksanakan; tanpa ini hanya ditampilkan apa yang akan dihapus.")
@click.pass_obj
def _forget(config: Path | None, account: str, platform: str, hashed: str, url: str, rewrite: bool, yes: bool) -> int:
    """Hapus semua unggahan AKUN (@nama atau alamat profil) dan jangan kumpulkan lagi.

    Yang dihapus: unggahan, tanda, kelompok berita, indeks pencarian, dan namanya di naskah lain. Yang tinggal hanya
    sidik berkunci, supaya unggahannya tidak tersimpan lagi.
    """
    from monitor.config.settings import read_settings
    from monitor.workflows.privacy import Request, forget

    done = forget(read_settings(config), Request(account, platform, hashed, url), yes=yes, rewrite=rewrite)
    for line in _forgotten(done, yes=yes):
        click.echo(line)
    return 1 if done.left else 0


@command.command("expire")
@click.option("--yes", is_flag=True, help="Hapus; tanpa ini hanya dihitung.")
@click.pass_obj
def _expire(config: Path | None, yes: bool) -> None:
    """Hapus yang lebih tua dari masa simpannya: unggahan 13 bulan, berita tetap (ubah di [privacy.retention]).

    `monitor run` menjalankannya setiap kali.
    """
    from monitor.config.settings import read_settings
    from monitor.workflows.privacy import expire

    due = expire(read_settings(config), yes=yes)
    for each in due:
        click.echo(_expired(each))
    if not yes and any(each.count for each in due):
        click.echo(_ASK_YES)
    click.echo(f"{sum(each.count for each in due)} naskah {'dihapus' if yes else 'lewat waktu'}")


@command.command("newkey")
@click.option("--yes", is_flag=True, help="Laksanakan.")
@click.pass_obj
def _newkey(config: Path | None, yes: bool) -> None:
    """Pakai kunci privasi yang baru, setelah yang lama benar-benar hilang.

    Sesudahnya daftar orang yang minta dilupakan tidak dapat dicocokkan lagi dan dikosongkan. Cari dahulu kunci lama di
    cadangan.
    """
    from monitor.config.settings import read_settings
    from monitor.workflows.privacy import new_key

    if not yes:
        click.echo("Belum ada yang diganti. Pulihkan kunci lama bila ada cadangannya; bila tidak, ulangi dengan --yes.")
        return
    lost = new_key(read_settings(config))
    click.echo(f"Kunci baru dipakai. {lost} sidik permintaan hapus dikosongkan; ulangi `monitor privacy forget` untuk "
               "setiap permintaan yang tercatat di kantor.")


def _expired(due: Due) -> str:
    from monitor.dates import short_date
    from monitor.weeks import WIB
    from monitor.workflows.privacy_report import KINDS

    if not due.months:
        return f"{KINDS[due.kind]}: disimpan tetap"
    since = f", tertua {short_date(due.oldest.astimezone(WIB))}" if due.oldest else ""
    return f"{KINDS[due.kind]}: disimpan {due.months} bulan, {due.count} lewat waktu{since}"


def _forgotten(done: Forgotten, *, yes: bool) -> Iterator[str]:
    from monitor.dates import short_date
    from monitor.weeks import WIB

    for post in done.posts[:20]:
        yield f"  {short_date(post.published.astimezone(WIB))}  {post.outlet}  {post.url}"
    if len(done.posts) > 20:
        yield f"  ... dan {len(done.posts) - 20} lagi"
    again = [path for path in done.files if path not in done.rewritten]
    yield from (f"Ditulis ulang: {path}" for path in done.rewritten)
    if again:
        yield "Berkas dari masa itu yang mungkin memuatnya; hapus sendiri, atau pakai --rewrite:"
        yield from (f"  {path}" for path in again)
    if not done.posts and not done.mentions:
        yield ("Tidak ada unggahan atau penyebutan akun itu. Nama di Mastodon ditulis lengkap (nama@server); "
               "atau pakai --url dengan alamat satu unggahannya.")
    yield from (f"MASIH ADA di {place}; laporkan ke pengembang." for place in done.left)
    if yes:
        yield "Salinan di cadangan, surel, dan ponsel tidak terjangkau dari sini: hapus menurut docs/privasi.md."
        yield f"{len(done.posts)} unggahan dihapus, {done.mentions} naskah lain disamarkan, akun tidak dikumpulkan lagi"
    else:
        yield _ASK_YES
        yield f"{len(done.posts)} unggahan dan {done.mentions} penyebutan akan dihapus"
