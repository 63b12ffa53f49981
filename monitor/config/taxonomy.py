"""Read taxonomy.toml: the 22 topics and the rules that decide what is about migrant workers or the ministry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from pathlib import Path

from pydantic import Field, field_validator, model_validator

from monitor.config.loading import Strict, packaged, read
from monitor.config.phrases import tokens

FILE = "taxonomy.toml"


class NearMiss(Strict):
    """A term that also means something else: a `drop` phrase cancels it unless a `keep` phrase is there too."""

    term: str
    also: str
    drop: tuple[str, ...]
    keep: tuple[str, ...] = ()


class DatedName(Strict):
    """An official's name that counts while the person holds the office: [from, to], both inclusive, to open."""

    term: str
    aliases: tuple[str, ...] = ()
    since: date = Field(alias="from")
    until: date | None = Field(default=None, alias="to")

    def holds(self, on: date) -> bool:
        """Tell whether the person held the office on a day."""
        return self.since <= on and (self.until is None or on <= self.until)


class Gate(Strict):
    """Which phrases make a text relevant; see the comments in taxonomy.toml."""

    strong: tuple[str, ...] = Field(min_length=1)
    weak: tuple[str, ...] = ()
    wide: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    names: tuple[DatedName, ...] = Field(default=(), alias="name")
    near_misses: tuple[NearMiss, ...] = Field(default=(), alias="near_miss")

    @model_validator(mode="after")
    def _phrases_have_words(self) -> Gate:
        lists = (self.strong, self.weak, self.wide, self.context, *(n.drop for n in self.near_misses),
                 *(n.keep for n in self.near_misses))
        _refuse_empty(phrase for phrases in lists for phrase in phrases)
        return self


class Topic(Strict):
    """One topic: how it is named, who owns it, and which phrases show it."""

    slug: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    label: str = Field(min_length=1)
    definition: str = Field(min_length=1)
    owner: str = Field(min_length=1)
    crisis: bool
    patterns: tuple[str, ...] = Field(min_length=1)
    colloquial: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    @field_validator("patterns", "colloquial", "exclude")
    @classmethod
    def _have_words(cls, phrases: tuple[str, ...]) -> tuple[str, ...]:
        _refuse_empty(phrases)
        return phrases


class Taxonomy(Strict):
    """All topics, in the order staff know them, and the relevance gate."""

    gate: Gate
    topics: tuple[Topic, ...] = Field(alias="topic", min_length=1)

    @model_validator(mode="after")
    def _slugs_and_labels_differ(self) -> Taxonomy:
        repeated = [*_repeated(topic.slug for topic in self.topics), *_repeated(topic.label for topic in self.topics)]
        if repeated:
            raise ValueError(f"topik ditulis lebih dari sekali: {', '.join(repeated)}")
        return self

    def topic_label(self, slug: str) -> str:
        """Return the Indonesian label of a topic. Raise KeyError for an unknown slug."""
        return self.labels()[slug]

    def labels(self) -> dict[str, str]:
        """Return slug -> label in taxonomy order."""
        return {topic.slug: topic.label for topic in self.topics}


@cache
def read_taxonomy(path: Path | None = None) -> Taxonomy:
    """Read and check the taxonomy (the packaged one by default). Raise ConfigError listing every problem."""
    return read(path or packaged(FILE), Taxonomy)


def topic_label(slug: str) -> str:
    """Return the Indonesian label of a topic of the packaged taxonomy. Raise KeyError for an unknown slug."""
    return read_taxonomy().topic_label(slug)


def _repeated(words: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for word in words:
        if word in seen:
            yield word
        seen.add(word)


def _refuse_empty(phrases: Iterable[str]) -> None:
    for phrase in phrases:
        if not tokens(phrase):
            raise ValueError(f"frasa {phrase!r} tidak memuat kata")
