"""Spreadsheet cells that are never formulas, and back: what `inert` writes, `original` reads."""

from __future__ import annotations

import re

_FORMULA = re.compile(r"[\s']*[=+\-@＝＋－＠]|'*[\t\r\n]")
"""Starts that a spreadsheet may take for a formula (OWASP, CSV Injection), behind apostrophes and spaces too."""


def inert(text: str) -> str:
    """Return text that no spreadsheet takes for a formula: an apostrophe in front, and no control characters."""
    text = "".join(c for c in text if c >= " " or c in "\n\t\r")
    return f"'{text}" if _FORMULA.match(text) else text


def original(cell: str) -> str:
    """Return the text that `inert` made a cell of."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell[1:]) else cell
