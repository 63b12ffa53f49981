"""Rebuild monitor/digest/fonts from the npm package @fontsource/plus-jakarta-sans (OFL 1.1).

Usage: npm pack @fontsource/plus-jakarta-sans && tar xzf fontsource-*.tgz
       pip install fonttools brotli && python tools/digest_fonts.py package

Joins the Latin and Latin Extended subsets of weights 400, 600 and 700, and adds the few signs that the digest
needs and the font lacks (tone shapes, arrows). Plus Jakarta Sans has no reserved font name, so the name may stay.
"""

from __future__ import annotations

import math
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from fontTools.merge import Merger, Options
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

OUT = Path(__file__).parents[1] / "monitor" / "digest" / "fonts"
WEIGHTS = {400: "Regular", 600: "SemiBold", 700: "Bold"}
Point = tuple[float, float]


def polygon(pen: TTGlyphPen, points: list[Point], *, hole: bool = False) -> None:
    """Draw a closed outline, clockwise unless it is a hole."""
    area = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, points[1:] + points[:1], strict=True))
    if (area > 0) != hole:
        points = points[::-1]
    pen.moveTo((round(points[0][0]), round(points[0][1])))
    for x, y in points[1:]:
        pen.lineTo((round(x), round(y)))
    pen.closePath()


def diamond(pen: TTGlyphPen, middle: Point, half: float, *, hole: bool = False) -> None:
    """Draw a square standing on its corner."""
    x, y = middle
    polygon(pen, [(x, y + half), (x + half, y), (x, y - half), (x - half, y)], hole=hole)


def arrow(pen: TTGlyphPen, degrees: float) -> None:
    """Draw an arrow around (400, 350) that points `degrees` above the horizontal."""
    shape = [(-290, 36), (90, 36), (-40, 160), (10, 214), (250, 0), (10, -214), (-40, -160), (90, -36), (-290, -36)]
    turn = math.radians(degrees)
    cos, sin = math.cos(turn), math.sin(turn)
    polygon(pen, [(400 + x * cos - y * sin, 350 + x * sin + y * cos) for x, y in shape])


def circle(pen: TTGlyphPen) -> None:
    """Draw a dot with many short sides."""
    polygon(pen, [(350 + 260 * math.cos(math.tau * i / 48), 350 + 260 * math.sin(math.tau * i / 48))
                  for i in range(48)])


def box(pen: TTGlyphPen, *, hatched: bool) -> None:
    """Draw an empty or hatched square."""
    polygon(pen, [(90, 90), (90, 610), (610, 610), (610, 90)])
    if not hatched:
        polygon(pen, [(150, 150), (150, 550), (550, 550), (550, 150)], hole=True)
        return
    for low in (-310, -130, 50, 230):
        stripe = [(x, x + low + lift) for x in (140, 560) for lift in (0, 95)]
        cut = [(x, min(max(y, 140), 560)) for x, y in (stripe[0], stripe[2], stripe[3], stripe[1])]
        clipped = clip([(140, 140 + low), (560, 560 + low), (560, 655 + low), (140, 235 + low)])
        if len(clipped) > 2 and cut:
            polygon(pen, clipped, hole=True)


def clip(points: list[Point]) -> list[Point]:
    """Cut a polygon to the square 140..560 (Sutherland-Hodgman)."""
    for axis, bound, sign in ((0, 140, 1), (0, 560, -1), (1, 140, 1), (1, 560, -1)):
        kept: list[Point] = []
        for a, b in zip(points, points[1:] + points[:1], strict=True):
            inside, entering = sign * (a[axis] - bound) >= 0, sign * (b[axis] - bound) >= 0
            if inside:
                kept.append(a)
            if inside != entering:
                share = (bound - a[axis]) / (b[axis] - a[axis])
                kept.append((a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])))
        points = kept
        if not points:
            return []
    return points


def ring(pen: TTGlyphPen) -> None:
    """Draw an open diamond."""
    diamond(pen, (350, 350), 310)
    diamond(pen, (350, 350), 200, hole=True)


SIGNS: dict[str, tuple[str, int, Callable[[TTGlyphPen], None]]] = {
    "▲": ("up", 700, lambda pen: polygon(pen, [(60, 90), (350, 620), (640, 90)])),
    "▼": ("down", 700, lambda pen: polygon(pen, [(60, 610), (640, 610), (350, 80)])),
    "●": ("dot", 700, circle),
    "◇": ("diamond", 700, ring),
    "▨": ("hatched", 700, lambda pen: box(pen, hatched=True)),
    "□": ("empty", 700, lambda pen: box(pen, hatched=False)),
    "→": ("east", 800, lambda pen: arrow(pen, 0)),
    "↗": ("northeast", 800, lambda pen: arrow(pen, 45)),
    "↘": ("southeast", 800, lambda pen: arrow(pen, -45)),
}


def add_signs(font: TTFont) -> None:
    """Add the signs that the font lacks; they share its 1,000 units per em."""
    scale = font["head"].unitsPerEm / 1000
    assert scale == 1
    order = font.getGlyphOrder()
    for sign, (name, width, draw) in SIGNS.items():
        pen = TTGlyphPen(None)
        draw(pen)
        name = f"monitor.{name}"
        font.setGlyphOrder(order := [*order, name])
        glyph = pen.glyph()
        font["glyf"].glyphs[name] = glyph
        font["glyf"].glyphOrder = order
        glyph.recalcBounds(font["glyf"])
        font["hmtx"][name] = (width, glyph.xMin)
        for table in font["cmap"].tables:
            if table.isUnicode():
                table.cmap[ord(sign)] = name


def build(package: Path, weight: int, style: str) -> set[int]:
    """Write one weight as TTF and WOFF2; return the characters it covers."""
    with tempfile.TemporaryDirectory() as folder:
        parts = []
        for subset in ("latin", "latin-ext"):
            font = TTFont(package / "files" / f"plus-jakarta-sans-{subset}-{weight}-normal.woff2")
            font.flavor = None
            parts.append(str(Path(folder) / f"{subset}.ttf"))
            font.save(parts[-1])
        font = Merger(Options(drop_tables=["vhea", "vmtx", "STAT"])).merge(parts)
        add_signs(font)
        for record in list(font["name"].names):
            if record.nameID in (1, 16):
                record.string = "Plus Jakarta Sans"
            elif record.nameID in (2, 17):
                record.string = style
            elif record.nameID == 4:
                record.string = f"Plus Jakarta Sans {style}"
            elif record.nameID == 6:
                record.string = f"PlusJakartaSans-{style}"
        font["OS/2"].usWeightClass = weight
        font["head"].created = font["head"].modified = 3_786_912_000
        font.recalcTimestamp = False
        target = OUT / f"PlusJakartaSans-{style}.ttf"
        font.save(target)
        font.flavor = "woff2"
        font.save(target.with_suffix(".woff2"))
        return set(font.getBestCmap())


def main() -> None:
    """Build all weights, the coverage list and the licence."""
    package = Path(sys.argv[1])
    covered = set.intersection(*(build(package, weight, style) for weight, style in WEIGHTS.items()))
    characters = "".join(chr(code) for code in sorted(covered) if code >= 32 and chr(code).isprintable())
    (OUT / "coverage.txt").write_text(characters + "\n", encoding="utf-8")
    shutil.copyfile(package / "LICENSE", OUT / "OFL.txt")
    print(f"{len(WEIGHTS)} berat huruf, {len(characters)} tanda")


main()
