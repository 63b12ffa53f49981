"""All rules, by code."""

from __future__ import annotations

from importlib import import_module

from monitor.newsroom.checks.model import Rule

MODULES = ("dates", "zones", "figures", "targets", "outlets", "names", "titles", "legal", "form", "words", "phrasing",
           "spelling", "quotes", "people", "marks", "repeats", "frame")
"""Modules of this package that define RULES, in the order of their codes."""


def rules() -> tuple[Rule, ...]:
    """Return every rule in the order of codes."""
    found = [rule for name in MODULES for rule in import_module(f"monitor.newsroom.checks.{name}").RULES]
    return tuple(sorted(found, key=lambda rule: rule.code))
