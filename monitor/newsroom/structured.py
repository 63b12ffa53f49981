"""Describe pages to search engines in schema.org terms (JSON-LD).

Required and recommended properties follow Google Search Central: Article, FAQPage, ClaimReview, BreadcrumbList.
While the site is not cleared as official, nothing here names the ministry as publisher.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from monitor.config.regions import Office
from monitor.newsroom.details import Channel, PageType, Verdict

SAMPLE_LABEL = "Naskah contoh, bukan rilis resmi"
MINISTRY = "Kementerian Pelindungan Pekerja Migran Indonesia"

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Publication:
    """Who publishes: absolute address without a final slash, name, and whether the owner cleared it as official."""

    siteurl: str
    name: str
    official: bool

    def address(self, url: str) -> str:
        """Return the absolute address of a path below the site."""
        return f"{self.siteurl}/{url}"

    @property
    def publisher(self) -> Data:
        """The organisation answering for the site."""
        if self.official:
            return {"@type": "GovernmentOrganization", "name": MINISTRY, "alternateName": "KemenP2MI",
                    "url": self.address("")}
        return {"@type": "Organization", "name": f"{self.name} (situs contoh)", "url": self.address("")}


def script(*nodes: Data) -> Markup:
    """Return the JSON-LD element for some nodes; text can never close the element early."""
    text = json.dumps({"@context": "https://schema.org", "@graph": list(nodes)}, ensure_ascii=False,
                      separators=(",", ":"))
    safe = text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
    return Markup(f'<script type="application/ld+json">{safe}</script>')


def breadcrumb(site: Publication, steps: Sequence[tuple[str, str]]) -> Data:
    """Describe the way from the front page: (name, path) pairs, the current page last."""
    return {"@type": "BreadcrumbList", "itemListElement": [
        {"@type": "ListItem", "position": number, "name": name, "item": site.address(path)}
        for number, (name, path) in enumerate(steps, 1)]}


def website(site: Publication, description: str) -> Data:
    """Describe the front page."""
    return {"@type": "WebSite", "name": site.name, "url": site.address(""), "description": description,
            "inLanguage": "id", "publisher": site.publisher}


def ministry(channels: Sequence[Channel]) -> Data:
    """Describe the ministry with the channels we checked; it is the subject of a page, not its publisher."""
    links = [channel.link for channel in channels if channel.link.startswith("http")]
    phones = [channel for channel in channels if channel.link.startswith("tel:")]
    return {"@type": "GovernmentOrganization", "name": MINISTRY, "alternateName": "KemenP2MI",
            **({"url": links[0], "sameAs": links[1:]} if links else {}),
            "contactPoint": [{"@type": "ContactPoint", "telephone": phone.link.removeprefix("tel:"),
                              "contactType": phone.kind, "availableLanguage": "id"} for phone in phones]}


def office(site: Publication, facts: Office, path: str) -> Data:
    """Describe a BP3MI office by what is known of it; it is the subject of a page, not its publisher."""
    place = {"address": {"@type": "PostalAddress", "addressLocality": facts.seat, "addressRegion": facts.province,
                         "addressCountry": "ID"}} if facts.seat else {}
    return {"@type": "GovernmentOrganization", "name": facts.full_name, "alternateName": facts.name,
            "mainEntityOfPage": site.address(path), "areaServed": {"@type": "AdministrativeArea",
                                                                   "name": facts.province},
            **place, **({"url": facts.site} if facts.site else {}),
            "parentOrganization": {"@type": "GovernmentOrganization", "name": MINISTRY,
                                   "alternateName": "KemenP2MI"}}


def listing(site: Publication, name: str, path: str, description: str, lang: str = "id") -> Data:
    """Describe a list of articles."""
    return {"@type": "CollectionPage", "name": name, "url": site.address(path), "description": description,
            "inLanguage": lang, "publisher": site.publisher}


def article(site: Publication, page: Any) -> tuple[Data, ...]:
    """Describe one Pelican article of any of the three types, its own data first."""
    base = _base(site, page)
    if page.kind is PageType.CLARIFICATION:
        return (base, _claim_review(site, page))
    if page.kind is PageType.EXPLAINER and (questions := _questions(page)):
        return (base, {"@type": "FAQPage", "mainEntity": questions})
    return (base,)


def _base(site: Publication, page: Any) -> Data:
    sample = page.kind is PageType.RELEASE and not site.official
    title = f"{SAMPLE_LABEL}: {page.title}" if sample else str(page.title)
    summary = f"{SAMPLE_LABEL}. {page.summary}" if sample else str(page.summary)
    return {
        "@type": "NewsArticle" if page.kind is PageType.RELEASE else "Article",
        "headline": title, "description": summary,
        "datePublished": page.date.isoformat(), "dateModified": changed(page).isoformat(),
        "inLanguage": getattr(page, "lang", "id"), "mainEntityOfPage": site.address(page.url),
        "url": site.address(page.url),
        "image": [*(site.address(quote(url)) for url in getattr(page, "photos", ())),
                  site.address(page.kit.card if getattr(page, "kit", None) else "theme/img/share.png")],
        "author": [site.publisher], "publisher": site.publisher,
        "isAccessibleForFree": True, "license": "https://creativecommons.org/licenses/by/4.0/",
        "citation": [reference.url for reference in page.sources],
        **({"correction": [{"@type": "CorrectionComment", "text": each.text, "datePublished": each.at.isoformat()}
                           for each in page.corrections]} if getattr(page, "corrections", ()) else {}),
        **({"creativeWorkStatus": SAMPLE_LABEL} if sample else {}),
    }


def _claim_review(site: Publication, page: Any) -> Data:
    verdict = Verdict(page.verdict)
    return {
        "@type": "ClaimReview", "url": site.address(page.url), "datePublished": page.date.date().isoformat(),
        "claimReviewed": page.claim, "author": site.publisher,
        "reviewRating": {"@type": "Rating", "ratingValue": verdict.rating, "bestRating": 5, "worstRating": 1,
                         "alternateName": verdict.capitalize()},
        "itemReviewed": {"@type": "Claim", "name": page.claim,
                         "appearance": [{"@type": "CreativeWork", "url": reference.url} for reference in page.sources],
                         **({"firstAppearance": {"@type": "CreativeWork", "description": page.seen}}
                            if page.seen else {})},
    }


def _questions(page: Any) -> list[Data]:
    asked = [(str(page.title), str(page.answer))] if str(page.title).endswith("?") else []
    asked += [(heading.text, heading.below) for heading in page.headings
              if heading.text.endswith("?") and heading.below]
    return [{"@type": "Question", "name": question, "acceptedAnswer": {"@type": "Answer", "text": answer}}
            for question, answer in asked]


def changed(page: Any) -> datetime:
    """Return when a page last changed: its `modified` time, else its date."""
    moment: datetime = getattr(page, "modified", None) or page.date
    return moment
