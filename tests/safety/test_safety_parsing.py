"""Groups 11 and 12: bodies that cost the parser time or memory, and XML that reaches for files and addresses."""

from __future__ import annotations

import io
import time
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import feedparser
import openpyxl
import pytest
from attacking import QUICK, at_home, gather, item, kept, rss, source
from loopback import Loopback

from monitor.collectors import feed as feed_reader
from monitor.collectors.imports import read_items
from monitor.errors import ImportFileError, OverrunError
from monitor.models import ListingRules, SourceKind, SourceStatus
from monitor.workflows.collect import collect
from monitor.workflows.parsing import CPU_SECONDS
from monitor.workflows.sources import try_url

ATTRIBUTES = " ".join(f"a{number}='x'" for number in range(80_000))
HIDDEN = ATTRIBUTES.replace("'x'", "'>'")
COSTLY = {
    "atribut": rss(item(rest=f"<description {HIDDEN}>x</description>")),
    "atribut kanal": rss(item()).replace(b"<channel>", f"<channel {HIDDEN}>".encode()),
}
HEAVY = {
    "atribut biasa": rss(item(rest=f"<description {ATTRIBUTES}>x</description>")),
    "komentar di CDATA": rss(item(rest=f"<description><![CDATA[{'<!--' * 40_000}]]></description>")),
    "atribut di CDATA": rss(item(rest=f"<description><![CDATA[<p {ATTRIBUTES}>x</p>]]></description>")),
    "atribut di XML rusak": rss(item(rest=f"<description {ATTRIBUTES}>x & y</description>")),
    "bersarang": rss(item(rest="<description>" + "<b>" * 100_000)),
    "100.000 naskah": rss(*["<title>a</title>"] * 100_000),
    "kurung": rss(item(rest="<description>" + "<" * 300_000 + "</description>")),
    "entitas": rss(item(rest="<description>" + "&amp;" * 300_000 + "</description>")),
    "instruksi": rss(item(rest="<?" * 150_000)),
    "CDATA bertumpuk": rss(item(rest="<description>" + "<![CDATA[" * 100_000)),
    "tanggal panjang": rss(item(rest="<pubDate>" + "1" * 500_000 + "</pubDate>")),
    "nama surel": rss(item(rest="<author>" + "a@" * 200_000 + "</author>")),
    "ruang nama": rss(item(rest="".join(f"<x{n}:a xmlns:x{n}='urn:{n}'/>" for n in range(20_000)))),
}


@pytest.mark.attack(11)
@pytest.mark.parametrize("name", COSTLY)
def test_a_feed_that_would_cost_a_minute_is_ended_and_the_run_goes_on(tmp_path: Path, name: str) -> None:
    with Loopback() as good, Loopback("127.0.0.2") as bad:
        hostile = source(bad.serve("/feed", COSTLY[name]), "jahat")
        decent = [source(good.serve(f"/{n}", rss(item(f"Judul {n}", f"https://contoh.example/{n}"))), f"baik-{n}")
                  for n in range(3)]
        used = time.process_time()
        results = collect(at_home(tmp_path), sources=[hostile, *decent], loopback=good.seam | bad.seam)
        assert time.process_time() - used < 4, "the main process does not parse"
    assert results[0].status is SourceStatus.FAILED
    assert results[0].cause.startswith("isi melampaui batas: Isi alamat ini tidak selesai dibaca dalam batas waktu")
    assert [result.new for result in results[1:]] == [1, 1, 1]
    assert CPU_SECONDS == 5


@pytest.mark.attack(11)
def test_the_same_feed_on_trial_ends_too(tmp_path: Path, server: Loopback) -> None:
    with pytest.raises(OverrunError):
        try_url(at_home(tmp_path), server.serve("/feed", COSTLY["atribut"]), loopback=server.seam)


@pytest.mark.attack(11)
@pytest.mark.parametrize("name", HEAVY)
def test_a_heavy_feed_is_read_or_refused_within_its_processor_time(tmp_path: Path, server: Loopback,
                                                                   name: str) -> None:
    url = server.serve("/feed", HEAVY[name])
    result = gather(at_home(tmp_path), server.seam, source(url))["uji"]
    assert result.status is SourceStatus.FAILED or result.new >= 1
    assert result.cause.partition(":")[0] in {"", "bukan feed", "isi melampaui batas"}


@pytest.mark.attack(11)
def test_a_listing_nested_200_000_deep_is_read_or_ended(tmp_path: Path, server: Loopback) -> None:
    rules = ListingRules(item="div div div div div", link="a")
    page = "<html>" + "<div>" * 200_000 + "<a href='/x'>x</a>"
    url = server.serve("/daftar", page)
    result = gather(at_home(tmp_path), server.seam,
                    source(url, kind=SourceKind.LISTING, listing=rules))["uji"]
    assert result.status is SourceStatus.FAILED or result.new == 1
    assert result.cause.partition(":")[0] in {"", "bukan feed", "isi melampaui batas"}


@pytest.mark.attack(11)
def test_feedparser_gets_bytes_and_its_sanitiser_stays_off(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[object, dict[str, object]]] = []
    real = feedparser.parse

    def watching(given: object, **options: object) -> object:
        seen.append((given, options))
        return real(given, **options)
    monkeypatch.setattr(feed_reader.feedparser, "parse", watching)
    from monitor.collectors.registry import read
    read(source("http://contoh.example/"), rss(item()), url="http://contoh.example/", content_type="",
         fetched_at=datetime.now(UTC))
    (given, options), = seen
    assert isinstance(given, io.BytesIO)
    assert options["sanitize_html"] is False
    assert options["resolve_relative_uris"] is False


def documents(secret: Path, server: Loopback) -> dict[str, bytes]:
    """XML that names a file or an address, or unfolds; `{}` is where its value would show."""
    laughs = "<!ENTITY a 'ha'>" + "".join(f"<!ENTITY a{n} '{(f'&a{n - 1};' if n else '&a;') * 10}'>" for n in range(9))
    heads = {
        "berkas": f"<!DOCTYPE r [<!ENTITY x SYSTEM 'file://{secret}'>]>",
        "berkas polos": f"<!DOCTYPE r [<!ENTITY x SYSTEM '{secret}'>]>",
        "alamat": f"<!DOCTYPE r [<!ENTITY x SYSTEM '{server.url}/entitas'>]>",
        "DTD luar": f"<!DOCTYPE r SYSTEM '{server.url}/luar.dtd'>",
        "DTD umum": f"<!DOCTYPE r PUBLIC '-//X//Y' '{server.url}/luar.dtd'>",
        "entitas parameter": f"<!DOCTYPE r [<!ENTITY % p SYSTEM '{server.url}/luar.dtd'> %p;]>",
        "parameter berkas": f"<!DOCTYPE r [<!ENTITY % f SYSTEM 'file://{secret}'>"
                            "<!ENTITY % e \"<!ENTITY x '%f;'>\">%e;]>",
        "tawa semiliar": f"<!DOCTYPE r [{laughs}<!ENTITY x '&a8;'>]>",
        "kuadrat": f"<!DOCTYPE r [<!ENTITY x '{'A' * 100_000}'>]>",
        "putaran": "<!DOCTYPE r [<!ENTITY x '&y;'><!ENTITY y '&x;'>]>",
        "lembar gaya": f"<?xml-stylesheet href='{server.url}/gaya.xsl' type='text/xsl'?>",
    }
    times = 20_000 if server else 1
    return {name: head.encode() + b"|" + (b"&x;" * (times if name == "kuadrat" else 1)) for name, head in heads.items()}


SHAPES = {
    "rss": "{0}<rss version='2.0'><channel><title>{1}</title><item><title>a{1}</title><link>https://contoh.example/a"
           "</link><description>{1}</description></item></channel></rss>",
    "atom": "{0}<feed xmlns='http://www.w3.org/2005/Atom'><title>{1}</title><entry><title>a{1}</title>"
            "<link href='https://contoh.example/a'/><summary>{1}</summary></entry></feed>",
    "opml": "{0}<opml version='2.0'><head><title>{1}</title></head><body><outline text='{1}' type='rss' "
            "xmlUrl='https://contoh.example/feed'>{1}</outline></body></opml>",
    "xinclude": "{0}<rss xmlns:xi='http://www.w3.org/2001/XInclude'><channel><item><title>a{1}<xi:include parse='text' "
                "href='SECRET'/></title></item></channel></rss>",
}
KINDS = ["berkas", "berkas polos", "alamat", "DTD luar", "DTD umum", "entitas parameter", "parameter berkas",
         "tawa semiliar", "kuadrat", "putaran", "lembar gaya"]


@pytest.mark.attack(12)
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("kind", KINDS)
def test_xml_reads_no_file_asks_for_nothing_and_does_not_unfold(tmp_path: Path, server: Loopback, shape: str,
                                                                kind: str) -> None:
    secret = tmp_path / "rahasia.txt"
    secret.write_text("isi-berkas-rahasia")
    server.serve("/entitas", b"isi-alamat-rahasia")
    server.serve("/luar.dtd", b"<!ENTITY x 'isi-dtd-rahasia'>")
    server.serve("/gaya.xsl", b"<x/>")
    head, _, use = documents(secret, server)[kind].decode().partition("|")
    body = "<?xml version='1.0'?>" + SHAPES[shape].format(head, use).replace("SECRET", f"file://{secret}")
    url = server.serve("/feed", body.encode())
    started = time.monotonic()
    result = gather(at_home(tmp_path, QUICK), server.seam, source(url))["uji"]
    assert time.monotonic() - started < 15
    assert server.paths() == ["/feed"]
    told = result.cause + "".join(f"{clip.article}" for clip in kept(at_home(tmp_path)))
    assert "rahasia" not in told.replace("rahasia.txt", "")
    assert all(len(clip.article.title) + len(clip.article.text) < 5_000_000 for clip in kept(at_home(tmp_path)))


def workbook(folder: Path, head: str, use: str) -> Path:
    """Write a real workbook whose sheet and shared strings carry a document type."""
    plain = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["judul", "isi"])  # type: ignore[union-attr]
    book.active.append(["Satu", "ISI"])  # type: ignore[union-attr]
    book.save(plain)
    target = folder / "buku.xlsx"
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            text = old.read(member).decode()
            if member.endswith(("sheet1.xml", "sharedStrings.xml")):
                declaration, _, rest = text.rpartition("?>") if text.startswith("<?xml") else ("", "", text)
                text = (f"{declaration}?>" if declaration else "") + head + rest.replace("ISI", use)
            new.writestr(member, text)
    return target


@pytest.mark.attack(12)
@pytest.mark.parametrize("kind", KINDS)
def test_a_workbook_reads_no_other_file_and_does_not_unfold(tmp_path: Path, server: Loopback, kind: str) -> None:
    secret = tmp_path / "rahasia.txt"
    secret.write_text("isi-berkas-rahasia")
    server.serve("/entitas", b"isi-alamat-rahasia")
    server.serve("/luar.dtd", b"<!ENTITY x 'isi-dtd-rahasia'>")
    head, _, use = documents(secret, server)[kind].decode().partition("|")
    file = workbook(tmp_path, head, use)
    started = time.process_time()
    try:
        told = f"{read_items(file, fetched_at=datetime.now(UTC))}"
    except ImportFileError as error:
        told = str(error)
    assert time.process_time() - started < 3
    assert server.requests == []
    assert "rahasia" not in told.replace("rahasia.txt", "")
    assert len(told) < 2_500_000
