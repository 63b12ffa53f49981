"""Groups 14 and 15: markup in every field of a feed, followed into everything that people open."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import datetime
from html import escape
from pathlib import Path

import html5lib
import pytest
from attacking import at_home, gather, kept, rss, source
from click.testing import CliRunner
from digest_weeks import EXPLAINERS, NAMES, WEEK, make_clips, make_history, make_outcomes
from loopback import Loopback
from openpyxl import load_workbook

from monitor.cli.search import command
from monitor.collectors.markup import absolute, plain
from monitor.digest.compile import compile_digest
from monitor.digest.model import Digest
from monitor.digest.render_html import render_html
from monitor.digest.render_txt import render_txt
from monitor.digest.render_xlsx import render_xlsx
from monitor.models import Article
from monitor.weeks import WIB

TITLES = [
    "<script>window.kena=1</script>", "<img src=x onerror=window.kena=1>", "</title><script>window.kena=1</script>",
    "\"><svg onload=window.kena=1>", "'--!><script>window.kena=1</script>", "<a href=javascript:window.kena=1>x</a>",
    "&lt;script&gt;window.kena=1&lt;/script&gt;", "&amp;lt;img src=x onerror=window.kena=1&amp;gt;",
    "{{7*7}} {% raw %}",
    "</style><script>window.kena=1</script>", "<iframe srcdoc='<script>window.kena=1</script>'>",
    "\x1b[2J\x9b31m\u202e",
    "<base href=//jahat.example>", "<meta http-equiv=refresh content='0;url=//jahat.example'>",
    "#set-text(red)[x] *a* @b",
]
LINKS = ["javascript:window.kena=1", "JaVaScRiPt:window.kena=1", "java\tscript:window.kena=1",
         "\x01javascript:alert(1)",
         "data:text/html,<script>window.kena=1</script>", "vbscript:x", "file:///etc/passwd", "//", "https://",
         "https://contoh.example/\" onmouseover=\"window.kena=1", "https://contoh.example/'><script>x</script>",
         "view-source:https://contoh.example/", "blob:https://contoh.example/x", "intent://x#Intent;end"]
BODIES = [
    "<img src=x onerror=window.kena=1>", "<svg><style><img src=x onerror=window.kena=1></style></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=window.kena=1&gt;'>",
    "<form><math><mtext></form><form><mglyph><svg><mtext><style><path id='</style><img onerror=window.kena=1 src>'>",
    "<noscript><p title='</noscript><img src=x onerror=window.kena=1>'></noscript>",
    "<iframe srcdoc='&lt;script&gt;window.kena=1&lt;/script&gt;'></iframe>",
    "<object data='data:text/html,x'></object>",
    "<p style='background:url(//jahat.example/x)'>x</p>", "<a href='data:text/html,x'>x</a>",
    "<embed src=//jahat.example>",
    "<template><script>window.kena=1</script></template>", "<xmp><script>window.kena=1</script></xmp>",
    "<textarea><script>window.kena=1</script></textarea>", "<video><source onerror=window.kena=1></video>",
    "<link rel=stylesheet href=//jahat.example>", "<details ontoggle=window.kena=1 open>x</details>",
    "<![CDATA[<script>window.kena=1</script>]]>", "<!--><script>window.kena=1</script>-->",
    "<script>window.kena=1</script >", "<scr\0ipt>window.kena=1</scr\0ipt>", "<a onclick\x0b=window.kena=1>x</a>",
]
_SAFE_TAGS = {"html", "head", "body"}


def elements(html: str) -> list[object]:
    """Parse as browsers do and return every element."""
    return list(html5lib.parse(html, namespaceHTMLElements=False).iter())


def digest_of(*articles: Article) -> Digest:
    """Compile a digest whose items are these articles, one after the other."""
    clips = [replace(clip, article=replace(clip.article, title=like.title, url=like.url, author=like.author,
                                           outlet=like.outlet, image=like.image, text=like.text),
                     tags=replace(clip.tags, evidence=like.title + like.text[:300]) if clip.tags else None)
             for clip, like in zip(make_clips(items=len(articles)), articles, strict=True)]
    return compile_digest(WEEK, clips=clips, previous=make_clips(WEEK.back(1), seed=2), history=make_history(),
                          outcomes=make_outcomes(), cutoff=datetime(2026, 8, 24, 6, 10, tzinfo=WIB),
                          explainers=EXPLAINERS, names=NAMES)


def collected(folder: Path, server: Loopback) -> list[Article]:
    """Put every payload into every field of real feeds, RSS and Atom, and collect them."""
    def entry(number: int, title: str, link: str, body: str) -> str:
        return (f"<title>{escape(title)}</title><link>{escape(link)}</link><guid>{number}</guid>"
                f"<author>{escape(title)}</author><category>{escape(title)}</category>"
                f"<enclosure url='{escape(link)}' type='image/png'/>"
                f"<source url='{escape(link)}'>{escape(title)}</source>"
                f"<description>{escape(body)}</description>")
    most = max(len(TITLES), len(LINKS), len(BODIES))
    parts = [entry(n, TITLES[n % len(TITLES)], LINKS[n % len(LINKS)], BODIES[n % len(BODIES)]) for n in range(most)]
    parts += [entry(100 + n, f"Judul {n} {title}", f"https://contoh.example/{n}", "x")
              for n, title in enumerate(TITLES)]
    clean = [re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", "", part) for part in parts]  # XML itself forbids these
    atom = "".join(f"<entry><title type='html'>{escape(title)}</title><id>urn:{n}</id><link href='{escape(link)}'/>"
                   f"<content type='html'>{escape(body)}</content><author><name>{escape(title)}</name></author></entry>"
                   for n, (title, link, body) in enumerate(zip(TITLES, LINKS, BODIES, strict=False)))
    atom = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f]", "", atom)
    urls = [server.serve("/rss", rss(*clean)),
            server.serve("/atom", f"<feed xmlns='http://www.w3.org/2005/Atom'><title>x</title>{atom}</feed>"),
            server.serve("/kotor", rss(*parts))]
    results = gather(at_home(folder), server.seam, *(source(url, f"s{n}") for n, url in enumerate(urls)))
    assert sum(result.new for result in results.values()) >= most
    return [clip.article for clip in kept(at_home(folder))]


@pytest.fixture
def articles(tmp_path: Path, server: Loopback) -> list[Article]:
    return collected(tmp_path, server)


@pytest.mark.attack(14)
def test_what_is_stored_is_text_and_web_addresses(articles: list[Article]) -> None:
    for article in articles:
        assert article.url.startswith(("https://", "http://", "entri:"))
        assert article.image == "" or article.image.startswith(("https://", "http://"))
        for text in (article.title, article.text, article.author, article.outlet):
            assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", text)


@pytest.mark.attack(14)
@pytest.mark.parametrize("title", TITLES)
def test_a_hostile_title_is_only_text_in_the_digest_the_message_and_the_workbook(title: str) -> None:
    like = kept_like(title)
    digest = digest_of(*[like] * 12)
    for element in elements(render_html(digest)):
        assert element.tag not in {"script", "iframe", "img", "object", "embed", "form", "base",
        "link"}  # type: ignore[attr-defined]
        for name, value in element.attrib.items():  # type: ignore[attr-defined]
            assert not name.startswith("on")
            assert name != "style"
            assert name not in {"href", "src"} or value.startswith(("https://", "http://", "#"))
    assert not re.search("[\x00-\x08\x0b-\x1f\x9b\u202e]", render_txt(digest))
    book = load_workbook(io.BytesIO(render_xlsx(digest)))
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}


def kept_like(title: str, url: str = "https://contoh.example/a", text: str = "") -> Article:
    """Return an article as collecting makes it of a title and a body."""
    from clippings import article
    return article(title=plain(title, markup=False).replace("\n", " ") or "kosong", url=absolute(url, "") or "entri:x",
                   text=plain(text, markup=True), author=plain(title, markup=False), outlet=plain(title, markup=False))


@pytest.mark.attack(14)
@pytest.mark.parametrize("link", LINKS)
def test_a_link_that_is_no_web_address_is_none(link: str) -> None:
    found = absolute(link, "https://contoh.example/feed")
    assert found == "" or found.startswith("https://contoh.example/")
    page = elements(render_html(digest_of(*[kept_like("Judul", link)] * 3)))
    for element in page:
        assert not any(name.startswith("on") for name in element.attrib)  # type: ignore[attr-defined]
        assert element.tag != "script"  # type: ignore[attr-defined]


@pytest.mark.attack(14)
def test_lists_on_the_terminal_show_no_codes(tmp_path: Path, articles: list[Article],
                                             monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONITOR_DATABASE_URL", at_home(tmp_path).storage.database_url)
    monkeypatch.chdir(tmp_path)
    assert articles
    shown = CliRunner().invoke(command, ["judul", "--limit", "100"]).output
    assert "Judul" in shown
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", shown)


@pytest.mark.attack(15)
@pytest.mark.parametrize("body", BODIES)
def test_a_hostile_body_leaves_no_element_behind(body: str) -> None:
    page = render_html(digest_of(*[kept_like("Judul", text=body)] * 3))
    for element in elements(page):
        assert element.tag not in {"script", "img", "svg", "math", "iframe", "object",
        "embed"} or (  # type: ignore[attr-defined]
            element.tag == "svg" and "onload" not in element.attrib)  # type: ignore[attr-defined]
        assert not any(name.startswith("on") for name in element.attrib)  # type: ignore[attr-defined]


@pytest.mark.attack(15)
def test_every_page_we_write_has_a_policy_that_allows_nothing_by_default() -> None:
    root = Path(__file__).parents[2]
    pages = [file for folder in ("monitor", "themes") for file in sorted((root / folder).rglob("*.html"))
             if re.search(r"<html\b", file.read_text("utf-8"))]
    assert len(pages) >= 4
    headed = {"preview.html"}  # sent with the header by monitor.newsroom.releases.showing
    bare = [str(file.relative_to(root)) for file in pages
            if "Content-Security-Policy" not in file.read_text("utf-8") and file.name not in headed]
    assert bare == []


@pytest.mark.attack(15)
def test_every_policy_starts_with_none_and_none_allows_inline_code() -> None:
    root = Path(__file__).parents[2]
    written = [file for folder in ("monitor", "themes") for ending in ("*.py", "*.html")
               for file in (root / folder).rglob(ending)]
    texts = {file: file.read_text("utf-8") for file in written}
    policies = [file for file, text in texts.items() if "default-src" in text]
    assert len(policies) >= 6
    for file, text in texts.items():
        assert "unsafe-inline" not in text, file
        assert "'unsafe-eval'" not in text, file  # the site's search page alone has 'wasm-unsafe-eval'
        assert all(rest.startswith(" 'none'") for rest in text.split("default-src")[1:]), file
