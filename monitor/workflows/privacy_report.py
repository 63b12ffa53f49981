"""The report on personal data as lines for staff, JSON or CSV."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from monitor.collectors.cells import inert
from monitor.dates import short_date
from monitor.models import ItemKind
from monitor.weeks import WIB
from monitor.workflows.privacy import Report

KINDS = {ItemKind.POST: "Unggahan", ItemKind.NEWS: "Berita"}
_MOST = 15


def lines(report: Report) -> Iterator[str]:
    """Yield the report as sentences."""
    held = report.holdings
    months = {due.kind: due for due in report.due}
    for each in held.kinds:
        due = months[each.kind]
        kept = f"disimpan {due.months} bulan, {_number(due.count)} lewat waktu" if due.months else "disimpan tetap"
        yield f"{KINDS[each.kind]:<10}{_number(each.count):>8}  tertua {_day(each.oldest)}, {kept}"
    if not held.kinds:
        yield "Belum ada naskah yang disimpan."
    yield (f"Penulis unggahan: {_number(held.hashed)} bersidik ({_number(held.authors)} akun), "
           f"{_number(sum(held.public.values()))} publik, {_number(held.nameless)} tanpa nama")
    if held.public:
        named = [f"{name} ({_number(count)})" for name, count in list(held.public.items())[:_MOST]]
        yield f"Akun publik: {', '.join(named)}{', ...' if len(held.public) > _MOST else ''}"
    masked = [f"{kind.value} {_number(count)}" for kind, count in held.masked.items() if count]
    yield f"Unggahan dengan bagian yang disamarkan: {', '.join(masked) or 'tidak ada'}"
    yield (f"Permintaan hapus yang diingat: {_number(held.forgotten.get('akun', 0))} sidik akun, "
           f"{_number(held.forgotten.get('naskah', 0))} sidik unggahan")
    yield f"Digest dan ekspor yang masih ada di tempatnya: {len(report.files)}"
    yield from (f"  {file.path}" for file in report.files[:_MOST])


def write(report: Report, file: Path) -> None:
    """Write the report as JSON or CSV, by the file's extension. Raise OSError."""
    if file.suffix.lower() == ".json":
        file.write_text(json.dumps(_plain(report), ensure_ascii=False, indent=2) + "\n", "utf-8")
        return
    with file.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["what", "name", "count", "oldest", "retention_months", "due"])
        writer.writerows([[inert(cell) if isinstance(cell, str) else cell for cell in row] for row in _rows(report)])


def _rows(report: Report) -> Iterator[list[Any]]:
    held, months = report.holdings, {due.kind: due for due in report.due}
    for each in held.kinds:
        due = months[each.kind]
        yield ["items", each.kind.value, each.count, _iso(each.oldest), due.months or "", due.count]
    yield ["posts_author", "hashed", held.hashed, "", "", ""]
    yield ["posts_author", "nameless", held.nameless, "", "", ""]
    for name, count in held.public.items():
        yield ["posts_author_public", name, count, "", "", ""]
    for kind, count in held.masked.items():
        yield ["posts_masked", kind.value, count, "", "", ""]
    for name, count in held.forgotten.items():
        yield ["forgotten", name, count, "", "", ""]
    for file in report.files:
        yield ["file", str(file.path), "", _iso(file.at), "", ""]


def _plain(report: Report) -> dict[str, Any]:
    held, months = report.holdings, {due.kind: due for due in report.due}
    return {
        "items": [{"kind": each.kind.value, "count": each.count, "oldest": _iso(each.oldest),
                   "stored_since": _iso(each.stored_since), "retention_months": months[each.kind].months or None,
                   "due": months[each.kind].count} for each in held.kinds],
        "posts": {"hashed": held.hashed, "hashed_authors": held.authors, "nameless": held.nameless,
                  "public": dict(held.public), "masked": {kind.value: count for kind, count in held.masked.items()}},
        "forgotten": dict(held.forgotten),
        "files": [{"path": str(file.path), "kind": file.kind, "written": _iso(file.at)} for file in report.files],
    }


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def _day(moment: datetime | None) -> str:
    return short_date(moment.astimezone(WIB)) if moment else "-"


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")
