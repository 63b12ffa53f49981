"""Place everything on a card: what the SVG template draws, in pixels.

The look is that of the site's theme (see the art direction): wash, an 8 px action bar, the type label, the title in up
to four lines, the fact beside a coloured edge, source and address below it, the QR code at the lower right.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from monitor.newsroom.details import PageType
from monitor.newsroom.sharing.fitting import (
    BOLD,
    LEADING,
    REGULAR,
    SEMIBOLD,
    Lines,
    printable,
    set_title,
    shorten,
    width,
    wrap,
)

INK, MUTED, ACTION, TRUTH, WRONG = "#10223a", "#51617a", "#0a489f", "#0b7a75", "#b3401a"
MARGIN = 64
TITLE_LINES = 4
SAMPLE = "Situs contoh, bukan situs resmi"
_ASCENT = 0.96
"""From the top of a line to its baseline, in sizes of type."""
_QUIET = 16
_ICONS = {
    PageType.EXPLAINER: "M3 12a9 9 0 1 0 18 0a9 9 0 1 0-18 0M9.4 9.3a2.7 2.7 0 1 1 3.9 2.4c-.8.4-1.3 1-1.3 1.9v.3"
                        "M12 17v.1",
    PageType.CLARIFICATION: "M12 3l7.5 2.7V11c0 4.7-3 8.3-7.5 10-4.5-1.7-7.5-5.3-7.5-10V5.7zM8.7 11.9l2.3 2.3 4.3-4.6",
}
_CROSS = "M6.5 6.5l11 11M17.5 6.5l-11 11"


@dataclass(frozen=True, slots=True)
class Format:
    """One size of card: pixels, free space above and below, sizes of type, and whether the fact stands by the code."""

    name: str
    width: int
    height: int
    free: int
    label: int
    titles: tuple[int, ...]
    facts: tuple[int, ...]
    small: int
    code: int
    beside: bool


WIDE = Format("1200x630", 1200, 630, MARGIN, 26, (60, 54, 48, 44, 40, 36, 32, 28), (36, 34, 32, 30, 28), 22, 168, True)
SQUARE = Format("1080x1080", 1080, 1080, MARGIN, 32, (76, 68, 60, 54, 48, 42, 36, 32), (40, 36, 32, 30), 26, 220, False)
STORY = Format("1080x1920", 1080, 1920, 250, 38, (88, 80, 72, 64, 56, 48, 42, 36), (48, 44, 40, 36), 30, 280, False)
FORMATS = (WIDE, SQUARE, STORY)


@dataclass(frozen=True, slots=True)
class CardText:
    """The words of one card: `facts` from the fullest wording to the shortest; `notes` are the lines at its foot."""

    kind: PageType
    title: str
    facts: tuple[str, ...]
    verdict: str
    notes: tuple[str, ...]
    address: str
    code: str
    modules: int
    official: bool


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text; `y` is its baseline."""

    x: int
    y: int
    size: int
    weight: int
    fill: str
    text: str


@dataclass(frozen=True, slots=True)
class Box:
    """One rectangle."""

    x: int
    y: int
    width: int
    height: int
    fill: str
    radius: int = 0
    edge: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A path in a coordinate system of its own."""

    x: int
    y: int
    scale: float
    path: str
    fill: str = INK


@dataclass(frozen=True, slots=True)
class Card:
    """One card ready to draw, and the words that ended up on it."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    marks: tuple[Mark, ...]
    texts: tuple[Text, ...]
    code: Mark | None
    title: Lines
    fact: Lines


def place(words: CardText, form: Format) -> Card:
    """Lay out a card. The title steps down in size, then the fact is worded shorter, until both fit."""
    room, bottom = form.width - 2 * MARGIN, form.height - form.free
    beside = room - form.code - 40
    foot = tuple(_foot(words, form, beside))
    foot_height = sum(lines.height + 6 for lines, _, _ in foot)
    top = form.free + round(form.label * 1.6) + form.small
    edge = bottom - foot_height if form.beside else bottom - max(foot_height, form.code)
    title, fact = _body(words, form, top=top, edge=edge - form.small)
    boxes, marks, texts = list[Box](), list[Mark](), list[Text]()
    _place_label(words, form, boxes, marks, texts)
    texts += _texts(title, MARGIN, top, BOLD, INK)
    if fact.lines:
        y = top + title.height + form.small
        boxes.append(Box(MARGIN, y, 8, fact.height, _accent(words.kind)))
        texts += _texts(fact, MARGIN + 32, y, REGULAR, INK)
    _place_foot(foot, bottom - foot_height, boxes, texts)
    at = (form.width - MARGIN - form.code, bottom - form.code)
    boxes.append(Box(*at, form.code, form.code, "#ffffff", radius=8))
    scale = (form.code - 2 * _QUIET) / words.modules
    return Card(form.width, form.height, tuple(boxes), tuple(marks), tuple(texts),
                Mark(at[0] + _QUIET, at[1] + _QUIET, round(scale, 4), words.code), title, fact)


def _body(words: CardText, form: Format, *, top: int, edge: int) -> tuple[Lines, Lines]:
    """Return title and fact that fit between `top` and `edge`; the title never reaches the code's height beside it."""
    room = form.width - 2 * MARGIN
    across = room - 32 - (form.code + 40 if form.beside else 0)
    title_edge = min(edge, form.height - form.free - form.code - 8)
    text = printable(words.title)
    for start in range(len(form.titles)):
        title = set_title(text, room, form.titles[start:], TITLE_LINES)
        left = edge - top - title.height - form.small
        if top + title.height > title_edge or title.size > form.titles[start]:
            continue
        for fact, size in (*product(words.facts, form.facts[:3]), *product(words.facts, form.facts[3:])):
            lines = wrap(printable(fact), across, size, REGULAR, split=True) or ()
            if len(lines) * size * LEADING <= left and size <= title.size:
                return title, Lines(lines, size)
    return _cut_body(words, form, room=(room, across), height=edge - top - form.small, title_height=title_edge - top)


def _cut_body(words: CardText, form: Format, *, room: tuple[float, float], height: int,
              title_height: int) -> tuple[Lines, Lines]:
    """Return the largest title that leaves two lines to a fact too long for any card, and that fact cut short."""
    text, size = printable(words.title), form.facts[-1]
    for start in range(len(form.titles)):
        title = set_title(text, room[0], form.titles[start:], TITLE_LINES)
        most = max(int((height - title.height) / (size * LEADING)), 0)
        if title.height <= title_height and most >= 2:
            break
    return title, shorten(printable(words.facts[-1]) if most else "", room[1], size, most, REGULAR)


def _place_label(words: CardText, form: Format, boxes: list[Box], marks: list[Mark], texts: list[Text]) -> None:
    """Draw the icon and the type label, and beside them a clarification's verdict."""
    size, y = form.label, form.free
    icon = round(size * 1.3)
    marks.append(Mark(MARGIN, y, round(icon / 24, 4), _ICONS[words.kind], ACTION))
    x = MARGIN + icon + size // 2
    texts.append(Text(x, y + size, size, BOLD, ACTION, words.kind.label))
    if not words.verdict:
        return
    chip = f"Klaim: {words.verdict.lower()}"
    small = round(size * 0.8)
    x += round(width(words.kind.label, size, BOLD)) + size
    across = round(width(chip, small, BOLD)) + round(small * 2.6)
    boxes.append(Box(x, y, across, icon, WRONG, radius=8))
    marks.append(Mark(x + small // 2, y + (icon - small) // 2, round(small / 24, 4), _CROSS, "#ffffff"))
    texts.append(Text(x + round(small * 1.8), y + round(icon / 2 + small * 0.36), small, BOLD, "#ffffff", chip))


def _foot(words: CardText, form: Format, room: int) -> Iterator[tuple[Lines, int, str]]:
    """Yield the blocks at the foot from the top down: lines, weight, colour."""
    if not words.official:
        yield Lines((SAMPLE,), form.small), BOLD, INK
    for note in words.notes:
        yield shorten(printable(note), room, form.small, 2, REGULAR), REGULAR, MUTED
    yield _address(words.address, form, room), SEMIBOLD, ACTION


def _address(address: str, form: Format, room: int) -> Lines:
    """Return the address whole, rather smaller than broken, and in up to three lines when it is long."""
    for most in (1, 2):
        lines = set_title(address, room, range(form.small + 2, form.small - 5, -2), most, SEMIBOLD)
        if not lines.shortened:
            return lines
    return set_title(address, room, range(form.small, 13, -2), 3, SEMIBOLD)


def _place_foot(foot: tuple[tuple[Lines, int, str], ...], y: int, boxes: list[Box], texts: list[Text]) -> None:
    for lines, weight, fill in foot:
        x = MARGIN
        if lines.lines == (SAMPLE,):
            across = round(width(SAMPLE, lines.size, weight)) + lines.size
            boxes.append(Box(x + 1, y - 2, across, lines.height + 4, "#fff4d6", radius=4, edge="#d99500"))
            x += lines.size // 2
        texts += _texts(lines, x, y, weight, fill)
        y += lines.height + 6


def _texts(lines: Lines, x: int, y: int, weight: int, fill: str) -> Iterator[Text]:
    for number, line in enumerate(lines.lines):
        yield Text(x, round(y + (number * LEADING + _ASCENT) * lines.size), lines.size, weight, fill, line)


def _accent(kind: PageType) -> str:
    return TRUTH if kind is PageType.CLARIFICATION else ACTION
