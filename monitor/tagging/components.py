"""Register the pipeline's rule components, which fill the document's findings.

Order: sentences, reading, then the four trained classifiers (relevance, tone, event, topics), then names, quotes and
verdict, which turns scores and phrases into what `monitor.models.Tags` needs.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat

from spacy.attrs import IDX
from spacy.language import Language
from spacy.pipeline import Sentencizer
from spacy.tokens import Doc, Span
from spacy.util import filter_spans, minibatch

from monitor.config.gate import Verdict, count_mentions, find_terms, judge, mentions_target, target_spans
from monitor.config.phrases import Tokens, tokens
from monitor.models import Entity, TextKind, Tone
from monitor.tagging.evidence import Sentence, deciding_sentences
from monitor.tagging.features import HASHED, READING, Hashed, cut
from monitor.tagging.features import reading as reading_of
from monitor.tagging.findings import Findings, findings
from monitor.tagging.language import unsupported
from monitor.tagging.names import find_entities
from monitor.tagging.places import find_places, places
from monitor.tagging.quotes import find_quotes
from monitor.tagging.reading import choose_reading, whole_reading
from monitor.tagging.sentences import split
from monitor.tagging.spans import NAMES_READ, join, locate
from monitor.tagging.topics import count_topics
from monitor.tagging.weighing import by_task, decide_event, decide_relevance, decide_topics, weigh_tone

BREAK = "\n\n"
"""What stands between title and text in a document; entity offsets count it."""
LONG, OPENING = 900, 450
"""Characters from which a text is long, and of its title and opening."""
_MARKER = Sentencizer(overwrite=True)

def parts_of(own: Findings) -> tuple[str, str]:
    """Return the title and the text of a document; all is title when it has no text."""
    whole, length = own.text, own.title_length
    return (whole, "") if length is None else (whole[:length], whole[length + len(BREAK):])


@Language.component("monitor_sentences", assigns=["token.is_sent_start", "doc.sents"])
def sentences(doc: Doc) -> Doc:
    """Mark sentence starts; the spans themselves are kept for the later components."""
    own = findings(doc)
    spans = own.sentences = list(split(own.text))
    if len(doc):
        begins = [True] + [False] * (len(doc) - 1)
        if len(spans) > 1:
            offsets = doc.to_array(IDX).tolist()
            for at in (bisect_left(offsets, start) for start, _ in spans[1:]):
                if at < len(begins):
                    begins[at] = True
        _MARKER.set_annotations([doc], [begins])
    return doc


@Language.component("monitor_reading")
def reading(doc: Doc) -> Doc:
    """Choose what the classifiers read, and split it into words."""
    own = findings(doc)
    title, text = parts_of(own)
    read = doc.user_data[READING] = choose_reading(title, text)
    whole = read == whole_reading(title, text)  # then its words are those of the document
    own.words_read = own.words if whole else tokens(read)
    return doc


@Language.component("monitor_names", assigns=["doc.ents", "doc._.mentions", "doc._.regions", "doc._.destinations"])
def names(doc: Doc) -> Doc:
    """Find people, bodies and places, and set them as entities linked by id."""
    own = findings(doc)
    found = find_places(own.words)
    own.regions = places(found, foreign=False)
    own.destinations = places(found, foreign=True)
    entities = find_entities(own.text, own.words, found)
    if read := doc.user_data.get(NAMES_READ):
        entities = join(entities, locate(own.text, read))
    own.mentions = tuple(entities)
    spans = [_span(doc, entity) for entity in entities]
    doc.set_ents(filter_spans([span for span in spans if span is not None]))  # "Kamboja&Laos" is one word, two places
    return doc


@Language.component("monitor_quotes", requires=["doc._.mentions"], assigns=["doc._.quotes"])
def quotes(doc: Doc) -> Doc:
    """Find quotations in the text and who said them."""
    own = findings(doc)
    own.quotes = find_quotes(own.text, own.mentions)
    return doc


@Language.factory("monitor_verdict", default_config={
    "abstain_below": 0.55, "sharpness": 1.0, "event_neutral": 1.0, "topic_alone": 0.23, "topic_confirmed": 0.08,
    "drop_below": 0.2, "keep_above": 0.8})
class VerdictMaker:
    """Decide relevance, topics, tone, event and evidence from phrases and classifier scores."""

    def __init__(self, nlp: Language, name: str, abstain_below: float, sharpness: float, event_neutral: float,
                 topic_alone: float, topic_confirmed: float, drop_below: float, keep_above: float) -> None:
        self.nlp = nlp
        self.name = name
        self.abstain_below = abstain_below
        self.topic_alone = topic_alone
        self.topic_confirmed = topic_confirmed
        self.drop_below = drop_below
        self.keep_above = keep_above
        self.sharpness = sharpness
        self.event_neutral = event_neutral

    def __call__(self, doc: Doc) -> Doc:
        """Fill the extensions of one document."""
        self._decide(doc)
        self._show_evidence([doc])
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 64) -> Iterator[Doc]:
        """Fill the extensions of many documents; the sentences of a batch are scored together."""
        for batch in minibatch(stream, batch_size):  # type: ignore[no-untyped-call]
            for doc in batch:
                self._decide(doc)
            self._show_evidence(batch)
            yield from batch

    def _decide(self, doc: Doc) -> None:
        own, scores, read = findings(doc), by_task(doc.cats), reading_of(doc)
        words = own.words_read or tokens(read)
        verdict = decide_relevance(_judge(own, read, words), scores["relevance"], drop_below=self.drop_below,
                                   keep_above=self.keep_above)
        own.relevant, own.relevance_reason = verdict.relevant, verdict.reason
        own.event = decide_event(scores["event"], neutral=self.event_neutral)
        if verdict.relevant:
            own.topics = decide_topics(scores["topics"], count_topics(words), alone=self.topic_alone,
                                       confirmed=self.topic_confirmed)
        reason = _why_unscored(own.text_kind, verdict, read)
        own.tone = Tone(None, reason=reason) if reason else weigh_tone(
            scores["tone"], sharpness=self.sharpness, abstain_below=self.abstain_below)

    def _show_evidence(self, docs: Sequence[Doc]) -> None:
        toned = [(doc, own, label) for doc, own in zip(docs, map(findings, docs), strict=True)
                 if (label := own.tone.label)]
        found = deciding_sentences([(_sentences(own, _known_features(doc, own)), label) for doc, own, label in toned],
                                   self.nlp)
        for (_, own, _), sentence in zip(toned, found, strict=True):
            own.evidence = sentence


def _why_unscored(kind: TextKind, verdict: Verdict, read: str) -> str:
    if not verdict.relevant:
        return "tidak relevan"
    if kind is TextKind.STUB:
        return "teks lengkap tidak tersedia"
    return unsupported(read)


def _judge(own: Findings, read: str, words: Tokens) -> Verdict:
    """Judge by phrases; one or two mentions far down a long text are not sure to be its subject."""
    terms = find_terms(words)
    if words is own.words:
        own.terms = terms
    verdict = judge(words, on=own.published, terms=terms)
    if verdict.relevant and verdict.sure and len(read) > LONG and not mentions_target(read[:OPENING]) \
            and count_mentions(own.words) < 3:
        return Verdict(True, verdict.reason, sure=False)
    return verdict


def _known_features(doc: Doc, own: Findings) -> Hashed | None:
    """Return the features of a document when classifiers read all of it, of which those of its sentences are parts."""
    return doc.user_data.get(HASHED) if own.words_read is own.words else None


def _sentences(own: Findings, hashed: Hashed | None) -> list[Sentence]:
    texts = [own.text[start:end] for start, end in own.sentences]
    if len(texts) < 2:
        return [Sentence(text, named=False) for text in texts]
    if own.terms is None:
        own.terms = find_terms(own.words)
    targets = target_spans(own.terms)
    named = [any(start <= first and last <= end for first, last in targets) for start, end in own.sentences]
    return list(map(Sentence, texts, named, cut(hashed, texts) if hashed else repeat(None)))


def _span(doc: Doc, entity: Entity) -> Span | None:
    span: Span | None = doc.char_span(entity.start, entity.end, label=entity.label, kb_id=entity.link,
                                      alignment_mode="expand")
    return span
