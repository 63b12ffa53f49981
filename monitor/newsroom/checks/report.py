"""Write findings for people, editors and programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from html import escape

from monitor.newsroom.checks.check import Change, counts
from monitor.newsroom.checks.model import Finding, Severity

_WORDS = {Severity.BLOCKS: "blokir", Severity.WARNS: "peringatan"}
_PAGE = """<!doctype html>
<html lang="id"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>Hasil pemeriksaan naskah</title><style>
:root{{--ink:#1b1f24;--soft:#57606a;--line:#d0d7de;--page:#fff;--stop:#a40e26;--warn:#7a4d00}}
@media(prefers-color-scheme:dark){{:root{{--ink:#e6edf3;--soft:#9da7b1;--line:#3d444d;--page:#0d1117;--stop:#ff8f8a;
--warn:#e3b341}}}}
body{{font:1rem/1.6 system-ui,sans-serif;color:var(--ink);background:var(--page);max-width:46rem;margin:0 auto;
padding:1.5rem 1rem}}h1{{font-size:1.6rem;line-height:1.25;margin:0 0 .25rem}}h2{{font-size:1.1rem;margin:2rem 0 0;
overflow-wrap:anywhere}}p.sum{{color:var(--soft);margin:0}}ol{{list-style:none;margin:0;padding:0}}
li{{padding:.75rem 0;border-bottom:1px solid var(--line)}}.at{{color:var(--soft);font-variant-numeric:tabular-nums}}
.blocks{{color:var(--stop);font-weight:600}}.warns{{color:var(--warn);font-weight:600}}
q,ins{{overflow-wrap:anywhere}}q{{quotes:"“" "”"}}.what{{display:block;margin-top:.15rem}}
.fix{{display:block;color:var(--soft)}}@media print{{body{{max-width:none}}li{{break-inside:avoid}}}}
</style></head><body><h1>Hasil pemeriksaan naskah</h1><p class="sum">{summary}</p>
{sections}</body></html>
"""


def as_text(found: Sequence[Finding]) -> str:
    """Return one `path:line:column: R001 [blokir] pesan` per finding, as editors read it; empty when none."""
    return "\n".join(f"{each.path}:{each.line}:{each.column}: {each.code} [{_WORDS[each.severity]}] {each.message}"
                     for each in found)


def as_json(found: Sequence[Finding]) -> str:
    """Return a list of {path, line, column, code, name, severity, message, snippet, fix}."""
    return json.dumps([asdict(each) for each in found], ensure_ascii=False, indent=2)


def as_html(found: Sequence[Finding], files: int) -> str:
    """Return one page that needs no other file: the findings by file, blocking ones first in each."""
    by_path: dict[str, list[Finding]] = {}
    for each in found:
        by_path.setdefault(each.path, []).append(each)
    sections = "\n".join(f"<h2>{escape(path)}</h2><ol>{''.join(_item(each) for each in _blocking_first(inside))}</ol>"
                         for path, inside in by_path.items())
    return _PAGE.format(summary=escape(summary(found, files)), sections=sections)


def summary(found: Sequence[Finding], files: int, changed: int = 0) -> str:
    """Return the last line: `3 naskah, 1 blokir, 4 peringatan`."""
    blocking, warning = counts(found)
    line = f"{files} naskah, {blocking} blokir, {warning} peringatan"
    return f"{line}, {changed} dibetulkan" if changed else line


def describe(change: Change) -> str:
    """Return one line that says what a fix did."""
    after = f"menjadi {change.after!r}" if change.after else "dihapus"
    return f"{change.path}:{change.line}: {change.code} {change.before!r} {after}"


def _blocking_first(found: Sequence[Finding]) -> list[Finding]:
    return sorted(found, key=lambda each: each.severity is not Severity.BLOCKS)


def _item(each: Finding) -> str:
    snippet = f" <q>{escape(each.snippet)}</q>" if each.snippet else ""
    fix = f'<span class="fix">Tulis: <ins>{escape(each.fix)}</ins></span>' if each.fix else ""
    return (f'<li><span class="{each.severity.value}">{_WORDS[each.severity].capitalize()}</span> '
            f'<span class="at">{each.code} {escape(each.name)}, baris {each.line}:{each.column}</span>{snippet}'
            f'<span class="what">{escape(each.message)}</span>{fix}</li>')
