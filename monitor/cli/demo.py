"""`monitor demo`: the whole job on the bundled sample, to see what the toolkit makes."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("demo", short_help="Coba semuanya pada berita CONTOH.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=Path("keluaran/demo"),
              show_default=True, metavar="FOLDER", help="Tulis semua hasil contoh di folder ini.")
def command(out: Path) -> None:
    """Jalankan seluruh alur pada dua pekan berita CONTOH, tanpa internet.

    Semua media dan berita di dalamnya rekaan; setiap digest bertanda CONTOH.
    """
    from monitor.cli.collect import report
    from monitor.workflows.demo import WEEKS, demo

    done = demo(out, on_step=lambda step: click.echo(f"· {step}", err=True))
    for week, results in zip(WEEKS, done.collected, strict=True):
        click.echo(f"\nPengumpulan pekan {week.number}:")
        for line in report(results):
            click.echo(f"  {line}")
    digest = done.digests[-1]
    click.echo(f"""
Selesai dalam {done.seconds:.0f} detik. Buka berkas ini:
  Digest satu halaman (PDF)   {digest.pdf}
  Digest untuk ponsel (HTML)  {digest.html}
  Pesan WhatsApp              {digest.text}
  Bukti setiap angka (Excel)  {digest.evidence}
  Situs                       {done.site.index}

Untuk sumber sungguhan:
  .venv/bin/monitor run       kumpulkan dari sumber di monitor/config/sources.toml, tandai, tulis digest, bangun situs
  .venv/bin/monitor --help    semua perintah
{done.tagged.tagged} naskah ditandai, {done.tagged.relevant} relevan; salinan digabung: {done.tagged.stories} berita""")
