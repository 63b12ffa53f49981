"""What columns mean in files that staff import: usual names, and named presets from imports.toml."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Self
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import field_validator, model_validator

from monitor.config.loading import Strict, check, load, nearest, packaged
from monitor.errors import ConfigError
from monitor.models import ItemKind

# Field -> column names as simplified by `simplify`, most telling first.
USUAL: Mapping[str, tuple[str, ...]] = {
    "title": ("judul", "judulberita", "title", "headline", "judulartikel", "subject"),
    "text": ("isi", "isiberita", "isiartikel", "fulltext", "content", "konten", "text", "teks", "body", "tweet",
             "fulltweet", "message", "pesan", "caption", "komentar", "comment", "posttext"),
    "summary": ("ringkasan", "summary", "openingtext", "snippet", "excerpt", "description", "deskripsi", "lead",
                "hitsentence"),
    "url": ("url", "link", "tautan", "permalink", "originalurl", "weburl", "alamat", "alamaturl", "posturl"),
    "outlet": ("outlet", "media", "namamedia", "sumber", "source", "sourcename", "publisher", "portal", "situs",
               "platform", "domain"),
    "date": ("tanggal", "tanggalterbit", "tanggaltayang", "tgl", "date", "published", "publishedat", "publisheddate",
             "publishdate", "datepublished", "pubdate", "createdat", "createdtime", "createtime", "timestamp",
             "datetime", "waktu"),
    "time": ("jam", "pukul", "time"),
    "author": ("penulis", "author", "wartawan", "byline"),
    "kind": ("jenis", "kind", "tipe", "type", "contenttype"),
    "language": ("bahasa", "language", "lang"),
}

_ALSO = {"anything": "apa-saja", "apa saja": "apa-saja", "wa": "whatsapp"}
"""Other names of packaged presets."""


def simplify(name: str) -> str:
    """Return a column name without case, spaces and punctuation, as names are compared."""
    return re.sub(r"[\W_]+", "", name).lower()


def field_named(name: str) -> str:
    """Return the field that a name stands for (`isi` is `text`), or an empty string."""
    simple = simplify(name)
    return simple if simple in USUAL else next((field for field, names in USUAL.items() if simple in names), "")


class Preset(Strict):
    """How one kind of export is laid out; see the head of imports.toml."""

    name: str
    note: str = ""
    columns: Mapping[str, tuple[str, ...]] = {}
    kind: ItemKind | None = None
    outlet: str = ""
    timezone: str = "Asia/Jakarta"
    month_first: bool = False

    @field_validator("columns")
    @classmethod
    def _known_fields(cls, value: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
        for field in value:
            if field not in USUAL:
                raise ValueError(f"isian {field!r} tidak dikenal{nearest(field, list(USUAL))}; "
                                 f"pilihan: {', '.join(USUAL)}")
        return value

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError(f"zona waktu {value!r} tidak dikenal; tulis seperti Asia/Jakarta") from error
        return value

    def column_names(self, field: str) -> tuple[str, ...]:
        """Return the simplified column names that may hold a field: the preset's own first, then the usual ones."""
        return tuple(dict.fromkeys((*map(simplify, self.columns.get(field, ())), *USUAL[field])))

    def with_columns(self, mapping: Mapping[str, str]) -> Preset:
        """Return this preset with single fields moved to other columns (`--map text=Isi`)."""
        changed = {field: (column, *self.columns.get(field, ())) for field, column in mapping.items()}
        return self.model_copy(update={"columns": {**self.columns, **changed}})


class _File(Strict):
    preset: tuple[Preset, ...] = ()

    @model_validator(mode="after")
    def _unique(self) -> Self:
        names = [preset.name for preset in self.preset]
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise ValueError(f"nama preset ganda: {', '.join(twice)}")
        return self


def read_presets(path: Path | None = None) -> Mapping[str, Preset]:
    """Return the packaged presets by name, with those of `path` added or replacing them. Raise ConfigError."""
    files: Iterable[Path] = filter(None, (packaged("imports.toml"), path))
    return {preset.name: preset for file in files for preset in check(file.name, load(file), _File).preset}


def find_preset(name: str, path: Path | None = None) -> Preset:
    """Return one preset by name. Raise ConfigError naming the nearest and all others."""
    presets = read_presets(path)
    name = _ALSO.get(name, name)
    if name not in presets:
        raise ConfigError([f"preset {name!r} tidak ada{nearest(name, list(presets))}; pilihan: {', '.join(presets)}"])
    return presets[name]
