"""Write a pipeline with random weights from a configuration, to try how it plugs in before anyone trains it.

Usage: python training/plugin/random_pipeline.py CONFIG OUT_FOLDER [KEY=VALUE ...]     (keys as in `spacy train`)
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.training import Example
from spacy.util import load_config, load_model_from_config

import monitor.tagging.pipeline  # noqa: F401  (registers the components)


def main() -> None:
    """Build and save what the command line names."""
    given = dict(pair.split("=", 1) for pair in sys.argv[3:])
    build(Path(sys.argv[1]), {key: _value(text) for key, text in given.items()}).to_disk(sys.argv[2])


def build(config: Path, overrides: Mapping[str, Any]) -> Language:
    """Return a pipeline of the configuration, initialised on one sentence."""
    nlp = load_model_from_config(load_config(config, overrides=dict(overrides)), auto_fill=True)
    nlp.initialize(lambda: [Example.from_dict(nlp.make_doc("Pekerja migran tiba di Nunukan."),
                                              {"cats": {"tone:neutral": 1.0}})])
    return nlp


def _value(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


if __name__ == "__main__":
    main()
