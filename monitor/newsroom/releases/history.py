"""Tell who did what to a release and when, from its front matter and from git."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from monitor.newsroom.frontmatter import Document, parse_document, read_document
from monitor.newsroom.releases.state import State, parse_remark, parse_stamp, state_of
from monitor.weeks import WIB

MOST = 200
"""Commits of one file that are read back."""

_FIELDS = "%H%x1f%aI%x1f%an%x1f%s%x1e"
_STAMPS = {"ready": "menandai siap disetujui", "approved": "menyetujui", "published": "menerbitkan"}


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that happened to a release; `origin` is `berkas` (front matter) or `git`."""

    at: datetime
    by: str
    what: str
    origin: str
    path: Path


def has_git(folder: Path) -> bool:
    """Tell whether git is installed and the folder is in a repository."""
    return _git(folder, "rev-parse", "--git-dir") is not None


def user_of_git(folder: Path) -> str:
    """Return the name git knows for the person at this computer, or an empty text."""
    return (_git(folder, "config", "user.name") or "").strip()


def unsaved(path: Path) -> bool:
    """Tell whether a file holds changes that git has not recorded."""
    return bool((_git(path.parent, "status", "--porcelain", "--", path.name) or "").strip())


def events(path: Path) -> tuple[Event, ...]:
    """Return what happened to one release, oldest first; lines that cannot be read are left to the checks."""
    document = read_document(path)
    found = [*_stamped(document), *_committed(path)]
    return tuple(sorted(found, key=lambda event: (event.at, event.origin == "git")))


def _stamped(document: Document) -> Iterator[Event]:
    for key, what in _STAMPS.items():
        try:
            if text := document.text(key):
                step = parse_stamp(text)
                yield Event(step.at, step.by, what, "berkas", document.path)
        except ValueError:
            continue
    corrections = document.fields.get("corrections")
    lines = [("mengoreksi", line) for line in (corrections.values if corrections else ())]
    lines += [("menarik", document.text("withdrawn"))] if document.text("withdrawn") else []
    for what, line in lines:
        try:
            remark = parse_remark(line)
        except ValueError:
            continue
        yield Event(remark.at, remark.by, f"{what}: {remark.text}", "berkas", document.path)


def _committed(path: Path) -> Iterator[Event]:
    """Yield the commits of a file, renames followed, with the steps between states that they hold."""
    log = _git(path.parent, "log", "--follow", f"--max-count={MOST}", "--name-only", f"--format=%x1d{_FIELDS}", "--",
               path.name)
    before: State | None = None
    top = (_git(path.parent, "rev-parse", "--show-toplevel") or "").strip()
    for entry in reversed([part for part in (log or "").split("\x1d") if "\x1e" in part]):
        head, _, names = entry.partition("\x1e")
        commit, at, by, subject = head.split("\x1f")
        after = _state_at(Path(top), commit, names.strip().split("\n")[-1])
        step = f" ({before.label} → {after.label})" if before and after and before is not after else ""
        before = after or before
        yield Event(datetime.fromisoformat(at).astimezone(WIB), by, subject + step, "git", path)


def _state_at(top: Path, commit: str, name: str) -> State | None:
    text = _git(top, "show", f"{commit}:{name}")
    if text is None:
        return None
    try:
        return state_of(parse_document(Path(name), text))
    except ValueError:
        return None


def _git(folder: Path, *words: str) -> str | None:
    """Run git and return what it says, None when it is not installed or refuses."""
    program = shutil.which("git")
    if program is None:
        return None
    done = subprocess.run([program, "-c", "core.quotepath=off", "-c", "core.fsmonitor=false", *words], cwd=folder,
                          capture_output=True, text=True, encoding="utf-8", errors="replace", check=False)
    return done.stdout if done.returncode == 0 else None
