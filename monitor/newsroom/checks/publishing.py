"""Check the releases of a site before it is built, reading again only what changed since the last build."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from functools import cache
from pathlib import Path

from monitor.newsroom.checks.check import check, choose
from monitor.newsroom.checks.draft import parse_manuscript, read_manuscript
from monitor.newsroom.checks.model import Finding, Rule, Severity

CACHE = "keluaran/periksa.json"
"""Where results are kept, relative to the folder that holds the content; deleting it only costs time."""

_SEEN_ELSEWHERE = ("R050", "R051", "R055", "R098")  # content.py itself says these, with the key to change


def check_releases(content: Path, paths: Sequence[Path]) -> tuple[Finding, ...]:
    """Return the findings of releases below a content folder, in the order of the paths.

    Results are kept by a hash of the file and of the rules in `keluaran/periksa.json` beside the content folder,
    once a build has made that folder; a cache that cannot be read or written is left aside.
    """
    store = content.resolve().parent / CACHE
    known, kept = _read(store), dict[str, list[dict[str, str | int | None]]]()
    found: list[Finding] = []
    for path in paths:
        key = hashlib.sha256(_fingerprint() + path.as_posix().encode() + b"\0" + path.read_bytes()).hexdigest()
        kept[key] = known[key] if key in known else [asdict(each) for each in check(read_manuscript(path), _rules())]
        found += [_finding(each) for each in kept[key]]
    if kept.keys() != known.keys():
        _write(store, kept)
    return tuple(found)


def check_one(path: str, source: str) -> tuple[Finding, ...]:
    """Return what the build's rules find in the text of one release, which need not be on disk yet."""
    return check(parse_manuscript(path, source), _rules())


@cache
def _rules() -> tuple[Rule, ...]:
    """Load the rules, which takes a moment, only when there is a text to check."""
    return choose(ignore=_SEEN_ELSEWHERE)


@cache
def _fingerprint() -> bytes:
    """Hash the code of the rules and the facts they read, so that a changed rule is run again."""
    package = Path(__file__).parent
    facts = sorted((package.parents[1] / "config").glob("*.toml"))
    shared = sorted((package.parents[1] / "privacy").glob("*.py"))
    words = sorted(each for each in package.rglob("*") if each.is_file() and each.suffix in {".py", ".txt", ".toml"})
    digest = hashlib.sha256()
    for path in (*words, *shared, *facts):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.digest()


def _finding(kept: dict[str, str | int | None]) -> Finding:
    line, column = kept["line"], kept["column"]
    assert isinstance(line, int)
    assert isinstance(column, int)
    fix = kept["fix"]
    return Finding(str(kept["path"]), line, column, str(kept["code"]), str(kept["name"]),
                   Severity(str(kept["severity"])), str(kept["message"]), str(kept["snippet"]),
                   None if fix is None else str(fix))


def _read(store: Path) -> dict[str, list[dict[str, str | int | None]]]:
    try:
        kept = json.loads(store.read_text("utf-8"))
        for each in (finding for findings in kept.values() for finding in findings):
            _finding(each)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, AssertionError):
        return {}
    return dict(kept)


def _write(store: Path, kept: dict[str, list[dict[str, str | int | None]]]) -> None:
    if not store.parent.is_dir():
        return
    temporary = store.with_suffix(".baru")
    try:
        temporary.write_text(json.dumps(kept, ensure_ascii=False), "utf-8")
        temporary.replace(store)
    except OSError:
        return
