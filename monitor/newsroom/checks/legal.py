"""Rules for legal."""

from __future__ import annotations

from monitor.newsroom.checks.model import Rule

RULES: tuple[Rule, ...] = ()
