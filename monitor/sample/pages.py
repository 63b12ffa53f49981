"""Write the sample article pages, each outlet with its own markup and its own clutter around the text."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from html import escape

from monitor.sample.feeds import english_date, false_time
from monitor.sample.items import Item

BANNER = "DATA CONTOH. Semua isi halaman ini rekaan."
_DAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
_MONTHS = ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober",
           "November", "Desember")


def write(item: Item, others: Sequence[Item], base: str) -> str:
    """Return the page of one item; `others` are same-outlet items for its "Baca juga" links."""
    related = [other for other in others if other.story != item.story][:4]
    return _LAYOUTS[item.outlet.layout](item, related, base)


def _shell(item: Item, base: str, body: str, *, head: str = "") -> str:
    return (f'<!doctype html>\n<html lang="{item.language}"><head><meta charset="utf-8">'
            f"<title>{escape(item.title)} - {escape(item.outlet.name)}</title>"
            f'<link rel="canonical" href="{escape(base + item.path)}">'
            f'<meta property="og:title" content="{escape(item.title)}">'
            f'<meta property="og:site_name" content="{escape(item.outlet.name)}">'
            f'<meta property="og:image" content="{base}/foto/{item.number}.jpg">{head}</head>'
            f'<body><aside class="pita-contoh" role="note">{BANNER}</aside>'
            '<nav class="menu"><ul><li><a href="/">Beranda</a></li><li><a href="/nasional">Nasional</a></li>'
            f'<li><a href="/ekonomi">Ekonomi</a></li></ul></nav>{body}'
            f'<footer class="kaki"><p>&copy; 2026 {escape(item.outlet.name)}. {BANNER}</p>'
            '<ul><li><a href="/redaksi">Redaksi</a></li><li><a href="/pedoman">Pedoman Media Siber</a></li></ul>'
            "</footer></body></html>")


def _long_date(item: Item) -> str:
    at = item.local
    return f"{_DAYS[at.weekday()]}, {at.day} {_MONTHS[at.month - 1]} {at.year}"


def _ld(item: Item, **more: object) -> str:
    data = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": item.title,
            "datePublished": item.local.isoformat(), "author": {"@type": "Person", "name": item.author},
            "publisher": {"@type": "Organization", "name": item.outlet.name}, **more}
    return f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>'


def _links(related: Sequence[Item], kind: str) -> str:
    rows = "".join(f'<li><a href="{escape(other.path)}">{escape(other.title)}</a></li>' for other in related)
    return f'<aside class="{kind}"><h4>Berita Terkait</h4><ul>{rows}</ul></aside>' if rows else ""


def _paragraphs(item: Item, inserts: dict[int, str]) -> str:
    """Return the paragraphs with clutter after the given places (from 1)."""
    return "\n".join(f"<p>{escape(text)}</p>{inserts.get(place, '')}"
                     for place, text in enumerate(item.paragraphs, start=1))


def _photo(item: Item, base: str) -> str:
    return (f'<figure class="foto"><img src="{base}/foto/{item.number}.jpg" alt="Ilustrasi contoh" width="640">'
            f"<figcaption>Ilustrasi untuk {escape(item.outlet.name)}. (Foto: Arsip Contoh)</figcaption></figure>")


def _harian(item: Item, related: Sequence[Item], base: str) -> str:
    also = (f'<table class="linksisip"><tr><td><div class="lihatjg"><strong>Baca juga: </strong>'
            f'<a href="{related[0].path}">{escape(related[0].title)}</a></div></td></tr></table>' if related else "")
    scroll = '<div class="parallaxindetail scrollpage">SCROLL TO CONTINUE WITH CONTENT</div>'
    body = (f'<article class="detail"><h1 class="detail__title">{escape(item.title)}</h1>'
            f'<div class="detail__author">{escape(item.author)} - {escape(item.outlet.name)}</div>'
            f'<div class="detail__date">{_long_date(item)} {item.local:%H:%M} WIB</div>{_photo(item, base)}'
            f'<div class="detail__body-text itp_bodycontent">{_paragraphs(item, {1: scroll, 2: also})}'
            '<div class="share">Bagikan: <a href="#">Salin tautan</a></div></div>'
            '<div class="detail__body-tag"><a href="/tag/contoh">contoh</a> <a href="/tag/berita">berita</a></div>'
            f'</article>{_links(related, "berita-lain")}')
    return _shell(item, base, body, head=_ld(item))


def _blog(item: Item, related: Sequence[Item], base: str) -> str:
    also = (f'<p><strong>Baca Juga: <a href="{related[-1].path}">{escape(related[-1].title)}</a></strong></p>'
            if related else "")
    body = (f'<div id="content"><article class="post type-post"><header class="entry-header">'
            f'<h1 class="entry-title">{escape(item.title)}</h1><div class="entry-meta">oleh {escape(item.author)} '
            f'<time class="entry-date published" datetime="{item.local.isoformat()}">{_long_date(item)}</time></div>'
            f'</header><div class="entry-content">{_photo(item, base)}{_paragraphs(item, {2: also})}'
            '<div class="sharedaddy"><h3>Bagikan ini:</h3><a href="#">Cetak</a></div></div></article>'
            f'<div id="comments"><h2>Tinggalkan komentar</h2><p>Alamat surel tidak akan ditampilkan.</p></div></div>'
            f'<div id="sidebar">{_links(related, "widget")}</div>')
    return _shell(item, base, body, head=_ld(item))


def _radio(item: Item, related: Sequence[Item], base: str) -> str:
    also = (f'<p class="baca">Baca juga: <a href="{related[0].path}">{escape(related[0].title)}</a></p>'
            if related else "")
    body = (f'<main><h1 id="arttitle">{escape(item.title)}</h1><div class="mt10"><time '
            f'datetime="{item.local.isoformat()}">{_long_date(item)}, {item.local:%H:%M} WIB</time></div>'
            '<div class="pemutar"><button>Dengarkan</button> <span>Durasi 3 menit</span></div>'
            f'<div class="side-article txt-article multi-fontsize">{_paragraphs(item, {1: also})}</div>'
            f'<p class="penulis">Penulis: {escape(item.author)}</p></main>{_links(related, "populer")}')
    return _shell(item, base, body, head=_ld(item))


def _lama(item: Item, related: Sequence[Item], base: str) -> str:
    """An old site: line breaks for paragraphs, no machine-readable date, its date only in words."""
    text = "<br><br>\n".join(escape(part) for part in item.paragraphs)
    others = "<br>".join(f'<a href="{escape(other.path)}">{escape(other.title)}</a>' for other in related)
    body = (f'<div id="kiri"><h1>{escape(item.title)}</h1>'
            f'<div class="info">{_long_date(item)} | {item.local:%H.%M} WIB | {escape(item.author)}</div>'
            f'<div id="artikel">{text}</div></div><div id="kanan" class="sidebar"><b>BERITA LAIN</b><br>{others}</div>')
    return _shell(item, base, body)


def _berbayar(item: Item, related: Sequence[Item], base: str) -> str:
    free = item.page == "full"
    text = _paragraphs(item, {}) if free else (
        f'<p>{escape(item.summary)}</p><div class="paywall"><h3>Lanjutkan membaca</h3>'
        '<p>Artikel ini khusus pelanggan. Masuk atau berlangganan untuk membaca selengkapnya.</p>'
        '<a href="/langganan">Berlangganan</a></div>')
    body = (f'<article><h1>{escape(item.title)}</h1><p class="tanggal">{_long_date(item)}, {item.local:%H:%M} WIB</p>'
            f'{_photo(item, base)}<div class="article-content">{text}</div></article>{_links(related, "rekomendasi")}')
    return _shell(item, base, body, head=_ld(item, isAccessibleForFree=free))


def _timur(item: Item, related: Sequence[Item], base: str) -> str:
    body = (f'<div class="single-post"><h2 class="post-title">{escape(item.title)}</h2>'
            f'<span class="post-date">{_long_date(item)} {item.local:%H.%M} WITA</span>{_photo(item, base)}'
            f'<div class="post-body">{_paragraphs(item, {})}<p>Editor: Redaksi Contoh</p></div></div>'
            f'{_links(related, "terkini")}')
    head = f'<meta property="article:published_time" content="{item.local.isoformat()}">'
    return _shell(item, base, body, head=head)


def _laman(item: Item, related: Sequence[Item], base: str) -> str:
    """The shape of the ministry's page: English date line, headline twice, `00.MM` that is not a time."""
    body = (f'<div class="topbar">{english_date(item.local)}</div><a href="/">logo</a>'
            '<div class="crumb">Berita</div><div class="crumb">Berita Utama</div>'
            f'<div class="detail-berita"><h1>{escape(item.title)}</h1><h2>{escape(item.title)}</h2><div>-</div>'
            f'<div class="meta">{false_time(item)}</div>'
            f'<div class="isi-berita">{_paragraphs(item, {})}<p>** (Humas/Contoh)</p></div></div>'
            f'{_links(related, "berita-lainnya")}')
    return _shell(item, base, body)


def _telusur(item: Item, related: Sequence[Item], base: str) -> str:
    """A search engine's stop on the way: no text at all, only a link out."""
    target = f"https://{item.source_domain}/"
    return (f'<!doctype html><html lang="id"><head><meta charset="utf-8"><title>{BANNER}</title></head>'
            f'<body><p>{BANNER}</p><a href="{target}" rel="nofollow">{target}</a></body></html>')


_LAYOUTS: dict[str, Callable[[Item, Sequence[Item], str], str]] = {
    "harian": _harian, "blog": _blog, "radio": _radio, "lama": _lama, "berbayar": _berbayar,
    "timur": _timur, "laman": _laman, "telusur": _telusur,
}
