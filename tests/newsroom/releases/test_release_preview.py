from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parents[3]
TEXT = ("Title: Posko dibuka di Solo\nSlug: posko-solo\nDate: 2099-11-25 10:00 WITA\nType: siaran-pers\nStatus: draft\n"
        "Summary: Posko informasi dibuka di Solo.\nTopics: aduan-layanan\nCity: Solo\nContact: Humas, 021 1234 5678\n"
        "Checked: 2026-03-05\n\nSolo, KemenP2MI (25/11/2099) – Posko dibuka. Lihat "
        "[penjelasan]({filename}/penjelasan/cek-izin.md).\n\n![Gedung posko]({static}/images/embargo.svg)\n*Gedung "
        "posko.*\n\n<script>alert(1)</script>\n\n** (Humas/KemenP2MI)\n")


@pytest.fixture
def path(content: Path) -> Path:
    """A draft that is under embargo too."""
    path = content / "siaran-pers/posko.md"
    path.write_text(TEXT, "utf-8")
    return path


RENDER = """
import json, sys, time
from pathlib import Path
from monitor.newsroom.releases.preview import Studio
begun = time.process_time()
studio = Studio(Path("pelicanconf.py"), Path(sys.argv[1]), Path(sys.argv[2]))
first = studio.render()
cold = time.process_time() - begun
begun = time.process_time()
again = studio.render()
print(json.dumps({"html": first.html, "same": first.html == again.html, "url": first.url, "cold": cold,
                  "warm": time.process_time() - begun, "problems": [str(each) for each in first.problems],
                  "blocks": [each.blocks for each in first.problems]}))
"""


def render(content: Path, path: Path) -> dict[str, object]:
    """Render in a process of its own, as the command does: Pelican changes its process for good."""
    done = subprocess.run([sys.executable, "-c", RENDER, str(content), str(path)], cwd=ROOT, capture_output=True,
                          text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_a_draft_under_embargo_is_shown_as_the_site_would(content: Path, path: Path) -> None:
    found = render(content, path)
    html = str(found["html"])
    assert found["url"] == "siaran-pers/posko-solo/"
    assert found["problems"] == []
    assert found["same"]
    for part in ("<h1>Posko dibuka di Solo</h1>", 'href="/penjelasan/cek-izin/"', 'src="/images/embargo.svg"',
                 "<figcaption>Gedung posko.</figcaption>", 'href="/theme/css/site.css', "Naskah contoh"):
        assert part in html, part
    assert "alert(1)" not in html
    assert "{static}" not in html


def test_one_page_takes_less_than_a_second(content: Path, path: Path) -> None:
    """Processor time, since the machine of the tests is shared; the bar is one second for the page."""
    found = render(content, path)
    assert float(str(found["cold"])) < 1.0
    assert float(str(found["warm"])) < 0.3


@pytest.mark.parametrize(("text", "said"), [
    ("Isi tanpa keterangan.\n", "tidak ada keterangan di awal berkas"),
    (TEXT.replace("2099-11-25 10:00 WITA", "31/02/2026"), "bukan tanggal yang sah"),
    (TEXT.replace("Topics: aduan-layanan", "Topics: [Isi: topik]"), "tidak dikenal"),
    (TEXT.replace("cek-izin.md", "tiada.md"), "yang ditautkan tidak ada"),
    (TEXT.replace("/images/embargo.svg", "/../../pelicanconf.py"), "yang ditautkan tidak ada"),
    (TEXT.replace("Checked: 2026-03-05\n", "Checked: besok\nSources: a | b\n"), "bukan tanggal yang sah"),
])
def test_an_unfinished_draft_is_shown_with_what_is_wrong(content: Path, path: Path, text: str, said: str) -> None:
    path.write_text(text, "utf-8")
    found = render(content, path)
    assert any(said in each for each in found["problems"]), found["problems"]  # type: ignore[attr-defined]
    assert ("Posko dibuka" in str(found["html"])) is text.startswith("Title")


@pytest.fixture
def preview(content: Path, path: Path, tmp_path: Path) -> Iterator[str]:
    """The running command; its address."""
    (tmp_path / "monitor.toml").write_text(f'[site]\ncontent = "{content}"\nsettings = "{ROOT}/pelicanconf.py"\n',
                                           "utf-8")
    command = [sys.executable, "-m", "monitor", "release", "preview", str(path), "--port", "0"]
    running = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                               encoding="utf-8", env={**os.environ, "PYTHONUNBUFFERED": "1"})
    assert running.stdout
    line = running.stdout.readline()
    if not line.startswith("Buka http://127.0.0.1:"):
        running.kill()
        pytest.fail(line + (running.stderr.read() if running.stderr else ""))
    yield line.split()[1]
    running.send_signal(signal.SIGINT)
    assert running.wait(20) == 0


def get(address: str, path: str, host: str = "") -> tuple[int, str]:
    parts = urlsplit(address)
    assert parts.hostname
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=10)
    connection.putrequest("GET", path, skip_host=True)
    connection.putheader("Host", host or parts.netloc)
    connection.endheaders()
    answer = connection.getresponse()
    return answer.status, answer.read().decode("utf-8", "replace")


def test_the_server_gives_the_page_its_files_and_nothing_else(preview: str, content: Path) -> None:
    assert "Posko dibuka" in get(preview, "/siaran-pers/posko-solo/")[1]
    assert get(preview, "/theme/css/site.css")[0] == 200
    assert get(preview, "/images/embargo.svg")[0] == 200
    for path in ("/siaran-pers/embargo.md", "/theme/../templates/base.html", "/images/../../monitor.toml",
                 "/images/%2e%2e/%2e%2e/monitor.toml", "/penjelasan/cek-izin/", "/images/", "/etc/passwd"):
        assert get(preview, path)[0] == 404, path


def test_a_page_of_another_site_cannot_read_a_draft(preview: str) -> None:
    """A hostile name that resolves to 127.0.0.1 comes with its own Host."""
    for host in ("jahat.invalid", "127.0.0.1", "localhost:1"):
        status, body = get(preview, "/siaran-pers/posko-solo/", host)
        assert status == 403
        assert body == ""


def test_the_browser_shows_a_saved_change_at_once(preview: str, path: Path, browser: Browser) -> None:
    page = browser.new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(preview)
    frame = page.frame_locator("#page")
    frame.get_by_text("Posko dibuka. Lihat").wait_for()
    page.get_by_text("0 memblokir").wait_for()
    path.write_text(TEXT.replace("Posko dibuka. Lihat", "Posko ditunda. Lihat"), "utf-8")
    begun = time.monotonic()
    frame.get_by_text("Posko ditunda. Lihat").wait_for(timeout=10_000)
    assert time.monotonic() - begun < 5
    path.write_text(TEXT.replace("Topics: aduan-layanan", "Topics: entah"), "utf-8")
    page.get_by_text("1 memblokir").wait_for(timeout=10_000)
    page.locator("summary").click()
    assert "Topik 'entah' tidak dikenal" in page.locator("#list").inner_text()
    page.get_by_role("button", name="Lebar ponsel").click()
    box = page.locator("#page").bounding_box()
    assert box
    assert box["width"] == 360
    assert faults == []
    page.close()
