"""Write the report as JSON, with full numbers and a stable order."""

from __future__ import annotations

import dataclasses
import json

from monitor.tagging.evaluation.report import Report


def render_json(report: Report) -> str:
    """Return the report as one JSON object; its keys are the field names of `Report`."""
    return json.dumps(dataclasses.asdict(report), ensure_ascii=False, indent=1, allow_nan=False) + "\n"
