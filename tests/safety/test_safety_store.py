"""Groups 17 and 20: texts that speak SQL or full-text syntax, and bytes in every encoding, on both engines."""

from __future__ import annotations

import time
from datetime import timedelta
from pathlib import Path

import pytest
from attacking import NOW, QUICK, gather, rss, source
from clippings import article
from loopback import Loopback

from monitor.config.settings import Settings, Storage
from monitor.models import SourceState, SourceStatus
from monitor.storage.store import Store

INJECTIONS = ["'; DROP TABLE items; --", "\" OR 1=1 --", "' UNION SELECT 1,2,3 --", "'); DELETE FROM items; --",
              "1; ATTACH DATABASE '/tmp/x' AS y", "$$; DROP TABLE items; $$", "E'\\'; DROP TABLE items",
              "%s %(x)s :x ?",
              "\\x27; DROP TABLE items", "'||(SELECT sqlite_version())||'", "pg_sleep(9)", "{0} {id}"]
SYNTAX = ['"', '""', '"pekerja', 'NEAR(pekerja migran, 2)', "title:pekerja", "items_fts:pekerja", "pekerja*",
          "^pekerja",
          "pekerja AND", "OR", "NOT", "AND OR NOT", "pekerja - migran", "(((((", "{pekerja} : migran", "pekerja:*",
          "!pekerja", "pekerja <-> migran", "pekerja & | !", "pekerja\0migran", "\ud83d", "*", ":", "'", "\\", "%", "_"]


def keep_all(url: str) -> None:
    with Store(url) as store:
        store.add([article("satu", title="Pekerja migran pulang"), article("dua", title="Harga cabai")])


@pytest.mark.attack(17)
@pytest.mark.parametrize("text", INJECTIONS)
def test_sql_in_a_text_stays_text(url: str, text: str) -> None:
    keep_all(url)
    with Store(url) as store:
        hostile = article("jahat", title=text, text=text, author=text, outlet=text, source_id=text[:40])
        assert store.add([hostile]) == 1
        assert store.known([text, hostile.id]) == {hostile.id}
        store.search(text)
        run = store.begin_run(NOW)
        from monitor.models import SourceResult
        store.keep(run, SourceResult(text[:40], text, SourceStatus.FAILED, cause=text), [],
                   SourceState(text[:40], etag=text, moved_to="https://contoh.example/"), NOW)
        assert store.states()[text[:40]].etag == text
        assert store.count() == 3
        day = timedelta(days=1)
        found = store.clips(hostile.published.at - day, hostile.published.at + day, relevant=None)
        assert text in {clip.article.title for clip in found}


@pytest.mark.attack(17)
@pytest.mark.parametrize("query", SYNTAX + INJECTIONS)
def test_search_syntax_is_only_words(url: str, query: str) -> None:
    keep_all(url)
    with Store(url) as store:
        found = store.search(query)
        assert len(found) <= 2
        assert store.count() == 2


@pytest.mark.attack(17)
def test_a_query_of_a_megabyte_is_answered_soon(url: str) -> None:
    keep_all(url)
    started = time.process_time()
    with Store(url) as store:
        for query in ("pekerja " * 130_000, "x" * 1_000_000, '"' * 1_000_000, "pekerja* OR " * 80_000):
            store.search(query)
    assert time.process_time() - started < 6


BODIES = {
    "mengaku utf-8, nyatanya cp1252": ("<?xml version='1.0' encoding='utf-8'?>", "Café “kutip” – naik", "cp1252",
    "Caf"),
    "utf-7": ("<?xml version='1.0' encoding='utf-7'?>", "+ADw-script+AD4-alert(1)+ADw-/script+AD4-", "ascii", ""),
    "utf-16 tanpa tanda": ("", "Judul biasa", "utf-16-le", ""),
    "utf-16 bertanda": ("", "Judul biasa", "utf-16", "Judul biasa"),
    "utf-32": ("", "Judul biasa", "utf-32", ""),
    "nol di tengah": ("", "Ju\0dul", "utf-8", "Ju"),
    "setengah emoji": ("", "Judul &#xD83D; x", "utf-8", ""),
    "setengah emoji mentah": ("", "Judul \ud83d x", "surrogatepass", ""),
    "emoji": ("", "🎉👨‍👩‍👧 Judul 🇮🇩", "utf-8", "🎉👨‍👩‍👧 Judul 🇮🇩"),
    "bukan huruf": ("", "Judul &#xFFFE;&#0;&#1; x", "utf-8", ""),
    "gabungan tanpa akhir": ("", "J" + "\u0301" * 5000, "utf-8", "J"),
    "penyandian karangan": ("<?xml version='1.0' encoding='ngawur'?>", "Judul biasa", "utf-8", "Judul biasa"),
    "ebcdic": ("<?xml version='1.0' encoding='cp037'?>", "Judul biasa", "cp037", ""),
    "idna": ("<?xml version='1.0' encoding='idna'?>", "Judul", "utf-8", ""),
    "zlib": ("<?xml version='1.0' encoding='zlib'?>", "Judul", "utf-8", ""),
}


@pytest.mark.attack(20)
@pytest.mark.parametrize("name", BODIES)
def test_any_encoding_is_stored_as_valid_utf8(server: Loopback, url: str, name: str) -> None:
    head, title, charset, expected = BODIES[name]
    text = rss(f"<title>{'JUDUL'}</title><link>https://contoh.example/a</link><description>JUDUL</description>",
    head=head)
    body = text.decode().replace("JUDUL", title)
    raw = body.encode("utf-8", "surrogatepass") if charset == "surrogatepass" else body.encode(charset)
    settings = Settings(storage=Storage(database_url=url), fetching=QUICK)
    result = gather(settings, server.seam, source(server.serve("/feed", raw)))["uji"]
    assert result.status is SourceStatus.NEW or result.cause.startswith("bukan feed")
    with Store(url) as store:
        for clip in store.clips(NOW - timedelta(days=9), NOW + timedelta(days=9), relevant=None):
            for written in (clip.article.title, clip.article.text):
                assert written.encode("utf-8").decode() == written
                assert "\0" not in written
                assert "<script" not in written
            assert clip.article.title.startswith(expected)
    assert not expected or result.status is SourceStatus.NEW


@pytest.mark.attack(20)
@pytest.mark.parametrize("charset", ["utf-8", "utf-7", "utf-16", "ngawur", "zlib", "punycode", "hex", "rot13", ""])
def test_a_header_that_names_any_codec_harms_nothing(tmp_path: Path, server: Loopback, charset: str) -> None:
    url = server.serve("/feed", rss("<title>Judul é</title><link>https://contoh.example/a</link>"),
                       Content_Type=f"text/xml; charset={charset}")
    settings = Settings(storage=Storage(database_url=f"sqlite:///{tmp_path}/uji.sqlite"), fetching=QUICK)
    result = gather(settings, server.seam, source(url))["uji"]
    assert result.new == 1 or result.cause.startswith("bukan feed")


@pytest.mark.attack(20)
@pytest.mark.parametrize("text", ["a\0b", "a\ud83db", "\udfff", "a\ufffeb\uffff", "\x01\x02", "\x85\u2028", "🎉" * 100])
def test_both_engines_take_every_character_in_every_column(url: str, text: str) -> None:
    with Store(url) as store:
        store.add([article("satu", title=text, text=text, author=text, outlet=text, image=text, language=text)])
        run = store.begin_run(NOW)
        from monitor.models import SourceResult
        store.keep(run, SourceResult("uji", text, SourceStatus.FAILED, cause=text), [],
                   SourceState("uji", etag=text, last_modified=text, moved_to=text, disabled_reason=text, url=text),
                   NOW)
        store.search(text)
        assert store.count() == 1
        assert "\0" not in store.states()["uji"].etag
