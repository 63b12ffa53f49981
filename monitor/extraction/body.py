"""The main text of a page: readability finds the block, trafilatura reads it precisely, the page itself is the net.

Measured on the same pages, the two in a row beat either alone; when their joint result is much shorter than one alone,
that one is taken (see bench/extraction.py).
"""

from __future__ import annotations

import logging

import trafilatura
from lxml.html import HtmlElement, document_fromstring
from readability import Document
from readability.readability import Unparseable

from monitor.extraction.boilerplate import clean
from monitor.extraction.page import PARSE_ERRORS

SHORT = 250
_MUCH_SHORTER = 0.6

# both libraries report hostile markup on their own loggers; to us it is an ordinary outcome
for _name in ("readability.readability", "trafilatura", "htmldate"):
    logging.getLogger(_name).setLevel(logging.CRITICAL + 1)


def main_text(tree: HtmlElement, *, title: str, said: str = "") -> str:
    """Return the article's text, one paragraph per line; empty when there is none. The tree is used up.

    `said` is the text the page states for itself (JSON-LD articleBody), used when the page shows much less of it.
    """
    block = _readable(tree)
    text = clean(_precise(block), title=title) if block else ""
    whole = _plain_text(block, title=title) if block else ""
    if len(text) < max(SHORT, _MUCH_SHORTER * len(whole)):
        alone = clean(_precise(tree), title=title)
        text = max((text, alone), key=len)
        if len(text) < _MUCH_SHORTER * len(whole):
            text = whole
    stated = clean(said, title=title)
    return stated if len(text) < _MUCH_SHORTER * len(stated) else text


def _readable(tree: HtmlElement) -> str:
    for heading in tree.iter("h2", "h3", "h4"):  # readability takes "subheader" for a page header and drops it
        heading.attrib.clear()
    try:
        block = str(Document(tree).summary())
    except (*PARSE_ERRORS, Unparseable):
        return ""
    # without a sign where the article stands, trafilatura would gather paragraphs only and lose what is between them
    return block.replace("<body", "<body><article", 1).replace("</body>", "</article></body>")


def _precise(page: str | HtmlElement) -> str:
    """Let trafilatura read a block (fast: its own second opinions change nothing there, measured) or a whole page."""
    try:
        text = trafilatura.extract(page, favor_precision=True, include_comments=False, fast=isinstance(page, str))
    except PARSE_ERRORS:
        return ""
    return text or ""


def _plain_text(block: str, *, title: str) -> str:
    """Return the lines of readability's block as they stand."""
    try:
        tree = document_fromstring(block)
    except PARSE_ERRORS:
        return ""
    for element in tree.iter("br", "p", "div", "li", "h2", "h3", "h4", "tr", "blockquote"):
        element.tail = "\n" + (element.tail or "")
        if element.tag != "br":
            element.text = "\n" + (element.text or "")
    return clean("".join(tree.itertext()), title=title)
