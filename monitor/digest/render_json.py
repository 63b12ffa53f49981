"""Render the whole digest as JSON, for programs."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from monitor.digest.model import Digest, Shade, ToneCount
from monitor.digest.wording import SAMPLE
from monitor.weeks import Week

SCHEMA = 1


def render_json(digest: Digest) -> str:
    """Return the Digest field by field; times are ISO 8601 with offset, a week is `2026-W34`, shares whole percents."""
    head = {"schema": SCHEMA, "notice": SAMPLE if digest.sample else ""}
    return json.dumps(head | _plain(digest), ensure_ascii=False, indent=1) + "\n"


def _plain(value: Any) -> Any:
    if isinstance(value, Week):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if is_dataclass(value):
        known = {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
        if isinstance(value, ToneCount):
            known |= {"total": value.total, "percent": {shade.value: value.share(shade) for shade in Shade}}
        return known
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value
