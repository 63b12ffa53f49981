"""Render a digest as one self-contained page: no script, no request, every number opens to its items."""

from __future__ import annotations

import base64
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from monitor.dates import date_range, full_date
from monitor.digest.charts import FONTS, Size, draw
from monitor.digest.model import Change, Digest, Figure, Issue, Item, Place, Shade, Story
from monitor.digest.phrases import (
    HOW_TO_READ,
    answer_words,
    charts_in_words,
    day_doubt,
    days_note,
    empty_words,
    failure_lines,
    issue_words,
    past_words,
    same_words,
    trend_note,
    volume_head,
    web_link,
)
from monitor.digest.wording import (
    SAMPLE,
    TOP,
    beside_share,
    headline,
    listed,
    moment,
    number,
    period_name,
    portion,
    shorten,
    sources_line,
    when,
)

TEMPLATES = Path(__file__).with_name("templates")
LONG, SHORT, CROWDED = 300, 60, 600
"""Lines under one number: LONG in a week of up to CROWDED items, SHORT beyond; the rest is in evidence.xlsx."""
_SVG = re.compile(r"<svg ")


def render_html(digest: Digest) -> str:
    """Return the page."""
    import jinja2

    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True,
                                     undefined=jinja2.StrictUndefined)
    style = _style()
    digested = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = (f"default-src 'none'; style-src 'sha256-{digested}'; font-src data:; img-src data:; base-uri 'none'; "
              "form-action 'none'")
    page = _Page(digest)
    return environment.get_template("digest.html").render(style=style, policy=policy, charts=_charts(digest),
                                                          **page.head(), **page.body())


def _style() -> str:
    faces = "".join(
        f'@font-face {{ font-family: "Plus Jakarta Sans"; font-weight: {weight}; font-display: swap; src: '
        f"url(data:font/woff2;base64,{base64.b64encode((FONTS / name).read_bytes()).decode()}) format('woff2'); }}\n"
        for weight, name in ((400, "PlusJakartaSans-Regular.woff2"), (600, "PlusJakartaSans-SemiBold.woff2"),
                             (700, "PlusJakartaSans-Bold.woff2")))
    return faces + (TEMPLATES / "digest.css").read_text(encoding="utf-8")


def _charts(digest: Digest) -> dict[str, str]:
    drawn = draw(digest, tone=Size(340, 12, height=28), days=Size(340, 11, height=170), topics=Size(340, 12),
                 trend=Size(340, 11, height=90))
    words = charts_in_words(digest)
    return {key: _SVG.sub(f'<svg role="img" aria-label="{_attribute(words[key])}" ', svg, count=1)
            for key, svg in (("tone", drawn.tone), ("days", drawn.days), ("topics", drawn.topics),
                             ("trend", drawn.trend))}


def _attribute(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")


class _Page:
    """Hold the lookups of one digest while its parts are put into words."""

    def __init__(self, digest: Digest) -> None:
        self.digest = digest
        self.limit = LONG if len(digest.items) <= CROWDED else SHORT
        self.stories: dict[str, list[Story]] = defaultdict(list)
        for story in digest.stories:
            for key in self.item(story.lead).counted_in:
                self.stories[key].append(story)

    def item(self, index: int) -> Item:
        """Return an item by its number."""
        return self.digest.items[index - 1]

    def head(self) -> dict[str, Any]:
        """Return what stands above the numbers."""
        digest, coverage = self.digest, self.digest.coverage
        days = digest.week.days
        return {
            "title": ("CONTOH · " if digest.sample else "") + f"Digest Media KemenP2MI {period_name(digest)}",
            "sample": digest.sample, "sample_words": SAMPLE,
            "period": f"Pekan {digest.week.number} · {date_range(days[0], days[-1])} (WIB)",
            "sources": sources_line(digest), "outage": bool(coverage.failed) or not coverage.collected,
            "cutoff": f"data s.d. {moment(coverage.cutoff)}", "conclusion": digest.conclusion,
            "warning": " ".join(filter(None, (coverage.warning, same_words(digest)))), "trend_note": trend_note(digest),
            "volume_head": volume_head(digest), "how": HOW_TO_READ,
            "models": listed(digest.models, 4) or "tidak ada berita yang ditandai", "empty": empty_words(digest),
            "failed": failure_lines(digest), "sources_sentence": f"{_capital(sources_line(digest))}.",
            "unattributed": (f"{number(digest.unattributed)} kutipan tanpa nama narasumber."
                             if digest.unattributed else ""),
        }

    def body(self) -> dict[str, Any]:
        """Return the numbers, each with the items behind it."""
        digest = self.digest
        return {
            "figures": [self._figure(figure) for figure in digest.figures],
            "tones": [{"shade": shade.value, "sign": shade.sign, "label": shade.label,
                       "share": portion(digest.tone, shade), "count": beside_share(digest.tone, shade),
                       "evidence": self._of(f"nada:{shade.value}")} for shade in Shade],
            "negative_change": _change(digest.negative_change),
            "days": [self._row(full_date(day.day), f"hari:{day.day}", day.tone.total, _tones(day.tone),
                               day_doubt(digest, day.day)) for day in digest.days] if digest.tone.total else [],
            "days_note": days_note(digest),
            "topics": [self._row(row.label, f"topik:{row.slug}", row.tone.total,
                                 f"{_tones(row.tone)}; {row.change.text}", row.change.doubt) for row in digest.topics],
            "negative": self._issues(digest.negative[:TOP]), "positive": self._issues(digest.positive[:TOP]),
            "hoaxes": self._issues(digest.hoaxes[:TOP]),
            "gaps": [self._row(gap.label, f"topik:{gap.slug}", gap.stories, f"{number(gap.negative)} negatif")
                     for gap in digest.gaps],
            "regions": self._places("wilayah", digest.regions),
            "destinations": self._places("negara", digest.destinations),
            "speakers": [self._row(one.name, f"narasumber:{one.key}", one.quotes,
                                   f"kutipan dalam {number(one.stories)} berita; “{shorten(one.quote, 160)}” "
                                   f"[{one.number}]") for one in digest.speakers[:20]],
        }

    def _figure(self, figure: Figure) -> dict[str, Any]:
        if figure.key == "salinan":
            copies = [item for item in self.digest.items if item.copy]
            found = self._lines((item, "", "") for item in copies[:self.limit]), len(copies)
            evidence = _evidence(*found, "salinan")
        elif figure.key == "media":
            evidence = self._outlets()
        else:
            evidence = self._of("berita")
        return {"label": figure.label, "value": headline(self.digest, figure), "past": past_words(figure),
                "evidence": evidence, **_change(figure.change)}

    def _outlets(self) -> Mapping[str, Any]:
        first: dict[str, list[Item]] = defaultdict(list)
        for item in self.digest.items:
            first[item.outlet].append(item)
        ranked = sorted(first.values(), key=lambda items: (-len(items), items[0].outlet))
        lines = self._lines((items[0], f" · {number(len(items))} naskah dari media ini", "")
                            for items in ranked[:self.limit])
        return _evidence(lines, len(ranked), "media")

    def _of(self, key: str) -> Mapping[str, Any]:
        stories = self.stories[key]
        lines = self._lines((self.item(story.lead), f" · {number(story.copies)} salinan" if story.copies else "",
                             self.item(story.lead).evidence if key.startswith("nada:") else "")
                            for story in stories[:self.limit])
        return _evidence(lines, len(stories), key)

    def _lines(self, found: Iterable[tuple[Item, str, str]]) -> list[dict[str, Any]]:
        return [{"number": item.number, "title": item.title, "link": web_link(item.url), "outlet": item.outlet,
                 "when": when(item), "shade": item.shade.value, "sign": item.shade.sign, "label": item.shade.label,
                 "more": more, "sentence": sentence} for item, more, sentence in found]

    def _row(self, label: str, key: str, count: int, detail: str = "", doubt: str = "") -> dict[str, Any]:
        return {"label": label, "count": number(count), "detail": detail, "doubt": doubt, "evidence": self._of(key)}

    def _places(self, kind: str, places: Sequence[Place]) -> list[dict[str, Any]]:
        return [self._row(place.label, f"{kind}:{place.key}", place.stories,
                          f"berita, {number(place.negative)} negatif") for place in places]

    def _issues(self, issues: Sequence[Issue]) -> list[dict[str, Any]]:
        return [self._issue(one) for one in issues]

    def _issue(self, one: Issue) -> dict[str, Any]:
        stories = [story for story in self.digest.stories
                   if story.event_id == one.event_id and story.shade is one.shade]
        items = [self.item(index) for story in stories for index in story.items]
        return {"shade": one.shade.value, "sign": one.shade.sign, "label": one.shade.label, "title": one.title,
                "link": web_link(one.url), "sentence": one.evidence, "meta": issue_words(one), "outlet": one.outlet,
                "number": one.number, "answer": answer_words(one, 90), "gap": one.gap,
                "answer_link": web_link(one.answer.url) if one.answer else "",
                "open": f"Lihat {number(len(items))} naskah",
                "evidence": _evidence(self._lines((item, " · salinan" if item.copy else "", "")
                                                  for item in items[:self.limit]), len(items), "berita")}


def _evidence(lines: list[dict[str, Any]], total: int, key: str) -> Mapping[str, Any]:
    more = total - len(lines)
    return {"lines": lines, "more": f"… dan {number(more)} lainnya: evidence.xlsx, lembar Naskah, kolom Dihitung dalam "
                                    f"memuat [{key}]." if more > 0 else ""}


def _change(change: Change) -> dict[str, str]:
    return {"change": change.text, "doubt": change.doubt}


def _tones(tone: Any) -> str:
    return ", ".join(f"{shade.sign} {number(tone.of(shade))} {shade.label}" for shade in Shade if tone.of(shade))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
