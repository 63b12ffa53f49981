"""Know where the packaged models lie, and check that their files are whole before they are loaded."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from monitor.config import gate, officials, phrases, regions, taxonomy
from monitor.config.loading import packaged
from monitor.errors import ModelError

PACKAGED, FAST, ACCURATE = "bawaan", "cepat", "akurat"
DEFAULT = ACCURATE
"""The size that `bawaan` stands for."""
MODEL = Path(__file__).with_name("model")
ENCODER = Path(__file__).with_name("model_accurate")
"""What the accurate size has besides the fast one: the files of its encoder."""
CHECKSUMS = "checksums.json"


def size_of(model: str) -> str:
    """Return `cepat` or `akurat` when a setting names a packaged model, and an empty string when it names a folder."""
    size = DEFAULT if model == PACKAGED else model
    return size if size in (FAST, ACCURATE) else ""


def folders_of(model: str) -> tuple[Path, ...]:
    """Return the folders that a model is made of, the pipeline first."""
    return {FAST: (MODEL,), ACCURATE: (MODEL, ENCODER)}.get(size_of(model), (Path(model),))


def verify(folders: tuple[Path, ...]) -> str:
    """Compare the model files with their checksums; return a short hash of them, the word lists and the rules' code.

    A pipeline plugged in by path needs no list of checksums. Raise ModelError that names the file and the way out.
    """
    if not (folders[0] / "config.cfg").is_file():
        raise ModelError(f"Berkas model {folders[0] / 'config.cfg'} tidak ada.", way_out(folders[0]))
    whole = hashlib.sha256()
    for folder in folders:
        found = {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
                 for path in sorted(folder.rglob("*")) if path.is_file() and path.name != CHECKSUMS}
        if folder in (MODEL, ENCODER) or (folder / CHECKSUMS).exists():
            _compare(folder, found)
        whole.update(json.dumps(found, sort_keys=True).encode())
    for module in (taxonomy, regions, officials):
        whole.update(packaged(module.FILE).read_bytes())
    for code in (Path(gate.__file__), Path(phrases.__file__), *sorted(Path(__file__).parent.glob("*.py"))):
        whole.update(code.read_bytes())
    return whole.hexdigest()[:8]


def way_out(folder: Path) -> str:
    """Say in Indonesian how to get a model's files back."""
    if folder in (MODEL, ENCODER):
        return (f"Pulihkan dengan `git restore monitor/tagging/{folder.name}`, atau pasang ulang dengan "
                "`pip install --force-reinstall --no-deps .` dari folder proyek.")
    return ("Periksa `model` di bagian [tagging] monitor.toml (atau MONITOR_MODEL): `bawaan`, `akurat` dan `cepat` "
            "memakai model dari paket; selain itu tulis folder sebuah pipeline spaCy.")


def _compare(folder: Path, found: dict[str, str]) -> None:
    listing = folder / CHECKSUMS
    try:
        listed: dict[str, str] = json.loads(listing.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise ModelError(f"Berkas model {listing} tidak ada atau rusak.", way_out(folder)) from error
    for name, wanted in listed.items():
        if name not in found:
            raise ModelError(f"Berkas model {folder / name} tidak ada.", way_out(folder))
        if found[name] != wanted:
            raise ModelError(f"Berkas model {folder / name} rusak (isinya berubah).", way_out(folder))
