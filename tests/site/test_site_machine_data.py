from __future__ import annotations

from datetime import datetime

import feedparser
import pytest
from built_site import Built
from lxml import etree

from monitor.newsroom.structured import SAMPLE_LABEL

FEEDS = [f"feed/{name}.{form}.xml" for name in ("semua", "siaran-pers", "penjelasan", "klarifikasi")
         for form in ("atom", "rss")]
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.mark.parametrize("name", FEEDS)
def test_each_feed_parses_and_links_to_real_pages(any_site: Built, name: str) -> None:
    parsed = feedparser.parse((any_site.path / name).read_bytes())
    assert not parsed.bozo, parsed.get("bozo_exception")
    assert parsed.version == ("atom10" if "atom" in name else "rss20")
    assert parsed.entries
    for entry in parsed.entries:
        path = entry.link.split("/", 3)[3]
        assert not entry.link.endswith("index.html")
        assert f"{path}index.html" in any_site.pages
        assert entry.id
        assert entry.summary
        assert entry.published_parsed
    assert parsed.feed.updated_parsed


def test_feeds_mark_sample_releases_and_only_those(sample_site: Built, official_site: Built) -> None:
    for name in ("feed/semua.atom.xml", "feed/semua.rss.xml"):
        for entry in feedparser.parse((sample_site.path / name).read_bytes()).entries:
            marked = "/siaran-pers/" in entry.link
            assert entry.title.startswith(f"[{SAMPLE_LABEL}]") is marked
            assert entry.summary.startswith(f"{SAMPLE_LABEL}.") is marked
        assert SAMPLE_LABEL not in official_site.text(name)


def test_the_sitemap_lists_every_page_with_its_true_change(sample_site: Built) -> None:
    root = etree.fromstring(sample_site.text("sitemap.xml").encode())
    moments = {entry.findtext(f"{MAP}loc"): entry.findtext(f"{MAP}lastmod") for entry in root}
    base = "https://situs-contoh.invalid/"
    assert set(moments) == {base + name.removesuffix("index.html") for name in sample_site.pages if name != "404.html"}
    assert moments[f"{base}penjelasan/cek-izin/"] == "2025-09-10T09:00:00+07:00"
    assert moments[f"{base}siaran-pers/layanan-pindah/"] == "2025-09-18T08:05:00+07:00"
    assert moments[f"{base}topik/biaya-penempatan/"] == "2025-09-12T14:30:00+07:00"
    assert moments[f"{base}siaran-pers/"] == "2025-09-18T08:05:00+07:00"
    assert moments[f"{base}tentang/"] == "2026-03-05T09:00:00+07:00"
    assert moments[base] == "2026-03-05T09:00:00+07:00"


def test_robots_point_to_the_sitemap(official_site: Built) -> None:
    assert official_site.text("robots.txt") == (
        "User-agent: *\nAllow: /\n\nSitemap: https://info.contoh.invalid/sitemap.xml")


def test_articles_carry_the_required_properties(any_site: Built) -> None:
    for name, page in any_site.pages.items():
        if not name.startswith(("siaran-pers/", "penjelasan/", "klarifikasi/", "en/")) or name.count("/") != 2:
            continue
        node = page.node("NewsArticle" if name.startswith("siaran-pers/") else "Article")
        for key in ("headline", "description", "datePublished", "dateModified", "author", "publisher", "image", "url",
                    "mainEntityOfPage", "inLanguage"):
            assert node[key], (name, key)
        assert datetime.fromisoformat(node["datePublished"]).utcoffset() is not None
        assert node["url"] == page.one("//link[@rel='canonical']/@href")
        assert all(author["name"] and author["url"] for author in node["author"])


def test_clarifications_carry_a_claim_review(any_site: Built) -> None:
    found = [page for name, page in any_site.pages.items() if name.startswith("klarifikasi/") and name.count("/") == 2]
    assert found
    for page in found:
        node = page.node("ClaimReview")
        assert node["claimReviewed"]
        assert node["claimReviewed"] in page.one("//blockquote").text_content()
        rating = node["reviewRating"]
        assert rating["worstRating"] <= rating["ratingValue"] <= rating["bestRating"]
        assert rating["alternateName"] in {"Salah", "Menyesatkan", "Penipuan"}
        assert node["author"]["name"]
        assert node["itemReviewed"]["@type"] == "Claim"
        assert node["url"] == page.one("//link[@rel='canonical']/@href")


def test_questions_are_answered_with_words_on_the_page(any_site: Built) -> None:
    found = [page for page in any_site.pages.values() if any(node["@type"] == "FAQPage" for node in page.nodes)]
    assert found
    for page in found:
        words = " ".join(page.one("//main").text_content().split())
        for question in page.node("FAQPage")["mainEntity"]:
            assert question["@type"] == "Question"
            assert question["name"] in words
            assert question["acceptedAnswer"]["text"].split(". ")[0][:60] in words


def test_breadcrumbs_match_the_page(any_site: Built) -> None:
    for name, page in any_site.pages.items():
        if name in {"index.html", "404.html"}:
            continue
        steps = page.node("BreadcrumbList")["itemListElement"]
        assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))
        assert steps[0]["name"] == ("Home" if name.startswith("en/") else "Beranda")
        assert steps[-1]["item"] == page.one("//link[@rel='canonical']/@href")


def test_the_ministry_is_described_with_its_channels(sample_site: Built) -> None:
    node = sample_site.pages["kanal-resmi/index.html"].node("GovernmentOrganization")
    assert node["name"] == "Kementerian Pelindungan Pekerja Migran Indonesia"
    assert node["url"] == "https://www.kp2mi.go.id/"
    assert [point["telephone"] for point in node["contactPoint"]] == ["08001000", "+622129244800"]
