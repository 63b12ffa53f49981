"""Render a digest as one tagged A4 page (PDF/UA-1) through Typst; equal digests give equal bytes."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from monitor.dates import date_range
from monitor.digest.charts import FONTS, Size, draw
from monitor.digest.model import Change, Digest, Gap, Issue, Place, Shade
from monitor.digest.phrases import (
    HOW_IN_BRIEF,
    answer_words,
    charts_in_words,
    days_note,
    empty_words,
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
    short_cause,
    shorten,
    sources_line,
)
from monitor.errors import DigestError

TEMPLATE = Path(__file__).with_name("templates") / "digest.typ"
LEVELS = ((3, 130, 170, 5, 6), (3, 110, 140, 5, 5), (3, 100, 110, 4, 4), (3, 95, 100, 3, 3), (3, 90, 55, 3, 3),
          (2, 110, 140, 4, 4), (2, 95, 100, 3, 3), (2, 90, 55, 2, 2), (1, 90, 80, 2, 2), (1, 55, 50, 1, 1))
"""From generous to terse: issues per tone, letters of a title, letters of evidence, table rows, failed sources."""


def render_pdf(digest: Digest) -> bytes:
    """Return the page as PDF bytes. Raise DigestError when Typst refuses the document."""
    import typst

    data = document_data(digest)
    try:
        made: bytes = typst.compile(
            str(TEMPLATE), format="pdf", root=str(TEMPLATE.parent), font_paths=[str(FONTS)], ignore_system_fonts=True,
            sys_inputs={"data": data}, pdf_standards="ua-1", timestamp=int(digest.week.end.timestamp()))
    except typst.TypstError as error:
        raise DigestError(f"Halaman PDF pekan {digest.week} tidak dapat disusun ({error.message}).",
                          "Laporkan ke pengelola monitor beserta pekannya.") from error
    return made


def document_data(digest: Digest) -> str:
    """Return what the template needs, as JSON."""
    charts = draw(digest, tone=Size(244, 7.2, height=14), days=Size(244, 6.8, height=84),
                  topics=Size(244, 7, height=115), trend=Size(244, 6.4, height=40))
    return json.dumps(_printable({**_page(digest), "charts": {
        "tone": charts.tone, "days": charts.days, "topics": charts.topics, "trend": charts.trend}}))


def _page(digest: Digest) -> dict[str, Any]:
    empty = empty_words(digest)
    return {
        "title": f"Digest Media KemenP2MI {period_name(digest)}", "sample": digest.sample, "sample_words": SAMPLE,
        "description": " ".join(digest.conclusion), "keywords": ["pekerja migran", "media", str(digest.week)],
        "period": f"Pekan {digest.week.number} · {date_range(digest.week.days[0], digest.week.days[-1])} (WIB)",
        "sources": sources_line(digest), "outage": bool(digest.coverage.failed) or not digest.coverage.collected,
        "cutoff": (f"data s.d. {moment(digest.coverage.cutoff)}" if digest.coverage.cutoff
                   else "batas waktu data tidak diketahui"),
        "conclusion": digest.conclusion, "days_note": days_note(digest),
        "warning": " ".join(filter(None, (digest.coverage.warning, same_words(digest)))),
        "figures": [{"label": figure.label, "value": headline(digest, figure), "past": past_words(figure),
                     "change": figure.change.text, "doubt": figure.change.doubt} for figure in digest.figures],
        "volume_head": volume_head(digest),
        "tones": [{"shade": shade.value, "sign": shade.sign, "label": shade.label, "share": portion(digest.tone, shade),
                   "count": beside_share(digest.tone, shade)} for shade in Shade],
        "negative_change": _change(digest.negative_change),
        "alts": charts_in_words(digest), "none": empty, "no_tone": empty["stories"], "no_topics": empty["topics"],
        "trend_head": "Berita per pekan", "trend_note": trend_note(digest),
        "topics_head": f"Topik menurut nada ({TOP} teratas)",
        "topics_doubt": _topics_doubt(digest),
        "unattributed": (f"{number(digest.unattributed)} kutipan tanpa nama narasumber."
                         if digest.unattributed else ""),
        "how": HOW_IN_BRIEF, "proof": "setiap angka dapat ditelusuri di digest.html dan evidence.xlsx; "
                                     "[nomor] = kolom No di lembar Naskah.",
        "levels": [_level(digest, *level) for level in LEVELS],
    }


def _change(change: Change) -> dict[str, str]:
    known = f" (pekan lalu {number(change.previous)})" if change.previous is not None else ""
    return {"change": f"{change.text}{known}", "doubt": change.doubt}


def _topics_doubt(digest: Digest) -> str:
    """Say once, beside the heading, why the changes marked "belum tentu" may not be real."""
    changes = [row.change for row in digest.topics[:TOP] if row.change.reason and row.change.sign != "→"]
    reasons = "; ".join(sorted({change.reason for change in changes}))
    if any(change.verdict.startswith("belum tentu") for change in changes):
        return f"· {reasons}, belum tentu berubah"
    return f"· {reasons}, bisa lebih tinggi" if reasons else ""


def _level(digest: Digest, issues: int, title: int, evidence: int, rows: int, failed: int) -> dict[str, Any]:
    causes = [f"{shorten(each.source_name, 40)} ({shorten(short_cause(each.last_cause), 40)})"
              for each in digest.coverage.failed]
    return {
        "negative": [_issue(one, title, evidence) for one in digest.negative[:issues]],
        "positive": [_issue(one, title, evidence) for one in digest.positive[:issues]],
        "hoaxes": [{"title": shorten(one.title, title - 30), "count": issue_words(one), "answer": answer_words(one, 40),
                    "gap": one.gap} for one in digest.hoaxes[:1 if rows < 5 else 2]],
        "gaps": listed([f"{gap.label} ({_gap(gap)})" for gap in digest.gaps], rows + 1),
        "regions": _places(digest.regions, rows), "destinations": _places(digest.destinations, rows),
        "speakers": [{"name": shorten(one.name, 40), "quotes": number(one.quotes)}
                     for one in digest.speakers[:rows]],
        "failed": listed(causes, failed) + ". Sebab lengkap: lembar Sumber." if causes else _no_failure(digest),
        "models": shorten(listed(digest.models, 2) or "tidak ada berita yang ditandai", 120),
    }


def _gap(gap: Gap) -> str:
    return f"{number(gap.negative)} negatif" if gap.negative else f"{number(gap.stories)} berita"


def _no_failure(digest: Digest) -> str:
    return "Tidak ada: semua sumber terbaca." if digest.coverage.collected else "Tidak ada pengumpulan tercatat."


def _issue(one: Issue, title: int, evidence: int) -> dict[str, Any]:
    return {"shade": one.shade.value, "sign": one.shade.sign, "title": shorten(one.title, title),
            "meta": shorten(issue_words(one), 110), "evidence": shorten(one.evidence.strip(" “”\""), evidence),
            "source": f"{shorten(one.outlet, 40)} [{one.number}]", "link": web_link(one.url),
            "answer": answer_words(one, 52), "gap": one.gap}


def _places(places: Sequence[Place], rows: int) -> list[dict[str, str]]:
    return [{"label": shorten(place.label.removeprefix("BP3MI "), 30),
             "stories": number(place.stories), "negative": number(place.negative)}
            for place in places[:max(rows, 1)]]


@cache
def _covered() -> frozenset[str]:
    return frozenset((FONTS / "coverage.txt").read_text(encoding="utf-8").rstrip("\n")) | {"\n", "\N{NO-BREAK SPACE}"}


def _printable(value: Any) -> Any:
    """Keep what the font can show: other letters lose their marks or become □, pictographs go (PDF/UA forbids gaps)."""
    if isinstance(value, str):
        return value if value.startswith("<svg") else "".join(_glyph(each) for each in value)
    if isinstance(value, dict):
        return {key: _printable(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(each) for each in value]
    return value


def _glyph(character: str) -> str:
    if character in _covered():
        return character
    if unicodedata.category(character) in {"So", "Sk", "Mn", "Me", "Cf", "Cc", "Cs", "Co", "Cn"}:
        return ""
    if unicodedata.category(character) in {"Zs", "Zl", "Zp"}:
        return " "
    plain = "".join(each for each in unicodedata.normalize("NFKD", character) if each in _covered())
    return plain or "□"
