"""`monitor release new`, `import`, `photo` and `preview`: begin a release and look at it."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from monitor.newsroom.releases.drafting import Beginning
    from monitor.newsroom.releases.preview import Rendered
    from monitor.workflows.writing import Written

_FILE = click.Path(path_type=Path)


def day(_context: click.Context, _option: click.Parameter, value: str | None) -> date | None:
    """Read a date as staff write it: 12/05/2026, 12 Mei 2026 or 2026-05-12."""
    from monitor.dates import parse_date
    from monitor.models import TimeOrigin

    if value is None:
        return None
    found = parse_date(value, origin=TimeOrigin.PAGE)
    if found is None:
        raise click.BadParameter(f"{value!r} bukan tanggal yang ada; tulis seperti 12/05/2026.")
    return found.at.date()


def moment(_context: click.Context, _option: click.Parameter, value: str | None) -> datetime | None:
    """Read a moment with its clock time, in WIB unless WITA or WIT is written."""
    from monitor.dates import ZONES, parse_date
    from monitor.models import TimeOrigin

    if value is None:
        return None
    found = parse_date(value, origin=TimeOrigin.PAGE)
    zone = next((zone for zone in ZONES.values()
                 if found and found.at.utcoffset() == found.at.astimezone(zone).utcoffset()), None)
    if found is None or found.dated_only or zone is None:
        raise click.BadParameter(f"{value!r} bukan waktu yang ada; tulis seperti “25/11/2026 10.00 WITA”.")
    return found.at.astimezone(zone)


def _about(command: click.Command) -> click.Command:
    """Add the options that say what a release is about."""
    options = (
        click.option("--title", default="", metavar="JUDUL", help="Judul, paling banyak 65 huruf."),
        click.option("--city", default="", metavar="KOTA", help="Kota pada dateline."),
        click.option("--date", "on", callback=day, metavar="TANGGAL", help="Tanggal naskah; biasanya hari ini."),
        click.option("--embargo", callback=moment, metavar="WAKTU",
                     help="Jangan tayang sebelum waktu ini, misalnya “25/11/2026 10.00 WITA”."),
        click.option("--summary", default="", metavar="KALIMAT", help="Ringkasan, paling banyak 160 huruf."),
        click.option("--topics", default="", metavar="SLUG", help="Topik dari taksonomi; boleh dipisah koma."),
        click.option("--offices", default="", metavar="ID", help="Kantor BP3MI; boleh dipisah koma."),
        click.option("--contact", default="", metavar="KONTAK", help="Kontak Humas untuk redaksi."),
        click.option("--officials", default="", metavar="NAMA", help="Pejabat yang disebut; boleh dipisah koma."),
        click.option("--slug", default="", metavar="ALAMAT", help="Bagian akhir alamat; biasanya dari judul."),
    )
    for option in reversed(options):
        option(command)
    return command


@_about
@click.command(short_help="Buat naskah baru.")
@click.pass_obj
def new(config: Path | None, title: str, city: str, on: date | None, embargo: datetime | None, summary: str,
        topics: str, offices: str, contact: str, officials: str, slug: str) -> None:
    """Buat naskah baru di content/siaran-pers.

    Yang belum disebut akan ditanyakan. Bagian yang masih harus ditulis ditandai [Isi: …].
    """
    from monitor.config.settings import read_settings
    from monitor.workflows import writing

    asking = sys.stdin.isatty()
    if not title and not asking:
        raise click.UsageError("Sebut judulnya: --title JUDUL.")
    if asking:
        title = title or click.prompt("Judul")
        city = city or click.prompt("Kota", default="Jakarta")
        summary = summary or click.prompt("Ringkasan satu kalimat (boleh dikosongkan)", default="", show_default=False)
        topics = topics or _ask_topics()
        contact = contact or click.prompt("Kontak Humas (boleh dikosongkan)", default="", show_default=False)
    begin = _beginning(title, city, on, embargo, summary, topics, offices, contact, officials, slug)
    _tell(writing.new(read_settings(config).site, begin))


@_about
@click.command("import", short_help="Ambil naskah dari Word atau situs web.")
@click.argument("source", metavar="BERKAS", type=_FILE)
@click.option("--accept-changes", is_flag=True, help="Ambil teks Word seandainya semua perubahan terlacak diterima.")
@click.pass_obj
def import_(config: Path | None, source: Path, accept_changes: bool, title: str, city: str, on: date | None,
            embargo: datetime | None, summary: str, topics: str, offices: str, contact: str, officials: str,
            slug: str) -> None:
    """Ambil naskah .docx, .html, .txt, atau .md menjadi draf di content/siaran-pers.

    Teks, tabel, tautan, foto, dan keterangan foto ikut diambil; foto diperkecil dan data lokasinya dibuang. Berkas
    bermakro ditolak, begitu juga perubahan terlacak yang belum diterima atau ditolak.
    """
    from monitor.config.settings import read_settings
    from monitor.workflows import writing

    begin = _beginning(title, city, on, embargo, summary, topics, offices, contact, officials, slug)
    _tell(writing.import_file(read_settings(config).site, source, begin, accept_changes=accept_changes))


@click.command(short_help="Sisipkan foto yang sudah diperkecil.")
@click.argument("path", metavar="NASKAH", type=_FILE)
@click.argument("picture", metavar="FOTO", type=_FILE)
@click.option("--alt", default="", metavar="TEKS", help="Apa yang terlihat di foto, untuk pembaca layar.")
@click.option("--caption", default="", metavar="TEKS", help="Keterangan foto dan nama pemotret.")
@click.pass_obj
def photo(config: Path | None, path: Path, picture: Path, alt: str, caption: str) -> None:
    """Perkecil satu foto dan sisipkan di akhir naskah, sebelum tanda Humas.

    Disimpan dua ukuran: untuk halaman (paling banyak 40 KB) dan untuk diunduh redaksi. Data lokasi dan kamera dibuang.
    """
    from monitor.config.settings import read_settings
    from monitor.workflows import release, writing

    site = read_settings(config).site
    _tell(writing.add_photo(site, release.find(site, path), picture, alt=alt, caption=caption))


@click.command(short_help="Lihat satu naskah sebelum terbit.")
@click.argument("path", metavar="NASKAH", type=_FILE)
@click.option("--port", type=click.IntRange(0, 65535), default=8001, show_default=True, metavar="ANGKA",
              help="Porta di komputer ini; 0 memilih yang kosong.")
@click.pass_obj
def preview(config: Path | None, path: Path, port: int) -> None:
    """Tampilkan satu naskah di 127.0.0.1 seperti di situs, sampai Ctrl-C.

    Halaman ikut berubah setiap kali berkas disimpan. Draf dan naskah berembargo pun bisa dilihat; tidak ada yang
    ditulis ke folder situs.
    """
    from monitor.config.settings import read_settings
    from monitor.newsroom.releases import showing
    from monitor.newsroom.releases.preview import Studio
    from monitor.workflows import release

    site = read_settings(config).site
    if not path.suffix:
        path = release.find(site, path)

    def on_ready(address: str, rendered: Rendered) -> None:
        took = f"{rendered.seconds:.2f}".replace(".", ",")
        click.echo(f"Buka {address} (Ctrl-C untuk berhenti)")
        click.echo(f"Halaman ditampilkan dalam {took} detik.", err=True)
        for problem in rendered.problems:
            click.echo(f"{'Galat' if problem.blocks else 'Peringatan'}: {problem}", err=True)

    showing.show(Studio(site.settings, site.content, path), port=port, on_ready=on_ready)
    click.echo("Berhenti.")


def _beginning(title: str, city: str, on: date | None, embargo: datetime | None, summary: str, topics: str,
               offices: str, contact: str, officials: str, slug: str) -> Beginning:
    from monitor.newsroom.releases.drafting import Beginning
    from monitor.weeks import WIB

    if on and embargo and on != embargo.date():
        raise click.UsageError("--date dan --embargo menyebut hari yang berbeda; hapus --date.")
    at = embargo or datetime.now(WIB)
    if on and not embargo:
        at = at.replace(year=on.year, month=on.month, day=on.day)
    return Beginning(title.strip(), at, city.strip(), slug.strip(), summary.strip(), _words(topics), _words(offices),
                     contact.strip(), _words(officials))


def _ask_topics() -> str:
    """Ask for topics until all of them exist, or none is given."""
    from monitor.config.loading import nearest
    from monitor.config.taxonomy import read_taxonomy

    known = {topic.slug: topic.label for topic in read_taxonomy().topics}
    for slug, label in known.items():
        click.echo(f"  {slug:32} {label}")

    def read(answer: str) -> str:
        for word in _words(answer):
            if word not in known:
                raise click.UsageError(f"Topik {word!r} tidak dikenal{nearest(word, list(known))}.")
        return answer

    found: str = click.prompt("Topik (slug di kolom kiri, boleh dipisah koma)", default="", show_default=False,
                              value_proc=read)
    return found


def _tell(written: Written) -> None:
    """Say what was written and what is still to do."""
    for sentence in written.said:
        click.echo(sentence)
    for line, words in written.missing:
        click.echo(f"{written.path}:{line}: {words}")
    click.echo(f"{written.path}, {len(written.missing)} bagian belum diisi")
    click.echo(f"Lihat hasilnya: monitor release preview {written.path}", err=True)


def _words(text: str) -> tuple[str, ...]:
    return tuple(word for word in (part.strip() for part in text.split(",")) if word)
