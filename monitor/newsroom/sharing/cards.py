"""Draw the cards of a kit as PNG; a drawing that was made before comes from the keeper."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import resvg_py
import segno
from jinja2 import Environment, FileSystemLoader, Template

from monitor.dates import long_date
from monitor.newsroom.keeping import Keeper, key
from monitor.newsroom.sharing.fitting import FAMILY, FILES
from monitor.newsroom.sharing.layout import FORMATS, SAMPLE, Card, CardText, Format, place
from monitor.newsroom.sharing.page import SharedPage
from monitor.newsroom.sharing.sentences import first_sentence

_ENGINE = f"{resvg_py.__version__} {resvg_py.__resvg_version__}"


@dataclass(frozen=True, slots=True)
class Picture:
    """One card: its size in words (`1200x630`), pixels, PNG bytes, and what it says for those who cannot see it."""

    name: str
    width: int
    height: int
    alt: str
    png: bytes

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"kartu-{self.name}.png"


def card_text(page: SharedPage, address: str, *, official: bool, notes: tuple[str, ...]) -> CardText:
    """Return the words of a page's cards; the QR code holds `address` as it is."""
    code = segno.make_qr(address, error="m")
    facts = tuple(dict.fromkeys((page.truth, first_sentence(page.truth))))
    return CardText(kind=page.kind, title=page.title, facts=facts, verdict=page.verdict, notes=notes,
                    address=address.split("//", 1)[-1].rstrip("/"), code=_squares(code.matrix),
                    modules=len(code.matrix), official=official)


def notes_of(page: SharedPage) -> tuple[str, ...]:
    """Return the small lines of a card: where its fact was read, and when that was."""
    if not page.sources:
        return ()
    return (f"Sumber: {page.sources[0].name}", f"Diperiksa {long_date(page.checked)}")


def pictures(words: CardText, keeper: Keeper) -> tuple[Picture, ...]:
    """Return the cards of a page in every format."""
    return tuple(picture(words, form, keeper) for form in FORMATS)


def picture(words: CardText, form: Format, keeper: Keeper) -> Picture:
    """Return one card."""
    card = place(words, form)
    svg = svg_of(card)
    png = keeper.file(key("kartu", (_ENGINE, svg), ".png"), lambda: rasterise(svg))
    return Picture(form.name, form.width, form.height, alternative(words, card), png)


def alternative(words: CardText, card: Card) -> str:
    """Say in words what a card shows."""
    verdict = f" Klaim: {words.verdict.lower()}." if words.verdict else ""
    sample = "" if words.official else f" {SAMPLE}."
    said = " ".join(card.fact.lines)
    title = " ".join(card.title.lines).rstrip(".")
    stop = "" if title.endswith(("?", "!", "…")) else "."
    return (f"Kartu {words.kind.label.lower()}.{verdict} {title}{stop} {said}{sample}"
            f" Alamat dan kode QR: {words.address}.")


def svg_of(card: Card) -> str:
    """Return the drawing of a card."""
    return _template().render(card=card, family=FAMILY)


def rasterise(svg: str) -> bytes:
    """Return the PNG of a drawing, with the shipped fonts only."""
    png: bytes = resvg_py.svg_to_bytes(svg_string=svg, skip_system_fonts=True, font_family=FAMILY,
                                       font_files=[str(path) for path in FILES.values()])
    return png


def _squares(matrix: tuple[bytearray, ...]) -> str:
    """Return the dark modules of a QR code as a path, one unit each, runs of a row joined."""
    parts = []
    for y, row in enumerate(matrix):
        x = 0
        while x < len(row):
            if row[x]:
                start = x
                while x < len(row) and row[x]:
                    x += 1
                parts.append(f"M{start} {y}h{x - start}v1h-{x - start}z")
            else:
                x += 1
    return "".join(parts)


@cache
def _template() -> Template:
    loader = FileSystemLoader(Path(__file__).parent)
    return Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True).get_template("card.svg")
