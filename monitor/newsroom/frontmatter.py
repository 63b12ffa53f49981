"""Read the front matter of a Markdown file with its line numbers, the way Python-Markdown's meta extension does."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

_KEY = re.compile(r"^ {0,3}(?P<key>[A-Za-z0-9_-]+):\s*(?P<value>.*)")
_MORE = re.compile(r"^ {4,}(?P<value>.*)")
_BEGIN = re.compile(r"^-{3}(\s.*)?$")
_END = re.compile(r"^(-{3}|\.{3})(\s.*)?$")


@dataclass(frozen=True, slots=True)
class Field:
    """One key of the front matter: as written, the line it starts on (1-based), and its lines of value."""

    name: str
    line: int
    values: tuple[str, ...]

    @property
    def text(self) -> str:
        """The value as one line; a long sentence may be wrapped over several lines."""
        return " ".join(self.values)

    @property
    def items(self) -> tuple[str, ...]:
        """The comma-separated words of the value."""
        return tuple(word for word in (part.strip() for part in self.text.split(",")) if word)


@dataclass(frozen=True, slots=True)
class Document:
    """One Markdown file: its front matter by lower-case key, keys written twice, and the body with its first line."""

    path: Path
    fields: dict[str, Field]
    body: str
    body_line: int
    repeated: tuple[Field, ...] = field(default=())

    def text(self, key: str) -> str:
        """Return a value as one line, empty when the key is absent."""
        found = self.fields.get(key)
        return found.text if found else ""

    def items(self, key: str) -> tuple[str, ...]:
        """Return the comma-separated words of a value, empty when the key is absent."""
        found = self.fields.get(key)
        return found.items if found else ()


def read_document(path: Path) -> Document:
    """Read one Markdown file. Raise UnicodeDecodeError when it is not UTF-8, OSError when it cannot be read."""
    return parse_document(path, path.read_text("utf-8-sig"))


def parse_document(path: Path, source: str) -> Document:
    """Split Markdown text into front matter and body, with the same rules as `markdown.extensions.meta`."""
    lines = source.splitlines()
    at = 1 if lines and _BEGIN.match(lines[0]) else 0
    open_keys: list[tuple[str, int, list[str]]] = []
    while at < len(lines):
        line = lines[at]
        if not line.strip() or (at and _END.match(line)):
            at += 1
            break
        if found := _KEY.match(line):
            open_keys.append((found["key"], at + 1, [found["value"].strip()]))
        elif (more := _MORE.match(line)) and open_keys:
            open_keys[-1][2].append(more["value"].strip())
        else:
            break
        at += 1
    fields: dict[str, Field] = {}
    repeated: list[Field] = []
    for name, number, values in open_keys:
        entry = Field(name, number, tuple(value for value in values if value))
        if name.lower() in fields:
            repeated.append(entry)
        else:
            fields[name.lower()] = entry
    return Document(path, fields, "\n".join(lines[at:]), at + 1, tuple(repeated))
