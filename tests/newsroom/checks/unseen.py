"""Releases put together from the sentences of tests/data/checks/unseen.jsonl, and which rules find them.

Usage: python tests/newsroom/checks/unseen.py [open|held]      prints what is missed, false alarms and the figures
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from monitor.newsroom.checks.check import check, check_together
from monitor.newsroom.checks.draft import Given, Manuscript, parse_manuscript
from monitor.newsroom.checks.model import Finding

DATA = Path(__file__).parents[2] / "data/checks"
DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
LIST = "Yang disiapkan antara lain:\n\n- daftar hadir peserta;\n- {}\n- catatan hasil pertemuan."
SUMMARY = "Peserta menerima bekal tentang hak, kontrak, dan tempat mengadu."


@dataclass(frozen=True)
class Instance:
    """One wrong sentence with the names of the rules that may find it (none: the sentence is right), and its place."""

    id: str
    case: str
    rule: tuple[str, ...]
    place: str
    text: str
    half: str
    carrier: str = "serang"
    date: str = "2026-03-12"
    lead_date: str = ""
    slug: str = ""
    body_text: str = ""
    other: str = ""


@cache
def instances() -> tuple[Instance, ...]:
    """Read every instance."""
    lines = (DATA / "unseen.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(Instance(**{**each, "rule": tuple(each["rule"])}) for each in map(json.loads, lines))


@cache
def carriers() -> dict[str, dict[str, Any]]:
    """Read the correct releases that carry the sentences."""
    found: dict[str, dict[str, Any]] = json.loads((DATA / "carriers.json").read_text(encoding="utf-8"))
    return found


def manuscript(each: Instance, text: str | None = None) -> Manuscript:
    """Put one instance into its carrier: with front matter, or bare where old page lines or the dateline are tried."""
    carrier, place = carriers()[each.carrier], each.place
    text = each.text if text is None else text
    day = date.fromisoformat(each.lead_date or each.date)
    written = f"{day:%d/%m/%Y}"
    title = text if place == "title" else carrier["title"]
    lead = carrier["lead"].format(hari=DAYS[day.weekday()], tanggal=written)
    head = f"{carrier['city']}, KemenP2MI ({written}) – {text if place == 'lead' else lead}"
    blocks = [*({"caption": [text], "caption_pair": [text], "furniture": [text],
                 "body_head": [text.format(title=title, TITLE=title.upper())]}.get(place, [])),
              text if place == "dateline" else head, *carrier["paras"][:2]]
    if place in ("middle", "pair"):
        blocks.append(text.format(title=title) if "{title}" in text else text)
    elif place == "list":
        blocks.append(LIST.format(text))
    if each.body_text:
        blocks.append(each.body_text)
    blocks += [*carrier["paras"][2:], *([text] if place in ("end", "nosign") and text else [])]
    if place != "nosign":
        blocks.append(f"** (Humas/{carrier['office']})")
    body = "\n\n".join(blocks) + "\n"
    if place in ("furniture", "dateline"):
        return parse_manuscript("naskah.txt", f"{title}\n\n{body}", Given(published=date.fromisoformat(each.date)))
    summary = text if place == "summary" else SUMMARY
    head = (f"Title: {title}\nSlug: {each.slug or carrier['slug']}\nDate: {each.date} 10:00\nType: siaran-pers\n"
            f"Summary: {summary}\nTopics: vokasi-kapasitas\nCity: {carrier['city']}\n"
            f"Contact: Humas {carrier['office']}, telepon kantor\n\n")
    return parse_manuscript("naskah.md", head + body)


def findings(each: Instance) -> tuple[Finding, ...]:
    """Return what the checker finds in one instance, with its other release where it has one."""
    if each.other:
        other = manuscript(each, each.other)
        return check_together((manuscript(each), other))[0]
    return check(manuscript(each))


def is_found(each: Instance) -> bool:
    """Tell whether one of the expected rules speaks."""
    return not set(each.rule).isdisjoint(found.name for found in findings(each))


def main() -> None:
    """Print what is missed and the false alarms, then one JSON line of figures."""
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    chosen = [each for each in instances() if wanted in ("", each.half)]
    wrong = [each for each in chosen if each.rule]
    missed = [each for each in wrong if not is_found(each)]
    for each in missed:
        names = sorted({found.name for found in findings(each)}) if not each.other else []
        print(f"LUPUT {each.id} {'/'.join(each.rule)} [{each.place}] {each.text[:110]!r} {each.slug} {names}")
    alarms = [(each, found) for each in chosen if not each.rule for found in findings(each)]
    for each, found in alarms:
        print(f"KELIRU {each.id} {found.code} {found.name} {found.severity} {found.snippet[:70]!r}: {found.message}")
    print(json.dumps({"instances": len(wrong), "found": len(wrong) - len(missed),
                      "recall": round(1 - len(missed) / len(wrong), 3), "correct": len(chosen) - len(wrong),
                      "false_alarms": len(alarms)}))


if __name__ == "__main__":
    main()
