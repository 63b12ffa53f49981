"""Read words.toml: the words, pairs and phrases that the release checker knows."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from pydantic import Field, field_validator

from monitor.config.loading import Strict, packaged, read

FILE = "words.toml"


class Risk(Strict):
    """A kind of quoted line that reads badly alone: a regular expression and the reason."""

    words: str = Field(min_length=3)
    why: str = Field(min_length=3)

    @field_validator("words")
    @classmethod
    def _compiles(cls, words: str) -> str:
        try:
            re.compile(words)
        except re.error as error:
            raise ValueError(f"pola tidak sah: {error}") from error
        return words


class Words(Strict):
    """All word lists; pairs map what is written to what to write."""

    places: tuple[str, ...] = Field(min_length=1)
    passives: tuple[str, ...] = Field(min_length=1)
    processes: tuple[str, ...] = Field(min_length=1)
    bound: tuple[str, ...] = Field(min_length=1)
    known: tuple[str, ...] = ()
    towns: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    rare: tuple[str, ...] = ()
    nonstandard: dict[str, str]
    word_form: dict[str, str]
    foreign: dict[str, str]
    homophones: dict[str, str]
    redundant: dict[str, str]
    risks: tuple[Risk, ...] = Field(alias="risk")


@cache
def read_words(path: Path | None = None) -> Words:
    """Read and check the lists (the packaged ones by default). Raise ConfigError listing every problem."""
    return read(path or packaged(FILE), Words)
