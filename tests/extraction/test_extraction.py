import json
import socket
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from monitor import urls
from monitor.extraction.extract import extract, from_entry
from monitor.extraction.outlets import outlet_of, read_outlets
from monitor.models import Article, Entry, Source, SourceKind, TextKind, TimeOrigin, Timestamp

PAGES = Path(__file__).parents[1] / "data" / "pages"
NAMES = sorted(path.stem for path in PAGES.glob("*.html"))
SOURCE = Source(id="contoh", name="Media Contoh (terkini)", url="https://media.example/feed", kind=SourceKind.FEED,
                tier=2)
NOW = datetime(2026, 8, 21, 9, 0, tzinfo=UTC)
WIB = timezone(timedelta(hours=7))
BODY = "\n".join(f"Kalimat karangan nomor {n} menceritakan kepulangan pekerja migran ke Kota Contoh dengan selamat."
                 for n in range(6))


def entry(url: str = "https://media.example/b/1", title: str = "Judul dari umpan Kota Contoh", **said: object) -> Entry:
    return replace(Entry("contoh", url, title), **said)  # type: ignore[arg-type]


def read(html: bytes | str, item: Entry | None = None, url: str = "https://media.example/b/1") -> Article:
    return extract(html, url=url, entry=item or entry(), source=SOURCE, fetched_at=NOW)


def page(body: str, head: str = "") -> str:
    return (f"<html><head><title>Judul dari umpan Kota Contoh</title>{head}</head>"
            f"<body><article>{body}</article></body></html>")


@pytest.mark.parametrize("name", NAMES)
def test_a_saved_page_gives_its_golden_article(name: str) -> None:
    golden = json.loads((PAGES / f"{name}.json").read_text("utf-8"))
    article = read((PAGES / f"{name}.html").read_bytes(), entry(golden["url"], title=""), golden["url"])
    assert article.text.split("\n") == golden["text"]
    assert (article.title, article.outlet, article.author) == (golden["title"], golden["outlet"], golden["author"])
    assert article.url == golden["canonical"]
    assert article.id == urls.item_id(golden["canonical"])
    assert article.published.at.isoformat() == golden["published"]
    assert article.published.dated_only is golden.get("dated_only", False)
    assert article.published.origin.value == golden.get("origin", "page")
    assert article.text_kind == golden["text_kind"]
    assert article.image == golden.get("image", "")


def test_every_saved_page_has_a_golden_and_is_marked_as_sample() -> None:
    assert len(NAMES) >= 12
    for name in NAMES:
        assert (PAGES / f"{name}.json").exists()
        assert "CONTOH" in (PAGES / f"{name}.html").read_bytes().replace(b"\0", b"").decode("ascii", "ignore")


def test_the_feeds_time_wins_and_keeps_its_offset() -> None:
    fed = Timestamp(datetime(2026, 8, 19, 7, 5, tzinfo=timezone(timedelta(hours=8))), TimeOrigin.FEED)
    article = read((PAGES / "detik.html").read_bytes(), entry(published=fed))
    assert article.published == fed
    assert article.published.at.utcoffset() == timedelta(hours=8)


def test_a_bare_feed_date_gives_way_to_a_time_on_the_page() -> None:
    fed = Timestamp(datetime(2026, 8, 19, tzinfo=WIB), TimeOrigin.FEED, dated_only=True)
    article = read((PAGES / "detik.html").read_bytes(), entry(published=fed))
    assert article.published == Timestamp(datetime(2026, 8, 19, 8, 5, 33, tzinfo=WIB), TimeOrigin.JSON_LD)


def test_a_bare_feed_date_stays_when_the_page_states_no_time() -> None:
    fed = Timestamp(datetime(2026, 8, 14, tzinfo=WIB), TimeOrigin.FEED, dated_only=True)
    assert read((PAGES / "kementerian.html").read_bytes(), entry(published=fed)).published == fed


def test_a_time_in_the_future_is_not_believed() -> None:
    fed = Timestamp(datetime(2027, 2, 1, tzinfo=WIB), TimeOrigin.FEED)
    head = '<meta property="article:published_time" content="2026-12-18T10:00:00+07:00">'
    article = read(page(f"<h1>Judul</h1><p class='date'>20 Agustus 2026 06.15 WIB</p><p>{BODY}</p>", head),
                   entry(published=fed))
    assert article.published == Timestamp(datetime(2026, 8, 20, 6, 15, tzinfo=WIB), TimeOrigin.PAGE)


def test_the_ministrys_future_label_gives_way_to_its_dateline() -> None:
    html = (PAGES / "kementerian.html").read_bytes().replace(b"00.08 19 August 2026", b"00.12 19 December 2026")
    article = read(html, url="https://kp2mi.go.id/berita-detail/x")
    assert article.published.at.date().isoformat() == "2026-08-19"
    assert article.published.dated_only


def test_without_any_date_the_time_of_fetching_is_named_as_such() -> None:
    article = read(page(f"<p>{BODY}</p>"))
    assert article.published == Timestamp(NOW, TimeOrigin.FETCHED)


def test_todays_date_in_the_page_header_is_not_the_articles() -> None:
    html = ("<html><body><header><div class='date'>Jumat, 21 Agustus 2026</div></header><aside><time "
            "datetime='2026-08-21T01:00:00+07:00'></time></aside><div><h1>Judul dari umpan Kota Contoh</h1></div>"
            f"<div><span>Rabu, 19 Agustus 2026</span></div><div><p>{BODY}</p></div></body></html>")
    article = read(html)
    assert (article.published.at.date().isoformat(), article.published.dated_only) == ("2026-08-19", True)


def test_a_line_break_inside_a_sentence_is_a_space() -> None:
    body = BODY.replace("menceritakan kepulangan", "menceritakan<br>kepulangan").replace("\n", "<br><br>")
    html = page(f"<h1>Judul dari umpan Kota Contoh</h1><div class='post-content'>{body}</div>")
    assert read(html, url="https://www.antaranews.com/berita/1/x").text == BODY


def test_the_sources_zone_applies_to_a_time_without_offset() -> None:
    east = replace(SOURCE, timezone="Asia/Jayapura")
    html = page(f"<h1>Judul</h1><time>20/08/2026 06:15</time><p>{BODY}</p>")
    article = extract(html, url="https://media.example/b/1", entry=entry(), source=east, fetched_at=NOW)
    assert article.published.at.isoformat() == "2026-08-20T06:15:00+09:00"


@pytest.mark.parametrize("furniture", [
    "Baca juga: Judul Berita Lain", "BACA JUGA:", "Lihat juga: Video Kedatangan", "SCROLL TO CONTINUE WITH CONTENT",
    "ADVERTISEMENT", "Foto: Dok. Balai Contoh", "Simak Video 'Cara Melapor':", "Editor: Wati Sampel", "logo", "Berita",
    "-",
    "Ikuti kami di Google News", "Copyright © 2026 Media Contoh", "[Gambas:Video 20detik]", "Tag: pmi, balai",
    "Halaman: 1 2 3", "(rsp/abc)", "Dapatkan berita up to date hanya dengan klik di sini",
    "Rabu, 20 Agustus 2026 | 08:05 WIB",
    "Friday, 26 September 2025", "00.09 26 September 2025 512", "Simak breaking news di WhatsApp Channel kami",
    "Artikel ini telah tayang di Contoh.com dengan judul Lain",
    "Ilustrasi pekerja. (Foto: Istimewa)", "Share: Facebook",
    "Judul dari umpan Kota Contoh",
])
def test_furniture_never_enters_the_text(furniture: str) -> None:
    lines = BODY.split("\n")
    inner = "".join(f"<p>{line}</p>" for line in [furniture, *lines[:3], furniture, *lines[3:], furniture])
    assert read(page(f"<h1>Judul dari umpan Kota Contoh</h1>{inner}")).text == BODY


@pytest.mark.parametrize("sentence", [
    "Ia meminta warga baca juga aturan yang berlaku sebelum berangkat ke luar negeri bersama agen mana pun.",
    "Berita acara serah terima ditandatangani kedua pihak di aula Balai Contoh pada Rabu siang.",
    "Foto-foto korban diserahkan keluarga kepada petugas untuk membantu pencarian di Negeri Sampel.",
    "Editor bahasa asal Kota Contoh itu pulang setelah kontraknya selesai dan dibayar penuh.",
    "Halaman kantor balai dipenuhi keluarga yang menunggu sejak pagi hingga rombongan tiba.",
])
def test_sentences_that_resemble_furniture_stay(sentence: str) -> None:
    html = page("".join(f"<p>{line}</p>" for line in [*BODY.split("\n"), sentence]))
    assert sentence in read(html).text.split("\n")


def test_a_page_without_text_keeps_the_entrys_summary() -> None:
    article = read(page("<h1>Judul dari umpan Kota Contoh</h1>"), entry(summary="Ringkasan dari umpan itu."))
    assert (article.text, article.text_kind) == ("Ringkasan dari umpan itu.", TextKind.SUMMARY)


def test_a_page_without_text_or_summary_is_a_stub() -> None:
    article = read(page("<h1>Judul dari umpan Kota Contoh</h1>"))
    assert (article.text, article.text_kind) == ("", TextKind.STUB)


def test_a_feeds_whole_body_beats_a_paywalled_page() -> None:
    article = read((PAGES / "berbayar.html").read_bytes(), entry(body=BODY + "\n" + BODY.replace("nomor", "ke-")))
    assert article.text_kind is TextKind.FULL
    assert article.text.startswith(BODY)


def test_an_unlocked_article_with_a_subscription_promotion_in_the_footer_is_full() -> None:
    html = page(f"<p>{BODY}</p>") + "<footer>Berlangganan untuk membaca koran kami</footer>"
    assert read(html).text_kind is TextKind.FULL


@pytest.mark.parametrize("title", ["Just a moment...", "404 Not Found", "Halaman Tidak Ditemukan", "Access Denied"])
def test_a_challenge_or_error_page_is_not_an_article(title: str) -> None:
    html = f"<html><head><title>{title}</title></head><body><p>{BODY}</p></body></html>"
    article = read(html, entry(summary="Ringkasan dari umpan."))
    assert (article.title, article.text, article.text_kind) == (
        "Judul dari umpan Kota Contoh", "Ringkasan dari umpan.", TextKind.SUMMARY)


def test_a_redirect_to_the_home_page_is_not_an_article() -> None:
    article = read(page(f"<p>{BODY}</p>"), url="https://media.example/")
    assert article.text_kind is TextKind.STUB
    assert article.url == "https://media.example/b/1"


@pytest.mark.parametrize(("canonical", "expected"), [
    ("https://media.example/b/satu", "https://media.example/b/satu"),
    ("/b/satu?utm_source=x#y", "https://media.example/b/satu"),
    ("https://media.example/", "https://media.example/b/satu/2"),
    ("https://media.example/b", "https://media.example/b/satu/2"),
    ("https://lain.example/b/satu", "https://media.example/b/satu/2"),
    ("javascript:alert(1)", "https://media.example/b/satu/2"),
    ("http://[", "https://media.example/b/satu/2"),
])
def test_a_canonical_link_counts_only_for_the_page_itself(canonical: str, expected: str) -> None:
    html = page(f"<p>{BODY}</p>", f'<link rel="canonical" href="{canonical}">')
    article = read(html, url="https://www.media.example/b/satu/2")
    assert (article.url, article.id) == (expected, urls.item_id(expected))


def test_a_feed_entry_alone_is_a_summary_and_with_its_body_full() -> None:
    brief = from_entry(entry(summary="Teras <b>berita</b> dari umpan."), source=SOURCE, fetched_at=NOW)
    assert (brief.text, brief.text_kind) == ("Teras berita dari umpan.", TextKind.SUMMARY)
    whole = from_entry(entry(body=BODY), source=SOURCE, fetched_at=NOW)
    assert (whole.text, whole.text_kind) == (BODY, TextKind.FULL)
    cut = from_entry(entry(body=BODY + " […]"), source=SOURCE, fetched_at=NOW)
    assert cut.text_kind is TextKind.SUMMARY


def test_a_google_news_summary_that_only_repeats_the_title_is_dropped() -> None:
    search = replace(SOURCE, kind=SourceKind.GOOGLE_NEWS, name="Google News: pekerja migran")
    item = entry("https://news.google.com/rss/articles/abc", outlet="Warta Sampel",
                 summary="Judul dari umpan Kota Contoh Warta Sampel")
    article = from_entry(item, source=search, fetched_at=NOW)
    assert (article.text, article.outlet) == ("", "Warta Sampel")


def test_one_outlet_has_one_name_however_it_was_reached() -> None:
    feed = replace(SOURCE, name="ANTARA (hukum)")
    search = replace(SOURCE, kind=SourceKind.GOOGLE_NEWS, name="Google News: BP3MI")
    item = entry("https://jatim.antaranews.com/berita/1/x", outlet="ANTARA News Jawa Timur")
    names = {from_entry(item, source=source, fetched_at=NOW).outlet for source in (feed, search)}
    assert names == {"ANTARA"}


def test_a_rule_that_no_longer_fits_falls_back_to_the_general_extractor() -> None:
    inner = "".join(f"<p>{line}</p>" for line in BODY.split("\n"))
    article = read(page(f'<h1>Judul dari umpan Kota Contoh</h1><div class="baru-sekali">{inner}</div>'),
                   url="https://news.detik.com/berita/d-1/x")
    assert article.text == BODY


def test_outlet_rules_are_valid_and_cover_the_majors() -> None:
    hosts = read_outlets()
    majors = ["detik.com", "kompas.com", "tempo.co", "antaranews.com", "cnnindonesia.com", "cnbcindonesia.com",
              "liputan6.com", "tribunnews.com", "okezone.com", "sindonews.com", "republika.co.id", "jpnn.com",
              "suara.com", "merdeka.com", "viva.co.id", "inews.id", "idntimes.com", "kumparan.com", "tirto.id",
              "mediaindonesia.com", "kontan.co.id", "bisnis.com", "voi.id", "rmol.id", "kp2mi.go.id"]
    assert set(majors) <= set(hosts)
    assert outlet_of("https://m.jogja.tribunnews.com/x") is hosts["tribunnews.com"]
    assert outlet_of("https://nottempo.co/x") is None


@pytest.mark.parametrize(("name", "html"), [
    ("empty", b""), ("blank", b" \n\t"), ("text", "bukan HTML sama sekali"),
    ("nul", b"\x00" * 5000), ("binary", bytes(range(256)) * 400),
    ("pdf", b"%PDF-1.7\n" + bytes(range(256)) * 100), ("lt", "<" * 100_000), ("surrogate", "<p>\ud800 a</p>"),
    ("nested", b"<div>" * 100_000 + b"x"), ("nested text", b"<div><p>kata " * 400_000), ("spans", b"<span>" * 900_000),
    ("lists", b"<ul><li>" * 50_000), ("tables", b"<table><tr><td>" * 50_000), ("flat", b"<p>kata kata</p>" * 300_000),
    ("links", b"<p>Baca juga: <a href=x>y</a>" * 20_000), ("attributes", b"<div " + b"a=1 " * 500_000 + b">x</div>"),
    ("json bomb", b'<script type="application/ld+json">' + b"[" * 300_000 + b"</script><p>x</p>"),
    ("spaces", b"<p>" + b" " * 3_000_000 + b"x</p>"),
    ("one word", b"<article><p>" + b"a" * 3_000_000 + b"</p></article>"),
    ("baca", b"<article><p>" + b"baca juga " * 200_000 + b"</p></article>"),
    ("digits", b"<article><h1>J</h1><p class=date>" + b"1/1/" * 500_000 + b"</p></article>"),
    ("tags", b"<article><p>" + b"&lt;a" * 300_000 + b"</p></article>"),
])
def test_no_input_raises_or_takes_long(name: str, html: bytes | str) -> None:
    started = time.process_time()
    article = read(html, entry(summary="Ringkasan dari umpan."))
    assert time.process_time() - started < 10, name
    assert article.title
    assert "<" not in article.title


def test_extraction_opens_no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    for name in NAMES:
        html = (PAGES / f"{name}.html").read_bytes()
        assert read(html, url="https://warta.example/2026/08/15/kisah").title
    assert read("http://media.example/b/1").text == ""


def test_text_is_the_same_on_every_run() -> None:
    html = (PAGES / "graph.html").read_bytes()
    assert len({read(html).text for _ in range(3)}) == 1
