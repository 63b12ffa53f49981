"""`monitor export`: the tagged items of a period as a file."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import click

from monitor.weeks import WIB, Week

_EXTENSIONS = (".csv", ".xlsx", ".jsonl", ".parquet")
_DAY = click.DateTime(["%Y-%m-%d", "%d/%m/%Y"])


def _file(context: click.Context, parameter: click.Parameter, value: Path) -> Path:
    if value.suffix.lower() not in _EXTENSIONS:
        raise click.BadParameter(f"akhiran {value.suffix or '(kosong)'!r} tidak dikenal; "
                                 f"pilihan: {', '.join(_EXTENSIONS)}")
    if not value.absolute().parent.is_dir():
        raise click.BadParameter(f"folder {value.parent} tidak ada; buat dahulu atau periksa namanya")
    return value


def _week(context: click.Context, parameter: click.Parameter, value: str | None) -> Week | None:
    try:
        return Week.parse(value) if value else None
    except ValueError as error:
        raise click.BadParameter(f"{value!r} bukan pekan; tulis seperti 2026-W34") from error


@click.command("export", short_help="Tulis naskah yang ditandai ke tabel.")
@click.argument("file", metavar="BERKAS", type=click.Path(dir_okay=False, path_type=Path), callback=_file)
@click.option("--week", metavar="PEKAN", callback=_week, help="Hanya pekan ini (2026-W34, Senin sampai Minggu WIB).")
@click.option("--from", "first", type=_DAY, metavar="TANGGAL",
              help="Sejak tanggal ini (2026-08-17 atau 17/08/2026, WIB).")
@click.option("--to", "last", type=_DAY, metavar="TANGGAL", help="Sampai dengan tanggal ini (WIB).")
@click.option("--all", "everything", is_flag=True, help="Sertakan juga yang tidak relevan dan yang belum ditandai.")
@click.pass_obj
def command(config: Path | None, file: Path, week: Week | None, first: datetime | None, last: datetime | None,
            everything: bool) -> None:
    """Tulis naskah yang sudah ditandai ke BERKAS: .csv, .xlsx, .jsonl, atau .parquet, satu baris per naskah.

    Tanpa --week, --from atau --to, seluruh masa ditulis. Berkas lama dengan nama sama diganti setelah yang baru
    selesai.
    """
    from monitor.config.settings import read_settings
    from monitor.workflows.export import export

    start, end = _period(week, first, last)
    done = export(read_settings(config), file, start=start, end=end, everything=everything)
    if not done.items:
        wider = "" if everything else " Coba --all, atau jalankan `monitor tag` bila belum."
        click.echo(f"Tidak ada naskah pada masa itu; {file} hanya berisi kepala kolom.{wider}"
                   if file.suffix.lower() != ".jsonl" else f"Tidak ada naskah pada masa itu; {file} kosong.{wider}")
    extra = f" ({done.irrelevant} tidak relevan, {done.untagged} belum ditandai)" if everything else ""
    click.echo(f"{f'{done.items:,}'.replace(',', '.')} naskah ditulis ke {file}{extra}")


Period = tuple[datetime | None, datetime | None]


def _period(week: Week | None, first: datetime | None, last: datetime | None) -> Period:
    """Return the period as [start, end); days count in WIB, the last one included."""
    if week and (first or last):
        raise click.UsageError("Pilih --week saja, atau --from/--to saja.")
    if first and last and first > last:
        raise click.UsageError("Tanggal --from harus sebelum atau sama dengan --to.")
    if week:
        return week.start, week.end
    return (first.replace(tzinfo=WIB) if first else None,
            (last + timedelta(days=1)).replace(tzinfo=WIB) if last and last.year < 9999 else None)
