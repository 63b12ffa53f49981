"""Remember which kits were handed out, so that a page that changes or disappears is noticed.

The register is a small JSON file beside the content (`content/bagikan.json`), committed with it. It holds hashes,
titles and one-sentence facts that were public when the kit was issued, and nothing about who shared them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from monitor.errors import SiteError
from monitor.newsroom.details import PageType
from monitor.newsroom.sharing.version import Version, differences

FILE = "bagikan.json"
_FORMAT = 1
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Issue:
    """One version of a kit and the day it was handed out first."""

    issued: date
    version: Version


@dataclass(frozen=True, slots=True)
class Entry:
    """All versions of the kit of one page, oldest first; `withdrawn` is the day its page was found gone."""

    slug: str
    kind: PageType
    issues: tuple[Issue, ...]
    withdrawn: date | None = None

    @property
    def last(self) -> Issue:
        """The version handed out last."""
        return self.issues[-1]


@dataclass(frozen=True, slots=True)
class Change:
    """What changed on one day, in sentences."""

    day: date
    what: tuple[str, ...]


Register = Mapping[str, Entry]


def read_register(content: Path) -> dict[str, Entry]:
    """Return the entries by slug; none when there is no register yet. Raise SiteError when it is damaged."""
    path = content / FILE
    try:
        data = json.loads(path.read_text("utf-8"))
        if data["format"] != _FORMAT:
            raise ValueError(data["format"])
        entries = [_entry(slug, value) for slug, value in data["kit"].items()]
    except FileNotFoundError:
        return {}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SiteError(f"Catatan kit {path} rusak.",
                        "Kembalikan berkas itu dari git, lalu jalankan lagi.") from error
    return {entry.slug: entry for entry in entries}


def write_register(content: Path, entries: Register) -> None:
    """Write the register in one step, ordered by slug; unchanged entries give unchanged bytes."""
    kits = {slug: _plain(entries[slug]) for slug in sorted(entries)}
    text = json.dumps({"format": _FORMAT, "kit": kits}, ensure_ascii=False, indent=1) + "\n"
    path = content / FILE
    if path.is_file() and path.read_text("utf-8") == text:
        return
    fresh = path.with_name(f".{FILE}.baru")
    fresh.write_text(text, "utf-8")
    fresh.replace(path)


def record(entries: Register, shown: Iterable[tuple[str, PageType, Version]], today: date) -> dict[str, Entry]:
    """Return the register after handing out today's versions; pages that are gone are marked as withdrawn."""
    now = {slug: (kind, version) for slug, kind, version in shown}
    after = dict(entries)
    for slug, (kind, version) in now.items():
        entry = after.get(slug)
        issues = entry.issues if entry else ()
        if entry is None or entry.last.version.hash != version.hash:
            issues = (*issues, Issue(today, version))
        after[slug] = Entry(slug, kind, issues)
    for slug, entry in entries.items():
        if slug not in now and entry.withdrawn is None:
            after[slug] = replace(entry, withdrawn=today)
    return after


def history(entry: Entry | None, current: Version) -> tuple[Change, ...]:
    """Return what changed since the first kit, newest first, whether or not the current version was recorded."""
    versions = [issue.version for issue in entry.issues] if entry else []
    if not versions or versions[-1].hash != current.hash:
        versions.append(current)
    changes = [Change(new.changed, what) for old, new in pairwise(versions)
               if (what := differences(old, new))]
    return tuple(reversed(changes))


def _entry(slug: str, value: Mapping[str, Any]) -> Entry:
    issues = tuple(Issue(date.fromisoformat(each["issued"]), _version(each)) for each in value["issues"])
    if not issues or not _SLUG.fullmatch(slug):
        raise ValueError(slug)
    gone = value.get("withdrawn")
    return Entry(slug, PageType(value["kind"]), issues, date.fromisoformat(gone) if gone else None)


def _version(value: Mapping[str, Any]) -> Version:
    return Version(hash=str(value["hash"]), changed=date.fromisoformat(value["changed"]), title=str(value["title"]),
                   fact=str(value["fact"]), parts=tuple((name, str(part)) for name, part in value["parts"].items()))


def _plain(entry: Entry) -> dict[str, Any]:
    issues: Sequence[dict[str, Any]] = [
        {"issued": issue.issued.isoformat(), **asdict(issue.version),
         "changed": issue.version.changed.isoformat(), "parts": dict(issue.version.parts)} for issue in entry.issues]
    gone = {"withdrawn": entry.withdrawn.isoformat()} if entry.withdrawn else {}
    return {"kind": entry.kind.value, **gone, "issues": issues}
