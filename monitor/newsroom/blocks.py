"""Read cleaned HTML as a small tree of blocks and words, for a PDF template that never sees markup."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import html
from lxml.etree import _Comment

Node = dict[str, Any]

_INLINE = {"strong", "em", "a", "abbr", "cite", "code", "q", "s", "sub", "sup", "br", "img"}
_HEADINGS = {"h2": 2, "h3": 3, "h4": 4}


def blocks(source: str) -> list[Node]:
    """Return the blocks of an HTML fragment that `cleaning.clean` has been through.

    A block is {"k": kind, ...}; words are strings or {"k": kind, "c": words}. Kinds of blocks: p, h (with "level"),
    ul, ol (with "start" and "items", each a list of blocks), quote, pre, rule, table ("head", "rows") and figure
    ("src", "alt", "c").
    """
    root = html.fragment_fromstring(source, create_parent="div")
    return list(_blocks(root))


def _blocks(element: Any) -> Iterator[Node]:
    """Yield the blocks inside an element; words that stand between blocks become a paragraph."""
    words: list[Any] = [_text(element.text)] if element.text else []
    for child in element:
        if isinstance(child, _Comment):
            pass
        elif child.tag in _INLINE:
            words += _inline(child)
        else:
            yield from _paragraph(words)
            words = []
            yield from _block(child)
        if child.tail:
            words.append(_text(child.tail))
    yield from _paragraph(words)


def _block(element: Any) -> Iterator[Node]:
    tag = element.tag
    if tag in _HEADINGS:
        yield {"k": "h", "level": _HEADINGS[tag], "c": _words(element)}
    elif tag in {"ul", "ol"}:
        yield {"k": tag, "start": int(element.get("start", "1")), "items": [list(_blocks(item)) for item in element
                                                                           if item.tag == "li"]}
    elif tag == "blockquote":
        yield {"k": "quote", "c": list(_blocks(element))}
    elif tag == "pre":
        yield {"k": "pre", "c": [element.text_content()]}
    elif tag == "hr":
        yield {"k": "rule"}
    elif tag == "table":
        rows = [[_words(cell) for cell in row if cell.tag in {"th", "td"}] for row in element.iter("tr")]
        head = element.find("thead") is not None
        yield {"k": "table", "head": rows[0] if head and rows else [], "rows": rows[1:] if head else rows,
               "columns": max((len(row) for row in rows), default=1)}
    elif tag == "figure" and (picture := element.find(".//img")) is not None:
        caption = element.find(".//figcaption")
        yield _figure(picture, _words(caption) if caption is not None else [])
    else:
        yield from _blocks(element)


def _paragraph(words: list[Any]) -> Iterator[Node]:
    pictures = [word for word in words if isinstance(word, dict) and word["k"] == "img"]
    yield from ({**picture, "k": "figure", "c": []} for picture in pictures)
    rest = [word for word in words if word not in pictures]
    if any(not isinstance(word, str) or word.strip() for word in rest):
        yield {"k": "p", "c": rest}


def _words(element: Any) -> list[Any]:
    words: list[Any] = [_text(element.text)] if element.text else []
    for child in element:
        words += _inline(child) if child.tag in _INLINE else _words(child)
        if child.tail:
            words.append(_text(child.tail))
    return words


def _inline(element: Any) -> list[Any]:
    if element.tag == "br":
        return [{"k": "br", "c": []}]
    if element.tag == "img":
        return [_figure(element, []) | {"k": "img"}]
    node: Node = {"k": element.tag, "c": _words(element)}
    if element.tag == "a":
        node["href"] = element.get("href", "")
    return [node]


def _figure(picture: Any, caption: list[Any]) -> Node:
    return {"k": "figure", "src": picture.get("src", ""), "alt": picture.get("alt", ""), "c": caption}


def _text(raw: str) -> str:
    """Join white space as a browser does, keeping one space at either end."""
    inner = " ".join(raw.split())
    if not inner:
        return " "
    return f"{' ' if raw[:1].isspace() else ''}{inner}{' ' if raw[-1:].isspace() else ''}"
