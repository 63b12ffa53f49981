"""Turn import files (CSV, XLSX, JSON Lines, one news text, a WhatsApp chat) into articles, one by one.

Bad rows are reported with their line, good ones kept.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from monitor.collectors.delimited import decoded
from monitor.collectors.markup import absolute, has_markup, one_line, plain, without_address
from monitor.collectors.newstext import read_news_text
from monitor.collectors.rows import Row, RowProblem, Table
from monitor.collectors.serials import as_date, as_time
from monitor.collectors.tables import read_table
from monitor.collectors.whatsapp import is_chat, read_chat
from monitor.config.imports import USUAL, Preset, simplify
from monitor.config.loading import nearest
from monitor.dates import parse_date
from monitor.errors import ImportFileError
from monitor.models import Article, ItemKind, TextKind, TimeOrigin, Timestamp
from monitor.urls import host, item_id
from monitor.weeks import WIB

IMPORT_TIER = 9
"""Tier of imported items whose outlet is none of our sources: after every tier that sources.toml knows (0-5)."""
UNKNOWN_OUTLET = "Tidak disebut"

_LONGEST_TITLE = 200
_FULL_TEXT = 400
"""Characters from which a column of texts is taken for the whole article, not a teaser."""
_MISSING = {"", "-", "--", "n/a", "na", "nan", "none", "null", "unknown", "tidak diketahui", "#n/a", "#ref!", "#value!",
            "#name?", "#div/0!"}
_MOST_LAYOUTS = 1_000
WHATSAPP = "whatsapp"
"""The preset that takes a file for an exported chat; a .txt file is recognised without it."""
_SOCIAL = {"twitter", "facebook", "instagram", "tiktok", "threads", "youtube", "telegram", "whatsapp", "reddit",
           "kaskus", "mastodon", "bluesky", "social", "socialmedia", "sosial", "medsos", "tweet", "post", "posts",
           "komentar", "comment"}
_SOCIAL_HOSTS = {"x.com", "t.me", "bsky.app", "youtu.be", "fb.com", "wa.me"}
_ENTITY = re.compile(r"&(?:#\d{1,6}|[a-zA-Z]{2,8});")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_LANGUAGES = {"indonesian": "id", "indonesia": "id", "english": "en", "inggris": "en", "malay": "ms", "melayu": "ms"}


@dataclass(frozen=True, slots=True)
class Options:
    """How staff want a file read.

    `mapping` gives the column of single fields and beats the preset (a column that is not there is an error); `sheet`
    names one of a workbook; messages of the senders `own` are left out of a chat.
    """

    mapping: Mapping[str, str] = field(default_factory=dict)
    sheet: str = ""
    own: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Items:
    """A file opened for import: its articles and bad rows, to be read once.

    `layout` says which columns were taken for each field, best first. Of a workbook, `sheet` is read, and `others` look
    like tables too.
    """

    found: Iterator[Article | RowProblem]
    layout: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sheet: str = ""
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportResult:
    """What one file gave. `undated` articles state no readable day; their time has the origin `fetched`."""

    articles: tuple[Article, ...]
    problems: tuple[RowProblem, ...]
    undated: int = 0


def read_items(path: Path, preset: Preset | None = None, *, fetched_at: datetime,
               mapping: Mapping[str, str] | None = None, tiers: Mapping[str, int] | None = None) -> ImportResult:
    """Read a whole import file at once; see `open_items`."""
    opened = open_items(path, preset, Options(mapping or {}), fetched_at=fetched_at, tiers=tiers)
    found = list(opened.found)
    articles = [each for each in found if isinstance(each, Article)]
    problems = [each for each in found if isinstance(each, RowProblem)]
    undated = sum(is_undated(article) for article in articles)
    return ImportResult(tuple(articles), tuple(sorted(problems, key=lambda problem: problem.line)), undated)


def is_undated(article: Article) -> bool:
    """Say whether an article states no readable day."""
    return article.published.origin is TimeOrigin.FETCHED


def open_items(path: Path, preset: Preset | None = None, options: Options | None = None, *, fetched_at: datetime,
               tiers: Mapping[str, int] | None = None) -> Items:
    """Open an import file.

    `fetched_at` (aware) dates what states no readable day, unless a past year is named; `tiers` gives the tier of known
    hosts. An item without an address gets `import:<hash of kind, outlet, day and text>`, so that a repeated import
    stores nothing twice.
    Raise ImportFileError when the file is no table or lacks a needed column, in part only while the items are read;
    OSError when it cannot be opened.
    """
    options = options or Options()
    preset = (preset or Preset(name="")).with_columns(options.mapping)
    maker = _Maker(preset, fetched_at, tiers or {})
    if path.suffix.lower() == ".txt" or preset.name == WHATSAPP:
        return _text_items(path, maker, chat=preset.name == WHATSAPP, own=options.own)
    table = read_table(path, lambda cells: _score(cells, preset), sheet=options.sheet)
    for name, column in options.mapping.items():
        if simplify(column) not in map(simplify, table.columns):
            raise ImportFileError(f"Kolom {column!r} untuk {name} tidak ada di {path.name}"
                                  f"{nearest(column, list(table.columns))}.", _found(table))
    layout = _columns(path.name, table, preset)
    return Items(_made(path.name, table, maker), layout, table.sheet, table.others)


def _text_items(path: Path, maker: _Maker, *, chat: bool, own: Collection[str]) -> Items:
    text = decoded(path.read_bytes())
    if chat or is_chat(text):
        if not is_chat(text):
            raise ImportFileError(f"{path.name} bukan ekspor percakapan WhatsApp yang dikenal.",
                                  "Ekspor lagi dari WhatsApp (Ekspor chat, tanpa media) sebagai .txt.")
        said = ({"text": message.text, "date": message.when, "outlet": "WhatsApp"}
                for message in read_chat(text, own=own))
        return Items(map(maker.article, said))
    found = read_news_text(path.name, text.encode())
    parts = {"title": found.title, "text": found.text, "outlet": found.outlet, "date": found.date}
    return Items(iter([maker.article(parts)]))


def _made(name: str, table: Table, maker: _Maker) -> Iterator[Article | RowProblem]:
    """Yield what the rows give. Raise ImportFileError when there are none."""
    layouts: dict[tuple[str, ...], Mapping[str, tuple[str, ...]]] = {}
    is_empty = True
    for row in table.rows:
        is_empty = False
        if isinstance(row, RowProblem):
            yield row
            continue
        names = tuple(row.cells)
        if names not in layouts:
            if len(layouts) >= _MOST_LAYOUTS:
                layouts.clear()
            layouts[names] = _fields(names, maker.preset)
        values = _values(row, layouts[names])
        if any(values[field] for field in ("title", "text", "summary")):
            yield maker.article(values, since_1904=table.since_1904)
        else:
            yield RowProblem(row.line, "tidak berisi judul maupun teks")
    if is_empty:
        raise ImportFileError(f"{name} hanya berisi judul kolom, tanpa baris data.", "Periksa hasil ekspornya.")


def _score(cells: Sequence[str], preset: Preset) -> int:
    known = {name for field in USUAL for name in preset.column_names(field)}
    return len({simplify(cell) for cell in cells} & known)


def _fields(names: Iterable[str], preset: Preset) -> Mapping[str, tuple[str, ...]]:
    """Return which of the columns hold each field, best first."""
    there = {simplify(column): column for column in reversed(tuple(names))}
    return {field: tuple(there[key] for key in preset.column_names(field) if key in there) for field in USUAL}


def _columns(name: str, table: Table, preset: Preset) -> Mapping[str, tuple[str, ...]]:
    """Return the columns of the file for each field, best first. Raise ImportFileError."""
    columns = _fields(table.columns, preset)
    if not any(columns[field] for field in ("title", "text", "summary")):
        known = [key for field in ("title", "text", "summary") for key in preset.column_names(field)]
        close = [column for column in table.columns if nearest(simplify(column), known)]
        column = (close or ["NamaKolom"])[0]
        raise ImportFileError(
            f"{name} tidak punya kolom judul atau isi yang dikenal.",
            _found(table) + (f" Yang paling mirip: {column!r}. " if close else " ") +
            f"Sebutkan kolomnya, misalnya: monitor import {_quoted(name)} --map text={_quoted(column)}")
    return columns


def _found(table: Table) -> str:
    return f"Kolom yang ada: {', '.join(table.columns[:40]) or 'tidak ada'}."


def _quoted(column: str) -> str:
    return f'"{column}"' if " " in column else column


def _values(row: Row, columns: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Return the first filled cell of each field, texts without markup; words such as `n/a` count as empty."""
    values = {}
    for name, taken in columns.items():
        cells = (row.cells.get(column, "") for column in taken)
        values[name] = next((cell for cell in cells if cell.strip().lower() not in _MISSING), "")
    for name in ("title", "text", "summary"):
        values[name] = plain(values[name], markup=has_markup(values[name]) or bool(_ENTITY.search(values[name])))
    return values


class _Maker:
    """Makes articles of rows under one preset."""

    def __init__(self, preset: Preset, fetched_at: datetime, tiers: Mapping[str, int]) -> None:
        self.preset, self._fetched_at, self._tiers = preset, fetched_at, tiers

    def article(self, row: Mapping[str, str], *, since_1904: bool = False) -> Article:
        """Return the article of one row that has a title, text or summary, all plain text already."""
        url = _address(row.get("url", ""))
        kind = self.preset.kind or _kind(row, url)
        title, text, text_kind = _texts(row, kind)
        outlet = one_line(row.get("outlet", "")) or host(url) or self.preset.outlet or UNKNOWN_OUTLET
        published = self._published(row, since_1904)
        if not url:
            day = f"{published.at:%Y-%m-%d}" if published.origin is TimeOrigin.IMPORT else ""
            url = without_address("import", kind, outlet.casefold(), day, title, text)
        slug = re.sub(r"\W+", "-", outlet.lower()).strip("-") if outlet != UNKNOWN_OUTLET else ""
        return Article(
            id=item_id(url), url=url, title=title, text=text, text_kind=text_kind, kind=kind,
            source_id=f"import:{slug}"[:80] if slug else "import", outlet=outlet,
            tier=self._tiers.get(host(url), IMPORT_TIER), published=published, fetched_at=self._fetched_at,
            author=one_line(row.get("author", "")),  # the store keeps a citizen's only as a keyed hash
            language=_language(row.get("language", "")))

    def _published(self, row: Mapping[str, str], since_1904: bool) -> Timestamp:
        date = as_date(row.get("date", "") or row.get("time", ""), since_1904=since_1904)
        time = as_time(row.get("time", ""))
        for raw in (f"{date} {time}" if time and time not in date else date, date):
            found = parse_date(raw, timezone=self.preset.timezone, origin=TimeOrigin.IMPORT,
                               month_first=self.preset.month_first)
            if found:
                return found
        return Timestamp(self._no_later_than(date), TimeOrigin.FETCHED)

    def _no_later_than(self, date: str) -> datetime:
        """Return the end of the last year that an unreadable date names (`2015..2020`), else the time of import.

        What is known to be old must not count in the week of the import.
        """
        years = [int(year) for year in _YEAR.findall(date)]
        if not years or max(years) >= self._fetched_at.year:
            return self._fetched_at
        return datetime(max(years), 12, 31, tzinfo=WIB)


def _address(raw: str) -> str:
    """Return a web address, completing `kompas.com/…`; empty when there is none."""
    raw = raw.strip()
    if re.fullmatch(r"[\w.-]+\.[a-z]{2,}(?:/\S*)?", raw, re.I):
        raw = f"https://{raw}"
    return absolute(raw, "")


def kind_of(url: str) -> ItemKind:
    """Say whether an address belongs to a social platform or to the press."""
    return _kind({}, url)


def _kind(row: Mapping[str, str], url: str) -> ItemKind:
    """Say whether a row is a post: by its own kind, else by its platform or address."""
    said = {word for name in ("kind", "outlet") for word in re.split(r"[^a-z]+", row.get(name, "").lower())}
    named = row.get("outlet", "").strip().lower()
    place = host(url)
    social = said & _SOCIAL or named in _SOCIAL_HOSTS | {"x"} or place in _SOCIAL_HOSTS \
        or _SOCIAL.intersection(place.split(".")[:-1])
    return ItemKind.POST if social else ItemKind.NEWS


def _texts(row: Mapping[str, str], kind: ItemKind) -> tuple[str, str, TextKind]:
    """Return title, text without title, and how much of the original that is."""
    title, text, summary = row.get("title", "").replace("\n", " "), row.get("text", ""), row.get("summary", "")
    body = text or summary
    if not title:
        first, _, rest = body.partition("\n")
        title, body = (first, rest or (summary if text else "")) if len(first) <= _LONGEST_TITLE \
            else (first[:_LONGEST_TITLE - 40].rsplit(" ", 1)[0] + " …", body)
    elif body == title:
        body = summary if text and summary != title else ""
    whole = kind is ItemKind.POST or (bool(text) and len(body) >= _FULL_TEXT and not body.endswith(("…", "...")))
    return title, body, TextKind.FULL if whole else TextKind.SUMMARY


def _language(raw: str) -> str:
    word = raw.strip().lower()
    return _LANGUAGES.get(word) or (word[:2] if re.fullmatch(r"[a-z]{2}(?:[-_]\w+)?", word) else "id")
