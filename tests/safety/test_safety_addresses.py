"""Groups 1-4 and 13: private, special, disguised and rebinding addresses, and paths that pose as feeds."""

from __future__ import annotations

from pathlib import Path

import pytest
from attacking import QUICK, at_home, fetch, gather, item, kept, rss, source
from loopback import Loopback, Reply

from monitor.config.sources import read_sources
from monitor.errors import BlockedError, ConfigError, FetchError, MonitorError
from monitor.models import SourceStatus
from monitor.storage.store import Store
from monitor.workflows.add import add
from monitor.workflows.sources import try_url

PRIVATE = ["127.0.0.1", "localhost", "0.0.0.0", "[::1]", "10.0.0.1", "172.16.0.1", "172.31.255.254", "192.168.0.1",
           "169.254.169.254", "100.64.0.1", "198.18.0.1", "198.19.255.254", "[fd00::1]", "[fe80::1]"]
SPECIAL = ["[::ffff:127.0.0.1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[fec0::1]", "224.0.0.1",
           "[ff02::1]", "[::]", "[2001::1]", "[2001:db8::1]", "[64:ff9b:1::7f00:1]", "240.0.0.1", "255.255.255.255"]
SPELT = ["2130706433", "0x7f000001", "0x7f.0.0.1", "0177.0.0.1", "127.1", "0", "①②⑦.0.0.1", "127。0。0。1",
         "127.0.0.1.", "localhost.", "LocalHost", "user@127.0.0.1", "user:sandi@127.0.0.1", "a\\@127.0.0.1",
         "contoh.example\\@127.0.0.1", "127.0.0.1\\@contoh.example", "127.0.0.1%00.contoh.example",
         "127.0.0.1%2f@contoh.example", "contoh.example#@127.0.0.1", "127.0.0.1 .contoh.example"]


def refused(url: str, folder: Path, dialled: list[object], server: Loopback) -> FetchError:
    """Try an address in every way the product takes one; nothing may be dialled, asked or stored."""
    settings = at_home(folder)
    with pytest.raises(FetchError) as caught:
        fetch(url)
    result = gather(settings, frozenset({("127.0.0.1", 1)}), source(url))["uji"]
    assert result.status is SourceStatus.FAILED
    assert result.cause.partition(":")[0] == caught.value.cause
    for entrance in (add, try_url):
        with pytest.raises(MonitorError):
            entrance(settings, url)
    assert dialled == []
    assert server.requests == []
    assert kept(settings) == []
    with Store(settings.storage.database_url) as store:
        assert store.states() == {}
    return caught.value


@pytest.mark.parametrize("host", [pytest.param(host, marks=pytest.mark.attack(1)) for host in PRIVATE]
                         + [pytest.param(host, marks=pytest.mark.attack(2)) for host in SPECIAL])
def test_a_private_address_is_refused_before_anything_is_dialled(
        tmp_path: Path, server: Loopback, dialled: list[object], host: str) -> None:
    server.serve("/feed", rss(item()))
    error = refused(f"http://{host}:{server.port}/feed", tmp_path, dialled, server)
    assert isinstance(error, BlockedError)
    assert "bukan alamat internet umum" in error.what
    assert error.todo


@pytest.mark.attack(3)
@pytest.mark.parametrize("host", SPELT)
def test_a_disguised_address_is_refused(tmp_path: Path, server: Loopback, dialled: list[object], host: str,
                                        names: dict[str, list[list[str]]]) -> None:
    names["contoh.example"] = [["127.0.0.1"]]
    server.serve("/feed", rss(item()))
    error = refused(f"http://{host}:{server.port}/feed", tmp_path, dialled, server)
    assert error.cause in {"alamat ditolak", "alamat salah", "nama tidak ditemukan"}
    assert "sandi" not in f"{error}".replace("pengguna atau sandi", "")


@pytest.mark.attack(4)
def test_a_name_that_answers_public_first_and_private_next_is_refused_when_the_socket_is_made(
        server: Loopback, names: dict[str, list[list[str]]]) -> None:
    with Loopback("127.0.0.2") as inside:
        inside.serve("/", b"rahasia")
        names["ganti.example"] = [["127.0.0.1"], ["127.0.0.2"]]
        server.serve("/", Reply(status=302, headers={"Location": f"http://ganti.example:{inside.port}/"}))
        with pytest.raises(BlockedError, match=r"127\.0\.0\.2"):
            fetch(f"http://ganti.example:{server.port}/", server.seam, QUICK.model_copy(update={"robots": False}))
        assert server.paths() == ["/"]
        assert inside.requests == []


@pytest.mark.attack(4)
def test_a_name_that_turns_private_between_two_runs_is_refused(
        tmp_path: Path, server: Loopback, names: dict[str, list[list[str]]]) -> None:
    with Loopback("127.0.0.2") as inside:
        seam = frozenset({("127.0.0.1", server.port), ("127.0.0.1", inside.port)})
        names["ganti.example"] = [["127.0.0.1"]]
        server.serve("/feed", rss(item()))
        inside.serve("/feed", rss(item("rahasia", "https://contoh.example/b")))
        settings = at_home(tmp_path)
        assert gather(settings, seam, source(f"http://ganti.example:{server.port}/feed"))["uji"].new == 1
        names["ganti.example"] = [["127.0.0.2"]]
        result = gather(settings, seam, source(f"http://ganti.example:{inside.port}/feed"))["uji"]
        assert result.cause.startswith("alamat ditolak")
        assert inside.requests == []
        assert len(kept(settings)) == 1


@pytest.mark.attack(4)
@pytest.mark.parametrize("answers", [
    ["127.0.0.2", "::1"], ["::1", "127.0.0.2"], ["10.0.0.1", "fd00::1"], ["::ffff:127.0.0.2", "169.254.169.254"],
])
def test_a_name_with_only_private_answers_of_both_families_is_refused(
        dialled: list[object], names: dict[str, list[list[str]]], answers: list[str]) -> None:
    names["dua.example"] = [answers]
    with pytest.raises(BlockedError):
        fetch("http://dua.example/")
    assert dialled == []


@pytest.mark.attack(4)
@pytest.mark.parametrize("answers", [["127.0.0.1", "127.0.0.2", "::1"], ["::1", "127.0.0.2", "127.0.0.1"]])
def test_of_mixed_answers_only_the_public_one_is_dialled(
        server: Loopback, dialled: list[object], names: dict[str, list[list[str]]], answers: list[str]) -> None:
    names["campur.example"] = [answers]
    server.serve("/", b"x")
    assert fetch(f"http://campur.example:{server.port}/", server.seam).body == b"x"
    assert {address[0] for address in dialled if isinstance(address, tuple)} == {"127.0.0.1"}


@pytest.mark.attack(4)
def test_a_refused_answer_beside_a_dead_one_is_still_named(
        server: Loopback, dialled: list[object], names: dict[str, list[list[str]]]) -> None:
    names["mati.example"] = [["127.0.0.1", "127.0.0.2"]]
    with pytest.raises(FetchError) as caught:
        fetch("http://mati.example:9/", frozenset({("127.0.0.1", 9)}))
    assert caught.value.cause in {"alamat ditolak", "koneksi"}
    assert {address[0] for address in dialled if isinstance(address, tuple)} == {"127.0.0.1"}


@pytest.mark.attack(13)
@pytest.mark.parametrize("url", ["/etc/passwd", "etc/passwd", "file:///etc/passwd", "file://localhost/etc/passwd",
                                 "C:\\rahasia.xml", "\\\\server\\rahasia.xml", "../rahasia.xml", "~/.ssh/id_rsa"])
def test_a_path_is_no_source(tmp_path: Path, url: str) -> None:
    listed = tmp_path / "sumber.toml"
    listed.write_text(f"[[source]]\nid = 'a'\nname = 'A'\nurl = {url!r}\nkind = 'feed'\ntier = 2\n")
    with pytest.raises(ConfigError):
        read_sources(listed)
    result = gather(at_home(tmp_path), frozenset(), source(url))["uji"]
    assert result.cause.startswith("alamat ")
    assert kept(at_home(tmp_path)) == []


@pytest.mark.attack(13)
@pytest.mark.parametrize("shape", ["{}", "file://{}", "\ufeff{}", "{}\n", "<rss><channel><item><link>{}</link></item>"])
def test_a_body_that_equals_a_path_opens_no_file(tmp_path: Path, server: Loopback, shape: str) -> None:
    secret = tmp_path / "rahasia.xml"
    secret.write_bytes(rss(item("rahasia sekali")))
    result = gather(at_home(tmp_path), server.seam, source(server.serve("/feed", shape.format(secret))))["uji"]
    assert result.status is SourceStatus.FAILED or all("rahasia sekali" not in clip.article.title
                                                      for clip in kept(at_home(tmp_path)))
    assert "rahasia sekali" not in result.cause
