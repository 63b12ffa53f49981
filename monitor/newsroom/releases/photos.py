"""Make photos small enough for the site, without the place and camera that phones write into them."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from monitor.errors import ReleaseError

FOLDER = "images"
PAGE_SIDE, PAGE_BYTES = 1080, 40_000
PRESS_SIDE, PRESS_BYTES = 2400, 1_500_000
MAX_BYTES = 20_000_000
"""The most that a picture beside a text may weigh; the build makes smaller ones small itself."""

MAX_PIXELS = 120_000_000
MAX_READ = 100_000_000

_LOCAL = re.compile(r"\{(?:static|attach)\}(?P<path>[^)\s\"'>#?]+)")
_QUALITIES = (82, 74, 66, 58, 50, 42, 34)


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo in two sizes: `page` (WebP) for the page, `press` (JPEG) to download."""

    page: bytes
    press: bytes
    width: int
    height: int


def shrink(data: bytes, name: str) -> Photo:
    """Turn a photo as a camera or Word holds it into the two sizes.

    Only the picture itself is kept: no EXIF, so no GPS position. Raise ReleaseError for what is no photo or too large
    to open safely.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError

    if len(data) > MAX_READ:
        raise ReleaseError(f"Foto {name} lebih dari {MAX_READ // 1_000_000} MB.",
                           "Simpan ulang sebagai JPEG dari aplikasi foto.")
    try:
        with _without_warnings(), Image.open(io.BytesIO(data)) as opened:
            if opened.width * opened.height > MAX_PIXELS:
                raise ReleaseError(f"Foto {name} berukuran {opened.width}×{opened.height} piksel, terlalu besar.",
                                   "Perkecil dulu di aplikasi foto, misalnya menjadi lebar 4.000 piksel.")
            picture = ImageOps.exif_transpose(opened)
            picture.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise ReleaseError(f"{name} bukan foto yang bisa dibuka.",
                           "Simpan ulang sebagai JPEG atau PNG, lalu ulangi.") from error
    if "A" in picture.getbands() or picture.mode == "P":
        layer = picture.convert("RGBA")
        picture = Image.new("RGB", layer.size, "white")
        picture.paste(layer, mask=layer.getchannel("A"))
    picture = picture.convert("RGB")
    page, width, height = _fit(picture, "WEBP", PAGE_SIDE, PAGE_BYTES)
    press, _, _ = _fit(picture, "JPEG", PRESS_SIDE, PRESS_BYTES)
    return Photo(page, press, width, height)


def faults(line: str, path: Path, content: Path) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the local pictures of one line of a body: what, and what to do."""
    for found in _LOCAL.finditer(line):
        written = unquote(found["path"])
        picture = (content if written.startswith("/") else path.parent) / written.lstrip("/")
        if not picture.resolve().is_relative_to(content.resolve()):
            yield (f"Berkas {written!r} ada di luar folder isi.",
                   f"Simpan di {content.as_posix()}/{FOLDER} dan tulis: {{static}}/{FOLDER}/nama-berkas.jpg")
        elif picture.is_file() and (size := picture.stat().st_size) > MAX_BYTES:
            yield (f"Berkas {written!r} {_megabytes(size)}, paling banyak {MAX_BYTES // 1_000_000} MB.",
                   f"Hapus barisnya, lalu sisipkan versi kecilnya: monitor release photo NASKAH {picture.as_posix()}")


def store(photo: Photo, content: Path, name: str) -> tuple[Path, Path]:
    """Write both sizes as `images/<name>.webp` and `.jpg`; return their paths. Raise ReleaseError when taken."""
    folder = content / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    paths = folder / f"{name}.webp", folder / f"{name}.jpg"
    for path in paths:
        if path.exists():
            raise ReleaseError(f"{path} sudah ada.", "Pindahkan berkas itu dulu; tidak ada yang ditimpa.")
    for path, data in zip(paths, (photo.page, photo.press), strict=True):
        path.write_bytes(data)
    return paths


def markdown(name: str, alt: str, caption: str) -> str:
    """Return the lines that show a stored photo: the picture, its caption, and the file for the press."""
    words = alt.strip() or "[Isi: apa yang terlihat di foto ini]"
    picture = re.sub(r"[\[\]\s]+", " ", words).strip() if alt.strip() else words
    note = " ".join(caption.replace("*", "").split()) or "[Isi: keterangan foto. Foto: nama pemotret]"
    return (f"![{picture}]({{static}}/{FOLDER}/{name}.webp)\n*{note}* "
            f"[Unduh foto]({{static}}/{FOLDER}/{name}.jpg)\n")


@contextmanager
def _without_warnings() -> Iterator[None]:
    """Keep Pillow's English warning about large pictures off the screen; MAX_PIXELS says it better."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _fit(picture: object, kind: str, side: int, most: int) -> tuple[bytes, int, int]:
    """Encode a Pillow image so that it keeps within `most` bytes: quality falls first, then the size."""
    from PIL import Image

    assert isinstance(picture, Image.Image)
    for limit in (side, side * 3 // 4, side // 2, side // 3):
        smaller = picture.copy()
        smaller.thumbnail((limit, limit), Image.Resampling.LANCZOS)
        for quality in _QUALITIES:
            out = io.BytesIO()
            smaller.save(out, kind, quality=quality, **({"progressive": True, "optimize": True}
                                                        if kind == "JPEG" else {"method": 4}))
            if out.tell() <= most:
                return out.getvalue(), *smaller.size
    return out.getvalue(), *smaller.size


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB".replace(".", ",")
