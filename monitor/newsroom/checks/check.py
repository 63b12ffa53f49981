"""Run the rules over manuscripts, place their hits in the file, and apply the safe fixes."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import cache
from itertools import repeat
from pathlib import Path

from monitor.errors import DraftError
from monitor.newsroom.checks.draft import (
    SUFFIXES,
    Given,
    Manuscript,
    parse_manuscript,
    read_manuscript,
)
from monitor.newsroom.checks.model import Draft, Finding, Hit, Rule, Severity
from monitor.newsroom.checks.registry import rules
from monitor.newsroom.checks.spans import quotations
from monitor.newsroom.checks.suppression import covered_lines, read_suppressions

MAX_ROUNDS = 4
_MANY = 150
"""Manuscripts from which more than one process is worth its start."""

_SHARE = 25
_MARKS = frozenset("“”\"‘’'.,!?")
_SNIPPET = 60
_ENDLESS = re.compile(r"\w{81,}")
_ANY_LANGUAGE = frozenset((
    "weekday_mismatch", "impossible_date", "future_publish_date", "trailing_space", "wrong_mission_name", "name_typo",
    "summary_too_long", "missing_alt", "unbalanced_bracket", "suppression_without_reason", "personal_data_id",
    "cms_time_bug", "double_space", "front_matter", "tracked_changes"))
"""Names of the rules that also hold for a translation."""

_NOT_OURS = {"LICENSE", "README", "CHANGELOG", "CONTRIBUTING"}


@dataclass(frozen=True, slots=True)
class Placed:
    """A finding with the characters [start, end) of the source that its fix replaces."""

    finding: Finding
    start: int
    end: int
    safe: bool


@dataclass(frozen=True, slots=True)
class Change:
    """One applied fix: 1-based line, rule code, what stood there, what stands there now."""

    path: str
    line: int
    code: str
    before: str
    after: str


@cache
def known_rules() -> dict[str, Rule]:
    """Return every rule by code; the first call imports the rule modules."""
    return {rule.code: rule for rule in rules()}


def choose(select: Collection[str] = (), ignore: Collection[str] = ()) -> tuple[Rule, ...]:
    """Return the rules whose code or name is selected (all when none is) and not ignored.

    Raise DraftError for a code or name that does not exist.
    """
    by_name = {rule.name: rule.code for rule in known_rules().values()}
    wanted = [by_name.get(each.strip().lower(), each.strip().upper()) for each in select]
    unwanted = [by_name.get(each.strip().lower(), each.strip().upper()) for each in ignore]
    if unknown := sorted({*wanted, *unwanted} - known_rules().keys()):
        raise DraftError(f"Aturan {', '.join(unknown)} tidak ada.", "Daftar aturan ada di docs/aturan.")
    return tuple(rule for code, rule in known_rules().items()
                 if (not wanted or code in wanted) and code not in unwanted)


def check(manuscript: Manuscript, chosen: Sequence[Rule] | None = None) -> tuple[Finding, ...]:
    """Return what the rules (all when None) find in a manuscript, suppressed findings left out, in file order."""
    return tuple(each.finding for each in place(manuscript, chosen))


def place(manuscript: Manuscript, chosen: Sequence[Rule] | None = None) -> tuple[Placed, ...]:
    """Like `check`, with the place in the source of each finding."""
    chosen = tuple(known_rules().values()) if chosen is None else chosen
    draft = _readable(manuscript.draft)
    if draft.language != "id":
        chosen = tuple(rule for rule in chosen if rule.name in _ANY_LANGUAGE)
    return _finish(manuscript, chosen, ((rule, hit) for rule in chosen for hit in rule.check(draft)))


def _finish(manuscript: Manuscript, chosen: Sequence[Rule], hits: Iterable[tuple[Rule, Hit]]) -> tuple[Placed, ...]:
    """Place hits in the source, once each, leave out the suppressed and sort them."""
    seen: dict[tuple[str, int, int], Placed] = {}
    for rule, hit in hits:
        placed = _place(manuscript, rule, hit)
        seen.setdefault((rule.code, placed.start, placed.end), placed)
    kept = [*_about_file(manuscript, chosen), *_unsuppressed(manuscript, list(seen.values()))]
    return tuple(sorted(kept, key=lambda each: (each.finding.line, each.finding.column, each.finding.code)))


def check_together(manuscripts: Sequence[Manuscript],
                   chosen: Sequence[Rule] | None = None) -> tuple[tuple[Finding, ...], ...]:
    """Return the findings of each manuscript, with those that only show beside the others.

    Many manuscripts are checked on every core.
    """
    chosen = tuple(known_rules().values()) if chosen is None else chosen
    codes = tuple(rule.code for rule in chosen)
    shares = [manuscripts[start:start + _SHARE] for start in range(0, len(manuscripts), _SHARE)]
    if len(manuscripts) >= _MANY and (os.cpu_count() or 1) > 1:
        with ProcessPoolExecutor() as pool:
            found = [each for share in pool.map(_check_share, shares, repeat(codes)) for each in share]
    else:
        found = [check(each, chosen) for each in manuscripts]
    drafts = [_readable(each.draft) for each in manuscripts]
    for rule in chosen if len(drafts) > 1 else ():
        beside: dict[int, list[tuple[Rule, Hit]]] = {}
        for number, hit in rule.together(drafts) if rule.together else ():
            beside.setdefault(number, []).append((rule, hit))
        for number, hits in beside.items():
            more = (placed.finding for placed in _finish(manuscripts[number], (), hits))
            found[number] = tuple(sorted((*found[number], *more), key=lambda each: (each.line, each.column, each.code)))
    return tuple(found)


def _check_share(manuscripts: Sequence[Manuscript], codes: Sequence[str]) -> list[tuple[Finding, ...]]:
    chosen = tuple(known_rules()[code] for code in codes)
    return [check(each, chosen) for each in manuscripts]


def _readable(draft: Draft) -> Draft:
    """Blank out runs of letters that no language has, place for place: they would cost the rules minutes."""
    return replace(draft, title=_ENDLESS.sub(_blank, draft.title), summary=_ENDLESS.sub(_blank, draft.summary),
                   body=_ENDLESS.sub(_blank, draft.body))


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def check_files(paths: Sequence[Path], chosen: Sequence[Rule], given: Given | None = None,
                on_refused: Callable[[DraftError], None] | None = None) -> Iterator[tuple[Path, tuple[Finding, ...]]]:
    """Check files, each by itself and all against each other.

    A file that cannot be read goes to `on_refused`, or else raises DraftError.
    """
    manuscripts: list[tuple[Path, Manuscript]] = []
    for path in paths:
        try:
            manuscripts.append((path, read_manuscript(path, given)))
        except DraftError as error:
            if on_refused is None:
                raise
            on_refused(error)
    found = check_together([manuscript for _, manuscript in manuscripts], chosen)
    yield from zip((path for path, _ in manuscripts), found, strict=True)


def walk(paths: Sequence[Path]) -> tuple[Path, ...]:
    """Return the files to check: those named, and in folders every .md, .txt and .docx that is not hidden
    and not a file about the folder, such as README.md.

    Raise DraftError when a path does not exist or a folder holds no such file.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = [each for each in sorted(path.rglob("*")) if each.suffix.lower() in (*SUFFIXES, ".docm")
                      and each.is_file() and not each.name.startswith("~$") and each.stem.upper() not in _NOT_OURS
                      and not any(part.startswith(".") for part in each.relative_to(path).parts)]
            if not inside:
                raise DraftError(f"Tidak ada naskah di {path}.", f"Pakai berkas {', '.join(SUFFIXES)}.")
            found.update(dict.fromkeys(inside))
        elif path.exists():
            found[path] = None
        else:
            raise DraftError(f"{path} tidak ditemukan.", "Periksa nama dan foldernya.")
    return tuple(found)


def fix_file(path: Path, chosen: Sequence[Rule], given: Given | None = None) -> tuple[Change, ...]:
    """Apply the safe fixes to a text file and replace it in one step; return what was changed.

    Words inside quotations are never touched. Word files are left alone. Line ends and a byte order mark stay.
    """
    manuscript = read_manuscript(path, given)
    if not manuscript.writable:
        return ()
    changes: list[Change] = []
    text = manuscript.source
    for _ in range(MAX_ROUNDS):
        text, made = apply_fixes(parse_manuscript(path.as_posix(), text, given), chosen)
        changes += made
        if not made:
            break
    if changes:
        _replace(path, text)
    return tuple(changes)


def apply_fixes(manuscript: Manuscript, chosen: Sequence[Rule]) -> tuple[str, list[Change]]:
    """Return the source with every safe fix applied that overlaps no earlier one, and the changes."""
    source, parts, changes, done = manuscript.source, [], [], 0
    for each in sorted(place(manuscript, chosen), key=lambda placed: (placed.start, placed.end)):
        if each.finding.fix is None or not each.safe or each.start < done:
            continue
        before = source[each.start:each.end]
        if before == each.finding.fix:
            continue
        parts += [source[done:each.start], each.finding.fix]
        done = each.end
        changes.append(Change(each.finding.path, each.finding.line, each.finding.code, before, each.finding.fix))
    return "".join([*parts, source[done:]]), changes


def _place(manuscript: Manuscript, rule: Rule, hit: Hit) -> Placed:
    draft, source = manuscript.draft, manuscript.source
    text = draft.text(hit.part)
    start = manuscript.offset(hit.part, hit.start)
    end = manuscript.offset(hit.part, max(hit.start, hit.end - 1)) + min(1, hit.end - hit.start)
    written = text[hit.start:hit.end]
    line = source.count("\n", 0, start) + 1
    column = start - source.rfind("\n", 0, start)
    snippet = " ".join(written.split())
    finding = Finding(draft.path, line, column, rule.code, rule.name, rule.severity, hit.message,
                      snippet if len(snippet) <= _SNIPPET else snippet[:_SNIPPET - 1] + "…", hit.fix)
    safe = source[start:end] == written and not _in_quotation(draft, hit)
    return Placed(finding, start, end, safe)


def _in_quotation(draft: Draft, hit: Hit) -> bool:
    """Tell whether a hit touches the words of a quotation; its marks alone may be put right."""
    text = draft.text(hit.part)
    touches = any(start < max(hit.end, hit.start + 1) and hit.start < end for start, end in quotations(text))
    return touches and not set(text[hit.start:hit.end]) <= _MARKS


def _about_file(manuscript: Manuscript, chosen: Sequence[Rule]) -> Iterator[Placed]:
    by_code = {rule.code: rule for rule in chosen}
    for note in manuscript.notes:
        if rule := by_code.get(note.code):
            yield _whole_line(manuscript, rule, note.line, note.message)
    if rule := by_code.get("R059"):
        for each in read_suppressions(manuscript.source):
            if fault := each.fault(known_rules().keys()):
                yield _whole_line(manuscript, rule, each.line, fault)


def _whole_line(manuscript: Manuscript, rule: Rule, line: int, message: str) -> Placed:
    text = manuscript.source.split("\n")[line - 1].strip()
    return Placed(Finding(manuscript.draft.path, line, 1, rule.code, rule.name, rule.severity, message,
                          text[:_SNIPPET], None), 0, 0, False)


def _unsuppressed(manuscript: Manuscript, found: Sequence[Placed]) -> Iterator[Placed]:
    suppressions = read_suppressions(manuscript.source)
    if not suppressions:
        yield from found
        return
    silent: set[tuple[int, str]] = set()
    body_line = manuscript.draft.lines[2]
    for each in suppressions:
        if not each.fault(known_rules().keys()):
            lines = covered_lines(manuscript.source, each, body_line)
            silent |= {(line, code) for line in lines for code in each.codes}
    for placed in found:
        in_comment = any(placed.start < each.end and each.start <= placed.start for each in suppressions)
        if not in_comment and (placed.finding.line, placed.finding.code) not in silent:
            yield placed


def _replace(path: Path, text: str) -> None:
    """Write a file whole or not at all, with the line ends, byte order mark and permissions it had."""
    target = path.resolve()
    before = target.read_bytes()
    if b"\r\n" in before:
        text = text.replace("\n", "\r\n")
    data = (b"\xef\xbb\xbf" if before.startswith(b"\xef\xbb\xbf") else b"") + text.encode()
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".periksa-")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        temporary.chmod(target.stat().st_mode & 0o777)
        temporary.replace(target)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def counts(found: Sequence[Finding]) -> tuple[int, int]:
    """Return how many findings block and how many only warn."""
    blocking = sum(each.severity is Severity.BLOCKS for each in found)
    return blocking, len(found) - blocking


