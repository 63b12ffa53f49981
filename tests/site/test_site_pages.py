from __future__ import annotations

import re
from datetime import date
from itertools import pairwise
from urllib.parse import urlsplit

from built_site import Built, faults

from monitor.config.regions import read_regions
from monitor.newsroom.structured import SAMPLE_LABEL

EXPLAINER = "penjelasan/cek-izin/index.html"
CLARIFICATION = "klarifikasi/bantuan-tunai/index.html"
RELEASE = "siaran-pers/layanan-pindah/index.html"
SEARCH = "cari/index.html"


def test_the_pages_are_those_we_expect(sample_site: Built) -> None:
    kits = {name for name in sample_site.pages if name.startswith("bagikan/")}
    offices = {f"bp3mi/{office.id}/index.html" for office in read_regions().offices}
    assert len(offices) == 23
    assert set(sample_site.pages) - kits == {
        "cari/index.html", "bp3mi/index.html", *offices,
        "404.html", "index.html", "kanal-resmi/index.html", "tentang/index.html", "topik/index.html",
        "penjelasan/index.html", "klarifikasi/index.html", "siaran-pers/index.html", EXPLAINER, CLARIFICATION, RELEASE,
        *(f"topik/{slug}/index.html" for slug in ("aduan-layanan", "biaya-penempatan", "hoaks-lowongan-palsu",
                                                  "p3mi-pengawasan", "sdm-tata-kelola")),
    }


def test_every_page_is_well_formed(any_site: Built) -> None:
    assert {name: found for name, page in any_site.pages.items() if (found := faults(page.source))} == {}


def test_every_page_has_its_head(any_site: Built) -> None:
    titles, addresses = set(), set()
    for name, page in any_site.pages.items():
        assert page.source.startswith("<!DOCTYPE html>\n"), name
        assert page.one("/html/@lang") == ("en" if name.startswith("en/") else "id")
        assert page.one("//h1").text_content().strip()
        titles.add(page.one("//head/title").text_content())
        description = page.one("//meta[@name='description']/@content")
        assert 20 <= len(description) <= 220, (name, description)
        canonical = urlsplit(page.one("//link[@rel='canonical']/@href"))
        assert (canonical.scheme, canonical.query) == ("https", "")
        addresses.add(canonical.path)
        assert canonical.path == f"/{name.removesuffix('index.html')}"
        policy = page.one("//meta[@http-equiv='Content-Security-Policy']/@content")
        assert "default-src 'none'" in policy
        if name == SEARCH:
            assert "script-src 'self' 'wasm-unsafe-eval';" in policy
            continue
        assert "unsafe" not in policy
        assert "script-src" not in policy
        for key in ("og:title", "og:description", "og:url", "og:type", "og:image"):
            assert page.one(f"//meta[@property='{key}']/@content")
    assert len(titles) == len(addresses) == len(any_site.pages)


def test_headings_never_skip_a_level(any_site: Built) -> None:
    for name, page in any_site.pages.items():
        levels = [int(heading.tag[1]) for heading in page.all("//main//*[self::h1 or self::h2 or self::h3]")]
        assert levels[0] == 1, name
        assert all(after <= before + 1 for before, after in pairwise(levels)), (name, levels)


def test_nothing_is_loaded_from_elsewhere_and_nothing_runs(any_site: Built) -> None:
    for name, page in any_site.pages.items():
        for address in page.loads:
            assert not urlsplit(address).scheme, (name, address)
            assert not urlsplit(address).netloc, (name, address)
        assert page.all("//iframe | //style | //@style") == []
        scripts = page.all("//script[not(@type='application/ld+json')]")
        assert [script.get("src") for script in scripts] == (["../theme/js/cari.js"] if name == SEARCH else [])
        assert len(page.all("//form")) <= (name in {SEARCH, "index.html"})
        assert not [key for element in page.tree.iter() for key in element.attrib if key.startswith("on")]
    sheet = any_site.text("theme/css/site.css")
    assert re.findall(r"url\(([^)]*)\)", sheet) == ['"../fonts/plus-jakarta-sans-latin.woff2"']
    assert "@import" not in sheet


def test_every_internal_link_resolves(any_site: Built) -> None:
    for name, page in any_site.pages.items():
        for link in page.all("//@href | //@src"):
            if urlsplit(link).scheme:
                continue
            target = page.target(link)
            assert target.is_file(), (name, link)
            if fragment := urlsplit(link).fragment:
                other = any_site.pages[str(target.relative_to(any_site.path))]
                assert other.all(f"//*[@id='{fragment}']"), (name, link)


def test_links_name_a_file_only_when_read_from_a_folder(sample_site: Built, official_site: Built) -> None:
    in_folder = sample_site.pages[RELEASE].all("//a/@href")
    assert "../../penjelasan/cek-izin/index.html#b-langkah" in in_folder
    on_server = official_site.pages[RELEASE].all("//a/@href")
    assert "../../penjelasan/cek-izin/#b-langkah" in on_server
    assert not [link for link in on_server if link.endswith("index.html")]
    assert "/penjelasan/" in official_site.pages["404.html"].all("//a/@href")


def test_an_explainer_answers_first_then_steps_help_law_and_sources(sample_site: Built) -> None:
    page = sample_site.pages[EXPLAINER]
    assert [heading.text_content() for heading in page.all("//main//h2")] == [
        "Jawaban singkat", "Di halaman ini", "Langkah", "Apa tandanya izin palsu?", "Siapa yang bisa membantu",
        "Dasar hukum", "Sumber", "Bagikan", "Topik", "Terkait"]
    assert page.one("//section[@class='answer']/p").text_content() == (
        "Minta nama lengkap perusahaan dan nomor izinnya. Cocokkan keduanya dengan daftar resmi sebelum menyerahkan "
        "dokumen apa pun.")
    assert len(page.all("//div[@class='prose']/ol/li")) == 3
    assert [item.get("href") for item in page.all("//nav[contains(@class,'contents')]//a")] == [
        "#b-langkah", "#b-apa-tandanya-izin-palsu", "#bantuan", "#hukum", "#sumber"]
    assert "diperiksa 4 Maret 2026" in page.one("//section[@class='sources']").text_content()
    assert "10 September 2025" in page.one("//p[@class='dateline']").text_content()


def test_the_number_in_a_short_answer_can_be_called_and_never_breaks_over_a_line(shipped_site: Built) -> None:
    for name in ("penjelasan/cara-mengadu", "en/cara-mengadu"):
        page = shipped_site.pages[f"{name}/index.html"]
        assert page.one("//section[@class='answer']//a[@href='tel:08001000']").text_content() == "0-800-1000"


def test_a_clarification_says_the_fact_before_the_claim(sample_site: Built) -> None:
    page = sample_site.pages[CLARIFICATION]
    words = page.one("//main").text_content()
    assert words.index("Kementerian tidak membagikan uang") < words.index("Setiap pekerja migran mendapat Rp150 juta")
    assert page.one("//section[@class='claim']//s").text_content() == "Klaim beredar"
    assert page.one("//blockquote").text_content().strip() == (
        "“Setiap pekerja migran mendapat Rp150 juta, cukup kirim foto KTP”")
    assert page.one("//section[@class='claim']//span").text_content() == "Penipuan"
    assert len(page.all("//section[contains(@class,'advice')]//li")) == 2


def test_pages_to_share_carry_text_ready_to_copy(sample_site: Built, official_site: Built) -> None:
    ready = sample_site.pages[CLARIFICATION].one("//textarea").text
    assert ready.splitlines()[0] == "Tidak ada bantuan tunai lewat pesan berantai"
    assert "Kementerian tidak membagikan uang" in ready
    assert ready.endswith("https://situs-contoh.invalid/klarifikasi/bantuan-tunai/")
    assert official_site.pages[EXPLAINER].one("//textarea").text.endswith(
        "https://info.contoh.invalid/penjelasan/cek-izin/")


def test_every_sample_release_says_so_everywhere(sample_site: Built) -> None:
    page = sample_site.pages[RELEASE]
    assert SAMPLE_LABEL in page.one("//aside[@class='notice']").text_content()
    assert page.one("//head/title").text_content().startswith(SAMPLE_LABEL)
    assert page.one("//meta[@property='og:title']/@content").startswith(SAMPLE_LABEL)
    assert page.one("//meta[@name='description']/@content").startswith(SAMPLE_LABEL)
    assert page.node("NewsArticle")["headline"].startswith(SAMPLE_LABEL)
    assert page.all("//textarea") == []
    for name in ("index.html", "siaran-pers/index.html", "topik/aduan-layanan/index.html"):
        links = sample_site.pages[name].all("//main//a[contains(@href,'layanan-pindah')]/ancestor::li[1]")
        assert links
        assert all(SAMPLE_LABEL in item.text_content() for item in links)


def test_an_uncleared_site_never_claims_to_be_official(sample_site: Built, shipped_site: Built) -> None:
    for site in (sample_site, shipped_site):
        for name, page in site.pages.items():
            banner = page.one("//section[contains(@class,'banner')]").text_content()
            said = "not an official website of KemenP2MI" if name.startswith("en/") else "bukan situs resmi KemenP2MI"
            assert said in banner, name
            assert "Situs resmi KemenP2MI" not in page.source
            assert "Official website of KemenP2MI" not in page.source
            for node in page.nodes:
                assert node.get("publisher", {}).get("@type") != "GovernmentOrganization"


def test_one_setting_clears_the_labels(official_site: Built) -> None:
    for name, page in official_site.pages.items():
        assert SAMPLE_LABEL not in page.source, name
        assert "Situs resmi KemenP2MI." in page.one("//section[contains(@class,'banner')]").text_content()
    assert official_site.pages[RELEASE].node("NewsArticle")["publisher"]["@type"] == "GovernmentOrganization"
    assert official_site.pages[RELEASE].all("//textarea")


def test_official_channels_show_when_they_were_checked(sample_site: Built) -> None:
    for page in sample_site.pages.values():
        footer = page.one("//footer").text_content()
        assert "0-800-1000" in footer
        assert "Diperiksa pada 5 Maret 2026" in footer
    channels = sample_site.pages["kanal-resmi/index.html"]
    assert len(channels.all("//dd[contains(., 'diperiksa pada 5 Maret 2026')]")) == 7


def test_topics_are_all_listed_and_linked_when_they_have_pages(sample_site: Built) -> None:
    items = sample_site.pages["topik/index.html"].all("//ul[@class='topics']/li")
    assert len(items) == 22
    assert sum("belum ada halaman" in item.text_content() for item in items) == 17


def test_text_from_front_matter_is_escaped(sample_site: Built) -> None:
    page = sample_site.pages[RELEASE]
    assert page.one("//h1").text_content() == "Layanan informasi pindah ke lantai dua & buka lebih pagi"
    assert "dua &amp; buka" in page.source
    assert "tidak boleh" not in page.source


def test_shipped_content_keeps_what_was_asked(shipped_site: Built) -> None:
    def count(kind: str) -> int:
        return sum(name.startswith(f"{kind}/") and name.count("/") == 2 for name in shipped_site.pages)

    assert count("siaran-pers") >= 3
    assert count("penjelasan") >= 4
    assert count("klarifikasi") >= 2
    today = date.today().isoformat()
    for name, page in shipped_site.pages.items():
        if name.startswith("bagikan/"):  # a kit says until when it holds
            continue
        for moment in page.all("//time/@datetime"):
            assert moment[:10] <= today, name
