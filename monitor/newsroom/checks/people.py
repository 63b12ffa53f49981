"""Rules about people; see RULES."""

from __future__ import annotations

from monitor.newsroom.checks.model import Rule

RULES: tuple[Rule, ...] = ()
