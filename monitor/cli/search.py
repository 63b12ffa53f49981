"""`monitor search`: full-text search of the store."""

from __future__ import annotations

from pathlib import Path

import click

from monitor.models import Clip, Tags, ToneLabel

_TONES = {ToneLabel.POSITIVE: "positif", ToneLabel.NEUTRAL: "netral", ToneLabel.NEGATIVE: "negatif"}


@click.command("search", short_help="Cari kata di semua yang tersimpan.")
@click.argument("text", metavar="KATA...", nargs=-1, required=True)
@click.option("--limit", type=click.IntRange(1, 10_000), default=20, show_default=True, metavar="N",
              help="Tampilkan paling banyak N naskah.")
@click.pass_obj
def command(config: Path | None, text: tuple[str, ...], limit: int) -> None:
    """Cari kata di judul dan isi semua yang tersimpan, terbaru dahulu.

    Semua kata harus ada; huruf besar dan aksen tidak berpengaruh. Untuk kata yang berurutan, pakai tanda kutip di
    dalam tanda kutip: monitor search '"hong kong" gaji'.
    """
    from monitor.config.settings import read_settings
    from monitor.workflows.search import find

    query = " ".join(text)
    found = find(read_settings(config), query, limit=limit)
    for clip in found.clips:
        click.echo(_lines(clip))
    if not found.stored:
        click.echo("Belum ada yang tersimpan. Jalankan `monitor collect` atau `monitor import BERKAS` lebih dahulu.")
    elif not found.clips:
        click.echo(f"Tidak ada yang cocok dengan {_plain(query)!r}. "
                   "Kurangi katanya, coba ejaan lain (pelindungan/perlindungan), atau tulis bentuk lain kata itu.")
    more = " (mungkin ada lagi; naikkan --limit)" if len(found.clips) == limit else ""
    click.echo(f"{_dotted(len(found.clips))} ditemukan dari {_dotted(found.stored)} naskah{more}")


def _lines(clip: Clip) -> str:
    from monitor.dates import clock, short_date

    article = clip.article
    when = article.published
    time = "" if when.dated_only else f" {clock(when.at)}"
    return (f"{short_date(when.at)}{time} | {_plain(article.outlet)} | {tone_word(clip.tags)}\n"
            f"  {_plain(article.title)}\n  {_plain(article.url)}")


def tone_word(tags: Tags | None) -> str:
    """Return the tone as staff read it; an item may be untagged, off topic, unscored or left to a reader."""
    if tags is None:
        return "belum ditandai"
    if not tags.relevant:
        return "tidak relevan"
    if tags.tone.label is None:
        return "tidak dinilai"
    return "perlu dibaca" if tags.tone.abstained else _TONES[tags.tone.label]


def _plain(text: str) -> str:
    """Return one line without control characters: what we read may try to steer the terminal."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _dotted(number: int) -> str:
    return f"{number:,}".replace(",", ".")
