"""Hold what the components learn of a document, and show it as the document's extensions (`doc._.tone`).

The components work on the plain object: an extension takes thirty times as long to read or set as an attribute.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import attrgetter

from spacy.tokens import Doc

from monitor.config.gate import Term
from monitor.config.phrases import Tokens, tokens
from monitor.models import Entity, Polarity, Quote, TextKind, Tone

_KEY = "findings"
_UNREAD = Tone(None)
EXTENSIONS = ("published", "text_kind", "title_length", "relevant", "relevance_reason", "tone", "event", "topics",
              "regions", "destinations", "mentions", "quotes", "evidence")


@dataclass(slots=True)
class Findings:
    """What is known of one document.

    `words` are those of the whole text, `words_read` of what classifiers read; `terms` are the gate's phrases in
    `words`, None until they are looked for.
    """

    text: str
    published: date | None = None
    text_kind: TextKind = TextKind.FULL
    title_length: int | None = None
    sentences: list[tuple[int, int]] = field(default_factory=list)
    words_read: Tokens | None = None
    terms: Sequence[Term] | None = None
    relevant: bool = False
    relevance_reason: str = ""
    tone: Tone = _UNREAD
    event: Polarity = Polarity.NEUTRAL
    topics: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    destinations: tuple[str, ...] = ()
    mentions: tuple[Entity, ...] = ()
    quotes: tuple[Quote, ...] = ()
    evidence: str = ""
    _words: Tokens | None = None

    @property
    def words(self) -> Tokens:
        """Return the words of the whole text; several components look for phrases in them."""
        if self._words is None:
            self._words = tokens(self.text)
        return self._words


def begin(doc: Doc, text: str, title_length: int | None, kind: TextKind, published: date | None) -> None:
    """Give a new document its findings; `text` is its whole text, which spaCy would have to join again."""
    doc.user_data[_KEY] = Findings(text, published, kind, title_length)


def findings(doc: Doc) -> Findings:
    """Return the findings of a document, the same object at each call."""
    kept = doc.user_data.get(_KEY)
    if kept is None:
        kept = doc.user_data[_KEY] = Findings(doc.text)
    found: Findings = kept
    return found


def _setter(name: str) -> Callable[[Doc, object], None]:
    return lambda doc, value: setattr(findings(doc), name, value)


def _getter(name: str) -> Callable[[Doc], object]:
    read = attrgetter(name)
    return lambda doc: read(findings(doc))


for _name in EXTENSIONS:
    Doc.set_extension(_name, getter=_getter(_name), setter=_setter(_name), force=True)
