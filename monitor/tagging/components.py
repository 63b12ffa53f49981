"""Register the pipeline's rule components and the document extensions they fill.

Order: sentences, reading, then the four trained classifiers (relevance, tone, event, topics), then names, quotes and
verdict, which turns scores and phrases into what `monitor.models.Tags` needs.
"""

from __future__ import annotations

import numpy as np
from spacy.attrs import IDX, SENT_START
from spacy.language import Language
from spacy.tokens import Doc, Span

from monitor.config.gate import Verdict, count_mentions, judge, mentions_target
from monitor.config.phrases import tokens
from monitor.models import Entity, Polarity, TextKind, Tone
from monitor.tagging.evidence import deciding_sentence
from monitor.tagging.features import READING
from monitor.tagging.features import reading as reading_of
from monitor.tagging.language import unsupported
from monitor.tagging.names import find_entities
from monitor.tagging.places import find_places, places
from monitor.tagging.quotes import find_quotes
from monitor.tagging.reading import choose_reading
from monitor.tagging.sentences import split
from monitor.tagging.topics import count_topics
from monitor.tagging.weighing import best, decide_relevance, decide_topics, named, weigh_tone

BREAK = "\n\n"
"""What stands between title and text in a document; entity offsets count it."""
LONG, OPENING = 900, 450
"""Characters from which a text is long, and of its title and opening."""

for _name, _default in {
    "published": None, "text_kind": TextKind.FULL, "title_length": None, "relevant": False, "relevance_reason": "",
    "tone": None, "event": Polarity.NEUTRAL, "topics": (), "regions": (), "destinations": (), "mentions": (),
    "quotes": (), "evidence": "",
}.items():
    Doc.set_extension(_name, default=_default, force=True)


def text_of(doc: Doc) -> str:
    """Return the whole text of a document; spaCy joins it anew at each call, so it is kept."""
    if "text" not in doc.user_data:
        doc.user_data["text"] = doc.text
    kept: str = doc.user_data["text"]
    return kept


def parts_of(doc: Doc) -> tuple[str, str]:
    """Return the title and the text of a document; all is title when it has no text."""
    whole, length = text_of(doc), doc._.title_length
    return (whole, "") if length is None else (whole[:length], whole[length + len(BREAK):])


@Language.component("monitor_sentences", assigns=["token.is_sent_start", "doc.sents"])
def sentences(doc: Doc) -> Doc:
    """Mark sentence starts; the spans themselves are kept for the later components."""
    spans = list(split(text_of(doc)))
    doc.user_data["sentences"] = spans
    if len(doc):
        offsets = doc.to_array([IDX]).astype(np.int64)
        starts = np.full((len(doc), 1), -1, dtype=np.int64)
        firsts = np.searchsorted(offsets, [start for start, _ in spans])
        starts[firsts[firsts < len(doc)]] = 1
        starts[0] = 1
        doc.from_array([SENT_START], starts.astype(np.uint64))  # type: ignore[arg-type]
    return doc


@Language.component("monitor_reading")
def reading(doc: Doc) -> Doc:
    """Choose what the classifiers read, and count topic phrases."""
    doc.user_data[READING] = choose_reading(*parts_of(doc))
    return doc


@Language.component("monitor_names", assigns=["doc.ents", "doc._.mentions", "doc._.regions", "doc._.destinations"])
def names(doc: Doc) -> Doc:
    """Find people, bodies and places, and set them as entities linked by id."""
    words = tokens(text_of(doc))
    found = find_places(words)
    doc._.regions = places(found, foreign=False)
    doc._.destinations = places(found, foreign=True)
    doc._.mentions = tuple(find_entities(text_of(doc), words, found))
    spans = [_span(doc, entity) for entity in doc._.mentions]
    doc.set_ents([span for span in spans if span is not None])
    return doc


@Language.component("monitor_quotes", requires=["doc._.mentions"], assigns=["doc._.quotes"])
def quotes(doc: Doc) -> Doc:
    """Find quotations in the text and who said them."""
    doc._.quotes = find_quotes(text_of(doc), doc._.mentions)
    return doc


@Language.factory("monitor_verdict", default_config={
    "abstain_below": 0.55, "sharpness": 1.0, "topic_alone": 0.23, "topic_confirmed": 0.08, "drop_below": 0.2,
    "keep_above": 0.8})
class VerdictMaker:
    """Decide relevance, topics, tone, event and evidence from phrases and classifier scores."""

    def __init__(self, nlp: Language, name: str, abstain_below: float, sharpness: float, topic_alone: float,
                 topic_confirmed: float, drop_below: float, keep_above: float) -> None:
        self.nlp = nlp
        self.name = name
        self.abstain_below = abstain_below
        self.topic_alone = topic_alone
        self.topic_confirmed = topic_confirmed
        self.drop_below = drop_below
        self.keep_above = keep_above
        self.sharpness = sharpness

    def __call__(self, doc: Doc) -> Doc:
        """Fill the extensions of one document."""
        read: str = reading_of(doc)
        verdict = decide_relevance(_judge(doc, read), named("relevance", doc.cats),
                                   drop_below=self.drop_below, keep_above=self.keep_above)
        doc._.relevant, doc._.relevance_reason = verdict.relevant, verdict.reason
        doc._.event = Polarity(best(named("event", doc.cats), default="neutral"))
        if verdict.relevant:
            doc._.topics = decide_topics(named("topics", doc.cats), count_topics(read), alone=self.topic_alone,
                                         confirmed=self.topic_confirmed)
        reason = self._why_unscored(doc, verdict, read)
        doc._.tone = Tone(None, reason=reason) if reason else weigh_tone(
            named("tone", doc.cats), sharpness=self.sharpness, abstain_below=self.abstain_below)
        if doc._.tone.label:
            whole = text_of(doc)
            said = [whole[start:end] for start, end in doc.user_data["sentences"]]
            doc._.evidence = deciding_sentence(said, doc._.tone.label, self.nlp.get_pipe("tone"))
        return doc

    def _why_unscored(self, doc: Doc, verdict: Verdict, read: str) -> str:
        if not verdict.relevant:
            return "tidak relevan"
        if doc._.text_kind is TextKind.STUB:
            return "teks lengkap tidak tersedia"
        return unsupported(read)


def _judge(doc: Doc, read: str) -> Verdict:
    """Judge by phrases; one or two mentions far down a long text are not sure to be its subject."""
    verdict = judge(read, on=doc._.published)
    if verdict.relevant and verdict.sure and len(read) > LONG and not mentions_target(read[:OPENING]) \
            and count_mentions(text_of(doc)) < 3:
        return Verdict(True, verdict.reason, sure=False)
    return verdict


def _span(doc: Doc, entity: Entity) -> Span | None:
    span: Span | None = doc.char_span(entity.start, entity.end, label=entity.label, kb_id=entity.link,
                                      alignment_mode="expand")
    return span
