"""Read a TOML file into a pydantic model and say everything that is wrong with it at once."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from monitor.errors import ConfigError

M = TypeVar("M", bound=BaseModel)

_WORDS = {
    "missing": "wajib diisi tetapi tidak ada",
    "string_type": "harus berupa teks dalam tanda kutip",
    "int_type": "harus berupa bilangan bulat",
    "int_parsing": "harus berupa bilangan bulat",
    "float_type": "harus berupa angka",
    "float_parsing": "harus berupa angka",
    "bool_type": "harus true atau false",
    "bool_parsing": "harus true atau false",
    "list_type": "harus berupa daftar [ ... ]",
    "tuple_type": "harus berupa daftar [ ... ]",
    "greater_than": "harus lebih besar dari {gt}",
    "greater_than_equal": "paling kecil {ge}",
    "less_than_equal": "paling besar {le}",
    "date_from_datetime_parsing": "bukan tanggal; tulis seperti 2026-08-21",
}


class Strict(BaseModel):
    """Base of every configuration table: frozen, and unknown keys are errors."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def packaged(name: str) -> Path:
    """Return the path of a TOML file that ships with the package."""
    return Path(str(resources.files("monitor.config").joinpath(name)))


def read(path: Path, model: type[M]) -> M:
    """Read and check one TOML file. Raise ConfigError listing every problem."""
    return check(path.name, load(path), model)


def load(path: Path) -> dict[str, Any]:
    """Parse one TOML file without checking its keys. Raise ConfigError."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise ConfigError([f"{path}: berkas tidak ditemukan"]) from error
    except UnicodeDecodeError as error:
        raise ConfigError([f"{path}: bukan teks UTF-8; simpan ulang sebagai UTF-8"]) from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError([f"{path}: bukan TOML yang sah ({error})"]) from error


def check(name: str, data: Mapping[str, Any], model: type[M]) -> M:
    """Check parsed data against a model. Raise ConfigError listing every problem."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise ConfigError([f"{name}: {line}" for line in _explain(error, data, model)]) from error


def nearest(word: str, valid: list[str]) -> str:
    """Return `, mungkin maksudnya X` for the closest valid name, or an empty string."""
    found = difflib.get_close_matches(word, valid, n=1, cutoff=0.6)
    return f", mungkin maksudnya {found[0]!r}" if found else ""


def _explain(error: ValidationError, data: Mapping[str, Any], model: type[BaseModel]) -> Iterator[str]:
    for problem in error.errors(include_url=False):
        where = _where(problem["loc"], data)
        kind = problem["type"]
        if kind == "extra_forbidden":
            valid = list(_fields(model, problem["loc"][:-1]))
            yield f"{where}: kunci tidak dikenal{nearest(str(problem['loc'][-1]), valid)}"
        elif kind in {"enum", "literal_error"}:
            expected = str(problem.get("ctx", {}).get("expected", ""))
            valid = [word.strip(" '") for word in expected.replace(" or ", ",").split(",")]
            given = problem["input"]
            yield f"{where}: nilai {given!r} tidak dikenal{nearest(str(given), valid)}; pilihan: {', '.join(valid)}"
        elif kind == "value_error":
            yield f"{where}: {problem['ctx']['error']}"
        else:
            words = _WORDS.get(kind, problem["msg"]).format(**problem.get("ctx", {}))
            yield f"{where}: {words}" + ("" if kind == "missing" else f" (tertulis {problem['input']!r})")


def _where(loc: tuple[int | str, ...], data: Any) -> str:
    """Write a pydantic location as `source[12] "detik".url`, naming the entry where it has an id or name."""
    out = ""
    for part in loc:
        if isinstance(part, int):
            data = data[part] if isinstance(data, list) and part < len(data) else None
            label = data.get("id") or data.get("name") or data.get("slug") if isinstance(data, Mapping) else None
            out += f"[{part + 1}]" + (f" {label!r}" if label else "")
        else:
            data = data.get(part) if isinstance(data, Mapping) else None
            out += f".{part}" if out else part
    return out or "isi"


def _fields(model: type[BaseModel], loc: tuple[int | str, ...]) -> Iterator[str]:
    """Yield the valid keys of the table at a location."""
    current: Any = model
    for part in loc:
        if isinstance(part, int):
            continue
        annotation = next((field.annotation for name, field in current.model_fields.items()
                           if part in (name, field.alias)), None)
        inner = [a for a in _flatten(annotation) if isinstance(a, type) and issubclass(a, BaseModel)]
        if not inner:
            return
        current = inner[0]
    yield from (field.alias or name for name, field in current.model_fields.items())


def _flatten(annotation: Any) -> Iterator[Any]:
    args = getattr(annotation, "__args__", None)
    if not args:
        yield annotation
        return
    for arg in args:
        yield from _flatten(arg)
