from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from monitor.errors import SiteError
from monitor.newsroom.headers import POLICIES, write_headers
from monitor.newsroom.redirects import collect, old_addresses, write_pages


def page(old: str, url: str = "penjelasan/baru/", title: str = "Judul <baru>") -> SimpleNamespace:
    return SimpleNamespace(redirect_from=old, url=url, title=title, relative_source_path=f"{url[:-1]}.md")


def test_old_addresses_are_paths_that_end_in_a_slash_unless_they_name_a_file() -> None:
    assert old_addresses("berita/lama, /arsip/1/ /lama.html") == ("/berita/lama/", "/arsip/1/", "/lama.html")
    assert old_addresses("") == ()


@pytest.mark.parametrize("written", ["https://jahat.invalid/x", "../../etc/passwd", "/a/../b/", "//jahat.invalid",
                                     "/a b;c", "/<script>/", "/.situs.json", "/"])
def test_what_is_no_plain_path_is_refused(written: str) -> None:
    with pytest.raises(SiteError, match="bukan alamat di situs ini"):
        collect([page(written)])


def test_one_old_address_leads_to_one_page() -> None:
    with pytest.raises(SiteError, match="juga ditulis"):
        collect([page("/lama/"), page("/lama/", "penjelasan/lain/")])


def test_an_old_address_becomes_a_page_that_leads_on(tmp_path: Path) -> None:
    write_pages(collect([page("/berita/lama/, /lama.html")]), tmp_path, "https://info.contoh.invalid")
    html = (tmp_path / "berita/lama/index.html").read_text("utf-8")
    assert 'content="0; url=../../penjelasan/baru/"' in html
    assert '<link rel="canonical" href="https://info.contoh.invalid/penjelasan/baru/">' in html
    assert "Judul &lt;baru&gt;" in html
    assert '<meta name="robots" content="noindex">' in html
    assert 'url=penjelasan/baru/"' in (tmp_path / "lama.html").read_text("utf-8")


def test_an_old_address_never_overwrites_a_page(tmp_path: Path) -> None:
    (tmp_path / "tentang").mkdir()
    (tmp_path / "tentang/index.html").write_text("asli", "utf-8")
    with pytest.raises(SiteError, match="masih ada"):
        write_pages(collect([page("/tentang/")]), tmp_path, "https://info.contoh.invalid")
    assert (tmp_path / "tentang/index.html").read_text("utf-8") == "asli"


@pytest.fixture
def served(tmp_path: Path) -> Path:
    for name in ("penjelasan", "cari", "pagefind", "theme"):
        (tmp_path / name).mkdir()
    write_headers(tmp_path, "https://info.contoh.invalid", [("/lama/", "/penjelasan/baru/")])
    return tmp_path


def test_netlify_gives_each_path_one_policy_and_only_search_runs_code(served: Path) -> None:
    rules: dict[str, list[str]] = {}
    for line in (served / "_headers").read_text("utf-8").splitlines():
        if not line.startswith(" "):
            current = rules.setdefault(line, [])
        else:
            current.append(line.strip())
    policies = {path: [line for line in lines if line.startswith("Content-Security-Policy: ")]
                for path, lines in rules.items()}
    assert policies["/*"] == []
    assert all(len(lines) == 1 for path, lines in policies.items() if path.split("/")[1] in {"penjelasan", "cari"})
    running = {path for path, lines in policies.items() if any("script-src" in line for line in lines)}
    assert running == {"/cari/*", "/pagefind/*"}
    assert all("frame-ancestors 'none'" in line for lines in policies.values() for line in lines)
    assert "/lama/ /penjelasan/baru/ 301!" in (served / "_redirects").read_text("utf-8")


@pytest.mark.parametrize("name", ["Caddyfile", "nginx.conf"])
def test_each_server_file_names_every_policy_and_redirect(served: Path, name: str) -> None:
    text = (served / "server" / name).read_text("utf-8")
    assert text.count("{") == text.count("}")
    for policy in POLICIES.values():
        assert f"{policy}; frame-ancestors 'none'" in text
    assert "/lama/" in text
    assert "/penjelasan/baru/" in text
    assert "nosniff" in text
    assert "info.contoh.invalid" in text
