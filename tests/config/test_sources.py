"""sources.toml: the shipped list is sound, and every mistake in one is reported at once."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from monitor.config.connectors import PLATFORMS, guide
from monitor.config.sources import READABLE, read_mirrors, read_sources
from monitor.connectors.registry import CONNECTORS
from monitor.errors import ConfigError
from monitor.models import SourceKind
from monitor.urls import canonical

SHARED = Path(__file__).parents[2] / "../shared"
GOOD = '[[source]]\nid = "a"\nname = "A"\nurl = "https://a.id/feed"\nkind = "feed"\ntier = 1\n'


def problems(tmp_path: Path, text: str) -> tuple[str, ...]:
    path = tmp_path / "sumber.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigError) as caught:
        read_sources(path)
    return caught.value.problems


def test_the_shipped_sources_are_sound() -> None:
    sources = [source for source in read_sources() if source.kind not in PLATFORMS]
    assert len(sources) == 125
    assert Counter(source.kind for source in sources) == {
        SourceKind.FEED: 101, SourceKind.GOOGLE_NEWS: 20, SourceKind.LISTING: 4}
    assert [source.id for source in sources if not source.enabled] == ["nhk"]
    assert all(source.language in READABLE for source in sources if source.enabled)


def test_the_shipped_platforms_need_no_key_or_say_which_and_have_a_guide() -> None:
    platforms = [source for source in read_sources() if source.kind in PLATFORMS]
    assert {source.kind for source in platforms} == set(PLATFORMS) == set(CONNECTORS)
    for source in platforms:
        page = (Path(__file__).parents[2] / guide(source.kind)).read_text("utf-8")
        names = {name for names in (PLATFORMS[source.kind].tokens or {}).values() for name in names}
        assert all(name in page for name in names), source.id
        assert source.tier in {3, 6}, source.id


@pytest.mark.parametrize(("kind", "url", "search", "words"), [
    ("mastodon", "https://a.id", "", "harus mengisi tags atau queries"),
    ("mastodon", "http://a.id", 'tags = ["pmi"]', "harus diawali https://"),
    ("mastodon", "https://a.id", 'accounts = ["a"]', "harus mengisi tags atau queries"),
    ("mastodon", "https://a.id", 'tags = ["pmi"]\naccounts = ["a"]', "tidak mengenal accounts"),
    ("mastodon", "https://a.id", 'tags = [" "]', "memuat isian kosong"),
    ("mastodon", "https://a.id", 'tags = ["a", "a"]', "memuat isian ganda"),
    ("mastodon", "https://a.id", 'tags = ["a"]\npages = 0', "paling kecil 1"),
    ("mastodon", "https://a.id", 'tag = ["a"]', "mungkin maksudnya 'tags'"),
    ("bluesky", "https://jahat.id", 'queries = ["pmi"]', "kunci akses tidak dikirim ke tempat lain"),
    ("feed", "https://a.id", 'queries = ["pmi"]', "hanya untuk sumber dari platform"),
])
def test_mistakes_in_a_platform_are_told(tmp_path: Path, kind: str, url: str, search: str, words: str) -> None:
    found = problems(tmp_path, f'[[source]]\nid = "a"\nname = "A"\nurl = "{url}"\nkind = "{kind}"\ntier = 6\n'
                               f"[source.search]\n{search}\n")
    assert words in " ".join(found)


def test_antara_and_google_news_pages_are_never_opened() -> None:
    for source in (source for source in read_sources() if source.kind not in PLATFORMS):
        antara = urlsplit(source.url).netloc.endswith("antaranews.com")
        assert source.full_text is not (antara or source.kind is SourceKind.GOOGLE_NEWS), source.id


def test_every_researched_source_is_present() -> None:
    listed = SHARED / "domain/sources.toml"
    if not listed.exists():
        pytest.skip(f"../shared tidak ada: {listed}")
    ours = {canonical(source.url) for source in read_sources()}
    data = tomllib.loads(listed.read_text("utf-8"))
    missing = [entry["name"] for entry in data["source"] if canonical(entry["url"]) not in ours]
    assert missing == ["Tribun network pattern"]
    assert len([url for url in ours if "://" in url and urlsplit(url).netloc.endswith("tribunnews.com")]) == 26


def test_mirrors_are_known() -> None:
    mirrors = read_mirrors()
    assert "tribunmedan.cfd" in mirrors.lookalikes <= mirrors.hosts
    assert len(mirrors.hosts) == 37


def test_listing_rules_become_selectors(tmp_path: Path) -> None:
    path = tmp_path / "sumber.toml"
    table = '[source.listing]\nitem = "li"\ndate = "time"\n'
    path.write_text(GOOD.replace('"feed"\nt', '"listing"\nt') + table, "utf-8")
    source, = read_sources(path)
    assert source.listing is not None
    assert (source.listing.item, source.listing.link, source.listing.date) == ("li", "a[href]", "time")


def test_all_mistakes_are_reported_together(tmp_path: Path) -> None:
    odd = GOOD.replace('kind = "feed"', 'kind = "fed"\njudul = "x"\nfulltext = true')
    found = "\n".join(problems(tmp_path, GOOD + odd
                               + GOOD.replace('"a"', '"B A"').replace("https://a.id", "htp://a.id")
                               + GOOD.replace('id = "a"\n', "").replace("a.id", "c.id") + "[lain]\n"))
    for expected in ("sumber.toml: source[2] 'a'.kind: nilai 'fed' tidak dikenal, mungkin maksudnya 'feed'",
                     "source[2] 'a'.fulltext: kunci tidak dikenal, mungkin maksudnya 'full_text'",
                     "source[2] 'a'.judul: kunci tidak dikenal", "source[2] 'a'.id: 'a' sudah dipakai source[1]",
                     "source[2] 'a'.url: 'https://a.id/feed' sudah dipakai source[1]",
                     "source[3] 'B A'.id: 'B A' bukan id yang sah",
                     "source[3] 'B A'.url: 'htp://a.id/feed' harus diawali",
                     "source[4] 'A'.id: wajib diisi", "lain: kunci tidak dikenal"):
        assert expected in found, found


@pytest.mark.parametrize("url", ["a.id/feed", "file:///etc/passwd", "https://", "https://a b.id/", "https://u:p@a.id/",
                                 "https://a.id:99999/", "https://[::1", "https://{sub}.tribunnews.com/rss", ""])
def test_a_bad_address_is_refused(tmp_path: Path, url: str) -> None:
    assert any(".url:" in line for line in problems(tmp_path, GOOD.replace("https://a.id/feed", url)))


@pytest.mark.parametrize(("old", "new", "words"), [
    ("tier = 1", "tier = 7", "tingkat 7"), ("tier = 1", "tier = 1\nlanguage = 'ja'", "bahasa 'ja'"),
    ("tier = 1", "tier = 1\ntimezone = 'Asia/Jakrta'", "zona waktu"), ("'feed'", "'listing'", "[source.listing] wajib"),
    ("tier = 1", "tier = 1\n[source.listing]\nitem = 'li'", "[source.listing] wajib"),
    ("tier = 1", "tier = 1\n[source.listing]\nitm = 'li'", "mungkin maksudnya 'item'"),
])
def test_values_that_do_not_fit_are_explained(tmp_path: Path, old: str, new: str, words: str) -> None:
    assert any(words in line for line in problems(tmp_path, GOOD.replace('"feed"\nt', "'feed'\nt").replace(old, new)))


@pytest.mark.parametrize("text", ["source = 3", "source = ['a']", "[source]\nid = 'a'", "[[source]\n", "\x00"])
def test_a_file_of_another_shape_is_explained(tmp_path: Path, text: str) -> None:
    assert problems(tmp_path, text)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="tidak ditemukan"):
        read_sources(tmp_path / "tiada.toml")
