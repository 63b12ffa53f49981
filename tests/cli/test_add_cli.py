"""`monitor add`: one page by hand, from its address or from a copied text."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from loopback import Loopback, Reply

from monitor.config.settings import Fetching, Settings, Storage
from monitor.errors import FetchError
from monitor.models import ItemKind, TextKind, TimeOrigin
from monitor.storage.store import Store
from monitor.workflows.add import Copied, UnreadableDateError, add

PAGE = (Path(__file__).parents[1] / "data/collect/page.html").read_bytes()
NOW = datetime(2026, 8, 25, 3, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(storage=Storage(database_url=f"sqlite:///{tmp_path}/uji.sqlite"),
                    fetching=Fetching(connect_seconds=2, read_seconds=1, total_seconds=2))


def run(folder: Path, *arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "MONITOR_DATABASE_URL": f"sqlite:///{folder}/uji.sqlite", "PYTHONUTF8": "1"}
    return subprocess.run([sys.executable, "-m", "monitor", "add", *arguments], cwd=folder, env=env, input=text,
                          capture_output=True, text=True, timeout=60)


def test_a_page_is_read_like_any_other_and_only_once(settings: Settings, server: Loopback) -> None:
    url = server.serve("/berita/pulang", PAGE, Content_Type="text/html; charset=utf-8")
    added = add(settings, url, now=NOW, loopback=server.seam)
    assert (added.new, added.article.kind, added.article.text_kind) == (True, ItemKind.NEWS, TextKind.FULL)
    assert added.article.title
    server.requests.clear()
    assert not add(settings, url + "?utm_source=wa", now=NOW, loopback=server.seam).new
    assert server.requests == []
    with Store(settings.storage.database_url) as store:
        assert store.count() == 1


def test_what_staff_typed_beats_the_page(settings: Settings, server: Loopback) -> None:
    url = server.serve("/berita/pulang", PAGE, Content_Type="text/html; charset=utf-8")
    article = add(settings, url, Copied(title="Judul kami", date="21/08/2026 10.30 WITA", outlet="Koran Kami"), now=NOW,
                  loopback=server.seam).article
    assert (article.title, article.outlet) == ("Judul kami", "Koran Kami")
    assert (article.published.at.isoformat(), article.published.origin) == (
        "2026-08-21T10:30:00+08:00", TimeOrigin.IMPORT)


@pytest.mark.parametrize("reply", [Reply(status=403), Reply(b"<html><title>Masuk</title></html>"), Reply(b""),
                                   Reply(b"\xff\xd8\xff\xe0 gambar")])
def test_a_closed_or_empty_page_says_how_to_add_a_copy(settings: Settings, server: Loopback, reply: Reply) -> None:
    server.serve("/berita/x", reply)
    with pytest.raises(FetchError) as caught:
        add(settings, f"{server.url}/berita/x", now=NOW, loopback=server.seam)
    assert "--text" in caught.value.todo
    with Store(settings.storage.database_url) as store:
        assert store.count() == 0


LOCKED = b"""<html><head><title>Nasib pekerja migran</title><script type="application/ld+json">{"@type": "NewsArticle",
"isAccessibleForFree": false, "headline": "Nasib pekerja migran"}</script></head><body><article><h1>Nasib pekerja
migran</h1><p>Berlangganan untuk membaca.</p></article></body></html>"""


@pytest.mark.parametrize(("reply", "cause"), [
    (Reply(b"%PDF-1.7 ...", headers={"Content-Type": "application/pdf"}), "berkas PDF"),
    (Reply(b"%PDF-1.7 ..."), "berkas PDF"), (Reply(LOCKED, headers={"Content-Type": "text/html"}), "isi tertutup"),
])
def test_what_is_no_open_page_is_named(settings: Settings, server: Loopback, reply: Reply, cause: str) -> None:
    server.serve("/berita/x", reply)
    with pytest.raises(FetchError) as caught:
        add(settings, f"{server.url}/berita/x", now=NOW, loopback=server.seam)
    assert (caught.value.cause, "--text" in caught.value.todo) == (cause, True)


def test_a_page_that_robots_txt_closes_is_not_opened(settings: Settings, server: Loopback) -> None:
    server.serve("/robots.txt", "User-agent: *\nDisallow: /")
    url = server.serve("/berita/x", PAGE)
    with pytest.raises(FetchError) as caught:
        add(settings, url, now=NOW, loopback=server.seam)
    assert (caught.value.cause, "--text" in caught.value.todo, server.paths()) == ("robots.txt", True, [])


@pytest.mark.parametrize("url", ["https://x.com/a/status/1", "https://www.tiktok.com/@a/video/7", "instagram.com/p/x"])
def test_a_post_is_pasted_because_its_page_shows_nothing(settings: Settings, url: str) -> None:
    with pytest.raises(FetchError, match="tidak dapat dibaca dari halamannya") as caught:
        add(settings, url, now=NOW)
    assert "--text" in caught.value.todo


def test_a_short_link_is_the_page_behind_it(settings: Settings, server: Loopback) -> None:
    url = server.serve("/berita/pulang", PAGE, Content_Type="text/html; charset=utf-8")
    with Loopback("127.0.0.2") as short:
        link = short.serve("/abc", Reply(status=302, headers={"Location": url}))
        added = add(settings, link, now=NOW, loopback=server.seam | short.seam)
        assert (added.new, added.article.outlet) == (True, "127.0.0.1")
        assert not add(settings, url, now=NOW, loopback=server.seam).new
        assert not add(settings, link, now=NOW, loopback=server.seam | short.seam).new
    with Store(settings.storage.database_url) as store:
        assert store.count() == 1


def test_a_private_address_is_refused(settings: Settings, server: Loopback) -> None:
    with pytest.raises(FetchError, match="bukan alamat internet umum"):
        add(settings, f"{server.url}/berita", now=NOW)
    assert server.requests == []


def test_a_copied_post_is_stored_without_opening_its_page(tmp_path: Path) -> None:
    done = run(tmp_path, "https://www.tiktok.com/@warga/video/7", "--text", "-", "--date",
               "21 Agustus 2026 pukul 10.30", text="Calo PMI di Batam\nBaris dua\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == "Calo PMI di Batam"
    assert "tiktok.com, unggahan, 21 Agustus 2026 pukul 10.30 WIB" in done.stdout
    assert done.stdout.splitlines()[-1] == "1 naskah baru, 0 sudah ada"
    with Store(f"sqlite:///{tmp_path}/uji.sqlite") as store:
        clip, = store.search("calo")
    assert (clip.article.text, clip.article.kind, clip.article.tier) == ("Baris dua", ItemKind.POST, 6)


def test_mistakes_are_told(tmp_path: Path, settings: Settings) -> None:
    done = run(tmp_path, "ftp://a.id/x")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Galat: ")
    with pytest.raises(UnreadableDateError):
        add(settings, "https://kabar.example/1", Copied(text="Isi", date="kemarin dulu"), now=NOW)
