"""Write docs/aturan/, one page per rule of the release checker; a test fails when a page is out of date."""

from __future__ import annotations

import sys
from pathlib import Path

from monitor.newsroom.checks.model import Rule, Severity
from monitor.newsroom.checks.registry import rules

TARGET = Path(__file__).with_name("aturan")
_SEVERITY = {Severity.BLOCKS: "Memblokir penerbitan", Severity.WARNS: "Peringatan"}


def render() -> dict[str, str]:
    """Return every page by file name: the index, and `R001-weekday_mismatch.md` and so on."""
    known = rules()
    pages = {f"{rule.code}-{rule.name}.md": _page(rule) for rule in known}
    rows = "\n".join(f"| [{rule.code}]({rule.code}-{rule.name}.md) | `{rule.name}` | {_SEVERITY[rule.severity]} | "
                     f"{_cell(rule.what)} |" for rule in known)
    pages["README.md"] = f"""# Aturan pemeriksaan naskah

Dibuat dari kode dengan `make docs`; jangan disunting. Jalankan dengan `monitor release check BERKAS`.

Temuan yang memang benar dapat diabaikan dengan alasan, pada barisnya atau baris di atasnya:
`<!-- periksa: abaikan R052 naskah bersama dua lembaga -->`. Untuk judul dan ringkasan, tulis komentar itu sebelum
paragraf pertama.

| Kode | Nama | Akibat | Yang ditangkap |
| --- | --- | --- | --- |
{rows}
"""
    return pages


def _page(rule: Rule) -> str:
    return f"""# {rule.code} {rule.name}

{_SEVERITY[rule.severity]}.

**Apa.** {rule.what}

**Mengapa.** {rule.why}

**Keliru**

```text
{rule.wrong}
```

**Benar**

```text
{rule.right}
```

Abaikan dengan alasan: `<!-- periksa: abaikan {rule.code} alasannya di sini -->`
"""


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def write() -> int:
    """Write all pages, delete those of rules that are gone, and return the number of rules."""
    pages = render()
    TARGET.mkdir(exist_ok=True)
    for old in TARGET.glob("*.md"):
        if old.name not in pages:
            old.unlink()
    for name, text in pages.items():
        (TARGET / name).write_text(text, "utf-8")
    return len(pages) - 1


if __name__ == "__main__":
    print(f"{TARGET}: {write()} rules", file=sys.stderr)
