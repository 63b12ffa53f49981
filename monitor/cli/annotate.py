"""`monitor annotate`: JSON Lines in, JSON Lines out, without the store."""

from __future__ import annotations

import json
import sys
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

if TYPE_CHECKING:
    from monitor.tagging.annotation import Request

_BATCH = 64


@click.command("annotate", short_help="Tandai baris JSON tanpa menyimpan.")
@click.argument("file", required=False, default="-", metavar="[BERKAS]",
                type=click.File("r", encoding="utf-8-sig", errors="replace"))
@click.pass_obj
def command(config: Path | None, file: IO[str]) -> int:
    """Tandai baris JSON dari BERKAS (atau masukan baku) dan tulis hasilnya sebagai baris JSON.

    Setiap baris: {"id", "title", "text", "kind"}; "date" (2026-08-21) boleh ditambahkan. Tidak ada yang disimpan. Baris
    yang salah dilaporkan dengan nomornya, sisanya tetap dikerjakan; kode keluar 1 bila ada yang salah.
    """
    from monitor.config.settings import read_settings
    from monitor.tagging import load
    from monitor.tagging.annotation import record

    tagger = load(read_settings(config).tagging)
    done, failed = 0, 0
    lines = enumerate(file, start=1)
    size = 1 if file is sys.stdin or file.name == "<stdin>" else _BATCH  # a pipe may wait for each answer
    while chunk := list(islice(lines, size)):
        requests, bad = _parse(chunk)
        failed += bad
        texts = ((request.title, request.text, request.text_kind, request.published) for request in requests)
        for request, tags in zip(requests, tagger.tag_texts(texts), strict=True):
            click.echo(json.dumps(record(request, tags), ensure_ascii=False))
            done += 1
    click.echo(f"{done} baris ditandai, {failed} gagal", err=True)
    return 1 if failed else 0


def _parse(chunk: list[tuple[int, str]]) -> tuple[list[Request], int]:
    """Return the usable requests of some numbered lines and how many could not be used; blank lines are skipped."""
    from monitor.tagging.annotation import LineError, parse

    requests, bad = [], 0
    for number, line in chunk:
        if not line.strip():
            continue
        try:
            requests.append(parse(line))
        except LineError as error:
            bad += 1
            click.echo(f"Baris {number}: {error}", err=True)
    return requests, bad
